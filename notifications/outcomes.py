"""What became of an attempt: recorded once, with the message's next state, its notices and whoever takes over."""

from datetime import datetime, timedelta
from random import Random

import structlog
from sqlmodel import Session, col, update

from models.kinds import MessageState, NoticeState
from models.notices import Message, MessageAttempt, Notice
from notifications.channels.contract import Delivery, Result
from notifications.claiming import Claim, claimed_by_us
from notifications.giving_up import end_unsent
from notifications.messages import ASKED_FOR, allowed_from, office_settings
from procedure.plans import identity

BACKOFF = timedelta(minutes=5)
LONGEST_BACKOFF = timedelta(hours=1)
SHORTEST_BACKOFF = timedelta(minutes=1)

log = structlog.get_logger()


def backoff(attempts: int, chance: Random) -> timedelta:
    """Return how long to wait after so many attempts, with full jitter: anything up to a ceiling that doubles."""
    ceiling = min(LONGEST_BACKOFF, BACKOFF * 2 ** min(attempts - 1, 10))
    return max(SHORTEST_BACKOFF, timedelta(seconds=ceiling.total_seconds() * chance.random()))


def record_outcome(
    session: Session, claim: Claim, delivery: Delivery, at: datetime, chance: Random
) -> MessageState | None:
    """Record what became of a claim and return the message's state; None if the claim was no longer ours.

    A sender that was too slow overwrites nothing: whoever took the claim over says what became of it.
    """
    message = session.get_one(Message, claim.message_id, with_for_update=True)
    if message.state is not MessageState.CLAIMED or message.attempts != claim.attempt:
        log.warning("message.taken_over", message_id=claim.message_id)
        return None
    state = _settle(session, message, delivery, at, chance)
    if state is MessageState.SENT:
        told = update(Notice).where(
            col(Notice.organization_id) == message.organization_id,
            col(Notice.id).in_(claim.notice_ids),
            col(Notice.state) == NoticeState.PLANNED,
        )
        session.exec(told.values(state=NoticeState.SENT, reason=""))
    _keep_attempt(session, message, claim.claimed_at, at, delivery.reason)
    return state


def record_unwritten(
    session: Session, message_id: int, at: datetime, reason: str, chance: Random
) -> MessageState | None:
    """Record that a message could not be written: an attempt that failed. None if another sender has it."""
    if not claimed_by_us(session, message_id, at):
        return None
    message = session.get_one(Message, message_id, with_for_update=True)
    if message.attempts == 0:
        message.give_up_at = at + timedelta(hours=office_settings(session, message.organization_id).retry_hours)
    message.attempts += 1
    _settle(session, message, Delivery(Result.FAILED, reason), at, chance)
    _keep_attempt(session, message, at, at, reason)
    return message.state


def _settle(session: Session, message: Message, delivery: Delivery, at: datetime, chance: Random) -> MessageState:
    """Move a message on by what the other side answered: sent, tried again at a later instant, or given up.

    The budget counts to the instant that chance gives; quiet hours after that only put the attempt off.
    """
    retry_at = at + max(backoff(message.attempts, chance), delivery.retry_after or timedelta(0))
    if delivery.result is Result.ACCEPTED:
        message.state, message.sent_at, message.ended_at, message.reason = MessageState.SENT, at, at, ""
    elif delivery.result is Result.REFUSED or retry_at > message.give_up_at:
        end_unsent(session, message, MessageState.GIVEN_UP, delivery.reason, at)
    else:
        unknown = delivery.result is Result.UNKNOWN
        message.state = MessageState.UNKNOWN if unknown else MessageState.FAILED
        message.reason, message.send_at = delivery.reason, retry_at
        if message.kind not in ASKED_FOR:
            message.send_at = allowed_from(office_settings(session, message.organization_id), retry_at)
    session.add(message)
    return message.state


def _keep_attempt(session: Session, message: Message, began_at: datetime, ended_at: datetime, reason: str) -> None:
    session.add(
        MessageAttempt(
            organization_id=message.organization_id,
            message_ref=identity(message.id),
            number=message.attempts,
            channel=message.channel,
            began_at=began_at,
            ended_at=ended_at,
            state=message.state,
            reason=reason,
        )
    )
    session.flush()
    log.info("message.dispatched", message_id=message.id, state=message.state.value, reason=message.reason)
