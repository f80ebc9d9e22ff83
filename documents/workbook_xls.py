"""Reading an old .xls file (BIFF8): values, merged cells, fills and drawn arrows of each sheet.

xlrd reads cells, merges and colours; calamine reads neither colours nor drawings. The drawings are read here from
their records: [MS-XLS] 2.4.170 MsoDrawing, [MS-ODRAW] 2.2 (OfficeArt containers and anchors).
"""

import io
import struct
from collections import defaultdict
from collections.abc import Iterator

import xlrd
from xlrd.compdoc import CompDoc, CompDocError

from documents.workbook_cells import Share
from documents.workbook_drawings import MOST_SHAPES, Measures
from documents.workbook_fonts import USUAL_DIGIT, digit_width
from documents.workbook_grid import Drawn, SheetCells
from documents.workbook_limits import (
    MOST_CELLS,
    MOST_MERGES,
    MOST_ROWS,
    Limits,
    UnreadableFile,
    damaged,
    has_links,
    has_macros,
    too_large,
)
from documents.workbook_styles import is_paper, shows_percent

_MOST_RECORDS = 400_000
_BOF, _EOF, _CONTINUE, _DRAWING, _FILEPASS, _SUPBOOK = 0x809, 0x0A, 0x3C, 0xEC, 0x2F, 0x1AE
_MUL_BLANK, _MUL_RK, _BLANK, _FORMULA = 0xBE, 0xBD, 0x201, 0x06
_CELLS = {0x203, 0xFD, 0x27E, 0x204, 0x205, _BLANK, _FORMULA}
_ROW = 0x208
_OWN_BOOK = (b"\x01\x04", b"\x01\x3a")  # a reference within the workbook, or to an add-in's functions
_MERGED = 0xE5
_PICTURE, _TEXT_BOX = 75, 202
_CALLOUTS = frozenset([*range(41, 53), 61, 62, 63, 106, *range(178, 182)])


def read_xls(data: bytes) -> list[SheetCells]:
    """Return the sheets of an old workbook. Raises ``UnreadableFile`` as ``read_xlsx`` does."""
    try:
        stream, drawings = _inspect(data)
        book = xlrd.open_workbook(file_contents=stream, formatting_info=True, logfile=io.StringIO())
    except UnreadableFile:
        raise
    except (xlrd.XLRDError, CompDocError, AssertionError, AttributeError, MemoryError) as error:
        # xlrd asserts what it expects of the file, and stumbles over what is not there.
        raise UnreadableFile("it is protected by a password, or damaged", "มีรหัสผ่านหรือเสียหาย") from error
    limits = Limits()
    return [
        _read_sheet(book, sheet, drawings.get(start, b""), limits)
        for sheet, start in zip(book.sheets(), _starts(book), strict=True)
    ]


def _starts(book: xlrd.book.Book) -> list[int]:
    return list(book._sh_abs_posn)


def _read_sheet(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, art: bytes, limits: Limits) -> SheetCells:
    cells = SheetCells(sheet.name, sheet.visibility != 0, drawn=_arrows(art, _measures(sheet)))
    colours = [_colour(book, xf) for xf in book.xf_list]
    percents = [_shows_percent(book, xf) for xf in book.xf_list]
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            where = (row + 1, column + 1)
            if cell.xf_index is not None and (colour := colours[cell.xf_index]):
                cells.fills[where] = colour
            value: object = cell.value
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
                continue
            limits.count_cell(value)
            if cell.ctype == xlrd.XL_CELL_ERROR:
                cells.unreadable[where] = xlrd.error_text_from_code.get(cell.value, "#?")
            elif cell.ctype == xlrd.XL_CELL_DATE:
                cells.values[where] = xlrd.xldate_as_datetime(cell.value, book.datemode)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                cells.values[where] = bool(value)
            elif isinstance(value, float) and percents[cell.xf_index or 0]:
                cells.values[where] = Share(value)
            elif isinstance(value, float) and value.is_integer():
                cells.values[where] = int(value)
            else:
                cells.values[where] = value
    cells.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return cells


def _shows_percent(book: xlrd.book.Book, xf: xlrd.formatting.XF) -> bool:
    known = book.format_map.get(xf.format_key)
    return known is not None and shows_percent(known.format_str)


def _colour(book: xlrd.book.Book, xf: xlrd.formatting.XF) -> str:
    background = xf.background
    if background.fill_pattern == 0:
        return ""
    index = background.pattern_colour_index
    rgb = book.colour_map.get(index)
    if rgb is None:
        return "" if index == 65 else f"indexed{index}"
    plain = bytes(rgb).hex().upper()
    return "" if background.fill_pattern == 1 and is_paper(plain) else plain


def _inspect(data: bytes) -> tuple[bytes, dict[int, bytes]]:
    """Look through the records before they are read; return the workbook's stream and the drawing of each sheet.

    Sheets are told by where they begin in the stream.
    """
    compound = CompDoc(data, logfile=io.StringIO())
    names = {entry.name.upper() for entry in compound.dirlist}
    if "_VBA_PROJECT_CUR" in names or "VBA" in names:
        raise has_macros()
    memory, base, length = compound.locate_named_stream("Workbook")
    if memory is None:
        if {"ENCRYPTEDPACKAGE", "ENCRYPTIONINFO"} & names:
            raise UnreadableFile("it is protected by a password", "มีรหัสผ่าน")
        raise UnreadableFile("it is no Excel workbook of the years since 1997", "ไม่ใช่แฟ้ม Excel รุ่นปี 1997 ขึ้นไป")
    stream = bytes(memory[base : base + length])
    _count(stream)
    drawings: dict[int, bytearray] = defaultdict(bytearray)
    depth = start = previous = 0
    for at, code, body in _records(stream):
        if code == _BOF:
            depth += 1
            start = at if depth == 1 else start
        elif code == _EOF:
            depth -= 1
        drawing = code == _DRAWING or (code == _CONTINUE and previous == _DRAWING)
        if drawing:
            drawings[start] += body
        previous = _DRAWING if drawing else code
    return stream, {begin: bytes(art) for begin, art in drawings.items()}


