"""How wide a digit is in a workbook's default font: Excel says the widths of columns in such digits.

ECMA-376 part 1, 18.3.1.13: the widest digit of the Normal style's font, in whole pixels at 96 to the inch.
"""

# Width of a digit in thousandths of the em, from the fonts' own tables of widths; in all of these every digit is as
# wide as the others. Two fonts of the same drawing (UPC and New, PSK and New) have the same widths.
_PER_MILLE = {
    "calibri": 507,
    "carlito": 507,
    "arial": 556,
    "helvetica": 556,
    "liberationsans": 556,
    "tahoma": 546,
    "timesnewroman": 500,
    "thsarabunpsk": 362,
    "thsarabunnew": 362,
    "thsarabunit๙": 362,
    "thsarabunit9": 362,
    "cordianew": 365,
    "cordiaupc": 365,
    "angsananew": 330,
    "angsanaupc": 330,
}
USUAL_DIGIT = 7  # Calibri 11, Excel's own default


def digit_width(font: str, points: float) -> int:
    """Return the width in pixels of a digit of a font at a size; that of Calibri 11 where the font is not known."""
    per_mille = _PER_MILLE.get("".join(font.split()).lower())
    if per_mille is None or not 1 <= points <= 100:
        return USUAL_DIGIT
    return max(round(per_mille * points * 96 / 72 / 1000), 1)


def default_column_pixels(digit: int, characters: float = 8) -> int:
    """Return the width in pixels of a column that nobody set: so many digits, five pixels for the edges, then up to a
    multiple of eight (18.3.1.81)."""
    return int(-(-(characters * digit + 5) // 8) * 8)
