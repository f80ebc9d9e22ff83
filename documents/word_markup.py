"""Pieces of WordprocessingML as text: paragraphs, fields, cells, rows and tables.

A table of 500 projects has 9,000 cells: written as text and read once it takes a fraction of what it takes cell by
cell through an object model. Lengths are twentieths of a point (dxa), type sizes half points, as Word counts them.
"""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from documents.printable import SUBSTITUTE, tidied
from models.kinds import Digits

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SIDE = 80  # the margins at a cell's sides
DECLARED = f'xmlns:w="{NAMESPACE}"'
# Half of a character, and two code points that are none: XML holds neither.
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def dxa(centimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(centimetres * 1440 / 2.54)


def shown(text: str) -> str:
    """Return what people typed as Word can hold it: tidied, and without what XML cannot hold."""
    return _NO_CHARACTER.sub(SUBSTITUTE, tidied(text))


def run(text: str, *, bold: bool = False, italic: bool = False, size: int = 0, boxed: bool = False) -> str:
    """Return a run of text; a line end becomes a line break, a tab stays one. ``size`` 0: the style's."""
    properties = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    if size:
        properties += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    if boxed:
        properties += '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    inner = "<w:tab/>".join(
        "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in shown(part).split("\n"))
        for part in text.split("\t")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def field(instruction: str, shown_before: str = "", *, bold: bool = False, size: int = 0) -> str:
    """Return a field, such as ``PAGE``, that Word computes; ``shown_before`` stands there until it has."""
    properties = ("<w:b/><w:bCs/>" if bold else "") + (
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    )
    opened = f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
    return (
        f'{opened}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{opened}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{opened}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{opened}<w:t>{escape(shown_before)}</w:t></w:r>"
        f'{opened}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_number(instruction: str, digits: Digits, shown_before: str) -> str:
    """Return a field of page numbers (``PAGE``, ``NUMPAGES``, ``PAGEREF …``) in the office's digits."""
    thai = r" \* THAIARABIC" if digits is Digits.THAI else ""
    return field(instruction + thai, digits.write(shown_before))


def paragraph(content: str = "", style: str = "", *, properties: str = "", align: str = "", text: str = "") -> str:
    """Return a paragraph of runs (``content``) or of plain ``text``; ``properties`` are more of its own, in order."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    own = named + properties + aligned
    return f"<w:p>{f'<w:pPr>{own}</w:pPr>' if own else ''}{content or (run(text) if text else '')}</w:p>"


def bookmarked(content: str, name: str, number: int) -> str:
    """Return runs inside a bookmark, that the contents refer to."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


def cell(
    width: int,
    content: str,
    *,
    span: int = 1,
    merge: str = "",
    fill: str = "",
    valign: str = "",
    tight: bool = False,
    lined: bool = False,
) -> str:
    """Return a cell of whole paragraphs.

    ``merge`` is restart or continue over rows; ``tight`` has no side margins; ``lined`` has borders of its own.
    """
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    if lined:
        properties += f"<w:tcBorders>{_lines('top', 'left', 'bottom', 'right')}</w:tcBorders>"
    if fill:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    if tight:
        properties += '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
    if valign:
        properties += f'<w:vAlign w:val="{valign}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, heading: bool = False, whole: bool = True, height: int = 0) -> str:
    """Return a row; a ``heading`` is repeated on each page, a ``whole`` one is not split between pages."""
    properties = "<w:cantSplit/>" if whole else ""
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if heading:
        properties += "<w:tblHeader/>"
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, borders: bool = True, centred: bool = False) -> str:
    """Return a table of fixed columns."""
    lined = _lines("top", "left", "bottom", "right", "insideH", "insideV")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {DECLARED}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        + ('<w:jc w:val="center"/>' if centred else "")
        + (f"<w:tblBorders>{lined}</w:tblBorders>" if borders else "")
        + '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{SIDE}" w:type="dxa"/><w:right w:w="{SIDE}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _lines(*sides: str) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
