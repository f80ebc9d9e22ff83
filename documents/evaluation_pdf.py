"""The annual evaluation's tables as a PDF."""

from pathlib import Path

from documents.evaluation_content import EvaluationContent
from documents.evaluation_tables import evaluation_sections, evaluation_stand, evaluation_title
from documents.result_tables import page_table
from documents.typst_pages import typeset


def render_evaluation(content: EvaluationContent, fonts_cache: Path) -> bytes:
    """Return the evaluation as a PDF of the office's kind, A4 landscape; the same content gives the same bytes."""
    office = content.office
    data = {
        "title": office.digits.write(evaluation_title(content)),
        "office": office.name,
        "stand": [office.digits.write(line) for line in evaluation_stand(content)],
        "interim": content.interim,
        "sections": [page_table(table, office.digits) for table in evaluation_sections(content)],
        "signature": content.signatory.lines,
    }
    return typeset("evaluation", data, dated=content.on, fonts_cache=fonts_cache, digits=office.digits, kind=office.pdf)
