"""Holidays: the packaged seed, and the rows that an office keeps."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from procedure.calendar import WorkingDays

if TYPE_CHECKING:  # a due day is told without a database, and loading the tables takes half a second
    from sqlmodel import Session

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

    rows = session.exec(select(col(Holiday.on_day), col(Holiday.name_th)).where(Holiday.region == "")).all()
    return WorkingDays(dict(rows))


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
