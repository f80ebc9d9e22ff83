"""What a quarter's report reads from the record is what the database sums to, to the satang."""

from datetime import date

import pytest
from sqlmodel import select

from documents.keeping import facts_digest
from documents.quarter_content import QuarterReport, ReportLine
from documents.quarter_facts import quarter_report
from documents.quarter_sums import by_programme, by_strategy, by_unit, counts_of, money_of
from documents.quarter_tables import lines_under_title
from models.kinds import Digits, ProgressStatus
from models.quarters import QuarterRound
from models.settings import OfficeSettings
from procedure.evaluation import evaluation_tables
from procedure.money_sources import MoneyKind
from procedure.plans import find_plan
from procedure.progress import find_round
from tests.documents.quarter_sample import CLOSED
from tests.offices import YEAR, Desk

DISBURSED = """
SELECT SUM(disbursed_satang), SUM(contracted_satang) FROM (
  SELECT r.disbursed_satang, r.contracted_satang, ROW_NUMBER() OVER (
    PARTITION BY r.project_id ORDER BY q.number DESC, s.submitted_at DESC, s.id DESC) AS newest
  FROM progress_report r JOIN submission s ON s.id = r.submission_id JOIN quarter_round q ON q.id = s.round_id
  JOIN project p ON p.id = r.project_id AND p.plan_id = q.plan_id
  WHERE q.number <= :quarter AND p.agency_id {whose})
WHERE newest = 1"""


def told(desk: Desk, quarter: int = 1, on: date | None = None) -> QuarterReport:
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        found = find_round(session, plan.plan_id, quarter)
        assert found is not None
        return quarter_report(session, plan, found, on)


def sums(desk: Desk, quarter: int, whose: str) -> tuple[int, int]:
    with desk.database.engine.connect() as connection:
        row = connection.exec_driver_sql(DISBURSED.format(whose=whose).replace(":quarter", str(quarter))).one()
    return row[0] or 0, row[1] or 0


def line(report: QuarterReport, number: int) -> ReportLine:
    (found,) = [one for one in report.projects if one.number == number]
    return found


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_years_reports_sum_to_what_the_database_holds(sample_year: Desk, quarter: int) -> None:
    report = told(sample_year, quarter)
    own, other = (
        [one for one in report.projects if not one.outside],
        [one for one in report.projects if one.outside],
    )
    assert (sum(one.disbursed_satang for one in own), sum(one.contracted_satang for one in own)) == sums(
        sample_year, quarter, "IS NULL"
    )
    assert sum(one.disbursed_satang for one in other) == sums(sample_year, quarter, "IS NOT NULL")[0]
    with sample_year.database.read() as session:
        figures = evaluation_tables(session, find_plan(session, 1, YEAR)).totals[quarter - 1]
    counts, money = counts_of(report.projects), money_of(report.projects)
    assert (counts.total, counts.completed, counts.in_progress, counts.not_started, counts.not_reported) == (
        figures.projects,
        figures.completed,
        figures.in_progress,
        figures.not_started,
        figures.not_reported,
    )
    assert (money.budget, money.disbursed) == (figures.own_budget_satang, figures.own_disbursed_satang)
    assert (money.other_budget, money.other_disbursed) == (
        figures.other_budget_satang,
        figures.other_disbursed_satang,
    )
    for parted in (by_strategy(report), by_programme(report), by_unit(report)):
        assert sum((money_of(members).disbursed for _label, members in parted)) == money.disbursed


def test_the_second_quarter_tells_what_happened_to_the_plan_in_it(sample_year: Desk) -> None:
    report = told(sample_year, 2)
    assert [(one.action, one.number) for one in report.changes] == [("เพิ่ม", 4), ("เปลี่ยนแปลง", 2)]
    assert [(one.giver, one.taker, one.satang) for one in report.transfers] == [("โครงการสอง", "โครงการหนึ่ง", 1_000_000)]
    assert [one.number for one in report.projects if one.added] == [4]
    assert [one.in_plan for one in line(report, 4).quarters] == [False, True]
    assert not told(sample_year, 1).changes
    assert not told(sample_year, 4).changes
    assert report.told_on == date(2026, 5, 13)  # the last paper came in after the close, by leave


