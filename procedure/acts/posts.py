"""Who holds a post between two dates: assignments, their end, and leave with a substitute.

Not offered in the Prefect UI: the facts hold names and addresses. The audit holds a digest of them.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.addresses import address_keys
from models.kinds import Capacity
from models.organizations import Assignment, Leave, Person
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.assignments import (
    Tenure,
    assign,
    end_regular,
    post_by_title,
    require_authority,
    require_order,
    vacant,
)
from procedure.audit import canonical_json
from procedure.calendar import thai_date
from procedure.contacts import add_register_address, persons_at
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission, holder_of, in_force
from procedure.plans import identity


class AssignPost(Facts):
    """A person takes a post, in their own right or acting. A known address means the person on record."""

    officer: str = Field(title="ตำแหน่ง", min_length=1)
    name: str = Field(default="", title="ชื่อผู้ดำรงตำแหน่ง (เว้นว่างได้เมื่อมีที่อยู่อีเมลในทะเบียนแล้ว)")
    email: str | None = Field(default=None, title="อีเมล", pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")
    from_on: date = Field(title="ตั้งแต่วันที่")
    until_on: date | None = Field(default=None, title="ถึงวันที่ (เว้นว่าง = ไม่กำหนด)")
    capacity: Capacity = Field(
        default=Capacity.OWN,
        title="โดย (own ดำรงตำแหน่ง, acting รักษาราชการแทน, on_behalf ปฏิบัติราชการแทน, performing ปฏิบัติหน้าที่)",
    )
    authority: str = Field(default="", title="คำสั่งหรือกฎหมายที่ให้อำนาจ")


class EndAssignment(Facts):
    """Whoever holds a post gives it up. ``capacity`` tells an acting holder from the regular one."""

    officer: str = Field(title="ตำแหน่ง", min_length=1)
    until_on: date = Field(title="วันสุดท้ายที่ดำรงตำแหน่ง")
    capacity: Capacity | None = Field(default=None, title="โดย (เว้นว่าง = ผู้ทำหน้าที่อยู่ในวันนั้น)")


class RecordLeave(Facts):
    """Whoever holds a post is on leave; the holder of another post may act for them meanwhile."""

    officer: str = Field(title="ตำแหน่งของผู้ลา", min_length=1)
    from_on: date = Field(title="ลาตั้งแต่วันที่")
    until_on: date = Field(title="ลาถึงวันที่")
    substitute: str = Field(default="", title="ตำแหน่งผู้รักษาราชการแทน (ถ้ามี)")
    authority: str = Field(default="", title="คำสั่งหรือกฎหมายที่ให้รักษาราชการแทน")


def assign_post(session: Session, actor: Actor, facts: AssignPost, as_of: datetime) -> Outcome:
    """Record who holds a post; a holder in their own right ends the regular holder's open assignment the day before.

    Days are Bangkok dates, both inclusive, and may lie ahead.

    Raises ``ProcedureError``: ``not_permitted``, ``bad_dates``, ``authority_missing``, ``unknown_officer``,
    ``unknown_person``, ``name_differs``, ``already_assigned``, ``overlapping``.
    """
    recording = begin(session, actor, "assign_post", Permission.KEEP_POSTS, as_of)
    require_order(facts.from_on, facts.until_on)
    if facts.capacity is not Capacity.OWN:
        require_authority(facts.authority, facts.capacity)
    officer = post_by_title(session, actor.organization_id, facts.officer)
    person = _person(session, actor.organization_id, facts)
    ended = None
    if facts.capacity is Capacity.OWN:
        ended = end_regular(session, officer, identity(person.id), facts.from_on)
    tenure = Tenure(facts.from_on, facts.until_on, facts.capacity, facts.authority)
    assignment = assign(session, officer, identity(person.id), tenure)
    known = {"name": facts.name, "email": facts.email}
    recording.write(
        {
            **facts.model_dump(mode="json", exclude={"name", "email"}),
            "person_id": person.id,
            "person_digest": address_keys().fingerprint("person", canonical_json(known)),  # keyed: no guess finds it
            "ended_assignment_id": ended.id if ended else None,
        },
        "post_assigned",
        "assignment",
        identity(assignment.id),
        officer_id=officer.id,
    )
    message_th = f"บันทึกผู้{facts.capacity.name_th or 'ดำรงตำแหน่ง'} {officer.title} ตั้งแต่วันที่ {thai_date(facts.from_on)} แล้ว"
    message_en = f"Assigned the post {officer.title} from {facts.from_on}."
    if ended is not None and ended.until_on is not None:
        message_th += f" ผู้ดำรงตำแหน่งเดิมพ้นตำแหน่งวันที่ {thai_date(ended.until_on)}"
        message_en += f" The holder before ends on {ended.until_on}."
    return Outcome(act="assign_post", message_th=message_th, message_en=message_en, subject_id=identity(assignment.id))


def end_assignment(session: Session, actor: Actor, facts: EndAssignment, as_of: datetime) -> Outcome:
    """End the assignment by which a post is held on its last day; an acting holder goes before the regular one.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``, ``vacant_post``, ``already_ended``.
    """
    recording = begin(session, actor, "end_assignment", Permission.KEEP_POSTS, as_of)
    officer = post_by_title(session, actor.organization_id, facts.officer)
    if facts.capacity is None:
        assignment = holder_of(session, identity(officer.id), facts.until_on)
    else:
        assignment = session.exec(
            select(Assignment).where(
                Assignment.officer_id == officer.id,
                Assignment.capacity == facts.capacity,
                in_force(Assignment, facts.until_on),
            )
        ).first()
    if assignment is None:
        raise vacant(officer, facts.until_on)
    if assignment.until_on == facts.until_on:
        raise ProcedureError(
            "already_ended",
            f"บันทึกการพ้นตำแหน่ง{officer.title} วันที่ {thai_date(facts.until_on)} ไว้แล้ว",
            f"The assignment to {officer.title} already ends on {facts.until_on}.",
        )
    assignment.until_on = facts.until_on
    session.add(assignment)
    recording.write(
        {**facts.model_dump(mode="json"), "person_id": assignment.person_id},
        "assignment_ended",
        "assignment",
        identity(assignment.id),
        officer_id=officer.id,
    )
    return Outcome(
        act="end_assignment",
        message_th=f"บันทึกการพ้นตำแหน่ง {officer.title} โดยวันสุดท้ายคือวันที่ {thai_date(facts.until_on)} แล้ว",
        message_en=f"Ended the assignment to {officer.title}; its last day is {facts.until_on}.",
        subject_id=identity(assignment.id),
    )


def record_leave(session: Session, actor: Actor, facts: RecordLeave, as_of: datetime) -> Outcome:
    """Record the leave of a post's regular holder; a substitute acts in the post between the same days.

    The same leave may be recorded again for another post of the same person, to name its substitute.

    Raises ``ProcedureError``: ``not_permitted``, ``bad_dates``, ``authority_missing``, ``unknown_officer``,
    ``vacant_post``, ``leave_exists``, ``same_person``, ``substitute_on_leave``, ``overlapping``, ``already_assigned``.
    """
    recording = begin(session, actor, "record_leave", Permission.KEEP_POSTS, as_of)
    require_order(facts.from_on, facts.until_on)
    if facts.substitute:
        require_authority(facts.authority, Capacity.ACTING)
    officer = post_by_title(session, actor.organization_id, facts.officer)
    regular = session.exec(
        select(Assignment).where(
            Assignment.officer_id == officer.id,
            Assignment.capacity == Capacity.OWN,
            in_force(Assignment, facts.from_on),
        )
    ).first()
    holder = regular or holder_of(session, identity(officer.id), facts.from_on)
    if holder is None:
        raise vacant(officer, facts.from_on)
    leave = _leave(session, holder, facts)
    acting = None
    if facts.substitute:
        tenure = Tenure(facts.from_on, facts.until_on, Capacity.ACTING, facts.authority)
        acting = assign(session, officer, _substitute(session, holder, facts), tenure)
    recording.write(
        {
            **facts.model_dump(mode="json"),
            "person_id": holder.person_id,
            "assignment_id": acting.id if acting else None,
        },
        "leave_recorded",
        "leave",
        identity(leave.id),
        officer_id=officer.id,
    )
    meanwhile = f" โดย{facts.substitute}รักษาราชการแทน" if facts.substitute else ""
    return Outcome(
        act="record_leave",
        message_th=f"บันทึกการลาของผู้ดำรงตำแหน่ง {officer.title} วันที่ {thai_date(facts.from_on)} "
        f"ถึงวันที่ {thai_date(facts.until_on)} แล้ว{meanwhile}",
        message_en=f"Recorded the leave of the holder of {officer.title}, {facts.from_on} to {facts.until_on}"
        + (f"; {facts.substitute} acts meanwhile." if facts.substitute else "."),
        subject_id=identity(leave.id),
        warnings_th=[] if facts.substitute else ["ไม่มีผู้รักษาราชการแทน ระหว่างลาข้อความแจ้งเตือนของตำแหน่งนี้จะส่งถึงผู้บังคับบัญชาแทน"],
    )


def _person(session: Session, organization_id: int, facts: AssignPost) -> Person:
    """Return the person on record by the address, or a new one; a name that is not the record's is refused."""
    person = None
    if facts.email is not None:
        person = next(iter(persons_at(session, facts.email, organization_id)), None)
    if person is None:
        if not facts.name:
            raise ProcedureError(
                "unknown_person",
                "ไม่พบบุคคลที่ใช้อีเมลนี้ในทะเบียน โปรดระบุชื่อด้วย",
                "Nobody on record has this address; give the person's name too.",
            )
        person = Person(organization_id=organization_id, name=facts.name)
        session.add(person)
        session.flush()
        if facts.email is not None:
            add_register_address(session, person, facts.email)
    elif facts.name and facts.name != person.name:
        raise ProcedureError(
            "name_differs",
            "อีเมลนี้เป็นของบุคคลอื่นในทะเบียน โปรดตรวจสอบชื่อหรืออีเมล",
            "This address is on record under another name; check the name or the address.",
        )
    return person


