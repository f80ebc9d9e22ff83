"""What additions and amendments change, in the catalogue of documents."""

from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.edition_changes import EditionChanges
from documents.edition_changes_excel import render_edition_changes_excel
from documents.edition_changes_facts import edition_changes
from documents.edition_changes_pdf import render_edition_changes
from documents.edition_changes_word import render_edition_changes_word


def changes_facts(session: Session, asked: Asked) -> EditionChanges:
    """Return what an addition or amendment changes. Raises ``ProcedureError`` ``base_changes_nothing``."""
    return edition_changes(session, asked.on_record, asked.on)


def _changes(content: EditionChanges, kind: Format, fonts_cache: Path) -> list[Made]:
    if kind is Format.PDF:
        written = render_edition_changes(content, fonts_cache)
    elif kind is Format.WORD:
        written = render_edition_changes_word(content)
    else:
        written = render_edition_changes_excel(content)
    return [Made(content.title, kind, written)]


CHANGES_DOCUMENTS = (
    Document(
        "changes",
        "รายการเปลี่ยนแปลงของแผนเพิ่มเติมหรือแก้ไข",
        About.EDITION,
        (Format.PDF, Format.WORD, Format.EXCEL),
        changes_facts,
        _changes,
    ),
)
