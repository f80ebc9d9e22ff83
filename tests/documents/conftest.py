"""The levelled fonts, made once for all document tests, and what readers take back out of a PDF."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from documents.level_marks import thai_fonts
from models.settings import settings
from tests.documents.busy_half_year import busy_half_year
from tests.documents.libreoffice import LibreOffice, find_libreoffice
from tests.documents.quarter_sample import first_quarter
from tests.offices import Desk
from tests.sample_year import SampleYear


@pytest.fixture(scope="session")
def fonts_cache() -> Path:
    cache = settings().cache_dir
    thai_fonts(cache)
    return cache


@pytest.fixture(scope="session")
def quarter_office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office whose first quarter is closed; nobody writes to it."""
    return first_quarter(tmp_path_factory.mktemp("quarter"))


@pytest.fixture(scope="session")
def sample_year(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the sample year on 20 December 2569, to be read only."""
    return SampleYear(tmp_path_factory.mktemp("sample-year")).play()


@pytest.fixture(scope="session")
def busy_half(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the busy half year on 6 May 2569, to be read only."""
    return busy_half_year(tmp_path_factory.mktemp("busy-half-year"))


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory, fonts_cache: Path) -> LibreOffice:
    """The LibreOffice of this machine, its profile and fonts made once; the test is skipped where there is none."""
    return find_libreoffice(tmp_path_factory.mktemp("libreoffice"), fonts_cache)


@pytest.fixture
def pdftotext(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Return poppler's reading of a PDF: the text of each page without white space."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("poppler is not installed")

    def read(pdf: bytes) -> list[str]:
        path = tmp_path / "read.pdf"
        path.write_bytes(pdf)
        text = subprocess.run([program, "-enc", "UTF-8", path, "-"], capture_output=True, text=True, check=True).stdout
        return [re.sub(r"\s+", "", page) for page in text.split("\f")[:-1]]

    return read


@pytest.fixture
def pdfium() -> Callable[[bytes], list[str]]:
    """Return pdfium's reading of a PDF: the text of each page without white space."""

    def read(pdf: bytes) -> list[str]:
        with pypdfium2.PdfDocument(pdf) as document:
            return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]

    return read
