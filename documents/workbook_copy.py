"""A copy of an officer's workbook with its problems as comments on the very cells. The file itself is never written.

In an .xlsx copy only comments are added to the file's own XML: every sheet, format and drawn arrow stays as it is, byte
for byte (openpyxl would drop the drawings). Other formats, and files whose XML is not as expected, are written
anew with their values, the cells coloured, and a sheet that lists the problems (docs/decisions/0011).
"""

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

import xlsxwriter

from documents.workbook_files import open_grids, read_bytes
from documents.workbook_grid import column_letter, column_number
from documents.workbook_limits import Limits
from documents.workbook_reading import WorkbookProblem
from documents.workbook_xlsx import read_part, read_relations

LIST_SHEET = "สิ่งที่ต้องแก้"
_AUTHOR = "Traimas"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
# What stands after legacyDrawing in a worksheet (ECMA-376 part 1, 18.3.1.99).
_AFTER = frozenset(
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"]
)
_MOST_COMMENTS = 2_000

Notes = Mapping[tuple[int, int], str]


class _Unexpected(Exception):
    """The file's XML is not as this module knows it; the copy is written anew."""


def commented_copy(data: bytes, problems: Sequence[WorkbookProblem]) -> bytes:
    """Return a copy (.xlsx) of a workbook with a comment in Thai and English on each problem's cell.

    A problem of a whole sheet stands on its first cell, one of the whole file on the first sheet. Raises
    ``UnreadableFile`` for a file that cannot be opened.
    """
    read_bytes(data)
    grids = open_grids(data)  # what cannot be read is not copied either
    titles = [grid.title for grid in grids]
    notes: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for problem in problems[:_MOST_COMMENTS]:
        title = problem.sheet if problem.sheet in titles else titles[0]
        where = (problem.row or 1, column_number(problem.column or "A") or 1)
        said = f"{_plain(problem.message_th)}\n{_plain(problem.message_en)} [{problem.code}]"
        notes[title][where] = f"{notes[title][where]}\n{said}" if where in notes[title] else said
    if data.startswith(b"PK") and _is_xlsx(data):
        try:
            return _with_comments(data, notes)
        except (_Unexpected, UnicodeDecodeError, expat.ExpatError):
            pass
    return _written_anew(data, notes, problems)


def _plain(message: str) -> str:
    """Return a message without its place, which the comment's cell says."""
    return message.partition(": ")[2] or message


