"""Extending the time to complete: in time it withdraws "late", after the due day it is kept and changes nothing."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.kinds import ExtensionPaper, ObligationRule, ObligationState, Role
from models.obligations import DueDayChange, Obligation
from notifications.planning import plan_notices
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.calendar import at
from procedure.duties import explain, standing
from procedure.errors import ProcedureError
from procedure.holiday_days import seed_working_days
from tests.offices import PROMULGATED, YEAR, Desk

DUE = date(2025, 10, 26)  # a Sunday


def extend(desk: Desk, dated_on: date, days: int = 15, on: date | None = None, role: Role = Role.EXECUTIVE) -> None:
    facts = ExtendCompletion(
        fiscal_year=YEAR, days=days, paper=ExtensionPaper.ORDER, number="๑/๒๕๖๘", dated_on=dated_on
    )
    desk.act(extend_completion, facts, on or dated_on, role)


def completion(desk: Desk) -> Obligation:
    with desk.database.read() as session:
        return session.exec(select(Obligation).where(Obligation.rule == ObligationRule.COMPLETE_PLAN)).one()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.open()
    return desk


def test_an_extension_is_counted_on_from_the_due_day_itself(desk: Desk) -> None:
    extend(desk, date(2025, 10, 20))
    obligation = completion(desk)
    assert (obligation.due_on, obligation.due_version) == (date(2025, 11, 10), 2)
    with desk.database.read() as session:
        change = session.exec(select(DueDayChange)).one()
    assert (change.from_due_on, change.to_due_on, change.withdrew_late) == (DUE, date(2025, 11, 10), True)


@pytest.mark.parametrize(
    ("dated_on", "standing_on_the_next_day", "due"),
    [(DUE, "open", date(2025, 11, 10)), (date(2025, 10, 27), "late", DUE)],  # the last day, and the day after
)
def test_only_an_extension_dated_by_the_due_day_withdraws_late(
    desk: Desk, dated_on: date, standing_on_the_next_day: str, due: date
) -> None:
    recorded_on = date(2025, 10, 29)  # typed days later is normal: the paper's date decides
    assert standing(completion(desk), at(recorded_on, time(9))) == "late"
    extend(desk, dated_on, on=recorded_on)
    obligation = completion(desk)
    assert (standing(obligation, at(recorded_on, time(10))), obligation.due_on) == (standing_on_the_next_day, due)
    assert ("ขยายเวลาภายหลังครบกำหนด" in explain(obligation, seed_working_days())[0]) == (due == DUE)


def test_a_second_extension_counts_on_from_the_first_and_both_dates_are_kept(desk: Desk) -> None:
    extend(desk, date(2025, 10, 20))
    extend(desk, date(2025, 11, 10), days=7)
    with desk.database.read() as session:
        kept = session.exec(select(col(DueDayChange.from_due_on)).order_by(col(DueDayChange.id))).all()
    assert list(kept) == [DUE, date(2025, 11, 10)]
    assert completion(desk).due_on == date(2025, 11, 17)
    th, en = explain(completion(desk), seed_working_days())
    assert "ครบกำหนดใหม่วันจันทร์ที่ ๑๗ พฤศจิกายน ๒๕๖๘" in th
    assert "Monday 17 November 2025" in en


def test_an_extension_plans_the_reminders_anew(desk: Desk) -> None:
    with desk.database.write() as session:
        plan_notices(session, at(date(2025, 10, 23), time(0, 30)))  # a holiday: the rung moved back to the 22nd
    extend(desk, date(2025, 10, 24))
    with desk.database.write() as session:
        assert plan_notices(session, at(date(2025, 10, 27), time(0, 30))).planned == 1  # that the day moved, once
        assert plan_notices(session, at(date(2025, 11, 7), time(0, 30))).planned == 1


@pytest.mark.parametrize("role", [Role.PLAN_ANALYST, Role.CLERK, Role.OFFICER])
def test_only_the_executive_extends(desk: Desk, role: Role) -> None:
    with pytest.raises(ProcedureError) as refused:
        extend(desk, date(2025, 10, 20), role=role)
    assert refused.value.code == "not_permitted"


def test_a_completed_plan_no_longer_moves(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with pytest.raises(ProcedureError) as refused:
        extend(desk, date(2025, 10, 20))
    assert refused.value.code == "already_completed"
    assert completion(desk).state is ObligationState.MET


def test_wrong_dates_are_refused(desk: Desk) -> None:
    with pytest.raises(ProcedureError) as future:
        extend(desk, date(2025, 10, 21), on=date(2025, 10, 20))
    with pytest.raises(ProcedureError) as before:
        extend(desk, date(2025, 9, 25), on=PROMULGATED)
    assert (future.value.code, before.value.code) == ("date_in_future", "date_before_start")
