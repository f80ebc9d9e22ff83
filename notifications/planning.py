"""Planning notices: open obligations and events become notices, each in its person's message of the day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

import structlog
from pydantic import ValidationError
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.database import one_at_a_time
from models.fault_points import fault_point
from models.kinds import Capacity, EditionKind, MessageState, NoticeKind, NoticeState, ObligationState, Role
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Assignment, Leave, Officer, Organization, Person, RoleGrant
from models.plans import Edition, OperationPlan, Resolution
from models.quarters import Submission
from models.settings import OfficeSettings
from models.values import FiscalYear
from notifications.event_notices import (
    SUBMISSION_RETURNED,
    TOLD_AS,
    event_is_current,
    event_plan,
    is_silent,
    posts_told,
    unanswered,
)
from notifications.ladder import Audience, Rung, rungs_come
from notifications.messages import new_message
from procedure.calendar import WorkingDays, bangkok_date
from procedure.contacts import MAIL, channels_in_use
from procedure.holiday_days import office_working_days
from procedure.moving import MOVED, moves_told
from procedure.plans import identity

T = TypeVar("T")

log = structlog.get_logger()

OLD_YEAR = "old_year"


@dataclass
class PlannedNotices:
    """What a planning run did; ``unreadable`` are organizations left out because their settings cannot be read."""

    planned: int = 0
    not_sent: int = 0
    unreadable: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Cause:
    """One thing to tell a post: an obligation's rung or an event. One with an ``untold`` reason is only recorded."""

    organization_id: int
    officer_id: int
    rung: str
    kind: NoticeKind
    obligation: Obligation | None = None
    event: Event | None = None
    untold: str = ""

    def key(self, person_id: int | None) -> tuple[str, int, int, str, int]:
        """Return what makes the notice one: the cause, the person (a vacant post by its own number), rung, version."""
        who = person_id if person_id is not None else -self.officer_id
        if self.obligation is not None:
            return ("obligation", identity(self.obligation.id), who, self.rung, self.obligation.due_version)
        return ("event", identity(self.event.id if self.event else None), who, self.rung, 1)


def plan_notices(session: Session, as_of: datetime, organization_id: int | None = None) -> PlannedNotices:
    """Plan what is to be told by the Bangkok day of ``as_of``; running it again plans nothing new.

    Of several rungs that have come since the last run only the latest is told; the earlier ones are recorded as
    superseded. What an earlier day's message has not told yet is folded into today's. Organizations are taken all
    together, or one.
    """
    one_at_a_time(session, "plan_notices")
    return _Planner(session, as_of, organization_id).plan()


def still_to_tell(session: Session, message: Message) -> list[Notice]:
    """Return a message's notices that are still true; the others are recorded as not sent, with the reason."""
    kept: list[Notice] = []
    rows = session.exec(
        select(Notice).where(Notice.message_ref == message.id, Notice.state == NoticeState.PLANNED)
    ).all()
    for notice in rows:
        reason = _no_longer_true(session, notice)
        if reason:
            notice.state, notice.reason = NoticeState.NOT_SENT, reason
            session.add(notice)
        else:
            kept.append(notice)
    return kept


def _no_longer_true(session: Session, notice: Notice) -> str:
    """Return why a planned notice is not to be told any more, or nothing."""
    if notice.event_id is not None:
        event = session.get_one(Event, notice.event_id)
        if event.kind == MOVED:
            mine = any(obligation.officer_id == notice.officer_id for obligation, _from in moves_told(session, event))
            return "" if mine else "superseded"
        return "" if event_is_current(session, event) else "superseded"
    obligation = session.get_one(Obligation, notice.obligation_id)
    if obligation.state is not ObligationState.OPEN:
        return "already_met" if obligation.state is ObligationState.MET else obligation.state.value
    later_rung = select(Notice.id).where(
        Notice.obligation_id == notice.obligation_id,
        Notice.person_id == notice.person_id,
        Notice.officer_id == notice.officer_id,
        col(Notice.id) > notice.id,
        col(Notice.state) != NoticeState.NOT_SENT,
        # Whoever was told by telephone meanwhile still hears from the ladder: what was told there is a rung of none.
        col(Notice.means).is_(None),
    )
    if obligation.due_version != notice.due_version or session.exec(later_rung).first():
        return "superseded"
    return ""


