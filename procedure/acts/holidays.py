"""Keeping the holidays: recording one, confirming forecasts, withdrawing one that is no holiday after all.

Holidays are those of the whole country, kept once for every organization of an installation. They move reminders and
an office's own quarter days, never an authority's due day (APA 2539 s.64 para 2).
"""

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.evidence import Holiday
from models.kinds import HolidayStanding
from models.obligations import Event
from models.values import BUDDHIST_ERA_OFFSET
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date, thai_digits
from procedure.errors import ProcedureError
from procedure.holiday_days import HOLIDAYS_FORECAST, forecast_words, holidays_of, year_to_confirm
from procedure.permissions import Actor, Permission
from procedure.plans import identity


class RecordHoliday(Facts):
    """A day is a holiday by announcement or cabinet resolution."""

    on_day: date = Field(title="วันที่หยุด")
    name: str = Field(title="ชื่อวันหยุด", min_length=1, max_length=300)
    authority: str = Field(title="ประกาศหรือมติคณะรัฐมนตรี", min_length=1, max_length=300)


class WithdrawHoliday(Facts):
    """A day on record is no holiday after all."""

    on_day: date = Field(title="วันที่")
    authority: str = Field(title="ประกาศหรือมติคณะรัฐมนตรี", min_length=1, max_length=300)


class ConfirmHolidays(Facts):
    """The holidays of a calendar year are as forecast."""

    year: int = Field(title="ปี พ.ศ.", examples=[2569])
    authority: str = Field(title="ประกาศหรือมติคณะรัฐมนตรี", min_length=1, max_length=300)


class WarnOfForecasts(Facts):
    """The schedule tells that next year's holidays are still forecasts."""


def record_holiday(session: Session, actor: Actor, facts: RecordHoliday, as_of: datetime) -> Outcome:
    """Record a holiday as confirmed, or confirm the one on record under the name given.

    Raises ``ProcedureError``: ``not_permitted``, ``already_confirmed``.
    """
    recording = begin(session, actor, "record_holiday", Permission.KEEP_HOLIDAYS, as_of)
    holiday = _holiday(session, facts.on_day)
    if holiday is None:
        holiday = Holiday(
            on_day=facts.on_day, name_th=facts.name, source="recorded", standing=HolidayStanding.CONFIRMED
        )
    elif holiday.standing is HolidayStanding.CONFIRMED and holiday.name_th == facts.name:
        raise ProcedureError(
            "already_confirmed",
            f"วันที่ {thai_date(facts.on_day)} เป็นวันหยุดที่ยืนยันแล้ว ({holiday.name_th})",
            f"{facts.on_day} is a confirmed holiday already.",
        )
    holiday.name_th, holiday.standing, holiday.authority = facts.name, HolidayStanding.CONFIRMED, facts.authority
    session.add(holiday)
    session.flush()
    recording.write(facts.model_dump(mode="json"), "holiday_recorded", "holiday", identity(holiday.id))
    return recording.outcome(
        f"บันทึกวันหยุดวันที่ {thai_date(facts.on_day)} ({facts.name}) แล้ว",
        f"Recorded {facts.on_day} as a holiday.",
        identity(holiday.id),
    )


def withdraw_holiday(session: Session, actor: Actor, facts: WithdrawHoliday, as_of: datetime) -> Outcome:
    """Withdraw a holiday: the day counts as a working day again, and the row stays with its authority.

    Raises ``ProcedureError``: ``not_permitted``, ``no_holiday``.
    """
    recording = begin(session, actor, "withdraw_holiday", Permission.KEEP_HOLIDAYS, as_of)
    holiday = _holiday(session, facts.on_day)
    if holiday is None or holiday.standing is HolidayStanding.WITHDRAWN:
        raise ProcedureError(
            "no_holiday",
            f"วันที่ {thai_date(facts.on_day)} ไม่มีวันหยุดในทะเบียน โปรดตรวจสอบวันที่",
            f"{facts.on_day} is no holiday on record; check the date.",
        )
    holiday.standing, holiday.authority = HolidayStanding.WITHDRAWN, facts.authority
    session.add(holiday)
    recording.write(facts.model_dump(mode="json"), "holiday_withdrawn", "holiday", identity(holiday.id))
    return recording.outcome(
        f"ยกเลิกวันหยุดวันที่ {thai_date(facts.on_day)} ({holiday.name_th}) แล้ว",
        f"Withdrew the holiday of {facts.on_day}.",
        identity(holiday.id),
    )


