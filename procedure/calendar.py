"""The calendar: Bangkok days, counting days, working days, and Thai dates and digits at the edges."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.values import BUDDHIST_ERA_OFFSET

BANGKOK = ZoneInfo("Asia/Bangkok")

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTH_NUMBERS = {name.replace(".", ""): n for names in (MONTHS, MONTHS_SHORT) for n, name in enumerate(names, start=1)}


def thai_digits(text: object) -> str:
    """Return the text with Arabic digits written as Thai ones."""
    return str(text).translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """Return the text with Thai digits written as Arabic ones."""
    return text.translate(_TO_ARABIC)


def bangkok_date(instant: datetime) -> date:
    """Return the Bangkok date of an instant. Raises ``ValueError`` if the instant has no time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(BANGKOK).date()


def last_instant(day: date) -> datetime:
    """Return the last second of a Bangkok day, as a UTC instant."""
    return datetime.combine(day, time(23, 59, 59), BANGKOK).astimezone(UTC)


def at(day: date, clock: time) -> datetime:
    """Return a Bangkok wall time on a day, as a UTC instant."""
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)


def is_late(due_on: date, instant: datetime) -> bool:
    """Tell whether an instant is after the due day: late begins at 00:00 Asia/Bangkok of the next day."""
    return bangkok_date(instant) > due_on


def nth_day(start: date, days: int) -> date:
    """Return the last day of a period of ``days`` days that runs from an event on ``start``.

    The first day is not counted: the day after ``start`` is day one. Calendar days, never moved.
    Source: Administrative Procedure Act B.E. 2539 s.64 para 1; Civil and Commercial Code s.193/3 para 2.
    """
    # APA 2539 s.64 para 1: the day of the event is excluded, so day one is start + 1 and day n is start + n.
    return start + timedelta(days=days)


@dataclass(frozen=True)
class WorkingDays:
    """Working days of an office: Monday to Friday without holidays.

    The holidays move reminders and warnings only, never an authority's due date (APA 2539 s.64 para 2).
    """

    holidays: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def on_or_before(self, day: date) -> date:
        """Return the last working day on or before a day."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        """Return the first working day on or after a day."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


def buddhist_year(day: date) -> int:
    """Return the Buddhist-era year of a day."""
    return day.year + BUDDHIST_ERA_OFFSET


def thai_date(day: date, *, digits: str = "thai") -> str:
    """Return a date as offices write it: ``๑๗ ตุลาคม ๒๕๖๘`` (``digits="arabic"``: ``17 ตุลาคม 2568``)."""
    text = f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}"
    return thai_digits(text) if digits == "thai" else text


def thai_date_short(day: date, *, digits: str = "thai") -> str:
    """Return a date for small places: ``๑ พ.ย. ๒๕๖๘``."""
    text = f"{day.day} {MONTHS_SHORT[day.month - 1]} {buddhist_year(day)}"
    return thai_digits(text) if digits == "thai" else text


def thai_weekday(day: date) -> str:
    """Return the weekday with its prefix: ``วันเสาร์``."""
    return "วัน" + WEEKDAYS[day.weekday()]


def english_date(day: date) -> str:
    """Return a date in English with its weekday and Gregorian year: ``Saturday 1 November 2025``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def parse_date(text: str) -> date:
    """Read a date as people type it, and return it as a Gregorian date.

    Accepts ``2025-09-26`` (Gregorian ISO), ``26/9/2568`` (day, month, Buddhist-era year),
    ``๒๖ กันยายน ๒๕๖๘`` and ``26 ก.ย. 2568`` (month full, or short with or without its dots), each in
    Thai or Arabic digits. Raises ``ValueError`` for anything else, and for a Gregorian year where a
    Buddhist one is expected (a guess would be 543 years off).
    """
    plain = re.sub(r"\s+", " ", arabic_digits(text)).strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, day = (int(part) for part in match.groups())
        if year >= 2400:
            raise ValueError(f"{text!r}: an ISO date takes a Gregorian year")
        return date(year, month, day)
    if match := re.fullmatch(r"(\d{1,2})\s?/\s?(\d{1,2})\s?/\s?(\d{4})", plain):
        day, month, year = (int(part) for part in match.groups())
        return _from_buddhist(text, day, month, year)
    if match := re.fullmatch(r"(?:วันที่ )?(\d{1,2}) ?([ก-๙.]+?) ?(?:พ\.ศ\. ?)?(\d{4})", plain):
        month = _MONTH_NUMBERS.get(match.group(2).replace(".", ""), 0)
        if month:
            return _from_buddhist(text, int(match.group(1)), month, int(match.group(3)))
    raise ValueError(f"{text!r} is not a date")


def _from_buddhist(text: str, day: int, month: int, year: int) -> date:
    if year < 2400:
        raise ValueError(f"{text!r}: the year must be Buddhist-era")
    return date(year - BUDDHIST_ERA_OFFSET, month, day)
