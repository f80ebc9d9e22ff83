"""The names in a division cell: how they are parted, joined where they go on in the next row, and known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.workbook_cells import clean_text, match_key, one_line
from documents.workbook_joining import continued

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


_MOST_LINES = 8  # of one name
_BULLET = re.compile(r"^(\(?[\d๐-๙]+[.)]+|[-–•*])\s*")
_FIRST_WORD = r"(?:กอง|สำนัก|หน่วย|งาน|ฝ่าย|โรงเรียน|รร\.|ศูนย์|ศพด\.|สถาน)"
_BEGINS_NAME = re.compile(_FIRST_WORD)
_AND = re.compile(rf"\s*(?:และ|กับ)\s*(?={_FIRST_WORD})|\s+(?={_FIRST_WORD})")
_CLERKS_OFFICE = re.compile(r"สำนัก(งาน)?ปลัด(ฯ|เทศบาล|อบต\.?|อบจ\.?|องค์การบริหารส่วน(ตำบล|จังหวัด))?")


class DivisionNames:
    """The names that a division cell may hold: the office's own if it has named them, else the usual ones."""

    def __init__(self, known: Sequence[str] | None) -> None:
        self._usual = known is None
        self._names = dict.fromkeys(_UNIT_KEYS, "") if known is None else {match_key(name): name for name in known}
        clerks = [name for name in known or () if _CLERKS_OFFICE.fullmatch(match_key(name))]
        self._clerks_office = clerks[0] if len(clerks) == 1 else ""  # an office has one, whatever it is called

    def is_own(self, written: str) -> bool:
        """Tell whether a name is one of these to the letter, blanks aside."""
        key = match_key(written)
        return key in self._names or bool(self._clerks_office and _CLERKS_OFFICE.fullmatch(key))

    def find(self, written: str) -> str | None:
        """Return a name as the office writes it, or as it was written where that is not known; None if unknown."""
        key = match_key(written)
        if key in self._names:
            return self._names[key] or one_line(written)
        if self._clerks_office and _CLERKS_OFFICE.fullmatch(key):
            return self._clerks_office
        if self._usual:
            of_office = _UNIT_OF_OFFICE.fullmatch(key)
            if _SUB_UNIT.fullmatch(key) or (of_office and of_office.group("unit") in self._names):
                return one_line(written)
        return None


def read_divisions(rows: Sequence[str], names: DivisionNames, agency: str) -> Divisions:
    """Read the names of a division cell that may go on in further rows, as they were typed.

    Names are parted by ``/``, ``,``, ``และ`` and line breaks; a name that was wrapped, in the cell or into the next row
    and be it in mid-word, is one. Where ``agency`` is filled the row is another agency's, and its name may stand here.
    """
    of_agency = [match_key(name) for name in re.split(r"[/,\n]", agency) if match_key(name)]

    def find(written: str) -> str | None:
        key = match_key(written)
        if of_agency and (key in of_agency or _AGENCY.fullmatch(key) or _SUB_UNIT.fullmatch(key)):
            return one_line(written)
        return names.find(written)

    found: list[str] = []
    unknown: str | None = None
    for part in re.split(r"[/,;+]", "\n".join(rows)):
        for written in _parted([line for line in part.split("\n") if clean_text(line)], find, names):
            name = find(written)
            unknown = unknown or (written if name is None else None)
            if (name or written) not in found:
                found.append(name or written)
    return Divisions(found, unknown)


def _parted(lines: Sequence[str], find: Callable[[str], str | None], own: DivisionNames) -> list[str]:
    """Return the names that stand in lines with no separator between: the longest known ones, first line on."""

    def is_one(end: int) -> bool:
        whole = _whole(lines[at:end])
        begun_anew = any(_BEGINS_NAME.match(clean_text(line)) for line in lines[at + 1 : end])
        return own.is_own(whole) or (not begun_anew and find(whole) is not None)

    names: list[str] = []
    at = 0
    while at < len(lines):
        farthest = min(len(lines), at + _MOST_LINES)
        until = next((end for end in range(farthest, at, -1) if is_one(end)), None)
        if until is None:
            pieces = [_BULLET.sub("", piece) for piece in _AND.split(_whole(lines[at : at + 1])) if piece]
            if len(pieces) > 1 and all(find(piece) is not None for piece in pieces):
                names += pieces
                at += 1
                continue
            # Unknown as a whole: it goes on until a line begins another name.
            until = at + 1
            while until < len(lines) and not _BEGINS_NAME.match(clean_text(lines[until])):
                until += 1
        names.append(_whole(lines[at:until]))
        at = until
    return names


def _whole(lines: Sequence[str]) -> str:
    return _BULLET.sub("", continued(lines))
