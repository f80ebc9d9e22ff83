"""The sheet of a quarter's report in Excel that holds its charts, and under them the numbers that they draw."""

from math import ceil
from typing import Any

from documents.excel_pages import OfficeBook
from documents.quarter_charts import Charts, chart_texts, charts_of
from documents.quarter_content import QuarterReport

_SHEET = "กราฟ"
_WIDTHS = (30.0, 19.0, 19.0, 19.0, 19.0)
_WHOLE, _HALF = 870, 430  # pixels, the widths of charts
_HEIGHT = 260  # pixels, at least
_STRATEGY = 48  # pixels that the two bars of a strategy take with their label
_ROW = 20  # pixels of a row that charts stand on
_DARK = {"color": "#464646"}
_PATTERN = {"pattern": "wide_upward_diagonal", "fg_color": "#5A5A5A", "bg_color": "white"}


def write_chart_sheet(book: OfficeBook, report: QuarterReport) -> None:
    """Write the sheet: it prints on one upright page, and its charts follow the numbers if somebody changes them."""
    charts, texts = charts_of(report), chart_texts(report)
    sheet = book.sheet(_SHEET, _WIDTHS, landscape=False)
    sheet.fit_to_pages(1, 1)
    book.text(sheet, 0, 0, report.office.name, "title")
    heights = (_HEIGHT, max(_HEIGHT, 90 + _STRATEGY * len(charts.money)), _HEIGHT)
    tops = [1]  # the rows on which charts stand, and the one after them
    for height in heights:
        tops.append(tops[-1] + 1 + ceil(height / _ROW))
    for number in range(1, tops[-1]):
        sheet.set_row_pixels(number, _ROW)
    row, drawn = tops[-1], []
    for (title, words), write in zip(texts, (_statuses, _money, _months), strict=True):
        book.text(sheet, row, 0, title, "title")
        made, rows = write(book, sheet, row + 1, charts)
        drawn += [(chart, chart_title or title, words) for chart, chart_title in made]
        row += rows + 3
    font = {"name": report.office.font, "size": 13}
    for (chart, title, words), (down, across) in zip(drawn, ((0, 0), (1, 0), (2, 0), (2, 1)), strict=True):
        chart.set_title({"name": title, "name_font": {**font, "bold": True}, "overlay": False})
        chart.set_size({"width": _HALF if down == 2 else _WHOLE, "height": heights[down]})
        where = {"description": words, "object_position": 3, "x_offset": 6 + across * (_WHOLE - _HALF)}
        sheet.insert_chart(tops[down], 0, chart, where)


Drawn = tuple[list[tuple[Any, str]], int]


def _heads(book: OfficeBook, sheet: Any, row: int, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names):
        book.text(sheet, row, place, name, "head")


def _statuses(book: OfficeBook, sheet: Any, row: int, charts: Charts) -> Drawn:
    _heads(book, sheet, row, ("ผลการดำเนินงาน", "จำนวนโครงการ"))
    for number, bar in enumerate(charts.statuses, start=row + 1):
        book.text(sheet, number, 0, bar.label)
        book.number(sheet, number, 1, bar.projects)
    last = row + len(charts.statuses)
    chart = _chart(book, "bar", whole=True)
    _series(book, chart, row, last, 1, dark=True)
    chart.set_legend({"none": True})
    return [(chart, "")], last - row


def _money(book: OfficeBook, sheet: Any, row: int, charts: Charts) -> Drawn:
    _heads(book, sheet, row, ("ยุทธศาสตร์", "งบประมาณหลังโอน", "เบิกจ่ายแล้ว"))
    for number, bar in enumerate(charts.money, start=row + 1):
        book.text(sheet, number, 0, bar.label)
        book.money(sheet, number, 1, bar.budget)
        book.money(sheet, number, 2, bar.disbursed)
    last = row + len(charts.money)
    chart = _chart(book, "bar", whole=False)
    _series(book, chart, row, last, 1, dark=False)
    _series(book, chart, row, last, 2, dark=True)
    return [(chart, "")], last - row


def _months(book: OfficeBook, sheet: Any, row: int, charts: Charts) -> Drawn:
    _heads(book, sheet, row, ("เดือน", "ควรเริ่มแล้วตามแผน", "เริ่มแล้วจริง", "ควรเสร็จแล้วตามแผน", "เสร็จแล้วจริง"))
    for number, point in enumerate(charts.months, start=row + 1):
        book.text(sheet, number, 0, point.label, "centred")
        numbers = (point.planned_begun, point.begun, point.planned_completed, point.completed)
        for place, value in enumerate(numbers, start=1):
            book.number(sheet, number, place, value)
    last = row + len(charts.months)
    drawn: list[tuple[Any, str]] = []
    for title, first in (("โครงการที่เริ่มดำเนินการแล้ว (สะสม)", 1), ("โครงการที่แล้วเสร็จ (สะสม)", 3)):
        chart = _chart(book, "column", whole=True)
        _series(book, chart, row, last, first, dark=False)
        _series(book, chart, row, last, first + 1, dark=True)
        drawn.append((chart, title))
    return drawn, last - row


def _chart(book: OfficeBook, kind: str, *, whole: bool) -> Any:
    chart = book.book.add_chart({"type": kind})
    font = {"name": book.font, "size": 11}
    numbers: dict[str, object] = {
        "num_format": book.number_format("#,##0"),
        "num_font": font,
        "major_gridlines": {"visible": False},
    }
    if whole:
        numbers |= {"min": 0}
    numbers |= {"visible": False}  # each bar bears its number
    if kind == "bar":  # the first one on top
        chart.set_y_axis({"num_font": font, "reverse": True})
        chart.set_x_axis(numbers)
    else:
        chart.set_x_axis({"num_font": font})
        chart.set_y_axis(numbers)
    chart.set_legend({"position": "bottom", "font": font})
    return chart


def _series(book: OfficeBook, chart: Any, head: int, last: int, column: int, *, dark: bool) -> None:
    drawn = {"fill": _DARK} if dark else {"pattern": _PATTERN}
    labels = {"value": True, "num_format": book.number_format("#,##0"), "font": {"name": book.font, "size": 10}}
    chart.add_series(
        {
            "name": [_SHEET, head, column],
            "categories": [_SHEET, head + 1, 0, last, 0],
            "values": [_SHEET, head + 1, column, last, column],
            "border": {"color": "black", "width": 0.75},
            "data_labels": labels,
            "gap": 60,
            **drawn,
        }
    )
