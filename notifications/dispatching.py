"""Dispatch: claim what is due, send it with no transaction open, record what became of it.

A message's state decides: planned and failed ones are claimed by conditional update; a claim that was never
resolved (a crash) is taken up again after ``CLAIM_TIMEOUT``, under the same Message-ID.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select, update

from models.database import Database
from models.kinds import MessageState, NoticeKind, NoticeState
from models.notices import Message, Notice
from models.organizations import Organization
from models.settings import OfficeSettings, Settings
from notifications.digest import WrittenMessage, render, write_digest, write_sign_in
from notifications.links import SIGN_IN_PATH, add_link
from notifications.mail import Delivery, Letter, check_mail_url, deliver
from notifications.messages import new_message
from notifications.still_true import still_to_tell
from procedure.calendar import bangkok_date
from procedure.holiday_days import office_working_days
from procedure.plans import identity

CLAIM_TIMEOUT = timedelta(minutes=10)
BACKOFF = timedelta(minutes=5)
LONGEST_BACKOFF = timedelta(hours=1)
# Messages without a digest carry a link that is asked for now: it is short-lived.
SIGN_IN_VALID_FOR = timedelta(hours=1)

log = structlog.get_logger()


@dataclass
class Dispatched:
    """What a dispatch run did, in messages."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class _Claimed:
    """A claimed message, written and ready; ``to_send`` is None if nothing is left to tell."""

    message_id: int
    header_id: str
    attempt: int
    notice_ids: tuple[int, ...]
    to_send: WrittenMessage | None
    token: str | None


def dispatch_messages(database: Database, as_of: datetime, settings: Settings) -> Dispatched:
    """Send the messages due at an instant, one by one; run it again and what was sent is not sent again.

    Without ``TRAIMAS_MAIL_URL`` nothing is claimed and nothing is lost: the messages stay planned. A message that
    cannot be written fails by itself and never stops the others. Raises ``ValueError`` for an address that is no
    Apprise mail address, before anything is claimed.
    """
    done = Dispatched()
    if settings.mail_url is None:
        log.warning("dispatch.no_mail_url")
        return done
    check_mail_url(settings.mail_url)
    began = time.monotonic()
    for message_id in _due(database, as_of):
        # A claim bears the time it was made, or those of a long run would look abandoned to the next one.
        at = as_of + timedelta(seconds=time.monotonic() - began)
        try:
            state = _dispatch_one(database, message_id, at, settings)
        except Exception as error:
            log.exception("message.not_written", message_id=message_id)
            state = _fail(database, message_id, at, type(error).__name__)
        done.sent += state is MessageState.SENT
        done.failed += state is MessageState.FAILED
        done.given_up += state is MessageState.GIVEN_UP
        done.withdrawn += state is MessageState.WITHDRAWN
    return done


def _dispatch_one(database: Database, message_id: int, at: datetime, settings: Settings) -> MessageState | None:
    """Claim, send and record one message; None if another sender was first."""
    claimed = _claim(database, message_id, at, settings)
    if claimed is None:
        return None
    if claimed.to_send is None:
        return MessageState.WITHDRAWN
    link = f"{settings.public_url.rstrip('/')}{SIGN_IN_PATH}{claimed.token}" if settings.public_url else None
    text, html = render(claimed.to_send, link)
    letter = Letter(
        to=claimed.to_send.person_email,
        subject=claimed.to_send.subject,
        text=text,
        html=html,
        message_id=claimed.header_id,
        sent_on=at,
        sender_name=settings.sender_name,
    )
    return _record(database, claimed, deliver(settings.mail_url or "", letter), at)


def _claimable(as_of: datetime) -> ColumnElement[bool]:
    waiting = col(Message.state).in_((MessageState.PLANNED, MessageState.FAILED)) & (col(Message.send_at) <= as_of)
    abandoned = (col(Message.state) == MessageState.CLAIMED) & (col(Message.claimed_at) <= as_of - CLAIM_TIMEOUT)
    return or_(waiting, abandoned)


def _due(database: Database, as_of: datetime) -> list[int]:
    with database.read() as session:
        rows = session.exec(
            select(col(Message.id)).where(_claimable(as_of)).order_by(col(Message.send_at), col(Message.id))
        )
        return [identity(row) for row in rows]


