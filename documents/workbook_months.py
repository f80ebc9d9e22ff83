"""Which months a row of an officer's workbook marks: by any text, arrows, fills, or arrows drawn over the cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.workbook_cells import is_blank, is_number
from documents.workbook_grid import Grid
from documents.workbook_table import Table

# "–" and "│" are no arrows: a dash alone in a month cell most often says "not in this month".
_LEFT = re.compile("[←◄◀⬅⇐⟵⯇◁⇦]|<")
_RIGHT = re.compile("[→►▶➔➡⇒⟶⯈▷⇨➜➤]|>")
_BOTH = re.compile("[↔⬌⇔⟷⇿]")


@dataclass(frozen=True)
class MonthCell:
    """One month cell of a row: its text, and the month indexes that it spans (several if merged)."""

    text: str
    indexes: tuple[int, ...]
    column: int


@dataclass(frozen=True)
class MarkedMonths:
    """The months that a row marks, or the cell that says too little: an arrow without its other end, a dash alone."""

    indexes: frozenset[int]
    unclear: MonthCell | None = None


def read_months(cells: Sequence[MonthCell]) -> MarkedMonths:
    """Read a row's marks, October first: any mark counts; cells from ← to → count with those between."""
    marked: set[int] = set()
    open_at: MonthCell | None = None
    dash: MonthCell | None = None
    for cell in cells:
        if not cell.text and open_at is None:
            continue
        mark = _arrow(cell.text)
        if mark == "left":
            if open_at:
                return MarkedMonths(frozenset(), open_at)
            open_at = cell
        elif mark == "right" and not open_at:
            return MarkedMonths(frozenset(), cell)
        elif open_at is None and is_blank(cell.text):
            dash = cell if cell.text else dash
            continue
        elif mark == "both" and open_at:
            return MarkedMonths(frozenset(), open_at)
        marked.update(cell.indexes)
        if mark == "right":
            open_at = None
    if open_at:
        return MarkedMonths(frozenset(), open_at)
    # Dashes beside real marks say "not in this month"; dashes alone may be a drawn line.
    return MarkedMonths(frozenset(), dash) if dash and not marked else MarkedMonths(frozenset(marked))


@lru_cache(maxsize=256)
def _arrow(text: str) -> str:
    left, right = bool(_LEFT.search(text)), bool(_RIGHT.search(text))
    if _BOTH.search(text) or (left and right):
        return "both"
    if left or right:
        return "left" if left else "right"
    return "" if is_blank(text) else "mark"


COVERED = 0.25  # of a month's column, from which a drawn arrow counts there


def drawn_months(grid: Grid, row: int, table: Table) -> frozenset[int]:
    """Return the months over which arrows are drawn: those with at least a quarter of their column covered."""
    arrows = grid.drawn.get(row)
    if not arrows:
        return frozenset()
    return frozenset(
        month for month, column in table.months if any(arrow.covers(column) >= COVERED - 1e-9 for arrow in arrows)
    )


def filled_months(grid: Grid, row: int, table: Table) -> frozenset[int]:
    """Return the months whose cells are coloured otherwise than the row itself (its number and name)."""
    own = {grid.fill(row, table.columns["number"]), grid.fill(row, table.columns["name"])}
    return frozenset(month for month, column in table.months if (fill := grid.fill(row, column)) and fill not in own)


def fills_are_marks(grid: Grid, tables: Sequence[Table]) -> bool:
    """Tell whether coloured month cells mark months on this sheet.

    They do not where every item is coloured in the very same months while something else marks other months: then
    the colours only part the quarters.
    """
    items = _item_rows(grid, tables)
    coloured: set[frozenset[int]] = set()
    for row, table in items:
        coloured.add(filled_months(grid, row, table))
        if len(coloured) > 1:
            return True
    if len(items) <= 2:
        return True
    marked = (
        read_months(month_cells(grid, row, table)).indexes | drawn_months(grid, row, table) for row, table in items
    )
    return not any(marks and marks not in coloured for marks in marked)


def _item_rows(grid: Grid, tables: Sequence[Table]) -> list[tuple[int, Table]]:
    rows, table, headers = [], None, list(tables)
    for row in grid.rows:
        while headers and headers[0].first_row <= row:
            table = headers.pop(0)
        if table and row > table.last_row and is_number(grid.text(row, table.columns["number"])):
            rows.append((row, table))
    return rows


def month_cells(grid: Grid, row: int, table: Table) -> list[MonthCell]:
    """Return the month cells of a row from left to right, a merged cell once."""
    cells: list[MonthCell] = []
    done: set[int] = set()
    if not grid.has_merges(row):
        return [MonthCell(grid.text(row, column), (month,), column) for month, column in table.months]
    for _, column in table.months:
        if column in done:
            continue
        span = grid.span(row, column)
        done.update(span)
        indexes = tuple(month for month, month_column in table.months if month_column in span)
        cells.append(MonthCell(grid.shown(row, column), indexes, column))
    return cells
