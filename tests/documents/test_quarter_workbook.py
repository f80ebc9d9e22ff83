"""A division's workbook of a quarter: prefilled as the web form is, filled in by hand, and read back cell by cell."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from documents.catalogue_entry import Asked, Format
from documents.quarter_workbook import FILLED, KIND_NAMES, PROJECTS, SENDING, write_quarter_workbook
from documents.quarter_workbook_cells import Cell, NotRead, read_day
from documents.quarter_workbook_documents import QUARTER_WORKBOOK_DOCUMENTS
from documents.quarter_workbook_facts import QuarterBook, quarter_books
from documents.quarter_workbook_reading import QuarterReading, read_quarter_workbook
from documents.workbook_apart import cells_apart
from documents.workbook_files import open_grids
from documents.workbook_limits import UnreadableFile
from models.kinds import Digits, ObstacleKind, ProgressStatus, Role, SubmissionKind, YearEndKind
from models.quarters import ProgressReport, QuarterRound
from portal.report_form import prefilled
from procedure.acts.year_end import record_year_end_outcome
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from procedure.report_checks import ProjectProgress
from tests.documents.libreoffice import LibreOffice
from tests.offices import OUTSIDE, YEAR, Desk, project
from tests.procedure.quarters import LIAISON, WORKS, progress, report
from tests.procedure.test_carried_work import OPENED, announce_next_year, open_round
from tests.procedure.test_money import spend
from tests.procedure.test_year_end import DAY, NEXT, deciding

ON = date(2026, 1, 12)
JANUARY = 0b1000
FIRST = 7  # the row of the first project, and of the first post
COLUMN = {name: chr(ord("J") + number) for number, name in enumerate(FILLED)}
Sheets = Any
FULL = progress(
    1,
    contracted_satang=9_000_050,
    disbursed_satang=4_000_025,
    final_payment=True,
    result="เทพื้นแล้ว\nสองช่วง",
    obstacle="-ฝนตก  หนัก",
    proposal="@เร่งรัด",
    recipient_report="ที่ ๑/๒๕๖๙",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office in its first round, whose works division has reported."""
    desk = Desk(tmp_path_factory.mktemp("desk")).quarter_open(
        project("ก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองไผ่"),
        project("=1+1", months=0b111111),
        project("ป้าย", months=JANUARY),
        project("ตลาด", divisions=["กองคลัง"]),
        project("สะพานของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ."),
    )
    waiting = progress(3, status=ProgressStatus.NOT_STARTED, percent=None, obstacle="", obstacle_kind=None)
    report(desk, WORKS, date(2026, 1, 10), reports=(FULL, progress(2), waiting))
    return desk


@pytest.fixture(scope="module")
def books(desk: Desk) -> list[QuarterBook]:
    with desk.database.read() as session:
        return quarter_books(session, find_plan(session, 1, YEAR), session.exec(select(QuarterRound)).one(), ON)


@pytest.fixture(scope="module")
def works(books: list[QuarterBook]) -> QuarterBook:
    return next(book for book in books if book.unit == "กองช่าง")


@pytest.fixture(scope="module")
def empty(works: QuarterBook) -> bytes:
    return write_quarter_workbook(works)


