"""Who signs for the executive: own name and own post, and under them in what capacity and for which post."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.kinds import Capacity, Role
from models.organizations import Assignment, Officer, Person, RoleGrant
from procedure.errors import ProcedureError
from procedure.permissions import holder_of, in_force, officers_with_role
from procedure.plans import identity

# Who may stand in for the executive: a deputy, the clerk, and where there is neither, a head of division.
_STAND_INS = frozenset({Role.EXECUTIVE, Role.CLERK, Role.DIVISION_HEAD})


@dataclass(frozen=True)
class Signature:
    """A signature as it stands on paper.

    ``acting_for`` is the line (or two) under name and post; None in one's own right.
    """

    officer_id: int  # the signatory's own post
    name: str
    acting_for: str | None
    capacity: Capacity
    authority: str


def signature_of(
    session: Session, organization_id: int, title: str, capacity: Capacity, authority: str, on: date
) -> Signature:
    """Return the signature of a post's holder on a Bangkok day, as the executive or for the executive.

    The executive's post signs with capacity ``own``; whoever holds it acting signs with their own post and, under it,
    the capacity of their assignment. Another post signs with the capacity and authority given.

    Raises ``ProcedureError``: ``unknown_signatory``, ``vacant_post``, ``capacity_differs``, ``authority_missing``.
    """
    officer, executive = _posts(session, organization_id, title, capacity)
    holder = holder_of(session, identity(officer.id), on)
    person = session.get(Person, holder.person_id) if holder else None
    if holder is None or person is None:
        raise ProcedureError(
            "vacant_post",
            f"ไม่มีผู้ดำรงตำแหน่ง{title}ในวันที่ประกาศ โปรดบันทึกผู้ดำรงตำแหน่งก่อน",
            f"Nobody held the post {title} on the day of the announcement; record an assignment first.",
        )
    if officer.id == executive.id:
        if capacity not in (Capacity.OWN, holder.capacity):
            raise ProcedureError(
                "capacity_differs",
                f"ตามทะเบียน ผู้ดำรงตำแหน่ง{title}ในวันที่ประกาศไม่ได้{capacity.name_th} โปรดตรวจสอบการดำรงตำแหน่ง",
                f"On record the holder of {title} that day is '{holder.capacity.value}', not '{capacity.value}'; "
                "check the assignment.",
            )
        capacity = holder.capacity
        authority = authority or holder.authority
    if capacity is Capacity.OWN:
        return Signature(identity(officer.id), person.name, None, capacity, "")
    if not authority:
        raise ProcedureError(
            "authority_missing",
            f"การลงนามโดย{capacity.name_th}ต้องอ้างคำสั่งหรือกฎหมายที่ให้อำนาจ โปรดระบุ",
            f"Signing as '{capacity.value}' needs its authority (an order or a law); name it.",
            clause="ข้อ ๒๖ (๒)",
        )
    lines = [] if holder.capacity is Capacity.OWN else [f"{holder.capacity.name_th} {officer.title}"]
    if officer.id != executive.id:
        lines.append(f"{capacity.name_th} {executive.title}")
    own = identity(officer.id) if holder.capacity is Capacity.OWN else _own_post(session, holder, on)
    return Signature(own, person.name, "\n".join(lines), capacity, authority)


def _posts(session: Session, organization_id: int, title: str, capacity: Capacity) -> tuple[Officer, Officer]:
    """Return the post that signs, and the executive's post that it signs as or for (perhaps the same)."""
    officer = session.exec(
        select(Officer).where(Officer.organization_id == organization_id, Officer.title == title)
    ).first()
    executives = officers_with_role(session, organization_id, Role.EXECUTIVE)
    roles: set[Role] = set()
    if officer is not None:
        roles = set(session.exec(select(col(RoleGrant.role)).where(RoleGrant.officer_id == officer.id)))
    if officer is None or not executives or not roles & _STAND_INS:
        raise _unknown(title)
    if capacity is Capacity.OWN:
        if Role.EXECUTIVE not in roles:
            raise _unknown(title)
        return officer, officer
    return officer, executives[0]


def _unknown(title: str) -> ProcedureError:
    return ProcedureError(
        "unknown_signatory",
        f"“{title}” ไม่ใช่ตำแหน่งที่มีอำนาจลงนามประกาศ โปรดระบุตำแหน่งผู้บริหารท้องถิ่น "
        "หรือระบุว่ารักษาราชการแทน ปฏิบัติราชการแทน หรือปฏิบัติหน้าที่",
        f"'{title}' is no post that may sign the announcement; name the executive's post, or a capacity for it.",
        clause="ข้อ ๒๖ (๒)",
    )


def _own_post(session: Session, acting: Assignment, on: date) -> int:
    """Return the post that an acting holder holds in their own right, or the one acted in where there is none."""
    own = session.exec(
        select(col(Assignment.officer_id))
        .where(Assignment.person_id == acting.person_id, Assignment.capacity == Capacity.OWN, in_force(Assignment, on))
        .order_by(col(Assignment.officer_id))
    ).first()
    return acting.officer_id if own is None else own
