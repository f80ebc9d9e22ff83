"""A sheet's cells as they are seen: values, merged cells, fills, drawn arrows, and formulas that have no result."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from documents.workbook_cells import clean_text
from documents.workbook_limits import MOST_CELLS, MOST_FILLED_ROWS, too_large
from procedure.calendar import MONTHS_SHORT


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """Return Excel's letter of a 1-based column."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based column of Excel's letters; 0 where they are none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True)
class Drawn:
    """An arrow or bar drawn over cells, from ``left`` to ``right`` in columns (2.5: the middle of column 3)."""

    left: float
    right: float

    def covers(self, column: int) -> float:
        """Return how much of a 1-based column it covers, 0 to 1."""
        return max(0.0, min(self.right, column) - max(self.left, column - 1))


@dataclass
class SheetCells:
    """What a file says of one sheet, whatever its format; rows and columns are 1-based."""

    title: str
    hidden: bool = False
    values: dict[tuple[int, int], object] = field(default_factory=dict)
    unreadable: dict[tuple[int, int], str] = field(default_factory=dict)  # a formula without result, an Excel error
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row and column, last row and column
    fills: dict[tuple[int, int], str] = field(default_factory=dict)  # a colour that is seen, none or white left out
    drawn: dict[int, list[Drawn]] = field(default_factory=dict)  # by row


class Grid:
    """One sheet: its filled cells by (row, column), both 1-based. Reads, and never writes.

    Raises ``UnreadableFile`` for more filled rows or merged cells than any plan has.
    """

    def __init__(self, cells: SheetCells) -> None:
        self.title = cells.title
        self.hidden = cells.hidden
        self.drawn = cells.drawn
        self.fills = cells.fills
        self._values: dict[tuple[int, int], object] = {}
        self._texts: dict[tuple[int, int], str] = {}
        self._unreadable = cells.unreadable
        self.unreadable = set(cells.unreadable)
        self._by_row: dict[int, list[int]] = defaultdict(list)
        self._merges: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for where, value in cells.values.items():
            if text := _text_of(value):
                self._values[where] = value
                self._texts[where] = text
        for row, column in self._values.keys() | self.unreadable:
            self._by_row[row].append(column)
        for columns in self._by_row.values():
            columns.sort()
        last = max([*self._by_row, 0])
        merged_rows = sum(max(0, min(bounds[2], last + 1) - bounds[0] + 1) for bounds in cells.merges)
        if len(self._by_row) > MOST_FILLED_ROWS or merged_rows > MOST_CELLS:
            raise too_large()
        for bounds in cells.merges:
            for row in range(bounds[0], min(bounds[2], last + 1) + 1):
                self._merges[row].append(bounds)
        self.rows = sorted(self._by_row.keys() | self.drawn.keys())

    def columns(self, row: int) -> list[int]:
        """Return the filled columns of a row."""
        return self._by_row.get(row, [])

    def cells_above(self, row: int) -> list[tuple[int, int]]:
        """Return the filled cells above a row."""
        return [(above, column) for above in self.rows if above < row for column in self.columns(above)]

    def value(self, row: int, column: int) -> object:
        """Return a cell's own value."""
        return self._values.get((row, column))

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell's own text as it was typed, blanks at its ends and all."""
        value = self._values.get((row, column))
        return value if isinstance(value, str) else self.text(row, column)

    def text(self, row: int, column: int) -> str:
        """Return a cell's own text, cleaned."""
        return self._texts.get((row, column), "")

    def formula(self, row: int, column: int) -> str:
        """Return what stands in a cell that has no readable value."""
        return self._unreadable.get((row, column), "")

    def shown(self, row: int, column: int) -> str:
        """Return the text that a person sees there: the merged cell's, if it is part of one."""
        top, left, _, _ = self._merge(row, column)
        return self.text(top, left)

    def fill(self, row: int, column: int) -> str:
        """Return the colour that a person sees there; empty where there is none."""
        top, left, _, _ = self._merge(row, column)
        return self.fills.get((top, left), "")

    def span(self, row: int, column: int) -> range:
        """Return the columns of the cell, several if it is merged."""
        _, left, _, right = self._merge(row, column)
        return range(left, right + 1)

    def last_row_of(self, row: int, column: int) -> int:
        """Return the last row of the cell, later than ``row`` if it is merged downwards."""
        return self._merge(row, column)[2]

    def has_merges(self, row: int) -> bool:
        """Tell whether any cell of a row is merged."""
        return row in self._merges

    def _merge(self, row: int, column: int) -> tuple[int, int, int, int]:
        for bounds in self._merges.get(row, ()):
            if bounds[1] <= column <= bounds[3]:
                return bounds
        return (row, column, row, column)


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    return clean_text(text)


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, datetime | date):
        # "ต.ค. 68" typed as a heading becomes a date whose century Excel guessed: its month alone is sure.
        day = "" if value.day == 1 else f"{value.day} "
        year = f" {value.year + 543}" if day else ""
        return f"{day}{MONTHS_SHORT[value.month - 1]}{year}"
    return clean_text(value)
