"""A quarter's report in the catalogue of documents."""

from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.quarter_content import QuarterReport
from documents.quarter_excel import render_quarter_report_excel
from documents.quarter_facts import quarter_report
from documents.quarter_pdf import render_quarter_report
from documents.quarter_word import render_quarter_report_word
from models.quarters import QuarterRound
from procedure.errors import ProcedureError


def round_asked(asked: Asked) -> QuarterRound:
    """Return the round that is asked for. Raises ``ProcedureError`` ``no_round_yet``."""
    if asked.quarter_round is None:
        raise ProcedureError(
            "no_round_yet",
            "ยังไม่เปิดรอบรายงานไตรมาสใด จึงยังไม่มีรายงาน",
            "No quarter's round is open yet, so there is nothing to report on.",
        )
    return asked.quarter_round


def quarter_facts(session: Session, asked: Asked) -> QuarterReport:
    """Return the report of the round that is asked for, interim while it is open. Raises ``ProcedureError``
    ``no_round_yet``."""
    return quarter_report(session, asked.on_record, round_asked(asked), asked.on)


def _report(report: QuarterReport, kind: Format, fonts_cache: Path) -> list[Made]:
    if kind is Format.PDF:
        written = render_quarter_report(report, fonts_cache)
    elif kind is Format.WORD:
        written = render_quarter_report_word(report, fonts_cache)
    else:
        written = render_quarter_report_excel(report)
    interim = "" if report.closed_on else " ระหว่างรอบ"
    return [Made(f"รายงานผลไตรมาสที่ {report.quarter} {report.fiscal_year}{interim}", kind, written)]


QUARTER_DOCUMENTS = (
    Document(
        "quarter",
        "รายงานผลรายไตรมาส",
        About.QUARTER,
        (Format.PDF, Format.WORD, Format.EXCEL),
        quarter_facts,
        _report,
    ),
)
