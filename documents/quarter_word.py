"""A quarter's report as a Word file: the same tables, and the charts as a picture with an alternative text."""

from pathlib import Path

from docx.document import Document as WordDocument

from documents.content import Picture
from documents.quarter_charts import WIDTH_CM, chart_texts, charts_picture
from documents.quarter_content import QuarterReport
from documents.quarter_pdf import CHARTS_AFTER
from documents.quarter_tables import lines_under_title, report_tables, report_title
from documents.report_table import Cell, Column, Kind, Row, Table, shown
from documents.word_markup import SIDE, cell, paragraph, row, run, table
from documents.word_pages import Paper, add, file_of, head, lay_out, new_document, number_pages, text_width
from documents.word_pictures import height_within, picture_run
from documents.word_prose import signature
from models.kinds import Digits

_SHADE_TOTAL, _SHADE_GROUP = "D7D7D7", "EBEBEB"
_TEXT, _SMALL = 26, 22  # half points
_ALIGNED = {Kind.CENTRED: "center", Kind.COUNT: "center", Kind.MONEY: "right", Kind.PERCENT: "right"}
# In ems of TH Sarabun: digits are at most that wide, commas and the point less than half of it.
_DIGIT, _MARK = 0.47, 0.2


def render_quarter_report_word(report: QuarterReport, fonts_cache: Path) -> bytes:
    """Return the report as a .docx, A4 lying, headings of tables repeated on each page."""
    title = report_title(report)
    document = new_document(title, report.office, report.told_on)
    section = document.sections[0]
    lay_out(section, Paper.ACCOUNT)
    mark = "" if report.closed_on else "รายงานระหว่างรอบ"
    head(section, Paper.ACCOUNT, [(f"{title} {report.office.name}", "", mark)])
    number_pages(section, report.office.digits)
    opening = paragraph(run(title), "Heading1", properties='<w:spacing w:after="0"/>')
    opening += paragraph(run(report.office.name, bold=True), "Centred")
    add(document, opening + "".join(paragraph(style="Centred", text=line) for line in lines_under_title(report)))
    for number, one in enumerate(report_tables(report)):
        add(document, _table(one, report.office.digits))
        if number == CHARTS_AFTER:
            add(document, paragraph(_charts(document, report, fonts_cache)))
    add(document, signature(report.signatory.lines))
    return file_of(document)


def _charts(document: WordDocument, report: QuarterReport, fonts_cache: Path) -> str:
    """Return the run with the charts' picture, what it shows as its alternative text."""
    picture = Picture(ending="png", content=charts_picture(report, fonts_cache))
    words = " ".join(f"{title}: {words}." for title, words in chart_texts(report))
    return picture_run(document.part, picture, height_within(picture, WIDTH_CM, WIDTH_CM), words)


def _table(one: Table, digits: Digits) -> str:
    heading = paragraph(run(one.title), "Heading2")
    if not one.rows:
        return heading + paragraph(style="Cell", text=one.empty)
    whole = text_width(Paper.ACCOUNT)
    all_widths = sum(column.width for column in one.columns)
    widths = [int(whole * column.width / all_widths) for column in one.columns]
    rows = [*_headings(one, widths), *(_row(line, one.columns, widths, digits) for line in one.rows)]
    note = paragraph(run(one.note, size=_SMALL), "Cell") if one.note else ""
    return heading + table(widths, rows) + note + paragraph(style="Gap")


def _headings(one: Table, widths: list[int]) -> list[str]:
    names = [column.name for column in one.columns]
    if not one.grouped:
        return [row((_label(width, name) for width, name in zip(widths, names, strict=True)), heading=True)]
    upper, lower, place = [], [], 0
    for name, span in one.heads:
        if name:
            upper.append(_label(sum(widths[place : place + span]), name, span=span))
        else:
            upper.append(_label(widths[place], names[place], merge="restart"))
        place += span
    for column, width in zip(one.columns, widths, strict=True):
        below = _label(width, column.name) if column.group else cell(width, paragraph(style="Cell"), merge="continue")
        lower.append(below)
    return [row(upper, heading=True), row(lower, heading=True)]


def _label(width: int, text: str, *, span: int = 1, merge: str = "") -> str:
    content = paragraph(run(text, bold=True, size=_SMALL), "Cell", align="center")
    return cell(width, content, span=span, merge=merge, valign="center", tight=True)


def _row(line: Row, columns: tuple[Column, ...], widths: list[int], digits: Digits) -> str:
    if line.heading:
        words = paragraph(run(str(line.cells[0]), bold=True, size=_TEXT), "Cell", properties="<w:keepNext/>")
        return row([cell(sum(widths), words, span=len(widths), fill=_SHADE_GROUP)])
    fill = _SHADE_TOTAL if line.total else ""
    return row(
        cell(width, _content(value, column.kind, width, digits, bold=line.total), fill=fill)
        for value, column, width in zip(line.cells, columns, widths, strict=True)
    )


def _content(value: Cell, kind: Kind, width: int, digits: Digits, *, bold: bool) -> str:
    text = shown(value, kind, digits)
    if not text:
        return paragraph(style="Cell")
    size = _TEXT
    if isinstance(value, int):  # a number is never broken: it is written smaller where it would not fit
        ems = sum(_MARK if char in ",." else _DIGIT for char in text)
        size = min(_TEXT, int((width - 2 * SIDE) / 10 / ems))
    return paragraph(run(text, bold=bold, size=size), "Cell", align=_ALIGNED.get(kind, ""))
