"""Reading a quarter's workbook back: what each post would sign, and every problem by its cell. Nothing is guessed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from documents.filled_table import TableHeader, header_of, whole_number
from documents.printable import tidied
from documents.quarter_workbook import (
    ASKED_ON,
    FILLED,
    GIVEN_PERCENT,
    KIND,
    KIND_NAMES,
    NAME,
    NUMBER,
    POST,
    PROJECT_HEADINGS,
    PROJECTS,
    SENDING,
    SENDING_HEADINGS,
    SOURCE,
    YEAR,
    quarter_line,
)
from documents.quarter_workbook_cells import Cell, NotRead, read_day, read_kind, read_text
from documents.quarter_workbook_facts import BookPost, QuarterBook
from documents.quarter_workbook_problems import quarter_problem
from documents.quarter_workbook_rows import FilledProject, read_project
from documents.workbook_cells import is_total, match_key
from documents.workbook_files import open_grids
from documents.workbook_grid import Grid, column_letter
from documents.workbook_limits import UnreadableFile
from documents.workbook_reading import WorkbookProblem
from models.kinds import SubmissionKind
from procedure.acts.reporting import RecordPaperReports, SubmitReports
from procedure.errors import ProcedureError
from procedure.report_checks import FIELD_OF_REFUSAL

_PROJECT_READ = (YEAR, NUMBER, NAME, POST, GIVEN_PERCENT, *(heading for heading, _ in FILLED.values()))
_SENDING_READ = (POST, KIND, SOURCE, ASKED_ON)


@dataclass
class FilledPost:
    """What a workbook says for one post. ``problems`` are its own; those of a project's cells stand with it."""

    post: BookPost
    kind: SubmissionKind = SubmissionKind.REPORT
    source: str = ""
    asked_on: date | None = None
    projects: list[FilledProject] = field(default_factory=list)
    problems: list[WorkbookProblem] = field(default_factory=list)

    @property
    def all_problems(self) -> list[WorkbookProblem]:
        return [*self.problems, *(one for project in self.projects for one in project.problems.values())]

    def facts(self, fiscal_year: int, quarter: int) -> SubmitReports:
        """Return the submission that the post would sign; only where there is no problem."""
        return SubmitReports(
            fiscal_year=fiscal_year,
            quarter=quarter,
            officer_id=self.post.officer_id,
            kind=self.kind,
            reports=tuple(one.progress for one in self.projects if one.progress is not None)
            if self.kind is SubmissionKind.REPORT
            else (),
            source=self.source if self.kind is SubmissionKind.NOT_INFORMED else "",
            asked_on=self.asked_on if self.kind is SubmissionKind.NOT_INFORMED else None,
        )

    def cell_of(self, error: ProcedureError) -> str:
        """Return the cell that a refused submission is about, such as ``J8``; empty where it is about none."""
        field_name = FIELD_OF_REFUSAL.get(error.code, "")
        cells = [one.cells for one in self.projects if one.project.project_id == error.project_id]
        return cells[0].get(field_name, "") if cells else ""

    def paper_facts(self, fiscal_year: int, quarter: int, received_on: date, document: str) -> RecordPaperReports:
        """Return the same as it is recorded from a signed paper that came with the file."""
        given = self.facts(fiscal_year, quarter).model_dump(exclude={"evidence"})
        return RecordPaperReports(**given, received_on=received_on, document=document)


@dataclass
class QuarterReading:
    """What a workbook says of each post in it, and what is wrong with the file as a whole (``general``)."""

    posts: list[FilledPost] = field(default_factory=list)
    general: list[WorkbookProblem] = field(default_factory=list)

    @property
    def problems(self) -> list[WorkbookProblem]:
        return [*self.general, *(one for post in self.posts for one in post.all_problems)]


