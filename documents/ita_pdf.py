"""A part for the ITA as a PDF."""

from pathlib import Path

from documents.ita_content import ItaContent
from documents.ita_tables import ita_stand, ita_table, ita_title
from documents.result_tables import page_table
from documents.typst_pages import typeset


def render_ita(content: ItaContent, fonts_cache: Path) -> bytes:
    """Return a part as a PDF of the office's kind, A4 landscape; the same content gives the same bytes."""
    office, file = content.office, content.file
    data = {
        "title": ita_title(file, office.digits),
        "office": office.name,
        "stand": [office.digits.write(line) for line in ita_stand(file)],
        "table": page_table(ita_table(file), office.digits),
        "fingerprint": file.facts_sha256,
    }
    return typeset(
        "ita",
        data,
        dated=file.recorded_through,
        fonts_cache=fonts_cache,
        digits=office.digits,
        kind=office.pdf,
    )
