"""Sending anew what was given up: by an administrator, once what stood in its way is mended."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.kinds import MessageState, NoticeState, ObligationState
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Officer, Organization
from models.settings import OfficeSettings
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.assignments import post_by_title
from procedure.calendar import thai_date, thai_digits
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import identity
from procedure.resending import carry_again


class SendAgain(Facts):
    """What could not be delivered to a post is to be sent anew."""

    post: str = Field(title="ตำแหน่งที่ส่งข้อความไม่สำเร็จ", min_length=1)
    day: date = Field(title="วันที่ของข้อความ")


def send_again(session: Session, actor: Actor, facts: SendAgain, as_of: datetime) -> Outcome:
    """Plan anew what was given up for a post on a Bangkok day: in the person's next message, at the next send hour.

    What has been met, or told by a later rung, is left out; the sender looks once more before it sends. The message
    that was given up stays as it ended. Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``,
    ``nothing_given_up``, ``nothing_to_send``.
    """
    recording = begin(session, actor, "send_again", Permission.SEND_AGAIN, as_of)
    officer = post_by_title(session, actor.organization_id, facts.post)
    given_up = _given_up(session, officer, facts.day)
    if not given_up:
        raise ProcedureError(
            "nothing_given_up",
            f"ไม่มีข้อความของวันที่ {thai_date(facts.day)} ถึง{officer.title} ที่ส่งไม่สำเร็จ โปรดตรวจสอบ",
            f"No message of {facts.day} to {officer.title} was given up; check the post and the day.",
        )
    office = OfficeSettings.model_validate(session.get_one(Organization, actor.organization_id).settings)
    moved: list[dict[str, object]] = []
    for message in given_up:
        notices = _still_true(session, message)
        if notices:
            moved.append(carry_again(session, message, notices, office, as_of))
    if not moved:
        raise ProcedureError(
            "nothing_to_send",
            "เรื่องในข้อความนั้นดำเนินการแล้วหรือมีข้อความใหม่กว่า จึงไม่ต้องส่งใหม่",
            "What the message told is met, or a newer notice took its place; there is nothing to send.",
        )
    recording.write(
        {**facts.model_dump(mode="json"), "moved": moved},
        "sent_again",
        "officer",
        identity(officer.id),
        messages=[one["to"] for one in moved],
    )
    return recording.outcome(
        f"จะส่งข้อความของวันที่ {thai_date(facts.day)} ถึง{officer.title} ใหม่ จำนวน {thai_digits(len(moved))} ฉบับ",
        f"{len(moved)} message(s) of {facts.day} to {officer.title} will be sent again.",
        identity(officer.id),
    )


def _given_up(session: Session, officer: Officer, day: date) -> list[Message]:
    told = select(Notice.id).where(
        Notice.message_ref == Message.id, Notice.officer_id == officer.id, Notice.state == NoticeState.NOT_SENT
    )
    return list(
        session.exec(
            select(Message)
            .where(
                Message.organization_id == officer.organization_id,
                Message.day == day,
                Message.state == MessageState.GIVEN_UP,
                Message.digest,
                told.exists(),
            )
            .order_by(col(Message.id))
        )
    )


def _still_true(session: Session, message: Message) -> list[Notice]:
    """Return the notices of a given-up message that are still to be told; of events the sender decides."""
    rows = session.exec(
        select(Notice)
        .where(
            Notice.organization_id == message.organization_id,
            Notice.message_ref == message.id,
            Notice.state == NoticeState.NOT_SENT,
            Notice.reason == message.reason,  # what was dropped before, as met, keeps its own reason
        )
        .order_by(col(Notice.id))
    ).all()
    owed = select(Obligation).where(
        Obligation.organization_id == message.organization_id,
        Obligation.state == ObligationState.OPEN,
        col(Obligation.id).in_([row.obligation_id for row in rows]),
    )
    versions = {row.id: row.due_version for row in session.exec(owed)}
    newest: dict[int | None, int] = {}
    later = select(col(Notice.obligation_id), col(Notice.id)).where(
        Notice.organization_id == message.organization_id,
        Notice.person_id == message.person_id,
        col(Notice.obligation_id).in_(list(versions)),
        col(Notice.state) != NoticeState.NOT_SENT,
        col(Notice.means).is_(None),
    )
    for obligation_id, number in session.exec(later.order_by(col(Notice.id))):
        newest[obligation_id] = identity(number)
    return [
        row
        for row in rows
        if row.event_id is not None
        or (versions.get(row.obligation_id) == row.due_version and newest.get(row.obligation_id, 0) < identity(row.id))
    ]


ACTS = (
    RegisteredAct(
        send_again,
        SendAgain,
        Permission.SEND_AGAIN,
        ("notices", "send-again"),
        "ส่งข้อความที่ส่งไม่สำเร็จใหม่",
        options={"post": "--officer"},  # --post is who acts
    ),
)
