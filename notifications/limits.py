"""How much may go: what the mail provider allows in a minute and a day, and what an account's month may carry.

Counted from what was recorded and what is on its way, under a lock that lasts until the claim is kept, so that two
senders at once stay within a limit together. What was refused uses up nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select, update

from models.contacts import ChannelAccount
from models.database import one_at_a_time
from models.kinds import MessageState
from models.notices import Message, MessageAttempt
from models.settings import Settings
from procedure.calendar import at, bangkok_date
from procedure.contacts import MAIL

RATE_LIMITED = "rate_limited"
MINUTE = timedelta(minutes=1)
_TAKEN = (MessageState.SENT, MessageState.UNKNOWN)


def put_off_until(
    session: Session, channel: str, instant: datetime, on_its_way_for: timedelta, settings: Settings
) -> datetime | None:
    """Return until when the installation may send no more over a channel, or None if there is room for one.

    Only mail is limited so. ``on_its_way_for``: a claim older than that is no longer on its way.
    """
    if channel != MAIL or (settings.mail_per_minute is None and settings.mail_per_day is None):
        return None
    one_at_a_time(session, f"limits:{channel}")
    mine = _Counted(col(MessageAttempt.channel) == channel, col(Message.channel) == channel)
    claimed_since = instant - on_its_way_for
    if settings.mail_per_minute is not None:
        taken, oldest = _used(session, mine, instant - MINUTE, claimed_since)
        if taken >= settings.mail_per_minute:
            return max(oldest + MINUTE, instant + timedelta(seconds=1)) if oldest else instant + MINUTE
    today = bangkok_date(instant)
    if settings.mail_per_day is not None:
        taken, _oldest = _used(session, mine, _first(today), claimed_since)
        if taken >= settings.mail_per_day:
            return _first(today + timedelta(days=1))
    return None


def put_off(session: Session, channel: str, instant: datetime, until: datetime) -> int:
    """Move what is due over a channel on to a later instant and return how many; nothing of it is claimed."""
    waiting = (
        select(col(Message.id))
        .where(
            Message.channel == channel,
            col(Message.state).in_((MessageState.PLANNED, MessageState.FAILED, MessageState.UNKNOWN)),
            col(Message.send_at) <= instant,
        )
        .with_for_update(skip_locked=True)
    )
    reason = case((col(Message.state) == MessageState.PLANNED, RATE_LIMITED), else_=col(Message.reason))
    moved = session.exec(
        update(Message)
        .where(col(Message.id).in_(waiting))
        .values(send_at=until, reason=reason)
        .execution_options(synchronize_session=False)
    )
    return int(moved.rowcount)


def quota_spent(
    session: Session, organization_id: int, channel: str, instant: datetime, on_its_way_for: timedelta
) -> bool:
    """Tell whether an office's account on a channel has no message left in the Bangkok month of an instant."""
    quota = session.exec(
        select(col(ChannelAccount.monthly_quota)).where(
            ChannelAccount.organization_id == organization_id, ChannelAccount.channel == channel
        )
    ).first()
    if quota is None:
        return False
    one_at_a_time(session, f"quota:{organization_id}:{channel}")
    mine = _of_account(organization_id, channel)
    taken, _oldest = _used(session, mine, _first(bangkok_date(instant).replace(day=1)), instant - on_its_way_for)
    return taken >= quota


def quota_used(session: Session, organization_id: int, channel: str, month: date) -> int:
    """Return how many messages an office's account has carried in the Bangkok month of a day."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return session.exec(
        select(func.count())
        .select_from(MessageAttempt)
        .where(
            _of_account(organization_id, channel).attempts,
            _taken_since(_first(first)),
            col(MessageAttempt.ended_at) < _first(after),
        )
    ).one()


@dataclass(frozen=True)
class _Counted:
    """What is counted together: the attempts, and the messages that may be on their way."""

    attempts: ColumnElement[bool]
    messages: ColumnElement[bool]


def _of_account(organization_id: int, channel: str) -> _Counted:
    return _Counted(
        (col(MessageAttempt.organization_id) == organization_id) & (col(MessageAttempt.channel) == channel),
        (col(Message.organization_id) == organization_id) & (col(Message.channel) == channel),
    )


def _taken_since(since: datetime) -> ColumnElement[bool]:
    return col(MessageAttempt.state).in_(_TAKEN) & (col(MessageAttempt.ended_at) >= since)


def _used(session: Session, counted: _Counted, since: datetime, claimed_since: datetime) -> tuple[int, datetime | None]:
    """Return how many were taken since an instant or are on their way, and when the first of them was taken.

    One statement: between two, another sender's claim could become its attempt, and count twice or not at all.
    """
    on_their_way = (
        select(func.count())
        .select_from(Message)
        .where(counted.messages, col(Message.state) == MessageState.CLAIMED, col(Message.claimed_at) > claimed_since)
        .scalar_subquery()
    )
    taken, oldest, claimed = session.exec(
        select(func.count(), func.min(col(MessageAttempt.ended_at)), on_their_way).where(
            counted.attempts, _taken_since(since)
        )
    ).one()
    return taken + claimed, oldest


def _first(day: date) -> datetime:
    return at(day, time(0))
