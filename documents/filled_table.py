"""A table that we gave out to be filled in, found again in the file that comes back, however it was moved."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from documents.workbook_cells import match_key
from documents.workbook_grid import Grid


@dataclass(frozen=True)
class TableHeader:
    """The row of headings, 1-based, and the column of each heading that is there."""

    row: int
    columns: dict[str, int]


def header_of(
    grid: Grid, headings: Collection[str], is_header: Callable[[Collection[str]], bool]
) -> TableHeader | None:
    """Return the first row whose headings make it the table's, as ``is_header`` tells."""
    keys = {match_key(heading): heading for heading in headings}
    for row in grid.rows:
        columns = {
            keys[key]: column for column in grid.columns(row) if (key := match_key(grid.text(row, column))) in keys
        }
        if is_header(columns):
            return TableHeader(row, columns)
    return None


def whole_number(grid: Grid, row: int, column: int) -> int | None:
    """Return a year or a number in the plan, in Thai or Arabic digits; None for what is none."""
    key = match_key(grid.text(row, column))
    return int(key) if key.isdecimal() and len(key) <= 6 else None
