"""Pages made by Typst: from prepared data and a template to the bytes of a PDF, or to a picture."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

from documents.content import Picture
from documents.level_marks import thai_fonts
from documents.printable import printable_tree
from models.kinds import Digits, PdfKind

TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: dict[PdfKind, list[Any]] = {
    PdfKind.ARCHIVE: ["a-2b"],
    PdfKind.ACCESSIBLE: ["a-2a", "ua-1"],
}


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    dated: date,
    fonts_cache: Path,
    digits: Digits = Digits.THAI,
    kind: PdfKind = PdfKind.ARCHIVE,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Return a tagged PDF made from ``templates/{template}.typ``; the same data give the same bytes.

    The data reach Typst as JSON in ``sys.inputs``, never as source: what people typed cannot become
    markup. ``dated`` is the day the document carries inside (PDF/A wants one): a fact of the content,
    never today. ``digits`` are those of page numbers. A picture named ``garuda`` is ``data.pictures.garuda`` in the
    template, the path of its file. Raises ``typst.TypstError`` where a template is wrong or a picture is none.
    """
    fonts = thai_fonts(fonts_cache)
    shown = {name: f"/pictures/{name}.{picture.ending}" for name, picture in (pictures or {}).items()}
    prepared = printable_tree({**data, "dated": [dated.year, dated.month, dated.day]}, fonts)
    inputs = {
        "data": json.dumps({**prepared, "pictures": shown}, ensure_ascii=False),
        "digits": digits.write("0123456789"),
    }
    if not pictures:
        return _compiled(TEMPLATES, template, fonts, inputs, kind)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for source in TEMPLATES.glob("*.typ"):
            shutil.copy(source, root / source.name)
        (root / "pictures").mkdir()
        for name, picture in pictures.items():
            (root / "pictures" / f"{name}.{picture.ending}").write_bytes(picture.content)
        return _compiled(root, template, fonts, inputs, kind)


def _compiled(root: Path, template: str, fonts: Path, inputs: dict[str, str], kind: PdfKind) -> bytes:
    pdf: bytes = typst.compile(
        str(root / f"{template}.typ"),
        root=str(root),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,  # an installed Sarabun would bring back the marks that spoil the text layer
        sys_inputs=inputs,
        pdf_standards=_STANDARDS[kind],
    )
    return pdf


def typeset_picture(
    template: str,
    data: Mapping[str, Any],
    *,
    dated: date,
    fonts_cache: Path,
    digits: Digits = Digits.THAI,
    ppi: float,
) -> bytes:
    """Return a PNG of the first page of ``templates/{template}.typ``, its data as ``typeset`` takes them."""
    fonts = thai_fonts(fonts_cache)
    prepared = printable_tree({**data, "dated": [dated.year, dated.month, dated.day]}, fonts)
    picture: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(prepared, ensure_ascii=False), "digits": digits.write("0123456789")},
        format="png",
        ppi=ppi,
    )
    return picture
