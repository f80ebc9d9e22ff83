"""What reading an officer's workbook gives back: the items read, and every problem in words for the person."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.kinds import EquipmentCategory, FundingSource, Programme
from models.values import PlannedMonths, satang_from_baht

Severity = Literal["error", "warning"]


class WorkbookItem(BaseModel):
    """One project (form ผด.02) or equipment item (form ผด.02/1) as its row says, cleaned.

    ``budget_baht`` is baht with two decimals; ``months`` are Buddhist-era ``year-month``; ``row`` is the sheet's
    1-based first row of the item. The fields that are excluded from the dump are for the importer only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str
    row: int
    kind: Literal["project", "equipment"]
    strategy: str | None
    approach: str | None
    plan: str | None  # the programme's standard name, with แผนงาน
    category: str | None  # the equipment category's standard name, with ครุภัณฑ์
    name: str
    detail: str
    budget_baht: str
    place: str
    divisions: list[str]
    months: list[str]

    learnt_from: str = Field(default="", exclude=True)
    agency: str = Field(default="", exclude=True)
    plan_reference: str = Field(default="", exclude=True)
    budget_reference: str = Field(default="", exclude=True)
    funding: FundingSource | None = Field(default=None, exclude=True)
    key: str = Field(default="", exclude=True)  # of the row on record that this one is, in a file that we wrote
    unsaid: tuple[str, ...] = Field(default=(), exclude=True)  # what the table has no column for

    @property
    def satang(self) -> int:
        """The budget in integer satang."""
        return satang_from_baht(self.budget_baht)

    @property
    def programme(self) -> Programme | None:
        """The programme as a code; none for equipment."""
        return next((programme for programme in Programme if programme.name_th == self.plan), None)

    @property
    def equipment_category(self) -> EquipmentCategory | None:
        """The equipment category as a code; none for projects."""
        return next((category for category in EquipmentCategory if category.name_th == self.category), None)

    @property
    def planned_months(self) -> PlannedMonths:
        """The planned months as the domain keeps them."""
        return PlannedMonths.from_indexes((int(label[-2:]) - 10) % 12 for label in self.months)


class WorkbookProblem(BaseModel):
    """One thing wrong in a workbook: where (as far as it has a place), a stable code, and what to do about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str | None
    row: int | None
    column: str | None
    code: str
    severity: Severity
    seen: str = ""  # what was read there
    message_th: str
    message_en: str


class WorkbookReading(BaseModel):
    """All that a workbook says; ``model_dump(mode="json")`` is what `traimas workbook check --json` prints."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fiscal_year: int
    projects: list[WorkbookItem]
    problems: list[WorkbookProblem]


