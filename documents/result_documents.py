"""The year's results in the catalogue of documents: the annual evaluation, and what is published for the ITA."""

from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.evaluation_content import EvaluationContent
from documents.evaluation_excel import render_evaluation_excel
from documents.evaluation_facts import evaluation_content
from documents.evaluation_pdf import render_evaluation


def evaluation_facts(session: Session, asked: Asked) -> EvaluationContent:
    """Return the evaluation as it stands. Raises ``ProcedureError``: ``needs_announced``, ``no_quarter_ended``."""
    return evaluation_content(session, asked.on_record, asked.on)


def _evaluation(content: EvaluationContent, kind: Format, fonts_cache: Path) -> list[Made]:
    name = f"รายงานผลการดำเนินงานประจำปี {content.fiscal_year}" + (" ระหว่างปี" if content.interim else "")
    written = render_evaluation(content, fonts_cache) if kind is Format.PDF else render_evaluation_excel(content)
    return [Made(name, kind, written)]


RESULT_DOCUMENTS = (
    Document(
        "evaluation", "รายงานผลประจำปี", About.YEAR, (Format.PDF, Format.EXCEL), evaluation_facts, _evaluation
    ),
)
