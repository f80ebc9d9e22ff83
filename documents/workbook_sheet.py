"""One sheet of an officer's workbook: where its table stands, and its rows as items."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from documents.workbook_cells import is_blank, is_number, is_total, match_key
from documents.workbook_divisions import DivisionNames
from documents.workbook_grid import Grid, column_letter
from documents.workbook_headings import Heading, HeadingsInForce, find_programme, headings_in
from documents.workbook_item import Draft, read_item
from documents.workbook_months import fills_are_marks
from documents.workbook_reading import WorkbookItem, WorkbookProblem, problem
from documents.workbook_table import Table, find_tables, missing, refusals
from documents.workbook_totals import Totals, find_summary, said_total, total_differs
from models.kinds import Programme
from models.values import FiscalYear

_PLAN_TITLE = re.compile(r"ผด\.?0[2]|แผนการดำเนินงาน|บัญชีจำนวน(โครงการ|ครุภัณฑ์)")
# "แบบ ผด.2" is the yearly procurement report, a different form of nearly the same name; ผด.01 is the summary.
_OTHER_FORM = re.compile(r"จัดหาพัสดุ|แผนการจัดซื้อ|แผนจัดซื้อ")
_SUMMARY = re.compile(r"ผด\.?0?1(?!\d)|บัญชีสรุป")
_FORM = re.compile(r"แบบผด\.?02")
_INSTRUCTIONS = re.compile("(คำแนะนำ|คำชี้แจง|คำอธิบาย|คู่มือ|วิธี|ข้อแนะนำ|ตัวอย่าง|instruction|readme|example)", re.IGNORECASE)
# What stands again at the head or foot of each printed page.
_PAGE_LINE = re.compile(
    r"แบบผด\.?0|บัญชีจำนวน(โครงการ|ครุภัณฑ์)|บัญชีโครงการ|แผนการดำเนินงาน|(องค์การบริหารส่วน|เทศบาล)(ตำบล|เมือง|นคร|จังหวัด)[^/]+$"
    r"|[-–]\d{1,4}[-–]$|หน้า(ที่)?\d|อำเภอ\S+จังหวัด"
)
_MOST_ROWS = 200  # of one item that is merged downwards
_TITLE_YEAR = re.compile(r"(?:ปีงบประมาณ|แผนการดำเนินงานประจำปี|แผนการดำเนินงาน)(?:พ\.?ศ\.?)?(25\d\d)")


@dataclass
class WorkbookSoFar:
    """What is remembered over the sheets of one workbook: the office's divisions, names seen, and sums."""

    fiscal_year: FiscalYear
    divisions: DivisionNames
    names_seen: dict[tuple[Programme, str], str] = field(default_factory=dict)
    keys_seen: dict[str, str] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)


@dataclass
class SheetReading:
    """What one sheet gave. ``is_form`` is false where the sheet is no operation-plan form."""

    is_form: bool = False
    is_summary: bool = False  # form ผด.01: totals only, held against the rows once all are read
    items: list[WorkbookItem] = field(default_factory=list)
    problems: list[WorkbookProblem] = field(default_factory=list)
    if_no_other: list[WorkbookProblem] = field(default_factory=list)  # said only where no sheet holds a table


def read_sheet(grid: Grid, workbook: WorkbookSoFar) -> SheetReading:
    """Read one sheet, after those before it."""
    reading = SheetReading()
    if _INSTRUCTIONS.match(match_key(grid.title)):
        return reading
    tables = find_tables(grid, workbook.fiscal_year)
    above = grid.cells_above(tables[0].first_row if tables else 15)
    keys = {(row, column): match_key(grid.text(row, column)) for row, column in above}
    if any(_OTHER_FORM.search(key) for key in keys.values()):
        return reading
    if keys and _INSTRUCTIONS.match(next(iter(keys.values()))):
        return reading
    if any(_SUMMARY.search(key) for key in keys.values()) or (not tables and find_summary(grid)):
        reading.is_summary = True
        return reading
    if not tables:
        if any(_FORM.match(key) for key in keys.values()):
            reading.if_no_other.append(problem("column_missing", sheet=grid.title, wanted="ที่, โครงการ"))
        return reading
    titled = any(_PLAN_TITLE.search(key) for key in keys.values())
    if not titled and all(missing(table) for table in tables):
        return reading
    reading.is_form = True
    if wrong := _wrong_years(grid, keys, tables, workbook.fiscal_year):
        reading.problems.append(wrong)
        workbook.totals.complete = False
        return reading
    refused = [refusal for table in tables for refusal in refusals(grid, table)]
    reading.problems.extend(refused)
    if any(refusal.severity == "error" for refusal in refused):
        workbook.totals.complete = False
        return reading
    _Walk(grid, tables, workbook, reading).run()
    reading.problems.sort(key=lambda found: found.row or 0)
    return reading


