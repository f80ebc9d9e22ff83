"""The annual evaluation's tables say what the record says, in PDF and Excel alike, to the satang."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import text

from documents.evaluation_content import EvaluationContent
from documents.evaluation_excel import render_evaluation_excel
from documents.evaluation_facts import evaluation_content
from documents.evaluation_pdf import render_evaluation
from documents.evaluation_tables import evaluation_sections
from documents.result_tables import Kind, ResultTable, Row
from models.database import Database
from models.kinds import Digits, PdfKind, SignedPaper, YearEndKind
from models.settings import PaperSettings, PaperSignature
from models.values import baht_with_commas
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from tests.documents.busy_half_year import AGENCYS, CANCELLED, FORMULA, MERGED, with_papers
from tests.offices import YEAR, Desk
from tests.procedure.test_carried_work import desk as carrying
from tests.procedure.test_carried_work import report
from tests.procedure.test_year_end import NEXT

Reader = Callable[[bytes], list[str]]
YEARS_END, IN_MAY = date(2026, 12, 20), date(2026, 5, 20)
__all__ = ["carrying"]

# The newest report of every project of the plan, and the newest entry of each, merged ones left out.
DISBURSED = """
    SELECT SUM(report.disbursed_satang) FROM progress_report report JOIN project ON project.id = report.project_id
    WHERE (project.agency_id IS NULL) = :own
      AND report.id IN (SELECT MAX(id) FROM progress_report GROUP BY project_id)
      AND project.id NOT IN (SELECT project_id FROM project_entry WHERE action = 'merge')
"""
BUDGET = """
    SELECT SUM(line.amount_satang) FROM funding_line line JOIN project_entry entry ON entry.id = line.entry_id
    JOIN project ON project.id = entry.project_id
    WHERE (project.agency_id IS NULL) = :own AND entry.action NOT IN ('cancel', 'merge')
      AND entry.id IN (SELECT MAX(id) FROM project_entry GROUP BY project_id)
