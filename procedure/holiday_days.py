"""Holidays: the packaged seed, and the rows that an office keeps."""

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from models.values import BUDDHIST_ERA_OFFSET
from procedure.calendar import WorkingDays, bangkok_date, buddhist_year, thai_digits

if TYPE_CHECKING:  # a due day is told without a database, and loading the tables takes half a second
    from sqlmodel import Session

    from models.evidence import Holiday

HOLIDAYS_FORECAST = "holidays_forecast"
FIRST_WARNED_MONTH = 10  # next year's holidays are resolved upon by then

# The `holidays` package is accurate for Thailand to 2568 only; later years are a forecast.
ACCURATE_TO = 2025
SEED_YEARS = range(2016, 2033)
# Labour Day is for private employees, Children's Day is no day off (issue 2, Obligations).
NOT_FOR_OFFICES = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")


def seed_holidays() -> dict[date, str]:
    """Return the public and government holidays of the packaged seed, by day, with their Thai names.

    Limits: accurate to 2568 (2025); later lunar and special days are forecasts. Whole country only.
    """
    return dict(_seed())


@lru_cache(maxsize=1)
def _seed() -> dict[date, str]:
    import holidays  # reading an office's own holidays needs no forecast

    days: dict[date, str] = {}
    found = holidays.country_holidays(
        "TH", years=SEED_YEARS, language="th", categories=(holidays.PUBLIC, holidays.GOVERNMENT)
    )
    for day, names in sorted(found.items()):
        kept = [name for name in names.split("; ") if not name.startswith(NOT_FOR_OFFICES)]
        if kept:
            days[day] = "; ".join(kept)
    return days


def seed_working_days() -> WorkingDays:
    """Return working days by the packaged seed, for use without a database."""
    return WorkingDays(seed_holidays())


def office_working_days(session: "Session") -> WorkingDays:
    """Return working days by the holidays kept in the database (whole country)."""
    from sqlmodel import col, select

    from models.evidence import Holiday
    from models.kinds import HolidayStanding

    kept = select(col(Holiday.on_day), col(Holiday.name_th)).where(
        Holiday.region == "", Holiday.standing != HolidayStanding.WITHDRAWN
    )
    return WorkingDays(dict(session.exec(kept).all()))


def holidays_of(session: "Session", year: int) -> "list[Holiday]":
    """Return the holidays on record of a calendar year (Buddhist era), withdrawn ones too, in order."""
    from sqlmodel import col, select

    from models.evidence import Holiday

    first = date(year - BUDDHIST_ERA_OFFSET, 1, 1)
    of_year = select(Holiday).where(
        Holiday.region == "", col(Holiday.on_day) >= first, col(Holiday.on_day) <= first.replace(month=12, day=31)
    )
    return list(session.exec(of_year.order_by(col(Holiday.on_day))))


def has_forecast(session: "Session", year: int) -> bool:
    """Tell whether any holiday of a calendar year (Buddhist era) is still a forecast, or none is on record."""
    from models.kinds import HolidayStanding

    kept = [row for row in holidays_of(session, year) if row.standing is not HolidayStanding.WITHDRAWN]
    return not kept or any(row.standing is HolidayStanding.FORECAST for row in kept)


def year_to_confirm(session: "Session", as_of: datetime) -> int | None:
    """Return the year (Buddhist era) whose holidays are to be confirmed: from 1 October next year's, if forecast."""
    today = bangkok_date(as_of)
    if today.month < FIRST_WARNED_MONTH:
        return None
    year = buddhist_year(today) + 1
    return year if has_forecast(session, year) else None


def forecast_warning(session: "Session", as_of: datetime) -> tuple[str, str] | None:
    """Return in Thai and English that next year's holidays are still forecasts; None before 1 October, and once the
    office has confirmed them."""
    year = year_to_confirm(session, as_of)
    return forecast_words(session, year) if year is not None else None


def forecast_words(session: "Session", year: int) -> tuple[str, str]:
    """Return in Thai and English what is to be done about a year's forecast holidays."""
    from models.kinds import HolidayStanding

    count = sum(row.standing is HolidayStanding.FORECAST for row in holidays_of(session, year))
    if not count:
        return (
            f"ยังไม่มีวันหยุดราชการ พ.ศ. {thai_digits(year)} ในทะเบียน โปรดบันทึกตามประกาศหรือมติคณะรัฐมนตรี",
            f"No holiday of {year - BUDDHIST_ERA_OFFSET} is on record; record them as announced.",
        )
    return (
        f"วันหยุดราชการ พ.ศ. {thai_digits(year)} จำนวน {thai_digits(count)} วันยังเป็นการคาดการณ์ "
        "โปรดตรวจสอบกับประกาศหรือมติคณะรัฐมนตรี แล้วยืนยันหรือแก้ไข",
        f"{count} holidays of {year - BUDDHIST_ERA_OFFSET} are still forecasts; check them against what is announced, "
        "then confirm or correct them.",
    )


def keep_seed_holidays(session: "Session") -> None:
    """Write the seed's holidays that the database lacks: confirmed to 2568, forecast after."""
    from sqlmodel import col, select

    from models.evidence import Holiday
    from models.kinds import HolidayStanding

    known = set(session.exec(select(col(Holiday.on_day)).where(Holiday.region == "")).all())
    for day, name in seed_holidays().items():
        if day not in known:
            standing = HolidayStanding.CONFIRMED if day.year <= ACCURATE_TO else HolidayStanding.FORECAST
            session.add(Holiday(on_day=day, name_th=name, source="holidays package", standing=standing))
