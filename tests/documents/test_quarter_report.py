"""A quarter's report in PDF, Word and Excel says what its tables say: cell by cell, in Thai and in Arabic digits."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from documents.catalogue_entry import Format
from documents.quarter_charts import WIDTH_CM, chart_texts, charts_of
from documents.quarter_content import QuarterReport
from documents.quarter_documents import QUARTER_DOCUMENTS
from documents.quarter_excel import render_quarter_report_excel
from documents.quarter_facts import quarter_report
from documents.quarter_pdf import render_quarter_report
from documents.quarter_sums import by_strategy, counts_of, money_of
from documents.quarter_tables import lines_under_title, report_tables, report_title
from documents.quarter_word import render_quarter_report_word
from documents.report_table import Kind, Row, Table, share, shown
from models.kinds import Digits, PdfKind
from procedure.plans import find_plan
from procedure.progress import find_round
from tests.documents.libreoffice import LibreOffice
from tests.documents.word_reading import WordText, assert_well_made, read_word
from tests.offices import YEAR, Desk

Reader = Callable[[bytes], list[str]]
THAI_DIGIT = re.compile("[๐-๙]")


@pytest.fixture(scope="module")
def thai(quarter_office: Desk) -> QuarterReport:
    with quarter_office.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        found = find_round(session, plan.plan_id, 1)
        assert found is not None
        return quarter_report(session, plan, found)


@pytest.fixture(scope="module")
def arabic(thai: QuarterReport) -> QuarterReport:
    office = thai.office.model_copy(update={"digits": Digits.ARABIC, "pdf": PdfKind.ACCESSIBLE})
    return thai.model_copy(update={"office": office})


@pytest.fixture(scope="module")
def pdf(thai: QuarterReport, fonts_cache: Path) -> bytes:
    return render_quarter_report(thai, fonts_cache)


@pytest.fixture(scope="module")
def word(thai: QuarterReport, fonts_cache: Path) -> bytes:
    return render_quarter_report_word(thai, fonts_cache)


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


def row_texts(table: Table, row: Row, digits: Digits) -> list[str]:
    kinds = [column.kind for column in table.columns]
    return [shown(value, kind, digits) for value, kind in zip(row.cells, kinds, strict=False)]


def assert_pdf_says(pages: list[str], report: QuarterReport) -> None:
    """Every row of every table stands in the text, its cells one after the other."""
    text = squeezed("".join(pages))
    for line in (report_title(report), *lines_under_title(report), *report.signatory.lines):
        assert squeezed(line) in text
    for table in report_tables(report):
        assert squeezed(table.title) in text
        assert squeezed(table.note) in text
        for row in table.rows:
            assert squeezed("".join(row_texts(table, row, report.office.digits))) in text


def test_pdfium_reads_the_report_as_written(thai: QuarterReport, pdf: bytes, pdfium: Reader) -> None:
    assert_pdf_says(pdfium(pdf), thai)


@pytest.mark.poppler
def test_poppler_finds_every_project_and_amount(thai: QuarterReport, pdf: bytes, pdftotext: Reader) -> None:
    text = squeezed("".join(pdftotext(pdf)))
    for line in thai.projects:
        assert squeezed(line.name) in text
        assert squeezed(shown(line.disbursed_satang, Kind.MONEY, Digits.THAI)) in text


def test_an_accessible_pdf_in_arabic_digits_has_no_thai_digit_of_ours(
    arabic: QuarterReport, fonts_cache: Path, pdfium: Reader
) -> None:
    pages = pdfium(render_quarter_report(arabic, fonts_cache))  # refused where a chart has no words for it
    assert_pdf_says(pages, arabic)
    assert not THAI_DIGIT.search("".join(pages))


def test_what_people_typed_keeps_its_digits(thai: QuarterReport, pdf: bytes, pdfium: Reader) -> None:
    text = "".join(pdfium(pdf))
    assert "รางระบายน้ำ12จุด" in text
    assert "รอผู้รับจ้าง3ราย" in text
    assert "ไม่ได้รับแจ้ง(สอบถามหนังสืออบจ.ที่5๕ม.ค.๒๕๖๙)" in text
    assert thai.office.digits is Digits.THAI


def assert_word_says(read: WordText, report: QuarterReport) -> None:
    tables = [table for table in report_tables(report) if table.rows]
    assert len(read.tables) == len(tables)
    for found, table in zip(read.tables, tables, strict=True):
        body = [row.texts for row in found if not row.heading]
        assert body == [row_texts(table, row, report.office.digits) for row in table.rows]
        heads = [cell.text for row in found if row.heading for cell in row.cells]
        assert {column.name for column in table.columns} <= set(heads)


def test_word_says_the_tables_cell_by_cell(thai: QuarterReport, word: bytes) -> None:
    assert_well_made(word)
    read = read_word(word)
    assert_word_says(read, thai)
    for line in (report_title(thai), *lines_under_title(thai)):
        assert line in read.paragraphs


def test_word_in_arabic_digits_has_no_thai_digit_of_ours(arabic: QuarterReport, fonts_cache: Path) -> None:
    read = read_word(render_quarter_report_word(arabic, fonts_cache))
    assert_word_says(read, arabic)
    assert not THAI_DIGIT.search("".join([read.whole, *read.margins]))


def test_the_charts_stand_in_word_as_a_sharp_picture_with_words_for_it(thai: QuarterReport, word: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        (name,) = [name for name in package.namelist() if name.startswith("word/media/")]
        picture = package.read(name)
        document = parse_xml(package.read("word/document.xml"))
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width / (WIDTH_CM / 2.54) >= 150  # dots to an inch
    (described,) = list(document.iter(qn("wp:docPr")))
    for title, words in chart_texts(thai):
        assert f"{title}: {words}" in described.get("descr")


def test_excel_holds_every_cell_as_what_it_is(thai: QuarterReport, fonts_cache: Path) -> None:
    (document,) = QUARTER_DOCUMENTS
    (made,) = document.render(thai, Format.EXCEL, fonts_cache)
    assert made.name == "รายงานผลไตรมาสที่ 1 2569"
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert [name for name in book.sheetnames if name != "กราฟ"] == [table.sheet for table in report_tables(thai)]
    for table in report_tables(thai):
        sheet = book[table.sheet]
        assert sheet["A1"].value == report_title(thai)
        assert sheet["A5"].value == table.title
        first = 9 if table.grouped else 8
        for number, row in enumerate(table.rows, start=first):
            found = [sheet.cell(number, place).value for place in range(1, len(row.cells) + 1)]
            wanted = [
                value / 100
                if isinstance(value, int) and column.kind in (Kind.MONEY, Kind.PERCENT)
                else value or None
                if isinstance(value, str)
                else value
                for value, column in zip(row.cells, table.columns, strict=False)
            ]
            assert found == wanted
            for place in range(1, len(row.cells) + 1):
                assert sheet.cell(number, place).data_type != "f"


def test_excel_in_arabic_digits_has_no_thai_digit_of_ours(thai: QuarterReport, arabic: QuarterReport) -> None:
    def said(report: QuarterReport) -> str:
        with zipfile.ZipFile(io.BytesIO(render_quarter_report_excel(report))) as package:
            return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))

    assert not THAI_DIGIT.search(said(arabic))
    assert "[$-D00041E]" in said(thai)  # the format that shows numbers in Thai digits
    assert "[$-D00041E]" not in said(arabic)


def test_excels_own_charts_draw_the_numbers_beside_them(thai: QuarterReport) -> None:
    content = render_quarter_report_excel(thai)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [package.read(n).decode() for n in sorted(package.namelist()) if n.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 4
    for _title, words in chart_texts(thai):
        assert words in drawing  # the alternative text
    sheet = openpyxl.load_workbook(io.BytesIO(content))["กราฟ"]
    wanted = charts_of(thai)
    columns: list[list[float]] = [
        [bar.projects for bar in wanted.statuses],
        [bar.budget / 100 for bar in wanted.money],
        [bar.disbursed / 100 for bar in wanted.money],
        [point.planned_begun for point in wanted.months],
        [point.planned_completed for point in wanted.months],
    ]
    drawn = []
    for chart in charts:
        for values in re.findall(r"<c:val><c:numRef><c:f>'?กราฟ'?!(\$[A-Z]\$\d+(?::\$[A-Z]\$\d+)?)", chart):
            cells = sheet[values.replace("$", "")]
            drawn.append([row[0].value for row in (cells if isinstance(cells, tuple) else ((cells,),))])
    assert len(drawn) == 7
    for column in columns:
        assert column in drawn


def test_the_charts_tell_the_facts(thai: QuarterReport) -> None:
    charts, counts = charts_of(thai), counts_of(thai.projects)
    assert {bar.label: bar.projects for bar in charts.statuses} == {
        "แล้วเสร็จ": 2,
        "อยู่ระหว่างดำเนินการ": 2,
        "ยังไม่ดำเนินการ": 2,
        "ยกเลิก": 1,
        "ไม่ได้รายงาน": 0,
    }
    assert sum(bar.projects for bar in charts.statuses) == counts.total
    assert [(bar.budget, bar.disbursed) for bar in charts.money] == [
        (money_of(members).budget, money_of(members).disbursed) for _label, members in by_strategy(thai)
    ]
    # Six projects that are neither cancelled nor merged, all planned for November and December.
    told = [(one.planned_begun, one.begun, one.planned_completed, one.completed) for one in charts.months]
    assert told[:3] == [(0, None, 0, None), (6, None, 0, None), (6, 4, 6, 2)]
    assert set(told[3:]) == {(6, None, 6, None)}


def test_the_same_quarter_gives_the_same_bytes(thai: QuarterReport, pdf: bytes, word: bytes, fonts_cache: Path) -> None:
    assert render_quarter_report(thai, fonts_cache) == pdf
    assert render_quarter_report_word(thai, fonts_cache) == word
    assert render_quarter_report_excel(thai) == render_quarter_report_excel(thai)


def test_a_quarter_with_nothing_in_it_is_still_a_document(
    thai: QuarterReport, fonts_cache: Path, pdfium: Reader
) -> None:
    nothing: dict[str, list[object]] = {
        name: [] for name in ("projects", "changes", "transfers", "carried", "posts", "strategies", "units")
    }
    empty = thai.model_copy(update={**nothing, "closed_on": None})
    text = "".join(pdfium(render_quarter_report(empty, fonts_cache)))
    assert "ไม่มีโครงการที่ล่าช้ากว่าแผน" in text
    assert "รายงานระหว่างรอบ" in text
    assert "รายงานระหว่างรอบ" in read_word(render_quarter_report_word(empty, fonts_cache)).margins[0]
    assert openpyxl.load_workbook(io.BytesIO(render_quarter_report_excel(empty))).sheetnames


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(1, 3, 3333), (2, 3, 6667), (1, 8000, 1), (5, 0, 0), (3, 3, 10000)]
)
def test_a_share_is_told_in_hundredths_of_a_percent_halves_up(part: int, whole: int, told: int) -> None:
    assert share(part, whole) == told


@pytest.mark.office
def test_libreoffice_shows_the_word_report_with_its_picture(
    word: bytes, thai: QuarterReport, libreoffice: LibreOffice
) -> None:
    import pypdfium2

    made = libreoffice.pdf_of(word, "quarter.docx")
    with pypdfium2.PdfDocument(made) as document:
        text = squeezed("".join(page.get_textpage().get_text_range() for page in document))
        objects = [one.type for page in document for one in page.get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in objects
    for line in thai.projects:
        assert squeezed(line.name) in text
