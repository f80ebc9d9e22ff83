"""Dispatch: claim what is due, send it with no transaction open, record what became of it.

A message's state decides: planned and failed ones are claimed by conditional update; a claim that was never
resolved (a crash) is taken up again after ``CLAIM_TIMEOUT``, under the same Message-ID.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select, update

from models.database import Database
from models.kinds import MessageState, NoticeKind, NoticeState, ObligationState
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Organization
from models.settings import OfficeSettings, Settings
from notifications.digest import WrittenMessage, render, write_digest, write_sign_in
from notifications.links import SIGN_IN_PATH, add_link
from notifications.mail import Delivery, Letter, deliver
from notifications.planning import new_message
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
    to_send: WrittenMessage | None
    token: str | None


def dispatch_messages(database: Database, as_of: datetime, settings: Settings) -> Dispatched:
    """Send the messages due at an instant, one by one; run it again and what was sent is not sent again.

    Without ``TRAIMAS_MAIL_URL`` nothing is claimed and nothing is lost: the messages stay planned.
    """
    done = Dispatched()
    if settings.mail_url is None:
        log.warning("dispatch.no_mail_url")
        return done
    for message_id in _due(database, as_of):
        claimed = _claim(database, message_id, as_of, settings)
        if claimed is None:
            continue  # another sender was first
        if claimed.to_send is None:
            done.withdrawn += 1
            continue
        link = f"{settings.public_url.rstrip('/')}{SIGN_IN_PATH}{claimed.token}" if settings.public_url else None
        text, html = render(claimed.to_send, link)
        letter = Letter(
            to=claimed.to_send.person_email,
            subject=claimed.to_send.subject,
            text=text,
            html=html,
            message_id=claimed.header_id,
            sent_on=as_of,
            sender_name=settings.sender_name,
        )
        delivery = deliver(settings.mail_url, letter)
        state = _record(database, claimed, delivery, as_of)
        done.sent += state is MessageState.SENT
        done.failed += state is MessageState.FAILED
        done.given_up += state is MessageState.GIVEN_UP
    return done


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


def _claim(database: Database, message_id: int, as_of: datetime, settings: Settings) -> _Claimed | None:
    """Claim one message by conditional update, drop what no longer needs telling, and write the rest."""
    with database.write() as session:
        claimed = session.exec(
            update(Message)
            .where(col(Message.id) == message_id, _claimable(as_of))
            .values(state=MessageState.CLAIMED, claimed_at=as_of, attempts=Message.attempts + 1)
        )
        if claimed.rowcount == 0:
            return None
        message = session.get_one(Message, message_id)
        session.refresh(message)
        if message.digest:
            notices = _still_to_tell(session, message)
            if not notices:
                message.state, message.reason = MessageState.WITHDRAWN, "nothing_left_to_tell"
                session.add(message)
                return _Claimed(message_id, message.message_id, None, None)
            written = write_digest(session, message, notices, as_of, office_working_days(session))
        else:
            written = write_sign_in(session, message)
        message.subject, message.kind = written.subject, written.kind
        session.add(message)
        token = None
        if settings.public_url:
            organization = session.get_one(Organization, message.organization_id)
            link_days = OfficeSettings.model_validate(organization.settings).link_days
            token = add_link(
                session,
                message.organization_id,
                message.person_id,
                written.target,
                as_of,
                timedelta(days=link_days) if message.digest else SIGN_IN_VALID_FOR,
                message_ref=message_id,
            )
        return _Claimed(message_id, message.message_id, written, token)


def _still_to_tell(session: Session, message: Message) -> list[Notice]:
    """Return the notices still true; the others are recorded as not sent, with the reason."""
    kept: list[Notice] = []
    rows = session.exec(
        select(Notice).where(Notice.message_ref == message.id, Notice.state == NoticeState.PLANNED)
    ).all()
    for notice in rows:
        obligation = session.get(Obligation, notice.obligation_id) if notice.obligation_id else None
        reason = ""
        if obligation is not None and obligation.state is not ObligationState.OPEN:
            reason = "already_met" if obligation.state is ObligationState.MET else obligation.state.value
        elif obligation is not None and obligation.due_version != notice.due_version:
            reason = "superseded"
        if reason:
            notice.state, notice.reason = NoticeState.NOT_SENT, reason
            session.add(notice)
        else:
            kept.append(notice)
    return kept


def _record(database: Database, claimed: _Claimed, delivery: Delivery, as_of: datetime) -> MessageState:
    with database.write() as session:
        message = session.get_one(Message, claimed.message_id)
        retry_at = as_of + min(BACKOFF * 2 ** (message.attempts - 1), LONGEST_BACKOFF)
        if delivery.accepted:
            message.state, message.sent_at, message.reason = MessageState.SENT, as_of, ""
        elif delivery.permanent or retry_at > message.give_up_at:
            message.state, message.reason = MessageState.GIVEN_UP, delivery.reason
        else:
            message.state, message.send_at, message.reason = MessageState.FAILED, retry_at, delivery.reason
        session.add(message)
        if message.state in (MessageState.SENT, MessageState.GIVEN_UP):
            sent = message.state is MessageState.SENT
            session.exec(
                update(Notice)
                .where(col(Notice.message_ref) == claimed.message_id, col(Notice.state) == NoticeState.PLANNED)
                .values(
                    state=NoticeState.SENT if sent else NoticeState.NOT_SENT, reason="" if sent else delivery.reason
                )
            )
        log.info("message.dispatched", message_id=claimed.message_id, state=message.state.value, reason=message.reason)
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
