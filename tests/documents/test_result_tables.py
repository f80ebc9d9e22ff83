"""Tables of results on a page: amounts are read at full size, rows stay whole."""

from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from documents.result_tables import Column, Kind, ResultTable, Row, page_table
from documents.typst_pages import typeset
from models.kinds import Digits

LARGE = 1_234_567_890_50  # satang
WORDS = "กองยุทธศาสตร์และงบประมาณของเทศบาล"


def test_large_amounts_stand_at_full_size_and_no_row_is_split_between_pages(fonts_cache: Path) -> None:
    words = tuple(Column("หน่วยงาน", Kind.TYPED, 20) for _ in range(8))
    amounts = tuple(Column("บาท", Kind.MONEY, 14) for _ in range(3))
    rows = [Row((f"เริ่ม {WORDS} จบ", *[WORDS] * 7, *[LARGE] * 3)) for _ in range(12)]
    total = Row((*[None] * 8, *[LARGE] * 3), total=True)
    table = page_table(ResultTable("ตาราง", "ตาราง", (*words, *amounts), (*rows, total)), Digits.ARABIC)
    data = {"title": "ตาราง", "office": "เทศบาล", "stand": [], "table": table, "fingerprint": "0"}
    with pypdfium2.PdfDocument(typeset("ita", data, dated=date(2026, 4, 1), fonts_cache=fonts_cache)) as document:
        sizes: list[float] = []
        assert len(document) > 1
        for page in document:
            text = page.get_textpage()
            whole = text.get_text_range()
            assert whole.count("เริ่ม") == whole.count("จบ")
            count = pdfium.FPDFText_CountChars(text.raw)
            sizes += [pdfium.FPDFText_GetFontSize(text.raw, at) for at in range(count)]
    assert min(size for size in sizes if size > 1) >= 8  # what pdfium adds between words has a size of its own
