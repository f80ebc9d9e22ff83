"""Committees: the order that appoints a committee, and its meetings with who attended.

Source: MOI Regulation 2548 as amended, cl. 8, 9 and 28.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.committees import Attendance, CommitteeMember, Meeting
from models.kinds import CommitteeKind
from models.organizations import Organization
from models.settings import OfficeSettings
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.committees import (
    AppointmentDescription,
    appoint,
    appointment_on,
    committee_of,
    find_meeting,
    members_of,
    quorum_of,
)
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import identity


class AppointCommittee(AppointmentDescription):
    """An order appoints a committee's members for a term. It takes the earlier order's place from its first day on."""


class RecordMeeting(Facts):
    """A meeting of a committee, and which members attended, by the titles of the appointment."""

    committee: CommitteeKind = Field(title="คณะกรรมการ (support สนับสนุน, development พัฒนา, evaluation ติดตาม)")
    number: str = Field(title="การประชุมครั้งที่", examples=["1/2568"], min_length=1)
    held_on: date = Field(title="วันที่ประชุม")
    place: str = Field(default="", title="สถานที่ประชุม")
    online: bool = Field(default=False, title="ประชุมผ่านสื่ออิเล็กทรอนิกส์")
    attendees: list[str] = Field(default_factory=list, title="ผู้มาประชุม (ตำแหน่งตามคำสั่งแต่งตั้ง)")


def appoint_committee(session: Session, actor: Actor, facts: AppointCommittee, as_of: datetime) -> Outcome:
    """Record an order that appoints a committee. A term that began before the order is warned of.

    Raises ``ProcedureError``: ``not_permitted``, ``date_in_future``, and what ``appoint`` raises.
    """
    recording = begin(session, actor, "appoint_committee", Permission.APPOINT_COMMITTEE, as_of)
    recording.dated(facts.ordered_on, "วันที่ของคำสั่ง", "The order")
    appointment = appoint(session, actor.organization_id, facts)
    committee = committee_of(session, actor.organization_id, facts.committee)
    recording.write(
        facts.model_dump(mode="json"),
        "committee_appointed",
        "committee_appointment",
        identity(appointment.id),
        committee=facts.committee.value,
    )
    warnings = []
    if facts.from_on < facts.ordered_on:
        warnings.append(
            f"วาระเริ่มวันที่ {thai_date(facts.from_on)} ก่อนวันที่ของคำสั่ง ({thai_date(facts.ordered_on)}) โปรดตรวจสอบ"
        )
    return recording.outcome(
        message_th=f"บันทึกคำสั่งแต่งตั้ง{committee.title} กรรมการ {len(facts.members)} คน "
        f"วาระถึงวันที่ {thai_date(facts.until_on)} แล้ว",
        message_en=f"Appointed the {facts.committee.value} committee: {len(facts.members)} members "
        f"until {facts.until_on}.",
        subject_id=identity(appointment.id),
        warnings_th=warnings,
    )


def record_meeting(session: Session, actor: Actor, facts: RecordMeeting, as_of: datetime) -> Outcome:
    """Record a committee's meeting with its attendance; without a quorum it is kept, but resolves nothing.

    Raises ``ProcedureError``: ``not_permitted``, ``date_in_future``, ``no_place``, ``no_committee``,
    ``meeting_exists``, ``no_appointment``, ``double_attendee``, ``unknown_member``.
    """
    recording = begin(session, actor, "record_meeting", Permission.RECORD_MEETING, as_of)
    recording.dated(facts.held_on, "วันที่ประชุม", "The meeting")
    if not facts.place and not facts.online:
        raise ProcedureError(
            "no_place",
            "โปรดระบุสถานที่ประชุม หรือระบุว่าประชุมผ่านสื่ออิเล็กทรอนิกส์",
            "Say where the meeting was held, or that it was online.",
        )
    committee = committee_of(session, actor.organization_id, facts.committee)
    known = find_meeting(session, committee, facts.number)
    if known is not None:
        raise ProcedureError(
            "meeting_exists",
            f"บันทึกการประชุม{committee.title} ครั้งที่ {facts.number} (วันที่ {thai_date(known.held_on)}) ไว้แล้ว",
            f"The meeting {facts.number} of the {facts.committee.value} committee ({known.held_on}) is on record.",
        )
    appointment = appointment_on(session, committee, facts.held_on)
    members = members_of(session, appointment)
    attending = _attending(members, facts.attendees)
    settings = OfficeSettings.model_validate(session.get_one(Organization, actor.organization_id).settings)
    meeting = Meeting(
        organization_id=actor.organization_id,
        committee_id=identity(committee.id),
        appointment_id=identity(appointment.id),
        number=facts.number,
        held_on=facts.held_on,
        place=facts.place,
        online=facts.online,
        members=len(members),
        present=len(attending),
        quorum=quorum_of(settings.quorum, len(members)),
    )
    session.add(meeting)
    session.flush()
    for member in attending:
        session.add(
            Attendance(
                organization_id=actor.organization_id,
                meeting_id=identity(meeting.id),
                member_id=identity(member.id),
            )
        )
    counted = {"members": meeting.members, "present": meeting.present, "quorum": meeting.quorum}
    recording.write(
        {**facts.model_dump(mode="json"), **counted}, "meeting_held", "meeting", identity(meeting.id), **counted
    )
    warnings, reached = [], ""
    if meeting.present < meeting.quorum:
        reached = " not reached; nothing can be resolved"
        warnings.append(f"ไม่ครบองค์ประชุม (ต้องมาประชุมไม่น้อยกว่า {meeting.quorum} คน) การประชุมครั้งนี้จึงลงมติไม่ได้")
    return recording.outcome(
        message_th=f"บันทึกการประชุม{committee.title} ครั้งที่ {facts.number} แล้ว "
        f"มาประชุม {meeting.present} คน จากกรรมการ {meeting.members} คน",
        message_en=f"Recorded the meeting {facts.number}: {meeting.present} of {meeting.members} present, "
        f"quorum {meeting.quorum}{reached}.",
        subject_id=identity(meeting.id),
        warnings_th=warnings,
    )


def _attending(members: list[CommitteeMember], titles: list[str]) -> list[CommitteeMember]:
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise ProcedureError(
            "double_attendee",
            f"มีผู้มาประชุมซ้ำกัน: {', '.join(twice)}",
            f"These attendees stand twice: {', '.join(twice)}.",
        )
    by_title = {member.title: member for member in members}
    unknown = [title for title in titles if title not in by_title]
    if unknown:
        raise ProcedureError(
            "unknown_member",
            f"ไม่เป็นกรรมการตามคำสั่งแต่งตั้งที่ใช้บังคับในวันประชุม: {', '.join(unknown)} โปรดตรวจสอบตำแหน่งหรือคำสั่ง",
            f"Not members by the appointment in force that day: {', '.join(unknown)}; check the titles or the order.",
        )
    return [by_title[title] for title in titles]


ACTS = (
    RegisteredAct(
        act=appoint_committee,
        facts=AppointCommittee,
        permission=Permission.APPOINT_COMMITTEE,
        command=("committee", "appoint"),
        title_th="บันทึกคำสั่งแต่งตั้งคณะกรรมการ",
    ),
    RegisteredAct(
        act=record_meeting,
        facts=RecordMeeting,
        permission=Permission.RECORD_MEETING,
        command=("committee", "meet"),
        title_th="บันทึกการประชุมคณะกรรมการ",
    ),
)
