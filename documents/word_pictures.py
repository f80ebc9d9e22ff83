"""Pictures in Word files, at the height that the paper asks for."""

import io
import tempfile
from pathlib import Path

import typst
from docx.image.image import Image
from docx.parts.story import StoryPart
from docx.shared import Cm

from documents.content import Picture

_DOTS_PER_INCH = 400


def picture_run(part: StoryPart, picture: Picture, height: float, alt: str) -> str:
    """Return a run with a picture ``height`` centimetres high, as markup; its file goes into ``part``'s package.

    Word shows PNG and JPEG everywhere: an SVG is drawn as PNG. Raises ``typst.TypstError`` for an SVG that is none.
    """
    content = _drawn(picture.content, height) if picture.ending == "svg" else picture.content
    inline = part.new_pic_inline(io.BytesIO(content), height=Cm(height))
    (relation,) = inline.xpath(".//a:blip/@r:embed")
    number = relation.removeprefix("rId")
    for name, value in (("id", f"1000{number}"), ("name", f"picture {number}"), ("descr", alt)):
        inline.docPr.set(name, value)
    return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def height_within(picture: Picture, width: float, height: float) -> float:
    """Return how high a PNG or JPEG stands, in centimetres, so that it is within a width and a height."""
    read = Image.from_blob(picture.content)
    return min(height, width * read.px_height / read.px_width)


def _drawn(svg: bytes, height: float) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "picture.svg").write_bytes(svg)
        source = (
            f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("picture.svg", height: {height}cm)'
        )
        (root / "main.typ").write_text(source, encoding="utf-8")
        drawn: bytes = typst.compile(
            str(root / "main.typ"), root=folder, format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True
        )
        return drawn
