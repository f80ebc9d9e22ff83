"""Officers' workbooks as they come: real layouts, one small workbook for each problem, and any amount."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.workbook import WorkbookReading, read_workbook
from documents.workbook_cells import clean_text, read_amount
from models.kinds import EquipmentCategory, FundingSource, Programme
from models.values import FiscalYear, baht_with_commas
from procedure.calendar import thai_digits

WORKBOOKS = Path(__file__).parent / "workbooks"
FY2569 = FiscalYear(2569)
MONTHS = ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."]
COLUMNS = ["ที่", "โครงการ", "รายละเอียด", "งบประมาณ (บาท)", "สถานที่ดำเนินการ", "หน่วยงานรับผิดชอบหลัก"]
EXTRA = ["แหล่งงบประมาณ", "หน่วยงานอื่นที่ดำเนินการ", "ที่มาของข้อมูล", "แผนพัฒนาท้องถิ่น (หน้า)", "เทศบัญญัติ (หน้า)"]
GOOD: dict[str, object] = {
    "A": 1, "B": "โครงการวันเด็ก", "C": "จัดกิจกรรม", "D": 50000, "E": "ลานตำบล", "F": "กองการศึกษา", "J": "X",
    "V": "หน้า 1", "W": "หน้า 2",
}  # fmt: skip
ITEM_ROW = 6

Fill = Callable[[Any], None]


def sheet_bytes(
    *rows: Mapping[str, object], fill: Fill | None = None, headings: tuple[str, ...] | None = None
) -> bytes:
    """A small ผด.02 workbook: title, header in rows 2 and 3, headings in rows 4 and 5, items from row 6."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "แผน"
    sheet["A1"] = "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2569"
    for column, text in enumerate([*COLUMNS, *[None] * 12, *EXTRA], start=1):
        sheet.cell(2, column, text)
    sheet["G2"], sheet["J2"] = "พ.ศ. 2568", "พ.ศ. 2569"
    sheet.merge_cells("G2:I2")
    sheet.merge_cells("J2:R2")
    for column, text in enumerate(MONTHS, start=7):
        sheet.cell(3, column, text)
    for row, text in enumerate(
        ("1. ยุทธศาสตร์การพัฒนาคน", "1.1 แผนงานการศึกษา") if headings is None else headings, start=4
    ):
        sheet.cell(row, 1, text or None)
    for number, row_values in enumerate(rows, start=ITEM_ROW):
        for letter, value in row_values.items():
            sheet[f"{letter}{number}"] = value
    if fill:
        fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, known: list[str] | None = None) -> WorkbookReading:
    return read_workbook(data, FY2569, known)


def found(reading: WorkbookReading) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in reading.problems]


def test_the_document_has_exactly_the_published_keys() -> None:
    document = read(sheet_bytes({**GOOD, "D": "ไม่ใช้งบประมาณ", "S": "ไม่ใช้งบประมาณ"})).model_dump(mode="json")
    assert list(document) == ["fiscal_year", "projects", "problems"]
    assert list(document["projects"][0]) == [
        *("sheet", "row", "kind", "strategy", "approach", "plan", "category", "name", "detail", "budget_baht"),
        *("place", "divisions", "months"),
    ]
    assert list(document["problems"][0]) == [
        *("sheet", "row", "column", "code", "severity", "seen", "message_th", "message_en"),
    ]


