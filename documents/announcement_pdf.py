"""The executive's announcement of an operation plan, one page to sign and post."""

from datetime import date
from pathlib import Path

from documents.content import AnnouncementContent
from documents.typst_pages import typeset
from procedure.calendar import thai_date, thai_digits
from procedure.words import WORDS

_REGULATION = "ระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น พ.ศ. ๒๕๔๘"
_AMENDED = "และที่แก้ไขเพิ่มเติมถึง (ฉบับที่ ๓) พ.ศ. ๒๕๖๑"


def render_announcement(content: AnnouncementContent, fonts_cache: Path) -> bytes:
    """Return the announcement as a PDF/A-2b, A4, with room for the Garuda and the signature.

    Pattern: domain.md 3.3. Powers: MOI Regulation 2548 as amended, cl. 26 (2) and cl. 27.
    """
    year = thai_digits(content.fiscal_year)
    plan = f"แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}"
    if content.edition_title:
        plan += f" {content.edition_title}"
    data = {
        "office": content.office.name,
        "title": f"ประกาศ{content.office.name}",
        "subject": f"เรื่อง ประกาศใช้{plan}",
        "paragraphs": [*_reasons(content, year, plan), *_order(content, plan)],
        "given_on": f"ประกาศ ณ วันที่ {_day(content.announced_on)}",
        "signatory": f"({content.signatory_name or '.' * 50})",
        "post": content.signatory_post,
        "acting_for": content.acting_for or "",
    }
    return typeset("announcement", data, dated=content.announced_on, fonts_cache=fonts_cache)


def _reasons(content: AnnouncementContent, year: str, plan: str) -> list[str]:
    office = content.office
    ordinance = WORDS[office.kind].ordinance
    needed = f" และมีความจำเป็นต้องจัดทำ{plan}" if content.edition_title else ""
    return [
        f"ด้วย{office.name} ได้ประกาศใช้{ordinance}งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. {year} "
        f"เมื่อวันที่ {_day(content.budget_promulgated_on)}{needed} ซึ่ง{_REGULATION} {_AMENDED} "
        # MOI Regulation 2548 (no. 2, 2559) cl. 27
        "ข้อ ๒๗ กำหนดให้จัดทำแผนการดำเนินงานให้แล้วเสร็จภายในสามสิบวันนับแต่วันที่ประกาศใช้งบประมาณรายจ่ายประจำปี "
        "งบประมาณรายจ่ายเพิ่มเติม งบประมาณจากเงินสะสม หรือได้รับแจ้งแผนงานและโครงการจากหน่วยราชการส่วนกลาง "
        "ส่วนภูมิภาค รัฐวิสาหกิจ หรือหน่วยงานอื่น ๆ ที่ต้องดำเนินการในพื้นที่ในปีงบประมาณนั้น",
        f"บัดนี้ {office.support_committee}ได้จัดทำร่าง{plan} เรียบร้อยแล้ว "
        f"และ{office.development_committee}ได้พิจารณาให้ความเห็นชอบร่างแผนการดำเนินงานดังกล่าว "
        f"เมื่อวันที่ {_day(content.committee_approved_on)}",
    ]


def _order(content: AnnouncementContent, plan: str) -> list[str]:
    return [
        f"อาศัยอำนาจตามความใน{_REGULATION} {_AMENDED} ข้อ ๒๖ (๒) และข้อ ๒๗ {content.office.name} "
        f"จึงประกาศใช้{plan} รายละเอียดตามเอกสารแนบท้ายประกาศนี้",
        "จึงประกาศให้ทราบโดยทั่วกัน",
    ]


def _day(day: date) -> str:
    """Return a date as announcements write it: ๑๗ ตุลาคม พ.ศ. ๒๕๖๘."""
    day_and_month, year = thai_date(day).rsplit(" ", 1)
    return f"{day_and_month} พ.ศ. {year}"