def confirm_holidays(session: Session, actor: Actor, facts: ConfirmHolidays, as_of: datetime) -> Outcome:
    """Confirm the forecasts of a calendar year (Buddhist era).

    Raises ``ProcedureError``: ``not_permitted``, ``bad_year``, ``nothing_to_confirm``.
    """
    recording = begin(session, actor, "confirm_holidays", Permission.KEEP_HOLIDAYS, as_of)
    require_buddhist_year(facts.year)
    forecast = [row for row in holidays_of(session, facts.year) if row.standing is HolidayStanding.FORECAST]
    if not forecast:
        raise ProcedureError(
            "nothing_to_confirm",
            f"ไม่มีวันหยุดที่คาดการณ์ไว้ของ พ.ศ. {facts.year} ให้ยืนยัน",
            f"No forecast holiday of {facts.year} is left to confirm.",
        )
    for holiday in forecast:
        holiday.standing, holiday.authority = HolidayStanding.CONFIRMED, facts.authority
        session.add(holiday)
    recording.write(
        {**facts.model_dump(mode="json"), "days": [row.on_day.isoformat() for row in forecast]},
        "holidays_confirmed",
        "holiday_year",
        facts.year,
    )
    return recording.outcome(
        f"ยืนยันวันหยุด พ.ศ. {thai_digits(facts.year)} จำนวน {thai_digits(len(forecast))} วันแล้ว",
        f"Confirmed {len(forecast)} holidays of {facts.year - BUDDHIST_ERA_OFFSET}.",
        facts.year,
    )


def warn_of_forecasts(session: Session, actor: Actor, facts: WarnOfForecasts, as_of: datetime) -> Outcome:
    """Have the administrator told, once a year, that next year's holidays are still forecasts. For the schedule alone.

    Raises ``ProcedureError``: ``not_permitted``, ``nothing_to_confirm``, ``already_warned``.
    """
    recording = begin(session, actor, "warn_of_forecasts", Permission.KEEP_ROUNDS, as_of)
    year = year_to_confirm(session, as_of)
    if year is None:
        raise ProcedureError(
            "nothing_to_confirm",
            "ยังไม่ถึงวันที่ ๑ ตุลาคม หรือยืนยันวันหยุดปีถัดไปแล้ว",
            "It is before 1 October, or next year's holidays are confirmed.",
        )
    if warned_of(session, actor.organization_id, year):
        raise ProcedureError(
            "already_warned", f"แจ้งเรื่องวันหยุด พ.ศ. {year} แล้ว", f"It was told of the holidays of {year} already."
        )
    recording.write(facts.model_dump(mode="json"), HOLIDAYS_FORECAST, "holiday_year", year)
    message_th, message_en = forecast_words(session, year)
    return recording.outcome(message_th, message_en, year)


def warned_of(session: Session, organization_id: int, year: int) -> bool:
    """Tell whether an organization's administrator was warned of a year's (Buddhist era) forecasts."""
    told = select(Event.id).where(
        Event.organization_id == organization_id, Event.kind == HOLIDAYS_FORECAST, Event.subject_id == year
    )
    return session.exec(told).first() is not None


def organizations_to_warn(session: Session, as_of: datetime, among: Iterable[int]) -> list[int]:
    """Return those of some organizations whose administrator is still to be warned of next year's forecasts."""
    year = year_to_confirm(session, as_of)
    if year is None:
        return []
    told = select(col(Event.organization_id)).where(Event.kind == HOLIDAYS_FORECAST, Event.subject_id == year)
    return sorted(set(among) - set(session.exec(told).all()))


def require_buddhist_year(year: int) -> None:
    """Refuse a year that is not a Buddhist-era one: ``bad_year``."""
    if not 2400 <= year <= 2700:
        raise ProcedureError(
            "bad_year",
            f"ปี {year} ไม่ใช่ปี พ.ศ. โปรดระบุเช่น 2569",
            f"{year} is not a Buddhist-era year; write one such as 2569.",
        )


def _holiday(session: Session, on_day: date) -> Holiday | None:
    return session.exec(select(Holiday).where(Holiday.on_day == on_day, Holiday.region == "")).first()


ACTS = (
    RegisteredAct(record_holiday, RecordHoliday, Permission.KEEP_HOLIDAYS, ("holidays", "record"), "บันทึกวันหยุดราชการ"),
    RegisteredAct(withdraw_holiday, WithdrawHoliday, Permission.KEEP_HOLIDAYS, ("holidays", "withdraw"), "ยกเลิกวันหยุด"),
    RegisteredAct(
        confirm_holidays, ConfirmHolidays, Permission.KEEP_HOLIDAYS, ("holidays", "confirm"), "ยืนยันวันหยุดของปี"
    ),
    RegisteredAct(
        warn_of_forecasts,
        WarnOfForecasts,
        Permission.KEEP_ROUNDS,
        ("holidays", "warn"),
        "แจ้งว่าวันหยุดปีถัดไปยังไม่ยืนยัน",
        in_prefect=False,
    ),
)
