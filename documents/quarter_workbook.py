"""The Excel workbook in which a division, or another agency's liaison, reports a quarter: one row per project.

What the web form asks stands in the same words and is prefilled with the same values; only these cells are open.
"""

import math
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from documents.excel_pages import OfficeBook
from documents.quarter_workbook_facts import BookPost, BookProject, QuarterBook
from models.kinds import ObstacleKind, ProgressStatus, SubmissionKind
from procedure.calendar import thai_date

ABOUT, PROJECTS, SENDING = "คำชี้แจง", "รายงานโครงการ", "การส่งรายงาน"

YEAR, NUMBER, NAME, POST = "ปีงบประมาณ", "ลำดับที่โครงการ", "โครงการ", "ตำแหน่งผู้รายงาน"
# The open cells: the field of ``ProjectProgress`` that each column fills, its heading and its width.
FILLED: dict[str, tuple[str, float]] = {
    "status": ("สถานะ", 20),
    "percent": ("ความก้าวหน้า (%)", 11),
    "contracted_satang": ("ตามสัญญา (บาท)", 15),
    "disbursed_satang": ("เบิกจ่ายสะสม (บาท)", 15),
    "final_payment": ("เบิกจ่ายงวดสุดท้ายแล้ว", 11),
    "result": ("ผลการดำเนินงาน", 36),
    "obstacle_kind": ("ประเภทปัญหาและอุปสรรค", 21),
    "obstacle": ("ปัญหาและอุปสรรค", 30),
    "proposal": ("ข้อเสนอแนะ", 24),
    "fall_reason": ("เหตุที่ความก้าวหน้าลดลง", 22),
    "recipient_report": ("รายงานของผู้รับเงินอุดหนุน (เลขที่และวันที่)", 22),
}
# The percent that was prefilled: a project marked completed whose percent was left so is at 100, whenever it is read.
GIVEN_PERCENT = "ความก้าวหน้าเดิม (%)"
_GIVEN: tuple[tuple[str, float], ...] = (
    (YEAR, 10),
    (NUMBER, 9),
    (NAME, 42),
    (POST, 24),
    ("เดือนที่ดำเนินการ", 18),
    ("งบประมาณหลังโอน (บาท)", 16),
    ("ที่รายงานไว้ไตรมาสก่อน", 30),
    (GIVEN_PERCENT, 11),
    ("ข้อสังเกต", 24),
)
_BUDGET = 5  # the column of the net budget, from nought
PROJECT_HEADINGS = (*(heading for heading, _ in _GIVEN), *(heading for heading, _ in FILLED.values()))
KIND, SOURCE, ASKED_ON = "การส่งรายงาน", "ไม่ได้รับแจ้ง: สอบถามใครหรือหนังสือใด", "ไม่ได้รับแจ้ง: สอบถามเมื่อวันที่"
SENDING_HEADINGS = (POST, "จำนวนโครงการ", KIND, SOURCE, ASKED_ON)
KIND_NAMES = {
    SubmissionKind.REPORT: "รายงานผล",
    SubmissionKind.NOTHING: "ไม่มีผลการดำเนินงาน",
    SubmissionKind.NOT_INFORMED: "ไม่ได้รับแจ้ง",
}
PAID = "ใช่"
_ABOUT_WIDTH = 66.0  # an upright page holds so many characters even of a font that stands in for the office's
_HIGHEST = 409.0  # points; Excel has no higher row
_LINE = 21.0  # points, of 14-point Thai
_HEADER_ROW = 5  # from nought, on both tables; the title, the office, the quarter, the unit and a hint stand above


def quarter_line(fiscal_year: int, quarter: int) -> str:
    """Return the line by which a workbook says its quarter, in Arabic digits."""
    return f"ไตรมาสที่ {quarter} ปีงบประมาณ พ.ศ. {fiscal_year}"