def test_the_importer_gets_the_optional_columns_beside_the_document() -> None:
    extra = {
        "S": "เงินสะสม", "T": "แขวงทางหลวงตัวอย่าง", "U": "แผนพัฒนาจังหวัด", "V": "หน้า 12 ลำดับที่ 3", "W": "หน้า 80",
    }  # fmt: skip
    (item,) = read(sheet_bytes({**GOOD, **extra, "F": "แขวงทางหลวงตัวอย่าง"})).projects
    assert (item.funding, item.agency, item.learnt_from) == (
        FundingSource.ACCUMULATED_FUNDS,
        "แขวงทางหลวงตัวอย่าง",
        "แผนพัฒนาจังหวัด",
    )
    assert (item.plan_reference, item.budget_reference) == ("หน้า 12 ลำดับที่ 3", "หน้า 80")
    assert (item.programme, item.satang, item.planned_months.indexes) == (Programme.EDUCATION, 5_000_000, [3])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"B": None}, ("B", "name_missing")),
        ({"D": None}, ("D", "budget_missing")),
        ({"D": "-"}, ("D", "budget_missing")),
        ({"D": "ตามข้อบัญญัติ"}, ("D", "budget_unreadable")),
        ({"D": -5000}, ("D", "budget_negative")),
        ({"D": "-5,000"}, ("D", "budget_negative")),
        ({"D": "(5,000)"}, ("D", "budget_negative")),
        ({"D": "498,000 / 20,000"}, ("D", "budget_unreadable")),
        ({"D": "498,000 20,000"}, ("D", "budget_unreadable")),
        ({"D": 100.005}, ("D", "budget_unreadable")),
        ({"D": "50,000\n20,000"}, ("D", "budget_unreadable")),
        ({"D": "5,00,000"}, ("D", "budget_unreadable")),
        ({"D": True}, ("D", "budget_unreadable")),
        ({"D": 1e308}, ("D", "budget_unreadable")),
        ({"D": "=1+1"}, ("D", "budget_unreadable")),
        ({"D": "#REF!"}, ("D", "budget_unreadable")),
        ({"B": '="โครง"&"การ"'}, ("B", "cell_unreadable")),
        ({"K": '="X"'}, ("K", "cell_unreadable")),
        ({"F": None}, ("F", "division_missing")),
        ({"F": "ตามคำสั่ง"}, ("F", "division_unknown")),
        ({"F": "กองการศึกษา/กองอวกาศ"}, ("F", "division_unknown")),
        ({"F": "แขวงทางหลวงตัวอย่าง"}, ("F", "division_unknown")),
        ({"J": None}, ("G", "no_months")),
        ({"J": "←"}, ("J", "months_unclear")),
        ({"J": "→"}, ("J", "months_unclear")),
        ({"J": "-"}, ("J", "months_unclear")),
        ({"S": "เงินของใครไม่ทราบ"}, ("S", "funding_unknown")),
        ({"S": "ไม่ใช้งบประมาณ"}, ("S", "funding_contradicts")),
        ({"A": "ก"}, ("A", "number_missing")),
        ({"A": None}, ("A", "number_missing")),
    ],
)
def test_a_cell_that_cannot_be_read_keeps_its_row_out(change: dict[str, object], expected: tuple[str, str]) -> None:
    reading = read(sheet_bytes({**GOOD, **change}, {**GOOD, "A": 2, "B": "โครงการอื่น"}))
    assert found(reading) == [(ITEM_ROW, *expected)]
    assert [item.name for item in reading.projects] == ["โครงการอื่น"]
    (problem,) = reading.problems
    assert problem.severity == "error"
    assert f"{expected[0]}{ITEM_ROW}" in problem.message_th
    assert f"{expected[0]}{ITEM_ROW}" in problem.message_en


def test_each_problem_of_a_row_is_reported() -> None:
    assert found(read(sheet_bytes({"A": 1, "D": "ไม่ทราบ"}))) == [
        (ITEM_ROW, "B", "name_missing"),
        (ITEM_ROW, "C", "detail_missing"),
        (ITEM_ROW, "E", "place_missing"),
        (ITEM_ROW, "D", "budget_unreadable"),
        (ITEM_ROW, "F", "division_missing"),
        (ITEM_ROW, "G", "no_months"),
        (ITEM_ROW, "V", "reference_missing"),
        (ITEM_ROW, "W", "reference_missing"),
    ]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"C": None}, "C", "detail_missing"),
        ({"E": "-"}, "E", "place_missing"),
        ({"D": 0}, "D", "no_budget"),
        ({"D": "ไม่มีค่าใช้จ่าย"}, "D", "no_budget"),
    ],
)
def test_what_may_be_meant_is_a_warning_and_the_row_is_read(change: dict[str, object], column: str, code: str) -> None:
    reading = read(sheet_bytes({**GOOD, **change}))
    assert found(reading) == [(ITEM_ROW, column, code)]
    assert reading.problems[0].severity == "warning"
    assert len(reading.projects) == 1


