"""Reading an officer's Excel workbook: the projects and equipment of its operation-plan forms, and its problems.

Nothing is guessed: what cannot be read becomes a problem that names the cell and says what to do.
"""

from collections.abc import Sequence
from pathlib import Path

from documents.workbook_divisions import DivisionNames
from documents.workbook_files import open_grids
from documents.workbook_grid import Grid
from documents.workbook_limits import UnreadableFile
from documents.workbook_reading import WorkbookItem, WorkbookProblem, WorkbookReading, problem
from documents.workbook_sheet import WorkbookSoFar, read_sheet
from documents.workbook_table import find_tables
from documents.workbook_totals import check_summary, find_summary
from models.values import FiscalYear

__all__ = ["WorkbookItem", "WorkbookProblem", "WorkbookReading", "read_workbook"]


def read_workbook(
    path_or_bytes: str | Path | bytes,
    fiscal_year: FiscalYear,
    known_divisions: Sequence[str] | None = None,
    file_name: str = "",
) -> WorkbookReading:
    """Read the forms ผด.02 and ผด.02/1 of a workbook (.xlsx, .xls, .ods or CSV). The file is never written.

    ``known_divisions`` are the office's division names; without them the units that local offices usually have are
    accepted. A row with an error is not among the projects. A file that cannot be opened, or that holds no
    operation plan, gives a problem and no exception. Forms: domain.md 3.2.
    """
    name = file_name or (Path(path_or_bytes).name if not isinstance(path_or_bytes, bytes) else "")
    try:
        return _read(open_grids(path_or_bytes), fiscal_year, known_divisions, name)
    except UnreadableFile as error:
        unreadable = problem("unreadable_file", file_name=name, seen=error.english, seen_th=error.thai)
        return WorkbookReading(fiscal_year=fiscal_year.number, projects=[], problems=[unreadable])


def _read(
    grids: Sequence[Grid], fiscal_year: FiscalYear, known_divisions: Sequence[str] | None, name: str
) -> WorkbookReading:
    items: list[WorkbookItem] = []
    problems: list[WorkbookProblem] = []
    unread: list[WorkbookProblem] = []
    summaries: list[Grid] = []
    workbook = WorkbookSoFar(fiscal_year, DivisionNames(known_divisions))
    is_plan = False
    for grid in grids:
        if grid.hidden:
            # Officers hide last year's copies; a hidden table is named, not read.
            if find_tables(grid, fiscal_year):
                problems.append(problem("sheet_hidden", sheet=grid.title))
            continue
        reading = read_sheet(grid, workbook)
        is_plan = is_plan or reading.is_form
        items += reading.items
        problems += reading.problems
        unread += reading.if_no_other
        if reading.is_summary:
            summaries.append(grid)
    if not is_plan:
        problems += unread or [problem("not_an_operation_plan", file_name=name)]
    else:
        for grid in summaries:
            if columns := find_summary(grid):
                problems += check_summary(grid, columns, workbook.totals)
    return WorkbookReading(fiscal_year=fiscal_year.number, projects=items, problems=problems)