def write_quarter_workbook(book: QuarterBook) -> bytes:
    """Return the workbook (.xlsx) of one division or agency, to be filled in; the same facts give the same bytes.

    Text that begins with ``=``, ``+``, ``-`` or ``@`` is text, and stays it when its cell is edited. The sheets are
    protected without a password, but for the cells to fill in.
    """
    made = OfficeBook(book.office, f"แบบรายงานความก้าวหน้า {quarter_line(book.fiscal_year, book.quarter)}", book.dated)
    _about(made, book)
    _projects(made, book)
    _sending(made, book)
    return made.close()


def _about(made: OfficeBook, book: QuarterBook) -> None:
    sheet = made.sheet(ABOUT, (_ABOUT_WIDTH,), landscape=False)
    write = book.office.digits.write
    made.text(sheet, 0, 0, write("แบบรายงานความก้าวหน้าโครงการ " + quarter_line(book.fiscal_year, book.quarter)), "title")
    made.text(sheet, 1, 0, f"{book.office.name} · {book.unit}", "title")
    due, lock = thai_date(book.due_on), thai_date(book.lock_on)
    lines = [
        f"ส่งภายในวันที่ {due}" + (f" ({book.why})" if book.why else f" ส่งล่าช้าได้ถึงวันที่ {lock}"),
        "",
        "วิธีกรอก",
        f"1. เปิดแผ่นงาน “{PROJECTS}” กรอกเฉพาะช่องสีเหลือง ซึ่งใส่ข้อมูลที่รายงานไว้ล่าสุดให้แล้ว แก้เฉพาะที่เปลี่ยนแปลง",
        "2. สถานะและประเภทปัญหา เลือกจากรายการในช่อง ความก้าวหน้าเป็นจำนวนเต็ม 0 ถึง 100 ไม่ต้องพิมพ์เครื่องหมาย %",
        "3. จำนวนเงินเป็นยอดสะสมถึงสิ้นไตรมาส หน่วยบาท พิมพ์เลขไทยหรือมีจุลภาคได้ เบิกจ่ายต้องไม่เกินงบประมาณหลังโอน",
        "4. โครงการที่แล้วเสร็จ ระบบใส่ร้อยละ 100 ให้หากท่านไม่ได้แก้ร้อยละ",
        "5. โครงการที่ล่าช้ากว่าแผนหรือยกเลิก ต้องระบุปัญหาและประเภท หากความก้าวหน้าลดลงจากไตรมาสก่อน ต้องบอกเหตุ",
        "6. โครงการที่ยังไม่ถึงกำหนดดำเนินการ ปล่อยไว้ตามเดิมได้ การส่งรายงานรับรองทุกโครงการของตำแหน่ง จึงห้ามลบแถว",
        f"7. ตำแหน่งที่ไม่มีผลการดำเนินงานทั้งไตรมาส ให้เลือก “{KIND_NAMES[SubmissionKind.NOTHING]}” ในแผ่นงาน “{SENDING}”",
        "    ผู้ประสานงานหน่วยงานอื่นที่สอบถามแล้วไม่ได้คำตอบ เลือก “ไม่ได้รับแจ้ง” และบอกว่าสอบถามใคร เมื่อใด (เช่น 15/01/2569)",
        "",
        "วิธีส่ง",
        "1. บันทึกเป็นแฟ้ม Excel (.xlsx) ตามเดิม",
        "2. เปิดหน้า “รายงานความก้าวหน้า” จากลิงก์ในจดหมายแจ้งเตือน แตะ “รายงานด้วย Excel” แล้วเลือกแฟ้มนี้",
        "3. ระบบแสดงข้อมูลในแบบบนเว็บพร้อมช่องที่ต้องแก้ ตรวจแล้วกด “ส่งรายงาน” จึงเป็นการลงชื่อ",
        "    หรือส่งแฟ้มให้นักวิเคราะห์นโยบายและแผนพร้อมบันทึกข้อความที่ลงชื่อ",
        "4. ภาพและเอกสารหลักฐานแนบที่หน้าเว็บ",
    ]
    for row, line in enumerate(lines, start=3):
        sheet.set_row(row, _height([(line, _ABOUT_WIDTH)]))
        made.text(sheet, row, 0, write(line), "group" if line.startswith("วิธี") else "note")
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _projects(made: OfficeBook, book: QuarterBook) -> None:
    widths = (*(width for _, width in _GIVEN), *(width for _, width in FILLED.values()))
    hint = "กรอกเฉพาะช่องสีเหลือง ดูวิธีกรอกและวิธีส่งในแผ่นงาน “คำชี้แจง”"
    sheet = _table(made, book, PROJECTS, widths, PROJECT_HEADINGS, hint)
    sheet.freeze_panes(_HEADER_ROW + 1, 3)
    sheet.repeat_columns(0, 2)
    sheet.fit_to_pages(2, 0)
    sheet.set_v_pagebreaks([len(_GIVEN)])
    at = _HEADER_ROW + 1
    for post in book.posts:
        for project in post.projects:
            _project(made, sheet, at, post, project)
            at += 1
    _validate(sheet, _HEADER_ROW + 1, max(at - 1, _HEADER_ROW + 1))


