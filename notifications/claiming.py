"""Claiming a due message: one sender gets it, it is looked at once more, put into words, and only then sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, or_, select, update

from models.contacts import Contact
from models.database import Database
from models.kinds import MessageState, NoticeKind
from models.notices import Message, MessageAttempt
from models.settings import OfficeSettings, Settings
from notifications.giving_up import QUOTA_SPENT, end_unsent
from notifications.limits import put_off, put_off_until, quota_spent
from notifications.messages import ASKED_FOR_NOW, allowed_from, office_settings
from notifications.still_true import still_to_tell
from notifications.writing import SIGN_IN_VALID_FOR, ReadyMessage, write
from procedure.calendar import WorkingDays
from procedure.contacts import MAIL, contact_in_use
from procedure.plans import identity

# An attempt is bounded well below this (``notifications.channels``): an older claim is a crash's.
CLAIM_TIMEOUT = timedelta(minutes=10)
# An attempt that comes later than this after it was due: nothing was sent at all meanwhile.
DOWNTIME = timedelta(hours=1)
# A message at which the sender stopped so often before it could record anything is not tried again.
MOST_STOPS = 10
WAITING = (MessageState.PLANNED, MessageState.FAILED, MessageState.UNKNOWN)


@dataclass(frozen=True)
class Claim:
    """A message that is ours to send, written and ready, as its ``attempt``-th attempt."""

    message_id: int
    organization_id: int
    channel: str
    digest: bool
    header_id: str
    attempt: int
    claimed_at: datetime
    notice_ids: tuple[int, ...]
    ready: ReadyMessage = field(repr=False)


@dataclass(frozen=True)
class Passed:
    """A due message that is not sent now: ended at its claim, over a limit until an instant, or not ours."""

    state: MessageState | None = None
    put_off_until: datetime | None = None


def due(database: Database, as_of: datetime, *, mail: bool) -> list[int]:
    """Return the messages to claim at an instant: what a person asked for first, what a crash left behind last.

    In an office's quiet hours only what was asked for now. Without ``mail``, none that goes by mail.
    """
    with database.read() as session:
        statement = select(col(Message.id), col(Message.organization_id), col(Message.kind)).where(_claimable(as_of))
        if not mail:
            statement = statement.where(Message.channel != MAIL)
        rows = session.exec(
            statement.order_by(
                col(Message.digest), col(Message.state) == MessageState.CLAIMED, col(Message.send_at), col(Message.id)
            )
        ).all()
        offices = {organization for _id, organization, _kind in rows}
        quiet = {one for one in offices if allowed_from(office_settings(session, one), as_of) > as_of}
        return [identity(id_) for id_, organization, kind in rows if organization not in quiet or kind in ASKED_FOR_NOW]


def claim(
    session: Session, message_id: int, at: datetime, settings: Settings, working_days: WorkingDays
) -> Claim | Passed:
    """Claim one message by conditional update, drop what no longer needs telling, and write the rest."""
    message = session.get_one(Message, message_id)
    office = office_settings(session, message.organization_id)
    if message.kind not in ASKED_FOR_NOW and allowed_from(office, at) > at:
        return Passed()
    until = put_off_until(session, message.channel, at, CLAIM_TIMEOUT, settings)
    if until is not None:
        put_off(session, message.channel, at, until)
        return Passed(put_off_until=until)
    # Looked at before the claim itself counts as on its way.
    spent = quota_spent(session, message.organization_id, message.channel, at, CLAIM_TIMEOUT)
    if not claimed_by_us(session, message_id, at):
        return Passed()
    session.refresh(message)
    _keep_budget(message, office, at)
    if _stops(session, message) >= MOST_STOPS:
        return _end(session, message, MessageState.GIVEN_UP, "sender_stopped", at)
    notices = still_to_tell(session, message) if message.digest else []
    if message.digest and not notices:
        return _withdraw(session, message, at)
    contact = _contact(session, message)
    if contact is None:
        return _end(session, message, MessageState.WITHDRAWN, "no_address", at)
    if spent:
        return _end(session, message, MessageState.GIVEN_UP, QUOTA_SPENT, at)
    ready = write(session, message, notices, contact, at, office, settings, working_days)
    if ready is None:
        return _withdraw(session, message, at)
    message.attempts += 1
    message.contact_id, message.kind, message.subject = contact.id, ready.written.kind, ready.written.subject
    message.template_version = ready.written.template_version
    session.add(message)
    return Claim(
        message_id=message_id,
        organization_id=message.organization_id,
        channel=message.channel,
        digest=message.digest,
        header_id=message.message_id,
        attempt=message.attempts,
        claimed_at=at,
        notice_ids=tuple(identity(notice.id) for notice in notices),
        ready=ready,
    )


def claimed_by_us(session: Session, message_id: int, at: datetime) -> bool:
    """Claim a message if it still can be: of several senders at once, one is told yes."""
    claiming = (
        update(Message)
        .where(col(Message.id) == message_id, _claimable(at))
        .values(state=MessageState.CLAIMED, claimed_at=at)
    )
    return bool(session.exec(claiming).rowcount)


def _claimable(as_of: datetime) -> ColumnElement[bool]:
    waiting = col(Message.state).in_(WAITING) & (col(Message.send_at) <= as_of)
    abandoned = (col(Message.state) == MessageState.CLAIMED) & (col(Message.claimed_at) <= as_of - CLAIM_TIMEOUT)
    return or_(waiting, abandoned)


def _keep_budget(message: Message, office: OfficeSettings, at: datetime) -> None:
    """Count the hours of retrying from the first attempt; while no sender ran at all they stand still."""
    awaited = message.send_at + DOWNTIME
    awaited = awaited if message.kind in ASKED_FOR_NOW else allowed_from(office, awaited)
    if message.attempts == 0:
        hours = timedelta(hours=office.retry_hours)
        message.give_up_at = at + (min(hours, SIGN_IN_VALID_FOR) if message.kind is NoticeKind.SIGN_IN else hours)
    elif at > awaited:
        message.give_up_at += at - awaited


def _stops(session: Session, message: Message) -> int:
    """Return how many attempts left no record: their senders stopped."""
    recorded = select(func.count()).select_from(MessageAttempt).where(MessageAttempt.message_ref == message.id)
    return message.attempts - session.exec(recorded).one()


def _contact(session: Session, message: Message) -> Contact | None:
    """Return where a message goes: the address to be confirmed, or the one in use now."""
    if message.kind is not NoticeKind.CONFIRMATION:
        return contact_in_use(session, message.person_id, message.channel)
    asked = session.get_one(Contact, message.contact_id)
    return asked if asked.ended_at is None else None


def _withdraw(session: Session, message: Message, at: datetime) -> Passed:
    message.state, message.reason, message.ended_at = MessageState.WITHDRAWN, "nothing_left_to_tell", at
    session.add(message)
    return Passed(MessageState.WITHDRAWN)


def _end(session: Session, message: Message, state: MessageState, reason: str, at: datetime) -> Passed:
    return Passed(end_unsent(session, message, state, reason, at))