def _wrong_years(
    grid: Grid, keys: Mapping[tuple[int, int], str], tables: Sequence[Table], fiscal_year: FiscalYear
) -> WorkbookProblem | None:
    """Return the error of a sheet whose titles or headings are of another year, at the first of them."""
    titles = [(int(year), where) for where, key in keys.items() for year in _TITLE_YEAR.findall(key)]
    wrong = [said for said in titles if said[0] != fiscal_year.number]
    wrong += [said for table in tables for said in table.years]
    if not wrong:
        return None
    row, column = wrong[0][1]
    seen = ", ".join(str(year) for year in sorted({year for year, _where in wrong}))
    return problem(
        "fiscal_year_differs",
        sheet=grid.title,
        row=row,
        column=column_letter(column),
        seen=seen,
        wanted=fiscal_year.number,
    )


class _Walk:
    """Goes down a sheet's rows once, keeping the headings in force and the item being gathered."""

    def __init__(
        self,
        grid: Grid,
        tables: list[Table],
        workbook: WorkbookSoFar,
        reading: SheetReading,
    ) -> None:
        self.grid = grid
        self.tables = tables
        self.workbook = workbook
        self.reading = reading
        self.headings = HeadingsInForce()
        self.draft: Draft | None = None
        self.fills_count = bool(grid.fills) and fills_are_marks(grid, tables)
        self.header_rows = {row for one in tables for row in range(one.first_row, one.last_row + 1)}

    def run(self) -> None:
        table: Table | None = None
        headers = {row: one for one in self.tables for row in range(one.first_row, one.last_row + 1)}
        previous = 0
        for row in self.grid.rows:
            if header := headers.get(row):
                table, previous = header, row
                continue  # an item may go on below a header repeated on the next page
            if table and self._heads_page(row, table):
                previous = row
                continue
            if self.draft and row > previous + 1 and not self._within(self.draft, row):
                self._finish()
            previous = row
            if table is None:
                for column in self.grid.columns(row):
                    for heading in headings_in(self.grid.text(row, column)):
                        self._take_heading(heading, row, column, self.tables[0])
            else:
                self._row(row, table)
        self._finish()

    def _heads_page(self, row: int, table: Table) -> bool:
        """Tell whether a row only repeats the form's title or the page's number."""
        texts = [match_key(self.grid.text(row, column)) for column in self.grid.columns(row)]
        if not texts or len(texts) > 2 or is_number(self._text(row, table, "number")):
            return False
        return all(_PAGE_LINE.match(text) for text in texts)

    def _check_total(self, row: int, table: Table, label: str) -> None:
        column = table.columns["budget"]
        said = said_total(self.grid, row, label, column)
        really = self.workbook.totals.check(said, self.grid.title, table.kind, self.headings) if said else None
        if said and really:
            self.reading.problems.append(total_differs(self.grid.title, row, column, said, really))

    def _within(self, draft: Draft, row: int) -> bool:
        return row <= self.grid.last_row_of(draft.rows[0], draft.table.columns["number"])

    def _text(self, row: int, table: Table, what: str) -> str:
        column = table.columns.get(what)
        return self.grid.text(row, column) if column else ""

    def _row(self, row: int, table: Table) -> None:
        number, name = self._text(row, table, "number"), self._text(row, table, "name")
        detail, budget = self._text(row, table, "detail"), self._text(row, table, "budget")
        marked = any(self.grid.text(row, column) for _, column in table.months)
        owned = bool(self._text(row, table, "divisions"))
        lone = not (detail or budget or marked or owned or self._text(row, table, "place"))
        numbered = is_number(number) or (row, table.columns["number"]) in self.grid.unreadable
        total = next((text for text in (number, name, "" if name else detail) if is_total(text)), "")
        if not numbered and total:
            self._finish()
            self._check_total(row, table, total)
        elif found := self._headings_of(row, table, lone=lone):
            self._finish()
            for heading, column in found:
                self._take_heading(heading, row, column, table)
        elif numbered:
            self._finish()
            self.draft = Draft(table, [row], self.fills_count)
        elif not is_blank(number):
            self._finish()
            if not lone:
                self._report("number_missing", row, table.columns["number"])
            elif not number.startswith("หมายเหตุ"):
                self._report("line_not_read", row, table.columns["number"], seen=number)
        elif self.draft and not self._second_item(self.draft, name, budget, marked=marked):
            self.draft.rows.append(row)
        else:
            self._finish()
            if budget or marked or owned:
                self._report("number_missing", row, table.columns["number"])
            elif texts := [(column, self.grid.text(row, column)) for column in self.grid.columns(row)]:
                self._report("line_not_read", row, texts[0][0], seen=texts[0][1])

    def _second_item(self, draft: Draft, name: str, budget: str, *, marked: bool) -> bool:
        """Tell whether a row without number says what the item above already has: it may be an item itself."""
        has_budget = any(self._text(row, draft.table, "budget") for row in draft.rows)
        has_months = any(self.grid.text(row, column) for row in draft.rows for _, column in draft.table.months)
        return bool(name) and ((bool(budget) and has_budget) or (marked and has_months))

    def _headings_of(self, row: int, table: Table, *, lone: bool) -> list[tuple[Heading, int]]:
        """The headings in a row. ``lone``: nothing but a number and a name stands in it."""
        texts = [(column, self.grid.text(row, column)) for column in self.grid.columns(row)]
        if texts and texts[0][0] <= table.columns["number"] and is_number(texts[0][1]):
            texts = texts[1:] if lone else []  # "1.1 | แผนงานการศึกษา" and nothing else
        if not texts or texts[0][0] > table.columns["name"]:
            return []
        column, text = texts[0]
        if column == table.columns["name"] and not lone:
            return []
        headings = headings_in(text)
        if headings and not headings[-1].text and len(texts) > 1:  # "ยุทธศาสตร์ที่ 1 | การพัฒนาด้าน…"
            headings = headings_in(f"{text} {texts[1][1]}")
        if not headings and lone and column <= table.columns["number"] and find_programme(text):
            headings = [Heading("programme", text)]
        return [(heading, column) for heading in headings]

    def _take_heading(self, heading: Heading, row: int, column: int, table: Table) -> None:
        code = self.headings.take(heading, table.kind)
        if code:
            self._report(code, row, column, seen=heading.text)

    def _report(self, code: str, row: int, column: int, *, cell_row: int | None = None, seen: str = "") -> None:
        letter = column_letter(column)
        cell = f"{letter}{cell_row}" if cell_row else None
        self.reading.problems.append(problem(code, sheet=self.grid.title, row=row, column=letter, cell=cell, seen=seen))

    def _finish(self) -> None:
        draft, self.draft = self.draft, None
        if draft is None:
            return
        last = min(self.grid.last_row_of(draft.rows[0], draft.table.columns["number"]), draft.rows[0] + _MOST_ROWS)
        draft.rows = sorted({*draft.rows, *range(draft.rows[0], last + 1)} - self.header_rows)
        found = read_item(self.grid, draft, self.headings, self.workbook.divisions, self.workbook.fiscal_year)
        if found is None:
            return  # a numbered line of the blank form
        self.reading.problems.extend(found.problems)
        self.workbook.totals.add(self.grid.title, draft.table.kind, found.headings, found.satang)
        if found.name and draft.table.kind == "project" and found.headings.programme:
            self._check_duplicate(draft, found.name, found.headings.programme)
        if found.item and not self._has_key_of_another(draft, found.item.key):
            self.reading.items.append(found.item)

    def _has_key_of_another(self, draft: Draft, key: str) -> bool:
        """Tell whether a row's key stands at a row above already: it was copied, or pasted twice."""
        if not key:
            return False
        row, column, seen = draft.rows[0], draft.table.columns["key"], self.workbook.keys_seen
        if key in seen:
            self.reading.problems.append(
                problem(
                    "key_twice",
                    sheet=self.grid.title,
                    row=row,
                    column=column_letter(column),
                    seen=key,
                    wanted=seen[key],
                )
            )
            return True
        seen[key] = f"{self.grid.title}!{column_letter(column)}{row}"
        return False

    def _check_duplicate(self, draft: Draft, name: str, programme: Programme) -> None:
        key, seen = (programme, match_key(name)), self.workbook.names_seen
        row, column = draft.rows[0], draft.table.columns["name"]
        if key in seen:
            self._report("duplicate_project", row, column, seen=seen[key])
        else:
            seen[key] = f"{self.grid.title}!{column_letter(column)}{row}"
