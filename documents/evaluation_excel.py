"""The annual evaluation's tables as an Excel file, a sheet for each."""

from documents.evaluation_content import EvaluationContent
from documents.evaluation_tables import evaluation_sections, evaluation_stand, evaluation_title
from documents.excel_pages import OfficeBook
from documents.result_tables import excel_sheet


def render_evaluation_excel(content: EvaluationContent) -> bytes:
    """Return the evaluation as a workbook (.xlsx); its amounts are numbers in baht, to the satang."""
    office = content.office
    title = office.digits.write(evaluation_title(content))
    stand = office.digits.write(" · ".join(evaluation_stand(content)))
    book = OfficeBook(office, title, content.on)
    sheet = None
    for table in evaluation_sections(content):
        sheet = excel_sheet(book, table, (title, office.name, stand))
    if sheet is not None:
        line = sheet.dim_rowmax + 3
        for text in ("(ลงชื่อ) ..............................", *content.signatory.lines):
            book.text(sheet, line, 1, text, "plain")
            line += 1
    return book.close()
