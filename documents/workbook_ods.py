"""Reading an .ods file (LibreOffice) as a stream: values, merged cells, fills and drawn arrows of each sheet.

OpenDocument 1.3 part 3, 9 (tables) and 10.3 (drawing shapes). A run of equal cells or rows is said once with a count:
what is empty is stepped over, what is filled counts against the limits as often as it stands there.
"""

import zipfile
from collections.abc import Mapping
from datetime import datetime

from documents.workbook_cells import Share
from documents.workbook_drawings import MOST_SHAPES, Measures
from documents.workbook_grid import Drawn, SheetCells
from documents.workbook_limits import (
    MOST_ROWS,
    Limits,
    UnreadableFile,
    damaged,
    has_links,
    has_macros,
    read_tree,
    too_large,
    walk_xml,
)
from documents.workbook_styles import is_paper

_EMU = {"in": 914_400, "cm": 360_000, "mm": 36_000, "pt": 12_700, "pc": 152_400, "px": 9_525}
_LINES = ("line", "connector")
_SHAPES = ("custom-shape", "rect", "path", "polyline", "polygon")
_MOST_COLUMN_STYLES = 200
_FARTHEST_ROW = 1_048_576


def read_ods(archive: zipfile.ZipFile, limits: Limits) -> list[SheetCells]:
    """Return the sheets of a workbook. Raises ``UnreadableFile`` as ``read_xlsx`` does."""
    names = set(archive.namelist())
    if "content.xml" not in names:
        raise damaged()
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise has_macros()
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as stream:
            if read_tree(stream, limits).all("encryption-data"):
                raise UnreadableFile("it is protected by a password", "มีรหัสผ่าน")
    reader = _Reader(limits)
    for name in ("styles.xml", "content.xml"):
        if name in names:
            with archive.open(name) as stream:
                walk_xml(stream, limits, reader.start, reader.end, reader.text)
    return reader.sheets


def _length(text: str) -> float:
    """Return a length such as ``1.2in`` in EMU."""
    return float(text[:-2]) * _EMU.get(text[-2:], 0) if len(text) > 2 else 0.0


def _repeated(attributes: Mapping[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"table:number-{what}-repeated", 1)))


