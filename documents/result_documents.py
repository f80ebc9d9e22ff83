"""The year's results in the catalogue of documents: the annual evaluation, and what is published for the ITA."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.evaluation_content import EvaluationContent
from documents.evaluation_excel import render_evaluation_excel
from documents.evaluation_facts import evaluation_content
from documents.evaluation_pdf import render_evaluation
from documents.ita_content import ItaContent
from documents.ita_data import ita_csv, ita_json
from documents.ita_excel import render_ita_excel
from documents.ita_facts import ita_plan, ita_results, ita_six_months
from documents.ita_pdf import render_ita
from models.kinds import ItaPart
from procedure.plans import PlanOnRecord


def evaluation_facts(session: Session, asked: Asked) -> EvaluationContent:
    """Return the evaluation as it stands. Raises ``ProcedureError``: ``needs_announced``, ``no_quarter_ended``."""
    return evaluation_content(session, asked.on_record, asked.on)


def _evaluation(content: EvaluationContent, kind: Format, fonts_cache: Path) -> list[Made]:
    name = f"รายงานผลการดำเนินงานประจำปี {content.fiscal_year}" + (" ระหว่างปี" if content.interim else "")
    written = render_evaluation(content, fonts_cache) if kind is Format.PDF else render_evaluation_excel(content)
    return [Made(name, kind, written)]


_Reading = Callable[[Session, PlanOnRecord, date], ItaContent]


def _ita(content: ItaContent, kind: Format, fonts_cache: Path) -> list[Made]:
    file = content.file
    name = " ".join(part for part in ("ITA", file.item, file.part.name_th, str(file.fiscal_year_be)) if part)
    if kind is Format.PDF:
        return [Made(name, kind, render_ita(content, fonts_cache))]
    write = {Format.EXCEL: render_ita_excel, Format.CSV: ita_csv, Format.JSON: ita_json}[kind]
    return [Made(name, kind, write(content))]


def _part(key: str, part: ItaPart, read: _Reading) -> Document:
    """Return a part as a document of its own, so that one that is not due yet holds up no other."""

    def facts(session: Session, asked: Asked) -> ItaContent:
        return read(session, asked.on_record, asked.on)

    formats = (Format.PDF, Format.EXCEL, Format.CSV, Format.JSON)
    return Document(key, f"ITA {part.name_th}", About.YEAR, formats, facts, _ita)


RESULT_DOCUMENTS = (
    Document("evaluation", "รายงานผลประจำปี", About.YEAR, (Format.PDF, Format.EXCEL), evaluation_facts, _evaluation),
    _part("ita-plan", ItaPart.PLAN, ita_plan),
    _part("ita-six-months", ItaPart.SIX_MONTHS, ita_six_months),
    _part("ita-results", ItaPart.RESULTS, ita_results),
)
