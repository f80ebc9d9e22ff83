"""The proof of notice as a table: CSV for any program, Excel for reading. What people typed never becomes a formula."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime

import xlsxwriter

from procedure.calendar import thai_digits
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
Words = Callable[[str], str]  # from a reason code to a sentence


def proof_csv(rows: Sequence[ProofRow], words: Words) -> bytes:
    """Return the rows as CSV in UTF-8 with its mark, as Excel reads Thai; dates and times are ISO 8601.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_harmless(_text(cell)) for cell in _cells(row, words)])
    return stream.getvalue().encode("utf-8-sig")


def proof_workbook(rows: Sequence[ProofRow], words: Words, office: str, fiscal_year: int, as_of: datetime) -> bytes:
    """Return the rows as an Excel workbook (.xlsx); the same rows at the same instant give the same bytes."""
    title = f"หลักฐานการแจ้ง {office} ปีงบประมาณ พ.ศ. {thai_digits(fiscal_year)}"
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": title, "created": as_of.replace(tzinfo=None)})
        base = {"font_name": "TH Sarabun New", "font_size": 14, "valign": "top"}
        head = book.add_format({**base, "bold": True, "border": 1, "text_wrap": True, "bg_color": "#E7E6E6"})
        text = book.add_format({**base, "border": 1, "text_wrap": True, "quote_prefix": True})
        wrong = book.add_format({**base, "border": 1, "bold": True, "font_color": "#8C1D12"})
        sheet = book.add_worksheet("หลักฐานการแจ้ง")
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 2)
        sheet.write_string(0, 0, title, book.add_format({**base, "bold": True, "font_size": 16}))
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, head)
        for number, row in enumerate(rows, start=2):
            differs = row.seal is SealStanding.DIFFERS
            for column, cell in enumerate(_cells(row, words)):
                sheet.write_string(number, column, _text(cell), wrong if differs else text)
    return stream.getvalue()


def _cells(row: ProofRow, words: Words) -> tuple[object, ...]:
    return (
        row.obligation,
        row.duty,
        row.owed_by,
        row.told,
        row.instead_of,
        row.kind,
        row.rung,
        row.due_on,
        row.way,
        row.address,
        row.template_version,
        row.for_day,
        row.sent_at,
        row.ended_at,
        row.attempts,
        row.outcome,
        row.reason,
        words(row.reason),
        row.message_id,
        row.document,
        row.recorded_by,
        row.recorded_at,
        row.sealed_by,
        row.seal.name_th,
    )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
