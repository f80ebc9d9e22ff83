"""Whether what was planned is still to be told, or why not: met, moved, told anew, or no longer asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.kinds import NoticeState, ObligationState
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from notifications.event_notices import event_is_current
from procedure.moving import MOVED, moves_told
from procedure.plans import identity


def still_to_tell(session: Session, message: Message) -> list[Notice]:
    """Return a message's notices that are still true; the others are recorded as not sent, with the reason."""
    rows = session.exec(
        select(Notice)
        .where(Notice.message_ref == message.id, Notice.state == NoticeState.PLANNED)
        .order_by(col(Notice.id))
    ).all()
    return keep_true(session, rows)


def keep_true(session: Session, notices: Sequence[Notice]) -> list[Notice]:
    """Return those of some planned notices that are still true; the others are recorded as not sent, with the reason.

    The readings are batched, however many notices there are; events alone are looked at one by one.
    """
    kept: list[Notice] = []
    reasons = _reasons(session, notices)
    for notice, reason in zip(notices, reasons, strict=True):
        if reason:
            notice.state, notice.reason = NoticeState.NOT_SENT, reason
            session.add(notice)
        else:
            kept.append(notice)
    return kept


@dataclass(frozen=True)
class _EventStanding:
    """Whether an event still asks anything, and, of moved days, the posts that it still concerns."""

    current: bool
    concerned: frozenset[int] | None = None


def _reasons(session: Session, notices: Sequence[Notice]) -> list[str]:
    """Return for each notice why it is not to be told any more, or nothing."""
    duties = {notice.obligation_id for notice in notices if notice.obligation_id is not None}
    events = {notice.event_id for notice in notices if notice.event_id is not None}
    obligations: dict[int, Obligation] = {}
    newest: dict[tuple[int | None, int | None], int] = {}
    if duties:
        rows = session.exec(select(Obligation).where(col(Obligation.id).in_(duties)))
        obligations = {identity(row.id): row for row in rows}
        told = select(col(Notice.obligation_id), col(Notice.person_id), col(Notice.id)).where(
            col(Notice.obligation_id).in_(duties),
            col(Notice.person_id).in_({notice.person_id for notice in notices}),
            col(Notice.state) != NoticeState.NOT_SENT,
            # Whoever was told by telephone meanwhile still hears from the ladder: that call is none of its rungs.
            col(Notice.means).is_(None),
        )
        for obligation_id, person_id, notice_id in session.exec(told):
            key = (obligation_id, person_id)
            newest[key] = max(newest.get(key, 0), identity(notice_id))
    standing = {identity(event_id): _standing(session, identity(event_id)) for event_id in events}
    reasons: list[str] = []
    for notice in notices:
        if notice.event_id is not None:
            event = standing[notice.event_id]
            concerned = notice.passed_from_id or notice.officer_id
            mine = event.concerned is None or concerned in event.concerned
            reasons.append("" if event.current and mine else "superseded")
        else:
            later = newest.get((notice.obligation_id, notice.person_id), 0)
            reasons.append(_duty_reason(notice, obligations[identity(notice.obligation_id)], later))
    return reasons


def _standing(session: Session, event_id: int) -> _EventStanding:
    event = session.get_one(Event, event_id)
    if event.kind == MOVED:
        posts = frozenset(obligation.officer_id for obligation, _from in moves_told(session, event))
        return _EventStanding(current=bool(posts), concerned=posts)
    return _EventStanding(current=event_is_current(session, event))


def _duty_reason(notice: Notice, obligation: Obligation, newest: int) -> str:
    if obligation.state is not ObligationState.OPEN:
        return "already_met" if obligation.state is ObligationState.MET else obligation.state.value
    # Whatever post they hold, nobody hears of one duty twice in one message: the newest rung is the one to tell.
    if obligation.due_version != notice.due_version or newest > identity(notice.id):
        return "superseded"
    return ""
