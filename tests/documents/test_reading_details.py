"""What the six layouts do not show: drawings at their edges, broken words, amounts, totals, and sheets passed over."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import PatternFill

from documents.workbook_cells import read_amount
from documents.workbook_divisions import DivisionNames, read_divisions
from documents.workbook_joining import continued
from documents.workbook_reading import _SAYINGS
from documents.workbook_styles import shows_days
from tests.documents.drawn_shapes import Arrow, Style, with_arrows, without_sizes
from tests.documents.test_workbook import GOOD, ITEM_ROW, MONTHS, found, read, set_cells, sheet_bytes

UNMARKED = {**GOOD, "J": None}
STYLES: tuple[Style, ...] = ("connector", "block", "one_cell", "group", "absolute")


def months_of(data: bytes) -> list[str]:
    (item,) = read(data).projects
    return item.months


def arrow(left: float, right: float, style: Style = "block") -> bytes:
    """A project's row with one arrow from ``left`` to ``right``; column 6.0 is where October begins."""
    return with_arrows(without_sizes(sheet_bytes(UNMARKED)), 1, [Arrow(ITEM_ROW, left, right)], style)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("left", "right", "months"),
    [
        (6.0, 9.0, ["2568-10", "2568-11", "2568-12"]),
        (6.7, 8.3, ["2568-10", "2568-11", "2568-12"]),  # three tenths of the first and of the last
        (6.8, 8.2, ["2568-11"]),  # a fifth of each is a slip of the hand
        (6.74, 7.26, ["2568-10", "2568-11"]),
        (17.1, 18.9, ["2569-09"]),
    ],
)
def test_a_drawn_arrow_counts_from_a_quarter_of_a_month_on(
    style: Style, left: float, right: float, months: list[str]
) -> None:
    assert months_of(arrow(left, right, style)) == months


def test_an_arrow_over_less_than_a_quarter_of_any_month_is_no_mark() -> None:
    assert found(read(arrow(6.4, 6.6))) == [(ITEM_ROW, "G", "no_months")]


def test_two_arrows_of_a_row_mark_the_months_of_both() -> None:
    arrows = [Arrow(ITEM_ROW, 6.0, 7.0), Arrow(ITEM_ROW, 16.0, 18.0)]
    assert months_of(with_arrows(sheet_bytes(UNMARKED), 1, arrows, "group")) == ["2568-10", "2569-08", "2569-09"]


def test_an_arrow_beside_a_continued_row_is_the_items_arrow() -> None:
    data = with_arrows(sheet_bytes(UNMARKED, {"C": "ให้เด็ก"}), 1, [Arrow(ITEM_ROW + 1, 6.0, 7.0)], "connector")
    assert months_of(data) == ["2568-10"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'prst="leftRightArrow"', b'prst="wedgeRectCallout"'), (b'name="', b'hidden="1" name="')],
)
def test_a_callout_or_a_hidden_arrow_marks_nothing(before: bytes, after: bytes) -> None:
    import io
    import zipfile

    data, out = arrow(6.0, 8.0), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(before, after) if "drawing" in name else part)
    assert found(read(out.getvalue())) == [(ITEM_ROW, "G", "no_months")]


def paint(*cells: str, colour: str = "FF92D050") -> Any:
    def fill(sheet: Any) -> None:
        for cell in cells:
            sheet[cell].fill = PatternFill("solid", fgColor=colour)

    return fill


def test_a_fill_and_a_text_mark_months_together() -> None:
    assert months_of(sheet_bytes({**GOOD, "J": "ประมูล"}, fill=paint("J6", "K6", "L6"))) == [
        "2569-01",
        "2569-02",
        "2569-03",
    ]


def test_a_row_shaded_from_end_to_end_marks_nothing_by_its_colour() -> None:
    assert months_of(sheet_bytes(GOOD, fill=paint(*[f"{column}6" for column in "ABCDEFGHIJKLMNOPQR"]))) == ["2569-01"]


