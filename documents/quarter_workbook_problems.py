"""What can be wrong in a quarter's workbook, in words for the person: which cell, what was read, and what to do."""

from typing import Any

from documents.cell_problems import cell_problem
from documents.workbook_reading import WorkbookProblem
from models.kinds import ObstacleKind, ProgressStatus

_STATUSES = ", ".join(status.name_th for status in ProgressStatus)
_OBSTACLES = ", ".join(kind.name_th for kind in ObstacleKind)

_SAYINGS: dict[str, tuple[str, str]] = {
    "unreadable_file": (
        "เปิดแฟ้มไม่ได้ ({seen_th}) กรุณาบันทึกเป็น Excel (.xlsx) ที่ไม่มีรหัสผ่าน แล้วส่งใหม่",
        "the file cannot be opened ({seen}); save it as an Excel workbook (.xlsx) without a password and send it again",
    ),
    "not_a_quarter_workbook": (
        "ไม่พบตาราง “{wanted}” ในแฟ้มนี้ กรุณาใช้แบบ Excel ที่ดาวน์โหลดจากระบบ และอย่าลบแผ่นงาน",
        "the table “{wanted}” is not in this file; use the workbook from the system and delete none of its sheets",
    ),
    "several_tables": (
        "มีตาราง “{wanted}” มากกว่าหนึ่งแผ่นงาน กรุณาเหลือไว้เพียงแผ่นเดียว",
        "more than one sheet holds the table “{wanted}”; keep one of them",
    ),
    "column_missing": (
        "ตารางไม่มีคอลัมน์ “{wanted}” กรุณาคืนหัวตารางตามแฟ้มเดิม",
        "the table has no column “{wanted}”; restore the headings as they were written",
    ),
    "wrong_quarter": (
        "แฟ้มนี้ไม่ใช่ของ{wanted} กรุณาเลือกแฟ้มหรือไตรมาสให้ตรงกัน",
        "the file is not of “{wanted}”; choose the file, or the quarter, that fits",
    ),
    "wrong_office": (
        "แฟ้มนี้ไม่ใช่ของ{wanted} กรุณาใช้แบบ Excel ที่ดาวน์โหลดจากระบบของหน่วยงาน",
        "the file is not of {wanted}; use the workbook of this office",
    ),
    "nothing_to_read": (
        "ไม่พบแถวของโครงการหรือตำแหน่งใดในแฟ้ม กรุณาใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "no row of a project or post is in the file; use a newly made workbook",
    ),
    "cell_unreadable": (
        "ช่องนี้เป็นสูตรที่ไม่มีผลลัพธ์หรือเป็นข้อผิดพลาดของ Excel กรุณาพิมพ์ค่าแทนสูตร หรือเปิดใน Excel แล้วบันทึกใหม่",
        "this cell is a formula without a result or an Excel error; type the value, or open the file in Excel and save",
    ),
    "number_unreadable": (
        "ช่อง “{wanted}” ต้องเป็นตัวเลข แต่พบ “{seen}” กรุณาคืนค่าตามแฟ้มเดิม",
        "“{wanted}” must be a number, and “{seen}” stands here; restore it as it was written",
    ),
    "project_unknown": (
        "โครงการลำดับที่ {seen} ของปีงบประมาณ พ.ศ. {year} ไม่ใช่โครงการที่ต้องรายงานในแฟ้มนี้ "
        "กรุณาลบแถวนี้หรือใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "project {seen} of {year} is not one to report in this file; delete the row, or use a newly made workbook",
    ),
    "name_differs": (
        "ชื่อโครงการไม่ตรงกับลำดับที่ {number} ซึ่งคือ “{wanted}” แต่พบ “{seen}” แถวอาจถูกเลื่อน กรุณาตรวจหรือใช้แฟ้มที่ดาวน์โหลดใหม่",
        "the name is not that of project {number}, “{wanted}”, but “{seen}”; rows may have shifted: check, or use a "
        "newly made workbook",
    ),
    "project_twice": (
        "โครงการลำดับที่ {seen} มีอยู่แล้วที่ {wanted} กรุณาเหลือไว้แถวเดียว",
        "project {seen} already stands at {wanted}; keep one row of it",
    ),
    "post_differs": (
        "โครงการนี้รายงานโดย “{wanted}” แต่พบ “{seen}” กรุณาใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "this project is reported by “{wanted}”, and “{seen}” stands here; use a newly made workbook",
    ),
    "row_missing": (
        "ไม่มีแถวของโครงการลำดับที่ {number} ปีงบประมาณ พ.ศ. {year} “{wanted}” ของ{post} "
        "การส่งรายงานรับรองทุกโครงการของตำแหน่ง กรุณาเพิ่มแถวหรือใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "the row of project {number} of {year}, “{wanted}”, of {post} is missing; a submission signs all projects of "
        "its post: put the row back, or use a newly made workbook",
    ),
    "post_unknown": (
        "ไม่พบตำแหน่ง “{seen}” ที่ต้องรายงานในแฟ้มนี้ กรุณาคืนค่าตามแฟ้มเดิมหรือใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "“{seen}” is no post that reports in this file; restore it, or use a newly made workbook",
    ),
    "post_twice": (
        "ตำแหน่ง “{seen}” มีอยู่แล้วที่ {wanted} กรุณาเหลือไว้แถวเดียว",
        "the post “{seen}” already stands at {wanted}; keep one row of it",
    ),
    "post_missing": (
        "ไม่มีแถวของตำแหน่ง “{wanted}” กรุณาเพิ่มแถวหรือใช้แบบ Excel ที่ดาวน์โหลดใหม่",
        "the row of the post “{wanted}” is missing; put it back, or use a newly made workbook",
    ),
    "kind_unknown": (
        "อ่านการส่งรายงาน “{seen}” ไม่ได้ กรุณาเลือก {wanted}",
        "“{seen}” is no way of sending; choose {wanted}",
    ),
    "would_drop": (
        "เลือก “{seen}” แต่มีโครงการที่แก้ไขไว้ เช่น “{wanted}” ซึ่งจะไม่ถูกบันทึก กรุณาเลือก “รายงานผล” หรือคืนค่าเดิมของโครงการ",
        "“{seen}” is chosen, yet values of projects such as “{wanted}” were changed and would be lost; choose "
        "“รายงานผล” or restore the values",
    ),
    "day_unreadable": (
        "อ่านวันที่ “{seen}” ไม่ได้ กรุณาพิมพ์ วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569 หรือ 15 ม.ค. 2569",
        "“{seen}” is no date; type day/month/Buddhist-era year, such as 15/01/2569 or 15 ม.ค. 2569",
    ),
    "status_unreadable": (
        f"อ่านสถานะ “{{seen}}” ไม่ได้ กรุณาเลือก {_STATUSES}",
        f"“{{seen}}” is no status; choose one of {_STATUSES}",
    ),
    "percent_unreadable": (
        "“{seen}” ไม่ใช่ความก้าวหน้าเป็นร้อยละ กรุณาพิมพ์จำนวนเต็มตั้งแต่ 0 ถึง 100",
        "“{seen}” is no percent; type a whole number from 0 to 100",
    ),
    "amount_unreadable": (
        "“{seen}” อ่านเป็นจำนวนเงินไม่ได้ กรุณาพิมพ์ตัวเลขหน่วยบาท ไม่ติดลบ ไม่เกินสองตำแหน่งทศนิยม",
        "“{seen}” is not an amount; type a number in baht, not negative, with at most two decimals",
    ),
    "paid_unreadable": (
        "อ่าน “{seen}” ไม่ได้ กรุณาเลือก “{wanted}” เมื่อเบิกจ่ายงวดสุดท้ายแล้ว นอกนั้นเว้นว่าง",
        "“{seen}” cannot be read; choose “{wanted}” once the final payment is made, else leave the cell empty",
    ),
    "obstacle_kind_unreadable": (
        f"อ่านประเภทปัญหา “{{seen}}” ไม่ได้ กรุณาเลือก {_OBSTACLES} หรือเว้นว่าง",
        f"“{{seen}}” is no kind of obstacle; choose one of {_OBSTACLES}, or leave the cell empty",
    ),
    "text_too_long": (
        "ข้อความยาว {seen} ตัวอักษร เกิน {wanted} กรุณาย่อ",
        "the text is {seen} characters long, more than {wanted}; shorten it",
    ),
}


def quarter_problem(code: str, **told: Any) -> WorkbookProblem:
    """Make a problem of a quarter's workbook, as ``cell_problem`` takes its place and facts."""
    return cell_problem(_SAYINGS, code, **told)
