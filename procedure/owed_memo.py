"""What a memo (บันทึกข้อความ) tells a post: the facts of the paper that stands in for a message that cannot be sent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from models.kinds import Role
from models.organizations import Officer, Organization
from procedure.calendar import bangkok_date, thai_date, thai_digits
from procedure.duties import short_due
from procedure.duty_subjects import duty_subjects
from procedure.errors import ProcedureError
from procedure.other_duties import DUTY_NAMES
from procedure.permissions import officers_with_role
from procedure.plans import identity
from procedure.telling import told_of
from procedure.words import WORDS


@dataclass(frozen=True)
class MemoFacts:
    """The facts of a memo; ``number`` is empty where it is to be filled in by hand."""

    office: str
    number: str
    day: date
    subject: str
    to: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    closing: str
    signatory: str


def memo_facts(session: Session, organization_id: int, officer_id: int, as_of: datetime) -> MemoFacts:
    """Return the memo that tells a post of what it owes, and what is late below it, at an instant.

    Raises ``ProcedureError``: ``unknown_officer``, ``nothing_owed``.
    """
    officer = session.exec(
        select(Officer).where(Officer.id == officer_id, Officer.organization_id == organization_id)
    ).first()
    if officer is None:
        raise ProcedureError(
            "unknown_officer", "ไม่พบตำแหน่งนี้ในหน่วยงาน", "The organization has no such post; check the list of posts."
        )
    today = bangkok_date(as_of)
    owed = told_of(session, officer, today)
    if not owed:
        raise ProcedureError(
            "nothing_owed",
            f"{officer.title} ไม่มีเรื่องที่ค้าง จึงไม่ต้องทำบันทึกข้อความ",
            f"{officer.title} owes nothing; no memo is needed.",
        )
    organization = session.get_one(Organization, organization_id)
    titles = {
        row.id: row.title for row in session.exec(select(Officer).where(Officer.organization_id == organization_id))
    }
    subjects = duty_subjects(session, owed)
    items = []
    for row in owed:
        late = (today - row.due_on).days
        standing = f"เกินกำหนดแล้ว {thai_digits(late)} วัน" if late > 0 else f"เหลือเวลา {thai_digits(-late)} วัน"
        about = " ".join(part for part in (DUTY_NAMES[row.rule], subjects[identity(row.id)]) if part)
        whose = f"{titles[row.officer_id]}: " if row.officer_id != officer.id else ""
        items.append(f"{whose}{about} ครบกำหนด{short_due(row)} {standing}")
    analysts = officers_with_role(session, organization_id, Role.PLAN_ANALYST)
    words = WORDS[organization.kind]
    return MemoFacts(
        office=f"{words.clerk_office} {organization.name}",
        number="",
        day=today,
        subject="การดำเนินการตามกำหนดเวลาของแผนการดำเนินงาน",
        to=officer.title,
        paragraphs=(
            f"ด้วย ณ วันที่ {thai_date(today)} มีเรื่องที่ต้องดำเนินการตามแผนการดำเนินงานของ{organization.name} "
            f"ซึ่งอยู่ในความรับผิดชอบของ{officer.title} จำนวน {thai_digits(len(owed))} เรื่อง ดังนี้",
        ),
        items=tuple(items),
        closing="จึงเรียนมาเพื่อโปรดทราบและดำเนินการต่อไป",
        signatory=analysts[0].title if analysts else "",
    )
