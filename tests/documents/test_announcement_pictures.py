"""An announcement shows the office's Garuda and a QR code that leads to the plan's public page."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from docx import Document
from docx.shared import Cm

from documents.announcement_pdf import render_announcement
from documents.announcement_word import render_announcement_word
from documents.content import AnnouncementContent, Picture
from documents.plan_word import render_plan_word
from models.kinds import Digits, PdfKind
from procedure.errors import ProcedureError
from tests.documents.sample_content import announcement, plan
from tests.documents.test_announcement_word import template
from tests.documents.word_reading import assert_well_made, read_word

PAGE = "https://plan.example.go.th/public/sample-municipality/2569"
GARUDA = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"><path d="M0 0h2v3z" fill="#c00"/></svg>'


@pytest.fixture(scope="module")
def content() -> AnnouncementContent:
    plain = announcement().office
    shown = {"garuda": Picture(ending="svg", content=GARUDA), "digits": Digits.ARABIC, "pdf": PdfKind.ACCESSIBLE}
    return announcement(
        office=plain.model_copy(update=shown), public_page=PAGE, acting_for="รักษาราชการแทน นายกเทศมนตรีตำบลตัวอย่าง"
    )


@pytest.fixture(scope="module")
def pdf(content: AnnouncementContent, fonts_cache: Path) -> bytes:
    return render_announcement(content, fonts_cache)


@pytest.fixture(scope="module")
def word(content: AnnouncementContent) -> bytes:
    return render_announcement_word(content)


def codes_in(pdf: bytes) -> list[str]:
    """Return what a telephone reads off the pages."""
    found: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=3, grayscale=True)
            shape = [bitmap.height, bitmap.stride]
            found += [code.text for code in zxingcpp.read_barcodes(memoryview(bytes(bitmap.buffer)).cast("B", shape))]
            bitmap.close()
    return found


def red_points_in(pdf: bytes) -> int:
    """Return how many red points the first page has: those of the Garuda above."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=0.5)
        row = bitmap.stride
        red = sum(
            bitmap.buffer[y * row + x * bitmap.n_channels + 2] > 150
            and bitmap.buffer[y * row + x * bitmap.n_channels] < 90
            for y in range(bitmap.height)
            for x in range(bitmap.width)
        )
        bitmap.close()
    return int(red)


def test_a_telephone_reads_the_public_page_off_the_code(
    pdf: bytes, fonts_cache: Path, pdfium: Callable[[bytes], list[str]]
) -> None:
    assert codes_in(pdf) == [PAGE]
    (page,) = pdfium(pdf)
    assert PAGE in page
    assert "จึงประกาศให้ทราบโดยทั่วกันประกาศณวันที่17ตุลาคมพ.ศ.2568" in page
    assert not any(digit in page for digit in "๐๑๒๓๔๕๖๗๘๙")
    assert codes_in(render_announcement(announcement(), fonts_cache)) == []


def test_the_garuda_stands_at_the_head(pdf: bytes, fonts_cache: Path) -> None:
    assert red_points_in(pdf) > 300
    assert red_points_in(render_announcement(announcement(), fonts_cache)) == 0


def test_word_shows_both_at_their_heights(word: bytes) -> None:
    assert_well_made(word)
    document = Document(io.BytesIO(word))
    heights = [round(shape.height / Cm(1), 1) for shape in document.inline_shapes]
    assert heights == [3.0, 2.4]
    assert document.inline_shapes[0].width / document.inline_shapes[0].height == pytest.approx(2 / 3, abs=0.01)
    assert read_word(word).paragraphs[-1] == PAGE
    assert not any(digit in read_word(word).whole for digit in "๐๑๒๓๔๕๖๗๘๙")


def test_the_plan_in_word_shows_them_too(content: AnnouncementContent) -> None:
    file = render_plan_word(plan(), content)
    assert_well_made(file)
    assert len(Document(io.BytesIO(file)).inline_shapes) == 2


def test_an_offices_own_template_shows_them_where_it_wants_and_reaches_nothing_else(
    content: AnnouncementContent,
) -> None:
    own = template("{% if garuda %}{{ garuda }}{% endif %}{{ title }}", "{{ qr }}")
    file = render_announcement_word(content, own)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 2
    assert "ประกาศเทศบาล" in read_word(render_announcement_word(announcement(), own)).whole
    for line in ("{{ garuda._made }}", "{{ garuda._made.save('x') }}", "{{ qr.__html__() }}", "{{ garuda.tpl }}"):
        with pytest.raises(ProcedureError):
            render_announcement_word(content, template(line))


def test_what_was_kept_before_there_were_pictures_keeps_its_digest() -> None:
    assert "public_page" not in announcement().model_dump_json()
    assert "garuda" not in announcement().model_dump_json()
