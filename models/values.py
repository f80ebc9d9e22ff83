"""Value types of the domain: money, fiscal year, quarter, planned months."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

BUDDHIST_ERA_OFFSET = 543  # พ.ศ. = ค.ศ. + 543

_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


def satang_from_baht(text: str) -> int:
    """Return integer satang for an amount in baht such as ``1,250,000.50`` (Arabic digits, commas only
    between groups of three).

    Raises ``ValueError`` for anything else: a negative amount, a third decimal, a word, a misplaced comma.
    """
    plain = text.strip()
    if "," in plain:
        if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?", plain):
            raise ValueError(f"not an amount in baht: {text!r}")
        plain = plain.replace(",", "")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(f"not an amount in baht: {text!r}")
    try:
        return int(Decimal(plain) * 100)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only decimals
        raise ValueError(f"not an amount in baht: {text!r}") from error


def baht(satang: int) -> str:
    """Return an amount for machines: baht with two decimals and no separators, ``498000.00``."""
    sign = "-" if satang < 0 else ""
    return f"{sign}{abs(satang) // 100}.{abs(satang) % 100:02d}"


def baht_with_commas(satang: int) -> str:
    """Return an amount for people: ``498,000`` or, where there are satang, ``1,250,000.50``."""
    sign = "-" if satang < 0 else ""
    whole, part = divmod(abs(satang), 100)
    return f"{sign}{whole:,}" + (f".{part:02d}" if part else "")


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A Thai fiscal year, named by the Buddhist-era year in which it ends: 1 October to 30 September."""

    number: int

    def __post_init__(self) -> None:
        if not 2400 <= self.number <= 2700:
            raise ValueError(f"fiscal year {self.number} is not a Buddhist-era year")

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        """Return the fiscal year that a day falls in."""
        return cls(day.year + BUDDHIST_ERA_OFFSET + (1 if day.month >= 10 else 0))

    @property
    def first_day(self) -> date:
        return date(self.number - BUDDHIST_ERA_OFFSET - 1, 10, 1)

    @property
    def last_day(self) -> date:
        return date(self.number - BUDDHIST_ERA_OFFSET, 9, 30)

    def quarter(self, number: int) -> "Quarter":
        return Quarter(self, number)

    def month_starts(self) -> list[date]:
        """Return the first day of each of the twelve months, October first."""
        start = self.first_day
        return [date(start.year + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(12)]


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a fiscal year; quarter 1 is October to December."""

    fiscal_year: FiscalYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"quarter {self.number} is not 1 to 4")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter that a day falls in."""
        return cls(FiscalYear.of(day), (day.month - 10) % 12 // 3 + 1)

    @property
    def first_day(self) -> date:
        return self.fiscal_year.month_starts()[3 * (self.number - 1)]

    @property
    def last_day(self) -> date:
        if self.number == 4:
            return self.fiscal_year.last_day
        return self.fiscal_year.month_starts()[3 * self.number] - timedelta(days=1)


@dataclass(frozen=True)
class PlannedMonths:
    """The months of a fiscal year in which a project is planned, kept as twelve bits (bit 0 = October)."""

    bits: int

    def __post_init__(self) -> None:
        if not 0 <= self.bits < 1 << 12:
            raise ValueError(f"planned months {self.bits} are not twelve bits")

    @classmethod
    def from_indexes(cls, indexes: Iterable[int]) -> "PlannedMonths":
        """Make the value from month indexes, 0 = October to 11 = September."""
        bits = 0
        for index in indexes:
            if not 0 <= index <= 11:
                raise ValueError(f"month index {index} is not 0 to 11")
            bits |= 1 << index
        return cls(bits)

    @property
    def indexes(self) -> list[int]:
        return [n for n in range(12) if self.bits >> n & 1]

    def first_month_ended(self, fiscal_year: FiscalYear, day: date) -> bool:
        """Tell whether the first planned month is over on that day (its last day is not)."""
        return bool(self.bits) and day >= self._next_month(fiscal_year, self.indexes[0])

    def last_month_ended(self, fiscal_year: FiscalYear, day: date) -> bool:
        """Tell whether the last planned month is over on that day (its last day is not)."""
        return bool(self.bits) and day >= self._next_month(fiscal_year, self.indexes[-1])

    def begun(self, fiscal_year: FiscalYear, day: date) -> bool:
        """Tell whether the first planned month has come by that day."""
        return bool(self.bits) and day >= fiscal_year.month_starts()[self.indexes[0]]

    def labels(self, fiscal_year: FiscalYear) -> list[str]:
        """Return Buddhist-era ``year-month`` labels such as ``2568-12``."""
        starts = fiscal_year.month_starts()
        return [f"{starts[n].year + BUDDHIST_ERA_OFFSET}-{starts[n].month:02d}" for n in self.indexes]

    @staticmethod
    def _next_month(fiscal_year: FiscalYear, index: int) -> date:
        return fiscal_year.month_starts()[index + 1] if index < 11 else fiscal_year.last_day + timedelta(days=1)
