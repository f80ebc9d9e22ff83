"""The columns of the form that a division fills in (ผด.02 and ผด.02/1), and what each of them asks for, in Thai.

The headings are those that the workbook's reader knows (``workbook_table``); a test reads the form back.
"""

from dataclasses import dataclass

from documents.plan_excel import EQUIPMENT_KEY, PROJECT_KEY
from models.kinds import EquipmentCategory, Programme
from procedure.words import OfficeWords

PROGRAMMES_TH = tuple(programme.name_th for programme in Programme)
CATEGORIES_TH = tuple(category.name_th for category in EquipmentCategory)
MARKS = ("✓", "x", "/")
PROPOSED, NOT_PROPOSED, IN_PLAN = "เสนอ", "ไม่เสนอ", "อยู่ในแผนแล้ว"
MONTHS = "months"  # stands for the twelve columns


@dataclass(frozen=True)
class FormColumn:
    """One column: its key, heading, width in characters, and what to write in it (Thai)."""

    key: str
    heading: str
    width: float
    asks: str


def _references(words: OfficeWords) -> tuple[FormColumn, ...]:
    return (
        FormColumn("plan_reference", "แผนพัฒนาท้องถิ่น (หน้า)", 9, "หน้าหรือลำดับของโครงการในแผนพัฒนาท้องถิ่น"),
        FormColumn(
            "budget_reference", f"{words.ordinance} (หน้า)", 9, f"หน้าของโครงการใน{words.ordinance}งบประมาณรายจ่ายของปีนี้"
        ),
    )


_BUDGET = FormColumn("budget", "งบประมาณ (บาท)", 13, "ตัวเลขหน่วยบาท ตั้งแต่ 0 ขึ้นไป ไม่ต้องพิมพ์คำว่าบาท หากไม่ใช้งบประมาณให้ใส่ 0")
_FUNDING = FormColumn("funding", "แหล่งงบประมาณ", 13, "เลือกจากรายการ หากเว้นว่าง ถือว่าเป็นแหล่งที่งานแผนกำหนดเมื่อนำเข้า")
_PLACE = FormColumn("place", "สถานที่ดำเนินการ", 13, "หมู่บ้าน ชุมชน หรือสถานที่ที่ดำเนินการ")
_DIVISION = FormColumn("divisions", "หน่วยงานรับผิดชอบหลัก", 12, "กำหนดไว้แล้ว แก้ไขไม่ได้")
_MONTHS = FormColumn(MONTHS, "ต.ค. ถึง ก.ย.", 3.8, "ใส่ ✓ (หรือ x) ในทุกเดือนที่ดำเนินการ เดือนอื่นเว้นว่าง อย่างน้อยหนึ่งเดือน")
_KEY_ASKS = "รหัสของรายการที่อยู่ในแผนปีนี้แล้ว แก้ไขไม่ได้ แถวใหม่ไม่มีรหัส"
_NUMBER = FormColumn("number", "ที่", 4.5, "ลำดับ กำหนดไว้แล้ว")


def project_columns(words: OfficeWords, *, approaches: bool) -> tuple[FormColumn, ...]:
    """Return the columns of the projects' sheet, in order; แนวทาง only where the office uses approaches."""
    columns = [
        _NUMBER,
        FormColumn("proposal", "เสนอปีนี้", 8, f"โครงการปีก่อนที่ไม่ทำต่อ ให้เลือก “{NOT_PROPOSED}” เว้นว่างถือว่าเสนอ"),
        FormColumn("strategy", "ยุทธศาสตร์", 16, "เลือกจากรายการ หรือพิมพ์ชื่อยุทธศาสตร์ใหม่ตามแผนพัฒนาท้องถิ่น"),
        FormColumn("approach", "แนวทาง", 15, "เลือกจากรายการ หรือพิมพ์แนวทางใหม่"),
        FormColumn("programme", "แผนงาน", 15, "เลือกหนึ่งใน 12 แผนงานจากรายการ"),
        FormColumn("name", "โครงการ", 27, "ชื่อโครงการหรือกิจกรรม ตามที่ตั้งไว้ในแผนพัฒนาท้องถิ่นหรืองบประมาณ"),
        FormColumn("detail", "รายละเอียด", 27, "จะทำอะไร เท่าใด ขนาดใด"),
        _BUDGET,
        _FUNDING,
        _PLACE,
        _DIVISION,
        _MONTHS,
        *_references(words),
        FormColumn("key", PROJECT_KEY, 9, _KEY_ASKS),
        FormColumn("last_status", "ผลปีก่อน", 11, "สีเทา: ผลที่รายงานครั้งล่าสุดของปีก่อน ไว้ดูประกอบ แก้ไขไม่ได้"),
        FormColumn("last_money", "เบิกจ่ายปีก่อน (บาท)", 13, "สีเทา: เงินที่เบิกจ่ายแล้วของปีก่อน ไว้ดูประกอบ แก้ไขไม่ได้"),
    ]
    return tuple(column for column in columns if approaches or column.key != "approach")


def equipment_columns() -> tuple[FormColumn, ...]:
    """Return the columns of the equipment's sheet, in order."""
    return (
        _NUMBER,
        FormColumn("category", "ประเภทครุภัณฑ์", 24, "เลือกหนึ่งใน 14 ประเภทจากรายการ"),
        FormColumn("name", "ครุภัณฑ์", 36, "ชื่อครุภัณฑ์"),
        FormColumn("detail", "รายละเอียด", 40, "จำนวนและคุณลักษณะ"),
        _BUDGET,
        _FUNDING,
        _PLACE,
        _DIVISION,
        _MONTHS,
        FormColumn("key", EQUIPMENT_KEY, 9, _KEY_ASKS),
    )
