"""Finding a post of an organization by the title that people know it by."""

from sqlmodel import Session, select

from models.organizations import Officer
from procedure.errors import ProcedureError


def post_by_title(session: Session, organization_id: int, title: str) -> Officer:
    """Return a post by its title. Raises ``ProcedureError`` ``unknown_officer``."""
    officer = session.exec(
        select(Officer).where(Officer.organization_id == organization_id, Officer.title == title)
    ).first()
    if officer is None:
        raise ProcedureError(
            "unknown_officer",
            f"ไม่พบตำแหน่ง “{title}” ในหน่วยงาน โปรดตรวจสอบชื่อตำแหน่ง",
            f"The organization has no post '{title}'; check the list of posts.",
        )
    return officer
