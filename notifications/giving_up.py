"""What becomes of a message that does not arrive: another channel takes its place, and administrators hear of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select, update

from models.kinds import MessageState, NoticeKind, NoticeState
from models.notices import Message, Notice
from models.organizations import Person
from notifications.asking import last_alarm_at, request_alarm
from notifications.messages import new_message, office_settings
from procedure.calendar import bangkok_date
from procedure.contacts import MAIL, channels_in_use
from procedure.plans import identity

QUOTA_SPENT = "quota_spent"
# Who typed a wrong address sees so on the page; an alarm that does not arrive raises none.
_NO_ALARM = (NoticeKind.ALARM, NoticeKind.CONFIRMATION)


@dataclass(frozen=True)
class GivenUp:
    """A message that was given up; ``instead`` is the channel over which another message took its place."""

    message_id: int
    person_id: int
    person_name: str = field(repr=False)
    day: date
    channel: str
    kind: NoticeKind
    reason: str
    attempts: int
    ended_at: datetime
    instead: str | None


def end_unsent(session: Session, message: Message, state: MessageState, reason: str, at: datetime) -> MessageState:
    """End a message that did not arrive, as given up or withdrawn.

    If the person is reached over another channel, a message there takes its place with its notices, and says so;
    else the notices are recorded as not sent. Of one given up the administrators are told. Returns the state it ended
    in: one that its account's month had no room for is only withdrawn where another channel takes its place.
    """
    message.state, message.reason, message.ended_at = state, reason, at
    session.add(message)
    mine = update(Notice).where(
        col(Notice.organization_id) == message.organization_id,
        col(Notice.message_ref) == message.id,
        col(Notice.state) == NoticeState.PLANNED,
    )
    instead = None if message.kind is NoticeKind.CONFIRMATION else _stand_in(session, message, at)
    if instead is not None:
        session.exec(mine.values(message_ref=instead.id))
        if reason == QUOTA_SPENT:
            message.state = MessageState.WITHDRAWN
    else:
        session.exec(mine.values(state=NoticeState.NOT_SENT, reason=reason))
    if message.state is MessageState.GIVEN_UP and message.kind not in _NO_ALARM:
        request_alarm(session, message.organization_id, at, message.channel)
    return message.state


def given_up(session: Session, organization_id: int, since: datetime | None = None) -> list[GivenUp]:
    """Return an organization's messages that were given up after an instant (None: ever), newest first."""
    instead = dict(
        session.exec(
            select(col(Message.stands_in_for_id), col(Message.channel)).where(
                Message.organization_id == organization_id, col(Message.stands_in_for_id).is_not(None)
            )
        ).all()
    )
    statement = (
        select(Message, Person)
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(Message.organization_id == organization_id, Message.state == MessageState.GIVEN_UP)
        .order_by(col(Message.ended_at).desc(), col(Message.id).desc())
    )
    if since is not None:
        statement = statement.where(col(Message.ended_at) > since)
    return [
        GivenUp(
            message_id=identity(row.id),
            person_id=row.person_id,
            person_name=person.name,
            day=row.day,
            channel=row.channel,
            kind=row.kind,
            reason=row.reason,
            attempts=row.attempts,
            ended_at=row.ended_at or row.send_at,
            instead=instead.get(row.id),
        )
        for row, person in session.exec(statement)
    ]


def to_alarm_of(session: Session, alarm: Message) -> Counter[tuple[str, str]]:
    """Return how many messages were given up since the last alarm that reached a person, by channel and reason."""
    found = given_up(session, alarm.organization_id, last_alarm_at(session, alarm.organization_id, alarm.person_id))
    return Counter((one.channel, one.reason) for one in found if one.kind not in _NO_ALARM)


def _stand_in(session: Session, message: Message, at: datetime) -> Message | None:
    """Return the message that takes another's place over a channel not tried yet, if the person has one."""
    tried, earlier = {message.channel}, message.stands_in_for_id
    while earlier is not None:
        before = session.get_one(Message, earlier)
        tried.add(before.channel)
        earlier = before.stands_in_for_id
    person = session.get_one(Person, message.person_id)
    reached = channels_in_use(session, [message.person_id]).get(message.person_id, set()) - tried
    today = bangkok_date(at)
    for channel in sorted(reached, key=lambda one: (one != MAIL, one != person.channel, one)):
        other = _digest_on(session, message.person_id, today, channel) if message.digest else None
        if other is None:
            settings = office_settings(session, message.organization_id)
            other = new_message(
                settings,
                message.organization_id,
                message.person_id,
                today,
                at,
                message.kind,
                digest=message.digest,
                channel=channel,
            )
            other.target = message.target
        if other.state is MessageState.PLANNED:
            other.stands_in_for_id = other.stands_in_for_id or message.id
            session.add(other)
            session.flush()
            return other
    return None


def _digest_on(session: Session, person_id: int, day: date, channel: str) -> Message | None:
    return session.exec(
        select(Message)
        .where(Message.person_id == person_id, Message.day == day, Message.channel == channel, Message.digest)
        .with_for_update()
    ).first()