def test_the_same_name_twice_in_a_programme_is_a_warning() -> None:
    reading = read(sheet_bytes(GOOD, {**GOOD, "A": 2, "B": "โครงการ วันเด็ก"}))
    assert found(reading) == [(7, "B", "duplicate_project")]
    assert len(reading.projects) == 2


@pytest.mark.parametrize(
    ("headings", "problem"),
    [
        (("", "1.1 แผนงานการศึกษา"), (ITEM_ROW, "A", "strategy_missing")),
        (("1. ยุทธศาสตร์การพัฒนาคน", ""), (ITEM_ROW, "A", "programme_missing")),
        # The heading is the cell to correct, so it is named once, not at each project below it.
        (("1. ยุทธศาสตร์การพัฒนาคน", "1.1 แผนงานอวกาศ"), (5, "A", "programme_unknown")),
    ],
)
def test_a_project_needs_a_strategy_and_a_standard_programme(
    headings: tuple[str, ...], problem: tuple[int, str, str]
) -> None:
    reading = read(sheet_bytes(GOOD, headings=headings))
    assert found(reading) == [problem]
    assert reading.projects == []


@pytest.mark.parametrize(
    ("heading", "programme"),
    [
        ("แผนงานรักษาความสงบภายใน", Programme.INTERNAL_PEACE),
        ("1.2 แผนงานสร้างความเข้มแข็งและชุมชน", Programme.COMMUNITY_STRENGTH),
        ("(๓) แผนงานการพานิชย์", Programme.COMMERCE),
        ("แผนงาน ศาสนา วัฒนธรรม และนันทนาการ", Programme.RELIGION_CULTURE_RECREATION),
        ("แผนงาน : บริหารงานทั่วไป", Programme.GENERAL_ADMINISTRATION),
        ("งบกลาง", Programme.CENTRAL_FUND),
        *((programme.name_th, programme) for programme in Programme),
    ],
)
def test_a_programme_is_known_by_the_names_offices_write(heading: str, programme: Programme) -> None:
    (item,) = read(sheet_bytes(GOOD, headings=("ยุทธศาสตร์การพัฒนาคน", heading))).projects
    assert item.plan == programme.name_th


@pytest.mark.parametrize(
    ("line", "strategy"),
    [
        ("1. ยุทธศาสตร์การพัฒนาด้านคน", "ยุทธศาสตร์การพัฒนาด้านคน"),
        ("ยุทธศาสตร์ที่ ๑ การพัฒนาด้านคน", "ยุทธศาสตร์การพัฒนาด้านคน"),
        ("ยุทธศาสตร์การพัฒนาที่ 1 ด้านคน", "ยุทธศาสตร์การพัฒนาด้านคน"),
        ("ยุทธศาสตร์ที่ 1 : ยุทธศาสตร์ด้านคน", "ยุทธศาสตร์ด้านคน"),
    ],
)
def test_a_strategy_is_kept_without_its_number(line: str, strategy: str) -> None:
    (item,) = read(sheet_bytes(GOOD, headings=(line, "แผนงานการศึกษา"))).projects
    assert item.strategy == strategy


def test_an_approach_holds_until_the_next_and_a_new_one_needs_its_programme() -> None:
    rows = (
        {"A": "แนวทางที่ 1.1 การพัฒนาโรงเรียน"},
        {"A": "แผนงานการศึกษา"},
        GOOD,
        {"A": "แนวทางที่ 1.2 การพัฒนาเยาวชน"},
        {**GOOD, "B": "โครงการไม่มีแผนงาน"},
        {"A": "แผนงานสาธารณสุข"},
        {**GOOD, "B": "โครงการอื่น"},
    )
    reading = read(sheet_bytes(*rows, headings=("ยุทธศาสตร์การพัฒนาคน",)))
    assert [(item.approach, item.programme) for item in reading.projects] == [
        ("แนวทางการพัฒนาโรงเรียน", Programme.EDUCATION),
        ("แนวทางการพัฒนาเยาวชน", Programme.PUBLIC_HEALTH),
    ]
    assert found(reading) == [(10, "A", "programme_missing")]