def read_quarter_workbook(
    data: bytes,
    books: Sequence[QuarterBook],
    file_name: str = "",
    opens: Callable[[bytes], Sequence[Grid]] = open_grids,
) -> QuarterReading:
    """Read a filled-in workbook. Any problem is named with its cell and what to do, in Thai and English.

    A server opens what it was sent in a process of its own: ``opens`` is then ``workbook_apart.cells_apart``.

    ``books`` (one or more, of one office and quarter) are what may be reported now: a project is found by its year and
    number and must bear its name, wherever its row stands. A post that is in the file must have all its projects there.
    """
    reading = QuarterReading()
    try:
        grids = [grid for grid in opens(data) if not grid.hidden]
    except UnreadableFile as error:
        reading.general.append(
            quarter_problem("unreadable_file", file_name=file_name, seen=error.english, seen_th=error.thai)
        )
        return reading
    projects = _table(grids, PROJECTS, PROJECT_HEADINGS, _PROJECT_READ, _is_projects, reading, file_name)
    sending = _table(grids, SENDING, SENDING_HEADINGS, _SENDING_READ, _is_sending, reading, file_name)
    if projects is None or sending is None or not _is_ours(projects[0], projects[1], books[0], reading):
        return reading
    posts = [post for book in books for post in book.posts]
    by_post = _read_sending(*sending, posts, reading)
    _ProjectRows(*projects, sending[0].title, posts, by_post, reading).read()
    reading.posts = [by_post[post.officer_id] for post in posts if post.officer_id in by_post]
    for filled in reading.posts:
        _complete(filled, projects[0].title)
    if not reading.posts and not reading.general:
        reading.general.append(quarter_problem("nothing_to_read", file_name=file_name))
    return reading


def _is_projects(columns: Collection[str]) -> bool:
    return NUMBER in columns and NAME in columns


def _is_sending(columns: Collection[str]) -> bool:
    return KIND in columns and POST in columns and NUMBER not in columns


def _table(
    grids: Sequence[Grid],
    name: str,
    headings: Collection[str],
    wanted: Collection[str],
    is_header: Callable[[Collection[str]], bool],
    reading: QuarterReading,
    file_name: str,
) -> tuple[Grid, TableHeader] | None:
    found = [(grid, header) for grid in grids if (header := header_of(grid, headings, is_header)) is not None]
    if len(found) != 1:
        code = "several_tables" if found else "not_a_quarter_workbook"
        reading.general.append(quarter_problem(code, file_name=file_name, wanted=name))
        return None
    grid, header = found[0]
    missing = [heading for heading in wanted if heading not in header.columns]
    reading.general += [quarter_problem("column_missing", sheet=grid.title, wanted=one) for one in missing]
    return None if missing else (grid, header)


def _is_ours(grid: Grid, header: TableHeader, book: QuarterBook, reading: QuarterReading) -> bool:
    """Tell whether the head of the sheet names our office and the quarter that is asked for; say what does not."""
    head = {match_key(grid.text(row, column)) for row, column in grid.cells_above(header.row)}
    quarter, office = quarter_line(book.fiscal_year, book.quarter), tidied(book.office.name)
    wrong = [
        quarter_problem(code, sheet=grid.title, wanted=wanted)
        for code, wanted in (("wrong_office", office), ("wrong_quarter", quarter))
        if match_key(wanted) not in head
    ]
    reading.general += wrong
    return not wrong


def _read_sending(
    grid: Grid, header: TableHeader, posts: Sequence[BookPost], reading: QuarterReading
) -> dict[int, FilledPost]:
    """Return how each post in the file sends, by post."""
    known = {match_key(tidied(post.title)): post for post in posts}
    found: dict[int, FilledPost] = {}
    seen: dict[int, str] = {}
    for row in grid.rows:
        title = grid.text(row, header.columns[POST])
        if row <= header.row or not (title or grid.text(row, header.columns[KIND])):
            continue
        place = f"{column_letter(header.columns[POST])}{row}"
        post = known.get(match_key(title))
        if post is None or post.officer_id in found:
            code, wanted = ("post_unknown", "") if post is None else ("post_twice", seen[post.officer_id])
            reading.general.append(
                quarter_problem(
                    code,
                    sheet=grid.title,
                    row=row,
                    column=column_letter(header.columns[POST]),
                    seen=title,
                    wanted=wanted,
                )
            )
            continue
        seen[post.officer_id] = place
        found[post.officer_id] = _filled_post(grid, header, row, post)
    return found


def _filled_post(grid: Grid, header: TableHeader, row: int, post: BookPost) -> FilledPost:
    filled = FilledPost(post)

    def cell(heading: str) -> Cell:
        column = header.columns[heading]
        if (row, column) in grid.unreadable:
            say("cell_unreadable", heading)
        return Cell(grid.value(row, column), grid.text(row, column))

    def say(code: str, heading: str, **facts: object) -> None:
        letter = column_letter(header.columns[heading])
        filled.problems.append(quarter_problem(code, sheet=grid.title, row=row, column=letter, **facts))

    kind, asked_on = cell(KIND), cell(ASKED_ON)
    filled.source = read_text(cell(SOURCE), post.source)
    if len(filled.source) > 500:  # as the act takes
        say("text_too_long", SOURCE, seen=len(filled.source), wanted=500)
    if filled.problems:
        return filled
    try:
        filled.kind = read_kind(kind, KIND_NAMES)
    except NotRead:
        say("kind_unknown", KIND, seen=kind.text, wanted=" ".join(KIND_NAMES.values()))
    try:
        filled.asked_on = read_day(asked_on)
    except NotRead:
        say("day_unreadable", ASKED_ON, seen=asked_on.text)
    return filled


