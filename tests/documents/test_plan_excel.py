"""The plan's accounts in Excel: what the rows say, in the office's font and digits, and as LibreOffice shows them."""

import io
import re
import shutil
import subprocess
from collections import Counter
from typing import Any

import openpyxl
import pytest

from documents.account_totals import percent, plan_totals
from documents.content import EquipmentGroup, PlanContent
from documents.plan_excel import render_plan_excel
from documents.plan_excel_facts import SOURCE_NAMES, PlanBeside, RowBeside
from documents.workbook_cells import find_funding
from models.kinds import Digits
from models.values import baht_with_commas
from tests.documents.libreoffice import FAMILY, LibreOffice
from tests.documents.sample_content import group, plan, row, town_plan
from tests.documents.test_plan_pdf import all_rows, squeezed

THAI_DIGITS = re.compile("[๐-๙]")


def beside(content: PlanContent, detail: str | None = None) -> PlanBeside:
    """Return what stands beside a made-up plan's rows."""
    keys = iter(range(1, 10_000))
    return PlanBeside(
        {
            (one.strategy_number, one.approach, one.programme): [
                RowBeside(
                    key=f"69-P{next(keys)}",
                    detail=line.detail if detail is None else detail,
                    source="",
                    agency=line.responsible[0] if line.other_agency else "",
                    change=f"{line.dropped}: ซ้ำซ้อน" if line.dropped else "",
                )
                for line in one.rows
            ]
            for one in content.groups
        },
        {
            one.category: [RowBeside(f"69-E{line.number}", line.detail, "") for line in one.rows]
            for one in content.equipment
        },
    )


@pytest.fixture(scope="module")
def content() -> PlanContent:
    return town_plan()


@pytest.fixture(scope="module")
def written(content: PlanContent) -> bytes:
    return render_plan_excel(content, beside(content))


def sheets(data: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def test_every_row_says_what_the_plan_says(content: PlanContent, written: bytes) -> None:
    book = sheets(written)
    found = Counter(
        (line[1].value, round(line[3].value * 100), line[4].value, tuple(n for n in range(12) if line[6 + n].value))
        for name in ("แบบ ผด.๐๒", "แบบ ผด.๐๒-๑")
        for line in book[name].iter_rows()
        if isinstance(line[0].value, int)
    )
    wanted = Counter(
        (one.name, 0 if one.no_budget else one.satang, one.place, tuple(one.months)) for one in all_rows(content)
    )
    assert found == wanted


def test_form_one_gives_each_programmes_share_of_the_whole(content: PlanContent, written: bytes) -> None:
    totals = plan_totals(content)
    lines = [line for line in sheets(written)["แบบ ผด.๐๑"].iter_rows(min_row=5) if line[1].value is not None]
    shown = [(str(line[0].value).strip(), line[1].value, line[2].value, line[3].value, line[4].value) for line in lines]
    for strategy in totals.strategies:
        for one in strategy.programmes:
            count, satang = one.total.count, one.total.satang
            shares = (percent(count, totals.projects.count), percent(satang, totals.projects.satang))
            assert (one.programme, count, float(shares[0]), satang / 100, float(shares[1])) in shown
    labels = [line[0] for line in shown]
    assert shown[labels.index("หน่วยงานอื่น")][3] == totals.other.satang / 100
    assert shown[labels.index("โครงการและครุภัณฑ์ทั้งสองแบบ")][3] == totals.everything.satang / 100


def test_words_that_look_like_formulas_are_texts_and_stay_so() -> None:
    names = ["=1+1", "+โครงการ", "-โครงการ", "@โครงการ", "https://example.go.th"]
    content = plan([group([row(number, name=name) for number, name in enumerate(names, start=1)])])
    data = render_plan_excel(content, beside(content, "=cmd|'/c calc'!A1"))
    cells = {cell.value: cell for line in sheets(data, values=False)["แบบ ผด.๐๒"].iter_rows() for cell in line}
    for text in [*names, "=cmd|'/c calc'!A1"]:
        assert (cells[text].data_type, bool(cells[text].quotePrefix)) == ("s", True)
        assert cells[text].hyperlink is None


@pytest.mark.parametrize(("digits", "font"), [(Digits.THAI, "TH SarabunPSK"), (Digits.ARABIC, "TH Sarabun New")])
def test_the_file_is_in_the_offices_font_and_digits(digits: Digits, font: str) -> None:
    made = plan([group([row(1, name="โครงการ", detail="", place="")])], edition_title="เพิ่มเติม ครั้งที่ ๑", draft_number=1)
    content = made.model_copy(update={"office": made.office.model_copy(update={"digits": digits, "font": font})})
    book = sheets(render_plan_excel(content, beside(content)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.font.name for cell in cells} == {font}
    texts = [str(cell.value) for cell in cells] + book.sheetnames
    formats = {cell.number_format for cell in cells if isinstance(cell.value, int | float)}
    if digits is Digits.ARABIC:
        assert [text for text in texts if THAI_DIGITS.search(text)] == []
    assert all(one.startswith("[$-D00041E]") is (digits is Digits.THAI) for one in formats)


def test_what_an_edition_cancels_is_told_apart_and_counts_for_nothing() -> None:
    rows = [row(1), row(2, dropped="ยกเลิก", satang=0)]
    content = plan([group(rows)], edition_title="แก้ไข ครั้งที่ ๑/๒๕๖๙")
    book = sheets(render_plan_excel(content, beside(content)))
    assert [line[0].value for line in book["แบบ ผด.๐๒"].iter_rows() if isinstance(line[0].value, int)] == [1]
    assert [cell.value for cell in book["ยกเลิก-รวม"][4]][:4] == ["69-P2", rows[1].name, "ยกเลิก", "ยกเลิก: ซ้ำซ้อน"]


def test_the_reader_knows_every_source_by_the_name_written() -> None:
    assert {find_funding(name): name for name in SOURCE_NAMES.values()} == SOURCE_NAMES


def test_the_same_facts_give_the_same_bytes(content: PlanContent, written: bytes) -> None:
    assert render_plan_excel(content, beside(content)) == written


def test_a_plan_without_projects_or_equipment_has_its_empty_forms() -> None:
    content = plan([], [EquipmentGroup(category="ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", rows=[])])
    book = sheets(render_plan_excel(content, beside(content)))
    assert book.sheetnames == ["แบบ ผด.๐๑", "แบบ ผด.๐๒", "แบบ ผด.๐๒-๑", "คำแนะนำ"]


@pytest.mark.office
def test_libreoffice_shows_thai_digits_the_offices_font_and_the_headings_on_each_page(
    content: PlanContent, written: bytes, libreoffice: LibreOffice
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    pdf = libreoffice.pdf_of(written, "plan.xlsx")
    said = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = [squeezed(page) for page in said.split("\f")[:-1]]
    accounts = [page for page in pages if "รายละเอียดของกิจกรรม" in page]
    assert len(accounts) >= 3
    assert all("พ.ศ.๒๕๖๘" in page and "หน่วยงาน" in page for page in accounts)
    whole = "".join(pages)
    digits = content.office.digits
    amounts = [line.satang for line in all_rows(content) if not line.no_budget]
    for satang in [plan_totals(content).projects.satang, *amounts]:
        amount = baht_with_commas(satang)
        assert digits.write(amount if "." in amount else f"{amount}.00") in whole
    assert "ไม่ใช้งบประมาณ" in whole
    assert "69-P1" not in whole  # beside the printed page
    assert "###" not in whole
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert FAMILY.replace(" ", "") in fonts