class _Reader:
    """Takes the elements of styles.xml and content.xml as they come."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SheetCells] = []
        self._limits = limits
        self._style = ""
        self._fills: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._widths: dict[str, float] = {}
        self._heights: dict[str, float] = {}
        self._hidden_tables: set[str] = set()
        self._depth_of_table = 0
        self._reset_sheet()

    def _reset_sheet(self) -> None:
        self._measures = Measures()
        self._column_styles: list[tuple[int, str]] = []  # up to which column, the default cell style
        self._columns = 0
        self._row = 0
        self._row_repeated = 1
        self._row_cells: list[tuple[int, int, object]] = []  # column, how often, value
        self._row_fills: list[tuple[int, int, str]] = []
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._in_text = 0
        self._in_remark = 0
        self._in_shape = 0
        self._shapes: list[tuple[int, int, dict[str, str], str]] = []  # row and column it hangs on (0: the page)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._start_style(attributes)
        elif name == "table-cell-properties" and self._style:
            colour = attributes.get("fo:background-color", "")
            if colour:
                plain = colour.lstrip("#").upper()
                seen = colour not in ("transparent", "none") and not is_paper(plain)
                self._fills[self._style] = plain if seen else ""
        elif name == "table-column-properties" and "style:column-width" in attributes:
            self._widths[self._style] = _length(attributes["style:column-width"])
        elif name == "table-row-properties" and "style:row-height" in attributes:
            self._heights[self._style] = _length(attributes["style:row-height"])
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_tables.add(self._style)
        elif name == "table-source":
            raise has_links()
        elif name == "event-listener" and self._depth_of_table:
            raise has_macros()
        elif name == "table":
            self._depth_of_table += 1
            if self._depth_of_table == 1:
                self._reset_sheet()
                hidden = attributes.get("table:style-name", "") in self._hidden_tables
                self.sheets.append(SheetCells(attributes.get("table:name", ""), hidden))
        elif self._depth_of_table == 1:
            self._start_in_table(name, attributes)

    def _start_style(self, attributes: Mapping[str, str]) -> None:
        self._style = attributes.get("style:name", "")
        self._parents[self._style] = attributes.get("style:parent-style-name", "")

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-column":
            repeated = _repeated(attributes, "columns")
            first, self._columns = self._columns + 1, self._columns + repeated
            width = self._widths.get(attributes.get("table:style-name", ""))
            if width is not None:
                self._measures.set_columns(first, self._columns, width / 9525 / 7)
            if len(self._column_styles) < _MOST_COLUMN_STYLES:
                self._column_styles.append((self._columns, attributes.get("table:default-cell-style-name", "")))
        elif name == "table-row":
            self._start_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = dict(attributes)
            self._pieces, self._paragraphs = [], 0
        elif name == "annotation":
            self._in_remark += 1
        elif name in _LINES or name in _SHAPES:
            self._in_shape += 1
            if not self._in_remark:
                hangs_on = (self._row, self._column + 1) if self._cell is not None else (0, 0)
                self._shapes.append((*hangs_on, dict(attributes), name))
        elif self._cell is not None and not self._in_remark and not self._in_shape:
            self._start_text(name, attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._limits.count_row()
        self._row_repeated = _repeated(attributes, "rows")
        self._row += 1
        self._column = 0
        self._row_cells, self._row_fills = [], []
        height = self._heights.get(attributes.get("table:style-name", ""))
        if attributes.get("table:visibility") in ("collapse", "filter"):
            height = 0.0
        if height is not None:
            if self._row == 1:
                self._measures.default_height = height / 12_700
            for row in range(self._row, min(self._row + self._row_repeated, MOST_ROWS)):
                self._measures.heights[row] = height / 12_700

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p":
            self._in_text += 1
            if self._paragraphs:
                self._pieces.append("\n")
            self._paragraphs += 1
        elif name == "s":
            self._pieces.append(" " * min(int(attributes.get("text:c", 1)), 1000))
        elif name in ("line-break", "tab"):
            self._pieces.append("\n" if name == "line-break" else " ")

    def text(self, data: str) -> None:
        if self._in_text and not self._in_remark and not self._in_shape:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        if name == "style":
            self._style = ""
        elif name == "table":
            self._depth_of_table -= 1
            if self._depth_of_table == 0:
                self._place_shapes()
        elif self._depth_of_table != 1:
            return
        elif name == "annotation":
            self._in_remark -= 1
        elif name in _LINES or name in _SHAPES:
            self._in_shape -= 1
        elif name == "p" and self._in_text and not self._in_remark and not self._in_shape:
            self._in_text -= 1
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell, covered=name == "covered-table-cell")
            self._cell = None
        elif name == "table-row":
            self._end_row()

    def _end_cell(self, said: Mapping[str, str], *, covered: bool) -> None:
        self._limits.count_cell()
        repeated = _repeated(said, "columns")
        first, self._column = self._column + 1, self._column + repeated
        wide, high = int(said.get("table:number-columns-spanned", 1)), int(said.get("table:number-rows-spanned", 1))
        if wide > 1 or high > 1:
            last_row = min(self._row + high - 1, _FARTHEST_ROW)
            self.sheets[-1].merges.append((self._row, first, last_row, first + wide - 1))
        if covered:
            return  # what lies under a merged cell is not seen
        value = self._value(said)
        if value is not None and value != "":
            self._row_cells.append((first, repeated, value))
        fill = self._fill(said.get("table:style-name", "") or self._column_style(first))
        if fill and repeated <= 64:  # a longer run is a shaded row, not a month
            self._row_fills.append((first, repeated, fill))

    def _value(self, said: Mapping[str, str]) -> object:
        kind = said.get("office:value-type", "")
        if kind in ("float", "currency", "percentage"):
            number = float(said["office:value"])
            if kind == "percentage":
                return Share(number)
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        if kind == "boolean":
            return said.get("office:boolean-value") == "true"
        if kind == "date" and "office:date-value" in said:
            return datetime.fromisoformat(said["office:date-value"])
        text = "".join(self._pieces)
        if said.get("table:formula") and not text and not kind:
            return _NoResult(said["table:formula"])
        return _NoResult(text) if said.get("calcext:value-type") == "error" else text

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self._column_styles if column <= last), "")

    def _fill(self, style: str) -> str:
        for _step in range(10):
            if style in self._fills:
                return self._fills[style]
            style = self._parents.get(style, "")
            if not style:
                break
        return ""

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        times = self._row_repeated
        if self._row_cells or self._row_fills:
            if not self._row_cells and times > 1000:
                times = 1  # shaded to the end of the sheet
            for row in range(self._row, self._row + times):
                if row > self._row:
                    self._limits.count_row()
                self._write_row(sheet, row)
        self._row += self._row_repeated - 1
        if self._row > _FARTHEST_ROW:
            raise too_large()

    def _write_row(self, sheet: SheetCells, row: int) -> None:
        for first, repeated, value in self._row_cells:
            for column in range(first, first + repeated):
                self._limits.count_cell(value)
                if isinstance(value, _NoResult):
                    sheet.unreadable[row, column] = value.formula
                else:
                    sheet.values[row, column] = value
        for first, repeated, fill in self._row_fills:
            for column in range(first, first + repeated):
                self._limits.count_cell()
                sheet.fills[row, column] = fill

    def _place_shapes(self) -> None:
        measures = self._measures
        if len(self._shapes) > MOST_SHAPES:
            raise too_large()
        for row, column, said, name in self._shapes:
            if name in _LINES:
                xs = sorted(_length(said.get(f"svg:x{end}", "")) for end in "12")
                ys = sorted(_length(said.get(f"svg:y{end}", "")) for end in "12")
            else:
                x, y = _length(said.get("svg:x", "")), _length(said.get("svg:y", ""))
                xs, ys = [x, x + _length(said.get("svg:width", ""))], [y, y + _length(said.get("svg:height", ""))]
            # A shape that hangs on a cell says its place from that cell's corner.
            across = measures.left(column) if column else 0.0
            down = measures.top(row) if row else 0.0
            at = measures.row_at(down + (ys[0] + ys[1]) / 2)
            arrow = Drawn(measures.column_at(across + xs[0]), measures.column_at(across + xs[1]))
            self.sheets[-1].drawn.setdefault(at, []).append(arrow)


class _NoResult:
    """A formula without a result, or an error."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