def equipment_bytes(heading: str) -> bytes:
    def fill(sheet: Any) -> None:
        sheet["B2"] = "ครุภัณฑ์"

    return sheet_bytes({**GOOD, "B": "เก้าอี้"}, headings=("", heading), fill=fill)


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("1. ครุภัณฑ์คอมพิวเตอร์", EquipmentCategory.COMPUTER),
        ("ประเภทครุภัณฑ์ยานพาหนะ และขนส่ง", EquipmentCategory.VEHICLES),
        ("ครุภัณฑ์อื่นๆ", EquipmentCategory.OTHER),
        *((category.name_th, category) for category in EquipmentCategory),
    ],
)
def test_equipment_stands_under_its_category(heading: str, category: EquipmentCategory) -> None:
    (item,) = read(equipment_bytes(heading)).projects
    assert (item.kind, item.category, item.equipment_category) == ("equipment", category.name_th, category)
    assert (item.strategy, item.plan, item.programme) == (None, None, None)


@pytest.mark.parametrize(
    ("heading", "problem"),
    [("ครุภัณฑ์อวกาศ", (5, "A", "category_unknown")), ("", (ITEM_ROW, "A", "category_missing"))],
)
def test_equipment_of_no_known_category_is_not_read(heading: str, problem: tuple[int, str, str]) -> None:
    reading = read(equipment_bytes(heading))
    assert found(reading) == [problem]
    assert reading.projects == []


@pytest.mark.parametrize(
    "name",
    [
        *("สำนักปลัด", "สำนักปลัดเทศบาล", "กองการศึกษา ศาสนาและวัฒนธรรม", "งานวิเคราะห์นโยบายและแผน", "กองการเจ้าหน้าที่"),
        *("กองยุทธศาสตร์และงบประมาณ", "กองวิชาการและแผนงาน", "หน่วยตรวจสอบภายใน", "สำนักช่าง", "กองช่าง ทต.ตัวอย่าง"),
        *("โรงเรียนบ้านตัวอย่าง", "ศูนย์พัฒนาเด็กเล็กบ้านตัวอย่าง", "ทต.ตัวอย่าง", "อบจ.ตัวอย่าง", "สำนักปลัดองค์การบริหารส่วนตำบล"),
    ],
)
def test_the_usual_units_of_local_offices_are_known(name: str) -> None:
    assert read(sheet_bytes({**GOOD, "F": name})).projects[0].divisions == [name]


def test_owners_are_parted_at_slash_comma_and_line_but_a_wrapped_name_is_one() -> None:
    (item,) = read(sheet_bytes({**GOOD, "F": "กองช่าง / กองคลัง,สำนักปลัด\nกองการศึกษา"})).projects
    assert item.divisions == ["กองช่าง", "กองคลัง", "สำนักปลัด", "กองการศึกษา"]
    (item,) = read(sheet_bytes({**GOOD, "F": "กองสาธารณสุข\nและสิ่งแวดล้อม"})).projects
    assert item.divisions == ["กองสาธารณสุขและสิ่งแวดล้อม"]


def test_only_the_offices_own_divisions_are_known_once_it_has_named_them() -> None:
    assert read(sheet_bytes({**GOOD, "F": "กองอวกาศ"}), ["กองอวกาศ"]).problems == []
    assert found(read(sheet_bytes(GOOD), ["กองอวกาศ"])) == [(ITEM_ROW, "F", "division_unknown")]


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        ({"I": "←", "L": "→"}, ["2568-12", "2569-01", "2569-02", "2569-03"]),
        ({"I": "◄──", "J": "───", "K": "──►"}, ["2568-12", "2569-01", "2569-02"]),
        ({"G": "↔", "R": "✓"}, ["2568-10", "2569-09"]),
        ({"G": "-", "H": "/", "I": "-"}, ["2568-11"]),
        ({"G": "←", "H": "→", "Q": "<-->"}, ["2568-10", "2568-11", "2569-08"]),
    ],
)
def test_marks_and_arrows_say_the_months(cells: dict[str, object], months: list[str]) -> None:
    (item,) = read(sheet_bytes({**GOOD, "J": None, **cells})).projects
    assert item.months == months


