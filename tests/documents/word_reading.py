"""What a reader takes back out of a Word file: its paragraphs, its tables cell by cell, and whether it is well made."""

import io
import zipfile
from dataclasses import dataclass, field

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

# The order in which Word's schema wants the children of these elements (ECMA-376 part 1, 17.3.1, 17.3.2, 17.4).
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike color sz szCs u bdr shd vertAlign lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar",
    "trPr": "cantSplit trHeight tblHeader",
    "settings": "zoom defaultTabStop characterSpacingControl updateFields compat themeFontLang",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg",
}


@dataclass
class WordCell:
    """A cell: its text with line ends, its shading, the grid columns that it spans."""

    text: str
    fill: str
    span: int


@dataclass
class WordRow:
    """A row of a table."""

    cells: list[WordCell]
    heading: bool
    whole: bool

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass
class WordText:
    """A Word file as read: paragraphs outside tables, tables, and what stands in headers and footers."""

    paragraphs: list[str] = field(default_factory=list)
    tables: list[list[WordRow]] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        cells = [cell.text for table in self.tables for row in table for cell in row.cells]
        return "\n".join([*self.paragraphs, *cells])


def read_word(content: bytes) -> WordText:
    """Return what a Word file says, read with python-docx."""
    document = Document(io.BytesIO(content))
    read = WordText(paragraphs=[_plain(paragraph.text) for paragraph in document.paragraphs])
    for table in document.element.body.iter(qn("w:tbl")):
        read.tables.append([_row(row) for row in table.iterchildren(qn("w:tr"))])
    for section in document.sections:
        for part in (section.header, section.footer):
            read.margins += [_plain(paragraph.text) for paragraph in part.paragraphs]
    return read


def assert_well_made(content: bytes) -> None:
    """Every part but pictures is XML, every relationship finds its part, and properties stand in the schema's order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.startswith("word/media/"):  # pictures
                continue
            root = parse_xml(package.read(name))
            if name.endswith(".rels"):
                folder = name.rsplit("_rels/", 1)[0]
                for one in root:
                    assert one.get("TargetMode") != "External"
                    target = one.get("Target")
                    assert (target.lstrip("/") if target.startswith("/") else folder + target) in names, target
            for element in root.iter():
                order = _ORDER.get(etree.QName(element).localname) if isinstance(element.tag, str) else None
                if order:
                    places = [order.split().index(etree.QName(child).localname) for child in element]
                    assert places == sorted(places), etree.tostring(element)
            for cell in root.iter(qn("w:tc")):
                assert etree.QName(cell[-1]).localname == "p"  # Word refuses a cell that ends otherwise
            for row in root.iter(qn("w:tr")):
                grid = row.getparent().find(qn("w:tblGrid"))
                assert sum(cell.span for cell in _row(row).cells) == len(grid)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")  # which keeps a year on the line of its พ.ศ.


def _row(row: etree._Element) -> WordRow:
    properties = row.find(qn("w:trPr"))
    named = set() if properties is None else {etree.QName(one).localname for one in properties}
    return WordRow([_cell(one) for one in row.iterchildren(qn("w:tc"))], "tblHeader" in named, "cantSplit" in named)


def _cell(cell: etree._Element) -> WordCell:
    shading = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return WordCell(
        text="\n".join(_plain(paragraph.text) for paragraph in cell.iterchildren(qn("w:p"))),
        fill="" if shading is None else str(shading.get(qn("w:fill"))),
        span=1 if span is None else int(str(span.get(qn("w:val")))),
    )
