"""The workbooks that divisions fill in, in the catalogue of documents."""

from collections.abc import Sequence
from pathlib import Path

from documents.catalogue_entry import About, Document, Format, Made
from documents.division_form import DivisionForm, division_forms
from documents.division_workbook import render_division_workbook


def division_workbook_name(form: DivisionForm) -> str:
    """Return the name of a division's workbook, without ending."""
    return f"แบบเสนอโครงการ {form.division} {form.fiscal_year}"


def _division_workbooks(forms: Sequence[DivisionForm], kind: Format, _fonts_cache: Path) -> list[Made]:
    return [Made(division_workbook_name(form), kind, render_division_workbook(form)) for form in forms]


WORKBOOK_DOCUMENTS = (
    Document(
        "division-workbooks",
        "แบบเสนอโครงการของแต่ละกอง",
        About.EDITION,
        (Format.EXCEL,),
        lambda session, asked: division_forms(session, asked.on_record, asked.on),
        _division_workbooks,
    ),
)
