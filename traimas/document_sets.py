"""Sets of documents: all that the catalogue holds of a year, written into a folder, from what is on record."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from documents.catalogue import documents_named
from documents.catalogue_entry import Format
from documents.catalogue_subjects import subjects_of
from models.database import Database
from models.settings import settings
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from traimas.document_files import fonts_cache, write_into


@dataclass
class WrittenSet:
    """The files that were written, and which documents the record does not hold yet, with the reason."""

    files: list[Path] = field(default_factory=list)
    left_out: list[tuple[str, ProcedureError]] = field(default_factory=list)


def write_set(
    database: Database,
    organization_id: int,
    fiscal_year: int,
    out: Path,
    on: date,
    keys: Sequence[str] = (),
    formats: Sequence[Format] = (),
) -> WrittenSet:
    """Write documents of a year as of a Bangkok day, each in all its formats unless some are chosen.

    The folder gets one folder for each edition, for each quarter, and for the year. Raises ``ProcedureError``
    ``unknown_document`` and what ``find_plan`` raises, and ``CommandError`` ``unwritable_file``.
    """
    written, used = WrittenSet(), defaultdict[str, set[str]](set)
    for document in documents_named(keys):
        chosen = [kind for kind in document.formats if not formats or kind in formats]
        with database.read() as session:
            plan = find_plan(session, organization_id, fiscal_year)
            found = subjects_of(session, plan, document.about, on, settings().public_url)
        for folder, asked in found:
            try:
                with database.read() as session:
                    facts = document.facts(session, asked)
            except ProcedureError as refused:
                written.left_out.append((f"{document.title_th} ({folder})", refused))
                continue
            for kind in chosen:
                made = document.render(facts, kind, fonts_cache())
                written.files += write_into(out / folder, made, used[folder])
    return written
