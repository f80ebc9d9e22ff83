"""Poppler's own search, the one of Evince and other readers: through its C library, where it is installed."""

import ctypes
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

_LIBRARY = "libpoppler-glib.so.8"  # Debian and Ubuntu: apt-get install libpoppler-glib8
_BY_LINES = 0  # how poppler searches unless it is asked to go on in the next line; letters in any case
_XHTML = "{http://www.w3.org/1999/xhtml}"


class PopplerSearch:
    """Searches a PDF page by page as readers built on poppler do. Skips the test where the library is missing."""

    def __init__(self, pdf: Path) -> None:
        try:
            self._poppler = ctypes.CDLL(_LIBRARY)
        except OSError:
            pytest.skip("poppler's library is not installed")
        self._poppler.poppler_document_new_from_file.restype = ctypes.c_void_p
        self._poppler.poppler_document_new_from_file.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]
        self._poppler.poppler_document_get_n_pages.argtypes = [ctypes.c_void_p]
        self._poppler.poppler_document_get_page.restype = ctypes.c_void_p
        self._poppler.poppler_document_get_page.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._poppler.poppler_page_find_text_with_options.restype = ctypes.c_void_p
        self._poppler.poppler_page_find_text_with_options.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint]
        document = self._poppler.poppler_document_new_from_file(pdf.as_uri().encode(), None, None)
        assert document
        count = self._poppler.poppler_document_get_n_pages(document)
        self._pages = [self._poppler.poppler_document_get_page(document, number) for number in range(count)]

    def pages_with(self, text: str, first: int = 0) -> list[int]:
        """Return the pages, from 0, on which a search finds the text; it begins at page ``first``."""
        wanted = text.encode()
        return [
            number
            for number in range(first, len(self._pages))
            if self._poppler.poppler_page_find_text_with_options(self._pages[number], wanted, _BY_LINES)
        ]


def lines_of(pdf: Path, first: int = 0) -> list[str]:
    """Return the lines in which poppler's search goes through a PDF, from page ``first`` (counted from 0) on: words
    with a blank wherever poppler sees one."""
    command = ["pdftotext", "-bbox-layout", "-f", str(first + 1), str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    root = ElementTree.fromstring(told)  # noqa: S314 - poppler's own output
    return [" ".join(word.text or "" for word in line.iter(f"{_XHTML}word")) for line in root.iter(f"{_XHTML}line")]
