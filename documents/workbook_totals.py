"""Totals that a workbook says (รวม lines, form ผด.01) held against its own rows.

A total is only held against rows whose amounts could all be read, and is never read as a project.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Literal

from documents.workbook_cells import is_total, match_key, read_amount
from documents.workbook_grid import Grid, column_letter
from documents.workbook_headings import HeadingsInForce, find_programme, headings_in, loose_key
from documents.workbook_reading import WorkbookProblem, problem
from models.values import baht_with_commas

_GRAND = re.compile("ทั้งสิ้น|ทั้งหมด|ทุกยุทธศาสตร์|ทุกแผนงาน")
_NUMBERED = re.compile(r"^[\d๐-๙.()\s]+")
_COUNT = re.compile(r"(\d{1,6})(โครงการ|รายการ)")


@dataclass
class _Sum:
    items: int = 0
    satang: int = 0
    sure: bool = True


@dataclass(frozen=True)
class SaidTotal:
    """A total as a row says it: how many items, how much; None for what it does not say."""

    label: str
    items: int | None
    satang: int | None

    def agrees(self, summed: _Sum) -> bool:
        """Tell whether all that is said is so."""
        return self.items in (None, summed.items) and self.satang in (None, summed.satang)

    def quoted(self) -> str:
        """Return the total as a person wrote it."""
        said = [f"{self.items} รายการ" if self.items is not None else ""]
        said.append(f"{baht_with_commas(self.satang)} บาท" if self.satang is not None else "")
        return " ".join(one for one in said if one)


class Totals:
    """What the rows of a workbook add up to, in every scope that a total may stand for."""

    def __init__(self) -> None:
        self._sums: dict[Hashable, _Sum] = defaultdict(_Sum)
        self._since_total = 0
        self.complete = True  # no sheet was left unread

    def add(
        self, sheet: str, kind: Literal["project", "equipment"], headings: HeadingsInForce, satang: int | None
    ) -> None:
        """Count one row, read or not; ``satang`` is None where its amount could not be read."""
        for scope in [*_scopes(sheet, kind, headings), ("since", self._since_total)]:
            summed = self._sums[scope]
            summed.items += 1
            summed.satang += satang or 0
            summed.sure = summed.sure and satang is not None

    def check(
        self, said: SaidTotal, sheet: str, kind: Literal["project", "equipment"], headings: HeadingsInForce
    ) -> _Sum | None:
        """Return what the rows of a total really make, if that differs for sure; the next rows are a new sum."""
        label = match_key(said.label)
        scopes = _scopes(sheet, kind, headings)
        if _GRAND.search(label):
            wanted = [scope for scope in scopes if scope[0] in ("sheet", "book")]
        elif "ยุทธศาสตร์" in label:
            wanted = [scope for scope in scopes if scope[0] == "strategy"]
        elif "แนวทาง" in label:
            wanted = [scope for scope in scopes if scope[0] == "approach"]
        else:
            wanted = [scopes[0], ("since", self._since_total), *scopes[1:]]
        self._since_total += 1
        sums = [self._sums[scope] for scope in wanted if scope in self._sums]
        if not sums or any(said.agrees(summed) for summed in sums) or not sums[0].sure:
            return None
        return sums[0]

    def check_summary(self, said: SaidTotal, *scope: Hashable) -> _Sum | None:
        """Return what the rows of a line of ผด.01 really make, if that differs for sure."""
        summed = self._sums.get(scope, _Sum())
        if not self.complete or not summed.sure or said.agrees(summed):
            return None
        return summed


def _scopes(sheet: str, kind: str, headings: HeadingsInForce) -> list[tuple[Hashable, ...]]:
    """Return the sums to which a row belongs, the narrowest first."""
    strategy = loose_key(headings.strategy or "")
    book: list[tuple[Hashable, ...]] = [("sheet", sheet), ("sheet", sheet, kind), ("book",), ("book", kind)]
    if kind == "equipment":
        return [("category", sheet, headings.category), *book]
    group = ("group", sheet, strategy, headings.approach, headings.programme)
    wider = [("programme", strategy, headings.programme), ("approach", strategy, headings.approach)]
    return [group, *wider, ("strategy", strategy), *book]


def said_total(grid: Grid, row: int, label: str, budget_column: int) -> SaidTotal | None:
    """Read a total's row; None where it says neither a number of items nor a sum that can be read."""
    texts = [grid.text(row, column) for column in grid.columns(row) if column < budget_column]
    count = _COUNT.search(match_key(" ".join(texts)))
    amount = read_amount(grid.value(row, budget_column)) if grid.text(row, budget_column) else None
    satang = amount.satang if amount and (row, budget_column) not in grid.unreadable else None
    items = int(count.group(1)) if count else None
    return SaidTotal(label, items, satang) if items is not None or satang is not None else None


def total_differs(sheet: str, row: int, column: int, said: SaidTotal, really: _Sum) -> WorkbookProblem:
    """Return the warning of a total that does not agree with its rows."""
    amount = baht_with_commas(really.satang)
    return problem(
        "total_differs",
        sheet=sheet,
        row=row,
        column=column_letter(column),
        seen=said.quoted(),
        wanted=f"{really.items} รายการ {amount} บาท",
        wanted_en=f"{really.items} items, {amount} baht",
    )


@dataclass(frozen=True)
class _Columns:
    row: int
    label: int
    items: int
    budget: int


def find_summary(grid: Grid) -> _Columns | None:
    """Return the columns of form ผด.01, if the sheet is one."""
    for row in grid.rows[:40]:
        texts = {column: match_key(grid.text(row, column)) for column in grid.columns(row)}
        label = next((column for column, text in texts.items() if re.search("ยุทธศาสตร์|แผนงาน", text)), None)
        items = next((column for column, text in texts.items() if re.match("จำนวนโครงการ", text)), None)
        budget = next((c for c, text in texts.items() if "งบประมาณ" in text and "ร้อยละ" not in text), None)
        if label and items and budget and label < items < budget:
            return _Columns(row, label, items, budget)
    return None


def check_summary(grid: Grid, columns: _Columns, totals: Totals) -> Iterator[WorkbookProblem]:
    """Yield a warning for each line of form ผด.01 that does not agree with the rows of ผด.02."""
    strategy = ""
    for row in grid.rows:
        if row <= columns.row:
            continue
        text = next((grid.text(row, column) for column in grid.columns(row) if column <= columns.label), "")
        headings = headings_in(text)
        programme = find_programme(headings[-1].text if headings else _NUMBERED.sub("", text))
        if headings and headings[-1].level == "strategy":
            strategy = loose_key(headings[-1].text)
        items = match_key(grid.text(row, columns.items))
        amount = read_amount(grid.value(row, columns.budget)) if grid.text(row, columns.budget) else None
        said = SaidTotal(text, int(items) if items.isdecimal() else None, amount.satang if amount else None)
        if said.items is None and said.satang is None:
            continue
        scopes: list[tuple[Hashable, ...]]
        if is_total(text):
            # ผด.01 counts projects; some offices add the equipment of ผด.02/1.
            grand = bool(_GRAND.search(match_key(text)))
            scopes = [("book", "project"), ("book",)] if grand else [("strategy", strategy), ("book", "project")]
        elif programme:
            scopes = [("programme", strategy, programme)]
        elif headings and headings[-1].level == "strategy":
            scopes = [("strategy", strategy)]
        else:
            continue
        found = [totals.check_summary(said, *scope) for scope in scopes]
        if all(found) and found[0]:
            yield total_differs(grid.title, row, columns.budget, said, found[0])