"""


def content_of(desk: Desk, on: date, year: int = YEAR) -> EvaluationContent:
    return content_in(desk.database, on, year)


def content_in(database: Database, on: date, year: int = YEAR) -> EvaluationContent:
    with database.read() as session:
        return evaluation_content(session, find_plan(session, 1, year), on)


def satang(desk: Desk, statement: str, *, own: bool) -> int:
    with desk.database.engine.connect() as connection:
        return int(connection.execute(text(statement), {"own": own}).scalar_one() or 0)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.fixture(scope="module")
def whole_year(sample_year: Desk) -> EvaluationContent:
    return content_of(sample_year, YEARS_END)


@pytest.fixture(scope="module")
def half_year(busy_half: Desk) -> EvaluationContent:
    return content_of(busy_half, IN_MAY)


@pytest.fixture(scope="module")
def half_year_pdf(half_year: EvaluationContent, fonts_cache: Path) -> bytes:
    return render_evaluation(half_year, fonts_cache)


@pytest.fixture(scope="module")
def half_year_book(half_year: EvaluationContent) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_evaluation_excel(half_year)))


@pytest.mark.parametrize(("fixture", "on"), [("sample_year", YEARS_END), ("busy_half", IN_MAY)])
def test_the_money_is_the_databases_to_the_satang(request: pytest.FixtureRequest, fixture: str, on: date) -> None:
    desk: Desk = request.getfixturevalue(fixture)
    total = content_of(desk, on).tables.totals[-1]
    assert (total.own_disbursed_satang, total.other_disbursed_satang) == (
        satang(desk, DISBURSED, own=True),
        satang(desk, DISBURSED, own=False),
    )
    # Nothing was moved out of the plan or into it: transfers between its projects leave the sum as it was.
    assert (total.own_budget_satang, total.other_budget_satang) == (
        satang(desk, BUDGET, own=True),
        satang(desk, BUDGET, own=False),
    )


def test_a_whole_year_says_so_and_a_year_that_runs_is_marked_with_its_day(
    whole_year: EvaluationContent, half_year: EvaluationContent, half_year_pdf: bytes, pdfium: Reader
) -> None:
    assert (whole_year.interim, whole_year.open_until, len(whole_year.tables.totals)) == (False, None, 4)
    assert (half_year.interim, len(half_year.tables.totals)) == (True, 2)
    said = "".join(pdfium(half_year_pdf))
    assert "รายงานผลการดำเนินงานตามแผนการดำเนินงานระหว่างปีประจำปีงบประมาณพ.ศ.๒๕๖๙" in said
    assert "ข้อมูลณวันที่๒๐พฤษภาคม๒๕๖๙ผลถึงสิ้นไตรมาสที่๒" in said
    assert "ยังไม่สิ้นปีงบประมาณ" in said


def test_a_round_that_still_takes_reports_is_told(busy_half: Desk) -> None:
    assert content_of(busy_half, date(2026, 5, 5)).open_until == date(2026, 5, 5)
    assert content_of(busy_half, date(2026, 5, 6)).open_until is None


def test_before_the_first_quarter_has_ended_there_is_nothing_to_evaluate(sample_year: Desk) -> None:
    with pytest.raises(ProcedureError, match="no_quarter_ended"):
        content_of(sample_year, date(2025, 12, 31))
    assert len(content_of(sample_year, date(2026, 1, 1)).tables.totals) == 1


def test_the_quarters_tell_received_on_time_late_and_missing(whole_year: EvaluationContent) -> None:
    counted = [
        (line.posts.expected, line.posts.received, line.posts.on_time, line.posts.late, line.posts.missing)
        for line in whole_year.quarters
    ]
    assert counted == [(2, 2, 1, 1, 0), (2, 2, 1, 1, 0), (2, 2, 2, 0, 0), (2, 1, 1, 0, 1)]
    assert [line.liaisons.not_informed for line in whole_year.quarters] == [0, 1, 0, 0]


def test_work_completed_but_not_reported_at_the_end_is_neither_hidden_nor_counted_as_done(
    whole_year: EvaluationContent,
) -> None:
    total = whole_year.tables.totals[-1]
    assert (total.completed, total.not_reported, whole_year.unreported_completed) == (0, 3, 2)
    first = next(line for line in whole_year.unfinished if line.number == 1)
    assert first.status == "ไม่ได้รายงาน (รายงานล่าสุดไตรมาสที่ 3: แล้วเสร็จ รอเบิกจ่าย)"


def test_cancelled_and_merged_projects_stand_with_what_was_disbursed(half_year: EvaluationContent) -> None:
    cancelled, merged = half_year.dropped
    assert (cancelled.name, cancelled.net_satang, cancelled.disbursed_satang) == (CANCELLED, 5_000_001, 1_000_003)
    assert (cancelled.fate, cancelled.reason, cancelled.authority) == ("ยกเลิกโดยแก้ไขแผน", "=ซ้ำซ้อน", "คำสั่ง ที่ 2/2569")
    assert (merged.name, merged.net_satang, merged.disbursed_satang) == (MERGED, None, 500_000)
    assert merged.fate == "รวมเข้ากับโครงการลำดับที่ 4"


def test_the_years_end_tells_what_is_kept_and_what_is_not_decided(whole_year: EvaluationContent) -> None:
    undecided, kept = whole_year.outcomes
    assert (kept.number, kept.kind, kept.satang, kept.expires_on) == (
        2,
        YearEndKind.CARRIED_COMMITTED,
        9_000_000,
        date(2027, 3, 31),
    )
    assert (undecided.number, undecided.kind, undecided.satang) == (1, None, 1_000_000)
    table = next(one for one in evaluation_sections(whole_year) if one.sheet == "ผลเมื่อสิ้นปี")
    sums = [row.cells for row in table.rows if isinstance(row, Row) and row.total]
    assert [(cells[1], cells[4]) for cells in sums] == [
        ("รวม กันเงิน (ก่อหนี้ผูกพันแล้ว)", 9_000_000),
        ("รวม ยังไม่บันทึกผล", 1_000_000),
    ]


def test_how_the_evaluation_was_reported_presented_announced_and_posted(whole_year: EvaluationContent) -> None:
    days = [(line.due_on, line.done_on, line.standing) for line in whole_year.course]
    assert days == [
        (date(2026, 12, 31), date(2026, 12, 8), "ภายในกำหนด"),
        (date(2026, 12, 31), date(2026, 12, 14), "ภายในกำหนด"),
        (date(2026, 12, 31), None, "ยังไม่ถึงกำหนด"),
        (date(2026, 12, 23), date(2026, 12, 16), "ภายในกำหนด"),
    ]
    assert whole_year.course[0].document == "หนังสือ ที่ ๗/๒๕๖๙"
    (posted,) = whole_year.posted
    assert (posted.posted_on, posted.until, posted.taken_down_on) == (date(2026, 12, 16), date(2027, 1, 15), None)


def test_a_day_before_them_knows_nothing_of_later_acts(sample_year: Desk) -> None:
    before = content_of(sample_year, date(2026, 12, 7))
    assert {line.done_on for line in before.course} == {None}
    assert before.posted == ()


def test_work_carried_on_stands_apart_from_the_years_totals(carrying: Desk) -> None:
    report(carrying)
    content = content_of(carrying, date(2027, 1, 20), NEXT)
    (line,) = content.carried
    assert (line.origin_year, line.name, line.satang, line.disbursed_satang) == (
        YEAR,
        "โครงการหนึ่ง",
        8_000_000,
        5_000_000,
    )
    assert (content.tables.totals[-1].projects, content.tables.totals[-1].own_disbursed_satang) == (1, 0)


def test_whoever_the_office_chose_signs_under_the_title_it_prints(
    sample_year: Desk, tmp_path: Path, fonts_cache: Path, pdfium: Reader
) -> None:
    assert content_of(sample_year, YEARS_END).signatory.post == "ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ"
    chosen = PaperSignature(post="ปลัดเทศบาลตำบลตัวอย่าง", title="ประธานกรรมการติดตามและประเมินผล")
    signed = PaperSettings(signatures={SignedPaper.EVALUATION_REPORT: chosen})
    content = content_in(with_papers(sample_year, tmp_path, signed), YEARS_END)
    said = "".join(pdfium(render_evaluation(content, fonts_cache)))
    assert "(ผู้ดำรงตำแหน่งปลัดเทศบาลตำบลตัวอย่าง)ประธานกรรมการติดตามและประเมินผล" in said


def test_with_arabic_digits_only_what_people_typed_keeps_thai_ones(
    sample_year: Desk, tmp_path: Path, fonts_cache: Path, pdfium: Reader
) -> None:
    arabic = PaperSettings(digits=Digits.ARABIC, pdf=PdfKind.ACCESSIBLE)
    content = content_in(with_papers(sample_year, tmp_path, arabic), YEARS_END)
    said = "".join(pdfium(render_evaluation(content, fonts_cache)))
    for typed in ("หนังสือ ที่ ๗/๒๕๖๙", "ผู้บริหารท้องถิ่น บันทึก ที่ ๖/๒๕๖๙"):
        assert squeezed(typed) in said
        said = said.replace(squeezed(typed), "")
    assert "ปีงบประมาณพ.ศ.2569" in said
    assert not re.findall("[๐-๙]", said)
    book = openpyxl.load_workbook(io.BytesIO(render_evaluation_excel(content)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if re.search("[๐-๙]", cell) and "ที่ ๖/" not in cell and "ที่ ๗/" not in cell]


def amounts(table: ResultTable) -> list[list[int | None]]:
    """Return the satang of each row of a table."""
    columns = [n for n, column in enumerate(table.columns) if column.kind is Kind.MONEY]
    found: list[list[int | None]] = []
    for row in table.rows:
        assert isinstance(row, Row)
        found.append([None if (cell := row.cells[n]) is None else int(cell) for n in columns])
    return found


def test_excel_holds_the_same_tables_with_amounts_as_numbers(
    half_year: EvaluationContent, half_year_book: Workbook
) -> None:
    for table in evaluation_sections(half_year):
        sheet = half_year_book[table.sheet]
        money = [n + 1 for n, column in enumerate(table.columns) if column.kind is Kind.MONEY]
        first = 6 + any(column.group for column in table.columns)
        for number, row in enumerate(amounts(table)):
            said = [sheet.cell(first + number, column).value for column in money]
            assert [None if value is None else round(value * 100) for value in said] == row
            assert all(value is None or abs(value * 100 - round(value * 100)) < 1e-6 for value in said)
        assert sheet.print_title_rows is not None


def test_excel_takes_no_name_for_a_formula(half_year_book: Workbook) -> None:
    cells = [cell for sheet in half_year_book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {FORMULA, CANCELLED, MERGED} <= {cell.value for cell in cells}


def test_pdfium_reads_every_line_and_amount(half_year: EvaluationContent, half_year_pdf: bytes, pdfium: Reader) -> None:
    assert_says_everything(half_year, "".join(pdfium(half_year_pdf)))


@pytest.mark.poppler
def test_poppler_reads_every_line_and_amount(
    half_year: EvaluationContent, half_year_pdf: bytes, pdftotext: Reader
) -> None:
    assert_says_everything(half_year, "".join(pdftotext(half_year_pdf)))


def assert_says_everything(content: EvaluationContent, said: str) -> None:
    said = said.replace("-", "")  # a hyphen at a line's end is left out by pdftotext
    digits = content.office.digits
    for table in evaluation_sections(content):
        assert squeezed(digits.write(table.title)) in said
        for row, money in zip(table.rows, amounts(table), strict=True):
            assert isinstance(row, Row)
            for satang in money:
                assert satang is None or digits.write(baht_with_commas(satang)) in said
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.kind is Kind.TYPED and cell:
                    assert squeezed(str(cell)).replace("-", "") in said
    assert squeezed(AGENCYS) in said
    assert re.search("หน้า๑จาก[๑-๙]", said)


def test_the_same_content_gives_the_same_bytes(
    half_year: EvaluationContent, half_year_pdf: bytes, fonts_cache: Path
) -> None:
    assert render_evaluation(half_year, fonts_cache) == half_year_pdf
    assert render_evaluation_excel(half_year) == render_evaluation_excel(half_year)
