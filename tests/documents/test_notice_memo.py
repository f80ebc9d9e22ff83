"""The memo reads as the official form does, and its text can be taken back out of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from documents.content import Picture
from documents.notice_memo import render_notice_memo
from models.kinds import Digits, PdfKind
from procedure.owed_memo import MemoFacts
from tests.photographs import picture

Reader = Callable[[bytes], list[str]]

MEMO = MemoFacts(
    office="สำนักปลัดเทศบาล เทศบาลตำบลตัวอย่าง",
    number="",
    day=date(2026, 1, 18),
    subject="ติดตามการรายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙",
    to="ผู้อำนวยการกองช่าง",
    paragraphs=("ด้วยมีเรื่องที่ยังไม่ได้ดำเนินการ ซึ่งอยู่ในความรับผิดชอบของท่าน ดังนี้",),
    items=("รายงานความก้าวหน้า เกินกำหนดแล้ว ๓ วัน", "เพื่อยื่นที่นี่ ตั้งแต่ต้น ผู้ที่เกี่ยวข้องขึ้นอยู่กับเงื่อนไข"),
    closing="จึงเรียนมาเพื่อโปรดทราบ",
    signatory="นักวิเคราะห์นโยบายและแผน",
)


def test_the_memo_says_from_whom_to_whom_and_what_in_the_order_of_the_form(fonts_cache: Path, pdfium: Reader) -> None:
    (page,) = pdfium(render_notice_memo(MEMO, fonts_cache))
    assert page.startswith(
        "บันทึกข้อความส่วนราชการสำนักปลัดเทศบาลเทศบาลตำบลตัวอย่างที่วันที่๑๘มกราคม๒๕๖๙"
        "เรื่องติดตามการรายงานความก้าวหน้าไตรมาสที่๑/๒๕๖๙เรียนผู้อำนวยการกองช่างด้วยมีเรื่อง"
    )
    assert "๑.รายงานความก้าวหน้าเกินกำหนดแล้ว๓วัน๒.เพื่อยื่นที่นี่ตั้งแต่ต้นผู้ที่เกี่ยวข้องขึ้นอยู่กับเงื่อนไขจึงเรียนมา" in page
    assert page.endswith("นักวิเคราะห์นโยบายและแผน")


def test_a_number_that_is_known_is_printed(fonts_cache: Path, pdfium: Reader) -> None:
    (page,) = pdfium(render_notice_memo(replace(MEMO, number="ทต ๑/๒๕๖๙"), fonts_cache))
    assert "ที่ทต๑/๒๕๖๙วันที่" in page


def test_a_memo_of_many_duties_goes_on_and_numbers_its_pages(fonts_cache: Path, pdfium: Reader) -> None:
    many = replace(MEMO, items=tuple(f"เรื่องที่ {n} ซึ่งยังไม่ได้ดำเนินการ" for n in range(60)))
    pages = pdfium(render_notice_memo(many, fonts_cache))
    assert len(pages) > 1
    assert pages[1].startswith("๒")
    assert "๖๐." in "".join(pages)


def test_a_memo_in_arabic_digits_with_the_offices_garuda(fonts_cache: Path, pdfium: Reader) -> None:
    emblem = Picture(ending="png", content=picture(200, 220))
    told = replace(MEMO, digits=Digits.ARABIC, pdf=PdfKind.ACCESSIBLE)
    file = render_notice_memo(told, fonts_cache, emblem)
    (page,) = pdfium(file)
    assert "ที่วันที่18มกราคม2569เรื่อง" in page
    assert "1.รายงาน" in page
    with pypdfium2.PdfDocument(file) as pdf:
        (shown,) = (one for one in pdf[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
        left, bottom, _right, top = (side / 72 * 2.54 for side in shown.get_bounds())
    assert (left, top - bottom, 29.7 - top) == pytest.approx((3.0, 1.5, 1.5), abs=0.02)


def test_what_people_typed_cannot_become_markup(fonts_cache: Path, pdfium: Reader) -> None:
    (page,) = pdfium(render_notice_memo(replace(MEMO, to="#emph[ก] *ข* $x$", items=()), fonts_cache))
    assert "เรียน#emph[ก]*ข*$x$ด้วย" in page
