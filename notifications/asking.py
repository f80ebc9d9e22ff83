"""Asking for messages that are no digests: sign-in links, confirmations of an address, alarms for administrators."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session, col, select

from models.contacts import Contact
from models.database import one_at_a_time
from models.kinds import MessageState, NoticeKind, Role
from models.notices import Message
from models.organizations import Assignment, Person
from notifications.messages import allowed_from, choose_channel, new_message, office_settings
from procedure.calendar import bangkok_date
from procedure.contacts import MAIL, channels_in_use
from procedure.permissions import officers_with_role, posts_held
from procedure.plans import identity

# Failures gather for so long before they are told of, and an administrator hears of them so often at most.
ALARM_AFTER = timedelta(minutes=5)
ALARM_EVERY = timedelta(hours=1)
_WAITING = (MessageState.PLANNED, MessageState.FAILED, MessageState.UNKNOWN)

log = structlog.get_logger()


def request_sign_in(session: Session, organization_id: int, person_id: int, target: str, as_of: datetime) -> None:
    """Write a sign-in message to where the person is reached; at most one waits at a time."""
    one_at_a_time(session, f"asking:{organization_id}")
    if _waits(session, organization_id, person_id, NoticeKind.SIGN_IN, (*_WAITING, MessageState.CLAIMED)):
        return
    channel = _channel_of(session, person_id)
    _ask(session, organization_id, person_id, as_of, NoticeKind.SIGN_IN, channel).target = target


def request_confirmation(session: Session, contact: Contact, as_of: datetime) -> Message:
    """Write the message that carries an address's code to that very address, and return it.

    One that still waits for the same address is withdrawn: the newest code is the one that counts.
    """
    one_at_a_time(session, f"asking:{contact.organization_id}")
    older = select(Message).where(
        Message.organization_id == contact.organization_id,
        Message.contact_id == contact.id,
        Message.kind == NoticeKind.CONFIRMATION,
        col(Message.state).in_(_WAITING),
    )
    for waiting in session.exec(older.with_for_update()):
        waiting.state, waiting.reason, waiting.ended_at = MessageState.WITHDRAWN, "asked_anew", as_of
        session.add(waiting)
    message = _ask(session, contact.organization_id, contact.person_id, as_of, NoticeKind.CONFIRMATION, contact.channel)
    message.contact_id = contact.id
    session.flush()
    return message


def request_alarm(session: Session, organization_id: int, as_of: datetime, failed_channel: str) -> None:
    """See that an alarm waits for each administrator, where they can over another channel than the one that failed.

    What it says is counted when it is claimed, so one that waits already tells of this failure too.
    """
    one_at_a_time(session, f"asking:{organization_id}")
    settings = office_settings(session, organization_id)
    for person_id in _administrators(session, organization_id, as_of):
        if _waits(session, organization_id, person_id, NoticeKind.ALARM, _WAITING):
            continue
        channel = _channel_of(session, person_id, failed_channel)
        if channel is None:
            log.error("alarm.no_address", organization_id=organization_id, person_id=person_id)
            continue
        told_at = last_alarm_at(session, organization_id, person_id)
        send_at = as_of + ALARM_AFTER if told_at is None else max(as_of + ALARM_AFTER, told_at + ALARM_EVERY)
        message = _ask(session, organization_id, person_id, as_of, NoticeKind.ALARM, channel)
        message.send_at, message.target = allowed_from(settings, send_at), "/deliveries"


def last_alarm_at(session: Session, organization_id: int, person_id: int) -> datetime | None:
    """Return the instant at which the last alarm that reached a person was written."""
    return session.exec(
        select(col(Message.claimed_at))
        .where(
            Message.organization_id == organization_id,
            Message.person_id == person_id,
            Message.kind == NoticeKind.ALARM,
            Message.state == MessageState.SENT,
        )
        .order_by(col(Message.claimed_at).desc())
    ).first()


def _ask(
    session: Session, organization_id: int, person_id: int, as_of: datetime, kind: NoticeKind, channel: str | None
) -> Message:
    settings = office_settings(session, organization_id)
    day = bangkok_date(as_of)
    message = new_message(settings, organization_id, person_id, day, as_of, kind, digest=False, channel=channel or MAIL)
    session.add(message)
    return message


def _waits(
    session: Session, organization_id: int, person_id: int, kind: NoticeKind, states: tuple[MessageState, ...]
) -> bool:
    waiting = select(Message.id).where(
        Message.organization_id == organization_id,
        Message.person_id == person_id,
        Message.kind == kind,
        col(Message.state).in_(states),
    )
    return session.exec(waiting).first() is not None


def _channel_of(session: Session, person_id: int, but: str = "") -> str | None:
    """Return the channel to tell a person over: one to avoid only where they have no other."""
    reached = channels_in_use(session, [person_id]).get(person_id, set())
    return choose_channel(session.get_one(Person, person_id).channel, reached - {but} or reached)


def _administrators(session: Session, organization_id: int, as_of: datetime) -> list[int]:
    """Return the persons who hold an administrator's post on the Bangkok day of an instant."""
    today = bangkok_date(as_of)
    posts = {identity(post.id) for post in officers_with_role(session, organization_id, Role.ADMINISTRATOR)}
    assigned = select(Assignment.person_id).where(
        Assignment.organization_id == organization_id, col(Assignment.officer_id).in_(posts)
    )
    return [
        person_id
        for person_id in sorted(set(session.exec(assigned)))
        if any(post.id in posts for post in posts_held(session, organization_id, person_id, today))
    ]
