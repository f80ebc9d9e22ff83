"""Looking ahead: what a day would tell whom, found by doing in one transaction what would be done until then.

The caller rolls the transaction back; nothing of it is kept.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select, update

from models.kinds import MessageState, NoticeState
from models.notices import Message, Notice
from notifications.day_told import DayTold, planned_ids, read_day
from notifications.planning import plan_notices
from notifications.still_true import keep_true
from procedure.calendar import at, bangkok_date
from procedure.plans import PlanOnRecord, all_plans
from procedure.scheduled import keep_schedule

# The hour at which the schedule plans a day (prefect.yaml).
PLANNED_AT = time(0, 30)
# What was told longer ago than this decides nothing of the day that is asked for: each day of it is played.
PLAYED_DAYS = 14


def planning_instant(day: date, present: datetime) -> datetime:
    """Return the UTC instant at which a Bangkok day is planned: the present one today, else the schedule's hour."""
    return present if day == bangkok_date(present) else at(day, PLANNED_AT)


def foresee_day(session: Session, day: date, present: datetime, organization_id: int | None = None) -> DayTold:
    """Return who would hear on a Bangkok day and who would not, as the record is at ``present``.

    Until a day to come, the rounds are opened, moved and closed as the schedule would, each day is planned, and what
    is planned counts as sent. A day gone by is told as the ledger has it. The transaction must be rolled back.
    """
    plans = [plan for plan in all_plans(session) if organization_id in (None, plan.organization_id)]
    for earlier in _days_before(day, bangkok_date(present)):
        _play(session, plans, planning_instant(earlier, present), organization_id)
        _count_as_sent(session, earlier, organization_id)
    before = planned_ids(session, organization_id)
    instant = planning_instant(day, present)
    keep_schedule(session, plans, instant)
    planned = plan_notices(session, instant, organization_id)
    return read_day(session, day, before, organization_id, planned.unreadable)


def _days_before(day: date, today: date) -> Iterator[date]:
    played = max(today, day - timedelta(days=PLAYED_DAYS))
    while played < day:
        yield played
        played += timedelta(days=1)


def _play(session: Session, plans: list[PlanOnRecord], instant: datetime, organization_id: int | None) -> None:
    keep_schedule(session, plans, instant)
    plan_notices(session, instant, organization_id)


def _count_as_sent(session: Session, day: date, organization_id: int | None) -> None:
    """Let the messages up to a day be sent, without what is no longer true by then."""
    due = select(Message).where(Message.digest, col(Message.state) == MessageState.PLANNED, col(Message.day) <= day)
    if organization_id is not None:
        due = due.where(Message.organization_id == organization_id)
    messages = [row.id for row in session.exec(due)]
    if not messages:
        return
    carried = select(Notice).where(Notice.state == NoticeState.PLANNED, col(Notice.message_ref).in_(messages))
    for notice in keep_true(session, session.exec(carried.order_by(col(Notice.id))).all()):
        notice.state = NoticeState.SENT
        session.add(notice)
    session.exec(update(Message).where(col(Message.id).in_(messages)).values(state=MessageState.SENT))
    session.flush()
