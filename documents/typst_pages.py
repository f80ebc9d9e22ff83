"""Pages made by Typst: from prepared data and a template to the bytes of a PDF."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

from documents.level_marks import thai_fonts
from documents.printable import printable_tree

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, data: Mapping[str, Any], *, dated: date, fonts_cache: Path) -> bytes:
    """Return a tagged PDF/A-2b made from ``templates/{template}.typ``; the same data give the same bytes.

    The data reach Typst as JSON in ``sys.inputs``, never as source: what people typed cannot become
    markup. ``dated`` is the day the document carries inside (PDF/A wants one): a fact of the content,
    never today. Raises ``typst.TypstError`` where a template is wrong.
    """
    fonts = thai_fonts(fonts_cache)
    prepared = printable_tree({**data, "dated": [dated.year, dated.month, dated.day]}, fonts)
    pdf: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,  # an installed Sarabun would bring back the marks that spoil the text layer
        sys_inputs={"data": json.dumps(prepared, ensure_ascii=False)},
        pdf_standards=["a-2b"],
    )
    return pdf
