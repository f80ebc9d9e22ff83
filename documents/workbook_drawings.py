"""Arrows and bars drawn over the month columns of an .xlsx sheet: which rows and columns they lie on.

ECMA-376 part 1, 20.5: a shape hangs on two cells, on one cell with a size, or on the page; a group scales its members.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from documents.workbook_fonts import USUAL_DIGIT, default_column_pixels
from documents.workbook_grid import Drawn
from documents.workbook_limits import Node, too_large

_EMU_OF_PIXEL, _EMU_OF_POINT = 9525, 12700
_FARTHEST = 128  # columns; no form's months stand beyond them
MOST_SHAPES = 12_000
_LAST_ROW = 1_048_576
# Text boxes, pictures and callouts are remarks; lines, arrows, bars and braces mark time.
_REMARKS = ("callout", "cloud", "textbox")


@dataclass
class Measures:
    """The widths (digits of ``digit`` pixels) and heights (points) of a sheet's columns and rows."""

    digit: int = USUAL_DIGIT
    default_width: float = 0.0  # set from the digit where nothing else is said
    default_height: float = 15.0
    heights: dict[int, float] = field(default_factory=dict)
    _widths: dict[int, float] = field(default_factory=dict)
    _rows: list[int] = field(default_factory=list)
    _tops: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.default_width = self.default_width or default_column_pixels(self.digit) / self.digit

    def set_columns(self, first: int, last: int, width: float) -> None:
        """Set the width of columns ``first`` to ``last`` (1-based)."""
        for column in range(max(first, 1), min(last, _FARTHEST) + 1):
            self._widths[column] = width

    def width(self, column: int) -> float:
        """Return a column's width in EMU."""
        digits = self._widths.get(column, self.default_width)
        return int((256 * digits + int(128 / self.digit)) / 256 * self.digit) * _EMU_OF_PIXEL

    def height(self, row: int) -> float:
        """Return a row's height in EMU."""
        return self.heights.get(row, self.default_height) * _EMU_OF_POINT

    def top(self, row: int) -> float:
        """Return the distance of a row's upper edge from the sheet's, in EMU."""
        if not self._rows:
            self._rows = sorted(self.heights)
            extra = 0.0
            self._tops = [0.0]
            for one in self._rows:
                extra += self.height(one) - self.default_height * _EMU_OF_POINT
                self._tops.append(extra)
        return (row - 1) * self.default_height * _EMU_OF_POINT + self._tops[bisect_right(self._rows, row - 1)]

    def row_at(self, y: float) -> int:
        """Return the row at a distance from the sheet's upper edge."""
        low, high = 1, _LAST_ROW
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.top(middle) <= y else (low, middle - 1)
        return low

    def left(self, column: int) -> float:
        """Return the distance of a column's left edge from the sheet's, in EMU."""
        return sum(self.width(one) for one in range(1, min(column, _FARTHEST + 1)))

    def column_at(self, x: float) -> float:
        """Return the place in columns (2.5: the middle of column 3) at a distance from the sheet's left edge."""
        for column in range(1, _FARTHEST + 1):
            width = self.width(column)
            if x < width:
                return column - 1 + max(x, 0.0) / width
            x -= width
        return float(_FARTHEST)