def _is_xlsx(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _with_comments(data: bytes, notes: Mapping[str, Notes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _Parts(archive)
        for title, path in _sheet_paths(archive).items():
            if notes.get(title):
                parts.comment(path, notes[title])
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in archive.infolist():
                content = parts.changed.pop(info.filename, None)
                target.writestr(info, archive.read(info) if content is None else content)
            for name, content in parts.changed.items():
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    names, limits = set(archive.namelist()), Limits()
    roots = read_relations(archive, names, "", limits).values()
    book = next((target for kind, target in roots if kind == "officeDocument"), "xl/workbook.xml")
    relations = read_relations(archive, names, book, limits)
    sheets = read_part(archive, book, limits).all("sheet")
    return {sheet.get("name"): relations[sheet.get("id")][1] for sheet in sheets if sheet.get("id") in relations}


class _Parts:
    """The parts of a copy that differ from the file's."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.changed: dict[str, bytes] = {}
        self.number = 0

    def text(self, path: str) -> str:
        return (self.changed.get(path) or self.archive.read(path)).decode("utf-8-sig")

    def put(self, path: str, text: str) -> None:
        self.changed[path] = text.encode()

    def comment(self, sheet: str, notes: Notes) -> None:
        self.number += 1
        found = dict(read_relations(self.archive, self.names, sheet, Limits()).values())
        comments, drawing = found.get("comments"), found.get("vmlDrawing")
        new: Notes = notes
        if comments:
            new = self._add_to_comments(comments, notes)
        else:
            comments = f"xl/comments_traimas{self.number}.xml"
            self.put(
                comments,
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments xmlns="{_MAIN}"><authors>'
                f"<author>{_AUTHOR}</author></authors><commentList>{_comment_elements(notes)}</commentList></comments>",
            )
            self._relate(sheet, "rIdTraimas1", "comments", comments)
            self._declare(comments)
        if drawing:
            self._add_to_drawing(drawing, new)
        else:
            drawing = f"xl/drawings/vmlDrawing_traimas{self.number}.vml"
            self.put(drawing, _drawing(new, 1000 * self.number))
            self._relate(sheet, "rIdTraimas2", "vmlDrawing", drawing)
            self._insert_legacy_drawing(sheet)

    def _add_to_comments(self, path: str, notes: Notes) -> Notes:
        """Add to a sheet's comments; a cell that has one keeps it, and ours follows. Return the cells that had none."""
        text = self.text(path)
        new = dict(notes)
        for (row, column), said in notes.items():
            ref = _ref(row, column)
            there = re.search(rf'<comment\b[^>]*\bref="{ref}".*?(?=</text>)', text, re.DOTALL)
            if there:
                run = f'<r><t xml:space="preserve">\n{escape(said)}</t></r>'
                text = text[: there.end()] + run + text[there.end() :]
                del new[row, column]
        if "</commentList>" not in text:
            raise _Unexpected
        self.put(path, text.replace("</commentList>", _comment_elements(new) + "</commentList>", 1))
        return new

    def _add_to_drawing(self, path: str, notes: Notes) -> None:
        text = self.text(path)
        end = text.rfind("</xml>")
        if end < 0 or "schemas-microsoft-com:vml" not in text:
            raise _Unexpected
        ids = [int(one) for one in re.findall(r"_x0000_s(\d+)", text)]
        first = max([1024, *ids]) + 1
        kind = "" if "_x0000_t202" in text else _SHAPE_TYPE
        self.put(path, text[:end] + kind + _shapes(notes, first) + text[end:])

    def _relate(self, sheet: str, name: str, kind: str, target: str) -> None:
        folder, file = posixpath.split(sheet)
        path = f"{folder}/_rels/{file}.rels"
        empty = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}"></Relationships>'
        )
        text = self.text(path) if path in self.names or path in self.changed else empty
        text = re.sub(r"<Relationships([^>]*)/>", r"<Relationships\1></Relationships>", text)
        relation = f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="/{target}"/></Relationships>'
        if "</Relationships>" not in text:
            raise _Unexpected
        self.put(path, text.replace("</Relationships>", relation, 1))

    def _declare(self, path: str) -> None:
        types = "[Content_Types].xml"
        text = self.text(types)
        added = f'<Override PartName="/{path}" ContentType="{_COMMENTS_TYPE}"/>'
        if not re.search(r'Extension="vml"', text, re.IGNORECASE):
            added = (
                '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
                + added
            )
        if "</Types>" not in text:
            raise _Unexpected
        self.put(types, text.replace("</Types>", added + "</Types>", 1))

    def _insert_legacy_drawing(self, sheet: str) -> None:
        data = self.changed.get(sheet) or self.archive.read(sheet)
        at = _place_of_legacy_drawing(data)
        element = f'<legacyDrawing xmlns="{_MAIN}" xmlns:r="{_RELATIONS}" r:id="rIdTraimas2"/>'.encode()
        self.changed[sheet] = data[:at] + element + data[at:]


def _place_of_legacy_drawing(data: bytes) -> int:
    """Return where in a worksheet's bytes the element may stand."""
    parser = expat.ParserCreate()
    depth, place, root_end = 0, -1, -1

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, place
        depth += 1
        if depth == 2 and place < 0 and name.rpartition(":")[2] in _AFTER:
            place = parser.CurrentByteIndex

    def end(_name: str) -> None:
        nonlocal depth, root_end
        depth -= 1
        if depth == 0:
            root_end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    found = place if place >= 0 else root_end
    if data[found : found + 1] != b"<":  # UTF-16, or a worksheet that is one empty element
        raise _Unexpected
    return found


def _ref(row: int, column: int) -> str:
    return f"{column_letter(column)}{row}"


def _comment_elements(notes: Notes) -> str:
    return "".join(
        f'<comment ref="{_ref(row, column)}" authorId="0"><text><t xml:space="preserve">{escape(said)}</t></text>'
        "</comment>"
        for (row, column), said in sorted(notes.items())
    )


_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _drawing(notes: Notes, first: int) -> str:
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        f"</o:shapelayout>{_SHAPE_TYPE}{_shapes(notes, first + 1024)}</xml>"
    )


def _shapes(notes: Notes, first: int) -> str:
    shapes = []
    for number, (row, column) in enumerate(sorted(notes), start=first):
        anchor = f"{column},15,{row - 1},10,{column + 5},15,{row + 6},4"
        shapes.append(
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
            'margin-top:2pt;width:320pt;height:110pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
            'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
            f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
        )
    return "".join(shapes)


def _written_anew(data: bytes, notes: Mapping[str, Notes], problems: Sequence[WorkbookProblem]) -> bytes:
    """Return a new workbook with the file's values, its problem cells coloured and commented, and a list of them."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        plain = book.add_format({"text_wrap": True, "valign": "top", "font_name": "TH Sarabun New", "font_size": 14})
        wrong = book.add_format(
            {"text_wrap": True, "valign": "top", "font_name": "TH Sarabun New", "font_size": 14, "bg_color": "#FFEB9C"}
        )
        for number, grid in enumerate(open_grids(data), start=1):
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", grid.title)[:31] or f"แผ่นงาน {number}")
            said = notes.get(grid.title, {})
            cells = {(row, column) for row in grid.rows for column in grid.columns(row)}
            for row, column in cells | said.keys():
                value = grid.value(row, column)
                form = wrong if (row, column) in said else plain
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(row - 1, column - 1, value, form)
                else:
                    sheet.write_string(row - 1, column - 1, grid.text(row, column), form)
            for (row, column), text in said.items():
                sheet.write_comment(row - 1, column - 1, text, {"x_scale": 2.5, "y_scale": 1.5, "author": _AUTHOR})
        listed = book.add_worksheet(LIST_SHEET)
        listed.set_column(0, 1, 90)
        for row, problem in enumerate(problems):
            listed.write_string(row, 0, problem.message_th, plain)
            listed.write_string(row, 1, f"{problem.message_en} [{problem.code}]", plain)
    return stream.getvalue()
