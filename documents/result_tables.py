"""Tables of results as they stand in PDF and Excel alike: columns, rows and totals, written by one table each.

A cell is a value; its column's kind says what it is. Numbers stay numbers in Excel, with the office's digits as their
format.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.account_totals import percent
from documents.excel_pages import OfficeBook
from models.kinds import Digits
from models.values import baht_with_commas

Cell = str | int | None


class Kind(StrEnum):
    """What a column holds: words that people typed (they keep their digits), words of ours, a number, satang, or a
    share in percent with two decimals (``account_totals.percent``)."""

    TYPED = "typed"
    WORDS = "words"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"


_ALIGNED = {
    Kind.TYPED: "left",
    Kind.WORDS: "left",
    Kind.COUNT: "center",
    Kind.MONEY: "right",
    Kind.PERCENT: "right",
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, kind and width in characters. Neighbours of one ``group`` share a heading above theirs."""

    title: str
    kind: Kind
    width: float
    group: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells, one for each column; a total is set off."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Band:
    """A heading across the table, in words that people typed: a strategy."""

    label: str


@dataclass(frozen=True)
class ResultTable:
    """A table with its title; ``sheet`` names its sheet in Excel (at most 31 characters).

    ``empty`` is what stands there where there is no row. ``notes`` are our own words under it.
    """

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row | Band, ...]
    empty: str = "ไม่มี"
    notes: tuple[str, ...] = ()


def share(part: int, whole: int) -> str:
    """Return a share in percent as cells hold it; ``0.00`` of nothing."""
    return percent(part, whole)


def page_table(table: ResultTable, digits: Digits) -> dict[str, Any]:
    """Return a table as ``result_table.typ`` takes it, written out in the office's digits."""
    rows = [_page_row(table, row, digits) for row in table.rows]
    return {
        "title": digits.write(table.title),
        "widths": [column.width for column in table.columns],
        "amounts": [
            _amounts_width(column, [row["cells"][n] for row in rows if row["cells"]])
            for n, column in enumerate(table.columns)
        ],
        "aligned": [_ALIGNED[column.kind] for column in table.columns],
        "fitted": [column.kind in (Kind.MONEY, Kind.PERCENT) for column in table.columns],
        "heads": [{**head, "title": digits.write(head["title"])} for head in _heads(table)],
        "under": [digits.write(column.title) for column in table.columns if column.group],
        "grouped": any(column.group for column in table.columns),
        "rows": rows,
        "empty": digits.write(table.empty),
        "notes": [digits.write(note) for note in table.notes],
    }


def excel_sheet(book: OfficeBook, table: ResultTable, above: tuple[str, ...]) -> Any:
    """Add a table as a sheet of its own and return it; ``above`` are lines over it, written as they are."""
    first = len(above) + 1
    grouped = any(column.group for column in table.columns)
    last = first + int(grouped)
    sheet = book.sheet(
        book.digits.write(table.sheet), [column.width for column in table.columns], headings=(first, last)
    )
    for line, text in enumerate(above):
        book.text(sheet, line, 0, text, "title" if line == 0 else "plain")
    book.text(sheet, len(above), 0, book.digits.write(table.title), "title")
    _excel_heads(book, sheet, table, first, grouped=grouped)
    line = last + 1
    for row in table.rows:
        _excel_row(book, sheet, table, line, row)
        line += 1
    if not table.rows:
        book.text(sheet, line, 0, book.digits.write(table.empty), "plain")
        line += 1
    for note in table.notes:
        book.text(sheet, line, 0, book.digits.write(note), "plain")
        line += 1
    return sheet


def _heads(table: ResultTable) -> list[dict[str, Any]]:
    """Return the headings of the first line: a column's own over two lines, or a group's over its columns."""
    heads: list[dict[str, Any]] = []
    open_group = ""
    for column in table.columns:
        if column.group and column.group == open_group:
            heads[-1]["across"] += 1
        else:
            heads.append({"title": column.group or column.title, "across": 1, "own": not column.group})
        open_group = column.group
    return heads


def _amounts_width(column: Column, written: Sequence[str]) -> float | None:
    """Return the centimetres in which the longest amount of a column stands in bold at full size, at most four; None
    for other columns, which share what is left."""
    if column.kind is not Kind.MONEY:
        return None
    widest = max((sum(0.2 if char.isdigit() else 0.1 for char in text) for text in written), default=0.0)
    return round(min(max(widest + 0.35, 1.5), 4.0), 2)


def _page_row(table: ResultTable, row: Row | Band, digits: Digits) -> dict[str, Any]:
    if isinstance(row, Band):
        return {"band": row.label, "total": False, "cells": []}
    cells = [
        "" if cell is None and row.total else _written(column.kind, cell, digits)
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    return {"band": "", "total": row.total, "cells": cells}


def _written(kind: Kind, cell: Cell, digits: Digits) -> str:
    if cell is None:
        return "–"
    if kind is Kind.TYPED:
        return str(cell) or "–"
    if kind is Kind.MONEY:
        return digits.write(baht_with_commas(int(cell)))
    return digits.write(f"{cell:,}" if isinstance(cell, int) else cell or "–")


def _excel_heads(book: OfficeBook, sheet: Any, table: ResultTable, first: int, *, grouped: bool) -> None:
    at = 0
    for head in _heads(table):
        across, title = head["across"], book.digits.write(head["title"])
        if head["own"] and not grouped:
            book.text(sheet, first, at, title, "head")
        elif head["own"]:
            book.text(sheet, first + 1, at, title, "head")  # so that the second row grows as it needs
            sheet.merge_range(first, at, first + 1, at, title, book.format("head"))
        elif across == 1:
            book.text(sheet, first, at, title, "head")
        else:
            sheet.merge_range(first, at, first, at + across - 1, title, book.format("head"))
        at += across
    for number, one in enumerate(table.columns):
        if one.group:
            book.text(sheet, first + 1, number, book.digits.write(one.title), "head")


def _excel_row(book: OfficeBook, sheet: Any, table: ResultTable, line: int, row: Row | Band) -> None:
    if isinstance(row, Band):
        book.text(sheet, line, 0, row.label, "line")
        for beside in range(1, len(table.columns)):
            sheet.write_blank(line, beside, None, book.format("line"))
        return
    for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        if column.kind is Kind.MONEY:
            book.money(sheet, line, number, _number(cell), "sum_money" if row.total else "money")
        elif column.kind is Kind.COUNT:
            book.number(sheet, line, number, _number(cell), "sum_count" if row.total else "count")
        elif column.kind is Kind.PERCENT:
            value = None if cell is None else float(cell)
            book.number(sheet, line, number, value, "sum_percent" if row.total else "percent")
        else:
            said = "" if cell is None else str(cell)
            written = said if column.kind is Kind.TYPED else book.digits.write(said)
            book.text(sheet, line, number, written, "sum_label" if row.total else "text")


def _number(cell: Cell) -> int | None:
    return None if cell is None else int(cell)
