"""A part for the ITA as an Excel file."""

from documents.excel_pages import OfficeBook
from documents.ita_content import ItaContent
from documents.ita_tables import ita_stand, ita_table, ita_title
from documents.result_tables import excel_sheet


def render_ita_excel(content: ItaContent) -> bytes:
    """Return a part as a workbook (.xlsx); its amounts are numbers in baht, to the satang."""
    office, file = content.office, content.file
    title = ita_title(file, office.digits)
    book = OfficeBook(office, title, file.recorded_through)
    stand = office.digits.write(" · ".join(ita_stand(file)))
    sheet = excel_sheet(book, ita_table(file), (title, office.name, stand))
    book.text(sheet, sheet.dim_rowmax + 1, 0, f"SHA-256 {file.facts_sha256}", "plain")
    return book.close()
