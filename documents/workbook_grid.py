"""A sheet's cells as they are seen: values, merged cells, and formulas that have no result."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from documents.workbook_cells import clean_text

LARGEST_UNCOMPRESSED = 50 * 1024 * 1024  # bytes; a full plan is some 2 MB
_MOST_MERGED_CELLS = 1_000_000  # openpyxl makes an object for each

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnreadableFile(Exception):
    """The file cannot be opened; says why in English and Thai."""

    def __init__(self, english: str, thai: str) -> None:
        super().__init__(english)
        self.english = english
        self.thai = thai


def column_letter(column: int) -> str:
    """Return Excel's letter of a 1-based column."""
    return str(get_column_letter(column))


class Grid:
    """One sheet: its filled cells by (row, column), both 1-based. Reads, and never writes."""

    def __init__(self, sheet: Any, formulas: Any | None) -> None:
        self.title: str = sheet.title
        self.hidden: bool = sheet.sheet_state != "visible"
        self._values: dict[tuple[int, int], object] = {}
        self._formulas: dict[tuple[int, int], str] = {}
        self._by_row: dict[int, list[int]] = defaultdict(list)
        self._merges: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        self.unreadable: set[tuple[int, int]] = set()
        # The sparse cell table: walking rows and columns would visit a million empty rows of a formatted sheet.
        for (row, column), cell in sorted(sheet._cells.items()):
            if cell.data_type == "e":
                self.unreadable.add((row, column))
                self._formulas[row, column] = str(cell.value)
            elif clean_text(cell.value):
                self._values[row, column] = cell.value
        if formulas is not None:
            for (row, column), cell in formulas._cells.items():
                shown = sheet._cells.get((row, column))
                # A result that is an empty text is a result; its cell is typed as text ("str").
                if (
                    cell.data_type == "f"
                    and (row, column) not in self._values
                    and getattr(shown, "data_type", "") == "n"
                ):
                    self.unreadable.add((row, column))
                    self._formulas[row, column] = str(getattr(cell.value, "text", cell.value))
        for row, column in sorted(self._values.keys() | self.unreadable):
            self._by_row[row].append(column)
        for merged in sheet.merged_cells.ranges:
            bounds = (merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            for row in range(merged.min_row, merged.max_row + 1):
                self._merges[row].append(bounds)
        self.rows = sorted(self._by_row)

    def columns(self, row: int) -> list[int]:
        """Return the filled columns of a row."""
        return self._by_row.get(row, [])

    def cells_above(self, row: int) -> list[tuple[int, int]]:
        """Return the filled cells above a row."""
        return [(above, column) for above in self.rows if above < row for column in self.columns(above)]

    def value(self, row: int, column: int) -> object:
        """Return a cell's own value."""
        return self._values.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Return a cell's own text, cleaned."""
        return clean_text(self._values.get((row, column)))

    def formula(self, row: int, column: int) -> str:
        """Return what stands in a cell that has no readable value."""
        return self._formulas.get((row, column), "")

    def shown(self, row: int, column: int) -> str:
        """Return the text that a person sees there: the merged cell's, if it is part of one."""
        top, left, _, _ = self._merge(row, column)
        return self.text(top, left)

    def span(self, row: int, column: int) -> range:
        """Return the columns of the cell, several if it is merged."""
        _, left, _, right = self._merge(row, column)
        return range(left, right + 1)

    def last_row_of(self, row: int, column: int) -> int:
        """Return the last row of the cell, later than ``row`` if it is merged downwards."""
        return self._merge(row, column)[2]

    def _merge(self, row: int, column: int) -> tuple[int, int, int, int]:
        for bounds in self._merges.get(row, ()):
            if bounds[1] <= column <= bounds[3]:
                return bounds
        return (row, column, row, column)


def open_grids(source: str | Path | bytes) -> list[Grid]:
    """Open a workbook and return its worksheets.

    Raises ``UnreadableFile`` if it is no workbook, is protected, is broken, or is larger than 50 MB unpacked.
    """
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableFile("the file cannot be read", "อ่านแฟ้มไม่ได้") from error
    has_formulas = _inspect(data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it would lose on saving; nothing is saved here.
            warnings.simplefilter("ignore", UserWarning)
            shown = load_workbook(io.BytesIO(data), data_only=True)
            formulas = load_workbook(io.BytesIO(data), data_only=False) if has_formulas else None
        return [Grid(sheet, formulas[sheet.title] if formulas else None) for sheet in shown.worksheets]
    except Exception as error:
        # openpyxl raises whatever its parts raise (KeyError, ValueError, XML errors) on a broken file.
        raise UnreadableFile("its contents are damaged", "เนื้อหาในแฟ้มเสียหาย") from error


def _inspect(data: bytes) -> bool:
    """Refuse what must not be parsed; return whether any sheet holds formulas."""
    if data.startswith(_OLE):
        raise UnreadableFile("it is protected by a password, or is an old .xls file", "มีรหัสผ่าน หรือเป็น .xls รุ่นเก่า")
    has_formulas = False
    merged_cells = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNCOMPRESSED:
                raise UnreadableFile("it is larger than 50 MB when unpacked", "ใหญ่กว่า 50 MB เมื่อคลายแล้ว")
            for part in archive.infolist():
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                text = archive.read(part)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise UnreadableFile("it holds a document type, which Excel never writes", "แฟ้มไม่ได้มาจาก Excel")
                has_formulas = has_formulas or bool(re.search(rb"<(\w+:)?f[ >/]", text))
                merged_cells += sum(map(_area, re.findall(rb"mergeCell [^>]*ref=[\"']([A-Z0-9:]+)[\"']", text)))
    except UnreadableFile:
        raise
    except Exception as error:
        # zipfile raises its own errors and those of each compression (zlib, lzma, RuntimeError for encryption).
        raise UnreadableFile("it is not a whole Excel file", "ไม่ใช่แฟ้ม Excel ที่สมบูรณ์") from error
    if merged_cells > _MOST_MERGED_CELLS:
        raise UnreadableFile("too many of its cells are merged", "มีเซลล์ที่ผสานมากเกินไป")
    return has_formulas


def _area(reference: bytes) -> int:
    match = re.fullmatch(rb"([A-Z]+)(\d+):([A-Z]+)(\d+)", reference)
    if not match:
        return 1
    left, top, right, bottom = match.groups()
    return (_number(right) - _number(left) + 1) * (int(bottom) - int(top) + 1)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
