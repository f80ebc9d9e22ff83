"""Work carried on into the next year: reported each quarter beside that year's projects, outside its totals."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from documents.finance_facts import finance_rows
from documents.quarter_facts import quarter_report
from documents.quarter_sums import counts_of, money_of
from flows.perform import perform
from models.kinds import ObligationState, ObstacleKind, ProgressStatus, Role, SubmissionKind, YearEndKind
from models.obligations import Obligation
from models.organizations import Officer
from models.plans import Edition
from models.quarters import ProgressReport
from procedure.acts.collecting import ImportProjects, OpenPlan, import_projects, open_plan
from procedure.acts.confirming import ConfirmAmounts, ProjectAmounts, confirm_amounts
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.acts.year_end import record_year_end_outcome
from procedure.amounts import differences
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.evaluation import evaluation_tables
from procedure.owed import owed_projects
from procedure.permissions import system_actor
from procedure.plans import find_plan
from procedure.progress import count_round, find_round
from procedure.report_checks import ProjectProgress
from procedure.year_end import carried_entries
from tests.offices import YEAR, Desk, project
from tests.procedure.test_money import WORKS, moving, spend, transfer
from tests.procedure.test_year_end import DAY, NEXT, deciding

OPENED, TYPED = date(2027, 1, 1), date(2027, 1, 8)
FINANCE = "ผู้รายงานความก้าวหน้า กองคลัง"
Q1_END = at(date(2027, 1, 20), time(18))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office in the next year's first round: one project of กองคลัง, and one carried on by กองช่าง."""
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=1_000_000)
    transfer(desk, moving(amount_satang=2_000_000), DAY)
    desk.act(record_year_end_outcome, deciding(kind=YearEndKind.CARRIED_COMMITTED, amount_satang=7_000_000), DAY)
    announce_next_year(desk)
    open_round(desk, 1, OPENED)
    return desk


def announce_next_year(desk: Desk) -> None:
    promulgated = date(2026, 9, 18)
    desk.act(open_plan, OpenPlan(fiscal_year=NEXT, budget_promulgated_on=promulgated), promulgated)
    facts = ImportProjects(
        fiscal_year=NEXT,
        file_name="plan.xlsx",
        file_sha256="1" * 64,
        file_content=b"workbook",
        projects=[project("โครงการปีใหม่", divisions=["กองคลัง"], months=0b111111111111)],
        equipment=[],
    )
    desk.act(import_projects, facts, date(2026, 10, 2))
    with desk.database.write() as session:
        edition = session.get_one(Edition, find_plan(session, 1, NEXT).edition_id)
        for step in ("compiled_on", "submitted_on", "resolved_on", "approved_on", "announced_on"):
            setattr(edition, step, date(2026, 10, 9))


def open_round(desk: Desk, quarter: int, on: date) -> None:
    facts = OpenQuarter(fiscal_year=NEXT, quarter=quarter)
    actor = system_actor(1)
    perform(desk.database, desk.requester, open_quarter, actor, facts, at(on, time(0, 10)))


def report(desk: Desk, quarter: int = 1, on: date = TYPED, **changes: Any) -> None:
    """Report the carried work of the works division, by default 60 percent done and 50,000 baht disbursed."""
    facts = reporting(desk, quarter, **changes)
    with desk.database.write() as session:
        submit_reports(session, desk.actor(Role.OFFICER, on, facts.officer_id), facts, at(on, time(10)))


def reporting(desk: Desk, quarter: int = 1, **changes: Any) -> SubmitReports:
    row = {
        "project_id": 1,
        "status": ProgressStatus.IN_PROGRESS,
        "percent": 60,
        "disbursed_satang": 5_000_000,
        **changes,
    }
    return SubmitReports(
        fiscal_year=NEXT, quarter=quarter, officer_id=desk.post_of(WORKS), reports=(ProjectProgress(**row),)
    )


def owed(desk: Desk, title: str, quarter: int, on: date) -> list[str]:
    post = desk.post_of(title)
    with desk.database.read() as session:
        return [entry.name for entry in owed_projects(session, find_plan(session, 1, NEXT), post, quarter, on).entries]


def test_a_post_with_carried_work_alone_owes_the_round_too(desk: Desk) -> None:
    with desk.database.read() as session:
        quarter_round = find_round(session, find_plan(session, 1, NEXT).plan_id, 1)
        assert quarter_round is not None
        owing = select(Officer.title).join(Obligation).where(Obligation.subject_id == quarter_round.id)
        titles = session.exec(owing.where(Obligation.subject_kind == "quarter_round").order_by(col(Officer.id))).all()
        assert count_round(session, quarter_round).expected == 2
    assert list(titles) == [FINANCE, WORKS]
    assert owed(desk, WORKS, 1, TYPED) == ["โครงการหนึ่ง"]
    assert owed(desk, FINANCE, 1, TYPED) == ["โครงการปีใหม่"]


def test_an_outcome_decided_while_the_round_takes_reports_changes_who_owes_it(desk: Desk) -> None:
    def works() -> Obligation:
        with desk.database.read() as session:
            quarter_round = find_round(session, find_plan(session, 1, NEXT).plan_id, 1)
            assert quarter_round is not None
            owed = select(Obligation).where(
                Obligation.subject_kind == "quarter_round",
                Obligation.subject_id == quarter_round.id,
                Obligation.officer_id == desk.post_of(WORKS),
            )
            return session.exec(owed).one()

    lapsed = deciding(kind=YearEndKind.LAPSED, amount_satang=7_000_000, expires_on=None, dated_on=TYPED)
    desk.act(record_year_end_outcome, lapsed, TYPED)
    assert (works().state, works().ended_on) == (ObligationState.WITHDRAWN, TYPED)
    again = deciding(kind=YearEndKind.CARRIED_COMMITTED, amount_satang=7_000_000, dated_on=TYPED)
    desk.act(record_year_end_outcome, again, TYPED)
    assert works().state is ObligationState.OPEN