def _table(
    made: OfficeBook,
    book: QuarterBook,
    name: str,
    widths: tuple[float, ...],
    headings: tuple[str, ...],
    hint: str,
) -> Any:
    """Return a protected sheet whose head says whose workbook it is, with the headings of its table."""
    sheet = made.sheet(name, widths, headings=(_HEADER_ROW, _HEADER_ROW))
    write = book.office.digits.write
    made.text(sheet, 0, 0, "แบบรายงานความก้าวหน้าโครงการ", "title")
    made.text(sheet, 1, 0, book.office.name, "title")
    made.text(sheet, 2, 0, write(quarter_line(book.fiscal_year, book.quarter)), "title")
    made.text(sheet, 3, 0, " · ".join((book.unit, *(post.title for post in book.posts))), "plain")
    made.text(sheet, 4, 0, write(f"ส่งภายในวันที่ {thai_date(book.due_on)} {hint}"), "plain")
    sheet.set_row(_HEADER_ROW, _height(list(zip(headings, widths, strict=True))))
    for column, heading in enumerate(headings):
        made.text(sheet, _HEADER_ROW, column, heading, "head")
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def _height(cells: Sequence[tuple[str, float]]) -> float:
    """Return a row's height in points for texts in columns of some widths: LibreOffice fits no row by itself."""
    lines = [sum(max(1, math.ceil(_characters(line) / width)) for line in text.split("\n")) for text, width in cells]
    return min(_LINE * max(lines, default=1), _HIGHEST)


def _characters(text: str) -> int:
    """Return how many characters stand side by side: Thai marks stand over or under a letter."""
    return sum(unicodedata.category(char) != "Mn" for char in text)


def _project(made: OfficeBook, sheet: Any, at: int, post: BookPost, project: BookProject) -> None:
    before, first = project.before, len(_GIVEN)
    wrapped = ((2, project.name), (3, post.title), (4, project.months), (6, project.earlier), (8, project.remark))
    filled = ((name, str(getattr(before, name))) for name in ("result", "obstacle", "proposal", "fall_reason"))
    shown = [(text, _GIVEN[column][1]) for column, text in wrapped] + [(text, FILLED[name][1]) for name, text in filled]
    sheet.set_row(at, max(_height(shown), 2 * _LINE))  # room to write
    made.number(sheet, at, 0, project.fiscal_year, "ordinal")
    made.number(sheet, at, 1, project.number, "ordinal")
    for column, text in wrapped:
        made.text(sheet, at, column, text)
    made.money(sheet, at, _BUDGET, project.budget_satang)
    made.number(sheet, at, 7, before.percent)
    kind = before.obstacle_kind.name_th if before.obstacle_kind else ""
    made.text(sheet, at, first, before.status.name_th, "fill_text")
    made.number(sheet, at, first + 1, before.percent, "fill_count")
    made.money(sheet, at, first + 2, before.contracted_satang, "fill_money")
    made.money(sheet, at, first + 3, before.disbursed_satang, "fill_money")
    texts = (PAID if before.final_payment else "", before.result, kind, before.obstacle, before.proposal)
    for column, text in enumerate((*texts, before.fall_reason, before.recipient_report), start=first + 4):
        made.text(sheet, at, column, text, "fill_text")


