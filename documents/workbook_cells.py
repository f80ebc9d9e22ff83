"""What one cell of an officer's workbook means: its text, its amount, its source of money. Nothing is guessed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from models.kinds import FundingSource
from models.values import satang_from_baht
from procedure.calendar import arabic_digits

LARGEST_BAHT = 10**12  # beyond any local budget; a float no longer holds every satang a little above it


class Share(float):
    """A number that its cell shows as a percent: 0.45 for ``45%``. In all else it is the number."""


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_UNCLEAN = re.compile(
    r"[^\S \n]|  |^\s|\s$|\n | \n|[\u0e4d\u200b\u200c\u200d\u2060\ufeff\u00ad]"
)  # what most cells are free of
_SPACES = re.compile(r"[^\S\n]+")
_DASHES = "-‐‑‒–—―−─━"


def clean_text(value: object) -> str:
    """Return a cell's text: NFC, สระอำ composed, no invisible characters, single spaces, line breaks kept."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    # A tone mark may stand before, between or after the two halves of a decomposed สระอำ (PDF and old fonts).
    text = re.sub("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\\2\u0e33", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def one_line(text: str) -> str:
    """Return cleaned text with its line breaks as spaces."""
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def match_key(text: str) -> str:
    """Return text for comparing: Arabic digits, no spaces."""
    return "".join(arabic_digits(clean_text(text)).split())


def is_blank(text: str) -> bool:
    """Tell whether a cleaned text says nothing: empty, or dashes only."""
    return not text.strip(_DASHES + " \n")


@dataclass(frozen=True)
class Amount:
    """A budget cell as read: ``satang``, or the code of what is wrong.

    ``budget_missing``, ``budget_unreadable`` or ``budget_negative``.
    """

    satang: int | None
    code: str | None = None


_NO_BUDGET = re.compile("(ไม่ใช้|ไม่มี|ไม่ได้ใช้|ไม่ตั้ง)(งบประมาณ|ค่าใช้จ่าย|งบ)(ดำเนินการ|ในการดำเนินการ)?")
_UNREADABLE = Amount(None, "budget_unreadable")
_NEGATIVE = Amount(None, "budget_negative")
_MULTIPLES = {"พัน": 10**3, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6}
_MULTIPLE = re.compile(r"(?P<number>[\d,.]+) ?(?P<multiple>พัน|หมื่น|แสน|ล้าน)")
_GROUPED = r"\d{1,3}(,\d{3})+|\d+"


def read_amount(value: object) -> Amount:
    """Read a budget cell. Accepts Excel numbers that are whole satang but for float noise, and text in Thai or
    Arabic digits with commas or spaces between groups of three, ending in บาท or ``.-``, or in millions (ล้านบาท)."""
    if isinstance(value, bool):
        return _UNREADABLE
    if isinstance(value, int | float | Decimal):
        return _amount_of_number(float(value)) if not isinstance(value, int) else _within_limit(value * 100)
    text = clean_text(value)
    if is_blank(text):
        return Amount(None, "budget_missing")
    if _NO_BUDGET.fullmatch(match_key(text).strip("()")):
        return Amount(0)
    plain = re.sub(r"\s*(บาท(ถ้วน)?)$", "", arabic_digits(text)).strip()
    plain = re.sub(rf"(?<=\d)\s*[.,]?\s*[{_DASHES}]$", "", plain)
    plain = re.sub(r"^(จำนวน|เป็นเงิน|฿)\s*", "", plain)
    # A blank within a group of three is a slip of the finger; a line break between digits may be two amounts.
    plain = re.sub(r" ?, ?", ",", plain)
    plain = re.sub(r"(?<=\d) ?\. ?(?=\d)", ".", plain)
    if re.fullmatch(r"\d{1,3}( \d{3})+(\.\d{1,2})?", plain):
        plain = plain.replace(" ", "")
    negative = re.fullmatch(rf"(?:[{_DASHES}] ?(?P<after>.+)|\((?P<within>.+)\))", plain)
    amount = _amount_of_text((negative.group("after") or negative.group("within")) if negative else plain)
    # Bookkeepers write what is taken off in brackets.
    return _NEGATIVE if negative and amount.satang else amount


def _amount_of_text(plain: str) -> Amount:
    if many := _MULTIPLE.fullmatch(plain):
        number = many.group("number")
        if not re.fullmatch(rf"({_GROUPED})(\.\d+)?", number):
            return _UNREADABLE
        satang = Decimal(number.replace(",", "")) * _MULTIPLES[many.group("multiple")] * 100
        return _within_limit(int(satang)) if satang == satang.to_integral_value() else _UNREADABLE
    try:
        return _within_limit(satang_from_baht(plain))
    except ValueError:
        return _UNREADABLE


def _amount_of_number(number: float) -> Amount:
    if not -LARGEST_BAHT <= number <= LARGEST_BAHT:  # nor is it infinite, or no number at all
        return _UNREADABLE
    satang = round(number * 100)
    # Sums made by Excel are off by some 1e-13 of their size; a third decimal that was typed is far more.
    noise = min(abs(number) * 1e-12 + 1e-9, 1e-4)
    return _within_limit(satang) if abs(number - satang / 100) <= noise else _UNREADABLE


def _within_limit(satang: int) -> Amount:
    if satang < 0:
        return _NEGATIVE
    return Amount(satang) if satang <= LARGEST_BAHT * 100 else _UNREADABLE


_TOTAL = re.compile(
    r"(ยอด|เงิน)?รวม(\d|$|ทั้งสิ้น|ทั้งหมด|จำนวน|เป็น|เงิน|งบ|ยอด|แผนงาน|ยุทธศาสตร์|แนวทาง|โครงการ$|ครุภัณฑ์|ทุก|\(|:)"
)


def is_total(text: str) -> bool:
    """Tell whether a line is a subtotal or grand total (``รวม 2 โครงการ``, ``รวมทั้งสิ้น``)."""
    return bool(_TOTAL.match(match_key(text)))


def is_number(text: str) -> bool:
    """Tell whether the cell ที่ holds an item's number: ``1``, ``๑``, ``1.``, ``(2)``, ``1.3``."""
    return bool(re.fullmatch(r"\(?\d+([.\-]\d+)*[.)]*", match_key(text)))


_FUNDING = (
    (FundingSource.NONE, r"ไม่ใช้งบประมาณ|ไม่มีค่าใช้จ่าย"),
    (FundingSource.SUPPLEMENTARY_BUDGET, r"(เงิน)?(งบประมาณ|เทศบัญญัติ|ข้อบัญญัติ).*เพิ่มเติม.*"),
    (FundingSource.ACCUMULATED_FUNDS, r"(จ่ายขาด|งบประมาณจาก)?เงินสะสม"),
    (FundingSource.EARMARKED_SUBSIDY, r"(เงิน)?อุดหนุนเฉพาะกิจ"),
    (
        FundingSource.OTHER_ORGANIZATION_SUBSIDY,
        r"(เงิน|งบ)?อุดหนุนจาก(อบจ|องค์การบริหารส่วน|หน่วยงานอื่น|อปท).*|(เงิน)?(งบประมาณ)?สนับสนุนจากหน่วยงานอื่น",
    ),
    (FundingSource.LOAN, r"เงินกู้.*"),
    (FundingSource.NON_BUDGET, r"เงินนอกงบประมาณ|นอกงบประมาณ"),
    (
        FundingSource.ANNUAL_BUDGET,
        r"(เงิน)?งบประมาณ(รายจ่าย(ประจำปี)?|ประจำปี)|งบ(เทศบาล|อบต|อบจ)|(เทศบัญญัติ|ข้อบัญญัติ)(งบประมาณ)?(รายจ่าย)?(ประจำปี)?",
    ),
)


def find_funding(text: str) -> FundingSource | None:
    """Return the funding source that a text names, without its fiscal year; none if it is not known."""
    key = re.sub(r"(งบประมาณ)?(พ\.?ศ\.?)?25\d\d$", "", match_key(text)).replace(".", "")
    if not key:
        return None
    return next((source for source, pattern in _FUNDING if re.fullmatch(pattern, key)), None)