def test_white_is_no_fill() -> None:
    assert found(read(sheet_bytes(UNMARKED, fill=paint("J6", colour="FFFFFFFF")))) == [(ITEM_ROW, "G", "no_months")]


def test_colours_that_only_part_the_quarters_are_no_marks() -> None:
    rows = [{**GOOD, "A": number, "B": f"โครงการที่ {number}"} for number in (1, 2, 3)]
    cells = [f"{column}{row}" for row in (6, 7, 8) for column in "GHIMNO"]
    assert {tuple(item.months) for item in read(sheet_bytes(*rows, fill=paint(*cells))).projects} == {("2569-01",)}


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (["โครงการก่อสร้างถนนคอนกรีตเสริ", "มเหล็ก"], "โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก"),
        (["โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก", "สายบ้านหนองบัว หมู่ที่ 3"], "โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองบัว หมู่ที่ 3"),
        (["ศูนย์พัฒนาเด็กเล็กบ้านโคก", "สูง"], "ศูนย์พัฒนาเด็กเล็กบ้านโคกสูง"),
        (["ผู้", "สูงอายุ"], "ผู้สูงอายุ"),
        (["กว้าง 4 เมตร", "ยาว 250 เมตร"], "กว้าง 4 เมตร ยาว 250 เมตร"),
        (["จำนวน", "60 คน"], "จำนวน 60 คน"),
        (["กีฬา 5", "ประเภท"], "กีฬา 5 ประเภท"),
        (["ผู้บริหาร สมาชิกสภา", "และพนักงาน"], "ผู้บริหาร สมาชิกสภา และพนักงาน"),
        (["ป้องกัน", "และควบคุม"], "ป้องกันและควบคุม"),
        (["เทศบาล", "ตำบลโคกสูง"], "เทศบาลตำบลโคกสูง"),
        (["หมู่ที่ 1-", "9"], "หมู่ที่ 1-9"),
        (["หมู่ที่", "๙"], "หมู่ที่ ๙"),
        (["คลองส่งน้ำ ", "บ้านใหม่"], "คลองส่งน้ำ บ้านใหม่"),
        (["คลองส่งน้ำ", "\u00a0บ้านใหม่"], "คลองส่งน้ำ บ้านใหม่"),
        (["ต.", "หนองบัว"], "ต.หนองบัว"),
        (["", "ที่เดียว"], "ที่เดียว"),
    ],
)
def test_a_text_that_goes_on_in_the_next_row_is_joined_as_it_was_meant(rows: list[str], joined: str) -> None:
    assert continued(rows) == joined


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["กองสาธารณสุขและสิ่ง", "แวดล้อม"], ["กองสาธารณสุขและสิ่งแวดล้อม"]),
        (["กองสาธารณสุข", "และสิ่งแวดล้อม"], ["กองสาธารณสุขและสิ่งแวดล้อม"]),
        (["สำนักปลัดเทศบาล/กองสวัส", "ดิการสังคม"], ["สำนักปลัดเทศบาล", "กองสวัสดิการสังคม"]),
        (["กองช่าง", "กองคลัง"], ["กองช่าง", "กองคลัง"]),
        (["สำนัก", "งานปลัด"], ["สำนักปลัดเทศบาล"]),
        (["กองช่างและกองคลัง"], ["กองช่าง", "กองคลัง"]),
        (["กองช่าง กองคลัง"], ["กองช่าง", "กองคลัง"]),
        (["1. กองช่าง\n2. กองคลัง"], ["กองช่าง", "กองคลัง"]),
        (["- กองช่าง\n- กองคลัง"], ["กองช่าง", "กองคลัง"]),
        (["กองสาธารณสุข และสิ่งแวดล้อม"], ["กองสาธารณสุขและสิ่งแวดล้อม"]),
    ],
)
def test_divisions_are_found_as_the_office_writes_them(rows: list[str], names: list[str]) -> None:
    own = ["สำนักปลัดเทศบาล", "กองช่าง", "กองคลัง", "กองสาธารณสุขและสิ่งแวดล้อม", "กองสวัสดิการสังคม"]
    divisions = read_divisions(rows, DivisionNames(own), "")
    assert (divisions.names, divisions.unknown) == (names, None)