_SAYINGS: dict[str, tuple[Severity, str, str]] = {
    "unreadable_file": (
        "error",
        "เปิดแฟ้มไม่ได้ ({seen_th}) กรุณาแก้แล้วบันทึกเป็น Excel (.xlsx) ที่ไม่มีรหัสผ่าน แล้วส่งใหม่",
        "the file cannot be opened ({seen}); mend it, save it as an Excel workbook (.xlsx) without a password "
        "and send it again",
    ),
    "not_an_operation_plan": (
        "error",
        "ไม่พบแบบ ผด.02 หรือ ผด.02/1 ของแผนการดำเนินงานในแฟ้มนี้ กรุณาตรวจว่าเลือกแฟ้มถูกต้อง",
        "no operation-plan form (ผด.02 or ผด.02/1) is in this file; check that it is the right file",
    ),
    "fiscal_year_differs": (
        "error",
        "หัวตารางระบุ พ.ศ. {seen} ไม่ใช่ปีงบประมาณ {wanted} จึงไม่อ่านแผ่นงานนี้ กรุณาแก้ปีที่หัวตารางหรือเลือกแฟ้มของปีที่ถูกต้อง",
        "the headings say {seen}, which is not fiscal year {wanted}, so this sheet was not read; correct the headings "
        "or choose the file of the right year",
    ),
    "column_missing": (
        "error",
        "ตารางไม่มีคอลัมน์ “{wanted}” จึงไม่อ่านแผ่นงานนี้ กรุณาเพิ่มคอลัมน์ตามแบบ ผด.02",
        "the table has no column “{wanted}”, so this sheet was not read; add the column as in form ผด.02",
    ),
    "column_absent": (
        "warning",
        "ตารางไม่มีคอลัมน์ “{wanted}” กรุณาเพิ่มคอลัมน์ตามแบบ ผด.02",
        "the table has no column “{wanted}”; add the column as in form ผด.02",
    ),
    "header_unclear": (
        "error",
        "หัวตาราง “{seen}” อ่านได้มากกว่าหนึ่งทางหรือไม่ใช่หน่วยบาท จึงไม่อ่านแผ่นงานนี้ กรุณาแก้หัวตารางตามแบบ ผด.02",
        "the heading “{seen}” can be read in more than one way or is not in baht, so this sheet was not read; "
        "correct it as in form ผด.02",
    ),
    "sheet_hidden": (
        "warning",
        "แผ่นงานนี้ถูกซ่อนไว้ จึงไม่ได้อ่าน หากต้องการให้อ่าน กรุณายกเลิกการซ่อน",
        "this sheet is hidden and was not read; unhide it if it should be read",
    ),
    "line_not_read": (
        "warning",
        "ข้อความ “{seen}” ไม่ใช่หัวข้อหรือรายการที่รู้จัก จึงไม่ได้อ่าน กรุณาตรวจว่าไม่ใช่ข้อมูลโครงการ",
        "the text “{seen}” is no heading or item that is known and was not read; check that it is not a project's data",
    ),
    "number_missing": (
        "error",
        "แถวนี้มีข้อมูลของรายการแต่ไม่มีลำดับในช่อง “ที่” จึงไม่ทราบว่าเป็นรายการใหม่หรือส่วนต่อของแถวบน กรุณาใส่ลำดับ",
        "this row has an item's data but no number, so it may be a new item or part of the one above; write its number",
    ),
    "strategy_missing": (
        "error",
        "ไม่มีหัวข้อยุทธศาสตร์เหนือโครงการนี้ กรุณาเพิ่มบรรทัด “ยุทธศาสตร์…” ไว้ด้านบน หรือเลือกในช่องของแถวนี้หากมี",
        "no strategy heading stands above this project; add a line “ยุทธศาสตร์…” above it, or choose one in its row",
    ),
    "programme_missing": (
        "error",
        "ไม่มีหัวข้อแผนงานเหนือโครงการนี้ กรุณาเพิ่มบรรทัด “แผนงาน…” ไว้ด้านบน หรือเลือกในช่องของแถวนี้หากมี",
        "no programme heading stands above this project; add a line “แผนงาน…” above it, or choose one in its row",
    ),
    "programme_unknown": (
        "error",
        "“{seen}” ไม่ตรงกับแผนงานมาตรฐาน 12 แผนงาน โครงการใต้หัวข้อนี้จึงไม่ถูกอ่าน กรุณาแก้ชื่อแผนงาน",
        "“{seen}” is none of the twelve standard programmes, so the projects under it were not read; correct its name",
    ),
    "category_missing": (
        "error",
        "ไม่มีหัวข้อประเภทครุภัณฑ์เหนือรายการนี้ กรุณาเพิ่มบรรทัด “ครุภัณฑ์…” ไว้ด้านบน หรือเลือกในช่องของแถวนี้หากมี",
        "no equipment category stands above this item; add a line “ครุภัณฑ์…” above it, or choose one in its row",
    ),
    "category_unknown": (
        "error",
        "“{seen}” ไม่ตรงกับประเภทครุภัณฑ์มาตรฐาน รายการใต้หัวข้อนี้จึงไม่ถูกอ่าน กรุณาแก้ชื่อประเภท",
        "“{seen}” is none of the standard equipment categories, so the items under it were not read; correct its name",
    ),
    "cell_unreadable": (
        "error",
        "ช่องนี้เป็นสูตรที่ไม่มีผลลัพธ์หรือเป็นข้อผิดพลาดของ Excel กรุณาพิมพ์ค่าแทนสูตร หรือเปิดใน Excel แล้วบันทึกใหม่",
        "this cell is a formula without a result or an Excel error; type the value, or open the file in Excel and save",
    ),
    "name_missing": ("error", "ไม่มีชื่อโครงการหรือรายการ กรุณาใส่ชื่อ", "the name is missing; write it"),
    "detail_missing": ("warning", "ไม่มีรายละเอียด กรุณาตรวจสอบ", "the detail is missing; check it"),
    "place_missing": ("warning", "ไม่มีสถานที่ดำเนินการ กรุณาตรวจสอบ", "the place is missing; check it"),
    "budget_missing": (
        "error",
        "ไม่มีงบประมาณ กรุณาใส่จำนวนเงิน หรือเขียน “ไม่ใช้งบประมาณ”",
        "the budget is missing; write the amount, or “ไม่ใช้งบประมาณ” if it needs none",
    ),
    "budget_unreadable": (
        "error",
        "งบประมาณ “{seen}” อ่านเป็นจำนวนเงินเดียวไม่ได้ กรุณาพิมพ์จำนวนเงินเป็นตัวเลขหน่วยบาท ไม่เกินสองตำแหน่งทศนิยม",
        "the budget “{seen}” cannot be read as one amount; type it as a number in baht with at most two decimals",
    ),
    "budget_negative": (
        "error",
        "งบประมาณ “{seen}” ติดลบ กรุณาพิมพ์จำนวนเงินที่ตั้งไว้เป็นจำนวนบวก หรือ 0 หากไม่ใช้งบประมาณ",
        "the budget “{seen}” is below zero; type the amount as a positive number, or 0 if it needs none",
    ),
    "no_budget": (
        "warning",
        "รายการนี้ไม่ใช้งบประมาณ จึงบันทึกเป็น 0.00 บาท กรุณาตรวจสอบ",
        "this item uses no budget and is read as 0.00 baht; check that this is meant",
    ),
    "division_missing": (
        "error",
        "ไม่มีหน่วยงานรับผิดชอบหลัก กรุณาใส่ชื่อกองหรือหน่วยงาน",
        "the responsible division is missing; write its name",
    ),
    "division_unknown": (
        "error",
        "ไม่รู้จักหน่วยงาน “{seen}” กรุณาแก้ให้ตรงกับชื่อกองขององค์กร (หลายหน่วยงานให้คั่นด้วย /)",
        "the division “{seen}” is not known; write it as the office names it (several are separated by /)",
    ),
    "no_months": (
        "error",
        "ไม่มีเดือนที่ดำเนินการ กรุณาทำเครื่องหมาย ระบายสี หรือวาดลูกศรในช่องเดือนของแถวนี้ (สีจากการจัดรูปแบบตามเงื่อนไขอ่านไม่ได้)",
        "no month is marked; mark or colour the month cells of this row, or draw an arrow over them "
        "(colours by conditional formatting cannot be read)",
    ),
    "months_unclear": (
        "error",
        "ลูกศรเดือน “{seen}” ไม่มีจุดเริ่มหรือจุดสิ้นสุด กรุณาใส่ ← ที่เดือนแรกและ → ที่เดือนสุดท้าย",
        "the month mark “{seen}” has no start or no end; put ← in the first month and → in the last",
    ),
    "funding_unknown": (
        "error",
        "ไม่รู้จักแหล่งงบประมาณ “{seen}” กรุณาใช้คำเช่น งบประมาณรายจ่ายประจำปี เงินสะสม เงินอุดหนุนเฉพาะกิจ",
        "the funding source “{seen}” is not known; use words such as งบประมาณรายจ่ายประจำปี, เงินสะสม, เงินอุดหนุนเฉพาะกิจ",
    ),
    "funding_contradicts": (
        "error",
        "แหล่งงบประมาณ “{seen}” แต่มีจำนวนเงิน กรุณาแก้ช่องใดช่องหนึ่ง",
        "the funding source says “{seen}”, yet there is an amount; correct one of the two",
    ),
    "duplicate_project": (
        "warning",
        "ชื่อโครงการซ้ำกับ {seen} ในแผนงานเดียวกัน กรุณาตรวจว่าไม่ใช่รายการเดียวกัน",
        "this project has the same name and programme as {seen}; check that they are two projects",
    ),
}

