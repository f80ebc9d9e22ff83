"""Text that goes on in the next row: where the pieces are one word, and where a blank stood between them.

Thai puts no blank between words, so a text broken at a row's end is joined as it stands, unless a blank is still in a
cell, or what follows is something that offices set off by one (a number, หมู่ที่, สาย, ขนาด).
"""

import re
from collections.abc import Sequence

from documents.workbook_cells import clean_text, one_line

_DEPENDENT = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4eๆฯ]")  # vowels, tone marks and signs that begin no word
_LEADING_VOWEL = re.compile("[เแโใไ]$")
_THAI = re.compile("[\u0e01-\u0e4e]")
_OPEN, _CLOSED = re.compile(r"[/(\-–“]$"), re.compile(r"[/),.;:%”]|[-–](?! )")
_ABBREVIATED_PLACE = re.compile(r"(^|[\s(])[ตอจมถซ]\.$")
_MEASURE = re.compile(r"(กว้าง|ยาว|หนา|ลึก|สูง|ประมาณ|เฉลี่ย|รวม)\s*\d")
_SET_OFF = re.compile(
    r"หมู่ที่|หมู่\s*\d|ม\.\s*\d|เลขที่|สาย(?!ตา|พันธุ์)|ซอย|ขนาด|จำนวน|ระยะทาง|ประจำปี|ปีงบประมาณ|พ\.ศ\.|ครั้งที่|ระยะที่|รุ่นที่|ช่วง"
    r"|บริเวณ|เพื่อ|สำหรับ|ไม่น้อยกว่า|ตั้งแต่|ได้แก่|เช่น|ต\.|อ\.|จ\.|คสล\.|ณ\s"
)
_PLACE_WORD, _BEFORE_PLACE_WORD = (
    re.compile("ตำบล|อำเภอ|จังหวัด|บ้าน[ก-ฮเ-ไ]"),
    re.compile(r"(หมู่ที่ |ม\.)\d+$|ตำบล\S+$|อำเภอ\S+$"),
)
_WITH, _BEFORE_WITH = re.compile("พร้อม"), re.compile(r"(เมตร|ชุด|เครื่อง|ตัว|แห่ง|จุด|หลัง)$")
_LIST_SO_FAR, _AND = re.compile(r"[ก-๎]{2,} [ก-๎]{2,}$"), re.compile("และ|หรือ")
_LIST_AHEAD = re.compile(r"[ก-๎]{2,} (และ|หรือ)")


def continued(rows: Sequence[str]) -> str:
    """Join the texts of a column over the rows of one item, as they were typed, into one line."""
    joined, ended_with_blank = "", False
    for row in rows:
        text = one_line(clean_text(row))
        if not text:
            continue
        if joined:
            blank = ended_with_blank or row[:1].isspace() or _blank_between(joined, text)
            joined += " " + text if blank else text
        else:
            joined = text
        ended_with_blank = row[-1:].isspace()
    return joined


def _blank_between(before: str, after: str) -> bool:
    if _DEPENDENT.match(after) or _LEADING_VOWEL.search(before) or _OPEN.search(before) or _CLOSED.match(after):
        return False
    if _ABBREVIATED_PLACE.search(before):
        return False
    if not (_THAI.match(before[-1]) and _THAI.match(after)):
        return True  # a number, a foreign word, a full stop: these stand apart from Thai
    if _AND.match(after):
        return bool(_LIST_SO_FAR.search(before))
    if _LIST_AHEAD.match(after) or _SET_OFF.match(after) or _MEASURE.match(after):
        return True
    return bool(
        (_PLACE_WORD.match(after) and _BEFORE_PLACE_WORD.search(before))
        or (_WITH.match(after) and _BEFORE_WITH.search(before))
    )