def test_carried_work_is_reported_against_its_own_budget_and_last_values(desk: Desk) -> None:
    with pytest.raises(ProcedureError, match="percent_fell"):
        report(desk, percent=39)  # 40 percent was signed in the year before
    with pytest.raises(ProcedureError, match="disbursed_over_budget"):
        report(desk, disbursed_satang=8_000_001)  # 100,000 baht less the 20,000 that were moved away
    report(desk, disbursed_satang=8_000_000)


def test_carried_work_must_be_reported_and_is_behind_only_once_its_last_day_has_passed(desk: Desk) -> None:
    nothing_of_it = reporting(desk).model_copy(update={"reports": ()})
    actor = desk.actor(Role.OFFICER, TYPED, nothing_of_it.officer_id)
    with pytest.raises(ProcedureError, match="reports_missing"), desk.database.write() as session:
        submit_reports(session, actor, nothing_of_it, at(TYPED, time(10)))
    report(desk)  # its planned months are long over, yet it is carried on until 31 March
    open_round(desk, 2, date(2027, 4, 1))
    with pytest.raises(ProcedureError, match="obstacle_missing"):
        report(desk, 2, date(2027, 4, 5))
    report(desk, 2, date(2027, 4, 5), obstacle="ผู้รับจ้างทิ้งงาน", obstacle_kind=ObstacleKind.CONTRACTOR)


def test_nothing_to_report_signs_the_last_values_of_carried_work(desk: Desk) -> None:
    facts = SubmitReports(fiscal_year=NEXT, quarter=1, officer_id=desk.post_of(WORKS), kind=SubmissionKind.NOTHING)
    with desk.database.write() as session:
        submit_reports(session, desk.actor(Role.OFFICER, TYPED, facts.officer_id), facts, at(TYPED, time(10)))
    with desk.database.read() as session:
        newest = session.exec(select(ProgressReport).order_by(col(ProgressReport.id))).all()[-1]
    assert (newest.project_id, newest.percent, newest.disbursed_satang) == (1, 40, 1_000_000)


def test_carried_work_stands_in_its_own_section_outside_the_years_totals(desk: Desk) -> None:
    report(desk)
    with desk.database.read() as session:
        plan = find_plan(session, 1, NEXT)
        quarter_round = find_round(session, plan.plan_id, 1)
        assert quarter_round is not None
        summary = quarter_report(session, plan, quarter_round)
        assert [one.name for one in summary.projects] == ["โครงการปีใหม่"]
        tables = evaluation_tables(session, plan, Q1_END)
    (line,) = summary.carried
    assert (line.origin_year, line.origin_number, line.name, line.division) == (YEAR, 1, "โครงการหนึ่ง", "กองช่าง")
    assert (line.satang, line.disbursed_satang, line.expires_on) == (8_000_000, 5_000_000, date(2027, 3, 31))
    assert line.status == ProgressStatus.IN_PROGRESS.name_th
    assert counts_of(summary.projects).total == 1
    assert money_of(summary.projects).disbursed == 0
    assert tables is not None
    assert "โครงการหนึ่ง" not in str(tables)


def test_completed_carried_work_may_be_revised_in_its_quarter_and_is_owed_no_further(desk: Desk) -> None:
    report(desk, status=ProgressStatus.COMPLETED, percent=100)
    paid = {"disbursed_satang": 6_000_000, "final_payment": True}
    report(desk, on=date(2027, 1, 12), status=ProgressStatus.COMPLETED, percent=100, **paid)
    open_round(desk, 2, date(2027, 4, 1))
    assert owed(desk, WORKS, 1, date(2027, 1, 20)) == ["โครงการหนึ่ง"]
    assert owed(desk, WORKS, 2, date(2027, 4, 2)) == []
    with desk.database.read() as session:
        assert carried_entries(session, 1, NEXT, date(2027, 1, 20)) == []


def test_work_that_lapsed_before_the_quarter_is_not_owed(desk: Desk) -> None:
    assert owed(desk, WORKS, 2, date(2027, 4, 2)) == ["โครงการหนึ่ง"]  # carried until 31 March, the quarter's last day
    assert owed(desk, WORKS, 3, date(2027, 7, 2)) == []


def test_the_finance_division_confirms_carried_work_under_its_own_year(desk: Desk) -> None:
    report(desk)
    with desk.database.read() as session:
        plan = find_plan(session, 1, NEXT)
        rows = finance_rows(session, plan, 1, TYPED)
    assert [(row.fiscal_year, row.number, row.net_satang) for row in rows] == [
        (NEXT, 1, 10_000_000),
        (YEAR, 1, 8_000_000),
    ]
    amounts = ProjectAmounts(project_number=1, contracted_satang=0, disbursed_satang=4_999_900, origin_year=YEAR)
    facts = ConfirmAmounts(fiscal_year=NEXT, quarter=1, confirmed_on=TYPED, document="ที่ ๙", amounts=(amounts,))
    desk.act(confirm_amounts, facts, TYPED, Role.FINANCE_OFFICER)
    with desk.database.read() as session:
        (found,) = differences(session, find_plan(session, 1, NEXT), 1)
    assert (found.project.fiscal_year, found.project.number, found.project_id) == (YEAR, 1, 1)
