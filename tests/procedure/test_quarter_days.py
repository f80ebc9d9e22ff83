"""Quarter days: the office's own, on a working day if it likes, or chosen for a plan; and what moves with them."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.evidence import Holiday
from models.kinds import DueDayCause, HolidayStanding, ObligationState, Role
from models.obligations import DueDayChange, Event
from models.organizations import Organization
from models.quarters import ChosenQuarterDay
from procedure.acts.quarter_days import ChooseQuarterDay, choose_quarter_day
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.moving import moves_told
from procedure.plans import find_plan
from procedure.progress import rounds_to_close, rounds_to_open
from procedure.quarter_days import quarter_days
from tests.offices import YEAR, Desk
from tests.procedure.quarters import (
    DUE,
    FINANCE,
    LOCK,
    WORKS,
    close_round,
    obligation_of,
    open_round,
    report,
    round_of,
)

MOVED = date(2026, 1, 22)


def choose(desk: Desk, on: date, role: Role = Role.PLAN_ANALYST, **changes: Any) -> None:
    facts: dict[str, Any] = {"fiscal_year": YEAR, "quarter": 1, "due_on": MOVED, "reason": "สำนักงานน้ำท่วม", **changes}
    desk.act(choose_quarter_day, ChooseQuarterDay(**facts), on, role)


def days(desk: Desk, number: int = 1) -> tuple[date, date]:
    with desk.database.read() as session:
        return quarter_days(session, find_plan(session, 1, YEAR), number)


def next_working_day(desk: Desk) -> None:
    with desk.database.write() as session:
        organization = session.get_one(Organization, 1)
        organization.settings = {**organization.settings, "quarter_due_next_working_day": True}
        session.add(organization)


def test_a_usual_day_on_a_holiday_stays_unless_the_office_moves_it_to_a_working_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.write() as session:
        for day in (date(2026, 1, 15), date(2026, 1, 16)):  # a Thursday and the Friday before a weekend
            session.add(Holiday(on_day=day, name_th="วันหยุดพิเศษ", source="มติ", standing=HolidayStanding.CONFIRMED))
    assert days(desk) == (DUE, LOCK)
    next_working_day(desk)
    assert days(desk) == (date(2026, 1, 19), date(2026, 2, 3))  # the Monday; the lock is counted from it
    assert days(desk, 2) == (date(2026, 4, 20), date(2026, 5, 5))
    open_round(desk, 1, date(2026, 1, 1))
    assert (round_of(desk).due_on, round_of(desk).lock_on) == (date(2026, 1, 19), date(2026, 2, 3))
    assert obligation_of(desk, WORKS).due_on == date(2026, 1, 19)


def test_a_day_chosen_before_the_round_opens_is_its_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    choose(desk, date(2025, 12, 1))
    choose(desk, date(2025, 12, 2), due_on=date(2026, 1, 24), lock_on=date(2026, 1, 31))  # chosen anew: a Saturday
    next_working_day(desk)
    assert days(desk) == (date(2026, 1, 24), date(2026, 1, 31))  # a chosen day stands as chosen
    assert desk.rows()["chosen_quarter_day"] == 1
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        opening = {
            day: rounds_to_open(session, plan, at(day, time(1)))
            for day in (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 1))
        }
    assert opening == {date(2025, 12, 31): [], date(2026, 1, 31): [1], date(2026, 2, 1): []}
    open_round(desk, 1, date(2026, 1, 1))
    assert (round_of(desk).due_on, round_of(desk).lock_on) == (date(2026, 1, 24), date(2026, 1, 31))


def test_choosing_moves_an_open_round_and_its_open_obligations_and_no_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, FINANCE, date(2026, 1, 9))
    choose(desk, date(2026, 1, 14))
    assert (round_of(desk).due_on, round_of(desk).lock_on) == (MOVED, date(2026, 2, 6))
    works, finance = obligation_of(desk, WORKS), obligation_of(desk, FINANCE)
    assert (works.due_on, works.lock_on, works.due_version) == (MOVED, date(2026, 2, 6), 2)
    assert (finance.due_on, finance.lock_on, finance.due_version) == (DUE, LOCK, 1)
    with desk.database.read() as session:
        changes = session.exec(select(DueDayChange)).all()
        event = session.exec(select(Event).where(Event.kind == "due_day_moved")).one()
        told = {(obligation.id, before) for obligation, before in moves_told(session, event)}
    assert len(changes) == 2  # the works post and the liaison
    assert {(row.cause, row.from_due_on, row.to_due_on, row.days, row.reason) for row in changes} == {
        (DueDayCause.CHOSEN_DAY, DUE, MOVED, 7, "สำนักงานน้ำท่วม")
    }
    assert told == {(row.obligation_id, DUE) for row in changes}  # each owing post is told of it
    report(desk, WORKS, MOVED)
    assert not obligation_of(desk, WORKS).late


def test_a_day_moved_forward_withdraws_late_and_one_moved_back_keeps_who_has_more_time(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        extended = obligation_of(desk, WORKS)
        extended.due_on = date(2026, 1, 26)
        session.merge(extended)
    choose(desk, date(2026, 1, 18), due_on=date(2026, 1, 20), lock_on=date(2026, 1, 22))
    works, finance = obligation_of(desk, WORKS), obligation_of(desk, FINANCE)
    assert (works.due_on, works.lock_on) == (date(2026, 1, 26), date(2026, 1, 26))
    assert (finance.due_on, finance.lock_on) == (date(2026, 1, 20), date(2026, 1, 22))
    report(desk, FINANCE, date(2026, 1, 20))
    assert not obligation_of(desk, FINANCE).late


def test_a_longer_lock_alone_moves_no_due_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    choose(desk, date(2026, 1, 14), due_on=DUE, lock_on=date(2026, 2, 10))
    works = obligation_of(desk, WORKS)
    assert (works.due_on, works.lock_on, works.due_version) == (DUE, date(2026, 2, 10), 1)
    assert desk.rows()["due_day_change"] == 0
    report(desk, WORKS, date(2026, 2, 10))
    assert obligation_of(desk, WORKS).late


@pytest.mark.parametrize(
    ("on", "changes", "code"),
    [
        (date(2026, 1, 14), {"due_on": date(2025, 12, 31)}, "due_before_opening"),
        (date(2026, 1, 14), {"lock_on": MOVED - timedelta(days=1)}, "lock_before_due"),
        (date(2026, 1, 23), {}, "due_in_past"),
        (date(2026, 1, 14), {"fiscal_year": 2570}, "no_plan"),
    ],
)
def test_days_out_of_order_are_refused(tmp_path: Path, on: date, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        choose(desk, on, **changes)
    assert refused.value.code == code
    assert desk.rows() == before
    choose(desk, MOVED)  # the day itself may still be chosen


def test_a_closed_rounds_days_no_longer_move(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        choose(desk, date(2026, 2, 1), due_on=date(2026, 2, 10))
    assert refused.value.code == "round_closed"
    assert desk.rows() == before
    assert obligation_of(desk, WORKS).state is ObligationState.MISSED


def test_a_past_day_may_be_chosen_for_a_round_of_an_old_year_that_was_never_opened(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    choose(desk, date(2026, 6, 1))
    with desk.database.read() as session:
        assert session.exec(select(ChosenQuarterDay)).one().due_on == MOVED
        assert rounds_to_close(session, find_plan(session, 1, YEAR), at(date(2026, 6, 1), time(12))) == []


def test_the_day_is_the_analysts_and_the_administrators_to_choose(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    for role in (Role.OFFICER, Role.DIVISION_HEAD, Role.CLERK, Role.AUDITOR):
        with pytest.raises(ProcedureError) as refused:
            choose(desk, date(2026, 1, 14), role)
        assert refused.value.code == "not_permitted"
    choose(desk, date(2026, 1, 14), Role.ADMINISTRATOR)
