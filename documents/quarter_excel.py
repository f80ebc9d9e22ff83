"""A quarter's report as an Excel file: a sheet for each table, numbers as numbers, and Excel's own charts."""

import unicodedata
from math import ceil
from typing import Any

from documents.excel_pages import OfficeBook
from documents.quarter_chart_sheet import write_chart_sheet
from documents.quarter_content import QuarterReport
from documents.quarter_tables import lines_under_title, report_tables, report_title
from documents.report_table import Kind, Row, Table

_CHARS = 5.2  # characters of 14 points in a centimetre, about
_LINE = 21.0  # points, of the height of a line
_FIRST = 6  # the first row of a table's headings, from nought
_FORMATS = {
    Kind.TEXT: "text",
    Kind.CENTRED: "centred",
    Kind.COUNT: "count",
    Kind.MONEY: "money",
    Kind.PERCENT: "percent",
}
_TOTALS = {
    Kind.TEXT: "sum_label",
    Kind.CENTRED: "sum_label",
    Kind.COUNT: "sum_count",
    Kind.MONEY: "sum_money",
    Kind.PERCENT: "sum_percent",
}


def render_quarter_report_excel(report: QuarterReport) -> bytes:
    """Return the report as an .xlsx; the charts are on a sheet of their own, over the numbers that they draw."""
    title = report_title(report)
    book = OfficeBook(report.office, title, report.told_on)
    tables = report_tables(report)
    for table in tables[:1]:
        _sheet(book, report, table)
    write_chart_sheet(book, report)
    for table in tables[1:]:
        _sheet(book, report, table)
    return book.close()


def _top(book: OfficeBook, sheet: Any, report: QuarterReport, heading: str) -> None:
    lines = [report_title(report), report.office.name, *lines_under_title(report), heading]
    for number, line in enumerate(lines):
        book.text(sheet, number, 0, line, "title" if number in (0, len(lines) - 1) else "plain")


def _width(table: Table, place: int) -> float:
    """Return a column's width in characters: as on paper, and wide enough for its amounts, or Excel shows none."""
    column = table.columns[place]
    amounts = [row.cells[place] for row in table.rows if not row.heading and column.kind is Kind.MONEY]
    longest = max((len(f"{amount / 100:,.2f}") for amount in amounts if isinstance(amount, int)), default=0)
    return max(column.width * _CHARS, longest * 1.1 + 2)


def _tall(text: str, room: float) -> float:
    """Return the height in points of words in joined cells that hold so many characters beside each other."""
    wide = sum(unicodedata.category(char) != "Mn" for char in text)  # marks above and below others take no room
    return _LINE * (text.count("\n") + ceil(wide / room))


def _sheet(book: OfficeBook, report: QuarterReport, table: Table) -> None:
    last_head = _FIRST + int(table.grouped)
    widths = [_width(table, place) for place in range(len(table.columns))]
    sheet = book.sheet(table.sheet, widths, headings=(_FIRST, last_head))
    _top(book, sheet, report, table.title)
    if not table.rows:
        book.text(sheet, _FIRST, 0, table.empty, "plain")
        return
    _headings(book, sheet, table)
    for number, row in enumerate(table.rows, start=last_head + 1):
        _row(book, sheet, number, row, table)
    if table.note:
        below, last = last_head + len(table.rows) + 1, len(table.columns) - 1
        sheet.set_row(below, _tall(table.note, sum(widths)))
        sheet.merge_range(below, 0, below, last, "", book.format("note"))
        book.text(sheet, below, 0, table.note, "note")


def _headings(book: OfficeBook, sheet: Any, table: Table) -> None:
    head = book.format("head")
    if table.grouped:
        sheet.set_row(_FIRST, _LINE * max(column.group.count("\n") + 1 for column in table.columns))
    place = 0
    for name, span in table.heads:
        if not table.grouped:
            book.text(sheet, _FIRST, place, table.columns[place].name, "head")
        elif not name:
            sheet.merge_range(_FIRST, place, _FIRST + 1, place, table.columns[place].name, head)
        elif span == 1:
            book.text(sheet, _FIRST, place, name, "head")
        else:
            sheet.merge_range(_FIRST, place, _FIRST, place + span - 1, name, head)
        place += span
    if table.grouped:
        for number, column in enumerate(table.columns):
            if column.group:
                book.text(sheet, _FIRST + 1, number, column.name, "head")


def _row(book: OfficeBook, sheet: Any, number: int, row: Row, table: Table) -> None:
    if row.heading:
        sheet.set_row(number, _LINE)
        sheet.merge_range(number, 0, number, len(table.columns) - 1, "", book.format("group"))
        book.text(sheet, number, 0, str(row.cells[0]), "group")
        return
    for place, (value, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        name = (_TOTALS if row.total else _FORMATS)[column.kind]
        if value is None:
            book.number(sheet, number, place, None, "sum_label" if row.total else "text")
        elif isinstance(value, str):
            book.text(sheet, number, place, value, name)
        elif column.kind is Kind.MONEY:
            book.money(sheet, number, place, value, name)
        else:
            book.number(sheet, number, place, value / 100 if column.kind is Kind.PERCENT else value, name)
