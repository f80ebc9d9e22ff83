"""Column widths are said in digits of the workbook's own default font: an arrow's end is found by them."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from documents.workbook_fonts import default_column_pixels, digit_width
from tests.documents.drawn_shapes import COLUMN, Arrow, with_arrows
from tests.documents.test_workbook import GOOD, ITEM_ROW, read, sheet_bytes

PIXEL = 9525  # EMU


@pytest.mark.parametrize(
    ("font", "points", "pixels"),
    [
        ("Calibri", 11, 7),  # stated in ECMA-376 18.3.1.13
        ("Arial", 10, 7),  # 0.556 em of 13.3 pixels
        ("Arial", 11, 8),
        ("Tahoma", 10, 7),
        ("Tahoma", 11, 8),
        ("TH SarabunPSK", 14, 7),  # 0.362 em of 18.7 pixels
        ("TH SarabunPSK", 16, 8),
        ("TH Sarabun New", 16, 8),
        ("Cordia New", 14, 7),
        ("Cordia New", 16, 8),
        ("Angsana New", 14, 6),
        ("Angsana New", 16, 7),
        ("ฟอนต์ของสำนักงาน", 30, 7),  # not known: Excel's own default is taken
        ("Calibri", 0, 7),
    ],
)
def test_a_digit_is_as_wide_as_its_font_draws_it(font: str, points: float, pixels: int) -> None:
    assert digit_width(font, points) == pixels


def test_a_column_that_nobody_set_is_sixty_four_pixels_in_calibri() -> None:
    assert (default_column_pixels(7), default_column_pixels(8), default_column_pixels(6)) == (64, 72, 56)


def _months(font: str, points: float, right: float) -> list[str]:
    """The months under an arrow that hangs on October's cell and is as long as so many columns of 64 pixels."""

    def dress(sheet: Any) -> None:
        sheet.parent._named_styles["Normal"].font = Font(name=font, sz=points)
        for column in "ABCDEFGHIJKLMNOPQR":
            sheet.column_dimensions[column].width = 9.140625  # 64 pixels in Calibri 11, 73 where a digit has 8

    data = sheet_bytes({**GOOD, "J": None}, fill=dress)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book._named_styles["Normal"].font.name == font
    (item,) = read(with_arrows(data, 1, [Arrow(ITEM_ROW, 6.0, 6.0 + right)], "one_cell")).projects
    return item.months


def test_an_arrow_on_one_cell_ends_where_the_office_sees_it_end() -> None:
    assert COLUMN == 64 * PIXEL
    # 11.3 columns of 64 pixels are 723: into the twelfth month by three tenths in Calibri, but not beyond the tenth
    # (of 73 pixels each) in TH SarabunPSK 16.
    assert len(_months("Calibri", 11, 11.3)) == 12
    assert len(_months("TH SarabunPSK", 16, 11.3)) == 10
    assert len(_months("TH SarabunPSK", 14, 11.3)) == 12
