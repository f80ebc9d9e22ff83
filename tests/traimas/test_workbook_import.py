"""Importing at the command line: nothing unasked, nothing half, nothing twice, and the officer's file never written."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.database import Database
from tests.offices import SAMPLES
from tests.traimas.conftest import Run

WORKBOOKS = Path(__file__).parent.parent / "documents" / "workbooks"
BROKEN = WORKBOOKS / "unreadable-cells.xlsx"
YEAR = ("--fiscal-year", "2569")


@pytest.fixture
def office(traimas: Run) -> Run:
    """The sample municipality with the plan of 2569 open."""
    traimas("organization", "add", str(SAMPLES / "municipality.toml"))
    traimas("plan", "open", "2569", "--promulgated", "2025-09-26")
    return traimas


def answer(office: Run, *words: str) -> dict[str, Any]:
    code, out, err = office("workbook", *words, *YEAR, "--json")
    assert code == 0, out + err
    document: dict[str, Any] = json.loads(out)
    return document


def edited(path: Path, folder: Path, **cells: object) -> Path:
    """The file as an officer saves it after an edit in Excel."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["แผนดำเนินงาน"][cell] = value
    book.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def test_rows_with_errors_are_left_out_only_when_the_user_says_so(office: Run) -> None:
    code, out, _err = office("workbook", "import", str(BROKEN), *YEAR, "--json")
    error = json.loads(out)["error"]
    assert (code, error["code"]) == (1, "workbook_has_errors")
    assert "--leave-out" in error["message_th"]
    assert "--leave-out" in error["message_en"]
    told = answer(office, "import", str(BROKEN), "--leave-out")
    assert "นำเข้า 5 โครงการ (ใหม่ 5)" in told["message_th"]
    assert "เว้นแถวที่มีข้อผิดพลาดไว้ 3 แถว" in told["message_th"]
    assert "3 rows with errors were left out" in told["message_en"]


def test_a_preview_shows_what_would_be_done_and_does_none_of_it(office: Run) -> None:
    tidy = str(WORKBOOKS / "tidy.xlsx")
    shown = answer(office, "import", tidy, "--preview")
    assert (len(shown["added"]), shown["changed"], shown["left"]) == (18, [], [])
    assert answer(office, "import", tidy, "--preview") == shown
    answer(office, "import", tidy)
    shown = answer(office, "import", tidy, "--preview")
    assert (shown["added"], shown["changed"], len(shown["left"])) == ([], [], 18)


def test_an_edit_changes_exactly_what_was_edited(office: Run, tmp_path: Path) -> None:
    tidy = WORKBOOKS / "tidy.xlsx"
    answer(office, "import", str(tidy))
    again = str(edited(tidy, tmp_path, D9=500000, E10="หมู่ที่ 6", D11=1750000.5, D52=16779000.5))
    shown = answer(office, "import", again, "--preview")
    assert shown["added"] == []
    assert [(row["name"][:20], row["fields"]) for row in shown["changed"]] == [
        ("โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก"[:20], ["funding"]),
        ("โครงการปรับปรุงระบบระบายน้ำ"[:20], ["place"]),
    ]
    assert len(shown["left"]) == 16
    answer(office, "import", again)
    assert len(answer(office, "import", again, "--preview")["left"]) == 18


def test_the_same_file_twice_changes_nothing_even_with_another_between(office: Run) -> None:
    tidy, filled = str(WORKBOOKS / "tidy.xlsx"), str(WORKBOOKS / "thai-digits.xlsx")
    answer(office, "import", tidy)
    for file in (tidy, filled, tidy, filled):
        answer(office, "import", file)
    from models.settings import settings

    database = Database(settings().url)
    with database.engine.connect() as connection:
        imports = connection.exec_driver_sql("SELECT count(*) FROM audit_entry WHERE act = 'import_projects'").scalar()
        projects = connection.exec_driver_sql("SELECT count(*) FROM project_entry").scalar()
    database.engine.dispose()
    assert projects == 16
    assert imports == 2


def test_the_copy_carries_the_problems_and_the_file_is_left_alone(office: Run, tmp_path: Path) -> None:
    before = hashlib.sha256(BROKEN.read_bytes()).hexdigest()
    copy = tmp_path / "copy.xlsx"
    code, _out, _err = office("workbook", "check", str(BROKEN), *YEAR, "--copy", str(copy), "--json")
    assert code == 1
    sheet = openpyxl.load_workbook(io.BytesIO(copy.read_bytes()))["แผนดำเนินงาน"]
    assert "[budget_unreadable]" in sheet["D10"].comment.text
    assert hashlib.sha256(BROKEN.read_bytes()).hexdigest() == before


def test_a_copy_is_never_written_over_a_file(office: Run, tmp_path: Path) -> None:
    mine = tmp_path / "plan.xlsx"
    mine.write_bytes(BROKEN.read_bytes())
    code, out, _err = office("workbook", "check", str(mine), *YEAR, "--copy", str(mine), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "copy_exists")
    assert mine.read_bytes() == BROKEN.read_bytes()


@pytest.mark.parametrize("layout", ["tidy", "thai-digits", "filled-cells", "drawn-arrows", "ticks-and-continuations"])
def test_each_layout_is_imported_whole(office: Run, layout: str) -> None:
    wanted = json.loads((WORKBOOKS / f"{layout}.json").read_text(encoding="utf-8"))["projects"]
    answer(office, "import", str(WORKBOOKS / f"{layout}.xlsx"))
    shown = answer(office, "import", str(WORKBOOKS / f"{layout}.xlsx"), "--preview")
    assert shown["left"] == [project["name"] for project in wanted]


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("drawn-arrows.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("drawn-arrows.xls", "application/vnd.ms-excel"),
        ("drawn-arrows.ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ],
)
def test_each_format_is_imported_and_kept_as_what_it_is(office: Run, file: str, media_type: str) -> None:
    assert "นำเข้า 6 โครงการ" in answer(office, "import", str(WORKBOOKS / file))["message_th"]
    from models.settings import settings

    database = Database(settings().url)
    with database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT media_type, content FROM stored_file").all()
    database.engine.dispose()
    assert [tuple(row) for row in kept] == [(media_type, (WORKBOOKS / file).read_bytes())]


def test_a_division_gets_its_workbook_and_what_it_fills_in_is_imported(office: Run, tmp_path: Path) -> None:
    out = tmp_path / "กองช่าง.xlsx"
    answer(office, "fill", "--division", "กองช่าง", "--out", str(out), "--as-of", "2025-09-27")
    book = openpyxl.load_workbook(out)
    row = {"C": "การพัฒนาคน", "E": "แผนงานการศึกษา", "F": "วันเด็ก", "H": 5000, "J": "ลาน", "G": "จัดงาน", "O": "✓"}
    for letter, value in row.items():
        book["ผด.02 โครงการ"][f"{letter}6"] = value
    book.save(out)
    told = answer(office, "import", str(out))
    assert "นำเข้า 1 โครงการ (ใหม่ 1)" in told["message_th"]
    code, answered, _err = office("workbook", "fill", "--division", "กองอวกาศ", *YEAR, "--out", str(out), "--json")
    assert (code, json.loads(answered)["error"]["code"]) == (1, "unknown_division")
