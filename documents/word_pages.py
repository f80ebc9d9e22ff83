"""Word files: an empty office document with Thai styles, its pages, headers and footers, and its bytes."""

import io
import zipfile
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Cm

from documents.content import Office
from documents.word_markup import DECLARED, dxa, page_number, paragraph, run
from models.kinds import Digits

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = Path(__file__).parent / "templates" / "word" / "styles.xml"

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_USUAL_FONT = "TH SarabunPSK"  # the one that styles.xml names
# What is shown in place of a font that a machine does not have: the newer Sarabun, whose measures are TH SarabunPSK's.
_FONTS = (
    f'{_HEAD}<w:fonts {DECLARED}><w:font w:name="{_USUAL_FONT}"><w:altName w:val="TH Sarabun New"/>'
    '<w:panose1 w:val="020B0500040200020003"/><w:charset w:val="DE"/><w:family w:val="swiss"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>'
)
_SETTINGS = (
    f"{_HEAD}<w:settings {DECLARED}>"
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '{fields}<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:bidi="th-TH"/></w:settings>'
)
_COMPUTE_FIELDS = '<w:updateFields w:val="true"/>'  # Word asks on opening whether it may
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file can tell


class Paper(Enum):
    """A4, upright for letters and prose (left 3 cm, as official letters have it), or lying for accounts."""

    LETTER = (21.0, 29.7, 3.0, 2.0, 2.0, 2.0)
    ACCOUNT = (29.7, 21.0, 1.2, 1.2, 2.9, 1.5)


def new_document(title: str, office: Office, dated: date, *, has_contents: bool = False) -> WordDocument:
    """Return an empty document of an office in its font, its pages upright.

    ``dated`` is the day it bears inside, a fact, never now. One that ``has_contents`` lets Word compute their pages.
    """
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
            for name, kind in (
                ("document", "document.main"),
                ("styles", "styles"),
                ("settings", "settings"),
                ("fontTable", "fontTable"),
            )
        )
        + "</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>'
            for number, kind in enumerate(("styles", "settings", "fontTable"), start=1)
        )
        + "</Relationships>",
        "word/document.xml": f'{_HEAD}<w:document {DECLARED} xmlns:r="{_RELATIONS}"><w:body><w:sectPr/></w:body>'
        "</w:document>",
        "word/styles.xml": _in_font(STYLES.read_text(encoding="utf-8"), office.font),
        "word/settings.xml": _SETTINGS.replace("{fields}", _COMPUTE_FIELDS if has_contents else ""),
        "word/fontTable.xml": _in_font(_FONTS, office.font),
    }
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    document = Document(package)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, office.name, office.name, "th-TH"
    core.created = core.modified = datetime.combine(dated, time(0))  # naive: the format's own UTC
    core.revision = 1
    lay_out(document.sections[0], Paper.LETTER)
    return document


def add(document: WordDocument, markup: str) -> None:
    """Put paragraphs and tables, written as markup, at the end of a document."""
    wrapped = parse_xml(f"<w:body {DECLARED}>{markup}</w:body>")
    last = document.element.body.sectPr
    for element in list(wrapped):
        last.addprevious(element)


def new_section(document: WordDocument, paper: Paper) -> Section:
    """Begin a section on a new page, with header and footer of its own."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    lay_out(section, paper)
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    return section


def lay_out(section: Section, paper: Paper) -> None:
    """Give a section its paper and margins, in centimetres."""
    width, height, left, right, top, bottom = paper.value
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin, section.right_margin = Cm(left), Cm(right)
    section.top_margin, section.bottom_margin = Cm(top), Cm(bottom)
    section.header_distance, section.footer_distance = Cm(0.9), Cm(0.7)


def text_width(paper: Paper) -> int:
    """Return the width between the margins, in twentieths of a point."""
    width, _height, left, right, _top, _bottom = paper.value
    return dxa(width - left - right)


def head(section: Section, paper: Paper, lines: list[tuple[str, str, str]], boxed: int = -1) -> None:
    """Write a section's header: lines of left, middle and right; the right of line ``boxed`` stands in a box."""
    width = text_width(paper)
    middle_stop = f'<w:tab w:val="center" w:pos="{width // 2}"/>' if any(middle for _, middle, _ in lines) else ""
    between = "\t{}\t" if middle_stop else "\t"
    tabs = f'<w:tabs>{middle_stop}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    _fill(
        section.header,
        "".join(
            paragraph(
                run(left + between.format(middle), bold=number == 0)
                + (run(f"\u00a0{right}\u00a0", bold=True, boxed=number == boxed) if right else ""),
                "Header",
                properties=tabs,
            )
            for number, (left, middle, right) in enumerate(lines)
        ),
    )


def number_pages(section: Section, digits: Digits) -> None:
    """Write ``หน้า x จาก y`` at a section's foot, in the office's digits."""
    content = run("หน้า ") + page_number("PAGE", digits, "1") + run(" จาก ") + page_number("NUMPAGES", digits, "1")
    _fill(section.footer, paragraph(content, "Footer"))


def file_of(document: WordDocument) -> bytes:
    """Return a document's bytes; the same content gives the same bytes, whenever it is written."""
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue())


def settled(content: bytes) -> bytes:
    """Return a zip file's parts packed anew with no time of packing in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name))
    return packed.getvalue()


def _in_font(part: str, font: str) -> str:
    return part.replace(f'"{_USUAL_FONT}"', quoteattr(font))


def _fill(story: object, markup: str) -> None:
    root = story.part.element  # type: ignore[attr-defined]
    for element in list(root):
        root.remove(element)
    for element in list(parse_xml(f"<w:body {DECLARED}>{markup}</w:body>")):
        root.append(element)
