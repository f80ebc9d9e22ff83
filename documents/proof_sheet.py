"""The proof of notice as a table: CSV for any program, Excel for reading. What people typed never becomes a formula."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.content import Office
from documents.excel_pages import OfficeBook
from models.kinds import NoticeKind
from procedure.calendar import bangkok_date
from procedure.notice_names import KIND_NAMES, OUTCOME_NAMES, rung_name, told_by
from procedure.proof import ProofRow, SealStanding

HEADINGS = (
    "กำหนดเวลาหมายเลข",
    "เรื่อง",
    "ตำแหน่งที่ต้องดำเนินการ",
    "ตำแหน่งที่ได้รับแจ้ง",
    "แจ้งแทนตำแหน่ง",
    "ชนิด",
    "ขั้น",
    "ครบกำหนด (ในขณะนั้น)",
    "ช่องทาง",
    "ที่อยู่ (ปิดบัง)",
    "รุ่นของข้อความ",
    "วันที่แจ้ง",
    "ส่งเมื่อ (เวลาไทย)",
    "สิ้นสุดเมื่อ (เวลาไทย)",
    "จำนวนครั้งที่ลอง",
    "ผล",
    "รหัสเหตุผล",
    "เหตุผล",
    "Message-ID",
    "เลขที่หนังสือ",
    "ผู้บันทึกการแจ้ง",
    "บันทึกเมื่อ (เวลาไทย)",
    "ผนึกในบันทึกการตรวจสอบรายการที่",
    "การตรวจผนึก",
)
_WIDTHS = (10, 40, 32, 32, 24, 12, 18, 14, 10, 24, 12, 14, 20, 20, 10, 14, 18, 40, 40, 18, 32, 20, 12, 18)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What is not tried any more: a reason then promises nothing.
_ENDED = ("not_sent", "given_up", "withdrawn")


@dataclass(frozen=True)
class ProofWords:
    """What only the notifications can say: a reason code (of what has ended, or not) and a channel's name in words."""

    reason: Callable[[str, bool], str]
    channel: Callable[[str], str]


def proof_csv(rows: Sequence[ProofRow], words: ProofWords) -> bytes:
    """Return the rows as CSV in UTF-8 with its mark, as Excel reads Thai; dates and times are ISO 8601.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_harmless(_text(cell)) for cell in _cells(row, words)])
    return stream.getvalue().encode("utf-8-sig")


def proof_workbook(
    rows: Sequence[ProofRow], words: ProofWords, office: Office, fiscal_year: int, as_of: datetime
) -> bytes:
    """Return the rows as an Excel workbook (.xlsx); the same rows on the same Bangkok day give the same bytes."""
    title = f"หลักฐานการแจ้ง {office.name} {office.digits.write(f'ปีงบประมาณ พ.ศ. {fiscal_year}')}"
    book = OfficeBook(office, title, bangkok_date(as_of))
    sheet = book.sheet("หลักฐานการแจ้ง", _WIDTHS, headings=(1, 1))
    sheet.freeze_panes(2, 2)
    book.text(sheet, 0, 0, title, "title")
    for column, heading in enumerate(HEADINGS):
        book.text(sheet, 1, column, heading, "head")
    for number, row in enumerate(rows, start=2):
        shown = "wrong" if row.seal is SealStanding.DIFFERS else "text"
        for column, cell in enumerate(_cells(row, words)):
            book.text(sheet, number, column, _text(cell), shown)
    return book.close()


def _cells(row: ProofRow, words: ProofWords) -> tuple[object, ...]:
    return (
        row.obligation,
        row.duty,
        row.owed_by,
        row.told,
        row.instead_of,
        KIND_NAMES[NoticeKind(row.kind)],
        rung_name(row.rung),
        row.due_on,
        _way(row, words),
        row.address,
        row.template_version,
        row.for_day,
        row.sent_at,
        row.ended_at,
        row.attempts,
        OUTCOME_NAMES[row.outcome],
        row.reason,
        words.reason(row.reason, has_ended(row)),
        row.message_id,
        row.document,
        row.recorded_by,
        row.recorded_at,
        row.sealed_by,
        row.seal.name_th,
    )


def has_ended(row: ProofRow) -> bool:
    """Tell whether a row's notice is not tried any more, though nobody was told by it."""
    return row.outcome in _ENDED


def _way(row: ProofRow, words: ProofWords) -> str:
    means = told_by(row.rung)
    if means:
        return f"แจ้งเองทาง{means.name_th}"
    return words.channel(row.way) if row.way else ""


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