def _validate(sheet: Any, first: int, last: int) -> None:
    """Have Excel point out what the import would refuse, in Thai; an amount above the budget is a warning only."""
    columns = {field: len(_GIVEN) + number for number, field in enumerate(FILLED)}

    def rule(field: str, title: str, message: str, **asked: object) -> None:
        column = columns[field]
        sheet.data_validation(
            first, column, last, column, {"error_title": title, "error_message": message, "ignore_blank": True, **asked}
        )

    rule(
        "status",
        "สถานะไม่ถูกต้อง",
        "โปรดเลือกสถานะจากรายการในช่อง",
        validate="list",
        source=[status.name_th for status in ProgressStatus],
        ignore_blank=False,
    )
    rule(
        "percent",
        "ความก้าวหน้าไม่ถูกต้อง",
        "ความก้าวหน้าต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง 100 ไม่ต้องพิมพ์ %",
        validate="integer",
        criteria="between",
        minimum=0,
        maximum=100,
    )
    budget = f"=$F{first + 1}"
    for field in ("contracted_satang", "disbursed_satang"):
        rule(
            field,
            "โปรดตรวจจำนวนเงิน",
            "จำนวนเงินต้องไม่ติดลบ และไม่ควรเกินงบประมาณหลังโอนของโครงการ หน่วยบาท",
            validate="decimal",
            criteria="between",
            minimum=0,
            maximum=budget,
            error_type="warning",
        )
    rule(
        "final_payment",
        "โปรดเลือกจากรายการ",
        f"เลือก “{PAID}” เมื่อเบิกจ่ายงวดสุดท้ายแล้ว นอกนั้นเว้นว่าง",
        validate="list",
        source=[PAID],
    )
    rule(
        "obstacle_kind",
        "ประเภทปัญหาไม่ถูกต้อง",
        "โปรดเลือกประเภทปัญหาและอุปสรรคจากรายการในช่อง หรือเว้นว่างหากไม่มี",
        validate="list",
        source=[kind.name_th for kind in ObstacleKind],
    )


def _sending(made: OfficeBook, book: QuarterBook) -> None:
    hint = "ปกติไม่ต้องแก้แผ่นงานนี้"
    sheet = _table(made, book, SENDING, (40, 12, 24, 44, 26), SENDING_HEADINGS, hint)
    for at, post in enumerate(book.posts, start=_HEADER_ROW + 1):
        made.text(sheet, at, 0, post.title)
        made.number(sheet, at, 1, len(post.projects))
        made.text(sheet, at, 2, KIND_NAMES[SubmissionKind.REPORT], "fill_text")
        made.text(sheet, at, 3, post.source, "fill_text")
        sheet.write_blank(at, 4, None, made.format("fill_day"))
        kinds = [name for kind, name in KIND_NAMES.items() if post.liaison or kind is not SubmissionKind.NOT_INFORMED]
        sheet.data_validation(
            at,
            2,
            at,
            2,
            {
                "validate": "list",
                "source": kinds,
                "ignore_blank": False,
                "error_title": "โปรดเลือกจากรายการ",
                "error_message": "เลือก " + " หรือ ".join(kinds),
            },
        )
        sheet.data_validation(
            at,
            4,
            at,
            4,
            {
                "validate": "date",
                "criteria": "between",
                "minimum": book.dated - timedelta(days=365),
                "maximum": book.lock_on,
                "error_type": "warning",
                "error_title": "โปรดตรวจวันที่",
                "error_message": "วันที่สอบถามเป็น วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569 และต้องไม่เป็นวันในอนาคต",
            },
        )