def _count(stream: bytes) -> None:
    """Refuse a workbook that is encrypted, links to another, or holds far more than a plan."""
    cells = rows = merges = 0
    for number, (_at, code, body) in enumerate(_records(stream)):
        if code in _CELLS:
            cells += 1
        elif code in (_MUL_BLANK, _MUL_RK):
            cells += max(0, len(body) - 6) // 2
        elif code == _ROW:
            rows += 1
        elif code == _MERGED:
            merges += len(body) // 8
        elif code == _FILEPASS:
            raise UnreadableFile("it is protected by a password", "มีรหัสผ่าน")
        elif code == _SUPBOOK and body[2:4] not in _OWN_BOOK and len(body) > 4:
            raise has_links()
        if number > _MOST_RECORDS or cells > MOST_CELLS or rows > MOST_ROWS or merges > MOST_MERGES:
            raise too_large()


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        yield at, code, stream[at + 4 : at + 4 + length]
        at += 4 + length


Box = tuple[float, float, float, float]  # left, top, right, bottom, in EMU from the sheet's corner


def _measures(sheet: xlrd.sheet.Sheet) -> Measures:
    fonts = sheet.book.font_list  # the first is the Normal style's; heights are in twentieths of a point
    measures = Measures(digit_width(fonts[0].name, fonts[0].height / 20) if fonts else USUAL_DIGIT)
    if sheet.default_row_height:
        measures.default_height = sheet.default_row_height / 20
    for column, said in sheet.colinfo_map.items():
        measures.set_columns(column + 1, column + 1, 0.0 if said.hidden else said.width / 256)
    for row, of_row in sheet.rowinfo_map.items():
        if of_row.height:
            measures.heights[row + 1] = 0.0 if of_row.hidden else of_row.height / 20
    return measures


def _arrows(art: bytes, measures: Measures) -> dict[int, list[Drawn]]:
    """Return the arrows of one sheet's drawing, by the 1-based row in which their middle lies."""
    found: dict[int, list[Drawn]] = defaultdict(list)
    for number, (left, top, right, bottom) in enumerate(_boxes(art, 0, len(art), None, None, measures, depth=0)):
        if number > MOST_SHAPES:
            raise too_large()
        arrow = Drawn(measures.column_at(left), measures.column_at(right))
        found[measures.row_at((top + bottom) / 2)].append(arrow)
    return dict(found)


def _boxes(
    art: bytes, at: int, end: int, group: Box | None, scale: Box | None, measures: Measures, *, depth: int
) -> Iterator[Box]:
    """Yield the boxes of the shapes in a run of records. ``group`` is the box of the group, ``scale`` its own units."""
    if depth > 20:
        raise damaged()
    while at + 8 <= end:
        version, kind, length = struct.unpack_from("<HHI", art, at)
        body, next_at = at + 8, min(at + 8 + length, end)
        if kind in (0xF002, 0xF003):  # a drawing; a group, whose first shape is the group itself
            yield from _boxes(art, body, next_at, group, scale, measures, depth=depth + 1)
        elif kind == 0xF004:
            shape = _shape(art, body, next_at, group, scale, measures)
            if shape.units is not None:
                group, scale = shape.box, shape.units
            elif shape.box is not None and shape.marks_time:
                yield shape.box
        elif version & 0xF == 0xF:
            yield from _boxes(art, body, next_at, group, scale, measures, depth=depth + 1)
        at = next_at


class _Shape:
    def __init__(self) -> None:
        self.box: Box | None = None
        self.units: Box | None = None
        self.marks_time = True


def _place(measures: Measures, column: int, across: int, row: int, down: int) -> tuple[float, float]:
    """Return a place in EMU; offsets are 1024ths of the column's width and 256ths of the row's height."""
    x = measures.left(column + 1) + min(across / 1024, 1) * measures.width(column + 1)
    return x, measures.top(row + 1) + min(down / 256, 1) * measures.height(row + 1)


def _shape(art: bytes, at: int, end: int, group: Box | None, scale: Box | None, measures: Measures) -> _Shape:
    shape = _Shape()
    while at + 8 <= end:
        version, kind, length = struct.unpack_from("<HHI", art, at)
        body = at + 8
        if kind == 0xF00A:  # the shape's type
            shape.marks_time = version >> 4 not in _CALLOUTS | {_PICTURE, _TEXT_BOX}
        elif kind == 0xF009 and length >= 16:
            units = struct.unpack_from("<4i", art, body)
            shape.units = tuple(map(float, units))  # type: ignore[assignment]
        elif kind == 0xF010 and length >= 18:
            _flags, left, dx1, top, dy1, right, dx2, bottom, dy2 = struct.unpack_from("<9H", art, body)
            shape.box = (
                *_place(measures, left, dx1, top, dy1),
                *_place(measures, right, dx2, bottom, dy2),
            )
        elif kind == 0xF00F and length >= 16 and group and scale:
            x1, y1, x2, y2 = struct.unpack_from("<4i", art, body)
            across = (group[2] - group[0]) / ((scale[2] - scale[0]) or 1)
            down = (group[3] - group[1]) / ((scale[3] - scale[1]) or 1)
            shape.box = (
                group[0] + (x1 - scale[0]) * across,
                group[1] + (y1 - scale[1]) * down,
                group[0] + (x2 - scale[0]) * across,
                group[1] + (y2 - scale[1]) * down,
            )
        at = body + length
    return shape