def test_an_arrow_in_a_merged_cell_spans_its_months() -> None:
    def merge(sheet: Any) -> None:
        sheet["J6"] = "◄────►"
        sheet.merge_cells("J6:L6")

    (item,) = read(sheet_bytes(GOOD, fill=merge)).projects
    assert item.months == ["2569-01", "2569-02", "2569-03"]


def test_rows_without_a_number_go_on_with_the_project_above() -> None:
    rows = ({**GOOD, "J": None, "B": "โครงการ"}, {"B": "วันเด็ก", "F": "กองช่าง"}, {"C": "และกีฬา", "J": "X"})
    (item,) = read(sheet_bytes(*rows)).projects
    assert (item.row, item.name, item.detail) == (ITEM_ROW, "โครงการวันเด็ก", "จัดกิจกรรมและกีฬา")
    assert (item.divisions, item.months) == (["กองการศึกษา", "กองช่าง"], ["2569-01"])


def test_a_second_amount_without_a_number_is_never_added_or_dropped() -> None:
    reading = read(sheet_bytes(GOOD, {"C": "กิจกรรมที่สอง", "D": 20000}))
    assert found(reading) == [(ITEM_ROW, "D", "budget_unreadable")]
    reading = read(sheet_bytes(GOOD, {"B": "โครงการที่ลืมเลขที่", "D": 20000}))
    assert found(reading) == [(7, "A", "number_missing")]
    assert len(reading.projects) == 1


def test_totals_that_disagree_are_warnings_and_empty_numbered_lines_are_no_problem() -> None:
    rows = (GOOD, {"A": "รวม 9 โครงการ", "D": 50000}, {"B": "รวม", "D": 2}, {"C": "รวมทั้งสิ้น", "D": 3}, {"A": 2})
    reading = read(sheet_bytes(*rows))
    assert found(reading) == [(row, "D", "total_differs") for row in (7, 8, 9)]
    assert {problem.severity for problem in reading.problems} == {"warning"}
    assert "1 รายการ 50,000 บาท" in reading.problems[0].message_th
    assert len(reading.projects) == 1


def test_totals_that_agree_are_no_problem() -> None:
    rows = (GOOD, {"A": "รวม ๑ โครงการ", "D": "๕๐,๐๐๐.-"}, {"B": "รวมทั้งสิ้น", "D": 50000})
    assert read(sheet_bytes(*rows)).problems == []


def test_a_total_over_an_amount_that_cannot_be_read_is_not_judged() -> None:
    rows = ({**GOOD, "D": "ตามข้อบัญญัติ"}, {"A": "รวม 1 โครงการ", "D": 70000}, {"B": "รวมทั้งสิ้น", "D": 70000})
    assert found(read(sheet_bytes(*rows))) == [(ITEM_ROW, "D", "budget_unreadable")]


@pytest.mark.parametrize(("column", "other"), [("V", "W"), ("W", "V")])
def test_a_reference_left_out_of_its_column_is_a_warning(column: str, other: str) -> None:
    reading = read(sheet_bytes({**GOOD, column: "-"}))
    assert found(reading) == [(ITEM_ROW, column, "reference_missing")]
    assert len(reading.projects) == 1


def test_a_line_that_is_nothing_known_is_named() -> None:
    reading = read(sheet_bytes(GOOD, {"A": "ด้านอื่น ๆ"}, {"A": "หมายเหตุ ข้อมูล ณ วันที่ 1"}))
    assert found(reading) == [(7, "A", "line_not_read")]
    assert reading.problems[0].severity == "warning"


def test_a_division_merged_over_two_projects_is_the_division_of_both() -> None:
    reading = read(
        sheet_bytes(GOOD, {**GOOD, "A": 2, "B": "โครงการอื่น", "F": None}, fill=lambda sheet: sheet.merge_cells("F6:F7"))
    )
    assert [item.divisions for item in reading.projects] == [["กองการศึกษา"], ["กองการศึกษา"]]


