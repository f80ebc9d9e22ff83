"""Late is not locked: leave to report after the lock, and reports on paper typed in later, of an old year too."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from documents.quarter_facts import quarter_report
from flows.quarterly_progress import keep_rounds
from models.kinds import ObligationState, Role
from models.obligations import Event, Obligation
from models.quarters import LockException, QuarterRound, Submission
from procedure.acts.quarter_days import GrantException, grant_exception
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from procedure.progress import count_round, rounds_to_close
from tests.offices import YEAR, Desk
from tests.procedure.quarters import (
    DUE,
    FINANCE,
    LIAISON,
    LOCK,
    WORKS,
    close_round,
    obligation_of,
    paper,
    report,
    round_of,
)

GIVEN, UNTIL = date(2026, 2, 3), date(2026, 2, 10)


def grant(desk: Desk, on: date = GIVEN, role: Role = Role.EXECUTIVE, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "fiscal_year": YEAR,
        "quarter": 1,
        "post": WORKS,
        "authority": "นายกเทศมนตรี",
        "document": "บันทึกอนุมัติ ที่ ๕/๒๕๖๙",
        "dated_on": GIVEN,
        "expires_on": UNTIL,
    }
    desk.act(grant_exception, GrantException(**{**facts, **changes}), on, role)


def refusal(act: Any, *arguments: Any, **named: Any) -> ProcedureError:
    with pytest.raises(ProcedureError) as refused:
        act(*arguments, **named)
    return refused.value


@pytest.mark.parametrize(
    ("on", "clock", "code"),
    [
        (date(2026, 2, 2), time(23, 59, 59), "locked"),  # the day before the paper
        (GIVEN, time(0, 0), ""),
        (UNTIL, time(23, 59, 59), ""),
        (date(2026, 2, 11), time(0, 0), "locked"),  # the day after it expired
    ],
)
def test_after_the_lock_a_report_is_taken_only_while_leave_is_in_force(
    tmp_path: Path, on: date, clock: time, code: str
) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    grant(desk)
    if code:
        before = desk.rows()
        assert refusal(report, desk, WORKS, on, clock).code == code
        assert desk.rows() == before
        return
    report(desk, WORKS, on, clock)
    owed = obligation_of(desk, WORKS)
    assert (owed.state, owed.late, owed.ended_on) == (ObligationState.MET, True, on)
    with desk.database.read() as session:
        counts = count_round(session, session.exec(select(QuarterRound)).one())
        event = session.exec(select(Event).order_by(col(Event.id).desc())).first()
    assert (counts.received, counts.late, counts.missing) == (1, 1, 1)
    assert event is not None
    assert event.payload == {"late": True, "by_exception": True}


def test_leave_is_for_one_post_and_also_before_the_round_is_closed(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    grant(desk, date(2026, 1, 20), dated_on=date(2026, 1, 20))
    on = date(2026, 2, 1)
    assert refusal(report, desk, FINANCE, on).code == "locked"
    report(desk, WORKS, on)
    assert (obligation_of(desk, WORKS).state, obligation_of(desk, WORKS).late) == (ObligationState.MET, True)
    close_round(desk, 1, on)
    assert obligation_of(desk, FINANCE).state is ObligationState.MISSED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fiscal_year": 2570}, "no_plan"),
        ({"quarter": 2}, "round_not_open"),
        ({"post": "ตำแหน่งที่ไม่มี"}, "unknown_officer"),
        ({"post": "ผู้รายงานความก้าวหน้า กองการศึกษา"}, "nothing_owed"),
        ({"dated_on": date(2026, 2, 4)}, "date_in_future"),
        ({"expires_on": date(2026, 2, 2)}, "expires_before_dated"),
        ({"dated_on": date(2026, 1, 5), "expires_on": LOCK}, "expires_before_lock"),
    ],
)
def test_leave_that_does_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    assert refusal(grant, desk, **changes).code == code
    assert desk.rows() == before


def test_leave_is_the_executives_to_give(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    for role in (Role.PLAN_ANALYST, Role.OFFICER, Role.DIVISION_HEAD, Role.CLERK):
        assert refusal(grant, desk, role=role).code == "not_permitted"
    grant(desk)
    grant(desk, role=Role.ADMINISTRATOR, expires_on=date(2026, 3, 1))
    with desk.database.read() as session:
        assert [row.expires_on for row in session.exec(select(LockException))] == [UNTIL, date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("received_on", "late"),
    [
        (date(2026, 1, 1), False),  # the day the round opened
        (DUE, False),
        (date(2026, 1, 16), True),
        (LOCK, True),
    ],
)
def test_a_paper_typed_after_the_close_counts_by_the_day_it_was_received(
    tmp_path: Path, received_on: date, late: bool
) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    outcome = paper(desk, WORKS, received_on, date(2026, 2, 10))
    days = (date(2026, 2, 10) - received_on).days
    assert outcome.message_th.endswith(f"{'ล่าช้ากว่ากำหนด' if late else 'ภายในกำหนด'} บันทึกย้อนหลัง {days} วัน")
    owed = obligation_of(desk, WORKS)
    assert (owed.state, owed.late, owed.ended_on) == (ObligationState.MET, late, received_on)
    with desk.database.read() as session:
        submission = session.exec(select(Submission)).one()
        plan = find_plan(session, 1, YEAR)
        lines = quarter_report(session, plan, session.exec(select(QuarterRound)).one()).posts
    assert (submission.received_on, submission.document) == (received_on, "บันทึกข้อความ ที่ ๑/๒๕๖๙")
    assert submission.signed_by_id is None  # the paper bears the signature; who typed it stands in the audit
    assert submission.submitted_at == at(date(2026, 2, 10), time(10))
    (line,) = [line for line in lines if line.post == WORKS]
    (told,) = line.quarters
    assert (told.received_on, told.standing) == (received_on, "met_late" if late else "met")


def test_a_paper_typed_on_its_day_is_not_recorded_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    assert "ย้อนหลัง" not in paper(desk, WORKS, date(2026, 1, 9), date(2026, 1, 9)).message_th


def test_a_later_paper_does_not_move_what_was_received_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 20))
    paper(desk, WORKS, date(2026, 1, 14), date(2026, 1, 21))
    owed = obligation_of(desk, WORKS)
    assert (owed.late, owed.ended_on) == (True, date(2026, 1, 20))


@pytest.mark.parametrize(
    ("received_on", "on", "changes", "code"),
    [
        (date(2026, 1, 31), date(2026, 2, 10), {}, "locked"),
        (date(2026, 2, 11), date(2026, 2, 10), {}, "date_in_future"),
        (date(2025, 12, 31), date(2026, 2, 10), {}, "received_before_opening"),
        (date(2026, 1, 9), date(2026, 2, 10), {"officer_id": 999}, "unknown_officer"),
        (date(2026, 1, 9), date(2026, 2, 10), {"quarter": 2}, "too_early"),
        (date(2026, 1, 9), date(2026, 2, 10), {"fiscal_year": 2570}, "no_plan"),
        (date(2026, 1, 9), date(2026, 2, 10), {"reports": ()}, "reports_missing"),
    ],
)
def test_papers_that_do_not_fit_are_refused(
    tmp_path: Path, received_on: date, on: date, changes: dict[str, Any], code: str
) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    assert refusal(paper, desk, WORKS, received_on, on, **changes).code == code
    assert desk.rows() == before


def test_a_paper_received_under_leave_after_the_lock_is_taken_as_late(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    grant(desk)
    paper(desk, WORKS, date(2026, 2, 5), date(2026, 3, 1))  # typed long after the leave expired
    owed = obligation_of(desk, WORKS)
    assert (owed.state, owed.late, owed.ended_on) == (ObligationState.MET, True, date(2026, 2, 5))


def test_papers_are_recorded_by_the_analyst_and_the_administrator_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    on = date(2026, 1, 9)
    for role in (Role.OFFICER, Role.DIVISION_HEAD, Role.CLERK, Role.EXECUTIVE):
        assert refusal(paper, desk, WORKS, on, on, role).code == "not_permitted"
    paper(desk, WORKS, on, on, Role.ADMINISTRATOR)


def test_an_old_year_typed_in_opens_its_round_in_silence_and_the_sweep_closes_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    on = date(2026, 6, 1)
    paper(desk, WORKS, date(2026, 1, 9), on)
    opened = round_of(desk)
    assert (opened.opens_on, opened.due_on, opened.opened_on, opened.closed_on) == (date(2026, 1, 1), DUE, on, None)
    with desk.database.read() as session:
        rows = session.exec(select(Obligation).where(Obligation.subject_kind == "quarter_round")).all()
        assert rounds_to_close(session, find_plan(session, 1, YEAR), at(on, time(11))) == [1]
    assert len(rows) == 3
    assert all(row.silent for row in rows)
    assert not keep_rounds(desk.database, 1, YEAR, at(on, time(11))).failed
    assert round_of(desk).closed_on == date(2026, 1, 31)
    assert obligation_of(desk, WORKS).state is ObligationState.MET
    assert obligation_of(desk, FINANCE).state is ObligationState.MISSED
    paper(desk, FINANCE, date(2026, 1, 20), on)  # the next paper of the pile
    owed = obligation_of(desk, FINANCE)
    assert (owed.state, owed.late, owed.ended_on) == (ObligationState.MET, True, date(2026, 1, 20))
    assert obligation_of(desk, LIAISON).state is ObligationState.MISSED


def test_a_paper_within_the_days_of_a_round_opens_it_for_all(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    paper(desk, WORKS, date(2026, 1, 9), date(2026, 1, 12))
    assert not obligation_of(desk, FINANCE).silent
    report(desk, FINANCE, date(2026, 1, 13))


def test_a_paper_of_a_plan_that_is_not_announced_waits(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    received = date(2026, 1, 9)
    assert refusal(paper, desk, WORKS, received, received).code == "needs_announced"