def test_money_is_parted_by_its_source_only_where_that_is_certain(quarter_office: Desk) -> None:
    report = told(quarter_office)
    parts = {one.number: {part.kind: part.satang for part in one.disbursed} for one in report.projects}
    assert parts == {
        1: {MoneyKind.SEVERAL: 4_000_007},  # budget and accumulated funds, paid in part
        2: {MoneyKind.SEVERAL: 1_000_003},  # accumulated funds, and budget transferred to it
        3: {MoneyKind.EARMARKED: 3_000_000},
        4: {},
        5: {MoneyKind.BUDGET: 1_234_567},  # cancelled since: what was paid stays paid
        6: {MoneyKind.BUDGET: 111_111},  # merged since
        7: {MoneyKind.BUDGET: 2_000_000, MoneyKind.ACCUMULATED: 1_000_001},  # all of it was paid
        8: {},
    }
    assert sum(one.disbursed_satang for one in report.projects) == sums(quarter_office, 1, "IS NULL")[0]
    money = money_of(report.projects)
    assert (money.from_budget, money.from_accumulated, money.from_earmarked, money.from_several) == (
        3_234_567,
        1_000_001,
        3_000_000,
        5_000_010,
    )


def test_what_the_plan_gives_by_source_is_the_funding_lines(quarter_office: Desk) -> None:
    report = told(quarter_office)
    with quarter_office.database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT f.source, SUM(f.amount_satang) FROM funding_line f JOIN project_entry e ON e.id = f.entry_id"
            " JOIN edition d ON d.id = e.edition_id JOIN project p ON p.id = e.project_id"
            " WHERE p.agency_id IS NULL AND d.number = 0 GROUP BY f.source"
        ).all()
    given: dict[str, int] = {}
    for one in report.projects:
        for part in one.funding if one.counted and not one.outside else ():
            given[part.kind.value] = given.get(part.kind.value, 0) + part.satang
    by_source = {str(source): satang for source, satang in rows}
    assert given == {
        "budget": by_source["annual_budget"],  # that of the merged project stands in the one it went into
        "accumulated": by_source["accumulated_funds"],
        "earmarked": by_source["earmarked_subsidy"],
    }


def test_cancelled_is_counted_and_merged_is_counted_within_another(quarter_office: Desk) -> None:
    report = told(quarter_office)
    assert (line(report, 5).status, line(report, 5).budget_satang) == (ProgressStatus.CANCELLED, 0)
    assert (line(report, 6).counted, line(report, 6).merged_into) == (False, 4)
    assert line(report, 4).budget_satang == 20_000_000 - 999
    counts = counts_of(report.projects)
    assert (counts.total, counts.cancelled, counts.completed, counts.behind) == (7, 1, 2, 4)
    assert [(one.action, one.number, one.into) for one in report.changes] == [
        ("เปลี่ยนแปลง", 4, None),
        ("ยกเลิก", 5, None),
        ("รวมโครงการ", 6, 4),
    ]


def test_an_open_round_gives_an_interim_report_of_that_day(quarter_office: Desk) -> None:
    report = told(quarter_office, on=date(2026, 1, 10))
    assert (report.closed_on, report.told_on) == (None, date(2026, 1, 10))
    assert lines_under_title(report)[1].endswith("รายงานระหว่างรอบ (ยังไม่ปิดรอบ) ข้อมูล ณ วันที่ ๑๐ มกราคม ๒๕๖๙")
    assert (report.counts.expected, report.counts.received, report.counts.not_informed) == (2, 1, 0)
    assert line(report, 3).status is None  # กองคลัง reported two days later
    assert line(report, 5).status is ProgressStatus.IN_PROGRESS  # cancelled three days later
    assert not report.changes
    assert not report.transfers
    assert told(quarter_office, on=date(2026, 1, 13)).counts.received == 2


def test_a_closed_round_is_told_alike_on_every_later_day(quarter_office: Desk) -> None:
    report = told(quarter_office)
    assert report == told(quarter_office, on=date(2026, 9, 30))
    assert report.closed_on == CLOSED
    assert told(quarter_office, on=date(2026, 1, 30)).closed_on is None


def test_who_signs_and_the_way_of_writing_are_no_facts_of_the_quarter(quarter_office: Desk) -> None:
    before = told(quarter_office)
    papers = {"digits": "arabic", "signatures": {"quarter_report": {"post": "ปลัดเทศบาล", "title": "ปลัดเทศบาลตำบล"}}}
    with quarter_office.database.write() as session:
        plan = find_plan(session, 1, YEAR)
        chosen = OfficeSettings.model_validate({**plan.organization.settings, "papers": papers})
        plan.organization.settings = chosen.model_dump(mode="json")
        session.flush()
        after = quarter_report(session, plan, session.exec(select(QuarterRound)).one())
        session.rollback()
    assert after.office.digits is Digits.ARABIC
    assert before.signatory.post == "ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ"
    assert after.signatory.post == "ปลัดเทศบาลตำบล"
    assert facts_digest(after.told) == facts_digest(before.told)
