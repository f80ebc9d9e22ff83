"""One item of an officer's form from its rows: what its cells say, and each cell that cannot be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from documents.workbook_cells import Amount, clean_text, find_funding, is_blank, match_key, one_line, read_amount
from documents.workbook_divisions import DivisionNames, read_divisions
from documents.workbook_grid import Grid, column_letter
from documents.workbook_headings import HeadingsInForce, find_category, find_programme
from documents.workbook_joining import continued
from documents.workbook_months import drawn_months, filled_months, month_cells, read_months
from documents.workbook_reading import WorkbookItem, WorkbookProblem, problem
from documents.workbook_table import GOOD_TO_HAVE, Table
from models.kinds import FundingSource
from models.values import FiscalYear, PlannedMonths, baht
from procedure.row_keys import read_key

_REFERENCES = ("learnt_from", "agency", "plan_reference", "budget_reference", "funding")
_SAID = ("detail", "place", *_REFERENCES)
_QUOTED = {"plan_reference": "แผนพัฒนาท้องถิ่น", "budget_reference": "เทศบัญญัติ/ข้อบัญญัติงบประมาณ"}


@dataclass
class Draft:
    """The rows of one item, while they are being gathered. ``fills_count``: coloured month cells mark months here."""

    table: Table
    rows: list[int]
    fills_count: bool = False


@dataclass
class ReadItem:
    """What one item's rows gave. ``item`` is none where a cell is wrong; ``satang`` where the amount is. ``headings``
    are those above it and what its own row says of them."""

    headings: HeadingsInForce
    name: str = ""
    satang: int | None = None
    item: WorkbookItem | None = None
    problems: list[WorkbookProblem] = field(default_factory=list)


def read_item(
    grid: Grid, draft: Draft, headings: HeadingsInForce, divisions: DivisionNames, fiscal_year: FiscalYear
) -> ReadItem | None:
    """Read the rows of one item under the headings in force; none where they say nothing but a number."""
    return _Reader(grid, draft, headings, divisions).read(fiscal_year)


class _Reader:
    def __init__(self, grid: Grid, draft: Draft, headings: HeadingsInForce, divisions: DivisionNames) -> None:
        self.grid = grid
        self.draft = draft
        self.table = draft.table
        self.rows = draft.rows
        self.row = draft.rows[0]
        self.headings = headings
        self.division_names = divisions
        self.found = ReadItem(headings)

    def _report(self, code: str, column: int, *, cell_row: int | None = None, **facts: str) -> None:
        letter = column_letter(column)
        cell = f"{letter}{cell_row}" if cell_row else None
        self.found.problems.append(
            problem(code, sheet=self.grid.title, row=self.row, column=letter, cell=cell, **facts)
        )

    def read(self, fiscal_year: FiscalYear) -> ReadItem | None:
        table, rows = self.table, self.rows
        joined = {what: self._joined(what) for what in table.columns if what != "budget"}
        budget_rows = [row for row in rows if self.grid.text(row, table.columns["budget"])]
        # A local column of codes may hold anything: what is no key of ours is passed over.
        columns = [(what, column) for what, column in table.columns.items() if what != "key"]
        columns += [("months", column) for _, column in table.months]
        broken = [
            (row, what, column) for row in rows for what, column in columns if (row, column) in self.grid.unreadable
        ]
        marked = any(self.grid.shown(row, column) for row in rows for _, column in table.months)
        drawn = any(drawn_months(self.grid, row, table) for row in rows)
        # The divisions' form has their name in its empty lines, and asks which projects go on.
        given = {"number", "key"} | ({"divisions"} if {"programme", "category"} & table.columns.keys() else set())
        if not (budget_rows or broken or marked or drawn or any(joined[what] for what in joined if what not in given)):
            return None  # a numbered line of the blank form
        if match_key(joined.get("proposal", "")).startswith("ไม่"):
            return None
        for row, what, column in broken:
            if what != "budget":
                self._report("cell_unreadable", column, cell_row=row, seen=self.grid.formula(row, column))
        unread = {what for _, what, _ in broken}
        self.found.name = name = joined["name"]
        if is_blank(name) and "name" not in unread:
            self._report("name_missing", table.columns["name"], seen=name)
        self._take_own_headings(joined)
        for code in self.headings.missing(table.kind):
            self._report(code, table.columns.get(code.removesuffix("_missing"), table.columns["number"]))
        for what in GOOD_TO_HAVE:
            if what in table.columns and is_blank(joined[what]) and what not in unread:
                self._report(f"{what}_missing", table.columns[what], seen=joined[what])
        amount = self._budget(budget_rows)
        self.found.satang = amount.satang
        divisions = self._divisions(joined, readable="divisions" not in unread)
        months = self._months(readable="months" not in unread)
        funding = self._funding(joined.get("funding", ""), amount)
        self._check_references(joined, unread, amount)
        has_error = any(found.severity == "error" for found in self.found.problems)
        heading = self.headings.category if table.kind == "equipment" else self.headings.programme
        if has_error or amount.satang is None or heading is None:
            return self.found
        is_project = table.kind == "project"
        references: dict[str, Any] = {what: _filled(joined.get(what, "")) for what in _REFERENCES if what != "funding"}
        self.found.item = WorkbookItem(
            sheet=self.grid.title,
            row=self.row,
            kind=table.kind,
            strategy=self.headings.strategy if is_project else None,
            approach=self.headings.approach if is_project else None,
            plan=heading.name_th if is_project else None,
            category=None if is_project else heading.name_th,
            name=name,
            detail=_filled(joined.get("detail", "")),
            budget_baht=baht(amount.satang),
            place=_filled(joined.get("place", "")),
            divisions=divisions,
            months=PlannedMonths.from_indexes(months).labels(fiscal_year),
            funding=funding,
            key=read_key(joined.get("key", ""), fiscal_year.number),
            unsaid=tuple(what for what in _SAID if what not in table.columns),
            **references,
        )
        return self.found

    def _take_own_headings(self, joined: dict[str, str]) -> None:
        """Take what the row's own columns say of its strategy, approach, programme or category. A heading line above
        goes before them: in other forms such a column is a local note."""
        above, said = self.headings, {what: joined.get(what, "") for what in ("strategy", "approach", "programme")}
        own = replace(above)
        own.strategy = above.strategy or _filled(said["strategy"]) or None
        own.approach = above.approach or _filled(said["approach"]) or None
        if not above.programme_said and not is_blank(said["programme"]):
            own.programme, own.programme_said = find_programme(said["programme"]), True
            if own.programme is None:
                self._report("programme_unknown", self.table.columns["programme"], seen=said["programme"])
        category = joined.get("category", "")
        if not above.category_said and not is_blank(category):
            own.category, own.category_said = find_category(category), True
            if own.category is None:
                self._report("category_unknown", self.table.columns["category"], seen=category)
        self.headings = self.found.headings = own

    def _texts(self, what: str) -> list[str]:
        """The texts of a column over the item's rows, as typed. A division or place merged over several items is each
        one's."""
        column = self.table.columns[what]
        first, *others = self.rows
        shared = what in ("divisions", "place", *_REFERENCES) and self.grid.span(first, column).start == column
        typed = self.grid.raw_text(first, column)
        texts = [(typed or self.grid.shown(first, column)) if shared else typed]
        texts += [self.grid.raw_text(row, column) for row in others]
        return [text for text in texts if text]

    def _joined(self, what: str) -> str:
        return continued(self._texts(what))

    def _budget(self, rows: list[int]) -> Amount:
        column = self.table.columns["budget"]
        broken = next((row for row in self.rows if (row, column) in self.grid.unreadable), None)
        values = [self.grid.value(row, column) for row in rows]
        # Two amounts in one item are two lines here, and so cannot read as one number.
        value = values[0] if len(values) == 1 else "\n".join(clean_text(each) for each in values)
        amount = Amount(None, "budget_unreadable") if broken else read_amount(value)
        seen = self.grid.formula(broken, column) if broken else clean_text(value)
        if amount.code:
            self._report(amount.code, column, cell_row=broken or (rows[0] if rows else None), seen=seen)
        elif amount.satang == 0:
            self._report("no_budget", column, seen=seen)
        return amount

    def _divisions(self, joined: dict[str, str], *, readable: bool) -> list[str]:
        column = self.table.columns["divisions"]
        divisions = read_divisions(self._texts("divisions"), self.division_names, _filled(joined.get("agency", "")))
        if is_blank(joined["divisions"]) or not divisions.names:
            if readable:
                self._report("division_missing", column, seen=joined["divisions"])
        elif divisions.unknown:
            self._report("division_unknown", column, seen=divisions.unknown)
        return divisions.names

    def _months(self, *, readable: bool) -> set[int]:
        marked: set[int] = set()
        seen_only = self._seen_months()
        for row in self.rows:
            read = read_months(month_cells(self.grid, row, self.table))
            if read.unclear and not (seen_only and is_blank(read.unclear.text)):
                self._report("months_unclear", read.unclear.column, cell_row=row, seen=read.unclear.text)
                return set()
            marked |= read.indexes
        marked |= seen_only
        if not marked and readable:
            self._report("no_months", self.table.months[0][1])
        return marked

    def _seen_months(self) -> frozenset[int]:
        """The months that a drawing or a colour marks rather than a text."""
        found: set[int] = set()
        for row in self.rows:
            found |= drawn_months(self.grid, row, self.table)
            if self.draft.fills_count:
                found |= filled_months(self.grid, row, self.table)
        return frozenset(found)

    def _funding(self, text: str, amount: Amount) -> FundingSource | None:
        if is_blank(text):
            return None
        funding = find_funding(text)
        if funding is None:
            self._report("funding_unknown", self.table.columns["funding"], seen=text)
        elif funding is FundingSource.NONE and amount.satang:
            self._report("funding_contradicts", self.table.columns["funding"], seen=text)
        return funding

    def _check_references(self, joined: dict[str, str], unread: Iterable[str], amount: Amount) -> None:
        """Name the pages that a form with columns for them leaves out; another agency's project has none here."""
        if self.table.kind == "equipment" or _filled(joined.get("agency", "")):
            return
        for what, wanted in _QUOTED.items():
            needless = what == "budget_reference" and amount.satang == 0
            if what in self.table.columns and is_blank(joined[what]) and what not in unread and not needless:
                self._report("reference_missing", self.table.columns[what], wanted=wanted, seen=joined[what])


def _filled(text: str) -> str:
    return "" if is_blank(text) else one_line(text)
