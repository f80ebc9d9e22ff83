"""Reading how messages were delivered: what was given up, what waits, what was not sent; by posts, no addresses.

Two pages of the office's ledger: its messages, the worst first, and the notices that no message carried.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, or_, select

from models.kinds import MessageState, NoticeKind, NoticeState, Role
from models.notices import Message, Notice
from models.organizations import Assignment, Officer
from notifications.reasons import Reason, reason_in_words
from notifications.words.reasons import channel_name
from portal.sessions import Visitor
from procedure.calendar import at
from procedure.plans import identity

PAGE = 50
# In the order in which somebody has to do something about them.
ORDER = (
    MessageState.GIVEN_UP,
    MessageState.FAILED,
    MessageState.UNKNOWN,
    MessageState.CLAIMED,
    MessageState.PLANNED,
    MessageState.SENT,
    MessageState.WITHDRAWN,
)
# Without a day: what is not settled yet, or never will be by itself.
_UNSETTLED = ORDER[:5]
# Nothing is to be done about these: the ladder went on, or the duty is met.
_OF_THE_LADDER = ("superseded", "already_met", "old_year", "post_left", "locked")
KIND_NAMES = {
    NoticeKind.REQUEST: "คำขอและแจ้งเปลี่ยนกำหนด",
    NoticeKind.OPENING: "เปิดรอบรายงาน",
    NoticeKind.REMINDER: "เตือนกำหนดเวลา",
    NoticeKind.RETURNED: "ส่งกลับแก้ไข",
    NoticeKind.ESCALATION: "รายงานผู้บังคับบัญชา",
    NoticeKind.SIGN_IN: "ลิงก์เข้าใช้งาน",
    NoticeKind.CONFIRMATION: "ยืนยันที่อยู่",
    NoticeKind.ALARM: "แจ้งผู้ดูแลระบบ",
}


@dataclass(frozen=True)
class Delivery:
    """One message: to which posts, of what, on which day and channel, how it stands and why.

    ``retry_at`` is when a failed one is tried again. ``sent_again`` marks one whose notices went into a newer message.
    """

    message_id: int
    state: MessageState
    posts: tuple[str, ...]
    kind: str
    day: date
    channel: str
    attempts: int
    reason: Reason
    code: str
    retry_at: datetime | None
    send_at: datetime
    ended_at: datetime | None
    again: int | None  # the post whose message may be sent again
    sent_again: bool
    instead: str  # the channel over which another message went in its place


@dataclass(frozen=True)
class Untold:
    """A notice that nobody was told: which post, of what, and why."""

    post: str
    kind: str
    rung: str
    reason: Reason
    recorded_at: datetime


@dataclass(frozen=True)
class Deliveries:
    """One page of deliveries. ``pages`` counts those of the messages and of the untold together: the longer of both."""

    messages: list[Delivery]
    untold: list[Untold]
    counts: dict[MessageState, int]
    pages: int


def may_see_deliveries(who: Visitor) -> bool:
    """Tell whether a visitor sees how messages were delivered: administrators and auditors."""
    return any(role in actor.roles for actor in who.actors for role in (Role.ADMINISTRATOR, Role.AUDITOR))


def posts_of(session: Session, organization_id: int) -> dict[int, str]:
    """Return an organization's posts, by id."""
    rows = session.exec(select(Officer).where(Officer.organization_id == organization_id).order_by(col(Officer.id)))
    return {identity(row.id): row.title for row in rows}


