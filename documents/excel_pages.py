"""Excel files of the office: a workbook with its font, digits and page set-up, cells that stay what they are, and bytes
that are the same for the same content."""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, cast

import xlsxwriter

from documents.content import Office
from documents.printable import tidied
from models.kinds import Digits

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
_SIZE = 14  # points
_TALLEST = 409.0  # points, of any row of Excel's
_ABOVE_AND_BELOW = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")  # of Thai letters: they take no room
_FIXED = re.compile(rb'(<row [^>]*?) customHeight="1"')
# Excel and LibreOffice show a number in Thai digits by its format; the number in the cell stays a number. (LibreOffice
# does not know the Buddhist calendar's 07 in its middle, and shows no format at all then.)
_NUMBER = {Digits.THAI: "[$-D00041E]{}", Digits.ARABIC: "{}"}
# A day is shown with its Buddhist-era year (calendar 07), whatever the machine's region.
_DAY = {Digits.THAI: "[$-D07041E]{}", Digits.ARABIC: "[$-107041E]{}"}
_HEADING = "#E7E6E6"
_STRATEGY = "#F2F2F2"
_TO_FILL = "#FFF8DC"
_REFERENCE = "#6B6B6B"
_MARK = "#7F7F7F"

# Every format of the office's files, by name; ``money`` and ``count`` are numbers.
_FORMATS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "plain": {},
    "note": {"text_wrap": True},
    "head": {
        "bold": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": _HEADING,
    },
    "group": {"bold": True, "border": 1, "text_wrap": True, "bg_color": _STRATEGY},
    # A heading line that runs over the cells beside it, which are empty and of the same format.
    "line": {"bold": True, "top": 1, "bottom": 1, "bg_color": _STRATEGY},
    "subtitle": {"bold": True},
    "form": {"bold": True, "align": "right"},
    "text": {"border": 1, "text_wrap": True},
    "centred": {"border": 1, "align": "center", "text_wrap": True},
    "money": {"border": 1, "num_format": "#,##0.00"},
    "ordinal": {"border": 1, "num_format": "0", "align": "center"},  # a year, a number in the plan
    "count": {"border": 1, "num_format": "#,##0", "align": "center"},
    "wrong": {"border": 1, "text_wrap": True, "bold": True, "font_color": "#8C1D12"},
    "percent": {"border": 1, "num_format": "0.00", "align": "right"},
    "sum_label": {"border": 1, "bold": True, "align": "right", "bg_color": _HEADING},
    "sum_money": {"border": 1, "bold": True, "num_format": "#,##0.00", "bg_color": _HEADING},
    "sum_count": {"border": 1, "bold": True, "num_format": "#,##0", "align": "center", "bg_color": _HEADING},
    "sum_percent": {"border": 1, "bold": True, "num_format": "0.00", "align": "right", "bg_color": _HEADING},
    # What is shown for reference only.
    "grey_text": {"border": 1, "text_wrap": True, "font_color": _REFERENCE},
    "grey_money": {"border": 1, "num_format": "#,##0.00", "font_color": _REFERENCE},
    # Nought says in words what it means; the cell stays a number.
    "budget": {"border": 1, "num_format": '#,##0.00;-#,##0.00;"ไม่ใช้งบประมาณ"', "shrink": True},
    "projects": {"border": 1, "bold": True, "num_format": '#,##0" โครงการ"', "align": "left", "bg_color": _HEADING},
    "items": {"border": 1, "bold": True, "num_format": '#,##0" รายการ"', "align": "left", "bg_color": _HEADING},
    "sum": {"border": 1, "bold": True, "bg_color": _HEADING},
    "month": {"border": 1, "align": "center", "valign": "vcenter"},
    "key": {"border": 1, "align": "center", "font_color": "#7F7F7F", "bg_color": _STRATEGY, "font_size": 12},
    "beside_head": {"bold": True, "border": 1, "text_wrap": True, "font_color": "#595959", "valign": "vcenter"},
    # Cells that somebody fills in: the only ones open where a sheet is protected.
    "fill_text": {"border": 1, "text_wrap": True, "bg_color": _TO_FILL, "locked": False},
    "fill_centred": {"border": 1, "align": "center", "bg_color": _TO_FILL, "locked": False},
    "fill_money": {"border": 1, "num_format": "#,##0.00", "bg_color": _TO_FILL, "locked": False},
    "fill_count": {"border": 1, "num_format": "#,##0", "align": "center", "bg_color": _TO_FILL, "locked": False},
    "fill_day": {"border": 1, "day_format": "d/m/yyyy", "align": "center", "bg_color": _TO_FILL, "locked": False},
}