@dataclass(frozen=True)
class _Box:
    """A rectangle in EMU from the sheet's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def drawn_arrows(part: Node, measures: Measures) -> dict[int, list[Drawn]]:
    """Return the arrows and bars of a drawing part, by the row in which their middle lies."""
    found: dict[int, list[Drawn]] = defaultdict(list)
    root = part.child("wsDr")
    anchors = _without_fallbacks(root.children if root else [])
    if len(anchors) > MOST_SHAPES:
        raise too_large()
    for anchor in anchors:
        box = _anchor_box(anchor, measures)
        if box is None:
            continue
        for shape in _without_fallbacks(anchor.children):
            for leaf in _leaves(shape, box, in_group=False):
                row = measures.row_at((leaf.top + leaf.bottom) / 2)
                found[row].append(Drawn(measures.column_at(leaf.left), measures.column_at(leaf.right)))
    return dict(found)


def _without_fallbacks(nodes: list[Node]) -> list[Node]:
    """Open the alternatives that newer Excel writes: the first choice, never its copy for old programs as well."""
    opened = []
    for node in nodes:
        if node.name == "AlternateContent":
            choice = node.child("Choice") or node.child("Fallback")
            opened += _without_fallbacks(choice.children if choice else [])
        else:
            opened.append(node)
    return opened


def _anchor_box(anchor: Node, measures: Measures) -> _Box | None:
    extent = anchor.child("ext")
    width, height = (_number(extent.get("cx")), _number(extent.get("cy"))) if extent else (0.0, 0.0)
    if anchor.name == "absoluteAnchor" and (position := anchor.child("pos")):
        left, top = _number(position.get("x")), _number(position.get("y"))
        return _Box(left, top, left + width, top + height)
    begin = _point(anchor.child("from"), measures)
    if begin is None:
        return None
    if anchor.name == "oneCellAnchor":
        return _Box(begin[0], begin[1], begin[0] + width, begin[1] + height)
    end = _point(anchor.child("to"), measures)
    return _Box(*begin, *end) if end else None


def _point(marker: Node | None, measures: Measures) -> tuple[float, float] | None:
    if marker is None:
        return None
    said = {one.name: _number(one.text.strip()) for one in marker.children}
    column, row = int(said.get("col", 0)) + 1, int(said.get("row", 0)) + 1
    if not (1 <= column <= _FARTHEST and 1 <= row <= _LAST_ROW):
        return None
    # An offset beyond its cell stands for the cell's edge.
    across = min(max(said.get("colOff", 0.0), 0.0), measures.width(column))
    down = min(max(said.get("rowOff", 0.0), 0.0), measures.height(row))
    return measures.left(column) + across, measures.top(row) + down


def _leaves(shape: Node, box: _Box, *, in_group: bool) -> list[_Box]:
    """Return the boxes of the arrows in a shape that fills ``box``: itself, or a group's members.

    An anchor says the box as it is seen; a group's member says the box before it was turned.
    """
    if shape.name == "grpSp":
        transform = shape.child("grpSpPr", "xfrm")
        if _is_hidden(shape, "nvGrpSpPr"):
            return []
        boxes = []
        for member in _without_fallbacks(shape.children):
            inner = _inner_box(member, transform, box)
            if inner is not None:
                boxes += _leaves(member, inner, in_group=True)
        return boxes
    seen = _upright(shape, box) if in_group else box
    if shape.name == "cxnSp":
        return [] if _is_hidden(shape, "nvCxnSpPr") else [seen]
    if shape.name == "sp" and not _is_hidden(shape, "nvSpPr") and not _is_remark(shape):
        return [seen]
    return []


def _is_hidden(shape: Node, properties: str) -> bool:
    said = shape.child(properties, "cNvPr")
    return said is not None and said.get("hidden") in ("1", "true")


def _is_remark(shape: Node) -> bool:
    locks = shape.child("nvSpPr", "cNvSpPr")
    if locks is not None and locks.get("txBox") in ("1", "true"):
        return True
    geometry = shape.child("spPr", "prstGeom")
    kind = geometry.get("prst").lower() if geometry else ""
    return any(word in kind for word in _REMARKS)


def _inner_box(member: Node, group: Node | None, box: _Box) -> _Box | None:
    """Place a member of a group: its coordinates are the group's own, which fill the group's box."""
    transform = member.child("grpSpPr" if member.name == "grpSp" else "spPr", "xfrm")
    offset, extent = (transform.child("off"), transform.child("ext")) if transform else (None, None)
    if offset is None or extent is None or group is None:
        return None
    origin, size = group.child("chOff"), group.child("chExt")
    if origin is None or size is None:
        origin, size = group.child("off"), group.child("ext")
    if origin is None or size is None:
        return None
    # A group of level lines is no height, and scales nothing in that direction.
    wide, high = _number(size.get("cx")), _number(size.get("cy"))
    across = (box.right - box.left) / wide if wide else 0.0
    down = (box.bottom - box.top) / high if high else 0.0
    left = box.left + (_number(offset.get("x")) - _number(origin.get("x"))) * across
    top = box.top + (_number(offset.get("y")) - _number(origin.get("y"))) * down
    return _Box(left, top, left + _number(extent.get("cx")) * across, top + _number(extent.get("cy")) * down)


def _upright(shape: Node, box: _Box) -> _Box:
    """Return the box as it is seen: a shape turned on its side swaps width and height about its middle."""
    transform = shape.child("spPr", "xfrm")
    turned = (_number(transform.get("rot")) / 60_000) % 180 if transform else 0.0
    if not 45 <= turned < 135:
        return box
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    wide, high = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return _Box(middle_x - high, middle_y - wide, middle_x + high, middle_y + wide)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
