"""Quarterly reports: on time, late, locked, nothing to report, revised; and the counts of a round."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from flows.perform import perform
from models.kinds import ObligationState, ProgressStatus, Role, SubmissionKind
from models.obligations import Obligation
from models.quarters import ProgressReport, QuarterRound, Submission
from models.settings import OfficeSettings, QuarterDay
from models.values import FiscalYear
from procedure.acts.reporting import (
    CloseQuarter,
    OpenQuarter,
    ProjectProgress,
    SubmitReports,
    close_quarter,
    open_quarter,
    submit_reports,
)
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.permissions import system_actor
from procedure.plans import find_plan
from procedure.progress import behind_plan, count_round, owed_entries, rounds_to_close, rounds_to_open
from tests.offices import YEAR, Desk, project

WORKS = "ผู้รายงานความก้าวหน้า กองช่าง"
LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"
DUE, LOCK = date(2026, 1, 15), date(2026, 1, 30)


def report(desk: Desk, title: str, on: date, clock: time = time(10), **changes: Any) -> None:
    """Submit a post's reports of its one project."""
    post = desk.post_of(title)
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        ids = [entry.project_id for entry in owed_entries(session, plan.plan_id, post, on)]
    reports = tuple(ProjectProgress(project_id=n, status=ProgressStatus.IN_PROGRESS, percent=40) for n in ids)
    facts = SubmitReports(**{"fiscal_year": YEAR, "quarter": 1, "officer_id": post, "reports": reports, **changes})
    actor = desk.actor(Role.OFFICER, on, post)
    perform(desk.database, desk.requester, submit_reports, actor, facts, at(on, clock))


def obligation_of(desk: Desk, title: str) -> Obligation:
    with desk.database.read() as session:
        return session.exec(
            select(Obligation).where(
                Obligation.officer_id == desk.post_of(title), Obligation.subject_kind == "quarter_round"
            )
        ).one()


def test_a_round_opens_with_one_obligation_per_post_and_the_liaisons_outside_the_rates(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.read() as session:
        quarter_round = session.exec(select(QuarterRound)).one()
        rows = session.exec(select(Obligation).where(Obligation.subject_kind == "quarter_round")).all()
        counts = count_round(session, quarter_round)
    assert (quarter_round.opens_on, quarter_round.due_on, quarter_round.lock_on) == (date(2026, 1, 1), DUE, LOCK)
    assert sorted(row.in_rates for row in rows) == [False, True, True]
    assert (counts.expected, counts.received, counts.missing) == (2, 0, 2)


@pytest.mark.parametrize(
    ("on", "clock", "late"),
    [
        (date(2026, 1, 15), time(23, 59, 59), False),  # the last second of the due day, a Thursday
        (date(2026, 1, 16), time(0, 0), True),  # the first second after
        (date(2026, 1, 30), time(23, 59, 59), True),  # the last second before the lock
    ],
)
def test_lateness_begins_at_midnight_after_the_due_day(tmp_path: Path, on: date, clock: time, late: bool) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, on, clock)
    assert (obligation_of(desk, WORKS).state, obligation_of(desk, WORKS).late) == (ObligationState.MET, late)


def test_after_the_lock_day_reports_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 31), time(0, 0))
    assert refused.value.code == "locked"
    assert obligation_of(desk, WORKS).state is ObligationState.OPEN


def test_a_revision_never_overwrites_and_lateness_goes_by_the_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 10))
    report(desk, WORKS, date(2026, 1, 20))
    with desk.database.read() as session:
        revisions = session.exec(select(col(Submission.revision)).order_by(col(Submission.revision))).all()
        assert len(session.exec(select(ProgressReport)).all()) == 2
    assert list(revisions) == [1, 2]
    assert not obligation_of(desk, WORKS).late


def test_nothing_to_report_is_signed_and_carries_the_last_values(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    report(desk, WORKS, date(2026, 1, 10), kind=SubmissionKind.NOTHING, reports=())
    with desk.database.read() as session:
        last = session.exec(select(ProgressReport).order_by(col(ProgressReport.id).desc())).first()
        quarter_round = session.exec(select(QuarterRound)).one()
        counts = count_round(session, quarter_round)
    assert last is not None
    assert (last.status, last.percent) == (ProgressStatus.IN_PROGRESS, 40)
    assert (counts.received, counts.on_time, counts.nothing_to_report) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reports": ()}, "reports_missing"),
        ({"reports": (ProjectProgress(project_id=1, status="not_started"),) * 2}, "reports_not_owed"),
        ({"reports": (ProjectProgress(project_id=1, status="completed", percent=90),)}, "percent_not_100"),
        (
            {"reports": (ProjectProgress(project_id=1, status="in_progress", disbursed_satang=10_000_001),)},
            "disbursed_over_budget",
        ),
        ({"quarter": 2}, "round_not_open"),
    ],
)
def test_reports_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).quarter_open()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 9), **changes)
    assert refused.value.code == code
    assert desk.rows()["submission"] == 0


