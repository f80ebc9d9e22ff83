"""LibreOffice opens the Word files and shows all that they say: read back from the PDFs that it makes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from documents.announcement_text import announcement_text
from documents.announcement_word import render_announcement_word
from documents.plan_word import render_plan_word
from tests.documents.libreoffice import FAMILY, LibreOffice
from tests.documents.sample_content import announcement, town_plan
from tests.documents.test_plan_pdf import all_rows, squeezed

pytestmark = pytest.mark.office


@pytest.fixture(autouse=True)
def poppler() -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")


def pages_of(pdf: Path) -> list[str]:
    """Return the text of each page in the order it was set, without white space and hyphens."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [re.sub(r"[\s-]+", "", page) for page in said.split("\f")[:-1]]


def test_libreoffice_shows_every_project_of_the_plan(libreoffice: LibreOffice) -> None:
    content = town_plan()
    pdf = libreoffice.pdf_of(render_plan_word(content, announcement()), "plan.docx")
    pages = pages_of(pdf)
    whole = "".join(pages)
    for line in all_rows(content):
        assert squeezed(line.name).replace("-", "") in whole
    accounts = [page for page in pages if "แบบผด.๐๒" in page and "แบบผด.๐๒/๑" not in page]
    assert len(accounts) >= 8
    for page in accounts:
        # The lines above, the columns' titles and the months are repeated on every page of an account.
        assert "แผนงาน" in page
        assert "หน่วยงาน" in page
        assert "พ.ศ.๒๕๖๘" in page
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert FAMILY.replace(" ", "") in fonts


def test_the_contents_show_the_pages_where_libreoffice_sets_them(libreoffice: LibreOffice) -> None:
    pages = pages_of(libreoffice.pdf_of(render_plan_word(town_plan(), announcement()), "contents.docx"))
    listed = dict(re.findall(r"(คำนำ|ส่วนที่๑บทนำ|ส่วนที่๒[^.]+)\.{5,}([0-9]+)", pages[2]))
    assert len(listed) == 3
    for title, page in listed.items():
        assert title in pages[int(page) - 1]


def test_libreoffice_shows_the_announcement_on_one_page(libreoffice: LibreOffice) -> None:
    content = announcement()
    pages = pages_of(libreoffice.pdf_of(render_announcement_word(content), "announcement.docx"))
    assert len(pages) == 1
    for paragraph in announcement_text(content).paragraphs:
        assert squeezed(paragraph) in pages[0]
