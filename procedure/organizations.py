"""Finding an organization by its code."""

from sqlmodel import Session, select

from models.organizations import Organization
from procedure.errors import ProcedureError


def organization_by_code(session: Session, code: str) -> Organization:
    """Return an organization by its code; an empty code means the only one there is.

    Raises ``ProcedureError``: ``unknown_organization``, ``which_organization``.
    """
    rows = session.exec(select(Organization).where(Organization.code == code) if code else select(Organization)).all()
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise ProcedureError(
            "which_organization",
            "มีหลายหน่วยงานในฐานข้อมูล โปรดระบุรหัสหน่วยงาน",
            "The database holds several organizations; name one by its code.",
        )
    raise ProcedureError(
        "unknown_organization",
        f"ไม่พบหน่วยงานรหัส “{code}”" if code else "ยังไม่มีหน่วยงานในฐานข้อมูล โปรดเพิ่มหน่วยงานก่อน",
        f"No organization has the code '{code}'." if code else "There is no organization yet; add one first.",
    )
