"""One sheet of an officer's workbook: where its table stands, and its rows as items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.workbook_cells import (
    Amount,
    MonthCell,
    clean_text,
    find_funding,
    is_blank,
    is_number,
    is_total,
    match_key,
    one_line,
    read_amount,
    read_divisions,
    read_months,
)
from documents.workbook_grid import Grid, column_letter
from documents.workbook_headings import Heading, HeadingsInForce, find_programme, headings_in
from documents.workbook_reading import WorkbookItem, WorkbookProblem, problem
from documents.workbook_table import GOOD_TO_HAVE, Table, find_tables, missing, refusals
from models.kinds import FundingSource, Programme
from models.values import FiscalYear, PlannedMonths, baht

_REFERENCES = ("learnt_from", "agency", "plan_reference", "budget_reference", "funding")
_PLAN_TITLE = re.compile(r"ผด\.?0[2]|แผนการดำเนินงาน|บัญชีจำนวน(โครงการ|ครุภัณฑ์)")
# "แบบ ผด.2" is the yearly procurement report, a different form of nearly the same name; ผด.01 is the summary.
_OTHER_TITLE = re.compile(r"จัดหาพัสดุ|จัดซื้อจัดจ้าง|บัญชีสรุป")
_TITLE_YEAR = re.compile(r"(?:ปีงบประมาณ|แผนการดำเนินงานประจำปี|แผนการดำเนินงาน)(?:พ\.?ศ\.?)?(25\d\d)")


@dataclass
class _Draft:
    """The rows of one item, while they are being gathered."""

    table: Table
    rows: list[int]


@dataclass
class SheetReading:
    """What one sheet gave. ``is_form`` is false where the sheet is no operation-plan form."""

    is_form: bool = False
    items: list[WorkbookItem] = field(default_factory=list)
    problems: list[WorkbookProblem] = field(default_factory=list)


def read_sheet(
    grid: Grid, fiscal_year: FiscalYear, known: Sequence[str] | None, names_seen: dict[tuple[Programme, str], str]
) -> SheetReading:
    """Read one sheet. ``names_seen`` remembers project names over the workbook's sheets."""
    reading = SheetReading()
    tables = find_tables(grid, fiscal_year)
    titles = [grid.text(row, column) for row, column in grid.cells_above(tables[0].first_row if tables else 15)]
    keys = [match_key(title) for title in titles]
    if any(_OTHER_TITLE.search(key) for key in keys):
        return reading
    if not tables:
        if any(re.match(r"แบบผด\.?02", key) for key in keys):
            reading.is_form = True
            reading.problems.append(problem("column_missing", sheet=grid.title, wanted="ที่, โครงการ"))
        return reading
    titled = any(_PLAN_TITLE.search(key) for key in keys)
    complete = [table for table in tables if not missing(table)]
    if not complete and not titled:
        return reading
    reading.is_form = True
    title_years = [int(year) for key in keys for year in _TITLE_YEAR.findall(key)]
    wrong = [year for year in title_years if year != fiscal_year.number]
    wrong += [year for table in tables for year in table.years]
    if wrong:
        seen = ", ".join(str(year) for year in sorted(set(wrong)))
        reading.problems.append(problem("wrong_fiscal_year", sheet=grid.title, seen=seen, wanted=fiscal_year.number))
        return reading
    refused = [refusal for table in tables for refusal in refusals(grid, table)]
    reading.problems.extend(refused)
    if not any(refusal.severity == "error" for refusal in refused):
        _Walk(grid, tables, fiscal_year, known, names_seen, reading).run()
        reading.problems.sort(key=lambda found: found.row or 0)
    return reading


