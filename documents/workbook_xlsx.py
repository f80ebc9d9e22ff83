"""Reading an .xlsx file as a stream: values, merged cells, fills and drawn arrows of each sheet.

openpyxl is not used: it builds an object for every formatted cell, and sees no drawings.
ECMA-376 part 1, 18.3 (worksheets) and 20.5 (drawings).
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta

from documents.workbook_cells import Share
from documents.workbook_drawings import Measures, drawn_arrows
from documents.workbook_fonts import default_column_pixels
from documents.workbook_grid import SheetCells, column_number
from documents.workbook_limits import (
    MOST_MERGES,
    Limits,
    Node,
    damaged,
    has_links,
    has_macros,
    read_tree,
    too_large,
    walk_xml,
)
from documents.workbook_styles import Styles, read_styles

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


def read_xlsx(archive: zipfile.ZipFile) -> list[SheetCells]:
    """Return the sheets of a workbook.

    Raises ``UnreadableFile`` for macros, links to other files, broken XML, or more than a plan can hold.
    """
    limits = Limits()
    names = set(archive.namelist())
    _refuse_active_content(names)
    book_path = _workbook_path(archive, names, limits)
    relations = read_relations(archive, names, book_path, limits)
    book = read_part(archive, book_path, limits)
    properties = book.child("workbook", "workbookPr")
    epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    by_kind = dict(relations.values())
    styles = Styles()
    if (path := by_kind.get("styles")) in names and path:
        styles = read_styles(read_part(archive, path, limits))
    shared: list[str] = []
    if (path := by_kind.get("sharedStrings")) in names and path:
        shared = _shared_strings(archive, path, limits)
    sheets = []
    for listed in book.all("sheet"):
        kind, path = relations.get(listed.get("id"), ("", ""))
        if kind != "worksheet":
            continue  # a chart on a sheet of its own holds no cells
        if path not in names:
            raise damaged()
        reader = _SheetReader(listed.get("name"), shared, styles, limits, epoch_1904=epoch_1904)
        with archive.open(path) as stream:
            walk_xml(stream, limits, reader.start, reader.end, reader.text)
        cells = reader.cells
        cells.hidden = listed.get("state", "visible") != "visible"
        for kind, drawing in read_relations(archive, names, path, limits).values():
            if kind == "drawing" and drawing in names:
                cells.drawn = drawn_arrows(read_part(archive, drawing, limits), reader.measures)
        sheets.append(cells)
    return sheets


def read_part(archive: zipfile.ZipFile, path: str, limits: Limits) -> Node:
    """Read one part as a tree."""
    with archive.open(path) as stream:
        return read_tree(stream, limits)


def _refuse_active_content(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lower):
        raise has_macros()
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise has_links()


def _workbook_path(archive: zipfile.ZipFile, names: set[str], limits: Limits) -> str:
    roots = read_relations(archive, names, "", limits)
    return next((target for kind, target in roots.values() if kind == "officeDocument" and target in names), "") or (
        "xl/workbook.xml"
    )


def read_relations(archive: zipfile.ZipFile, names: set[str], path: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id to (kind, path in the archive).

    Raises ``UnreadableFile`` where a value is taken from outside the file. A hyperlink takes none: it is followed
    only when a person clicks it.
    """
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in names:
        return {}
    found = {}
    for relation in read_part(archive, rels, limits).all("Relationship"):
        kind = relation.get("Type").rpartition("/")[2]
        target = relation.get("Target")
        if relation.get("TargetMode") == "External":
            if kind.startswith("externalLink"):
                raise has_links()
            continue
        joined = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
        found[relation.get("Id")] = (kind, joined)
    return found


def _shared_strings(archive: zipfile.ZipFile, path: str, limits: Limits) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    phonetic = False
    wanted = False

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal phonetic, wanted
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            phonetic = True
        elif name == "t":
            wanted = not phonetic

    def end(name: str) -> None:
        nonlocal phonetic, wanted
        if name == "si":
            strings.append("".join(pieces))
            limits.count_cell()
        elif name == "rPh":
            phonetic = False
        elif name == "t":
            wanted = False

    def text(data: str) -> None:
        if wanted:
            limits.characters += len(data)
            pieces.append(data)

    with archive.open(path) as stream:
        walk_xml(stream, limits, start, end, text)
    return strings


