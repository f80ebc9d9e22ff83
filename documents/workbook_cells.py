"""What one cell of an officer's workbook means: text, amount, months, division. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.kinds import FundingSource
from models.values import satang_from_baht
from procedure.calendar import MONTHS, MONTHS_SHORT, arabic_digits

LARGEST_BAHT = 10**12  # beyond any local budget; a float no longer holds every satang a little above it

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[^\S\n]+")
_DASHES = "-‐‑‒–—―−─━"


def clean_text(value: object) -> str:
    """Return a cell's text: NFC, สระอำ composed, no invisible characters, single spaces, line breaks kept."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).translate(_INVISIBLE)
    # A tone mark may stand before, between or after the two halves of a decomposed สระอำ (PDF and old fonts).
    text = re.sub("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\\2\u0e33", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def one_line(text: str) -> str:
    """Return cleaned text with its line breaks as spaces."""
    return " ".join(text.split())


def match_key(text: str) -> str:
    """Return text for comparing: Arabic digits, no spaces."""
    return "".join(arabic_digits(clean_text(text)).split())


def is_blank(text: str) -> bool:
    """Tell whether a cleaned text says nothing: empty, or dashes only."""
    return not text.strip(_DASHES + " \n")


@dataclass(frozen=True)
class Amount:
    """A budget cell as read: ``satang``, or the code of what is wrong (``budget_missing``, ``budget_unreadable``)."""

    satang: int | None
    code: str | None = None


_NO_BUDGET = {"ไม่ใช้งบประมาณ", "ไม่มีค่าใช้จ่าย"}
_UNREADABLE = Amount(None, "budget_unreadable")


def read_amount(value: object) -> Amount:
    """Read a budget cell. Accepts Excel numbers that are whole satang but for float noise, and text in Thai or
    Arabic digits with commas or spaces between groups of three, ending in บาท or ``.-``."""
    if isinstance(value, bool):
        return _UNREADABLE
    if isinstance(value, int | float | Decimal):
        return _amount_of_number(float(value)) if not isinstance(value, int) else _within_limit(value * 100)
    text = clean_text(value)
    if is_blank(text):
        return Amount(None, "budget_missing")
    if match_key(text).strip("()") in _NO_BUDGET:
        return Amount(0)
    plain = re.sub(r"\s*(บาท(ถ้วน)?)$", "", arabic_digits(text)).strip()
    plain = re.sub(rf"(?<=\d)\s*[.,][{_DASHES}]$", "", plain)
    plain = re.sub(r" ?, ?", ",", plain)
    # A line break between digits may be two amounts; only blanks that part groups of three are read.
    if re.fullmatch(r"\d{1,3}( \d{3})+(\.\d{1,2})?", plain):
        plain = plain.replace(" ", "")
    try:
        return _within_limit(satang_from_baht(plain))
    except ValueError:
        return _UNREADABLE


def _amount_of_number(number: float) -> Amount:
    if not 0 <= number <= LARGEST_BAHT:  # nor is it infinite, or no number at all
        return _UNREADABLE
    satang = round(number * 100)
    # Sums made by Excel are off by some 1e-13 of their size; a third decimal that was typed is far more.
    noise = min(abs(number) * 1e-12 + 1e-9, 1e-4)
    return _within_limit(satang) if abs(number - satang / 100) <= noise else _UNREADABLE


def _within_limit(satang: int) -> Amount:
    return Amount(satang) if 0 <= satang <= LARGEST_BAHT * 100 else _UNREADABLE


_MONTH_NAMES = {
    re.sub(r"[.\s]", "", name): (number - 9) % 12
    for names in (MONTHS, MONTHS_SHORT)
    for number, name in enumerate(names)
}


def month_index(text: str) -> tuple[int, int | None] | None:
    """Return a header's month (0 = October) and its Buddhist-era year if it carries one; none if no month."""
    match = re.fullmatch(
        r"([ก-๛]+)((?:25)?\d\d)?", match_key(text).replace("พ.ศ.", "").replace(".", "").replace("/", "")
    )
    if not match or match.group(1) not in _MONTH_NAMES:
        return None
    year = match.group(2)
    return _MONTH_NAMES[match.group(1)], (int(year) % 100 + 2500) if year else None


# "–" and "│" are no arrows: a dash alone in a month cell most often says "not in this month".
_LEFT = re.compile("[←◄◀⬅⇐⟵⯇◁⇦]|<")
_RIGHT = re.compile("[→►▶➔➡⇒⟶⯈▷⇨➜➤]|>")
_BOTH = re.compile("[↔⬌⇔⟷⇿]")


@dataclass(frozen=True)
class MonthCell:
    """One month cell of a row: its text, and the month indexes that it spans (several if merged)."""

    text: str
    indexes: tuple[int, ...]
    column: int


@dataclass(frozen=True)
class MarkedMonths:
    """The months that a row marks, or the cell whose arrow has no other end."""

    indexes: frozenset[int]
    unclear: MonthCell | None = None


def read_months(cells: Sequence[MonthCell]) -> MarkedMonths:
    """Read a row's marks, October first: any mark counts; cells from ← to → count with those between."""
    marked: set[int] = set()
    open_at: MonthCell | None = None
    dash: MonthCell | None = None
    for cell in cells:
        mark = _arrow(cell.text)
        if mark == "left":
            if open_at:
                return MarkedMonths(frozenset(), open_at)
            open_at = cell
        elif mark == "right" and not open_at:
            return MarkedMonths(frozenset(), cell)
        elif open_at is None and is_blank(cell.text):
            dash = cell if cell.text else dash
            continue
        elif mark == "both" and open_at:
            return MarkedMonths(frozenset(), open_at)
        marked.update(cell.indexes)
        if mark == "right":
            open_at = None
    if open_at:
        return MarkedMonths(frozenset(), open_at)
    # Dashes beside real marks say "not in this month"; dashes alone may be a drawn line.
    return MarkedMonths(frozenset(), dash) if dash and not marked else MarkedMonths(frozenset(marked))


def _arrow(text: str) -> str:
    left, right = bool(_LEFT.search(text)), bool(_RIGHT.search(text))
    if _BOTH.search(text) or (left and right):
        return "both"
    if left or right:
        return "left" if left else "right"
    return "" if is_blank(text) else "mark"


_TOTAL = re.compile(
    r"(ยอด|เงิน)?รวม(\d|$|ทั้งสิ้น|ทั้งหมด|จำนวน|เป็น|เงิน|งบ|ยอด|แผนงาน|ยุทธศาสตร์|แนวทาง|โครงการ$|ครุภัณฑ์|ทุก|\(|:)"
)


def is_total(text: str) -> bool:
    """Tell whether a line is a subtotal or grand total (``รวม 2 โครงการ``, ``รวมทั้งสิ้น``)."""
    return bool(_TOTAL.match(match_key(text)))


def is_number(text: str) -> bool:
    """Tell whether the cell ที่ holds an item's number: ``1``, ``๑``, ``1.``, ``(2)``, ``1.3``."""
    return bool(re.fullmatch(r"\(?\d+([.\-]\d+)*[.)]*", match_key(text)))


# Units of domain.md 3.4 with the names that larger and smaller offices use for them.
_UNITS = (
    *("สำนักปลัด", "สำนักปลัดฯ", "สำนักงานปลัด", "สำนักปลัดเทศบาล", "สำนักงานปลัดเทศบาล"),
    *("สำนักปลัดอบต.", "สำนักปลัดอบจ.", "สำนักงานปลัดอบต.", "สำนักปลัดองค์การบริหารส่วนตำบล"),
    *("สำนักปลัดองค์การบริหารส่วนจังหวัด", "สำนักงานปลัดองค์การบริหารส่วนตำบล"),
    *("กองคลัง", "สำนักคลัง", "สำนักการคลัง", "กองช่าง", "สำนักช่าง", "สำนักการช่าง", "สำนักช่างโยธา", "กองช่างสุขาภิบาล"),
    *("กองการศึกษา", "สำนักการศึกษา", "กองการศึกษาศาสนาและวัฒนธรรม", "สำนักการศึกษาศาสนาและวัฒนธรรม"),
    *("กองสาธารณสุข", "กองสาธารณสุขและสิ่งแวดล้อม", "สำนักสาธารณสุขและสิ่งแวดล้อม", "กองสวัสดิการสังคม", "สำนักสวัสดิการสังคม"),
    *("กองยุทธศาสตร์และงบประมาณ", "สำนักยุทธศาสตร์และงบประมาณ", "กองวิชาการและแผนงาน", "กองแผนและงบประมาณ"),
    *("งานวิเคราะห์นโยบายและแผน", "งานนโยบายและแผน", "กองการเจ้าหน้าที่", "หน่วยตรวจสอบภายใน", "กองส่งเสริมการเกษตร"),
    *("กองพัสดุและทรัพย์สิน", "กองการประปา", "กองส่งเสริมคุณภาพชีวิต", "กองกิจการสภา", "งานป้องกันและบรรเทาสาธารณภัย"),
    *("กองป้องกันและบรรเทาสาธารณภัย", "กองทรัพยากรธรรมชาติและสิ่งแวดล้อม", "กองผังเมือง", "สถานธนานุบาล"),
)
_UNIT_KEYS = frozenset(match_key(unit) for unit in _UNITS)
_OFFICE = (
    r"((ทต|ทม|ทน|อบต|อบจ)\.?[ก-ฮเ-ไ]|เทศบาล(ตำบล|เมือง|นคร)[ก-ฮเ-ไ]|องค์การบริหารส่วน(ตำบล|จังหวัด)[ก-ฮเ-ไ])"
    r"(?!.*(กอง|สำนัก|หน่วย))[ก-๙.]+"
)
_SUB_UNIT = re.compile(rf"(โรงเรียน|รร\.|ศูนย์พัฒนาเด็กเล็ก|ศพด\.)[ก-๙\d.()]+|{_OFFICE}")
_UNIT_OF_OFFICE = re.compile(rf"(?P<unit>.+?)(?P<office>{_OFFICE})")
_AGENCY = re.compile(
    r"(กรม|แขวง|สำนักงาน|การไฟฟ้า|การประปา|ที่ทำการปกครอง|ที่ว่าการ|สถานีตำรวจ|สภ\.|โรงพยาบาล|รพ|โครงการชลประทาน|โครงการส่งน้ำ"
    r"|มหาวิทยาลัย|วิทยาลัย|จังหวัด|อำเภอ|กลุ่มจังหวัด|ศูนย์|สถาบัน)[ก-๙\d.()]+"
)


@dataclass(frozen=True)
class Divisions:
    """The names in a division cell, in order, and the first that is not known."""

    names: list[str]
    unknown: str | None


def read_divisions(text: str, known: Sequence[str] | None, agency: str) -> Divisions:
    """Split a division cell at ``/``, ``,`` and line breaks, and check each name.

    A name must be one of ``known`` if given, else a unit that local offices have. Where ``agency`` is filled the
    row is another agency's, and its name may stand here.
    """
    keys = frozenset(match_key(name) for name in known) if known is not None else _UNIT_KEYS
    agency_names = [match_key(name) for name in re.split(r"[/,\n]", agency) if match_key(name)]
    names: list[str] = []
    for part in re.split(r"[/,]", text):
        # A name that was only wrapped within its cell is one name, not two.
        lines = [one_line(part)] if match_key(part) in keys else [one_line(line) for line in part.split("\n")]
        for line in lines:
            if line and line not in names:
                names.append(line)

    def is_known(name: str) -> bool:
        key = match_key(name)
        if key in keys or (
            agency_names and (key in agency_names or _AGENCY.fullmatch(key) or _SUB_UNIT.fullmatch(key))
        ):
            return True
        if known is not None:
            return False
        of_office = _UNIT_OF_OFFICE.fullmatch(key)
        return bool(_SUB_UNIT.fullmatch(key) or (of_office and of_office.group("unit") in keys))

    return Divisions(names, next((name for name in names if not is_known(name)), None))


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
