"""Excel files of the office: a workbook with its font, digits and page set-up, cells that stay what they are, and bytes
that are the same for the same content."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from documents.content import Office
from documents.printable import tidied
from models.kinds import Digits

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
# Excel and LibreOffice show a number in Thai digits by its format; the number in the cell stays one. D: Thai digits,
# 00: no calendar (with the Buddhist one, 07, LibreOffice shows neither the digits nor the commas), 041E: Thai.
_NUMBER = {Digits.THAI: "[$-D00041E]{}", Digits.ARABIC: "{}"}
_HEADING = "#E7E6E6"
_STRATEGY = "#F2F2F2"
_TO_FILL = "#FFF8DC"

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
    "text": {"border": 1, "text_wrap": True},
    "centred": {"border": 1, "align": "center", "text_wrap": True},
    "money": {"border": 1, "num_format": "#,##0.00"},
    "count": {"border": 1, "num_format": "#,##0", "align": "center"},
    "percent": {"border": 1, "num_format": "0.00", "align": "right"},
    "sum_label": {"border": 1, "bold": True, "align": "right", "bg_color": _HEADING},
    "sum_money": {"border": 1, "bold": True, "num_format": "#,##0.00", "bg_color": _HEADING},
    "sum_count": {"border": 1, "bold": True, "num_format": "#,##0", "align": "center", "bg_color": _HEADING},
    "sum_percent": {"border": 1, "bold": True, "num_format": "0.00", "align": "right", "bg_color": _HEADING},
    # Cells that somebody fills in: the only ones open where a sheet is protected.
    "fill_text": {"border": 1, "text_wrap": True, "bg_color": _TO_FILL, "locked": False},
    "fill_centred": {"border": 1, "align": "center", "bg_color": _TO_FILL, "locked": False},
    "fill_money": {"border": 1, "num_format": "#,##0.00", "bg_color": _TO_FILL, "locked": False},
    "fill_count": {"border": 1, "num_format": "#,##0", "align": "center", "bg_color": _TO_FILL, "locked": False},
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
        self._base = {"font_name": office.font, "font_size": 14, "valign": "top"}
        # Cells that nobody formatted, and the width that columns are measured in.
        self.book.formats[0].set_font_name(office.font)
        self.book.formats[0].set_font_size(14)
        self._formats: dict[str, Any] = {}

    def format(self, name: str) -> Any:
        """Return one of the office's formats by name."""
        if name not in self._formats:
            asked = dict(_FORMATS[name])
            if "num_format" in asked:
                asked["num_format"] = self.number_format(str(asked["num_format"]))
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
        frozen, page x of y at the foot. ``widths`` are the columns', in characters."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&14หน้า &P จาก &N")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if headings is not None:
            sheet.repeat_rows(*headings)
            sheet.freeze_panes(headings[1] + 1, 0)
        return sheet

    def text(self, sheet: Any, row: int, column: int, value: str, name: str = "text") -> None:
        """Write words; never a formula, a link or a number."""
        sheet.write_string(row, column, tidied(value), self.format(name))

    def money(self, sheet: Any, row: int, column: int, satang: int | None, name: str = "money") -> None:
        """Write an amount in baht, to the satang; an empty cell for None."""
        if satang is None:
            sheet.write_blank(row, column, None, self.format(name))
        else:
            sheet.write_number(row, column, satang / 100, self.format(name))

    def number(self, sheet: Any, row: int, column: int, value: float | None, name: str = "count") -> None:
        """Write a number; an empty cell for None."""
        if value is None:
            sheet.write_blank(row, column, None, self.format(name))
        else:
            sheet.write_number(row, column, value, self.format(name))

    def close(self) -> bytes:
        """Return the workbook's bytes; nothing can be written after."""
        self.book.close()
        return self._stream.getvalue()
