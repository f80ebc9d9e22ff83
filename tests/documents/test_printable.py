"""What people typed is shown with the office font's glyphs; nothing visible goes unseen."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.level_marks import thai_fonts
from documents.printable import SUBSTITUTE, breakable, printable, printable_tree


@pytest.fixture(scope="session")
def fonts(fonts_cache: Path) -> Path:
    return thai_fonts(fonts_cache)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("โครงการ ๑,๐๐๐ บาท – Wi-Fi ½ ตร.ม.", "โครงการ ๑,๐๐๐ บาท – Wi-Fi ½ ตร.ม."),
        ("☐ ✓ 路", "◊ ◊ ◊"),
        ("👍🏽", "◊◊"),  # the hand and its skin tone
        ("☀\ufe0f", "◊"),
        ("บ้าน\u200bสวน\ufeff", "บ้านสวน"),
        ("ก\x00\x07ข", "กข"),
        ("ก\r\nข\u2028ค\tง", "ก\nข\nค ง"),
        ("เป็่น ก้็", "เป็น ก็"),  # no tone at ็
        ("ดําเนินงาน น้ํา นํ้า", "ดำเนินงาน น้ำ น้ำ"),
        ("เเผน", "แผน"),
        ("cafe\u0301", "café"),
        ("\ud800", "◊"),
    ],
)
def test_text_is_shown_with_the_glyphs_there_are(fonts: Path, typed: str, shown: str) -> None:
    assert printable(typed, fonts) == shown


def test_the_substitute_has_a_glyph(fonts: Path) -> None:
    assert printable(SUBSTITUTE, fonts) == SUBSTITUTE


def test_every_text_of_a_tree_is_made_printable(fonts: Path) -> None:
    assert printable_tree({"a": ["✓", {"b": "x☐"}], "n": 3, "t": True, "e": None}, fonts) == {
        "a": ["◊", {"b": "x◊"}],
        "n": 3,
        "t": True,
        "e": None,
    }


@given(st.text(alphabet=st.characters(exclude_characters="\u200b")))
def test_places_to_break_change_no_character(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("หนอง(อนุบาล3ขวบ)", "หนอง|(อนุบาล|3|ขวบ)"),
        ("๑๒๓,๔๕๖,๗๘๙.๐๐", "๑๒๓,๔๕๖,๗๘๙.๐๐"),
        ("infrastructur", "infrastructur"),
        ("ABCDEFGHIJKLMN", "ABCDEF|G|H|I|J|K|L|M|N"),
    ],
)
def test_words_break_only_where_a_cell_may_need_it(typed: str, marked: str) -> None:
    assert breakable(typed).replace("\u200b", "|") == marked