@pytest.mark.parametrize(
    ("written", "satang"),
    [
        ("1,250,000.50", 125_000_050),
        ("1, 250, 000.50", 125_000_050),
        ("๑,๒๐๐,๐๐๐.-", 120_000_000),
        ("498,000 บาท", 49_800_000),
        ("1.75 ล้านบาท", 175_000_000),
        ("๑.๗๕ ล้าน", 175_000_000),
        ("5 แสนบาท", 50_000_000),
        ("498,000.00 บาท", 49_800_000),
        ("498,000-", 49_800_000),
        ("ไม่ใช้งบประมาณ", 0),
        ("ไม่มีค่าใช้จ่าย", 0),
        ("(ไม่ใช้งบประมาณ)", 0),
        (0, 0),
        ("0.00", 0),
        ("๐", 0),
    ],
)
def test_an_amount_is_read_in_each_of_the_ways_that_offices_write(written: object, satang: int) -> None:
    assert read_amount(written).satang == satang


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "budget_missing"),
        ("-", "budget_missing"),
        (" – ", "budget_missing"),
        ("498,000\n20,000", "budget_unreadable"),
        ("498,000 20,000", "budget_unreadable"),
        ("498,000 และ 20,000", "budget_unreadable"),
        ("1.234567 ล้าน 5 แสน", "budget_unreadable"),
        ("1.234567891 ล้านบาท", "budget_unreadable"),
        ("ตามข้อบัญญัติ", "budget_unreadable"),
        ("-498,000", "budget_negative"),
        ("(498,000)", "budget_negative"),
        (-1, "budget_negative"),
        (-0.5, "budget_negative"),
    ],
)
def test_an_amount_that_is_not_one_is_never_guessed(written: object, code: str) -> None:
    assert read_amount(written).code == code


SUMMARY = ["ยุทธศาสตร์/แผนงาน", "จำนวนโครงการที่ดำเนินการ", "คิดเป็นร้อยละ", "จำนวนงบประมาณ", "คิดเป็นร้อยละ", "หน่วยงาน"]


def summary(*rows: tuple[object, ...]) -> Any:
    def fill(sheet: Any) -> None:
        first = sheet.parent.create_sheet("ผด.01", 0)
        first["A1"] = "แบบ ผด.01 บัญชีสรุปจำนวนโครงการและงบประมาณ แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2569"
        first.append([])
        first.append(SUMMARY)
        for row in rows:
            first.append(row)

    return fill


def test_the_summary_is_never_read_as_projects_and_agrees() -> None:
    lines = [("1) ยุทธศาสตร์การพัฒนาคน",), ("1.1 แผนงานการศึกษา", 1, 100, 50000), ("รวม", 1, 100, "50,000")]
    reading = read(sheet_bytes(GOOD, fill=summary(*lines, ("รวมทั้งสิ้น", "๑", 100, "๕๐,๐๐๐.-"))))
    assert reading.problems == []
    assert len(reading.projects) == 1


def test_a_summary_that_does_not_agree_with_the_rows_is_a_warning_on_its_line() -> None:
    lines = [("ยุทธศาสตร์การพัฒนาคน", 2, 100, 50000), ("แผนงานการศึกษา", 1, 100, 40000), ("รวมทั้งสิ้น", 1, 100, 50000)]
    reading = read(sheet_bytes(GOOD, fill=summary(*lines)))
    assert [(one.sheet, *where) for one, where in zip(reading.problems, found(reading), strict=True)] == [
        ("ผด.01", 4, "D", "total_differs"),
        ("ผด.01", 5, "D", "total_differs"),
    ]


