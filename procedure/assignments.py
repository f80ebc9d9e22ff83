"""Assignments: who holds a post between two dates, without two holding it in the same way on one day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models.kinds import Capacity
from models.organizations import Assignment, Officer
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.plans import identity


@dataclass(frozen=True)
class Tenure:
    """How a post is held: between which Bangkok days (both inclusive, None for good), in what capacity, by what."""

    from_on: date
    until_on: date | None
    capacity: Capacity
    authority: str


def require_order(from_on: date, until_on: date | None) -> None:
    """Refuse a period that ends before it begins: ``bad_dates``."""
    if until_on is not None and until_on < from_on:
        raise ProcedureError(
            "bad_dates",
            f"วันสิ้นสุด ({thai_date(until_on)}) อยู่ก่อนวันเริ่ม ({thai_date(from_on)}) โปรดตรวจสอบวันที่",
            f"The last day ({until_on}) is before the first ({from_on}); check the dates.",
        )


def require_authority(authority: str, capacity: Capacity) -> None:
    """Refuse to hold a post for another without an order or a law to name: ``authority_missing``."""
    if not authority:
        raise ProcedureError(
            "authority_missing",
            f"การ{capacity.name_th}ต้องอ้างคำสั่งหรือกฎหมายที่ให้อำนาจ โปรดระบุ",
            f"Holding a post as '{capacity.value}' needs its authority (an order or a law); name it.",
        )


def post_by_title(session: Session, organization_id: int, title: str) -> Officer:
    """Return a post of an organization. Raises ``ProcedureError`` ``unknown_officer``."""
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


def vacant(officer: Officer, on: date) -> ProcedureError:
    """Return the refusal ``vacant_post`` of an act on a post that nobody holds that day."""
    return ProcedureError(
        "vacant_post",
        f"ไม่มีผู้ดำรงตำแหน่ง{officer.title}ในวันที่ {thai_date(on)} โปรดตรวจสอบตำแหน่งและวันที่",
        f"Nobody holds the post {officer.title} on {on}; check the post and the day.",
    )


def end_regular(session: Session, officer: Officer, person_id: int, from_on: date) -> Assignment | None:
    """End the regular holder's open assignment the day before another takes the post, if there is one.

    Raises ``ProcedureError`` ``already_assigned`` where it is the same person.
    """
    regular = session.exec(
        select(Assignment).where(
            Assignment.officer_id == officer.id,
            Assignment.capacity == Capacity.OWN,
            col(Assignment.until_on).is_(None),
            col(Assignment.from_on) < from_on,
        )
    ).first()
    if regular is None:
        return None
    if regular.person_id == person_id:
        raise _already_assigned(officer)
    regular.until_on = from_on - timedelta(days=1)
    session.add(regular)
    session.flush()
    return regular


def assign(session: Session, officer: Officer, person_id: int, tenure: Tenure) -> Assignment:
    """Write an assignment, having seen that nobody else holds the post in the same way meanwhile.

    Raises ``ProcedureError``: ``overlapping``, ``already_assigned``.
    """
    own = tenure.capacity is Capacity.OWN
    alike = col(Assignment.capacity) == Capacity.OWN if own else col(Assignment.capacity) != Capacity.OWN
    others = session.exec(
        select(Assignment)
        .where(Assignment.officer_id == officer.id, alike, _meets(tenure.from_on, tenure.until_on))
        .order_by(col(Assignment.from_on))
    ).first()
    if others is not None:
        until = f"ถึงวันที่ {thai_date(others.until_on)}" if others.until_on else "โดยไม่กำหนดวันสิ้นสุด"
        raise ProcedureError(
            "overlapping",
            f"มีผู้{'ดำรงตำแหน่ง' if own else 'ทำหน้าที่แทนใน'}{officer.title} ตั้งแต่วันที่ {thai_date(others.from_on)} "
            f"{until} อยู่แล้ว โปรดตรวจสอบวันที่ หรือบันทึกการพ้นตำแหน่งก่อน",
            f"{officer.title} is already {'held' if own else 'acted in'} from {others.from_on} "
            f"until {others.until_on or 'further notice'}; check the dates, or end that assignment first.",
        )
    same_day = select(Assignment).where(
        Assignment.officer_id == officer.id,
        Assignment.person_id == person_id,
        Assignment.from_on == tenure.from_on,
    )
    if session.exec(same_day).first():
        raise _already_assigned(officer)
    assignment = Assignment(
        organization_id=officer.organization_id,
        officer_id=identity(officer.id),
        person_id=person_id,
        from_on=tenure.from_on,
        until_on=tenure.until_on,
        capacity=tenure.capacity,
        authority=tenure.authority,
    )
    session.add(assignment)
    session.flush()
    return assignment


def _already_assigned(officer: Officer) -> ProcedureError:
    return ProcedureError(
        "already_assigned",
        f"บุคคลนี้ดำรงตำแหน่ง{officer.title}อยู่แล้ว จึงไม่ต้องบันทึกซ้ำ",
        f"This person already holds the post {officer.title}; there is nothing to record.",
    )


def _meets(from_on: date, until_on: date | None) -> ColumnElement[bool]:
    """Return the condition that an assignment shares a day with a period; no last day is for good."""
    ends_later = or_(col(Assignment.until_on).is_(None), col(Assignment.until_on) >= from_on)
    return ends_later if until_on is None else (col(Assignment.from_on) <= until_on) & ends_later
