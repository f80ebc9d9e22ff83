"""The Garuda (ตราครุฑ) at the head of letters in Word: beside the text, at its place of the paper."""

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.story import StoryPart
from lxml import etree

from documents.content import Picture
from documents.word_markup import DECLARED
from documents.word_pictures import picture_run

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TOP = 1.5  # centimetres below the paper's edge
_EMU = 360_000  # of a centimetre


def floating_garuda(part: StoryPart, garuda: Picture, height: float, left: float | None = None) -> str:
    """Return a run with the Garuda ``height`` cm high, ``left`` cm from the paper's edge or in its middle, as markup.

    It takes no room in the text: the number of a letter stands beside its foot.
    """
    paragraph = parse_xml(f"<w:p {DECLARED}>{picture_run(part, garuda, height, 'ตราครุฑ')}</w:p>")
    (drawing,) = paragraph.iter(qn("w:drawing"))
    (inline,) = drawing
    across = "<wp:align>center</wp:align>" if left is None else f"<wp:posOffset>{_emu(left)}</wp:posOffset>"
    anchor = parse_xml(
        f'<wp:anchor xmlns:wp="{_DRAWING}" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page">{across}</wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{_emu(_TOP)}</wp:posOffset></wp:positionV>'
        "</wp:anchor>"
    )
    extent, *others = inline
    anchor.append(extent)
    anchor.append(parse_xml(f'<wp:wrapNone xmlns:wp="{_DRAWING}"/>'))
    for element in others:
        anchor.append(element)
    drawing.replace(inline, anchor)
    markup: str = etree.tostring(paragraph[0], encoding="unicode")
    return markup


def _emu(centimetres: float) -> int:
    return round(centimetres * _EMU)
