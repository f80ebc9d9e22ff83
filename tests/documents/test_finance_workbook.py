"""The finance division's workbook: written for a quarter, filled in by hand, and read back cell by cell."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from documents.finance_facts import FinanceRow, finance_rows
from documents.finance_workbook import (
    CONTRACTED,
    DISBURSED,
    HEADINGS,
    FinanceReading,
    known_projects,
    read_finance_workbook,
    write_finance_workbook,
)
from models.kinds import Digits
from procedure.acts.confirming import ProjectAmounts
from procedure.amounts import Amounts
from procedure.plans import find_plan
from tests.documents.sample_content import office
from tests.offices import YEAR, Desk
from tests.procedure.test_money import confirm, moving, spend, transfer
from tests.procedure.test_year_end import DAY

OFFICE = office()
WRITTEN = datetime(2026, 1, 5, 3, tzinfo=UTC)
ROWS = [
    FinanceRow(YEAR, 1, "โครงการก่อสร้างถนน", 100_000_025, Amounts(50_000_000, 10_000_050), None, None),
    FinanceRow(YEAR, 2, "=1+1", 5_000_000, None, Amounts(0, 7), None),
    FinanceRow(YEAR, 3, "+โครงการ", 0, None, None, None),
    FinanceRow(YEAR, 4, "-โครงการ", 0, None, None, None),
    FinanceRow(YEAR, 5, "@โครงการ", 0, None, None, Amounts(400, 300)),
    FinanceRow(YEAR - 1, 1, "โครงการกันเงิน", 900, None, None, None),
]
FIRST = 6  # the row of the first project
Sheet = Any


def written(**changes: Any) -> bytes:
    return write_finance_workbook(
        **{"rows": ROWS, "office": OFFICE, "fiscal_year": YEAR, "quarter": 1, "as_of": WRITTEN, **changes}
    )


@pytest.mark.parametrize(("digits", "font"), [(Digits.THAI, "TH SarabunPSK"), (Digits.ARABIC, "TH Sarabun New")])
def test_the_workbook_is_in_the_offices_font_and_digits(digits: Digits, font: str) -> None:
    data = written(office=OFFICE.model_copy(update={"digits": digits, "font": font}))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {font}
    assert sheet["A2"].value == digits.write(f"ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. {YEAR}")
    assert sheet["D6"].number_format == ("[$-D00041E]#,##0.00" if digits is Digits.THAI else "#,##0.00")
    assert read(filled(typed(("I6", "๑.๒๕"), ("J6", 0)), data)).amounts[0].contracted_satang == 125


def filled(fill: Callable[[Sheet], object], data: bytes | None = None) -> bytes:
    """Return the workbook as somebody saved it after filling it in."""
    book = openpyxl.load_workbook(io.BytesIO(data or written()))
    fill(book.active)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def typed(*cells: tuple[str, object]) -> Callable[[Sheet], None]:
    def fill(sheet: Sheet) -> None:
        for cell, value in cells:
            sheet[cell] = value

    return fill


def read(data: bytes, **changes: Any) -> FinanceReading:
    told = {"fiscal_year": YEAR, "quarter": 1, "known": known_projects(ROWS), "file_name": "q1.xlsx", **changes}
    return read_finance_workbook(data, **told)


def test_the_workbook_is_prefilled_with_what_is_known_and_never_the_answer() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written())).active
    assert [cell.value for cell in sheet[5]] == list(HEADINGS)
    assert [cell.value for cell in sheet[6]] == [
        YEAR,
        1,
        "โครงการก่อสร้างถนน",
        1_000_000.25,
        500_000,
        100_000.5,
        None,
        None,
        None,
        None,
    ]
    assert [cell.value for cell in sheet[7]][6:] == [0, 0.07, None, None]
    assert [cell.value for cell in sheet[10]][8:] == [4, 3]  # confirmed of this quarter already
    assert written() == written()


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written())).active
    for row in range(7, 11):
        cell = sheet.cell(row, 3)
        assert cell.data_type == "s"
        assert cell.quotePrefix
    again = read(filled(typed(("I7", 1), ("J7", 1))))  # and it still is when it comes back
    assert [row.project_number for row in again.amounts] == [2, 5]


def test_what_was_filled_in_comes_back_to_the_satang_and_an_empty_row_is_left_out() -> None:
    reading = read(
        filled(
            typed(
                ("I6", "๕๐๐,๐๐๐.๒๕"),
                ("J6", "1,250.50 บาท"),
                ("I8", 0),
                ("J8", "-"),
                ("J8", 0),
                ("I9", "-"),  # dashes say nothing
                ("I10", None),
                ("J10", None),
                ("I11", 5.1),
                ("J11", 0.1 + 0.2),
                ("C13", "รวมทั้งสิ้น"),
                ("I13", 99),
            )
        )
    )
    assert not reading.problems
    assert reading.amounts == [
        ProjectAmounts(project_number=1, contracted_satang=50_000_025, disbursed_satang=125_050),
        ProjectAmounts(project_number=3, contracted_satang=0, disbursed_satang=0),
        ProjectAmounts(project_number=1, contracted_satang=510, disbursed_satang=30, origin_year=YEAR - 1),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ([("I6", "ห้าแสน"), ("J6", 1)], "amount_unreadable", "I6"),
        ([("I6", 1), ("J6", -1)], "amount_unreadable", "J6"),
        ([("I6", 1.005), ("J6", 1)], "amount_unreadable", "I6"),
        ([("I6", True), ("J6", 1)], "amount_unreadable", "I6"),
        ([("I6", "=J6+1"), ("J6", 1)], "cell_unreadable", "I6"),  # a formula that nothing has computed
        ([("I6", 1)], "amount_missing", "J6"),
        ([("J6", 1)], "amount_missing", "I6"),
        ([("B6", "หนึ่ง"), ("I6", 1), ("J6", 1)], "number_unreadable", "B6"),
        ([("A6", None), ("I6", 1), ("J6", 1)], "number_unreadable", "A6"),
        ([("B6", 77), ("I6", 1), ("J6", 1)], "project_unknown", "B6"),
        ([("A6", YEAR - 2), ("I6", 1), ("J6", 1)], "project_unknown", "B6"),
        ([("C6", "โครงการอื่น"), ("I6", 1), ("J6", 1)], "name_differs", "C6"),
        ([("B7", 1), ("C7", ROWS[0].name), ("I6", 1), ("J6", 1), ("I7", 1), ("J7", 1)], "project_twice", "B7"),
    ],
)
def test_each_wrong_cell_is_named_with_what_to_do(cells: list[tuple[str, object]], code: str, cell: str) -> None:
    (problem,) = read(filled(typed(*cells))).problems
    assert (problem.code, f"{problem.column}{problem.row}") == (code, cell)
    assert f"ช่อง {cell}" in problem.message_th
    assert f"cell {cell}" in problem.message_en
    assert "กรุณา" in problem.message_th


def test_every_wrong_cell_is_named_at_once() -> None:
    problems = read(filled(typed(("I6", "x"), ("J6", "y"), ("I7", 1), ("B8", ""), ("I8", 1), ("J8", 1)))).problems
    assert [f"{problem.column}{problem.row}" for problem in problems] == ["I6", "J6", "J7", "B8"]


def test_a_formula_that_excel_has_computed_is_read_by_its_result() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, f"ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. {YEAR}")
        for column, heading in enumerate(reversed(HEADINGS)):  # columns may be moved
            sheet.write(1, column, heading)
        for column, value in ((9, YEAR), (8, 1), (7, ROWS[0].name), (0, 2)):
            sheet.write(2, column, value)
        sheet.write_formula(2, 1, "=1+1.5", None, 2.5)
    reading = read(stream.getvalue())
    assert not reading.problems
    assert [(row.contracted_satang, row.disbursed_satang) for row in reading.amounts] == [(250, 200)]


def _without(heading: str) -> Callable[[Sheet], None]:
    def fill(sheet: Sheet) -> None:
        sheet.cell(5, HEADINGS.index(heading) + 1).value = "หัวอื่น"

    return fill


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no workbook", "unreadable_file"),
        (filled(lambda sheet: sheet.delete_rows(5)), "not_a_finance_workbook"),
        (filled(lambda sheet: sheet.parent.copy_worksheet(sheet)), "several_tables"),
        (filled(_without(DISBURSED)), "column_missing"),
        (filled(_without(CONTRACTED)), "column_missing"),
        (written(quarter=2), "wrong_quarter"),
        (written(fiscal_year=YEAR + 1), "wrong_quarter"),
        (written(rows=ROWS[:1]), "nothing_filled_in"),
    ],
)
def test_a_file_that_is_not_the_quarters_workbook_is_refused(data: bytes, code: str) -> None:
    (problem,) = read(data).problems
    assert problem.code == code
    assert "กรุณา" in problem.message_th
    assert problem.message_en


def test_a_sheet_hidden_by_somebody_is_not_read() -> None:
    def hide(sheet: Sheet) -> None:
        copied = sheet.parent.copy_worksheet(sheet)
        copied.sheet_state = "hidden"
        sheet["I6"], sheet["J6"] = 1, 1

    assert len(read(filled(hide)).amounts) == 2


def test_the_workbook_asks_about_our_own_projects_in_force_and_carried_work(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    transfer(desk, moving(amount_satang=1_000_000), DAY)
    spend(desk, disbursed_satang=40)
    confirm(desk, 2, contracted=60, disbursed=50)
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        first, second = finance_rows(session, plan, 1, DAY), finance_rows(session, plan, 2, DAY)
    assert first == [
        FinanceRow(YEAR, 1, "โครงการหนึ่ง", 9_000_000, Amounts(0, 40), None, None),
        FinanceRow(YEAR, 2, "โครงการสอง", 11_000_000, None, Amounts(60, 50), Amounts(60, 50)),
    ]
    assert [row.entered for row in second] == [None, None]
    assert second[1].confirmed == Amounts(60, 50)
