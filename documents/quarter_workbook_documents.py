"""The workbooks in which a quarter is reported, one per division or agency, in the catalogue of documents."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.quarter_documents import round_asked
from documents.quarter_workbook import write_quarter_workbook
from documents.quarter_workbook_facts import QuarterBook, quarter_books
from models.quarters import QuarterRound
from procedure.plans import PlanOnRecord


def workbooks_asked(session: Session, asked: Asked) -> list[QuarterBook]:
    """Return the workbooks of the round that is asked for.

    Raises ``ProcedureError`` ``no_round_yet``, ``nothing_owed``.
    """
    return workbooks_in(session, asked.on_record, round_asked(asked), asked.on)


def workbooks_in(session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, on: date) -> list[QuarterBook]:
    """Return the workbooks of a round on a Bangkok day; of a closed one as on its lock day.

    Raises ``ProcedureError`` ``nothing_owed``.
    """
    on = on if quarter_round.closed_on is None else min(on, quarter_round.lock_on)
    return quarter_books(session, on_record, quarter_round, on)


def workbook_files(books: Sequence[QuarterBook], kind: Format, _fonts_cache: Path) -> list[Made]:
    """Return workbooks as files, one for each division or agency."""
    return [Made(workbook_name(book), kind, write_quarter_workbook(book)) for book in books]


def workbook_name(book: QuarterBook) -> str:
    """Return the name, without ending, under which a workbook is given out."""
    return f"แบบรายงานไตรมาสที่ {book.quarter} {book.fiscal_year} {book.unit}"


QUARTER_WORKBOOK_DOCUMENTS = (
    Document(
        "quarter-workbooks",
        "แบบ Excel รายงานผลรายไตรมาส",
        About.QUARTER,
        (Format.EXCEL,),
        workbooks_asked,
        workbook_files,
    ),
)
