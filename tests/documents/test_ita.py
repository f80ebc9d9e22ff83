"""What is published for the ITA: the same in PDF, Excel, CSV and JSON, a snapshot that stays, and cells no formula."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pydantic import ValidationError
from sqlalchemy import text

from documents.ita_content import ItaContent, ItaFile, fingerprint
from documents.ita_data import ita_csv, ita_json, neutral
from documents.ita_excel import render_ita_excel
from documents.ita_facts import fresh_six_months, ita_plan, ita_results, ita_six_months
from documents.ita_pdf import render_ita
from documents.ita_tables import ita_table, ita_title
from documents.result_tables import Kind, Row
from documents.result_words import duration_words, sources_words
from documents.workbook_cells import find_funding
from documents.workbook_files import open_grids
from models.database import Database
from models.kinds import Digits, FundingSource, ItaPart, PdfKind, YearEndKind
from models.settings import PaperSettings
from models.values import FiscalYear, baht, baht_with_commas
from procedure.acts.publishing import PublishSixMonths, publish_six_months
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from tests.documents.busy_half_year import (
    AGENCYS,
    FORMULA,
    LOCKED,
    TAKER,
    busy_half_year,
    corrected_after_the_lock,
    with_papers,
)
from tests.documents.libreoffice import LibreOffice
from tests.documents.test_evaluation_tables import BUDGET, DISBURSED, satang, squeezed
from tests.offices import YEAR, Desk

Reader = Callable[[bytes], list[str]]
PARTS = {ItaPart.PLAN: ita_plan, ItaPart.SIX_MONTHS: ita_six_months, ItaPart.RESULTS: ita_results}
AFTER_LOCK, YEARS_END = date(2026, 5, 6), date(2026, 12, 20)


def part_of(of: Desk | Database, part: ItaPart, on: date) -> ItaContent:
    database = of.database if isinstance(of, Desk) else of
    with database.read() as session:
        return PARTS[part](session, find_plan(session, 1, YEAR), on)


@pytest.fixture(scope="module")
def six_months(busy_half: Desk) -> ItaContent:
    return part_of(busy_half, ItaPart.SIX_MONTHS, AFTER_LOCK)


@pytest.fixture(scope="module")
def six_months_pdf(six_months: ItaContent, fonts_cache: Path) -> bytes:
    return render_ita(six_months, fonts_cache)


def lines_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_snapshot_holds_the_projects_in_force_on_31_march(six_months: ItaContent) -> None:
    file = six_months.file
    assert (file.as_at, file.recorded_through, file.settled) == (date(2026, 3, 31), LOCKED, True)
    assert [one.name for one in file.projects] == [FORMULA, TAKER, AGENCYS]  # cancelled and merged by 20 March
    assert (file.left_out_projects, file.left_out_disbursed_satang, file.left_out_merged) == (1, 1_000_003, 1)
    first, taker, agencys = file.projects
    assert (first.disbursed_first_quarter_satang, first.disbursed_satang, first.percent) == (200_001, 300_011, 30)
    assert [(line.source, line.amount_satang) for line in first.funding] == [
        (FundingSource.ANNUAL_BUDGET, 1_234_567),
        (FundingSource.ACCUMULATED_FUNDS, 100_050),
    ]
    assert first.report is not None
    assert (first.report.quarter, first.report.revision, first.report.received_on) == (2, 2, date(2026, 4, 24))
    assert (taker.budget_satang, taker.disbursed_satang) == (5_000_000, 600_007)
    # The liaison did not report the second quarter: the first's values stand, and the file says so.
    assert (agencys.status, agencys.disbursed_satang, agencys.report and agencys.report.quarter) == (
        "not_reported",
        1_000_001,
        1,
    )


def test_the_snapshots_sums_are_the_databases(busy_half: Desk, six_months: ItaContent) -> None:
    own, others = six_months.file.own, six_months.file.other_agencies
    assert own.budget_satang == satang(busy_half, BUDGET, own=True)
    assert others.budget_satang == satang(busy_half, BUDGET, own=False)
    # What was disbursed of the cancelled project stands beside the sums.
    assert own.disbursed_satang + six_months.file.left_out_disbursed_satang == satang(busy_half, DISBURSED, own=True)
    assert others.disbursed_satang == satang(busy_half, DISBURSED, own=False)


def test_the_snapshot_is_refused_before_31_march_and_says_from_when(busy_half: Desk) -> None:
    with pytest.raises(ProcedureError) as refused:
        part_of(busy_half, ItaPart.SIX_MONTHS, date(2026, 3, 30))
    assert refused.value.code == "ita_too_early"
    assert "ตั้งแต่วันที่ ๓๑ มีนาคม ๒๕๖๙" in refused.value.message_th
    on_the_day = part_of(busy_half, ItaPart.SIX_MONTHS, date(2026, 3, 31)).file
    assert (on_the_day.settled, on_the_day.settles_after) == (False, LOCKED)
    assert {one.status for one in on_the_day.projects} == {"not_reported"}


def test_while_the_round_takes_reports_each_day_tells_what_was_known_that_day(busy_half: Desk) -> None:
    early, later = (part_of(busy_half, ItaPart.SIX_MONTHS, day).file for day in (date(2026, 4, 14), date(2026, 4, 24)))
    assert (early.recorded_through, early.settled) == (date(2026, 4, 14), False)
    assert [one.report.revision for one in (early.projects[0], later.projects[0]) if one.report] == [1, 2]
    assert early.facts_sha256 != later.facts_sha256


def test_neither_later_quarters_nor_a_correction_after_the_lock_change_the_snapshot(tmp_path: Path) -> None:
    desk = busy_half_year(tmp_path)
    before = part_of(desk, ItaPart.SIX_MONTHS, AFTER_LOCK)
    corrected_after_the_lock(desk)
    after = part_of(desk, ItaPart.SIX_MONTHS, date(2026, 6, 1))
    assert after == before
    assert ita_json(after) == ita_json(before)


def test_what_was_published_before_the_lock_stays_until_it_is_published_again(tmp_path: Path) -> None:
    desk = busy_half_year(tmp_path)
    publish(desk, date(2026, 4, 14))
    published = part_of(desk, ItaPart.SIX_MONTHS, AFTER_LOCK).file
    assert (published.recorded_through, published.settled) == (date(2026, 4, 14), False)
    assert published.projects[0].disbursed_satang == 300_001  # not the second revision of 24 April
    assert part_of(desk, ItaPart.SIX_MONTHS, date(2026, 4, 10)).file.recorded_through == date(2026, 4, 10)
    publish(desk, AFTER_LOCK)
    again = part_of(desk, ItaPart.SIX_MONTHS, date(2026, 6, 1)).file
    assert (again.settled, again.projects[0].disbursed_satang) == (True, 300_011)
    with pytest.raises(ProcedureError, match="already_published"):
        publish(desk, date(2026, 6, 1))
    with desk.database.engine.connect() as connection:
        kept = connection.execute(text("SELECT COUNT(*) FROM stored_file WHERE purpose = 'ita_six_months'"))
        assert kept.scalar_one() == 2


def publish(desk: Desk, on: date) -> None:
    with desk.database.read() as session:
        made = ita_json(fresh_six_months(session, find_plan(session, 1, YEAR), on))
    facts = PublishSixMonths(fiscal_year=YEAR, place="www.example.go.th", file_name="6.json", file_content=made)
    desk.act(publish_six_months, facts, on)


def test_the_sample_years_snapshot_stays_the_same_to_the_years_end(sample_year: Desk) -> None:
    assert part_of(sample_year, ItaPart.SIX_MONTHS, YEARS_END) == part_of(sample_year, ItaPart.SIX_MONTHS, AFTER_LOCK)


def test_results_are_told_once_the_year_is_over_with_what_became_of_the_money(sample_year: Desk) -> None:
    with pytest.raises(ProcedureError, match="ita_too_early"):
        part_of(sample_year, ItaPart.RESULTS, date(2026, 9, 30))
    file = part_of(sample_year, ItaPart.RESULTS, YEARS_END).file
    assert file.own.disbursed_satang == satang(sample_year, DISBURSED, own=True)
    assert file.own.budget_satang == satang(sample_year, BUDGET, own=True)
    (kept,) = [one.outcome for one in file.projects if one.outcome]
    assert (kept.kind, kept.amount_satang, kept.expires_on) == (
        YearEndKind.CARRIED_COMMITTED,
        9_000_000,
        date(2027, 3, 31),
    )


def test_the_plan_holds_what_is_in_force_that_day(busy_half: Desk) -> None:
    before, after = (part_of(busy_half, ItaPart.PLAN, day).file for day in (date(2026, 3, 19), date(2026, 3, 20)))
    assert (len(before.projects), len(after.projects)) == (5, 3)
    assert before.own.planned_budget_satang == 1_234_567 + 100_050 + 5_000_001 + 2_000_000 + 3_000_000
    assert after.projects[0].duration_th == "ต.ค. 2568, ธ.ค. 2568"
    assert after.projects[0].planned_months == ["2025-10", "2025-12"]
    assert after.projects[0].status is None


def test_an_unannounced_plan_is_not_published(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    with pytest.raises(ProcedureError, match="needs_announced"):
        part_of(desk, ItaPart.PLAN, date(2025, 10, 10))


def test_an_item_has_its_number_only_where_one_is_set(busy_half: Desk, tmp_path: Path, fonts_cache: Path) -> None:
    file = part_of(busy_half, ItaPart.PLAN, AFTER_LOCK).file
    assert (file.item, ita_title(file, Digits.THAI)) == (None, "แผนการดำเนินงานประจำปี ปีงบประมาณ พ.ศ. ๒๕๖๙")
    items = {YEAR: {ItaPart.PLAN: "O10"}, YEAR + 1: {ItaPart.SIX_MONTHS: "O11"}}
    numbered = with_papers(busy_half, tmp_path, PaperSettings(ita_items=items))
    assert ita_title(part_of(numbered, ItaPart.PLAN, AFTER_LOCK).file, Digits.THAI).startswith("O10 แผน")
    assert part_of(numbered, ItaPart.SIX_MONTHS, AFTER_LOCK).file.item is None


def test_json_is_what_its_model_says_and_nothing_else(six_months: ItaContent) -> None:
    written = ita_json(six_months)
    assert ItaFile.model_validate_json(written) == six_months.file
    read = json.loads(written)
    assert (read["format"], read["schema_version"], read["amounts_in"]) == ("traimas.ita", "1.0", "satang")
    assert read["projects"][0]["name"] == FORMULA
    read["projects"][0]["budget_satang"] += 1
    with pytest.raises(ValidationError, match="the sums are not those of the projects"):
        ItaFile.model_validate(read)
    read["own"]["budget_satang"] += 1
    with pytest.raises(ValidationError, match="the fingerprint is not that of the facts"):
        ItaFile.model_validate(read)
    assert fingerprint(six_months.file) == six_months.file.facts_sha256


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+66 2 123", "'+66 2 123"),
        ("-ยกเลิก", "'-ยกเลิก"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\u200b=1+1", "'=1+1"),  # what shows nothing is left out first
        ("\t=1+1", " =1+1"),  # a tab becomes a blank, after which nothing is a formula
        ("\r=1+1", "'\n=1+1"),
        ("＝1+1", "'＝1+1"),
        ("โครงการ =1", "โครงการ =1"),
        ("", ""),
    ],
)
def test_no_cell_of_a_csv_file_is_taken_for_a_formula(typed: str, cell: str) -> None:
    assert neutral(typed) == cell


def test_csv_says_the_same_as_json_in_plain_numbers(six_months: ItaContent) -> None:
    data = ita_csv(six_months)
    assert data.startswith(b"\xef\xbb\xbf")  # by this Excel knows UTF-8
    lines = lines_of(data)
    assert [line["โครงการ"] for line in lines] == [f"'{FORMULA}", f"'{TAKER}", AGENCYS]
    for line, one in zip(lines, six_months.file.projects, strict=True):
        assert line["งบประมาณหลังโอน (บาท)"] == baht(one.budget_satang)
        assert line["เบิกจ่ายสะสม (บาท)"] == baht(one.disbursed_satang or 0)
        assert line["สถานะ"] == one.status_th
        assert line["ระยะเวลาดำเนินการ"] == one.duration_th
    assert lines[0]["แหล่งงบประมาณ"] == "งบประมาณรายจ่ายประจำปี 12,345.67 บาท, เงินสะสม 1,000.50 บาท"
    assert lines[0]["ข้อมูล ณ วันที่ (ค.ศ.)"] == "2026-03-31"
    assert not [cell for line in lines for cell in line.values() if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("part", [ItaPart.PLAN, ItaPart.RESULTS])
def test_each_part_has_its_own_columns_in_csv(sample_year: Desk, part: ItaPart) -> None:
    headings = set(lines_of(ita_csv(part_of(sample_year, part, YEARS_END)))[0])
    assert ("เบิกจ่ายสะสม (บาท)" in headings) is (part is ItaPart.RESULTS)
    assert ("ผลเมื่อสิ้นปี" in headings) is (part is ItaPart.RESULTS)
    assert "เบิกจ่ายถึงสิ้นไตรมาสที่ 1 (บาท)" not in headings


def test_excel_holds_the_same_rows_as_numbers_and_no_formula(six_months: ItaContent) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_ita_excel(six_months))).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [row[1] for row in rows] == [FORMULA, TAKER, AGENCYS]
    assert [(round(row[3] * 100), round(row[9] * 100)) for row in rows] == [
        (one.budget_satang, one.disbursed_satang) for one in six_months.file.projects
    ]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def assert_says(content: ItaContent, said: str, *, wrapped: bool) -> None:
    """See that a reader gives back every amount and name; ``wrapped``: the columns of several lines too."""
    said = said.replace("-", "")
    digits = content.office.digits
    assert squeezed(ita_title(content.file, digits)) in said
    assert content.file.facts_sha256 in said
    table = ita_table(content.file)
    for row in table.rows:
        if not isinstance(row, Row):
            continue
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column.kind is Kind.MONEY and cell is not None:
                assert digits.write(baht_with_commas(int(cell))) in said
            elif cell is not None and not row.total and (wrapped or column.title == "โครงการ"):
                typed = column.kind is Kind.TYPED
                assert squeezed(str(cell) if typed else digits.write(cell)).replace("-", "") in said


def test_pdfium_reads_every_row(six_months: ItaContent, six_months_pdf: bytes, pdfium: Reader) -> None:
    said = "".join(pdfium(six_months_pdf))
    assert_says(six_months, said, wrapped=True)
    assert "ข้อมูลณวันที่๓๑มีนาคม๒๕๖๙ตามรายงานไตรมาสที่๑และ๒ที่บันทึกถึงวันที่๕พฤษภาคม๒๕๖๙" in said
    assert "หน้า๑จาก๑" in said


@pytest.mark.poppler
def test_poppler_reads_every_row(six_months: ItaContent, six_months_pdf: bytes, pdftotext: Reader) -> None:
    # Lines of neighbouring cells that touch are mixed by its guess at columns; names and amounts are whole.
    assert_says(six_months, "".join(pdftotext(six_months_pdf)), wrapped=False)


def test_with_arabic_digits_none_of_ours_is_thai(
    busy_half: Desk, tmp_path: Path, fonts_cache: Path, pdfium: Reader
) -> None:
    papers = PaperSettings(digits=Digits.ARABIC, pdf=PdfKind.ACCESSIBLE)
    content = part_of(with_papers(busy_half, tmp_path, papers), ItaPart.SIX_MONTHS, AFTER_LOCK)
    said = "".join(pdfium(render_ita(content, fonts_cache)))
    assert not re.findall("[๐-๙]", said)
    assert "รอบ6เดือน" in said
    assert content.file.facts_sha256 in said


def test_the_way_of_writing_is_no_part_of_the_facts(busy_half: Desk, six_months: ItaContent, tmp_path: Path) -> None:
    arabic = with_papers(busy_half, tmp_path, PaperSettings(digits=Digits.ARABIC))
    assert part_of(arabic, ItaPart.SIX_MONTHS, AFTER_LOCK).file == six_months.file


def test_the_same_content_gives_the_same_bytes(
    six_months: ItaContent, six_months_pdf: bytes, fonts_cache: Path
) -> None:
    assert render_ita(six_months, fonts_cache) == six_months_pdf
    for write in (render_ita_excel, ita_csv, ita_json):
        assert write(six_months) == write(six_months)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([], ""),
        ([0], "ต.ค. 2568"),
        ([2, 3], "ธ.ค. 2568 – ม.ค. 2569"),
        ([11, 0, 1], "ต.ค. 2568 – พ.ย. 2568, ก.ย. 2569"),
        (range(12), "ต.ค. 2568 – ก.ย. 2569"),
    ],
)
def test_months_are_told_in_runs_with_their_years(months: list[int], said: str) -> None:
    assert duration_words(months, FiscalYear(2569)) == said


@pytest.mark.parametrize("source", list(FundingSource))
def test_a_source_named_in_a_document_is_known_again_in_a_workbook(source: FundingSource) -> None:
    assert find_funding(sources_words([(source, 1)])) is source


@pytest.mark.office
def test_libreoffice_opens_the_csv_and_the_excel_file_and_shows_thai(
    six_months: ItaContent, libreoffice: LibreOffice
) -> None:
    # Without a dialogue Calc reads CSV as Windows-1252 unless told: comma, quotes, UTF-8 (76), from line 1.
    (data,) = open_grids(libreoffice.converted(ita_csv(six_months), "data.csv", "ods", "--infilter=CSV:44,34,76,1"))
    columns = {data.text(1, column): column for column in data.columns(1)}
    name, budget = columns["โครงการ"], columns["งบประมาณหลังโอน (บาท)"]
    assert [data.text(row, name).lstrip("'") for row in (2, 3, 4)] == [FORMULA, TAKER, AGENCYS]
    assert [data.value(row, budget) for row in (2, 3, 4)] == [13346.17, 50000, 99999.99]
    (table,) = open_grids(libreoffice.converted(render_ita_excel(six_months), "table.xlsx", "ods"))
    said = {table.text(row, 2) for row in table.rows}
    assert {FORMULA, TAKER, AGENCYS} <= said