def test_a_budget_merged_over_two_projects_is_the_budget_of_neither_but_the_first() -> None:
    reading = read(
        sheet_bytes(GOOD, {**GOOD, "A": 2, "B": "โครงการอื่น", "D": None}, fill=lambda sheet: sheet.merge_cells("D6:D7"))
    )
    assert found(reading) == [(7, "D", "budget_missing")]


def set_cells(**cells: object) -> Fill:
    def fill(sheet: Any) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return fill


@pytest.mark.parametrize(
    ("fill", "cell"),
    [
        (set_cells(A1="แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"), (1, "A")),
        (set_cells(G2="พ.ศ. 2567", J2="พ.ศ. 2568"), (2, "G")),
        (set_cells(G2="พ.ศ. 2569", J2="พ.ศ. 2568"), (2, "G")),
        (set_cells(G3="ต.ค. 67"), (3, "G")),
    ],
)
def test_a_sheet_of_another_year_is_not_read(fill: Fill, cell: tuple[int, str]) -> None:
    reading = read(sheet_bytes(GOOD, {**GOOD, "D": None}, fill=fill))
    assert found(reading) == [(*cell, "fiscal_year_differs")]
    assert (reading.projects, reading.problems[0].sheet) == ([], "แผน")


def test_a_whole_workbook_asked_for_another_year_gives_one_problem_a_sheet() -> None:
    reading = read_workbook(WORKBOOKS / "tidy.xlsx", FiscalYear(2570))
    assert [(problem.sheet, problem.code) for problem in reading.problems] == [
        ("แผนดำเนินงาน", "fiscal_year_differs"),
        ("ผด.02-1", "fiscal_year_differs"),
    ]
    assert reading.projects == []


@pytest.mark.parametrize(
    ("fill", "code", "read_rows"),
    [
        (set_cells(D2="หมายเหตุ"), "column_missing", 0),
        (set_cells(D2="งบประมาณ (ล้านบาท)"), "header_unclear", 0),
        (set_cells(H3="ต.ค."), "header_unclear", 0),
        (set_cells(E2="พื้นที่"), "column_missing", 1),
    ],
)
def test_a_header_that_lacks_a_column_or_means_two_things_is_named(fill: Fill, code: str, read_rows: int) -> None:
    reading = read(sheet_bytes(GOOD, fill=fill))
    assert {problem.code for problem in reading.problems} == {code}
    assert len(reading.projects) == read_rows


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("ปก")
        sheet.sheet_state = "hidden"

    reading = read(sheet_bytes(GOOD, fill=hide))
    assert {problem.code for problem in reading.problems} == {"sheet_hidden", "not_an_operation_plan"}


@pytest.mark.parametrize("title", ["แบบ ผด.2 แบบรายงานแผนการจัดหาพัสดุประจำปี", "แบบ ผด.01 บัญชีสรุปจำนวนโครงการและงบประมาณ"])
def test_a_form_of_nearly_the_same_name_is_no_operation_plan(title: str) -> None:
    reading = read(sheet_bytes(GOOD, fill=set_cells(A1=title)))
    (problem,) = reading.problems
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("not_an_operation_plan", None, None, None)


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"{name}.xml", data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"name budget\n", id="a line of text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), id="password-or-old-xls"),
        pytest.param(sheet_bytes(GOOD)[:-200], id="cut short"),
        pytest.param(zipped(hello=b"<a/>"), id="another zip"),
        pytest.param(zipped(bomb=bytes(51 * 1024 * 1024)), id="zip bomb"),
        pytest.param(zipped(sheet=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), id="entities"),
        pytest.param(zipped(sheet=b'<mergeCell ref="A1:XFD1048576"/>'), id="one merge over everything"),
    ],
)
def test_a_file_that_cannot_be_opened_is_a_problem_and_no_crash(data: bytes) -> None:
    reading = read_workbook(data, FY2569, None, "แผน.xlsx")
    (problem,) = reading.problems
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("unreadable_file", None, None, None)
    assert "แผน.xlsx" in problem.message_th


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_workbook(tmp_path / "gone.xlsx", FY2569).problems
    assert problem.code == "unreadable_file"


