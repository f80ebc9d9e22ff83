"""The committees of the regulation: their appointments, the members in force on a day, quorum and meetings.

Source: MOI Regulation 2548 as amended, cl. 8 (development), 9 (support), 28 (evaluation).
"""

from datetime import date
from typing import Literal

from pydantic import Field
from sqlmodel import Session, col, select

from models.committees import Committee, CommitteeAppointment, CommitteeMember, Meeting
from models.kinds import CommitteeKind, MemberRole
from models.organizations import Officer
from procedure.act import Facts
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.plans import identity

CLAUSES = {
    CommitteeKind.DEVELOPMENT: "ข้อ ๘",
    CommitteeKind.SUPPORT: "ข้อ ๙",
    CommitteeKind.EVALUATION: "ข้อ ๒๘",
}


class MemberDescription(Facts):
    """A member by post: one of our posts by its title, or a title from outside (ผู้แทนประชาคม หมู่ที่ ๑)."""

    title: str = Field(title="ตำแหน่งกรรมการ", min_length=1)
    role: MemberRole = Field(default=MemberRole.MEMBER, title="หน้าที่ในคณะกรรมการ")


class AppointmentDescription(Facts):
    """An order that appoints a committee's members for a term; both days inclusive."""

    committee: CommitteeKind = Field(title="คณะกรรมการ (support สนับสนุน, development พัฒนา, evaluation ติดตาม)")
    order_number: str = Field(title="คำสั่งที่", examples=["101/2568"], min_length=1)
    ordered_on: date = Field(title="คำสั่งลงวันที่")
    from_on: date = Field(title="ดำรงตำแหน่งตั้งแต่วันที่")
    until_on: date = Field(title="ครบวาระวันที่")
    members: list[MemberDescription] = Field(title="กรรมการ", min_length=1)