def read_deliveries(
    session: Session,
    organization_id: int,
    posts: dict[int, str],
    today: date,
    day: date | None,
    post: int | None,
    n: int,
) -> Deliveries:
    """Return the ``n``-th page (from 1) of what is not settled yet, or of all that concerns a Bangkok day.

    A notice that no message carried has no day of its own: it is found under the day on which it was recorded.
    """
    wanted = _of_messages(organization_id, today, day, post)
    ranks = case({state.value: rank for rank, state in enumerate(ORDER)}, value=col(Message.state))
    counted = select(col(Message.state), func.count()).where(*wanted).group_by(col(Message.state))
    counts = dict(session.exec(counted).all())
    rows = session.exec(
        select(Message)
        .where(*wanted)
        .order_by(ranks, col(Message.send_at).desc(), col(Message.id).desc())
        .offset((n - 1) * PAGE)
        .limit(PAGE)
    ).all()
    silent = _of_untold(organization_id, day, post)
    total_untold = session.exec(select(func.count()).select_from(Notice).where(*silent)).one()
    untold = session.exec(
        select(Notice).where(*silent).order_by(col(Notice.id).desc()).offset((n - 1) * PAGE).limit(PAGE)
    ).all()
    longest = max(sum(counts.values()), total_untold)
    return Deliveries(
        messages=_deliveries(session, organization_id, rows, posts),
        untold=[
            Untold(
                post=posts[row.officer_id],
                kind=KIND_NAMES[row.kind],
                rung=row.rung,
                reason=reason_in_words(row.reason),
                recorded_at=row.recorded_at,
            )
            for row in untold
        ],
        counts={state: counts[state] for state in ORDER if state in counts},
        pages=max(1, -(-longest // PAGE)),
    )


def _of_messages(organization_id: int, today: date, day: date | None, post: int | None) -> list[ColumnElement[bool]]:
    wanted = [col(Message.organization_id) == organization_id]
    if day is not None:
        wanted.append(col(Message.day) == day)
    else:
        wanted += [col(Message.state).in_(_UNSETTLED), col(Message.day) <= today]
    if post is not None:
        about = select(Notice.id).where(Notice.message_ref == Message.id, Notice.officer_id == post)
        held = select(Assignment.id).where(
            Assignment.officer_id == post,
            Assignment.person_id == Message.person_id,
            col(Assignment.from_on) <= col(Message.day),
            or_(col(Assignment.until_on).is_(None), col(Assignment.until_on) >= col(Message.day)),
        )
        wanted.append(or_(about.exists(), held.exists()))
    return wanted


def _of_untold(organization_id: int, day: date | None, post: int | None) -> list[ColumnElement[bool]]:
    wanted = [
        col(Notice.organization_id) == organization_id,
        col(Notice.state) == NoticeState.NOT_SENT,
        col(Notice.message_ref).is_(None),
        col(Notice.means).is_(None),
        col(Notice.reason).not_in(_OF_THE_LADDER),
    ]
    if day is not None:
        begin = at(day, time())
        wanted += [col(Notice.recorded_at) >= begin, col(Notice.recorded_at) < begin + timedelta(days=1)]
    if post is not None:
        wanted.append(col(Notice.officer_id) == post)
    return wanted


def _deliveries(
    session: Session, organization_id: int, messages: Sequence[Message], posts: dict[int, str]
) -> list[Delivery]:
    about: dict[int, list[int]] = defaultdict(list)
    carried = select(col(Notice.message_ref), col(Notice.officer_id)).where(
        Notice.organization_id == organization_id, col(Notice.message_ref).in_([row.id for row in messages])
    )
    for message_ref, officer_id in session.exec(carried.order_by(col(Notice.id))):
        if officer_id not in about[identity(message_ref)]:
            about[identity(message_ref)].append(officer_id)
    taken = select(col(Message.stands_in_for_id), col(Message.channel)).where(
        Message.organization_id == organization_id,
        col(Message.stands_in_for_id).in_([row.id for row in messages]),
    )
    instead = {number: channel_name(channel)[0] for number, channel in session.exec(taken)}
    held = _held(session, [row for row in messages if not about[identity(row.id)]])
    lines = []
    for row in messages:
        told = about[identity(row.id)]
        given_up = row.state is MessageState.GIVEN_UP and row.digest
        lines.append(
            Delivery(
                message_id=identity(row.id),
                state=row.state,
                posts=tuple(posts[one] for one in told or held[identity(row.id)]),
                kind=KIND_NAMES[row.kind],
                day=row.day,
                channel=channel_name(row.channel)[0],
                attempts=row.attempts,
                reason=reason_in_words(row.reason),
                code=row.reason,
                retry_at=row.send_at if row.state in (MessageState.FAILED, MessageState.UNKNOWN) else None,
                send_at=row.send_at,
                ended_at=row.ended_at,
                again=told[0] if given_up and told else None,
                sent_again=given_up and not told,
                instead=instead.get(row.id, ""),
            )
        )
    return lines


def _held(session: Session, messages: Sequence[Message]) -> dict[int, list[int]]:
    """Return the posts that the recipients of messages without notices held on their days."""
    held: dict[int, list[int]] = defaultdict(list)
    if not messages:
        return held
    rows = session.exec(
        select(Assignment).where(col(Assignment.person_id).in_({row.person_id for row in messages}))
    ).all()
    for message in messages:
        held[identity(message.id)] = [
            row.officer_id
            for row in rows
            if row.person_id == message.person_id
            and row.from_on <= message.day
            and (row.until_on is None or row.until_on >= message.day)
        ]
    return held
