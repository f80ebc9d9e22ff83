"""Holidays on record: recorded, confirmed, withdrawn; what they move, and who is warned of forecasts."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from flows.quarterly_progress import keep_rounds
from models.evidence import Holiday
from models.kinds import HolidayStanding, ObligationRule, ObligationState, Role
from models.obligations import DueDayChange, Event, Obligation
from models.organizations import Organization
from models.quarters import QuarterRound
from models.settings import OfficeSettings
from notifications.planning import plan_notices
from procedure.acts.holidays import (
    ConfirmHolidays,
    RecordHoliday,
    WarnOfForecasts,
    WithdrawHoliday,
    confirm_holidays,
    record_holiday,
    warn_of_forecasts,
    withdraw_holiday,
)
from procedure.acts.recomputing import RecomputeDays, recompute_days
from procedure.calendar import at
from procedure.holiday_days import ACCURATE_TO, forecast_warning, keep_seed_holidays, office_working_days
from procedure.permissions import system_actor
from tests.offices import YEAR, Desk
from tests.procedure.test_acts import refused

DAY = date(2025, 11, 3)
NEW_DAY = date(2026, 1, 15)  # a Thursday, and the first quarter's due day
AUTHORITY = "มติคณะรัฐมนตรี ๒๘ ตุลาคม ๒๕๖๘"
RECORD = RecordHoliday(on_day=NEW_DAY, name="วันหยุดพิเศษ", authority=AUTHORITY)
WITHDRAW = WithdrawHoliday(on_day=date(2026, 1, 2), authority=AUTHORITY)
CONFIRM = ConfirmHolidays(year=2569, authority=AUTHORITY)


def holiday(desk: Desk, on: date) -> Holiday | None:
    with desk.database.read() as session:
        return session.exec(select(Holiday).where(Holiday.on_day == on)).first()


def is_working_day(desk: Desk, on: date) -> bool:
    with desk.database.read() as session:
        return office_working_days(session).is_working_day(on)


def warning(desk: Desk, on: date) -> tuple[str, str] | None:
    with desk.database.read() as session:
        return forecast_warning(session, at(on, time(9)))


def moving_office(desk: Desk) -> None:
    """Let the office move a quarter day that falls on a holiday to the next working day."""
    with desk.database.write() as session:
        organization = session.exec(select(Organization)).one()
        settings = OfficeSettings.model_validate(organization.settings)
        organization.settings = settings.model_copy(update={"quarter_due_next_working_day": True}).model_dump(
            mode="json"
        )
        session.add(organization)


def reports(desk: Desk) -> list[Obligation]:
    with desk.database.read() as session:
        return list(session.exec(select(Obligation).where(Obligation.rule == ObligationRule.REPORT_QUARTER)))


def test_a_recorded_holiday_is_no_working_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert is_working_day(desk, NEW_DAY)
    desk.act(record_holiday, RECORD, DAY, Role.ADMINISTRATOR)
    kept = holiday(desk, NEW_DAY)
    assert kept is not None
    assert (kept.standing, kept.name_th, kept.authority) == (HolidayStanding.CONFIRMED, "วันหยุดพิเศษ", AUTHORITY)
    assert not is_working_day(desk, NEW_DAY)
    assert refused(desk, record_holiday, RECORD, DAY, desk.actor(Role.ADMINISTRATOR, DAY)).code == "already_confirmed"


def test_recording_a_forecast_day_confirms_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    before = holiday(desk, date(2026, 1, 2))
    assert before is not None
    assert before.standing is HolidayStanding.FORECAST
    desk.act(record_holiday, RECORD.model_copy(update={"on_day": date(2026, 1, 2)}), DAY, Role.ADMINISTRATOR)
    after = holiday(desk, date(2026, 1, 2))
    assert after is not None
    assert (after.id, after.standing) == (before.id, HolidayStanding.CONFIRMED)


def test_a_withdrawn_holiday_is_a_working_day_again_and_stays_withdrawn(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.act(withdraw_holiday, WITHDRAW, DAY, Role.ADMINISTRATOR)
    assert is_working_day(desk, date(2026, 1, 2))
    with desk.database.write() as session:
        keep_seed_holidays(session)
    assert is_working_day(desk, date(2026, 1, 2))
    administrator = desk.actor(Role.ADMINISTRATOR, DAY)
    assert refused(desk, withdraw_holiday, WITHDRAW, DAY, administrator).code == "no_holiday"
    never = WITHDRAW.model_copy(update={"on_day": NEW_DAY})
    assert refused(desk, withdraw_holiday, never, DAY, administrator).code == "no_holiday"


def test_confirming_a_year_confirms_its_forecasts_and_no_other_years(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.act(withdraw_holiday, WITHDRAW, DAY, Role.ADMINISTRATOR)
    desk.act(confirm_holidays, CONFIRM, DAY, Role.ADMINISTRATOR)
    with desk.database.read() as session:
        standings = {
            (row.on_day.year, row.standing) for row in session.exec(select(Holiday)) if row.on_day.year in (2026, 2027)
        }
    assert standings == {
        (2026, HolidayStanding.CONFIRMED),
        (2026, HolidayStanding.WITHDRAWN),
        (2027, HolidayStanding.FORECAST),
    }
    administrator = desk.actor(Role.ADMINISTRATOR, DAY)
    assert refused(desk, confirm_holidays, CONFIRM, DAY, administrator).code == "nothing_to_confirm"
    gregorian = CONFIRM.model_copy(update={"year": 2026})
    assert refused(desk, confirm_holidays, gregorian, DAY, administrator).code == "bad_year"


@pytest.mark.parametrize("role", [Role.PLAN_ANALYST, Role.EXECUTIVE, Role.CLERK])
def test_only_the_administrator_keeps_holidays(tmp_path: Path, role: Role) -> None:
    desk = Desk(tmp_path)
    acts: list[tuple[Any, Any]] = [
        (record_holiday, RECORD),
        (withdraw_holiday, WITHDRAW),
        (confirm_holidays, CONFIRM),
        (warn_of_forecasts, WarnOfForecasts()),
        (recompute_days, RecomputeDays(fiscal_year=YEAR)),
    ]
    for act, facts in acts:
        assert refused(desk, act, facts, DAY, desk.actor(role, DAY)).code == "not_permitted"


def test_the_warning_stands_from_the_first_of_october_until_confirmed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert ACCURATE_TO == 2025
    assert warning(desk, date(2025, 9, 30)) is None
    told = warning(desk, date(2025, 10, 1))
    assert told is not None
    assert "๒๕๖๙" in told[0]
    assert "2026" in told[1]
    desk.act(confirm_holidays, CONFIRM, DAY, Role.ADMINISTRATOR)
    assert warning(desk, date(2025, 12, 31)) is None
    far = warning(desk, date(2033, 10, 1))  # beyond the seed no holiday is on record at all
    assert far is not None
    assert "ยังไม่มีวันหยุดราชการ" in far[0]


def test_the_administrator_is_told_once_a_year(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    for on in (date(2025, 10, 31), date(2025, 11, 1), date(2025, 12, 1)):
        keep_rounds(desk.database, None, None, at(on, time(0, 10)))
        with desk.database.write() as session:
            plan_notices(session, at(on, time(0, 30)))
    told = [(title, state) for title, rung, state, _reason in desk.notices() if rung == "forecast"]
    assert told == [("ผู้ดูแลระบบ", "planned")]
    with desk.database.read() as session:
        assert [row.subject_id for row in session.exec(select(Event).where(Event.kind == "holidays_forecast"))] == [
            2569
        ]
    system = system_actor(1)
    assert refused(desk, warn_of_forecasts, WarnOfForecasts(), DAY, system).code == "already_warned"
    assert refused(desk, warn_of_forecasts, WarnOfForecasts(), date(2025, 9, 30), system).code == "nothing_to_confirm"


def test_a_new_holiday_moves_open_reports_and_not_what_has_ended(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    moving_office(desk)
    with desk.database.write() as session:
        ended = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.REPORT_QUARTER)).first()
        assert ended is not None
        ended.state, ended.ended_on = ObligationState.MET, date(2026, 1, 3)
        session.add(ended)
        ended_id = ended.id
    on = date(2026, 1, 5)
    desk.act(record_holiday, RECORD, on, Role.ADMINISTRATOR)
    for _again in range(2):
        keep_rounds(desk.database, None, None, at(on, time(12)))
    with desk.database.read() as session:
        moved = session.exec(select(QuarterRound)).one()
        changes = session.exec(select(DueDayChange)).all()
    assert (moved.due_on, moved.lock_on) == (date(2026, 1, 16), date(2026, 1, 31))
    assert {row.due_on for row in reports(desk) if row.id != ended_id} == {date(2026, 1, 16)}
    assert {row.due_on for row in reports(desk) if row.id == ended_id} == {NEW_DAY}
    assert [(row.cause.value, row.from_due_on) for row in changes] == [("holiday", NEW_DAY)] * 2


def test_where_the_office_does_not_move_its_days_a_holiday_moves_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    on = date(2026, 1, 5)
    desk.act(record_holiday, RECORD, on, Role.ADMINISTRATOR)
    keep_rounds(desk.database, None, None, at(on, time(12)))
    assert {row.due_on for row in reports(desk)} == {NEW_DAY}
    facts = RecomputeDays(fiscal_year=YEAR)
    assert refused(desk, recompute_days, facts, on, system_actor(1)).code == "nothing_to_move"


def test_a_holiday_never_moves_a_day_of_law(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    moving_office(desk)
    due = date(2025, 10, 24)
    desk.act(record_holiday, RECORD.model_copy(update={"on_day": due}), date(2025, 10, 1), Role.ADMINISTRATOR)
    keep_rounds(desk.database, None, None, at(date(2025, 10, 2), time(12)))
    with desk.database.read() as session:
        obligation = session.exec(select(Obligation)).one()
    assert obligation.due_on == date(2025, 10, 26)
