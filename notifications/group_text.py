"""The text that an office pastes into its LINE group: who owes what, for those whom no channel reaches."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.obligations import Obligation
from models.organizations import Officer, Organization
from procedure.calendar import bangkok_date, thai_date
from procedure.duties import short_due
from procedure.other_duties import DUTY_NAMES
from procedure.telling import open_on


def group_text(session: Session, organization_id: int, as_of: datetime, public_url: str | None) -> str:
    """Return what is open on the Bangkok day of an instant, by the posts that owe it; empty where nothing is."""
    today = bangkok_date(as_of)
    owed = open_on(today).where(Obligation.organization_id == organization_id, ~col(Obligation.silent))
    mine = session.exec(owed.order_by(col(Obligation.due_on), col(Obligation.id))).all()
    if not mine:
        return ""
    titles = {
        row.id: row.title for row in session.exec(select(Officer).where(Officer.organization_id == organization_id))
    }
    office = session.get_one(Organization, organization_id).name
    lines = [f"{office} แจ้งเรื่องที่ยังค้าง ณ วันที่ {thai_date(today)}"]
    lines += [f"• {titles[row.officer_id]}: {DUTY_NAMES[row.rule]} ครบกำหนด{short_due(row)}" for row in mine]
    if public_url:
        lines.append(f"เข้าระบบที่ {public_url}")
    return "\n".join(lines)