class _SheetReader:
    """Takes a worksheet's elements as they come."""

    def __init__(self, title: str, shared: list[str], styles: Styles, limits: Limits, *, epoch_1904: bool) -> None:
        self.cells = SheetCells(title)
        self.measures = Measures(styles.digit)
        self._shared = shared
        self._styles = styles
        self._limits = limits
        self._epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's day 0
        self._row = 0
        self._column = 0
        self._in_cell = False
        self._kind = ""
        self._style = 0
        self._formula: list[str] | None = None
        self._value: list[str] = []
        self._wanted: list[str] | None = None
        self._phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._in_cell:
            if name == "v" or (name == "t" and not self._phonetic):
                self._wanted = self._value
            elif name == "f":
                self._wanted = self._formula = []
            elif name == "rPh":
                self._phonetic = True
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "mergeCell":
            if area := _AREA.fullmatch(attributes.get("ref", "")):
                left, top, right, bottom = area.groups()
                self.cells.merges.append((int(top), column_number(left), int(bottom), column_number(right)))
                if len(self.cells.merges) > MOST_MERGES:
                    raise too_large()
        elif name == "col":
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            hidden = attributes.get("hidden") in ("1", "true")
            if "width" in attributes or hidden:
                self.measures.set_columns(first, last, 0.0 if hidden else float(attributes["width"]))
        elif name == "sheetFormatPr":
            self.measures.default_height = float(attributes.get("defaultRowHeight", self.measures.default_height))
            if "defaultColWidth" in attributes:
                self.measures.default_width = float(attributes["defaultColWidth"])
            elif "baseColWidth" in attributes:
                pixels = default_column_pixels(self.measures.digit, float(attributes["baseColWidth"]))
                self.measures.default_width = pixels / self.measures.digit

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._limits.count_row()
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.measures.heights[self._row] = 0.0
        elif "ht" in attributes:
            self.measures.heights[self._row] = float(attributes["ht"])

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._in_cell = True
        where = _CELL.fullmatch(attributes.get("r", ""))
        if where:
            self._column = column_number(where.group(1))
            self._row = int(where.group(2))
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._formula = None
        self._value = []
        self._limits.count_cell()

    def text(self, data: str) -> None:
        if self._wanted is not None:
            self._wanted.append(data)

    def end(self, name: str) -> None:
        if not self._in_cell:
            return
        if name == "c":
            self._in_cell = False
            self._end_cell()
        elif name in ("v", "t", "f"):
            self._wanted = None
        elif name == "rPh":
            self._phonetic = False

    def _end_cell(self) -> None:
        where = (self._row, self._column)
        if fill := self._styles.fill(self._style):
            self.cells.fills[where] = fill
        raw = "".join(self._value)
        formula = None if self._formula is None else "=" + "".join(self._formula)
        if self._kind == "e":
            self.cells.unreadable[where] = raw
        elif raw:
            value = self._value_of(raw)
            self._limits.count_text(value)
            self.cells.values[where] = value
        elif formula is not None and self._kind == "n":
            # An empty text is a result: its cell is typed as text ("str").
            self.cells.unreadable[where] = formula

    def _value_of(self, raw: str) -> object:
        if self._kind == "s":
            index = int(raw)
            if not 0 <= index < len(self._shared):
                raise damaged()
            return self._shared[index]
        if self._kind == "b":
            return raw.strip() in ("1", "true")
        if self._kind == "d":
            return datetime.fromisoformat(raw)
        if self._kind != "n":
            return raw
        try:
            number: float = int(raw)
        except ValueError:
            number = float(raw)
        if self._styles.is_percent(self._style):
            return Share(number)
        return self._date(number) if self._styles.is_date(self._style) else number

    def _date(self, days: float) -> object:
        # Beyond these the number is no day of a plan; shown as it is, it will be refused as a number.
        return self._epoch + timedelta(days=days) if 1 <= days < 2_958_465 else days
