"""Figures of a plan, computed from its rows: the lines of form ผด.01, subtotals, shares, and runs of months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from documents.content import AccountRow, PlanContent


@dataclass(frozen=True)
class Sum:
    """A number of projects (or items) and their budget in satang."""

    count: int
    satang: int

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, self.satang + other.satang)


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme under a strategy on form ผด.01."""

    programme: str
    total: Sum
    responsible: list[str]


@dataclass(frozen=True)
class StrategyLines:
    """One strategy on form ผด.01, with its programmes in the plan's order."""

    number: int
    strategy: str
    programmes: list[ProgrammeLine]

    @property
    def total(self) -> Sum:
        return sum((line.total for line in self.programmes), Sum(0, 0))


@dataclass(frozen=True)
class PlanTotals:
    """All figures of a plan; own and other agencies' money are never mixed but in ``projects``."""

    strategies: list[StrategyLines]
    own: Sum
    other: Sum
    own_equipment: Sum
    other_equipment: Sum

    @property
    def projects(self) -> Sum:
        return self.own + self.other

    @property
    def everything(self) -> Sum:
        return self.projects + self.own_equipment + self.other_equipment


def sum_of(rows: Iterable[AccountRow]) -> Sum:
    """Return the number of rows and their budget; a row without budget adds nothing, a dropped one is not counted."""
    counted = (row for row in rows if not row.dropped)
    return sum((Sum(1, 0 if row.no_budget else row.satang) for row in counted), Sum(0, 0))


def plan_totals(content: PlanContent) -> PlanTotals:
    """Return the figures of a plan. Approaches of one strategy and programme are one line."""
    found: dict[tuple[int, str], dict[str, list[AccountRow]]] = {}
    for group in content.groups:
        programmes = found.setdefault((group.strategy_number, group.strategy), {})
        programmes.setdefault(group.programme, []).extend(group.rows)
    rows = [row for group in content.groups for row in group.rows]
    items = [row for equipment in content.equipment for row in equipment.rows]
    return PlanTotals(
        strategies=[
            StrategyLines(
                number,
                name,
                [
                    ProgrammeLine(programme, sum_of(lines), _posts_once(lines))
                    for programme, lines in programmes.items()
                ],
            )
            for (number, name), programmes in found.items()
        ],
        own=sum_of(row for row in rows if not row.other_agency),
        other=sum_of(row for row in rows if row.other_agency),
        own_equipment=sum_of(row for row in items if not row.other_agency),
        other_equipment=sum_of(row for row in items if row.other_agency),
    )


def percent(part: int, whole: int) -> str:
    """Return a share in percent with two decimals, halves up; ``0.00`` of nothing."""
    if not whole:
        return "0.00"
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def month_marks(months: Sequence[int]) -> list[str]:
    """Return for each of the twelve months what part of a bar lies in it.

    ``months`` are indexes (0 = October to 11 = September) in any order. Months that touch form one bar:
    ``start``, ``middle`` …, ``end``; a month alone is ``single``; a month without work is ``""``.
    """
    planned = set(months)
    marks = []
    for month in range(12):
        if month not in planned:
            marks.append("")
            continue
        before, after = month - 1 in planned, month + 1 in planned
        marks.append({(0, 0): "single", (0, 1): "start", (1, 1): "middle", (1, 0): "end"}[before, after])
    return marks


def _posts_once(rows: Iterable[AccountRow]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row.responsible))