def test_instructions_with_an_example_are_passed_over() -> None:
    def fill(sheet: Any) -> None:
        guide = sheet.parent.copy_worksheet(sheet)
        guide.title = "ตัวอย่างการกรอก"
        other = sheet.parent.create_sheet("อ่านก่อน", 0)
        other["A1"] = "คำชี้แจงการกรอกแบบ ผด.02 แผนการดำเนินงาน พ.ศ. 2560"

    reading = read(sheet_bytes(GOOD, fill=fill))
    assert (reading.problems, [item.sheet for item in reading.projects]) == ([], ["แผน"])


def test_the_titles_of_each_page_do_not_part_an_item() -> None:
    rows = (
        {**GOOD, "B": "โครงการก่อสร้างถนนคอนกรีตเสริ"},
        {"Q": "แบบ ผด. 02"},
        {"A": "บัญชีจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ"},
        {"A": "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2569"},
        {"B": "มเหล็ก"},
    )
    reading = read(sheet_bytes(*rows))
    assert [(item.name, item.months) for item in reading.projects] == [("โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก", ["2569-01"])]
    assert reading.problems == []


def test_month_headings_that_excel_made_dates_are_months() -> None:
    from datetime import datetime

    def dates(sheet: Any) -> None:
        for index in range(12):
            cell = sheet.cell(3, 7 + index)
            cell.value = datetime(1968 + (index > 2), (index + 9) % 12 + 1, 1)  # noqa: DTZ001 - a cell's date
            cell.number_format = "mmm-yy"

    assert months_of(sheet_bytes(GOOD, fill=dates)) == ["2569-01"]


@pytest.mark.parametrize(
    ("code", "days"),
    [("mmm-yy", True), ("[$-41E]d mmm yyyy", True), ("General", False), ('#,##0.00 "baht/day"', False), ("0%", False)],
)
def test_a_format_shows_days_or_a_number(code: str, days: bool) -> None:
    assert shows_days(code) == days


def test_every_message_says_in_both_languages_what_to_do() -> None:
    for code, (_severity, thai, english) in _SAYINGS.items():
        assert any(word in thai for word in ("กรุณา", "โปรด", "หากต้องการ")), code
        assert any(word in english for word in (";", "correct", "check")), code


def test_a_problem_says_what_was_read() -> None:
    (problem,) = read(sheet_bytes({**GOOD, "F": "กองอวกาศ"})).problems
    assert (problem.sheet, problem.row, problem.column, problem.seen) == ("แผน", ITEM_ROW, "F", "กองอวกาศ")


def test_an_office_with_local_columns_named_like_ours_is_read() -> None:
    fill = set_cells(X2="งบประมาณที่ใช้จริง", X6=1, Y2="สถานที่จัดเก็บเอกสาร", Y6="ตู้ 3", Z2="เดือนที่แล้วเสร็จ", Z6=MONTHS[0])
    (item,) = read(sheet_bytes(GOOD, fill=fill)).projects
    assert (item.budget_baht, item.place, item.months) == ("50000.00", "ลานตำบล", ["2569-01"])


def test_codes_of_another_program_under_our_heading_are_passed_over() -> None:
    fill = set_cells(X2="รหัสโครงการ", X6="2569-001", X7="=NA()")
    (item,) = read(sheet_bytes(GOOD, fill=fill)).projects
    assert item.key == ""
    assert read(sheet_bytes(GOOD, fill=set_cells(X2="รหัสโครงการ", X6="๖๙-P7"))).projects[0].key == "69-P7"


def test_the_readers_of_old_formats_are_loaded_for_old_files_only() -> None:
    import subprocess
    import sys

    code = "import sys, documents.workbook; print('xlrd' in sys.modules, 'openpyxl' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.split() == ["False", "False"]
