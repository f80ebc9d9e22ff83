"""Reading one project's row of a quarter's workbook: its progress, or what is wrong with which cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from documents.quarter_workbook import FILLED, GIVEN_PERCENT, PAID
from documents.quarter_workbook_cells import (
    LONGEST_TEXT,
    Cell,
    NotRead,
    read_obstacle_kind,
    read_paid,
    read_percent,
    read_satang,
    read_status,
    read_text,
)
from documents.quarter_workbook_facts import BookProject
from documents.quarter_workbook_problems import quarter_problem
from documents.workbook_cells import match_key
from documents.workbook_grid import Grid, column_letter
from documents.workbook_reading import WorkbookProblem
from models.kinds import ProgressStatus
from procedure.report_checks import ProjectProgress

_V = TypeVar("_V")


@dataclass(frozen=True)
class FilledProject:
    """A project's row as it was filled in: ``as_read``, where a cell that could not be read says what it said before,
    or nothing.

    By the fields of ``ProjectProgress``: ``cells`` are their places, ``seen`` the cells' texts, ``problems`` what is
    wrong with them.
    """

    project: BookProject
    as_read: ProjectProgress
    cells: Mapping[str, str]
    seen: Mapping[str, str]
    problems: Mapping[str, WorkbookProblem]

    @property
    def progress(self) -> ProjectProgress | None:
        """What the row reports; None where a cell of it could not be read."""
        return None if self.problems else self.as_read

    @property
    def changed(self) -> bool:
        """Tell whether the row says anything else than it was prefilled with."""
        return self.progress != self.project.before


def read_project(grid: Grid, row: int, columns: Mapping[str, int], project: BookProject) -> FilledProject:
    """Read the open cells of a project's row; ``columns`` are the headings' columns.

    A project newly marked completed whose percent was left as prefilled is at 100 percent, as in the web form.
    """
    problems: dict[str, WorkbookProblem] = {}
    where = {name: columns[heading] for name, (heading, _width) in FILLED.items()}
    cells = {name: Cell(grid.value(row, column), grid.text(row, column)) for name, column in where.items()}

    def say(name: str, code: str, **facts: object) -> None:
        problems[name] = quarter_problem(code, sheet=grid.title, row=row, column=column_letter(where[name]), **facts)

    def read(name: str, reads: Callable[[Cell], _V], otherwise: _V, code: str) -> _V:
        try:
            return reads(cells[name])
        except NotRead:
            say(name, code, seen=cells[name].text, wanted=PAID)
            return otherwise

    before = project.before
    status = read("status", read_status, before.status, "status_unreadable")
    percent = read("percent", read_percent, None, "percent_unreadable")
    given = columns[GIVEN_PERCENT]
    if status is ProgressStatus.COMPLETED and match_key(cells["percent"].text) == match_key(grid.text(row, given)):
        percent = 100
    texts = {
        name: read_text(cells[name], str(getattr(before, name)))
        for name in ("result", "obstacle", "proposal", "fall_reason", "recipient_report")
    }
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            say(name, "text_too_long", seen=f"{len(text):,}", wanted=f"{LONGEST_TEXT:,}")
    contracted = read("contracted_satang", read_satang, 0, "amount_unreadable")
    disbursed = read("disbursed_satang", read_satang, 0, "amount_unreadable")
    paid = read("final_payment", read_paid, False, "paid_unreadable")
    kind = read("obstacle_kind", read_obstacle_kind, None, "obstacle_kind_unreadable")
    for name, column in where.items():
        if (row, column) in grid.unreadable:
            say(name, "cell_unreadable", seen=grid.formula(row, column))
    as_read = ProjectProgress(
        project_id=project.project_id,
        status=status,
        percent=percent,
        contracted_satang=contracted,
        disbursed_satang=disbursed,
        final_payment=paid,
        obstacle_kind=kind,
        **{name: text[:LONGEST_TEXT] for name, text in texts.items()},
    )
    return FilledProject(
        project=project,
        as_read=as_read,
        cells={name: f"{column_letter(column)}{row}" for name, column in where.items()},
        seen={name: cell.text for name, cell in cells.items()},
        problems=problems,
    )