class _Planner:
    """One planning run over preloaded posts, holders, digests and ledger keys: batched reads, not one per notice."""

    def __init__(self, session: Session, as_of: datetime, organization_id: int | None) -> None:
        self.session = session
        self.as_of = as_of
        self.today = bangkok_date(as_of)
        self.organization_id = organization_id
        self.working_days: WorkingDays = office_working_days(session)
        self.done = PlannedNotices()
        self.settings = self._settings()
        self.officers = {
            identity(row.id): row for row in session.exec(self._mine(select(Officer), Officer.organization_id))
        }
        self.persons = {
            identity(row.id): row for row in session.exec(self._mine(select(Person), Person.organization_id))
        }
        self.reached = channels_in_use(session, self.persons)
        self.roles: dict[Role, set[int]] = defaultdict(set)
        for grant in session.exec(self._mine(select(RoleGrant), RoleGrant.organization_id)):
            self.roles[grant.role].add(grant.officer_id)
        self.holders = self._holders()
        away = select(Leave).where(col(Leave.from_on) <= self.today, col(Leave.until_on) >= self.today)
        self.on_leave = {row.person_id for row in session.exec(self._mine(away, Leave.organization_id))}
        # Locked, so that no sender claims a message between our look at it and our notice in it.
        digests = select(Message).where(Message.digest, col(Message.state) == MessageState.PLANNED)
        self.old_years = self._old_years()
        self.digests = {
            (row.person_id, row.day): row
            for row in session.exec(self._mine(digests, Message.organization_id).with_for_update())
        }

    def plan(self) -> PlannedNotices:
        """Fold what is old, then keep a notice for each cause that the ledger does not know."""
        self._fold_old_digests()
        causes = self._obligation_causes() + self._event_causes()
        known = self._known(causes)
        for cause in causes:
            if cause.organization_id in self.settings:
                self._keep(cause, known)
        self.session.flush()
        fault_point("planning_flushed")
        return self.done

    def _mine(self, statement: SelectOfScalar[T], column: int) -> SelectOfScalar[T]:
        """Scope a reading to the organization asked for; the scheduled run reads all."""
        return statement if self.organization_id is None else statement.where(col(column) == self.organization_id)

    def _settings(self) -> dict[int, OfficeSettings]:
        """Return the offices' settings; one that cannot be read never stops the others."""
        readable: dict[int, OfficeSettings] = {}
        organizations = select(Organization)
        if self.organization_id is not None:
            organizations = organizations.where(Organization.id == self.organization_id)
        for row in self.session.exec(organizations):
            try:
                readable[identity(row.id)] = OfficeSettings.model_validate(row.settings)
            except ValidationError:
                log.error("planning.settings_unreadable", organization_id=row.id)
                self.done.unreadable.append(identity(row.id))
        return readable

    def _holders(self) -> dict[int, list[int]]:
        """Return who holds each post today; an acting holder stands in place of the regular one."""
        rows = self.session.exec(self._mine(select(Assignment), Assignment.organization_id)).all()
        current = [row for row in rows if row.from_on <= self.today and (row.until_on or self.today) >= self.today]
        by_post: dict[int, list[Assignment]] = defaultdict(list)
        for row in current:
            by_post[row.officer_id].append(row)
        return {
            post: [row.person_id for row in rows if row.capacity is not Capacity.OWN] or [row.person_id for row in rows]
            for post, rows in by_post.items()
        }

    def _old_years(self) -> set[int]:
        """Return the plans that were typed in once their fiscal year was over: of them nobody is told anything."""
        editions = select(Edition).where(Edition.kind == EditionKind.BASE)
        opened = {
            row.plan_id: row.opened_on for row in self.session.exec(self._mine(editions, Edition.organization_id))
        }
        plans = self.session.exec(self._mine(select(OperationPlan), OperationPlan.organization_id))
        return {
            identity(plan.id) for plan in plans if opened[identity(plan.id)] > FiscalYear(plan.fiscal_year).last_day
        }

    def _fold_old_digests(self) -> None:
        """Move what earlier days' messages have not told into today's, so that nobody hears twice in a day."""
        old = [message for (_person, day), message in sorted(self.digests.items()) if day < self.today]
        for message in old:
            kept = still_to_tell(self.session, message)
            message.state, message.reason = MessageState.WITHDRAWN, "folded_into_a_later_day"
            self.session.add(message)
            del self.digests[message.person_id, message.day]
            if message.organization_id not in self.settings:
                continue
            for notice in kept:
                today = self._message_on(message.organization_id, message.person_id, self.today, notice.kind)
                notice.message_ref = today.id
                self.session.add(notice)

    def _obligation_causes(self) -> list[_Cause]:
        statement = select(Obligation).where(
            Obligation.state == ObligationState.OPEN, col(Obligation.opens_on) <= self.today
        )
        causes: list[_Cause] = []
        for obligation in self.session.exec(self._mine(statement, Obligation.organization_id)):
            come = rungs_come(obligation, self.today, self.working_days)
            silent = obligation.silent or obligation.plan_id in self.old_years
            for number, rung in enumerate(come, start=1):
                untold = "superseded" if number < len(come) else OLD_YEAR if silent else ""
                causes += self._rung_causes(obligation, rung, untold)
        return causes

    def _rung_causes(self, obligation: Obligation, rung: Rung, untold: str) -> list[_Cause]:
        told = [(obligation.officer_id, rung.kind)] if Audience.OWING_POST in rung.audience else []
        # Liaison posts report for others: outside escalation (design.md, Roles).
        if Audience.DIVISION_HEAD in rung.audience and obligation.in_rates:
            division_id = self.officers[obligation.officer_id].division_id
            told += [
                (head, NoticeKind.ESCALATION)
                for head in sorted(self.roles[Role.DIVISION_HEAD])
                if division_id is not None and self.officers[head].division_id == division_id
            ]
        return [
            _Cause(obligation.organization_id, post, rung.name, kind, obligation=obligation, untold=untold)
            for post, kind in told
        ]

    def _event_causes(self) -> list[_Cause]:
        """Return what events ask: of current ones anew for whoever took a post since, of old ones what is untold."""
        told = select(Notice.id).where(Notice.event_id == Event.id).exists()
        open_edition = select(Edition.id).where(
            Event.kind == "plan_opened", Edition.id == Event.subject_id, Edition.draft_number == 0
        )
        returned_draft = (
            select(Resolution.id)
            .join(Edition, col(Edition.id) == col(Resolution.edition_id))
            .where(Event.kind == "draft_returned", Resolution.id == Event.subject_id)
            .where(col(Edition.compiled_on).is_(None), Edition.draft_number == Resolution.draft_number)
        )
        returned_report = select(Submission.id).where(
            Event.kind == SUBMISSION_RETURNED, unanswered(col(Event.subject_id))
        )
        asks = or_(~told, open_edition.exists(), returned_draft.exists(), returned_report.exists())
        asking = select(Event).where(col(Event.kind).in_(TOLD_AS), asks).order_by(col(Event.id))
        causes: list[_Cause] = []
        for event in self.session.exec(self._mine(asking, Event.organization_id)).all():
            untold = self._untold(event)
            rung, kind = TOLD_AS[event.kind]
            causes += [
                _Cause(event.organization_id, post, rung, kind, event=event, untold=untold)
                for post in posts_told(self.session, event, self.officers, self.roles)
            ]
        return causes

    def _untold(self, event: Event) -> str:
        """Return why an event is recorded and not told, or nothing."""
        if not event_is_current(self.session, event):
            return "superseded"
        old = event_plan(self.session, event) in self.old_years or is_silent(self.session, event)
        return OLD_YEAR if old else ""

    def _known(self, causes: list[_Cause]) -> set[tuple[str, int, int, str, int]]:
        obligations = {cause.obligation.id for cause in causes if cause.obligation}
        events = {cause.event.id for cause in causes if cause.event}
        rows = self.session.exec(
            select(Notice).where(or_(col(Notice.obligation_id).in_(obligations), col(Notice.event_id).in_(events)))
        )
        known: set[tuple[str, int, int, str, int]] = set()
        for row in rows:
            who = row.person_id if row.person_id is not None else -row.officer_id
            if row.obligation_id is not None:
                known.add(("obligation", row.obligation_id, who, row.rung, row.due_version))
            else:
                known.add(("event", identity(row.event_id), who, row.rung, 1))
        return known

    def _keep(self, cause: _Cause, known: set[tuple[str, int, int, str, int]]) -> None:
        """Write the notices of a cause that the ledger lacks; what is not told is written with its reason."""
        holders: list[int | None] = list(self.holders.get(cause.officer_id, ())) or [None]
        for person_id in holders:
            key = cause.key(person_id)
            if key in known:
                continue
            known.add(key)
            reason = cause.untold
            if not reason and person_id is None:
                reason = "vacant_post"
            if not reason and person_id in self.on_leave:
                reason = "on_leave"
            if not reason and person_id is not None and person_id not in self.reached:
                reason = "no_address"
            message = None if reason or person_id is None else self._message_for(cause, person_id)
            self.session.add(
                Notice(
                    organization_id=cause.organization_id,
                    obligation_id=cause.obligation.id if cause.obligation else None,
                    event_id=cause.event.id if cause.event else None,
                    officer_id=cause.officer_id,
                    person_id=person_id,
                    rung=cause.rung,
                    due_version=cause.obligation.due_version if cause.obligation else 1,
                    kind=cause.kind,
                    message_ref=message.id if message else None,
                    state=NoticeState.NOT_SENT if reason else NoticeState.PLANNED,
                    reason=reason,
                )
            )
            self.done.not_sent += bool(reason)
            self.done.planned += not reason

    def _message_for(self, cause: _Cause, person_id: int) -> Message:
        # An event may come on any day; what it asks is told on a working day.
        day = self.working_days.on_or_after(self.today) if cause.event else self.today
        return self._message_on(cause.organization_id, person_id, day, cause.kind)

    def _message_on(self, organization_id: int, person_id: int, day: date, kind: NoticeKind) -> Message:
        """Return the person's open digest of a day, or the next working day's once that one has been claimed."""
        urgency = list(NoticeKind)
        while True:
            open_digest = self.digests.get((person_id, day))
            if open_digest is not None:
                if urgency.index(kind) > urgency.index(open_digest.kind):
                    open_digest.kind = kind
                    self.session.add(open_digest)
                return open_digest
            claimed = select(Message.id).where(
                Message.person_id == person_id, Message.day == day, Message.channel == MAIL, Message.digest
            )
            if self.session.exec(claimed).first() is None:
                message = new_message(self.settings[organization_id], organization_id, person_id, day, self.as_of, kind)
                self.session.add(message)
                self.session.flush()
                self.digests[person_id, day] = message
                return message
            day = self.working_days.on_or_after(day + timedelta(days=1))
