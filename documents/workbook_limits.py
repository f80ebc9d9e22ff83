"""What a workbook may hold before it is refused unread, and walking its XML within those limits.

An officer's plan has some hundreds of rows. A file that holds a thousand times more is broken or hostile, and is
refused while it is read, before it costs time or memory; nothing in it is expanded, fetched or run.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

LARGEST_FILE = 20 * 1024 * 1024  # bytes as sent; a full plan is some 0.5 MB
LARGEST_UNCOMPRESSED = 50 * 1024 * 1024  # bytes; a full plan is some 2 MB
MOST_PARTS = 2_000
MOST_ROWS = 60_000  # a whole province's plan has some 5,000
MOST_FILLED_ROWS = 20_000
MOST_CELLS = 250_000
MOST_CHARACTERS = 10_000_000
LONGEST_TEXT = 32_767  # Excel's own limit for one cell
MOST_ELEMENTS = 1_200_000
MOST_NODES = 200_000  # of a part read as a tree; 5,000 arrows that Excel drew are some 180,000
DEEPEST = 60
MOST_MERGES = 20_000
_CHUNK = 1 << 16


class UnreadableFile(Exception):
    """The file cannot be opened; says why in English and Thai, and what to do where saving it anew is no help."""

    def __init__(self, english: str, thai: str) -> None:
        super().__init__(english)
        self.english = english
        self.thai = thai


def damaged() -> UnreadableFile:
    """Return the refusal of a file whose parts contradict each other or its format."""
    return UnreadableFile("its contents are damaged", "เนื้อหาในแฟ้มเสียหาย")


def too_large() -> UnreadableFile:
    """Return the refusal of a file that holds far more than a plan."""
    return UnreadableFile(
        "it holds far more cells or text than a plan; copy the table alone into a new workbook",
        "มีเซลล์หรือข้อความมากเกินแผนการดำเนินงานหลายเท่า โปรดคัดลอกเฉพาะตารางไปไว้ในแฟ้มใหม่",
    )


def too_many_rows() -> UnreadableFile:
    """Return the refusal of a sheet with formatting down to its end."""
    return UnreadableFile(
        f"a sheet has more than {MOST_ROWS:,} rows, formatted though empty; delete the empty rows below the table",
        f"แผ่นงานหนึ่งมีแถวที่จัดรูปแบบไว้เกิน {MOST_ROWS:,} แถวแม้ว่างเปล่า โปรดลบแถวว่างใต้ตาราง",
    )


def has_macros() -> UnreadableFile:
    """Return the refusal of a file with programs in it."""
    return UnreadableFile(
        "it holds macros (programs); save it as a workbook without macros",
        "แฟ้มมีมาโคร (โปรแกรม) อยู่ข้างใน โปรดบันทึกเป็นแฟ้มที่ไม่มีมาโคร",
    )


def has_links() -> UnreadableFile:
    """Return the refusal of a file whose values come from other files."""
    return UnreadableFile(
        "it takes values from other files; break the links (Data, Edit Links) and save it again",
        "แฟ้มดึงค่าจากแฟ้มอื่น โปรดตัดการเชื่อมโยง (ข้อมูล > แก้ไขการเชื่อมโยง) แล้วบันทึกใหม่",
    )


@dataclass
class Limits:
    """What one file has used up so far. Each method raises ``UnreadableFile`` past its limit."""

    elements: int = 0
    rows: int = 0
    cells: int = 0
    characters: int = 0

    def count_row(self) -> None:
        """Count one row, filled or not."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise too_many_rows()

    def count_cell(self, value: object = "") -> None:
        """Count one cell and the text that it brings in."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise too_large()
        self.count_text(value)

    def count_text(self, value: object) -> None:
        """Count the text of a cell that is counted."""
        if isinstance(value, str):
            self.characters += len(value)
            if len(value) > LONGEST_TEXT * 2 or self.characters > MOST_CHARACTERS:
                raise too_large()


Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def _without_prefix(name: str) -> str:
    return name.rpartition(":")[2]


def walk_xml(stream: IO[bytes], limits: Limits, start: Start, end: End, text: Text | None = None) -> None:
    """Parse XML as a stream; names and attributes come without their prefix.

    Raises ``UnreadableFile`` for broken XML, a document type (entity bombs need one; Excel writes none), or more
    elements or depth than any plan has.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        limits.elements += 1
        if limits.elements > MOST_ELEMENTS or depth > DEEPEST:
            raise too_large()
        if ":" in name:
            name = _without_prefix(name)
        start(name, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(_without_prefix(name) if ":" in name else name)

    def on_doctype(*_of: object) -> None:
        raise UnreadableFile("it holds a document type, which Excel never writes", "แฟ้มไม่ได้มาจาก Excel")

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_doctype
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged() from error


class Node:
    """One element of a small part that is read as a tree (relationships, drawings, styles)."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = {_without_prefix(key): value for key, value in attributes.items()}
        self.children: list[Node] = []
        self.text = ""

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, whatever its prefix."""
        return self.attributes.get(name, default)

    def child(self, *path: str) -> "Node | None":
        """Return the first descendant on a path of names."""
        node: Node | None = self
        for name in path:
            node = next((one for one in node.children if one.name == name), None) if node else None
        return node

    def all(self, name: str) -> "list[Node]":
        """Return the descendants of a name, in order."""
        found = []
        for one in self.children:
            if one.name == name:
                found.append(one)
            found += one.all(name)
        return found


def read_tree(stream: IO[bytes], limits: Limits) -> Node:
    """Read a small part as a tree. Raises ``UnreadableFile`` like ``walk_xml``."""
    root = Node("", {})
    stack = [root]
    nodes = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal nodes
        nodes += 1
        if nodes > MOST_NODES:
            raise too_large()
        node = Node(name, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].text += data

    walk_xml(stream, limits, start, end, text)
    return root


def open_archive(stream: IO[bytes], data: bytes) -> zipfile.ZipFile:
    """Open a zip file after looking at its table of contents. Raises ``UnreadableFile``."""
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise too_large()
    archive = zipfile.ZipFile(stream)
    if sum(part.file_size for part in archive.infolist()) > LARGEST_UNCOMPRESSED:
        raise UnreadableFile("it is larger than 50 MB when unpacked", "ใหญ่กว่า 50 MB เมื่อคลายแล้ว")
    return archive