def _claim(database: Database, message_id: int, at: datetime, settings: Settings) -> _Claimed | None:
    """Claim one message by conditional update, drop what no longer needs telling, and write the rest."""
    with database.write() as session:
        if not _claimed_by_us(session, message_id, at):
            return None
        message = session.get_one(Message, message_id)
        session.refresh(message)
        office = _office_settings(session, message.organization_id)
        if message.attempts == 1:
            # The budget runs from the first attempt: days of downtime do not use it up.
            message.give_up_at = at + timedelta(hours=office.retry_hours)
        notices = still_to_tell(session, message) if message.digest else []
        if message.digest and not notices:
            message.state, message.reason = MessageState.WITHDRAWN, "nothing_left_to_tell"
            session.add(message)
            return _Claimed(message_id, message.message_id, message.attempts, (), None, None)
        if message.digest:
            written = write_digest(session, message, notices, at, office_working_days(session))
        else:
            written = write_sign_in(session, message)
        message.subject, message.kind = written.subject, written.kind
        session.add(message)
        token = None
        if settings.public_url:
            token = add_link(
                session,
                message.organization_id,
                message.person_id,
                written.target,
                at,
                timedelta(days=office.link_days) if message.digest else SIGN_IN_VALID_FOR,
                message_ref=message_id,
            )
        told = tuple(identity(notice.id) for notice in notices)
        return _Claimed(message_id, message.message_id, message.attempts, told, written, token)


def _claimed_by_us(session: Session, message_id: int, at: datetime) -> bool:
    claim = (
        update(Message)
        .where(col(Message.id) == message_id, _claimable(at))
        .values(state=MessageState.CLAIMED, claimed_at=at, attempts=Message.attempts + 1)
    )
    return bool(session.exec(claim).rowcount)


def _office_settings(session: Session, organization_id: int) -> OfficeSettings:
    return OfficeSettings.model_validate(session.get_one(Organization, organization_id).settings)


def _record(database: Database, claimed: _Claimed, delivery: Delivery, at: datetime) -> MessageState:
    """Record what became of a claim, if it is still ours: a sender that was too slow overwrites nothing."""
    with database.write() as session:
        message = session.get_one(Message, claimed.message_id, with_for_update=True)
        if message.state is not MessageState.CLAIMED or message.attempts != claimed.attempt:
            log.warning("message.taken_over", message_id=claimed.message_id)
            return message.state
        state = _settle(message, delivery, at)
        session.add(message)
        if state in (MessageState.SENT, MessageState.GIVEN_UP):
            sent = state is MessageState.SENT
            session.exec(
                update(Notice)
                .where(col(Notice.id).in_(claimed.notice_ids), col(Notice.state) == NoticeState.PLANNED)
                .values(
                    state=NoticeState.SENT if sent else NoticeState.NOT_SENT, reason="" if sent else delivery.reason
                )
            )
        log.info("message.dispatched", message_id=claimed.message_id, state=state.value, reason=message.reason)
        return state


def _settle(message: Message, delivery: Delivery, at: datetime) -> MessageState:
    """Move a message on by what the server answered: sent, failed until its next try, or given up."""
    retry_at = at + min(BACKOFF * 2 ** max(0, message.attempts - 1), LONGEST_BACKOFF)
    if delivery.accepted:
        message.state, message.sent_at, message.reason = MessageState.SENT, at, ""
    elif delivery.permanent or retry_at > message.give_up_at:
        message.state, message.reason = MessageState.GIVEN_UP, delivery.reason
    else:
        message.state, message.send_at, message.reason = MessageState.FAILED, retry_at, delivery.reason
    return message.state


def _fail(database: Database, message_id: int, at: datetime, reason: str) -> MessageState:
    """Record that a message could not be written; its failed transaction left it as it was."""
    with database.write() as session:
        message = session.get_one(Message, message_id, with_for_update=True)
        if message.state not in (MessageState.SENT, MessageState.WITHDRAWN, MessageState.GIVEN_UP):
            if message.state is not MessageState.CLAIMED:
                message.attempts += 1
                office_hours = timedelta(hours=OfficeSettings().retry_hours)
                message.give_up_at = (
                    max(message.give_up_at, at + office_hours) if message.attempts == 1 else message.give_up_at
                )
            _settle(message, Delivery(accepted=False, reason=reason), at)
            session.add(message)
        return message.state


def request_sign_in(session: Session, organization_id: int, person_id: int, target: str, as_of: datetime) -> None:
    """Write a sign-in message to a person's address on file; at most one waits at a time."""
    waiting = select(Message).where(
        Message.person_id == person_id,
        Message.kind == NoticeKind.SIGN_IN,
        col(Message.state).in_((MessageState.PLANNED, MessageState.CLAIMED, MessageState.FAILED)),
    )
    if session.exec(waiting).first():
        return
    organization = session.get_one(Organization, organization_id)
    settings = OfficeSettings.model_validate(organization.settings)
    message = new_message(
        settings, organization_id, person_id, bangkok_date(as_of), as_of, NoticeKind.SIGN_IN, digest=False
    )
    message.target = target
    session.add(message)
