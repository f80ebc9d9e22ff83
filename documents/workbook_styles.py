"""Which cell styles of an .xlsx file fill their cell with a colour, which show a number as a date or a percent, and how
wide a digit of the default font is."""

import re
from dataclasses import dataclass, field

from documents.workbook_fonts import USUAL_DIGIT, digit_width
from documents.workbook_limits import Node

# ECMA-376 part 1, 18.8.30: the built-in formats that show days (27 to 36 and 50 to 58: East Asian calendars).
_DATE_FORMATS = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
_PERCENT_FORMATS = frozenset((9, 10))
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_WHITE = 0xF0  # of 255; what is lighter than this in all three colours is seen as paper


@dataclass
class Styles:
    """The cell formats of a workbook by their index."""

    fills: list[str] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    percents: list[bool] = field(default_factory=list)
    digit: int = USUAL_DIGIT  # pixels, of the font that column widths are said in

    def fill(self, style: int) -> str:
        """Return the colour of a cell style; empty where it is none or white."""
        return self.fills[style] if 0 <= style < len(self.fills) else ""

    def is_date(self, style: int) -> bool:
        """Tell whether a number in this style is shown as a day."""
        return 0 <= style < len(self.dates) and self.dates[style]

    def is_percent(self, style: int) -> bool:
        """Tell whether a number in this style is shown as a percent."""
        return 0 <= style < len(self.percents) and self.percents[style]


def read_styles(part: Node) -> Styles:
    """Read the styles part of a workbook."""
    sheet = part.child("styleSheet") or Node("", {})
    codes = {one.get("numFmtId"): one.get("formatCode") for one in _under(sheet, "numFmts")}
    fills = [_colour_of(one) for one in _under(sheet, "fills")]
    styles = Styles(digit=_digit_of(sheet))
    for xf in _under(sheet, "cellXfs"):
        fill, number_format = _number(xf.get("fillId")), _number(xf.get("numFmtId"))
        styles.fills.append(fills[fill] if 0 <= fill < len(fills) else "")
        code = codes.get(xf.get("numFmtId"))
        styles.dates.append(number_format in _DATE_FORMATS if code is None else shows_days(code))
        styles.percents.append(number_format in _PERCENT_FORMATS if code is None else shows_percent(code))
    return styles


def shows_percent(code: str) -> bool:
    """Tell whether a number format's code shows a number as a percent."""
    return "%" in _NOT_SHOWN.sub("", code.partition(";")[0])


def _digit_of(sheet: Node) -> int:
    """Return the width of a digit in the font of the Normal style (built-in style 0)."""
    formats, fonts = _under(sheet, "cellStyleXfs"), _under(sheet, "fonts")
    normal = next((one for one in _under(sheet, "cellStyles") if one.get("builtinId") == "0"), None)
    at = _number(normal.get("xfId")) if normal else 0
    number = _number(formats[at].get("fontId")) if at < len(formats) else 0
    font = fonts[number] if number < len(fonts) else Node("", {})
    name, size = font.child("name"), font.child("sz")
    if name is None or size is None or not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", size.get("val")):
        return USUAL_DIGIT
    return digit_width(name.get("val"), float(size.get("val")))


def shows_days(code: str) -> bool:
    """Tell whether a number format's code shows a day, month or year."""
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    return "general" not in shown and bool(re.search(r"[dy]|mmm", shown))


def is_paper(colour: str) -> bool:
    """Tell whether a colour (six hexadecimal digits) is white or nearly so."""
    return len(colour) == 6 and min(bytes.fromhex(colour)) >= _WHITE


def _under(sheet: Node, name: str) -> list[Node]:
    parent = sheet.child(name)
    return parent.children if parent else []


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _colour_of(fill: Node) -> str:
    if fill.child("gradientFill"):
        return "gradient"
    pattern = fill.child("patternFill")
    kind = pattern.get("patternType", "none") if pattern else "none"
    if pattern is None or kind == "none":
        return ""
    colour = pattern.child("fgColor")
    if kind != "solid" or colour is None:
        return kind
    tint = colour.get("tint")
    if rgb := colour.get("rgb"):
        plain = rgb[-6:].upper()
        return "" if re.fullmatch("[0-9A-F]{6}", plain) and is_paper(plain) else plain
    if theme := colour.get("theme"):
        # Theme colour 0 is the paper; darkened (a negative tint) it is a grey that is seen.
        shade = float(tint or 0)
        return "" if theme == "0" and shade > -0.04 else f"theme{theme}{tint}"
    indexed = colour.get("indexed")
    return "" if indexed in ("1", "9", "65") else f"indexed{indexed}"
