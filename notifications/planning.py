"""Planning notices: what there is to tell becomes notices, each in its person's one message of the day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.database import one_at_a_time
from models.fault_points import fault_point
from models.kinds import MessageState, NoticeKind, NoticeState
from models.notices import Message, Notice
from notifications.audience import Holder, Offices, offices_on
from notifications.causes import SUPERSEDED, Cause, Causes, Ledger, old_years, read_ledger
from notifications.messages import new_message
from notifications.still_true import keep_true
from procedure.calendar import WorkingDays, bangkok_date
from procedure.holiday_days import office_working_days
from procedure.plans import identity

T = TypeVar("T")

FOLDED = "folded_into_a_later_day"
_URGENCY = list(NoticeKind)


@dataclass
class PlannedNotices:
    """What a planning run did; ``unreadable`` are organizations left out because their settings cannot be read."""

    planned: int = 0
    not_sent: int = 0
    unreadable: list[int] = field(default_factory=list)


def plan_notices(session: Session, as_of: datetime, organization_id: int | None = None) -> PlannedNotices:
    """Plan what is to be told by the Bangkok day of ``as_of``; running it again plans nothing new.

    Of several rungs that have come since the last run only the latest is told; the earlier ones are recorded as
    superseded. What an earlier day's message has not told yet is folded into today's; what was planned for somebody
    who has left the post or gone on leave since is not told to them. Organizations are taken all together, or one.
    """
    one_at_a_time(session, "plan_notices")
    return _Planner(session, as_of, organization_id).plan()


class _Planner:
    """One planning run over what it has read in a few queries, however many duties there are."""

    def __init__(self, session: Session, as_of: datetime, organization_id: int | None) -> None:
        self.session = session
        self.as_of = as_of
        self.today = bangkok_date(as_of)
        self.organization_id = organization_id
        self.working_days: WorkingDays = office_working_days(session)
        self.offices: Offices = offices_on(session, self.today, organization_id)
        self.done = PlannedNotices(unreadable=list(self.offices.unreadable))
        # Locked, so that no sender claims a message between our look at it and our notice in it.
        waiting = select(Message).where(Message.digest, col(Message.state) == MessageState.PLANNED)
        self.waiting = list(
            self.session.exec(self._mine(waiting, Message.organization_id).order_by(col(Message.id)).with_for_update())
        )
        under_way = select(col(Message.person_id), col(Message.day)).where(
            Message.digest, col(Message.state) != MessageState.PLANNED, col(Message.day) >= self.today
        )
        if organization_id is not None:
            under_way = under_way.where(Message.organization_id == organization_id)
        self.ended = set(session.exec(under_way).all())
        self.digests = {(row.person_id, row.day): row for row in self.waiting if row.day >= self.today}
        self.opened: list[Message] = []
        self.moved: list[tuple[Notice, Message]] = []
        self.new: list[tuple[Notice, Message | None]] = []

    def plan(self) -> PlannedNotices:
        """Look through what waits, then keep a notice for each cause that the ledger does not know."""
        self._follow_preferences()
        self._look_through_what_waits()
        ledger = read_ledger(self.session, self.organization_id)
        old = old_years(self.session, self.organization_id)
        causes = Causes(self.session, self.today, self.organization_id, self.offices, ledger, self.working_days, old)
        for cause in [*causes.of_duties(), *causes.of_events()]:
            self._keep(cause, ledger)
        self._write()
        return self.done

    def _mine(self, statement: SelectOfScalar[T], column: int) -> SelectOfScalar[T]:
        """Scope a reading to the organization asked for; the scheduled run reads all."""
        return statement if self.organization_id is None else statement.where(col(column) == self.organization_id)

    def _follow_preferences(self) -> None:
        """Have the digests that wait go over the channel that their person prefers now."""
        for (person_id, day), digest in self.digests.items():
            channel = self.offices.channel_of(person_id)
            standing_in = digest.stands_in_for_id is not None or (person_id, day) in self.ended
            if channel is not None and not standing_in and channel != digest.channel:
                digest.channel = channel
                self.session.add(digest)

    def _look_through_what_waits(self) -> None:
        """Drop what its person is not to be told any more, and move what earlier days have not told into today's."""
        unsent = (
            select(Notice)
            .join(Message, col(Message.id) == col(Notice.message_ref))
            .where(Notice.state == NoticeState.PLANNED, Message.digest)
            .where(col(Message.state) == MessageState.PLANNED)
            .order_by(col(Notice.id))
        )
        messages = {row.id: row for row in self.waiting}
        kept: list[Notice] = []
        for notice in self.session.exec(self._mine(unsent, Notice.organization_id)):
            gone = self.offices.no_longer(notice.officer_id, notice.person_id or 0)
            if gone:
                notice.state, notice.reason = NoticeState.NOT_SENT, gone
                self.session.add(notice)
            elif messages[notice.message_ref].day < self.today and notice.organization_id in self.offices.settings:
                kept.append(notice)
        for notice in keep_true(self.session, kept):
            if notice.person_id is not None:
                self.moved.append((notice, self._message_on(notice, notice.person_id, self.today)))
        for message in self.waiting:
            if message.day < self.today and message.organization_id in self.offices.settings:
                message.state, message.reason = MessageState.WITHDRAWN, FOLDED
                message.ended_at = self.as_of
                self.session.add(message)

    def _keep(self, cause: Cause, ledger: Ledger) -> None:
        """Write the notices of a cause that the ledger lacks; what is not told is written with its reason."""
        for holder in self.offices.holders(cause.officer_id):
            key = cause.key(holder.person_id)
            if key in ledger.known:
                continue
            ledger.known.add(key)
            reason = cause.untold or self._reason(cause, holder, ledger)
            notice = Notice(
                organization_id=cause.organization_id,
                obligation_id=cause.obligation.id if cause.obligation else None,
                event_id=cause.event.id if cause.event else None,
                officer_id=cause.officer_id,
                person_id=holder.person_id,
                rung=cause.rung,
                due_version=cause.obligation.due_version if cause.obligation else 1,
                kind=cause.kind,
                state=NoticeState.NOT_SENT if reason else NoticeState.PLANNED,
                reason=reason,
                passed_from_id=cause.passed_from_id,
            )
            message = None
            if not reason and holder.person_id is not None:
                message = self._message_on(notice, holder.person_id, self._day_for(cause))
            self.new.append((notice, message))
            self.done.not_sent += bool(reason)
            self.done.planned += not reason

    def _reason(self, cause: Cause, holder: Holder, ledger: Ledger) -> str:
        if holder.reason or holder.person_id is None or cause.obligation is None:
            return holder.reason
        # Of a moved day they are told by its own event.
        return SUPERSEDED if cause.moved_since and ledger.has_heard(cause.obligation, holder.person_id) else ""

    def _day_for(self, cause: Cause) -> date:
        """Return the day on which a cause found today is told: a working day, but never after the due day.

        From the due day on a duty is told on any day.
        """
        working_day = self.working_days.on_or_after(self.today)
        if cause.obligation is None:
            return working_day
        return max(self.today, min(working_day, cause.obligation.due_on))

    def _message_on(self, notice: Notice, person_id: int, day: date) -> Message:
        """Return the person's open digest of a day, or the next working day's once that one has been claimed."""
        while (person_id, day) not in self.digests and (person_id, day) in self.ended:
            day = self.working_days.on_or_after(day + timedelta(days=1))
        digest = self.digests.get((person_id, day))
        if digest is None:
            digest = new_message(
                self.offices.settings[notice.organization_id],
                notice.organization_id,
                person_id,
                day,
                self.as_of,
                notice.kind,
                channel=self.offices.channel_of(person_id) or self.offices.persons[person_id].channel,
            )
            self.opened.append(digest)
            self.digests[person_id, day] = digest
        if _URGENCY.index(notice.kind) > _URGENCY.index(digest.kind):
            digest.kind = notice.kind
        return digest

    def _write(self) -> None:
        """Write the messages, then the notices that they carry: a few statements for all of them."""
        # As rows, for SQLite would be asked once for each object; with their nulls, or they would go in small groups.
        whole = {"render_nulls": True}
        if self.opened:
            opened = [row.model_dump(exclude={"id"}) for row in self.opened]
            self.session.execute(insert(Message), opened, execution_options=whole)
        numbers = self._numbers() if self.opened else {}

        def number(message: Message) -> int:
            return message.id or numbers[message.message_id]

        for notice, message in self.moved:
            notice.message_ref = number(message)
            self.session.add(notice)
        rows = [
            {**notice.model_dump(exclude={"id"}), "message_ref": number(message) if message else None}
            for notice, message in self.new
        ]
        if rows:
            self.session.execute(insert(Notice), rows, execution_options=whole)
        self.session.flush()
        fault_point("planning_flushed")

    def _numbers(self) -> dict[str, int]:
        """Return the numbers of the digests that wait, by their Message-ID."""
        waiting = select(col(Message.message_id), col(Message.id)).where(
            Message.digest, col(Message.state) == MessageState.PLANNED, col(Message.day) >= self.today
        )
        if self.organization_id is not None:
            waiting = waiting.where(Message.organization_id == self.organization_id)
        return {message_id: identity(number) for message_id, number in self.session.exec(waiting)}