_SAYINGS |= {
    "key_twice": (
        "error",
        "รหัส “{seen}” มีอยู่แล้วที่ {wanted} หากเป็นแถวใหม่ที่คัดลอกมา กรุณาลบรหัสในช่องนี้ออก",
        "the key “{seen}” stands at {wanted} already; if this row is a copy made for a new item, empty this cell",
    ),
    "total_differs": (
        "warning",
        "ยอด “{seen}” ไม่ตรงกับแถวที่รวม ซึ่งได้ {wanted} กรุณาตรวจทั้งยอดรวมและแถว",
        "the total “{seen}” does not agree with its rows, which make {wanted_en}; check the total and the rows",
    ),
    "reference_missing": (
        "warning",
        "ไม่มีการอ้างอิง “{wanted}” กรุณาใส่หน้าหรือลำดับ",
        "the reference “{wanted}” is missing; write the page or number",
    ),
}

_LONGEST_QUOTE = 60


def problem(
    code: str,
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    file_name: str = "",
    **facts: object,
) -> WorkbookProblem:
    """Make a problem with its sentences. ``cell`` names the cell to open where it is not ``column`` of ``row``."""
    severity, thai, english = _SAYINGS[code]
    longest = _LONGEST_QUOTE if sheet else 4 * _LONGEST_QUOTE
    quoted = {name: shortened(str(fact), longest) for name, fact in facts.items()}
    where = cell or (f"{column}{row}" if column and row else str(row or ""))
    parts_th = [f"แฟ้ม {file_name}" if file_name else "", f"แผ่นงาน “{sheet}”" if sheet else ""]
    parts_en = [f"file {file_name}" if file_name else "", f"sheet “{sheet}”" if sheet else ""]
    if where:
        parts_th.append(f"ช่อง {where}" if not where.isdigit() else f"แถว {where}")
        parts_en.append(f"cell {where}" if not where.isdigit() else f"row {where}")
    place_th = " ".join(part for part in parts_th if part)
    place_en = ", ".join(part for part in parts_en if part)
    # "column_absent" is the milder form of one problem, so people and programs see a single code.
    return WorkbookProblem(
        sheet=sheet,
        row=row,
        column=column,
        code="column_missing" if code == "column_absent" else code,
        severity=severity,
        seen=quoted.get("seen", ""),
        message_th=(f"{place_th}: " if place_th else "") + thai.format(**quoted),
        message_en=(f"{place_en}: " if place_en else "") + english.format(**quoted),
    )


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return a quotation on one line, cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