def quorum_of(rule: Literal["half", "more_than_half", "two_thirds"], members: int) -> int:
    """Return the least number of members present that may resolve.

    No clause on the quorum was seen (domain.md 1.2), so the rule is the office's setting. ``half`` is not less than
    half: three of five, and three of six.
    """
    if rule == "more_than_half":
        return members // 2 + 1
    if rule == "two_thirds":
        return -(-2 * members // 3)
    return -(-members // 2)


def committee_of(session: Session, organization_id: int, kind: CommitteeKind) -> Committee:
    """Return a committee of an organization. Raises ``ProcedureError`` ``no_committee``."""
    committee = session.exec(
        select(Committee).where(Committee.organization_id == organization_id, Committee.kind == kind)
    ).first()
    if committee is None:
        raise ProcedureError(
            "no_committee",
            f"หน่วยงานยังไม่มีคณะกรรมการตาม{CLAUSES[kind]}ในทะเบียน โปรดเพิ่มก่อน",
            f"The organization has no {kind.value} committee on record; add it first.",
            clause=CLAUSES[kind],
        )
    return committee


def appoint(session: Session, organization_id: int, described: AppointmentDescription) -> CommitteeAppointment:
    """Write an appointment with its members; a member whose title is one of our posts is bound to it.

    Raises ``ProcedureError``: ``no_committee``, ``bad_term``, ``appointment_exists``, ``double_member``, ``one_chair``.
    """
    committee = committee_of(session, organization_id, described.committee)
    if described.until_on < described.from_on:
        raise ProcedureError(
            "bad_term",
            f"วันครบวาระ ({thai_date(described.until_on)}) อยู่ก่อนวันเริ่มดำรงตำแหน่ง โปรดตรวจสอบวันที่",
            f"The term ends ({described.until_on}) before it begins ({described.from_on}); check the dates.",
        )
    if session.exec(
        select(CommitteeAppointment).where(
            CommitteeAppointment.committee_id == committee.id,
            CommitteeAppointment.order_number == described.order_number,
            CommitteeAppointment.ordered_on == described.ordered_on,
        )
    ).first():
        raise ProcedureError(
            "appointment_exists",
            f"บันทึกคำสั่งที่ {described.order_number} ลงวันที่ {thai_date(described.ordered_on)} ไว้แล้ว",
            f"The order {described.order_number} of {described.ordered_on} is already recorded.",
        )
    _check_members(described)
    appointment = CommitteeAppointment(
        organization_id=organization_id,
        committee_id=identity(committee.id),
        **described.model_dump(include={"order_number", "ordered_on", "from_on", "until_on"}),
    )
    session.add(appointment)
    session.flush()
    posts = {
        row.title: row.id for row in session.exec(select(Officer).where(Officer.organization_id == organization_id))
    }
    for position, member in enumerate(described.members, start=1):
        session.add(
            CommitteeMember(
                organization_id=organization_id,
                appointment_id=identity(appointment.id),
                position=position,
                title=member.title,
                role=member.role,
                officer_id=posts.get(member.title),
            )
        )
    session.flush()
    return appointment


def _check_members(described: AppointmentDescription) -> None:
    titles = [member.title for member in described.members]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise ProcedureError(
            "double_member",
            f"มีกรรมการซ้ำกัน: {', '.join(twice)} โปรดระบุให้ต่างกัน เช่น คนที่ ๑ คนที่ ๒",
            f"These members stand twice: {', '.join(twice)}; tell them apart, such as by number.",
        )
    chairs = sum(member.role is MemberRole.CHAIR for member in described.members)
    # The evaluation committee elects its chair from among its members (domain.md 1.2), perhaps after the order.
    least = 0 if described.committee is CommitteeKind.EVALUATION else 1
    if not least <= chairs <= 1:
        raise ProcedureError(
            "one_chair",
            f"คณะกรรมการต้องมีประธานกรรมการหนึ่งคน แต่ระบุไว้ {chairs} คน",
            f"A committee has one chair; {chairs} are named.",
            clause=CLAUSES[described.committee],
        )


def appointment_on(session: Session, committee: Committee, on: date) -> CommitteeAppointment:
    """Return the appointment in force on a Bangkok day: of several, the one of the latest first day.

    Raises ``ProcedureError`` ``no_appointment``.
    """
    appointment = session.exec(
        select(CommitteeAppointment)
        .where(
            CommitteeAppointment.committee_id == committee.id,
            col(CommitteeAppointment.from_on) <= on,
            col(CommitteeAppointment.until_on) >= on,
        )
        .order_by(
            col(CommitteeAppointment.from_on).desc(),
            col(CommitteeAppointment.ordered_on).desc(),
            col(CommitteeAppointment.id).desc(),
        )
    ).first()
    if appointment is None:
        raise ProcedureError(
            "no_appointment",
            f"ไม่มีคำสั่งแต่งตั้ง{committee.title}ที่ใช้บังคับในวันที่ {thai_date(on)} โปรดบันทึกคำสั่งแต่งตั้งก่อน",
            f"No appointment of the {committee.kind.value} committee is in force on {on}; record the order first.",
            clause=CLAUSES[committee.kind],
        )
    return appointment


def members_of(session: Session, appointment: CommitteeAppointment) -> list[CommitteeMember]:
    """Return the members of an appointment in the order's own order."""
    mine = select(CommitteeMember).where(CommitteeMember.appointment_id == appointment.id)
    return list(session.exec(mine.order_by(col(CommitteeMember.position))))


def find_meeting(session: Session, committee: Committee, number: str) -> Meeting | None:
    """Return a committee's meeting by its number, if it is on record."""
    return session.exec(select(Meeting).where(Meeting.committee_id == committee.id, Meeting.number == number)).first()


def resolving_meeting(session: Session, committee: Committee, number: str, held_on: date) -> Meeting:
    """Return the meeting on record at which a resolution could be made.

    Raises ``ProcedureError``: ``no_meeting``, ``meeting_date_differs``, ``no_quorum``.
    """
    meeting = find_meeting(session, committee, number)
    if meeting is None:
        raise ProcedureError(
            "no_meeting",
            f"ยังไม่ได้บันทึกการประชุม{committee.title} ครั้งที่ {number} โปรดบันทึกการประชุมและผู้เข้าประชุมก่อน",
            f"The meeting {number} of the {committee.kind.value} committee is not on record; record it first.",
            clause=CLAUSES[committee.kind],
        )
    if meeting.held_on != held_on:
        raise ProcedureError(
            "meeting_date_differs",
            f"การประชุมครั้งที่ {number} บันทึกไว้เป็นวันที่ {thai_date(meeting.held_on)} ไม่ใช่วันที่ {thai_date(held_on)} "
            "โปรดตรวจสอบวันที่หรือครั้งที่ของการประชุม",
            f"The meeting {number} is on record for {meeting.held_on}, not {held_on}; check the date or the number.",
        )
    if meeting.present < meeting.quorum:
        raise ProcedureError(
            "no_quorum",
            f"การประชุมครั้งที่ {number} ไม่ครบองค์ประชุม (มาประชุม {meeting.present} คน จาก {meeting.members} คน "
            f"องค์ประชุม {meeting.quorum} คน) จึงลงมติไม่ได้ โปรดนัดประชุมใหม่",
            f"The meeting {number} had no quorum ({meeting.present} of {meeting.members}, {meeting.quorum} needed); "
            "nothing can be resolved in it. Call another meeting.",
        )
    return meeting
