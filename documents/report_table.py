"""A report's table before it has a shape: columns, rows and totals that PDF, Word and Excel are written from alike.

Words in it are final: ours in the office's digits, what people typed in theirs. Numbers stay numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.kinds import Digits
from models.values import baht_with_commas
from procedure.calendar import MONTHS_SHORT

Cell = str | int | None  # None: an empty cell


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CENTRED = "centred"  # words in the middle
    COUNT = "count"
    MONEY = "money"  # satang
    PERCENT = "percent"  # hundredths of a percent


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it holds, its width in centimetres of an A4 page that lies; those with the same
    ``group`` beside each other have it as a heading over theirs."""

    name: str
    kind: Kind
    width: float
    group: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; a total is set off, and a ``heading`` is one cell over all columns."""

    cells: tuple[Cell, ...]
    total: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its title and the short name of its sheet. ``empty`` is said where it has no rows."""

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    note: str = ""

    @property
    def heads(self) -> list[tuple[str, int]]:
        """Return the upper headings with the columns that each spans; "" over one that has its own alone."""
        heads: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and heads and heads[-1][0] == column.group:
                heads[-1] = (column.group, heads[-1][1] + 1)
            else:
                heads.append((column.group, 1))
        return heads

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)


def shown(value: Cell, kind: Kind, digits: Digits) -> str:
    """Return a cell as PDF and Word show it, numbers in the office's digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind is Kind.MONEY:
        return digits.write(baht_with_commas(value))
    if kind is Kind.PERCENT:
        return digits.write(f"{value // 100}.{value % 100:02d}")
    return digits.write(f"{value:,}")


def share(part: int, whole: int) -> int:
    """Return a share in hundredths of a percent, halves up; nought of nothing. Both are not negative."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0


def numbered(rows: Sequence[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Return rows with their number before them."""
    return tuple(Row((number, *cells)) for number, cells in enumerate(rows, start=1))


def months_words(months: list[int], digits: Digits) -> str:
    """Return planned months in words: ``พ.ย.–ธ.ค., มี.ค.``; a span that is the whole year is ``ต.ค.–ก.ย.``."""
    spans: list[tuple[int, int]] = []
    for month in sorted(months):
        if spans and spans[-1][1] == month - 1:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    name = [MONTHS_SHORT[(9 + number) % 12] for number in range(12)]
    return digits.write(", ".join(name[a] if a == b else f"{name[a]}–{name[b]}" for a, b in spans)) or "–"
