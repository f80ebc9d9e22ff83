"""What can be wrong in the finance division's workbook, in words for the person: which cell, what, and what to do."""

from typing import Any

from documents.cell_problems import cell_problem
from documents.workbook_reading import WorkbookProblem

_SAYINGS: dict[str, tuple[str, str]] = {
    "unreadable_file": (
        "เปิดแฟ้มไม่ได้ ({seen_th}) กรุณาบันทึกเป็น Excel (.xlsx) ที่ไม่มีรหัสผ่าน แล้วนำเข้าใหม่",
        "the file cannot be opened ({seen}); save it as an Excel workbook (.xlsx) without a password and import it",
    ),
    "not_a_finance_workbook": (
        "ไม่พบตารางยืนยันยอดในแฟ้มนี้ กรุณาใช้แฟ้มที่ได้จาก traimas finance workbook",
        "no table of confirmed amounts is in this file; use the file that `traimas finance workbook` writes",
    ),
    "several_tables": (
        "มีตารางยืนยันยอดมากกว่าหนึ่งแผ่นงาน กรุณาเหลือไว้เพียงแผ่นเดียว",
        "more than one sheet holds the table; keep one of them",
    ),
    "column_missing": (
        "ตารางไม่มีคอลัมน์ “{wanted}” กรุณาคืนหัวตารางตามแฟ้มเดิม",
        "the table has no column “{wanted}”; restore the headings as they were written",
    ),
    "wrong_quarter": (
        "แฟ้มนี้ไม่ใช่ของ{wanted} กรุณาเลือกแฟ้มหรือไตรมาสให้ตรงกัน",
        "the file is not of “{wanted}”; choose the file, or the quarter, that fits",
    ),
    "nothing_filled_in": (
        "ยังไม่ได้กรอกยอดในช่องยืนยัน กรุณากรอกอย่างน้อยหนึ่งโครงการ",
        "no amount is filled in; fill in at least one project",
    ),
    "cell_unreadable": (
        "ช่องนี้เป็นสูตรที่ไม่มีผลลัพธ์หรือเป็นข้อผิดพลาดของ Excel กรุณาพิมพ์ค่าแทนสูตร หรือเปิดใน Excel แล้วบันทึกใหม่",
        "this cell is a formula without a result or an Excel error; type the value, or open the file in Excel and save",
    ),
    "amount_unreadable": (
        "“{seen}” อ่านเป็นจำนวนเงินไม่ได้ กรุณาพิมพ์ตัวเลขหน่วยบาท ไม่ติดลบ ไม่เกินสองตำแหน่งทศนิยม",
        "“{seen}” is not an amount; type a number in baht, not negative, with at most two decimals",
    ),
    "amount_missing": (
        "กรอกยอดไว้เพียงช่องเดียว กรุณากรอกช่องนี้ด้วย (ไม่มียอดให้พิมพ์ 0) หรือเว้นว่างทั้งสองช่อง",
        "only one of the two amounts is filled in; fill in this one as well (0 for none), or leave both empty",
    ),
    "number_unreadable": (
        "ช่อง “{wanted}” ต้องเป็นตัวเลข แต่พบ “{seen}” กรุณาคืนค่าตามแฟ้มเดิม",
        "“{wanted}” must be a number, and “{seen}” stands here; restore it as it was written",
    ),
    "project_unknown": (
        "ไม่มีโครงการลำดับที่ {seen} ของปีงบประมาณ พ.ศ. {year} ให้ยืนยัน กรุณาลบแถวนี้หรือใช้แฟ้มที่ออกใหม่",
        "there is no project {seen} of {year} to confirm; delete the row, or use a newly written file",
    ),
    "name_differs": (
        "ชื่อโครงการไม่ตรงกับลำดับที่ {seen} ซึ่งคือ “{wanted}” แถวอาจถูกเลื่อน กรุณาตรวจสอบหรือใช้แฟ้มที่ออกใหม่",
        "the name is not that of project {seen}, “{wanted}”; rows may have shifted: check, or use a newly written file",
    ),
    "project_twice": (
        "โครงการลำดับที่ {seen} มีอยู่แล้วที่ {wanted} กรุณาเหลือไว้แถวเดียว",
        "project {seen} already stands at {wanted}; keep one row of it",
    ),
}


def finance_problem(code: str, **told: Any) -> WorkbookProblem:
    """Make a problem of the finance division's workbook, as ``cell_problem`` takes its place and facts."""
    return cell_problem(_SAYINGS, code, **told)
