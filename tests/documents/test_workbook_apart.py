"""A workbook that was sent is read in a process of its own, which reads just what we would, and may fall alone."""

from pathlib import Path

import pytest

from documents.workbook import read_workbook
from documents.workbook_apart import copy_apart, read_apart
from documents.workbook_copy import commented_copy
from documents.workbook_limits import LARGEST_FILE, UnreadableFile
from models.values import FiscalYear

WORKBOOKS = Path(__file__).parent / "workbooks"
YEAR = FiscalYear(2569)
DIVISIONS = ["กองช่าง", "กองการศึกษา", "กองคลัง"]
BROKEN = (WORKBOOKS / "unreadable-cells.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["unreadable-cells", "drawn-arrows"])
def test_the_other_process_reads_what_we_would_read(name: str) -> None:
    content = (WORKBOOKS / f"{name}.xlsx").read_bytes()
    apart, here = read_apart(content, YEAR, DIVISIONS, "ก.xlsx"), read_workbook(content, YEAR, DIVISIONS, "ก.xlsx")
    assert apart == here
    assert [(item.funding, item.key, item.plan_reference) for item in apart.projects] == [
        (item.funding, item.key, item.plan_reference) for item in here.projects
    ]


def test_the_copy_is_the_one_that_we_would_make() -> None:
    problems = read_workbook(BROKEN, YEAR, DIVISIONS, "ก.xlsx").problems
    assert copy_apart(BROKEN, YEAR, DIVISIONS, "ก.xlsx") == commented_copy(BROKEN, problems)


def test_a_file_that_uses_up_its_process_is_unreadable_and_we_go_on() -> None:
    large = BROKEN + bytes(8 * 2**20)
    (problem,) = read_apart(large, YEAR, DIVISIONS, "ก.xlsx", memory=2**20).problems
    assert (problem.code, problem.severity) == ("unreadable_file", "error")
    assert "แฟ้ม ก.xlsx" in problem.message_th
    assert "memory" in problem.message_en


def test_a_file_that_cannot_be_opened_has_no_copy_and_one_far_too_large_is_not_read() -> None:
    with pytest.raises(UnreadableFile):
        copy_apart(b"PK\x03\x04 broken", YEAR, DIVISIONS, "ก.xlsx")
    (problem,) = read_apart(bytes(LARGEST_FILE + 1), YEAR, DIVISIONS, "ก.xlsx").problems
    assert problem.code == "unreadable_file"
