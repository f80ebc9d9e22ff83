"""The copy that goes back to an officer: the same workbook with its problems on the very cells."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from documents.workbook import read_workbook
from documents.workbook_copy import LIST_SHEET, commented_copy
from models.values import FiscalYear
from tests.documents.drawn_shapes import Arrow, with_arrows
from tests.documents.test_workbook import GOOD, set_cells, sheet_bytes

WORKBOOKS = Path(__file__).parent / "workbooks"
FY2569 = FiscalYear(2569)


def copy_of(data: bytes) -> bytes:
    return commented_copy(data, read_workbook(data, FY2569).problems)


def comments(data: bytes, sheet: str) -> dict[str, str]:
    cells = openpyxl.load_workbook(io.BytesIO(data))[sheet]._cells.values()
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_problem_stands_on_its_cell_in_both_languages() -> None:
    data = (WORKBOOKS / "unreadable-cells.xlsx").read_bytes()
    said = comments(copy_of(data), "แผนดำเนินงาน")
    assert set(said) == {"D10", "G20", "F26"}
    assert "ตามข้อบัญญัติ" in said["D10"]
    assert "อ่านเป็นจำนวนเงินเดียวไม่ได้" in said["D10"]
    assert "[budget_unreadable]" in said["D10"]


def test_a_copy_reads_like_the_file_and_its_other_parts_are_the_same_bytes() -> None:
    data = (WORKBOOKS / "unreadable-cells.xlsx").read_bytes()
    copy = copy_of(data)
    assert read_workbook(copy, FY2569) == read_workbook(data, FY2569)
    before, after = parts(data), parts(copy)
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {"[Content_Types].xml", "xl/worksheets/sheet1.xml"}


def test_drawn_arrows_survive_in_the_copy() -> None:
    data = with_arrows(sheet_bytes({**GOOD, "J": None}, {**GOOD, "D": "?"}), 1, [Arrow(6, 9.2, 11.4)], "block")
    copy = copy_of(data)
    assert parts(copy)["xl/drawings/drawing1.xml"] == parts(data)["xl/drawings/drawing1.xml"]
    assert read_workbook(copy, FY2569) == read_workbook(data, FY2569)
    assert set(comments(copy, "แผน")) == {"B7", "D7"}


def test_an_officers_own_comment_stays_and_ours_follows_it() -> None:
    def with_comments(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["D6"].comment = Comment("ถามกองคลังแล้ว", "เจ้าหน้าที่")
        sheet["B6"].comment = Comment("ชื่อใหม่", "เจ้าหน้าที่")

    data = sheet_bytes({**GOOD, "D": "?", "F": "กองอวกาศ"}, fill=with_comments)
    said = comments(copy_of(data), "แผน")
    assert set(said) == {"B6", "D6", "F6"}
    assert said["B6"] == "ชื่อใหม่"
    assert said["D6"].startswith("ถามกองคลังแล้ว\n")
    assert "[budget_unreadable]" in said["D6"]
    assert "[division_unknown]" in said["F6"]


def test_two_problems_of_a_cell_are_one_comment_and_signs_are_no_markup() -> None:
    data = sheet_bytes({**GOOD, "D": "<1 & 2>"}, {**GOOD, "A": 2})
    said = comments(copy_of(data), "แผน")
    assert "<1 & 2>" in said["D6"]
    assert "[duplicate_project]" in said["B7"]


def test_a_problem_of_a_whole_sheet_stands_where_its_year_is() -> None:
    said = comments(copy_of(sheet_bytes(GOOD, fill=set_cells(G2="พ.ศ. 2567"))), "แผน")
    assert list(said) == ["G2"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_another_format_comes_back_as_a_new_workbook_with_a_list(suffix: str) -> None:
    data = (WORKBOOKS / f"drawn-arrows.{suffix}").read_bytes()
    problems = read_workbook(data, FiscalYear(2570)).problems
    copy = openpyxl.load_workbook(io.BytesIO(commented_copy(data, problems)))
    assert copy.sheetnames == ["แผนดำเนินงาน", LIST_SHEET]
    assert copy["แผนดำเนินงาน"]["B9"].value.startswith("โครงการก่อสร้างถนน")
    assert "2570" in copy["แผนดำเนินงาน"]["A3"].comment.text
    assert "[fiscal_year_differs]" in copy[LIST_SHEET]["B1"].value


def test_a_cell_that_begins_with_a_sign_stays_text_in_a_new_copy() -> None:
    header = "ที่,โครงการ,รายละเอียด,งบประมาณ,สถานที่,หน่วยงานรับผิดชอบ,ต.ค."
    text = f'{header}\n1,"=HYPERLINK(""x"")",+1,?,-,@กองช่าง,X\n'
    copy = openpyxl.load_workbook(io.BytesIO(copy_of(text.encode())))
    assert [cell.data_type for cell in copy["CSV"][2][1:3]] == ["s", "s"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy_with_its_comments_and_arrows(tmp_path: Path) -> None:
    data = with_arrows(sheet_bytes({**GOOD, "J": None}, {**GOOD, "D": "?"}), 1, [Arrow(6, 9.2, 11.4)], "connector")
    (tmp_path / "copy.xlsx").write_bytes(copy_of(data))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    words = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "copy.xlsx"),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    content = parts((tmp_path / "copy.ods").read_bytes())["content.xml"].decode()
    assert "[budget_unreadable]" in content
    assert "<draw:connector" in content
    again = read_workbook(tmp_path / "copy.ods", FY2569)
    assert [item.months for item in again.projects] == [["2569-01", "2569-02", "2569-03"]]
