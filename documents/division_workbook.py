"""The Excel workbook that a division (กอง) fills in with its projects and equipment, and sends back to be imported.

Three sheets: instructions, the projects (ผด.02) and the equipment (ผด.02/1); only what is to be filled in is open. The
sheets are protected without a password: it keeps from slips, and an office may take it off. The importer reads the file
back as it stands (``documents/workbook.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from documents.division_columns import (
    CATEGORIES_TH,
    IN_PLAN,
    MARKS,
    MONTHS,
    NOT_PROPOSED,
    PROGRAMMES_TH,
    PROPOSED,
    FormColumn,
    equipment_columns,
    project_columns,
)
from documents.division_form import DivisionForm, EquipmentRow, ProjectRow
from documents.excel_pages import OfficeBook
from documents.plan_excel_facts import SOURCE_NAMES
from documents.plan_lines import plan_title
from models.kinds import FundingSource
from procedure.calendar import MONTHS_SHORT, thai_date
from procedure.words import WORDS

INSTRUCTIONS, PROJECTS, EQUIPMENT, LISTS = "คำชี้แจง", "ผด.02 โครงการ", "ผด.02-1 ครุภัณฑ์", "รายการให้เลือก"
_HEAD = 3  # the first of the two heading rows, from nought
_EMPTY_PROJECTS, _EMPTY_ITEMS = 30, 15
_MARK = MARKS[0]
_MONTH_NAMES = tuple(MONTHS_SHORT[(9 + index) % 12] for index in range(12))
_LINE = 22  # points that a line of the office's 14-point font takes
_PROTECTED = {"format_columns": True, "format_rows": True}


def render_division_workbook(form: DivisionForm) -> bytes:
    """Return the workbook (.xlsx) of a division; the same form gives the same bytes.

    Amounts are numbers in baht, to the satang; what begins with ``=``, ``+``, ``-`` or ``@`` is text.
    """
    return _Writer(form).write()


@dataclass(frozen=True)
class _Row:
    """One row as it is written: texts by column, and what is no text."""

    texts: dict[str, str]
    satang: int | None = None
    months: Sequence[int] = ()
    last_satang: int | None = None
    may_be_left_out: bool = False


class _Writer:
    def __init__(self, form: DivisionForm) -> None:
        self.form, self.office = form, form.office
        self.digits = form.office.digits
        self.title = self.digits.write(plan_title(form.fiscal_year, form.edition_title))
        self.out = OfficeBook(form.office, f"แบบเสนอโครงการ {form.division}", form.dated_on)
        self.lists: dict[str, str] = {}  # the ranges of the lists to choose from

    def write(self) -> bytes:
        form = self.form
        words = WORDS[self.office.kind]
        columns = project_columns(words, approaches=form.uses_approaches)
        instructions = self.out.sheet(INSTRUCTIONS, (4, 26, 70), landscape=False)
        lists = {
            "strategy": form.strategies,
            "approach": form.approaches,
            "programme": PROGRAMMES_TH,
            "category": CATEGORIES_TH,
            "funding": tuple(SOURCE_NAMES.values()),
        }
        # The sheet of the lists comes last; where its ranges lie is known before.
        for column, (key, values) in enumerate(lists.items()):
            if values:
                letter = chr(ord("A") + column)
                self.lists[key] = f"='{LISTS}'!${letter}$1:${letter}${len(values)}"
        self._table(
            PROJECTS,
            self.digits.write("บัญชีจำนวนโครงการ กิจกรรม และงบประมาณ แบบ ผด.02"),
            columns,
            [self._project(row) for row in form.projects],
            _EMPTY_PROJECTS,
        )
        items = equipment_columns()
        self._table(
            EQUIPMENT,
            self.digits.write("บัญชีจำนวนครุภัณฑ์ แบบ ผด.02/1"),
            items,
            [self._item(row) for row in form.equipment],
            _EMPTY_ITEMS,
        )
        self._instruct(instructions, columns, items)
        listed = self.out.sheet(LISTS, [30] * len(lists))
        for column, values in enumerate(lists.values()):
            for row, value in enumerate(values):
                self.out.text(listed, row, column, value)
        listed.protect()
        listed.hide()
        return self.out.close()

    def _project(self, row: ProjectRow) -> _Row:
        last = row.last_year
        return _Row(
            {
                "proposal": IN_PLAN if row.in_plan else "",
                "strategy": row.strategy,
                "approach": row.approach,
                "programme": row.programme.name_th,
                "name": row.name,
                "detail": row.detail,
                "funding": self._source(row.source, row.satang),
                "place": row.place,
                "divisions": "/".join(row.divisions),
                "plan_reference": row.plan_reference,
                "budget_reference": row.budget_reference,
                "key": row.key,
                "last_status": self.digits.write(last.status) if last else "",
            },
            row.satang,
            row.months,
            last.satang if last else None,
            may_be_left_out=not row.in_plan,
        )

    def _item(self, row: EquipmentRow) -> _Row:
        texts = {
            "category": row.category.name_th,
            "name": row.name,
            "detail": row.detail,
            "funding": self._source(row.source, row.satang),
            "place": row.place,
            "divisions": self.form.division,
            "key": row.key,
        }
        return _Row(texts, row.satang, row.months)

    def _source(self, source: FundingSource | None, satang: int) -> str:
        if source is None or (source is FundingSource.NONE and satang):
            return ""
        return SOURCE_NAMES[source]

    def _table(
        self, name: str, title: str, columns: Sequence[FormColumn], rows: Sequence[_Row], empty_rows: int
    ) -> None:
        widths = [
            width for column in columns for width in ([column.width] * 12 if column.key == MONTHS else [column.width])
        ]
        sheet = self.out.sheet(name, widths, headings=(_HEAD, _HEAD + 1))
        for line, words in enumerate((title, self.title, f"{self.form.division} {self.office.name}")):
            # The names are the office's own, and keep their digits.
            self.out.text(sheet, line, 0, words, "title" if line < 2 else "plain")
        self._headings(sheet, columns)
        first, last = _HEAD + 2, _HEAD + 1 + len(rows) + empty_rows
        empty = _Row({"divisions": self.form.division}, may_be_left_out=True)
        for at, row in enumerate([*rows, *[empty] * empty_rows], start=first):
            self._row(sheet, at, columns, row, at - first + 1)
        place = 0
        for column in columns:
            until = place + (12 if column.key == MONTHS else 1) - 1
            if (rule := self._rule(column)) is not None:
                sheet.data_validation(first, place, last, until, rule)
            place = until + 1
        sheet.protect("", _PROTECTED)

    def _headings(self, sheet: Any, columns: Sequence[FormColumn]) -> None:
        head = self.out.format("head")
        year, place = self.form.fiscal_year, 0
        for column in columns:
            if column.key == MONTHS:
                for begin, end, shown in ((0, 2, year - 1), (3, 11, year)):
                    heading = self.digits.write(f"พ.ศ. {shown}")
                    sheet.merge_range(_HEAD, place + begin, _HEAD, place + end, heading, head)
                for index, month in enumerate(_MONTH_NAMES):
                    self.out.text(sheet, _HEAD + 1, place + index, month, "head")
                place += 12
            else:
                sheet.merge_range(_HEAD, place, _HEAD + 1, place, column.heading, head)
                place += 1
        sheet.set_row(_HEAD + 1, 2.5 * _LINE)

    def _row(self, sheet: Any, at: int, columns: Sequence[FormColumn], row: _Row, number: int) -> None:
        place = 0
        for column in columns:
            key = column.key
            if key == MONTHS:
                for month in range(12):
                    self.out.text(sheet, at, place + month, _MARK if month in row.months else "", "fill_centred")
                place += 12
                continue
            if key == "number":
                self.out.number(sheet, at, place, number)
            elif key == "budget":
                self.out.money(sheet, at, place, row.satang, "fill_money")
            elif key == "last_money":
                self.out.money(sheet, at, place, row.last_satang, "grey_money")
            elif key == "key":
                self.out.text(sheet, at, place, row.texts.get(key, ""), "key")
            else:
                shut = key in ("divisions", "last_status") or (key == "proposal" and not row.may_be_left_out)
                grey = "grey_text" if key in ("last_status", "proposal") else "text"
                self.out.text(sheet, at, place, row.texts.get(key, ""), grey if shut else "fill_text")
            place += 1

    def _rule(self, column: FormColumn) -> dict[str, object] | None:
        """Return what Excel checks as a column is typed into, with its sentence in Thai; none where any text does."""
        rule: dict[str, object] = {"ignore_blank": True, "error_title": "โปรดตรวจสอบ"}
        if column.key == "budget":
            return rule | {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": "งบประมาณต้องเป็นตัวเลขหน่วยบาท ตั้งแต่ 0 ขึ้นไป ไม่ต้องพิมพ์คำว่าบาท หากไม่ใช้งบประมาณให้ใส่ 0",
            }
        if column.key == MONTHS:
            return rule | {
                "validate": "list",
                "source": list(MARKS),
                "error_message": f"ใส่ {_MARK} หรือ x ในเดือนที่ดำเนินการ เดือนอื่นเว้นว่าง",
            }
        if column.key == "proposal":
            return rule | {
                "validate": "list",
                "source": [PROPOSED, NOT_PROPOSED],
                "error_message": f"เลือก “{PROPOSED}” หรือ “{NOT_PROPOSED}” เว้นว่างถือว่าเสนอ",
            }
        if (source := self.lists.get(column.key)) is None:
            return None
        if column.key in ("strategy", "approach"):
            # A new strategy is possible, if rare: Excel asks, and lets it stand.
            return rule | {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_message": f"ไม่มี{column.heading}นี้ในรายการ หากเป็นของใหม่ตามแผนพัฒนาท้องถิ่น ให้ตอบใช่ มิฉะนั้นเลือกจากรายการ",
            }
        return rule | {"validate": "list", "source": source, "error_message": f"โปรดเลือก{column.heading}จากรายการ"}

    def _instruct(self, sheet: Any, projects: Sequence[FormColumn], items: Sequence[FormColumn]) -> None:
        form, write = self.form, self.digits.write
        by = f"ภายในวันที่ {write(thai_date(form.due_on))}" if form.due_on else "ภายในวันที่ที่แจ้งในบันทึกข้อความ"
        self.out.text(sheet, 0, 0, f"คำชี้แจง แบบเสนอโครงการของ{form.division}", "title")
        self.out.text(sheet, 1, 0, self.title, "plain")
        self.out.text(sheet, 2, 0, f"ส่งคืน{form.return_to} {by}", "title")
        shown = (
            "โครงการของกองที่อยู่ในแผนปีนี้แล้ว"
            if any(row.in_plan for row in form.projects)
            else "โครงการของกองตามแผนปีก่อนที่ใช้อยู่ พร้อมผลที่รายงานครั้งล่าสุดเป็นสีเทา"
            if form.projects
            else "แบบว่าง เพราะยังไม่มีโครงการของกองในแผนปีก่อน"
        )
        steps = [
            f"แผ่นงาน “{PROJECTS}” มี{shown} โปรดตรวจและแก้ให้เป็นของปีงบประมาณ พ.ศ. {write(form.fiscal_year)}",
            f"โครงการปีก่อนที่ไม่ทำต่อ ให้เลือก “{NOT_PROPOSED}” ในช่อง “เสนอปีนี้” ไม่ต้องลบแถว",
            "โครงการใหม่ ให้กรอกในแถวว่างด้านล่าง แถวที่ไม่ใช้ให้เว้นว่างไว้",
            f"ครุภัณฑ์ที่จะจัดหา ให้กรอกในแผ่นงาน “{EQUIPMENT}”",
            "กรอกได้เฉพาะช่องสีเหลือง ช่องอื่นป้องกันไว้ ไม่ต้องใช้รหัสผ่าน อย่าเปลี่ยนหัวตาราง",
            "โครงการที่อยู่ในแผนปีนี้แล้วแต่ไม่ต้องการ โปรดแจ้งงานแผน การลบแถวไม่ทำให้โครงการออกจากแผน",
            f"บันทึกเป็นแฟ้ม Excel (.xlsx) แล้วส่งคืน{form.return_to} {by}",
        ]
        row = 4
        for number, step in enumerate(steps, start=1):
            self.out.text(sheet, row, 0, write(number), "centred")
            sheet.merge_range(row, 1, row, 2, step, self.out.format("text"))
            sheet.set_row(row, _LINE * (1 + len(step) // 110))
            row += 1
        for name, columns in ((PROJECTS, projects), (EQUIPMENT, items)):
            row += 1
            self.out.text(sheet, row, 1, f"ช่องในแผ่นงาน “{name}”", "head")
            self.out.text(sheet, row, 2, "ความหมายและวิธีกรอก", "head")
            for column in columns:
                row += 1
                self.out.text(sheet, row, 1, column.heading)
                self.out.text(sheet, row, 2, write(column.asks))
            row += 1
        sheet.protect("", _PROTECTED)
