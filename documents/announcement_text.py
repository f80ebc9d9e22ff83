"""What the executive's announcement of an operation plan says, line by line, whatever renders it."""

from dataclasses import dataclass
from datetime import date

from documents.content import AnnouncementContent, Ground, Office
from documents.plan_lines import plan_title
from models.kinds import Approver, Digits, TriggerKind
from procedure.calendar import thai_date
from procedure.words import WORDS

REGULATION = "ระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น พ.ศ. ๒๕๔๘"
AMENDED = "และที่แก้ไขเพิ่มเติมถึง (ฉบับที่ ๓) พ.ศ. ๒๕๖๑"


@dataclass(frozen=True)
class AnnouncementText:
    """An announcement in its lines. ``acting_for`` may have two, or be empty."""

    office: str
    title: str
    subject: str
    paragraphs: list[str]
    given_on: str
    signatory: str
    post: str
    acting_for: str
    public_page: str = ""


def announcement_text(content: AnnouncementContent) -> AnnouncementText:
    """Return the lines of an announcement.

    Pattern: domain.md 3.3. Powers: MOI Regulation 2548 as amended, cl. 26 (2) and cl. 27.
    """
    digits = content.office.digits
    plan = digits.write(plan_title(content.fiscal_year, content.edition_title))
    return AnnouncementText(
        office=content.office.name,
        title=f"ประกาศ{content.office.name}",
        subject=f"เรื่อง ประกาศใช้{plan}",
        paragraphs=[*_reasons(content, digits.write(content.fiscal_year), plan), *_order(content, plan)],
        given_on=f"ประกาศ ณ วันที่ {day_in_full(content.announced_on, digits)}",
        signatory=f"({content.signatory_name or '.' * 50})",
        post=content.signatory_post,
        acting_for=content.acting_for or "",
        public_page=content.public_page,
    )


def _reasons(content: AnnouncementContent, year: str, plan: str) -> list[str]:
    office = content.office
    if not content.grounds:
        return _amendment_reasons(content, year, plan)
    happened = " และ".join(ground_told(ground, office, year) for ground in content.grounds)
    needed = f" และมีความจำเป็นต้องจัดทำ{plan}" if content.edition_title else ""
    return [
        f"ด้วย{office.name} {happened}{needed} ซึ่ง{_law(office)} {_clause(office)} "
        # MOI Regulation 2548 (no. 2, 2559) cl. 27
        "กำหนดให้จัดทำแผนการดำเนินงานให้แล้วเสร็จภายในสามสิบวันนับแต่วันที่ประกาศใช้งบประมาณรายจ่ายประจำปี "
        "งบประมาณรายจ่ายเพิ่มเติม งบประมาณจากเงินสะสม หรือได้รับแจ้งแผนงานและโครงการจากหน่วยราชการส่วนกลาง "
        "ส่วนภูมิภาค รัฐวิสาหกิจ หรือหน่วยงานอื่น ๆ ที่ต้องดำเนินการในพื้นที่ในปีงบประมาณนั้น",
        *_considered(content, plan),
    ]


def ground_told(ground: Ground, office: Office, year: str) -> str:
    """Return one event of clause 27 as the announcement tells it, with its day and paper."""
    words, day = WORDS[office.kind], f"เมื่อวันที่ {day_in_full(ground.on, office.digits)}"
    paper = ground.document if ground.document.startswith("หนังสือ") else f"หนังสือ {ground.document}"
    by_letter = f" ตาม{paper}" if ground.document else ""
    approver = words.executive if ground.approver is Approver.EXECUTIVE else words.council
    return {
        TriggerKind.ANNUAL_BUDGET: f"ได้ประกาศใช้{words.ordinance}งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. {year} {day}",
        TriggerKind.SUPPLEMENTARY_BUDGET: (
            f"ได้ประกาศใช้{words.ordinance}งบประมาณรายจ่ายเพิ่มเติม ประจำปีงบประมาณ พ.ศ. {year} {day}"
        ),
        TriggerKind.ACCUMULATED_FUNDS: f"ได้รับอนุมัติจาก{approver}ให้ใช้จ่ายเงินสะสม {day}",
        TriggerKind.OTHER_AGENCY: f"ได้รับแจ้งแผนงานและโครงการจากหน่วยงานอื่น{by_letter} {day}",
        TriggerKind.ALLOTTED_SUBSIDY: f"ได้รับแจ้งการจัดสรรเงินอุดหนุนเฉพาะกิจ{by_letter} {day}",
    }[ground.kind]


def _amendment_reasons(content: AnnouncementContent, year: str, plan: str) -> list[str]:
    office, on = content.office, content.base_announced_on
    announced = f" เมื่อวันที่ {day_in_full(on, office.digits)}" if on else ""
    return [
        f"ตามที่{office.name} ได้ประกาศใช้แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}{announced} นั้น "
        f"เนื่องจาก{content.amended_for} จึงมีความจำเป็นต้องแก้ไขแผนการดำเนินงานดังกล่าว ซึ่ง{_law(office)} {_clause(office)} "
        # MOI Regulation 2548 cl. 27, last sentence (domain.md 1.1, [U]).
        "กำหนดให้การแก้ไขแผนการดำเนินงานเป็นอำนาจของผู้บริหารท้องถิ่น",
        *_considered(content, plan),
    ]


def _considered(content: AnnouncementContent, plan: str) -> list[str]:
    """Return how the draft went through the committees; nothing for an amendment that passes none."""
    if content.committee_approved_on is None:
        return []
    office = content.office
    return [
        f"บัดนี้ {office.support_committee}ได้จัดทำร่าง{plan} เรียบร้อยแล้ว "
        f"และ{office.development_committee}ได้พิจารณาให้ความเห็นชอบร่างแผนการดำเนินงานดังกล่าว "
        f"เมื่อวันที่ {day_in_full(content.committee_approved_on, office.digits)}",
    ]


def _order(content: AnnouncementContent, plan: str) -> list[str]:
    office = content.office
    clauses = office.digits.write("ข้อ ๒๖ (๒) และข้อ ๒๗") if content.committee_approved_on else _clause(office)
    return [
        f"อาศัยอำนาจตามความใน{_law(office)} {clauses} {office.name} จึงประกาศใช้{plan} รายละเอียดตามเอกสารแนบท้ายประกาศนี้",
        "จึงประกาศให้ทราบโดยทั่วกัน",
    ]


def _law(office: Office) -> str:
    return office.digits.write(f"{REGULATION} {AMENDED}")


def _clause(office: Office) -> str:
    return office.digits.write("ข้อ ๒๗")


def day_in_full(day: date, digits: Digits = Digits.THAI) -> str:
    """Return a date as announcements write it: ๑๗ ตุลาคม พ.ศ. ๒๕๖๘."""
    day_and_month, year = thai_date(day).rsplit(" ", 1)
    return digits.write(f"{day_and_month} พ.ศ. {year}")