class _ProjectRows:
    """Goes down the projects' table once and gives each row to the post that owes it."""

    def __init__(
        self,
        grid: Grid,
        header: TableHeader,
        sending: str,
        posts: Sequence[BookPost],
        by_post: dict[int, FilledPost],
        reading: QuarterReading,
    ) -> None:
        self.grid = grid
        self.header = header
        self.sending = sending
        self.known = {(one.fiscal_year, one.number): (post, one) for post in posts for one in post.projects}
        self.names = {match_key(tidied(one.name)) for _, one in self.known.values()}
        self.by_post = by_post
        self.reading = reading
        self.seen: dict[tuple[int, int], str] = {}
        self.missing: set[int] = set()

    def read(self) -> None:
        for row in self.grid.rows:
            if row > self.header.row and not self._passed_over(row):
                self._row(row)

    def _passed_over(self, row: int) -> bool:
        """Tell whether a row holds no project: a sum, a signature or a note that somebody wrote below."""
        texts = [self.grid.text(row, self.header.columns[heading]) for heading in (YEAR, NUMBER, NAME)]
        if any(is_total(text) for text in texts):
            return True
        status = self.header.columns[FILLED["status"][0]]
        # Without year and number, a row that has a status or a known name is a project whose number was lost.
        named = match_key(texts[2]) in self.names
        return not texts[0] and not texts[1] and not named and not self.grid.text(row, status)

    def _row(self, row: int) -> None:
        year, number = self._whole(row, YEAR), self._whole(row, NUMBER)
        if year is None or number is None:
            return
        found = self.known.get((year, number))
        if found is None:
            self._say("project_unknown", row, NUMBER, seen=number, year=year)
            return
        post, project = found
        name, title = (self.grid.text(row, self.header.columns[heading]) for heading in (NAME, POST))
        if match_key(name) != match_key(tidied(project.name)):
            self._say("name_differs", row, NAME, number=number, seen=name, wanted=project.name)
        elif match_key(title) != match_key(tidied(post.title)):
            self._say("post_differs", row, POST, seen=title, wanted=post.title)
        elif (first := self.seen.get((year, number))) is not None:
            self._say("project_twice", row, NUMBER, seen=number, wanted=first)
        elif post.officer_id in self.by_post:
            self.seen[year, number] = f"{column_letter(self.header.columns[NUMBER])}{row}"
            filled = self.by_post[post.officer_id]
            filled.projects.append(read_project(self.grid, row, self.header.columns, project))
        elif post.officer_id not in self.missing:
            self.missing.add(post.officer_id)
            self.reading.general.append(quarter_problem("post_missing", sheet=self.sending, wanted=post.title))

    def _whole(self, row: int, heading: str) -> int | None:
        column = self.header.columns[heading]
        number = whole_number(self.grid, row, column)
        if number is None:
            self._say("number_unreadable", row, heading, seen=self.grid.text(row, column), wanted=heading)
        return number

    def _say(self, code: str, row: int, heading: str, **facts: object) -> None:
        letter = column_letter(self.header.columns[heading])
        self.reading.general.append(quarter_problem(code, sheet=self.grid.title, row=row, column=letter, **facts))


def _complete(filled: FilledPost, sheet: str) -> None:
    """Put a post's projects in the form's order; name those whose row is missing, and what sending would drop."""
    given = {one.project.project_id: one for one in filled.projects}
    filled.projects = [given[one.project_id] for one in filled.post.projects if one.project_id in given]
    filled.problems += [
        quarter_problem(
            "row_missing",
            sheet=sheet,
            number=one.number,
            year=one.fiscal_year,
            wanted=one.name,
            post=filled.post.title,
        )
        for one in filled.post.projects
        if one.project_id not in given
    ]
    changed = next((one for one in filled.projects if one.changed), None)
    if filled.kind is not SubmissionKind.REPORT and changed is not None:
        filled.problems.append(quarter_problem("would_drop", seen=KIND_NAMES[filled.kind], wanted=changed.project.name))