class OfficeBook:
    """A workbook (.xlsx) of an office, written sheet by sheet; ``close`` gives its bytes.

    ``dated`` is the day it bears inside: a fact, never now.
    """

    def __init__(self, office: Office, title: str, dated: date) -> None:
        self._stream = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._stream, {"in_memory": True, "strings_to_formulas": False})
        self.book.set_properties(
            {"title": tidied(title), "author": tidied(office.name), "created": datetime.combine(dated, time(0))}
        )
        self.digits, self.font = office.digits, office.font
        self._base = {"font_name": office.font, "font_size": _SIZE, "valign": "top"}
        # Cells that nobody formatted, and the width that columns are measured in.
        self.book.formats[0].set_font_name(office.font)
        self.book.formats[0].set_font_size(_SIZE)
        self._formats: dict[str, Any] = {}
        self._mark: Any = None
        self._widths: dict[str, Sequence[float]] = {}
        self._heights: dict[tuple[Any, int], float] = {}

    def format(self, name: str) -> Any:
        """Return one of the office's formats by name."""
        if name not in self._formats:
            asked = dict(_FORMATS[name])
            if "num_format" in asked:
                asked["num_format"] = self.number_format(str(asked["num_format"]))
            elif "day_format" in asked:
                asked["num_format"] = _DAY[self.digits].format(asked.pop("day_format"))
            else:
                asked["quote_prefix"] = True  # what begins with = + - @ stays text when its cell is edited
            self._formats[name] = self.book.add_format({**self._base, **asked})
        return self._formats[name]

    def number_format(self, pattern: str) -> str:
        """Return a number format such as ``#,##0`` as it shows the office's digits."""
        return _NUMBER[self.digits].format(pattern)

    def sheet(
        self, name: str, widths: Sequence[float], *, landscape: bool = True, headings: tuple[int, int] | None = None
    ) -> Any:
        """Return a new sheet, A4, one page wide, its rows ``headings`` (first and last, from nought) repeated and
        frozen, page x of y at the foot. ``widths`` are the columns', in characters. A name with a full stop needs a
        blank too: only then is it quoted where LibreOffice looks for what repeats."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&14หน้า &P จาก &N")
        sheet.set_default_row(_line_height(_SIZE))
        self._widths[sheet.get_name()] = widths
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if headings is not None:
            sheet.repeat_rows(*headings)
            sheet.freeze_panes(headings[1] + 1, 0)
        return sheet

    def text(self, sheet: Any, row: int, column: int, value: str, name: str = "text") -> None:
        """Write words; never a formula, a link or a number. The row grows as they need it (``set_row`` goes before)."""
        words = _tidied(value)
        sheet.write_string(row, column, words, self.format(name))
        asked = _FORMATS[name]
        widths = self._widths.get(sheet.get_name(), ())
        wraps = asked.get("text_wrap") and column < len(widths)
        size = cast("float", asked.get("font_size", _SIZE))
        height = _line_height(size) * (_lines(words, widths[column]) if wraps else 1)
        self._heights[sheet, row] = max(height, self._heights.get((sheet, row), 0))

    def money(self, sheet: Any, row: int, column: int, satang: int | None, name: str = "money") -> None:
        """Write an amount in baht, to the satang; an empty cell for None."""
        if satang is None:
            sheet.write_blank(row, column, None, self.format(name))
        else:
            sheet.write_number(row, column, satang / 100, self.format(name))

    def formula(self, sheet: Any, row: int, column: int, formula: str, value: float, name: str) -> None:
        """Write a formula of ours with its value, which readers that do not compute take."""
        sheet.write_formula(row, column, formula, self.format(name), value)

    def marks(self, sheet: Any, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Colour those cells of a range (row and column of its ends) that hold a mark, whoever types it."""
        self._mark = self._mark or self.book.add_format({"bg_color": _MARK, "font_color": _MARK})
        sheet.conditional_format(*first, *last, {"type": "no_blanks", "format": self._mark})

    def number(self, sheet: Any, row: int, column: int, value: float | None, name: str = "count") -> None:
        """Write a number; an empty cell for None."""
        if value is None:
            sheet.write_blank(row, column, None, self.format(name))
        else:
            sheet.write_number(row, column, value, self.format(name))

    def close(self) -> bytes:
        """Return the workbook's bytes; nothing can be written after."""
        for (sheet, row), height in self._heights.items():
            if row not in sheet.row_info:
                sheet.set_row(row, min(height, _TALLEST))
        self.book.close()
        return _growing(self._stream.getvalue())


_tidied = lru_cache(maxsize=4096)(tidied)  # divisions, places and marks are many times the same


def _line_height(size: float) -> float:
    return (
        size * 1.5
    )  # room for a line of any of the offices' fonts: Cordia and Angsana stand higher than TH SarabunPSK


def _lines(text: str, width: float) -> int:
    """Return how many lines words surely fit on in a column: a vowel or tone above or below takes no room."""
    room = max(width - 1, 1) / 1.05
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(_ABOVE_AND_BELOW.sub("", line)) / room)) for line in text.split("\n"))


def _growing(content: bytes) -> bytes:
    """Return a workbook whose rows keep the heights they have, and grow when somebody writes more into them.

    LibreOffice gives rows without height no more than one line; Excel lets no row grow whose height was asked for.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as grown:
        for info in book.infolist():
            part = book.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = _FIXED.sub(rb"\1", part)
            grown.writestr(info, part)
    return made.getvalue()
