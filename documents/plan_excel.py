"""The accounts of a plan in Excel: forms ผด.01, ผด.02 and ผด.02/1, computed with, edited, and imported again.

Sums are formulas that bear their values, and go on down to their own line, so that rows may be added above it. A month
is a mark typed in its cell; what the forms do not print (keys, sources, references) stands right of the printed page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.account_totals import Sum, sum_of
from documents.content import AccountRow, PlanContent
from documents.excel_pages import OfficeBook
from documents.plan_excel_facts import SOURCE_NAMES, PlanBeside, RowBeside
from documents.plan_excel_summary import ACCOUNT_HEADER, SUMMARY_HEADER, SUMMARY_WIDTHS, SummarySheet, strategy_line
from models.kinds import FundingSource
from procedure.calendar import MONTHS_SHORT

MARK = "/"
PROJECT_KEY, EQUIPMENT_KEY = "รหัสโครงการ", "รหัสครุภัณฑ์"
_NUMBER, _NAME, _BUDGET, _FIRST_MONTH, _PRINTED = 0, 1, 3, 6, 18
_WIDTHS = (8, 26, 27, 15, 15, 16, *[3.6] * 12)
_BESIDE = (
    ("แหล่งงบประมาณ", 22),
    ("หน่วยงานอื่น", 24),
    ("ที่มาของข้อมูล", 24),
    ("แผนพัฒนาท้องถิ่น หน้า/ลำดับ", 18),
    ("เทศบัญญัติ/ข้อบัญญัติ หน้า", 18),
    ("การเปลี่ยนแปลงในฉบับนี้", 36),
)
_HEADER = ACCOUNT_HEADER
_HEADER_ROWS = (_HEADER, _HEADER + 1)
_GUIDE = (
    "แก้ไขแผนในแฟ้มนี้แล้วนำเข้าระบบได้ สิ่งที่เปลี่ยนในระบบคือสิ่งที่แก้ในแฟ้มเท่านั้น",
    f"1. เดือนที่ดำเนินการ: พิมพ์เครื่องหมายใดก็ได้ (เช่น {MARK} หรือ x) ช่องจะเปลี่ยนสีเอง ลบเครื่องหมายคือไม่ดำเนินการในเดือนนั้น",
    "2. เพิ่มโครงการ: แทรกแถวใต้แผนงาน ใส่ลำดับที่ในช่อง “ที่” และเว้นช่องรหัสไว้ ระบบจะออกรหัสให้",
    "3. รหัส: ห้ามแก้ไข ระบบใช้จำโครงการเดิมแม้เปลี่ยนชื่อ แถวที่คัดลอกมาเป็นโครงการใหม่ต้องลบรหัสออก",
    "4. การลบแถวไม่ลบโครงการในระบบ โครงการที่ไม่อยู่ในแฟ้มคงอยู่ตามเดิม",
    "5. งบประมาณ: พิมพ์จำนวนเงินหน่วยบาท ไม่ใช้งบประมาณให้พิมพ์ 0 ยอดรวมคำนวณเอง ไม่ต้องพิมพ์",
    "6. หลายหน่วยงานให้คั่นด้วย / หน่วยงานแรกเป็นหน่วยงานรับผิดชอบหลักที่รายงานผล",
    "7. โครงการที่มีเงินหลายแหล่ง ช่องแหล่งงบประมาณจะว่าง และแก้จำนวนเงินในแฟ้มนี้ไม่ได้",
    "8. คอลัมน์ด้านขวาของเดือน (รหัส แหล่งงบประมาณ การอ้างอิง) ไม่พิมพ์ออกกระดาษ",
)


@dataclass(frozen=True)
class _Group:
    """One table's part under its heading lines: its rows with what stands beside them."""

    lines: list[str]
    rows: list[tuple[AccountRow, RowBeside]]


@dataclass
class _Written:
    """Where the subtotals of a sheet stand, each with what it sums."""

    cells: dict[tuple[int, str], list[int]] = field(default_factory=dict)  # rows by strategy's number and programme
    last_row: int = 0


def render_plan_excel(content: PlanContent, beside: PlanBeside) -> bytes:
    """Return a plan's accounts as an Excel workbook (.xlsx); the same facts give the same bytes.

    Amounts are numbers to the satang; the sums that are shown equal those of ``plan_totals``.
    """
    return _PlanBook(content, beside).written()