def test_percent_does_not_fall_from_an_earlier_quarter_but_a_revision_may_correct_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    lower = (ProjectProgress(project_id=1, status=ProgressStatus.IN_PROGRESS, percent=30),)
    report(desk, WORKS, date(2026, 1, 9))
    report(desk, WORKS, date(2026, 1, 10))
    as_of = at(date(2026, 4, 1), time(0, 10))
    opened = OpenQuarter(fiscal_year=YEAR, quarter=2)
    perform(desk.database, desk.requester, open_quarter, system_actor(1), opened, as_of)
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 4, 9), quarter=2, reports=lower)
    assert (refused.value.code, refused.value.project_id) == ("percent_fell", 1)
    report(desk, WORKS, date(2026, 1, 12), reports=lower)


def test_a_head_reports_for_the_own_division_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    on = date(2026, 1, 9)
    facts = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=desk.post_of(WORKS), kind=SubmissionKind.NOTHING)
    other = desk.actor(Role.DIVISION_HEAD, on, desk.post_of("ผู้อำนวยการกองคลัง"))
    with pytest.raises(ProcedureError) as refused:
        perform(desk.database, desk.requester, submit_reports, other, facts, at(on, time(10)))
    assert refused.value.code == "not_your_post"
    own = desk.actor(Role.DIVISION_HEAD, on, desk.post_of("ผู้อำนวยการกองช่าง"))
    perform(desk.database, desk.requester, submit_reports, own, facts, at(on, time(10)))
    assert obligation_of(desk, WORKS).state is ObligationState.MET


def test_a_closed_round_tells_missing_from_nothing_and_liaisons_from_both(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    facts = CloseQuarter(fiscal_year=YEAR, quarter=1)
    with pytest.raises(ProcedureError) as refused:
        perform(desk.database, desk.requester, close_quarter, system_actor(1), facts, at(LOCK, time(23)))
    assert refused.value.code == "too_early"
    perform(desk.database, desk.requester, close_quarter, system_actor(1), facts, at(date(2026, 2, 3), time(1)))
    with desk.database.read() as session:
        quarter_round = session.exec(select(QuarterRound)).one()
        counts = count_round(session, quarter_round)
    assert quarter_round.closed_on == date(2026, 1, 31)  # the day after the lock, however late the schedule came
    assert (counts.expected, counts.received, counts.on_time, counts.missing) == (2, 1, 1, 1)
    assert obligation_of(desk, LIAISON).state is ObligationState.MISSED
    assert obligation_of(desk, LIAISON).in_rates is False


def test_rounds_open_the_day_after_the_quarter_and_not_once_locked(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        opening = {
            day: rounds_to_open(session, plan, at(day, time(0, 10)))
            for day in (date(2025, 12, 31), date(2026, 1, 1), LOCK, date(2026, 1, 31), date(2026, 4, 1))
        }
        assert rounds_to_close(session, plan, at(date(2026, 2, 1), time(1))) == []
    assert opening == {
        date(2025, 12, 31): [],
        date(2026, 1, 1): [1],
        LOCK: [1],
        date(2026, 1, 31): [],
        date(2026, 4, 1): [2],
    }


@pytest.mark.parametrize(
    ("status", "months", "on", "behind"),
    [
        (ProgressStatus.NOT_STARTED, 0b110, date(2025, 11, 30), False),  # November has not ended
        (ProgressStatus.NOT_STARTED, 0b110, date(2025, 12, 1), True),
        (ProgressStatus.IN_PROGRESS, 0b110, date(2025, 12, 31), False),  # December has not ended
        (ProgressStatus.IN_PROGRESS, 0b110, date(2026, 1, 1), True),
        (ProgressStatus.COMPLETED, 0b110, date(2026, 9, 30), False),
        (ProgressStatus.CANCELLED, 0b110, date(2026, 9, 30), False),
        (ProgressStatus.NOT_STARTED, 0b1000, date(2026, 1, 31), False),  # planned for January
    ],
)
def test_behind_plan_is_derived_from_the_months(status: ProgressStatus, months: int, on: date, behind: bool) -> None:
    assert behind_plan(status, months, FiscalYear(YEAR), on) is behind


def test_quarter_days_are_the_offices_own() -> None:
    year = FiscalYear(YEAR)
    default = OfficeSettings()
    assert [default.quarter_due_on(year.quarter(n)) for n in range(1, 5)] == [
        date(2026, 1, 15),
        date(2026, 4, 20),
        date(2026, 7, 15),
        date(2026, 10, 15),
    ]
    days = (QuarterDay(month=1, day=20), *default.quarter_due[1:])
    assert OfficeSettings(quarter_due=days).quarter_due_on(year.quarter(1)) == date(2026, 1, 20)


@pytest.mark.parametrize(("month", "day"), [(2, 29), (2, 30), (4, 31)])
def test_a_quarter_day_that_some_year_lacks_is_refused(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="day"):
        QuarterDay(month=month, day=day)


def test_an_edition_without_projects_of_a_post_owes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(project())
    with pytest.raises(ProcedureError) as refused:
        report(desk, "ผู้รายงานความก้าวหน้า กองคลัง", date(2026, 1, 9))
    assert refused.value.code == "nothing_owed"