class _Walk:
    """Goes down a sheet's rows once, keeping the headings in force and the item being gathered."""

    def __init__(
        self,
        grid: Grid,
        tables: list[Table],
        fiscal_year: FiscalYear,
        known: Sequence[str] | None,
        names_seen: dict[tuple[Programme, str], str],
        reading: SheetReading,
    ) -> None:
        self.grid = grid
        self.tables = tables
        self.fiscal_year = fiscal_year
        self.known = known
        self.names_seen = names_seen
        self.reading = reading
        self.headings = HeadingsInForce()
        self.draft: _Draft | None = None

    def run(self) -> None:
        table: Table | None = None
        previous = 0
        for row in self.grid.rows:
            header = next((one for one in self.tables if one.first_row <= row <= one.last_row), None)
            if header:
                table, previous = header, row
                continue  # an item may go on below a header repeated on the next page
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

    def _within(self, draft: _Draft, row: int) -> bool:
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
        if not numbered and (is_total(number) or is_total(name) or (budget and not name and is_total(detail))):
            self._finish()
        elif found := self._headings_of(row, table, lone=lone):
            self._finish()
            for heading, column in found:
                self._take_heading(heading, row, column, table)
        elif numbered:
            self._finish()
            self.draft = _Draft(table, [row])
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

    def _second_item(self, draft: _Draft, name: str, budget: str, *, marked: bool) -> bool:
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
        table, rows, row = draft.table, draft.rows, draft.rows[0]
        joined = {what: self._joined(draft, what) for what in table.columns if what != "budget"}
        budget_rows = [r for r in rows if self._text(r, table, "budget")]
        columns = [*table.columns.items(), *(("months", column) for _, column in table.months)]
        broken = [(r, what, column) for r in rows for what, column in columns if (r, column) in self.grid.unreadable]
        said = budget_rows or broken or any(joined[what] for what in joined if what != "number")
        if not said and not any(self.grid.shown(r, column) for r in rows for _, column in table.months):
            return  # a numbered line of the blank form
        known_problems = len(self.reading.problems)
        for r, what, column in broken:
            if what != "budget":
                self._report("cell_unreadable", row, column, cell_row=r)
        unread = {what for _, what, _ in broken}
        name = one_line(joined["name"])
        name_column = table.columns["name"]
        if is_blank(name) and "name" not in unread:
            self._report("name_missing", row, name_column)
        for code in self.headings.missing(table.kind):
            self._report(code, row, table.columns["number"])
        for what in GOOD_TO_HAVE:
            if what in table.columns and is_blank(joined[what]) and what not in unread:
                self._report(f"{what}_missing", row, table.columns[what])
        amount = self._budget(draft, budget_rows)
        divisions = self._divisions(row, table, joined, readable="divisions" not in unread)
        months = self._months(draft, readable="months" not in unread)
        funding = self._funding(row, table, joined.get("funding", ""), amount)
        if name and table.kind == "project" and self.headings.programme:
            self._check_duplicate(row, name, name_column, self.headings.programme)
        has_error = any(found.severity == "error" for found in self.reading.problems[known_problems:])
        heading_known = self.headings.category if table.kind == "equipment" else self.headings.programme
        if has_error or amount.satang is None or heading_known is None:
            return
        is_project = table.kind == "project"
        references: dict[str, Any] = {what: _filled(joined.get(what, "")) for what in _REFERENCES if what != "funding"}
        self.reading.items.append(
            WorkbookItem(
                sheet=self.grid.title,
                row=row,
                kind=table.kind,
                strategy=self.headings.strategy if is_project else None,
                approach=self.headings.approach if is_project else None,
                plan=self.headings.programme.name_th if is_project and self.headings.programme else None,
                category=self.headings.category.name_th if not is_project and self.headings.category else None,
                name=name,
                detail=_filled(joined.get("detail", "")),
                budget_baht=baht(amount.satang),
                place=_filled(joined.get("place", "")),
                divisions=divisions,
                months=PlannedMonths.from_indexes(months).labels(self.fiscal_year),
                funding=funding,
                **references,
            )
        )

    def _joined(self, draft: _Draft, what: str) -> str:
        """The text of a column over the item's rows. A division or place merged over several items is each one's."""
        column = draft.table.columns[what]
        first, *others = draft.rows
        shared = what in ("divisions", "place", *_REFERENCES) and self.grid.span(first, column).start == column
        texts = [self.grid.shown(first, column) if shared else self.grid.text(first, column)]
        texts += [self.grid.text(row, column) for row in others]
        return "\n".join(text for text in texts if text)

    def _budget(self, draft: _Draft, rows: list[int]) -> Amount:
        column, row = draft.table.columns["budget"], draft.rows[0]
        broken = next((r for r in draft.rows if (r, column) in self.grid.unreadable), None)
        values = [self.grid.value(r, column) for r in rows]
        # Two amounts in one item are two lines here, and so cannot read as one number.
        value = values[0] if len(values) == 1 else "\n".join(clean_text(each) for each in values)
        amount = Amount(None, "budget_unreadable") if broken else read_amount(value)
        if amount.code:
            seen = self.grid.formula(broken, column) if broken else clean_text(value)
            self._report(amount.code, row, column, cell_row=broken or (rows[0] if rows else None), seen=seen)
        elif amount.satang == 0:
            self._report("no_budget", row, column)
        return amount

    def _divisions(self, row: int, table: Table, joined: dict[str, str], *, readable: bool) -> list[str]:
        column = table.columns["divisions"]
        divisions = read_divisions(joined["divisions"], self.known, _filled(joined.get("agency", "")))
        if is_blank(joined["divisions"]) or not divisions.names:
            if readable:
                self._report("division_missing", row, column)
        elif divisions.unknown:
            self._report("division_unknown", row, column, seen=divisions.unknown)
        return divisions.names

    def _months(self, draft: _Draft, *, readable: bool) -> set[int]:
        marked: set[int] = set()
        row, table = draft.rows[0], draft.table
        for r in draft.rows:
            read = read_months(self._month_cells(r, table))
            if read.unclear:
                self._report("months_unclear", row, read.unclear.column, cell_row=r, seen=read.unclear.text)
                return set()
            marked |= read.indexes
        if not marked and readable:
            self._report("no_months", row, table.months[0][1])
        return marked

    def _month_cells(self, row: int, table: Table) -> list[MonthCell]:
        cells: list[MonthCell] = []
        done: set[int] = set()
        for _, column in table.months:
            if column in done:
                continue
            span = self.grid.span(row, column)
            done.update(span)
            indexes = tuple(month for month, month_column in table.months if month_column in span)
            cells.append(MonthCell(self.grid.shown(row, column), indexes, column))
        return cells

    def _funding(self, row: int, table: Table, text: str, amount: Amount) -> FundingSource | None:
        if is_blank(text):
            return None
        funding = find_funding(text)
        if funding is None:
            self._report("funding_unknown", row, table.columns["funding"], seen=text)
        elif funding is FundingSource.NONE and amount.satang:
            self._report("funding_contradicts", row, table.columns["funding"], seen=text)
        return funding

    def _check_duplicate(self, row: int, name: str, column: int, programme: Programme) -> None:
        key = (programme, match_key(name))
        if key in self.names_seen:
            self._report("duplicate_project", row, column, seen=self.names_seen[key])
        else:
            self.names_seen[key] = f"{self.grid.title}!{column_letter(column)}{row}"


def _filled(text: str) -> str:
    return "" if is_blank(text) else one_line(text)