def filled(data: bytes, fill: Callable[[Sheets], object]) -> bytes:
    """Return a workbook as somebody saved it after filling it in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    fill(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def typed(cells: dict[str, object], sheet: str = PROJECTS) -> Callable[[Sheets], None]:
    def fill(book: Sheets) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return fill


def read_back(reading: QuarterReading) -> list[ProjectProgress | None]:
    assert reading.problems == []
    (post,) = reading.posts
    return [one.progress for one in post.projects]


def test_a_division_gets_one_file_and_each_row_names_its_post(books: list[QuarterBook]) -> None:
    assert [book.unit for book in books] == ["กองคลัง", "กองช่าง", OUTSIDE]
    assert [[post.title for post in book.posts] for book in books][1:] == [[WORKS], [LIAISON]]
    book = openpyxl.load_workbook(io.BytesIO(write_quarter_workbook(books[1])))
    head = [book[PROJECTS].cell(row, 1).value for row in range(1, 5)]
    assert head[1:] == ["เทศบาลตำบลตัวอย่าง", "ไตรมาสที่ ๑ ปีงบประมาณ พ.ศ. ๒๕๖๙", f"กองช่าง · {WORKS}"]
    assert "๑๕ มกราคม ๒๕๖๙" in str(book["คำชี้แจง"]["A4"].value)
    assert "มิใช่กำหนดตามกฎหมาย" in str(book["คำชี้แจง"]["A4"].value)  # why that day


def test_the_open_cells_are_prefilled_as_the_web_form_is(desk: Desk, works: QuarterBook, empty: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(empty))[PROJECTS]
    with desk.database.read() as session:
        sent = session.exec(select(ProgressReport).order_by(ProgressReport.project_id)).all()  # type: ignore[arg-type]
    for row, last in enumerate(sent, start=FIRST):
        form = prefilled(last, same_quarter=True)
        cells = {name.removesuffix("_satang"): sheet[f"{letter}{row}"].value for name, letter in COLUMN.items()}
        assert cells["status"] == ProgressStatus(form.status).name_th
        assert str(cells["percent"] if cells["percent"] is not None else "") == form.percent
        assert [f"{cells[name]:,.2f}" for name in ("contracted", "disbursed")] == [
            f"{float(amount.replace(',', '')):,.2f}" for amount in (form.contracted, form.disbursed)
        ]
        assert (cells["final_payment"] == "ใช่") is bool(form.final_payment)
        for name in ("result", "obstacle", "proposal", "recipient_report"):
            assert (cells[name] or "") == getattr(form, name)
    assert works.posts[0].projects[0].before == FULL
    assert sheet["I9"].value == "ยังไม่ถึงกำหนดดำเนินการ"


def test_only_the_cells_to_fill_in_are_open(empty: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty))
    assert all(sheet.protection.sheet for sheet in book)
    table = book[PROJECTS]
    open_cells = {cell.coordinate for row in table.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"{letter}{row}" for letter in COLUMN.values() for row in range(FIRST, FIRST + 3)}
    rules = {str(rule.sqref): rule for rule in table.data_validations.dataValidation}
    assert "อยู่ระหว่างดำเนินการ" in rules["J7:J9"].formula1
    assert (rules["K7:K9"].formula1, rules["K7:K9"].formula2) == ("0", "100")
    assert (rules["M7:M9"].formula2, rules["M7:M9"].errorStyle) == ("$F7", "warning")
    assert all(re.search("[ก-๙]", rule.error) for rule in rules.values())


def test_what_looks_like_a_formula_stays_text(works: QuarterBook, empty: bytes) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(empty))[PROJECTS]["C8"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert read_back(read_quarter_workbook(empty, [works]))[0] == FULL  # its obstacle begins with a minus
    assert write_quarter_workbook(works) == empty


def test_the_longest_text_comes_back_whole_from_a_row_that_excel_can_show(works: QuarterBook) -> None:
    (post,) = works.posts
    first = replace(post.projects[0], before=FULL.model_copy(update={"result": "ก\n" * 1999 + "กข"}))
    book = replace(works, posts=(replace(post, projects=(first, *post.projects[1:])),))
    data = write_quarter_workbook(book)
    assert openpyxl.load_workbook(io.BytesIO(data))[PROJECTS].row_dimensions[FIRST].height <= 409
    assert read_back(read_quarter_workbook(data, [book]))[0] == first.before


def test_an_untouched_workbook_says_what_was_last_reported(books: list[QuarterBook]) -> None:
    for book in books:
        reading = read_quarter_workbook(write_quarter_workbook(book), books)
        (post,) = book.posts
        assert read_back(reading) == [one.before for one in post.projects]


def test_what_was_typed_is_read_as_it_was_meant(works: QuarterBook, empty: bytes) -> None:
    cells = {
        "J7": "ดำเนินการ แล้วเสร็จ ",  # blanks drift, and the percent was left as prefilled
        "L7": "๑,๒๕๐,๐๐๐.๕๐",
        "M7": "498,000 บาท",
        "N7": "✓",
        "J8": "อยู่ระหว่าง\u200bดำเนินการ",
        "K8": "ร้อยละ ๗๐",
        "L8": "500.-",
        "M8": "-",
        "N8": "ยังไม่",
        "O8": 12,
        "P8": "อื่นๆ",
        "Q8": "=รอ",
        "R8": datetime(2026, 1, 1),  # noqa: DTZ001 - as Excel keeps a day
        "S8": "ปรับแบบ",
        "J9": "ยังไม่ถึงกำหนดดำเนินการ",
        "K9": 0.0,
    }

    def fill(book: Sheets) -> None:
        typed(cells)(book)
        book[PROJECTS]["Q8"].data_type = "s"

    assert read_back(read_quarter_workbook(filled(empty, fill), [works])) == [
        FULL.model_copy(
            update={
                "status": ProgressStatus.COMPLETED,
                "percent": 100,
                "contracted_satang": 125_000_050,
                "disbursed_satang": 49_800_000,
            }
        ),
        ProjectProgress(
            project_id=2,
            status=ProgressStatus.IN_PROGRESS,
            percent=70,
            contracted_satang=50_000,
            result="12",
            obstacle_kind=ObstacleKind.OTHER,
            obstacle="=รอ",
            proposal="1 ม.ค. 2569",
            fall_reason="ปรับแบบ",
        ),
        ProjectProgress(project_id=3, status=ProgressStatus.NOT_STARTED, percent=0),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"J7": "ทำอยู่"}, "status_unreadable", "J7"),
        ({"J7": None}, "status_unreadable", "J7"),
        ({"K8": 100.5}, "percent_unreadable", "K8"),
        ({"K8": 0.45}, "percent_unreadable", "K8"),  # 45% as Excel keeps it
        ({"K8": 101}, "percent_unreadable", "K8"),
        ({"K8": -1}, "percent_unreadable", "K8"),
        ({"K8": "ครึ่งหนึ่ง"}, "percent_unreadable", "K8"),
        ({"L7": -1}, "amount_unreadable", "L7"),
        ({"M7": 1.005}, "amount_unreadable", "M7"),
        ({"M7": "หนึ่งแสน"}, "amount_unreadable", "M7"),
        ({"M7": "=L7*2"}, "cell_unreadable", "M7"),  # a formula that nothing has computed
        ({"N7": "งวดแรก"}, "paid_unreadable", "N7"),
        ({"O7": "ก" * 4001}, "text_too_long", "O7"),
        ({"P7": "ฝนตก"}, "obstacle_kind_unreadable", "P7"),
        ({"A7": "ปีนี้"}, "number_unreadable", "A7"),
        ({"B10": 99, "A10": YEAR, "C10": "โครงการที่เพิ่มเอง", "J10": "ยกเลิกโครงการ"}, "project_unknown", "B10"),
        ({"B10": 1, "A10": YEAR, "C10": "ก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองไผ่", "D10": WORKS}, "project_twice", "B10"),
    ],
)
def test_each_wrong_cell_is_named_with_what_to_do(
    works: QuarterBook, empty: bytes, cells: dict[str, object], code: str, cell: str
) -> None:
    problems = read_quarter_workbook(filled(empty, typed(cells)), [works]).problems
    problem = problems[0]
    assert (problem.code, f"{problem.column}{problem.row}") == (code, cell)
    assert f"ช่อง {cell}" in problem.message_th
    assert f"cell {cell}" in problem.message_en
    assert "กรุณา" in problem.message_th
    assert [one.code for one in problems[1:]] in ([], ["row_missing"])  # a row whose number is lost is missing, too


@pytest.mark.parametrize(
    ("number", "shown_as", "meant"), [(1, "0%", 100), (0.07, "0.00%", 7), (1, "0", 1), (0, "0%", 0)]
)
def test_a_percent_that_excel_keeps_as_a_fraction_is_read_as_it_is_shown(
    works: QuarterBook, empty: bytes, number: float, shown_as: str, meant: int
) -> None:
    def fill(book: Sheets) -> None:
        book[PROJECTS]["K8"] = number
        book[PROJECTS]["K8"].number_format = shown_as

    (_, second, _) = read_back(read_quarter_workbook(filled(empty, fill), [works]))
    assert second is not None
    assert second.percent == meant


def test_the_other_process_reads_what_we_would_read(works: QuarterBook, empty: bytes) -> None:
    cells = {"J7": "ดำเนินการแล้วเสร็จ", "K7": 0.5, "L7": "๑,๐๐๐.๕๐", "M7": 99.25, "N7": True, "K8": "มาก", "M8": "=1/0"}

    def fill(book: Sheets) -> None:
        typed(cells)(book)
        book[PROJECTS]["K7"].number_format = "0%"
        book[PROJECTS]["R8"] = datetime(2026, 1, 1)  # noqa: DTZ001 - as Excel keeps a day

    for data in (filled(empty, fill), b"PK\x03\x04 broken"):
        here, apart = (read_quarter_workbook(data, [works], "ก.xlsx", opens) for opens in (open_grids, cells_apart))
        assert apart == here
        assert here.problems
    with pytest.raises(UnreadableFile):
        cells_apart(empty + bytes(8 * 2**20), memory=2**20)


def test_every_wrong_cell_is_named_at_once(works: QuarterBook, empty: bytes) -> None:
    cells: dict[str, object] = {"J7": "x", "K7": "y", "L8": "z", "P9": "w"}
    problems = read_quarter_workbook(filled(empty, typed(cells)), [works]).problems
    assert [f"{one.column}{one.row}" for one in problems] == ["J7", "K7", "L8", "P9"]
    assert [one.seen for one in problems] == ["x", "y", "z", "w"]


def test_rows_may_be_sorted_and_notes_written_below(works: QuarterBook, empty: bytes) -> None:
    def sort(book: Sheets) -> None:
        sheet = book[PROJECTS]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST, max_row=FIRST + 2)]
        for row in sheet.iter_rows(min_row=FIRST, max_row=FIRST + 2):
            for cell in row:
                cell.value = None
        for number, values in enumerate(reversed(rows)):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(FIRST + 2 + 2 * number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
        sheet.cell(20, 3, "รวม 3 โครงการ")
        sheet.cell(20, 12, 9_999)
        sheet.cell(22, 4, "(ลงชื่อ)")

    reading = read_quarter_workbook(filled(empty, sort), [works])
    assert read_back(reading) == [one.before for one in works.posts[0].projects]


def test_a_missing_row_is_refused_and_named(works: QuarterBook, empty: bytes) -> None:
    (problem,) = read_quarter_workbook(filled(empty, lambda book: book[PROJECTS].delete_rows(9)), [works]).problems
    assert problem.code == "row_missing"
    assert "“ป้าย”" in problem.message_th  # whose months have not come: the submission signs it all the same
    assert WORKS in problem.message_th


@pytest.mark.parametrize(
    ("sheet", "cells", "code"),
    [
        (PROJECTS, {"C7": "=1+1", "C8": "ก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองไผ่"}, "name_differs"),  # names slipped
        (PROJECTS, {"D7": "ผู้รายงานความก้าวหน้า กองคลัง"}, "post_differs"),
        (PROJECTS, {"A2": "องค์การบริหารส่วนตำบลอื่น"}, "wrong_office"),
        (PROJECTS, {"A3": "ไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๙"}, "wrong_quarter"),
        (PROJECTS, {"A3": "ไตรมาสที่ ๑ ปีงบประมาณ พ.ศ. ๒๕๖๘"}, "wrong_quarter"),
        (PROJECTS, {"J6": "สภาพ"}, "column_missing"),
        (PROJECTS, {"B6": None, "C6": None}, "not_a_quarter_workbook"),
        (SENDING, {"C6": None}, "not_a_quarter_workbook"),
        (SENDING, {"A7": "ตำแหน่งอื่น"}, "post_unknown"),
        (SENDING, {"A8": WORKS, "C8": "รายงานผล"}, "post_twice"),
        (SENDING, {"A7": None, "C7": None}, "post_missing"),
        (SENDING, {"C7": "ส่งแล้ว"}, "kind_unknown"),
        (SENDING, {"E7": "เมื่อวาน"}, "day_unreadable"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    works: QuarterBook, empty: bytes, sheet: str, cells: dict[str, object], code: str
) -> None:
    assert read_quarter_workbook(filled(empty, typed(cells, sheet)), [works]).problems[0].code == code


def test_two_tables_a_file_of_another_kind_and_a_hostile_one_are_refused(works: QuarterBook, empty: bytes) -> None:
    def copied(book: Sheets) -> None:
        book.copy_worksheet(book[PROJECTS])

    def with_macros() -> bytes:
        stream = io.BytesIO(empty)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"macro")
        return stream.getvalue()

    for data, code in (
        (filled(empty, copied), "several_tables"),
        (b"%PDF-1.7", "unreadable_file"),
        ("ชื่อ,จำนวน\n".encode(), "not_a_quarter_workbook"),
        (empty[:-200], "unreadable_file"),
        (with_macros(), "unreadable_file"),
    ):
        reading = read_quarter_workbook(data, [works], "ไตรมาส.xlsx")
        assert {problem.code for problem in reading.problems} == {code}
        assert all("ไตรมาส.xlsx" in problem.message_th for problem in reading.problems)
        assert not reading.posts


def test_a_post_may_sign_that_there_is_nothing_but_not_over_values_that_were_changed(
    works: QuarterBook, empty: bytes
) -> None:
    nothing = typed({"C7": KIND_NAMES[SubmissionKind.NOTHING]}, SENDING)
    (post,) = read_quarter_workbook(filled(empty, nothing), [works]).posts
    facts = post.facts(YEAR, 1)
    assert (facts.kind, facts.reports) == (SubmissionKind.NOTHING, ())

    def changed(book: Sheets) -> None:
        nothing(book)
        book[PROJECTS]["K8"] = 41

    (problem,) = read_quarter_workbook(filled(empty, changed), [works]).problems
    assert problem.code == "would_drop"
    assert "“=1+1”" in problem.message_th


@pytest.mark.parametrize("day", ["15/01/2569", "๑๕ ม.ค. ๒๕๖๙", "2026-01-15", date(2026, 1, 15), date(2569, 1, 15)])
def test_a_liaison_says_whom_it_asked_and_when(books: list[QuarterBook], day: object) -> None:
    said = {"C7": "ไม่ได้รับ แจ้ง", "D7": "หนังสือ อบจ. ที่ ๑", "E7": day}
    reading = read_quarter_workbook(filled(write_quarter_workbook(books[2]), typed(said, SENDING)), books)
    (post,) = reading.posts
    assert reading.problems == []
    assert (post.kind, post.source, post.asked_on) == (
        SubmissionKind.NOT_INFORMED,
        "หนังสือ อบจ. ที่ ๑",
        date(2026, 1, 15),
    )


@pytest.mark.parametrize("text", ["15/01/69", "31/02/2569", "มกราคม", "15/01/2026", "45,000"])
def test_a_day_that_may_be_another_is_not_guessed(text: str) -> None:
    with pytest.raises(NotRead):
        read_day(Cell(text, text))


def test_carried_work_stands_with_its_own_year_and_number(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=1_000_000)
    desk.act(record_year_end_outcome, deciding(kind=YearEndKind.CARRIED_COMMITTED, amount_satang=7_000_000), DAY)
    announce_next_year(desk)
    open_round(desk, 1, OPENED)
    with desk.database.read() as session:
        plan = find_plan(session, 1, NEXT)
        quarter_round = session.exec(select(QuarterRound).where(QuarterRound.plan_id == plan.plan_id)).one()
        found = quarter_books(session, plan, quarter_round, OPENED)
    (carried,) = next(book for book in found if book.unit == "กองช่าง").posts[0].projects
    assert (carried.fiscal_year, carried.number, carried.months) == (YEAR, 1, "")
    assert "งานต่อเนื่องจากปีงบประมาณ พ.ศ. ๒๕๖๙ กันเงิน" in carried.remark
    assert "ร้อยละ ๔๐" in carried.earlier
    assert carried.before.disbursed_satang == 1_000_000
    reading = read_quarter_workbook(write_quarter_workbook(next(one for one in found if one.unit == "กองช่าง")), found)
    assert read_back(reading) == [carried.before]


def test_an_office_that_writes_arabic_digits_has_no_thai_one_of_ours(works: QuarterBook) -> None:
    arabic = replace(works, office=works.office.model_copy(update={"digits": Digits.ARABIC}))
    data = write_quarter_workbook(arabic)
    book = openpyxl.load_workbook(io.BytesIO(data))
    typed_by_people = {"คำชี้แจง": set(), PROJECTS: set("EGIOPQRST"), SENDING: set("D")}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.column_letter not in typed_by_people[sheet.title] and cell.row != 4:
                    assert not re.search("[๐-๙]", str(cell.value)), cell
                assert "D00041E" not in cell.number_format
    assert read_back(read_quarter_workbook(data, [works]))[0] == FULL


def test_the_catalogue_makes_one_file_for_each_unit(desk: Desk, tmp_path: Path) -> None:
    (document,) = QUARTER_WORKBOOK_DOCUMENTS
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        with pytest.raises(ProcedureError, match="no_round_yet"):
            document.facts(session, Asked(plan, ON))
        facts = document.facts(session, Asked(plan, ON, session.exec(select(QuarterRound)).one()))
    made = document.render(facts, Format.EXCEL, tmp_path)
    assert [one.name.removeprefix("แบบรายงานไตรมาสที่ 1 2569 ") for one in made] == ["กองคลัง", "กองช่าง", OUTSIDE]


TEXTS = st.text(st.sampled_from("กขคงจ ๑1aA=+-@'\"<&>\n่้ิ์ำ็ๆฯ.,()/"), max_size=30).map(
    lambda text: "\n".join(" ".join(line.split()) for line in text.strip().split("\n")).strip()
)


def progresses(project_id: int) -> st.SearchStrategy[ProjectProgress]:
    status = st.sampled_from(ProgressStatus)
    return st.builds(
        lambda **given: ProjectProgress(**{**given, "percent": 100} if given["status"] == "completed" else given),
        project_id=st.just(project_id),
        status=status,
        percent=st.none() | st.integers(0, 100),
        contracted_satang=st.integers(0, 10**14),
        disbursed_satang=st.integers(0, 10**12),
        final_payment=st.booleans(),
        obstacle_kind=st.none() | st.sampled_from(ObstacleKind),
        result=TEXTS,
        obstacle=TEXTS,
        proposal=TEXTS,
        fall_reason=TEXTS,
        recipient_report=TEXTS,
    )


@settings(max_examples=25, deadline=None)
@given(values=st.tuples(progresses(1), progresses(2), progresses(3)))
def test_whatever_was_reported_comes_back_to_the_satang_and_the_letter(
    works: QuarterBook, values: tuple[ProjectProgress, ...]
) -> None:
    (post,) = works.posts
    projects = tuple(replace(one, before=value) for one, value in zip(post.projects, values, strict=True))
    book = replace(works, posts=(replace(post, projects=projects),))
    assert read_back(read_quarter_workbook(write_quarter_workbook(book), [book])) == list(values)


def test_ways_of_writing_one_value_are_read_alike(works: QuarterBook, empty: bytes) -> None:
    chance = random.Random(2569)  # noqa: S311 - the same ways each time
    statuses = [status for status in ProgressStatus if status is not ProgressStatus.COMPLETED]
    for _ in range(8):
        meant = []
        cells: dict[str, object] = {}
        for row in range(FIRST, FIRST + 3):
            status, percent = chance.choice(statuses), chance.randint(0, 100)
            contracted, disbursed = chance.randint(0, 10**9), chance.randint(0, 10**9)
            cells |= {
                f"J{row}": chance.choice([status.name_th, " ".join(status.name_th), f" {status.name_th}\u00a0"]),
                f"K{row}": chance.choice([percent, float(percent), str(percent), thai_digits(f"{percent} %")]),
                f"L{row}": ways_of_money(chance, contracted),
                f"M{row}": ways_of_money(chance, disbursed),
            }
            meant.append((status, percent, contracted, disbursed))
        reports = read_back(read_quarter_workbook(filled(empty, typed(cells)), [works]))
        assert [
            (one.status, one.percent, one.contracted_satang, one.disbursed_satang) for one in reports if one
        ] == meant


def ways_of_money(chance: random.Random, satang: int) -> object:
    text = f"{satang / 100:,.2f}"
    return chance.choice([satang / 100, text, thai_digits(text), f"{text} บาท", text.replace(",", "")])


@pytest.mark.office
def test_a_workbook_that_libreoffice_has_saved_says_the_same(
    works: QuarterBook, empty: bytes, libreoffice: LibreOffice
) -> None:
    typed_in = {"J8": "ดำเนินการแล้วเสร็จ", "K8": 100, "M8": 1234.56, "O8": "เสร็จ"}
    sent = filled(empty, typed(typed_in))
    saved = libreoffice.converted(sent, "quarter.xlsx", "xlsx").read_bytes()
    assert saved != sent
    before, after = (read_quarter_workbook(data, [works]) for data in (sent, saved))
    assert read_back(before) == read_back(after)
    assert read_back(after)[1] == progress(
        2, status=ProgressStatus.COMPLETED, percent=100, disbursed_satang=123_456, result="เสร็จ"
    )
    cell = openpyxl.load_workbook(io.BytesIO(saved))[PROJECTS]["C8"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_nobody_is_asked_for_what_no_post_owes(desk: Desk) -> None:
    actor = desk.actor(Role.CLERK, ON)
    with desk.database.read() as session, pytest.raises(ProcedureError) as refused:
        quarter_books(
            session, find_plan(session, 1, YEAR), session.exec(select(QuarterRound)).one(), ON, {actor.officer_id or 0}
        )
    assert refused.value.code == "nothing_owed"