class _PlanBook:
    def __init__(self, content: PlanContent, beside: PlanBeside) -> None:
        self.content, self.beside = content, beside
        self.write = content.office.digits.write
        title = self.write(f"แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {content.fiscal_year}")
        self.title = f"{title} {self.write(content.edition_title)}".rstrip()
        self.book = OfficeBook(content.office, self.title, content.dated_on)

    def written(self) -> bytes:
        book, write, content = self.book, self.write, self.content
        summary = book.sheet(write("แบบ ผด.01"), SUMMARY_WIDTHS, headings=(SUMMARY_HEADER, SUMMARY_HEADER))
        accounts = write("แบบ ผด.02")
        sheet = self._account_sheet(accounts, PROJECT_KEY)
        self._titles(sheet, "แบบ ผด.02", "บัญชีจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ", _PRINTED - 1)
        self._headings(sheet, "โครงการ", "รายละเอียดของกิจกรรม", PROJECT_KEY)
        rows = self._account(sheet, self._projects(), "projects")
        sheet = self._account_sheet(write("แบบ ผด.02-1"), EQUIPMENT_KEY)
        name = "บัญชีจำนวนครุภัณฑ์สำหรับที่ไม่ได้ดำเนินการตามโครงการพัฒนาท้องถิ่น"
        self._titles(sheet, "แบบ ผด.02/1", name, _PRINTED - 1)
        self._headings(sheet, "ครุภัณฑ์", "รายละเอียดของครุภัณฑ์", EQUIPMENT_KEY)
        self._account(sheet, self._equipment(), "items")
        self._dropped()
        self._titles(summary, "แบบ ผด.01", "บัญชีสรุปจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ", 5)
        SummarySheet(book, summary, content, accounts, rows.cells, rows.last_row).fill()
        self._guide()
        return book.close()

    def _projects(self) -> list[tuple[tuple[int, str], _Group]]:
        groups = []
        # Projects without approach come last where others have one: a heading says that none is in force any more.
        ordered = sorted(self.content.groups, key=lambda one: (one.strategy_number, one.approach is None))
        approaches = {one.strategy_number for one in ordered if one.approach is not None}
        for one in ordered:
            key = (one.strategy_number, one.approach, one.programme)
            rows = list(zip(one.rows, self.beside.projects[key], strict=True))
            lines = [strategy_line(self.content.office.digits, one.strategy_number, one.strategy)]
            if one.approach is not None:
                lines.append(one.approach if one.approach.startswith("แนวทาง") else f"แนวทางการพัฒนา {one.approach}")
            elif one.strategy_number in approaches:
                lines.append("แนวทาง -")
            group = _Group([*lines, one.programme], rows)
            groups.append(((one.strategy_number, one.programme), group))
        return groups

    def _equipment(self) -> list[tuple[tuple[int, str], _Group]]:
        return [
            (
                (0, one.category),
                _Group([one.category], list(zip(one.rows, self.beside.equipment[one.category], strict=True))),
            )
            for one in self.content.equipment
        ]

    def _account_sheet(self, name: str, key: str) -> Any:
        beside = [13, *(width for _heading, width in self._beside_of(key))]
        sheet = self.book.sheet(name, (*_WIDTHS, *beside), headings=_HEADER_ROWS)
        sheet.freeze_panes(_HEADER + 2, _NAME + 1)
        return sheet

    def _beside_of(self, key: str) -> Sequence[tuple[str, int]]:
        """Return the columns beside the form: equipment has a source of money alone."""
        if key == EQUIPMENT_KEY:
            return _BESIDE[:1]
        return _BESIDE if self.content.edition_title else _BESIDE[:-1]

    def _titles(self, sheet: Any, form: str, name: str, last_column: int) -> None:
        mark = "" if self.content.draft_number is None else self.write(f" (ร่างครั้งที่ {self.content.draft_number})")
        self.book.text(sheet, 0, 0, name, "title")
        self.book.text(sheet, 0, last_column, self.write(form), "form")
        self.book.text(sheet, 1, 0, self.title + mark, "subtitle")
        self.book.text(sheet, 2, 0, self.content.office.name, "subtitle")

    def _headings(self, sheet: Any, name: str, detail: str, key: str) -> None:
        titles = ("ที่", name, detail, "งบประมาณ\n(บาท)", "สถานที่\nดำเนินการ", "หน่วยงาน\nรับผิดชอบหลัก")
        head = self.book.format("head")
        for row in _HEADER_ROWS:
            sheet.set_row(row, 21)
        for column, title in enumerate(titles):
            sheet.merge_range(_HEADER, column, _HEADER + 1, column, title, head)
        year = self.content.fiscal_year
        for first, last, shown in ((0, 2, year - 1), (3, 11, year)):
            text = self.write(f"พ.ศ. {shown}")
            sheet.merge_range(_HEADER, _FIRST_MONTH + first, _HEADER, _FIRST_MONTH + last, text, head)
        for month in range(12):
            sheet.write_string(_HEADER + 1, _FIRST_MONTH + month, MONTHS_SHORT[(9 + month) % 12], head)
        side = self.book.format("beside_head")
        for column, title in enumerate([key, *(heading for heading, _width in self._beside_of(key))], start=_PRINTED):
            sheet.merge_range(_HEADER, column, _HEADER + 1, column, title, side)

    def _account(self, sheet: Any, groups: Sequence[tuple[tuple[int, str], _Group]], unit: str) -> _Written:
        book, at, written = self.book, _HEADER + 2, _Written()
        first, before, total = at, [""], Sum(0, 0)
        for key, group in groups:
            kept = [(row, side) for row, side in group.rows if not row.dropped]
            if not kept:
                continue
            same = next(
                (n for n, (old, new) in enumerate(zip(before, group.lines, strict=False)) if old != new), len(before)
            )
            for line in group.lines[min(same, len(group.lines) - 1) :]:
                self._line(sheet, at, line)
                at += 1
            before = group.lines
            heading = at  # of the sheet's rows from one: the line above the first item
            for number, (row, side) in enumerate(kept, start=1):
                self._row(sheet, at, number, row, side, unit)
                at += 1
            part = sum_of(row for row, _side in kept)
            total += part
            written.cells.setdefault(key, []).append(at)
            self._sum(
                sheet, at, "รวม", part, unit, (f"COUNT({_down('D', heading)})", f"ROUND(SUM({_down('D', heading)}),2)")
            )
            at += 1
        if written.cells:
            labels = _down("A", first + 1)
            sums = [f'ROUND(SUMIF({labels},"รวม",{_down(column, first + 1)}),2)' for column in "BD"]
            self._sum(sheet, at, "รวมทั้งสิ้น", total, unit, (sums[0], sums[1]))
        book.marks(sheet, (first, _FIRST_MONTH), (at + 500, _FIRST_MONTH + 11))
        sheet.print_area(0, 0, at, _PRINTED - 1)
        last = at + 500  # rows may be added
        names = [name for source, name in SOURCE_NAMES.items() if source is not FundingSource.NONE]
        options = {"validate": "list", "source": names, "error_type": "warning", "ignore_blank": True}
        sheet.data_validation(first, _PRINTED + 1, last, _PRINTED + 1, options)
        key_note = {"validate": "any", "input_title": "รหัส", "input_message": "ห้ามแก้ไข แถวใหม่ให้เว้นว่าง"}
        sheet.data_validation(first, _PRINTED, last, _PRINTED, key_note)
        written.last_row = at
        return written

    def _line(self, sheet: Any, at: int, text: str) -> None:
        self.book.text(sheet, at, 0, text, "line")
        for column in range(1, _PRINTED):
            sheet.write_blank(at, column, None, self.book.format("line"))

    def _row(self, sheet: Any, at: int, number: int, row: AccountRow, side: RowBeside, unit: str) -> None:
        book = self.book
        book.number(sheet, at, _NUMBER, number)
        book.text(sheet, at, _NAME, row.name)
        book.text(sheet, at, 2, side.detail)
        book.money(sheet, at, _BUDGET, 0 if row.no_budget else row.satang, "budget")
        book.text(sheet, at, 4, row.place)
        book.text(sheet, at, 5, " /\n".join(row.responsible))
        marked, shown = set(row.months), book.format("month")
        for month in range(12):
            sheet.write(at, _FIRST_MONTH + month, MARK if month in marked else None, shown)
        texts = [side.source]
        if unit == "projects":
            texts += [side.agency, side.learnt_from, side.plan_reference, side.budget_reference]
            texts += [side.change] if self.content.edition_title else []
        book.text(sheet, at, _PRINTED, side.key, "key")
        for column, text in enumerate(texts, start=_PRINTED + 1):
            book.text(sheet, at, column, text)

    def _sum(self, sheet: Any, at: int, label: str, total: Sum, unit: str, formulas: tuple[str, str]) -> None:
        for column in range(_PRINTED):
            sheet.write_blank(at, column, None, self.book.format("sum"))
        self.book.text(sheet, at, 0, label, "sum")
        self.book.formula(sheet, at, _NAME, f"={formulas[0]}", total.count, unit)
        self.book.formula(sheet, at, _BUDGET, f"={formulas[1]}", total.satang / 100, "sum_money")

    def _dropped(self) -> None:
        """Write what the edition cancels or merges on a sheet of its own: neither counted nor read as projects."""
        dropped = [(row, side) for _key, group in self._projects() for row, side in group.rows if row.dropped]
        if not dropped:
            return
        sheet = self.book.sheet("ยกเลิก-รวม", (13, 40, 16, 60, 60), headings=(2, 2))
        self.book.text(sheet, 0, 0, "โครงการที่ยกเลิกหรือรวมในฉบับนี้", "title")
        self.book.text(sheet, 1, 0, self.title, "subtitle")
        for column, heading in enumerate((PROJECT_KEY, "ชื่อ", "สิ่งที่ทำ", "เหตุผลและอำนาจ", "รายละเอียด")):
            self.book.text(sheet, 2, column, heading, "head")
        for at, (row, side) in enumerate(dropped, start=3):
            for column, text in enumerate((side.key, row.name, row.dropped, side.change, side.detail)):
                self.book.text(sheet, at, column, text, "key" if column == 0 else "text")

    def _guide(self) -> None:
        sheet = self.book.sheet("คำแนะนำ", (110,), landscape=False)
        self.book.text(sheet, 0, 0, "คำแนะนำการแก้ไขแฟ้มนี้", "title")
        for at, line in enumerate(_GUIDE, start=1):
            self.book.text(sheet, at, 0, self.write(line), "note")


def _down(column: str, first: int) -> str:
    """Return the cells of a column from a row (counted from one) to the line above the formula, however it moves."""
    return f"{column}{first}:INDEX({column}:{column},ROW()-1)"