def _leave(session: Session, holder: Assignment, facts: RecordLeave) -> Leave:
    """Return the leave, new or, where another post's substitute is being named, as it stands."""
    known = session.exec(
        select(Leave).where(
            Leave.person_id == holder.person_id,
            col(Leave.from_on) <= facts.until_on,
            col(Leave.until_on) >= facts.from_on,
        )
    ).first()
    if known is not None:
        if facts.substitute and (known.from_on, known.until_on) == (facts.from_on, facts.until_on):
            return known
        raise ProcedureError(
            "leave_exists",
            f"บันทึกการลาวันที่ {thai_date(known.from_on)} ถึงวันที่ {thai_date(known.until_on)} ของผู้นี้ไว้แล้ว",
            f"A leave of this person from {known.from_on} to {known.until_on} is already recorded.",
        )
    leave = Leave(
        organization_id=holder.organization_id,
        person_id=holder.person_id,
        from_on=facts.from_on,
        until_on=facts.until_on,
    )
    session.add(leave)
    session.flush()
    return leave


def _substitute(session: Session, holder: Assignment, facts: RecordLeave) -> int:
    """Return the person who acts meanwhile: the holder of the substitute's post, and not on leave themselves."""
    officer = post_by_title(session, holder.organization_id, facts.substitute)
    substitute = holder_of(session, identity(officer.id), facts.from_on)
    if substitute is None:
        raise vacant(officer, facts.from_on)
    if substitute.person_id == holder.person_id:
        raise ProcedureError(
            "same_person",
            f"ผู้ดำรงตำแหน่ง{officer.title}เป็นบุคคลเดียวกับผู้ลา โปรดระบุผู้รักษาราชการแทนคนอื่น",
            f"The holder of {officer.title} is the very person on leave; name another substitute.",
        )
    away = select(Leave).where(
        Leave.person_id == substitute.person_id,
        col(Leave.from_on) <= facts.until_on,
        col(Leave.until_on) >= facts.from_on,
    )
    if session.exec(away).first():
        raise ProcedureError(
            "substitute_on_leave",
            f"ผู้ดำรงตำแหน่ง{officer.title}ลาในช่วงเดียวกัน โปรดระบุผู้รักษาราชการแทนคนอื่น",
            f"The holder of {officer.title} is on leave in that time; name another substitute.",
        )
    return substitute.person_id


ACTS = (
    RegisteredAct(
        act=assign_post,
        facts=AssignPost,
        permission=Permission.KEEP_POSTS,
        command=("officer", "assign"),
        title_th="บันทึกผู้ดำรงตำแหน่ง",
        in_prefect=False,
    ),
    RegisteredAct(
        act=end_assignment,
        facts=EndAssignment,
        permission=Permission.KEEP_POSTS,
        command=("officer", "end"),
        title_th="บันทึกการพ้นตำแหน่ง",
        in_prefect=False,
    ),
    RegisteredAct(
        act=record_leave,
        facts=RecordLeave,
        permission=Permission.KEEP_POSTS,
        command=("officer", "leave"),
        title_th="บันทึกการลาและผู้รักษาราชการแทน",
        in_prefect=False,
    ),
)
