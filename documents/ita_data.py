"""A part for the ITA as data: CSV for spreadsheets, JSON for machines. Both are written in Arabic digits.

A spreadsheet may take a cell of a CSV file for a formula. As OWASP advises ("CSV Injection"), every cell is quoted,
quotes within are doubled, and what begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end (or the full-width
forms of the signs) gets an apostrophe before it. Amounts and numbers are ours and stay as they are.
"""

import csv
import io
from collections.abc import Callable

from documents.ita_content import ItaContent, ItaFile, ItaProject
from documents.printable import tidied
from documents.result_words import sources_words
from models.kinds import ItaPart
from models.values import baht

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"  # by it Excel knows UTF-8; without it, it shows Thai as cp874 or worse

_Told = Callable[[ItaFile, ItaProject], str]
_EVERY = tuple(ItaPart)
_PROGRESS = (ItaPart.SIX_MONTHS, ItaPart.RESULTS)
_COLUMNS: tuple[tuple[str, tuple[ItaPart, ...], _Told], ...] = (
    ("ปีงบประมาณ พ.ศ.", _EVERY, lambda file, _one: str(file.fiscal_year_be)),
    ("ข้อมูล ณ วันที่ (ค.ศ.)", _EVERY, lambda file, _one: file.as_at.isoformat()),
    ("ลำดับที่โครงการ", _EVERY, lambda _file, one: str(one.number)),
    ("โครงการ", _EVERY, lambda _file, one: neutral(one.name)),
    ("สถานที่ดำเนินการ", _EVERY, lambda _file, one: neutral(one.place)),
    ("ยุทธศาสตร์", _EVERY, lambda _file, one: neutral(one.strategy)),
    ("แผนงาน", _EVERY, lambda _file, one: one.programme),
    ("หน่วยงานรับผิดชอบ", _EVERY, lambda _file, one: neutral(one.responsible)),
    ("โครงการของหน่วยงานอื่น", _EVERY, lambda _file, one: "ใช่" if one.other_agency else "ไม่ใช่"),
    ("งบประมาณตามแผน (บาท)", _EVERY, lambda _file, one: baht(one.planned_budget_satang)),
    ("งบประมาณหลังโอน (บาท)", _PROGRESS, lambda _file, one: baht(one.budget_satang)),
    (
        "แหล่งงบประมาณ",
        _EVERY,
        lambda _file, one: (
            "" if one.merged_into else sources_words((line.source, line.amount_satang) for line in one.funding)
        ),
    ),
    ("ระยะเวลาดำเนินการ", _EVERY, lambda _file, one: one.duration_th),
    ("สถานะ", _PROGRESS, lambda _file, one: one.status_th or ""),
    ("ร้อยละความก้าวหน้า", _PROGRESS, lambda _file, one: _number(one.percent)),
    ("ก่อหนี้ผูกพัน (บาท)", _PROGRESS, lambda _file, one: _amount(one.contracted_satang)),
    (
        "เบิกจ่ายถึงสิ้นไตรมาสที่ 1 (บาท)",
        (ItaPart.SIX_MONTHS,),
        lambda _file, one: _amount(one.disbursed_first_quarter_satang),
    ),
    ("เบิกจ่ายสะสม (บาท)", _PROGRESS, lambda _file, one: _amount(one.disbursed_satang)),
    ("ปัญหา อุปสรรค", _PROGRESS, lambda _file, one: neutral(one.obstacle or "")),
    ("รายงานไตรมาสที่", _PROGRESS, lambda _file, one: _number(one.report.quarter if one.report else None)),
    ("รายงานครั้งที่", _PROGRESS, lambda _file, one: _number(one.report.revision if one.report else None)),
    (
        "วันที่ได้รับรายงาน (ค.ศ.)",
        _PROGRESS,
        lambda _file, one: one.report.received_on.isoformat() if one.report else "",
    ),
    ("ผลเมื่อสิ้นปี", (ItaPart.RESULTS,), lambda _file, one: one.outcome.kind_th if one.outcome else ""),
    (
        "จำนวนเงินเมื่อสิ้นปี (บาท)",
        (ItaPart.RESULTS,),
        lambda _file, one: _amount(one.outcome.amount_satang if one.outcome else None),
    ),
)


def neutral(text: str) -> str:
    """Return what people typed as a cell that no spreadsheet takes for a formula."""
    said = tidied(text)
    return f"'{said}" if said.startswith(_FORMULA_SIGNS) else said


def ita_csv(content: ItaContent) -> bytes:
    """Return a part as CSV: UTF-8 with its mark, a line of headings, a line for each project; no sums.

    Amounts are baht with two decimals and no commas, days ``YYYY-MM-DD`` (Gregorian).
    """
    columns = [(title, told) for title, parts, told in _COLUMNS if content.file.part in parts]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([title for title, _told in columns])
    for one in content.file.projects:
        writer.writerow([told(content.file, one) for _title, told in columns])
    return (_BOM + stream.getvalue()).encode()


def ita_json(content: ItaContent) -> bytes:
    """Return a part as JSON (``ItaFile``): satang, Gregorian days, English keys. What it says is checked once more."""
    written = content.file.model_dump_json(indent=1).encode()
    ItaFile.model_validate_json(written)
    return written


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _amount(satang: int | None) -> str:
    return "" if satang is None else baht(satang)