def test_the_officers_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(sheet_bytes(GOOD))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_workbook(str(path), FY2569)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_formulas_read_as_the_results_that_excel_stored() -> None:
    formulas = sheet_bytes({**GOOD, "D": "=SUM(1,2)", "K": '=IF(1=2,"X","")'})
    calculated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(formulas)) as source, zipfile.ZipFile(calculated, "w") as target:
        for part in source.namelist():
            text = source.read(part).decode()
            text = re.sub(
                r'<c r="D6"([^>]*)><f>(.*?)</f><v(?:></v>| ?/>)', r'<c r="D6"\1><f>\2</f><v>498000.5</v>', text
            )
            # Excel stores an empty text as a result of type "str".
            text = re.sub(
                r'<c r="K6"([^>]*)><f>(.*?)</f><v(?:></v>| ?/>)', r'<c r="K6"\1 t="str"><f>\2</f><v></v>', text
            )
            target.writestr(part, text)
    reading = read(calculated.getvalue())
    assert reading.problems == []
    assert (reading.projects[0].budget_baht, reading.projects[0].months) == ("498000.50", ["2569-01"])


def test_text_copied_from_a_pdf_is_mended() -> None:
    assert clean_text("จัดท\u0e4d\u0e32แผนน\u0e49\u0e4d\u0e32\u200b\u00a0ประปา  ") == "จัดทำแผนน้ำ ประปา"
    (item,) = read(sheet_bytes({**GOOD, "F": "ส\u0e4d\u0e32นักปลัด\u00a0"})).projects
    assert item.divisions == ["สำนักปลัด"]


@given(st.integers(min_value=1, max_value=10**14), st.booleans(), st.sampled_from(["", " บาท", "บาท"]))
def test_any_amount_survives_commas_digits_and_baht(satang: int, thai: bool, tail: str) -> None:
    text = baht_with_commas(satang)
    assert read_amount((thai_digits(text) if thai else text) + tail).satang == satang
    assert read_amount(text.replace(",", " ")).satang == satang
    if satang < 10**13:  # 100 thousand million baht; a float holds every satang below it
        assert read_amount(satang / 100).satang == satang


@given(st.decimals(min_value=0, max_value=10**8, places=3))
def test_a_third_decimal_is_never_rounded_away(amount: Any) -> None:
    whole = (amount * 100) % 1 == 0
    assert (read_amount(float(amount)).code is None) == whole


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("งบประมาณรายจ่ายประจำปี", FundingSource.ANNUAL_BUDGET),
        ("เทศบัญญัติงบประมาณรายจ่าย พ.ศ. ๒๕๖๙", FundingSource.ANNUAL_BUDGET),
        ("งบประมาณรายจ่ายเพิ่มเติม", FundingSource.SUPPLEMENTARY_BUDGET),
        ("จ่ายขาดเงินสะสม", FundingSource.ACCUMULATED_FUNDS),
        ("เงินอุดหนุนเฉพาะกิจ", FundingSource.EARMARKED_SUBSIDY),
        ("เงินอุดหนุนจาก อบจ.ตัวอย่าง", FundingSource.OTHER_ORGANIZATION_SUBSIDY),
        ("เงินกู้ ก.ส.ท.", FundingSource.LOAN),
        ("เงินนอกงบประมาณ", FundingSource.NON_BUDGET),
        ("-", None),
    ],
)
def test_the_funding_source_is_known_by_its_usual_words(text: str, source: FundingSource | None) -> None:
    (item,) = read(sheet_bytes({**GOOD, "S": text})).projects
    assert item.funding == source


def test_reading_a_workbook_loads_no_database_and_no_flow_engine() -> None:
    code = "import sys, documents.workbook; print(sorted({'sqlmodel', 'sqlalchemy', 'prefect'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=WORKBOOKS.parents[2]
    )
    assert done.stdout.strip() == "[]"
