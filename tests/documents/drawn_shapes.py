"""Drawings for test workbooks: arrows over cells, put into an .xlsx file that has none, as Excel writes them."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["connector", "block", "one_cell", "group", "absolute"]
COLUMN, ROW = 609_600, 190_500  # EMU: a default column of 64 pixels, a default row of 15 points
_NS = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = f"{_RELATIONS}/drawing"


@dataclass(frozen=True)
class Arrow:
    """An arrow in a row from ``left`` to ``right`` (2.5: the middle of column 3) of default-sized cells."""

    row: int
    left: float
    right: float


def with_arrows(data: bytes, sheet: int, arrows: Sequence[Arrow], style: Style) -> bytes:
    """Return the workbook with arrows drawn on its ``sheet``-th worksheet (1-based)."""
    bodies = [_group(arrows)] if style == "group" else [_anchor(arrow, style) for arrow in arrows]
    drawing = f'<?xml version="1.0" encoding="UTF-8"?><xdr:wsDr {_NS}>{"".join(bodies)}</xdr:wsDr>'
    path = f"xl/worksheets/sheet{sheet}.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == path:
                link = f'<drawing xmlns:r="{_RELATIONS}" r:id="rId9"/>'
                text = text.replace(b"</worksheet>", link.encode() + b"</worksheet>")
            target.writestr(name, text)
        target.writestr(
            f"xl/worksheets/_rels/sheet{sheet}.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId9" Type="{_DRAWING}" Target="../drawings/drawing{sheet}.xml"/></Relationships>',
        )
        target.writestr(f"xl/drawings/drawing{sheet}.xml", drawing)
    return out.getvalue()


def _cell(at: float, size: int) -> tuple[int, int]:
    return int(at), round((at - int(at)) * size)


def _marker(name: str, across: float, down: float) -> str:
    (column, right), (row, below) = _cell(across, COLUMN), _cell(down, ROW)
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{right}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{below}</xdr:rowOff></xdr:{name}>"
    )


def _shape(tag: str, geometry: str, box: tuple[int, int, int, int] = (0, 0, 100_000, 0)) -> str:
    x, y, wide, high = box
    inner = "Cxn" if tag == "cxnSp" else ""
    return (
        f'<xdr:{tag} macro=""><xdr:nv{inner or "Sp"}{"Sp" if inner else ""}Pr><xdr:cNvPr id="2" name="ลูกศร"/>'
        f"<xdr:cNv{inner or 'Sp'}{'Sp' if inner else ''}Pr/></xdr:nv{inner or 'Sp'}{'Sp' if inner else ''}Pr>"
        f'<xdr:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom></xdr:spPr></xdr:{tag}>'
    )


def _anchor(arrow: Arrow, style: Style) -> str:
    top, bottom = arrow.row - 0.7, arrow.row - 0.3
    if style == "connector":
        ends = _marker("from", arrow.left, arrow.row - 0.5) + _marker("to", arrow.right, arrow.row - 0.5)
        body = _shape("cxnSp", "straightConnector1")
        return f"<xdr:twoCellAnchor>{ends}{body}<xdr:clientData/></xdr:twoCellAnchor>"
    wide, high = round((arrow.right - arrow.left) * COLUMN), round((bottom - top) * ROW)
    extent = f'<xdr:ext cx="{wide}" cy="{high}"/>'
    body = _shape("sp", "leftRightArrow", (0, 0, wide, high)) + "<xdr:clientData/>"
    if style == "block":
        ends = _marker("from", arrow.left, top) + _marker("to", arrow.right, bottom)
        return f"<xdr:twoCellAnchor>{ends}{body}</xdr:twoCellAnchor>"
    if style == "one_cell":
        return f"<xdr:oneCellAnchor>{_marker('from', arrow.left, top)}{extent}{body}</xdr:oneCellAnchor>"
    place = f'<xdr:pos x="{round(arrow.left * COLUMN)}" y="{round(top * ROW)}"/>'
    return f"<xdr:absoluteAnchor>{place}{extent}{body}</xdr:absoluteAnchor>"


def _group(arrows: Sequence[Arrow]) -> str:
    """All arrows in one group, whose own coordinates are a tenth of the sheet's and begin elsewhere."""
    left, right = min(arrow.left for arrow in arrows), max(arrow.right for arrow in arrows)
    top, bottom = min(arrow.row for arrow in arrows) - 0.8, max(arrow.row for arrow in arrows) - 0.2

    def place(across: float, down: float) -> tuple[int, int]:
        return round((across - left) * COLUMN / 10) + 5000, round((down - top) * ROW / 10) + 7000

    members = []
    for arrow in arrows:
        (x, y), (until, below) = place(arrow.left, arrow.row - 0.7), place(arrow.right, arrow.row - 0.3)
        members.append(_shape("sp", "rightArrow", (x, y, until - x, below - y)))
    wide, high = place(right, bottom)
    transform = (
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/><a:chOff x="5000" y="7000"/>'
        f'<a:chExt cx="{wide - 5000}" cy="{high - 7000}"/></a:xfrm>'
    )
    ends = _marker("from", left, top) + _marker("to", right, bottom)
    return (
        f'<xdr:twoCellAnchor>{ends}<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="1" name="กลุ่ม"/><xdr:cNvGrpSpPr/>'
        f"</xdr:nvGrpSpPr><xdr:grpSpPr>{transform}</xdr:grpSpPr>{''.join(members)}</xdr:grpSp>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def without_sizes(data: bytes) -> bytes:
    """Return the workbook with every row and column of default size, so that places in columns are exact."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"<sheetFormatPr[^>]*/>", b'<sheetFormatPr defaultRowHeight="15"/>', text)
            target.writestr(name, text)
    return out.getvalue()
