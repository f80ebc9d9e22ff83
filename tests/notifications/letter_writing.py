"""Letters for tests: notices of real duties, told to a post's holder on a Bangkok day, written as a message."""

from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session, col, select

from models.kinds import Language, NoticeKind, NoticeState, ObligationRule
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Officer, Person
from notifications.digest import WrittenMessage, link_targets, render, write_digest
from procedure.calendar import at
from procedure.holiday_days import office_working_days
from procedure.permissions import holder_of
from procedure.plans import identity
from tests.offices import Desk

WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"
WORKS_HEAD, FINANCE_HEAD = "ผู้อำนวยการกองช่าง", "ผู้อำนวยการกองคลัง"
CLERK, EXECUTIVE = "ปลัดเทศบาลตำบลตัวอย่าง", "นายกเทศมนตรีตำบลตัวอย่าง"
ANALYST = "นักวิเคราะห์นโยบายและแผนชำนาญการ"
DUE = date(2026, 1, 15)  # a Thursday
REPORT = ObligationRule.REPORT_QUARTER
OPENING, REMINDER, ESCALATION = NoticeKind.OPENING, NoticeKind.REMINDER, NoticeKind.ESCALATION


@dataclass(frozen=True)
class Told:
    """One thing told: to which post, of whose duty, on which rung, and in whose place."""

    post: str = WORKS
    owner: str = WORKS
    rung: str = "due-3"
    kind: NoticeKind = REMINDER
    passed_from: str = ""
    rule: ObligationRule = REPORT


def post_id(session: Session, title: str) -> int:
    return identity(session.exec(select(Officer.id).where(Officer.title == title)).one())


def new_message(session: Session, reader: str, on: date, *, kind: NoticeKind = REMINDER, number: int = 1) -> Message:
    """Keep a message to whoever holds a post on a day, outside the ledger's own planning."""
    holder = holder_of(session, post_id(session, reader), on)
    assert holder is not None
    instant = at(on, time(8, 30))
    message = Message(
        organization_id=1,
        person_id=holder.person_id,
        day=on,
        channel="mail",
        digest=False,
        kind=kind,
        message_id=f"test-{on}-{post_id(session, reader)}-{number}@traimas",
        send_at=instant,
        give_up_at=instant,
    )
    session.add(message)
    session.flush()
    return message


def add_notice(session: Session, told: Told, on: date, state: NoticeState = NoticeState.PLANNED) -> Notice:
    obligation = session.exec(
        select(Obligation)
        .join(Officer, col(Officer.id) == col(Obligation.officer_id))
        .where(Officer.title == told.owner, Obligation.rule == told.rule)
    ).one()
    post = post_id(session, told.post)
    holder = holder_of(session, post, on)
    notice = Notice(
        organization_id=1,
        obligation_id=obligation.id,
        officer_id=post,
        person_id=holder.person_id if holder else None,
        rung=told.rung,
        due_version=obligation.due_version,
        kind=told.kind,
        state=state,
        passed_from_id=post_id(session, told.passed_from) if told.passed_from else None,
    )
    session.add(notice)
    session.flush()
    return notice


def event_notice(session: Session, kind: str, told: str, told_as: NoticeKind) -> Notice:
    """Return a notice, not kept, of the newest event of a kind."""
    event = session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id).desc())).first()
    assert event is not None
    return Notice(organization_id=1, event_id=event.id, officer_id=post_id(session, told), rung="event", kind=told_as)


def write_letter(
    desk: Desk,
    on: date,
    *told: Told,
    reader: str = "",
    language: Language = Language.THAI,
    also_told: tuple[Told, ...] = (),
    public_url: str | None = None,
) -> WrittenMessage:
    """Write the letter of a day with some notices, while others are told too; nothing of it is kept."""
    with desk.database.write() as session:
        message = new_message(session, reader or told[0].post, on)
        person = session.get_one(Person, message.person_id)
        person.language = language
        session.add(person)
        for other in also_told:
            add_notice(session, other, on)
        notices = [add_notice(session, one, on) for one in told]
        written = write_digest(session, message, notices, at(on, time(8, 30)), office_working_days(session), public_url)
        session.rollback()
        return written


def links_of(written: WrittenMessage) -> dict[str, str]:
    """Return a link for each of a message's pages."""
    return {target: f"https://plan.example.go.th/in/token{n}" for n, target in enumerate(link_targets(written))}


def texts(written: WrittenMessage) -> tuple[str, str]:
    """Return a message's text and HTML with its links."""
    return render(written, links_of(written))
