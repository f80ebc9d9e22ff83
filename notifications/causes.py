"""What there is to tell by a day: the rungs of open duties and the events that ask something, each with its posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.kinds import EditionKind, NoticeKind, NoticeState, ObligationState
from models.notices import Notice
from models.obligations import DueDayChange, Event, Obligation
from models.plans import Edition, OperationPlan, Resolution
from models.quarters import Submission
from models.values import FiscalYear
from notifications.audience import Offices, ToldPost
from notifications.event_notices import (
    SUBMISSION_RETURNED,
    TOLD_AS,
    event_is_current,
    event_plan,
    is_silent,
    posts_told,
    unanswered,
)
from notifications.ladder import LADDERS, RungDay, rung_days
from procedure.calendar import WorkingDays, bangkok_date
from procedure.plans import identity

T = TypeVar("T")

SUPERSEDED, OLD_YEAR, LOCKED = "superseded", "old_year", "locked"

NoticeKey = tuple[str, int, int, str, int]


@dataclass(frozen=True)
class Cause:
    """One thing to tell a post: a duty's rung or an event. One with an ``untold`` reason is only recorded.

    ``moved_since`` marks a rung of a duty whose day was moved after the rung: whoever had heard of the duty before is
    told of the move instead.
    """

    organization_id: int
    officer_id: int
    rung: str
    kind: NoticeKind
    obligation: Obligation | None = None
    event: Event | None = None
    untold: str = ""
    passed_from_id: int | None = None
    moved_since: bool = False

    def key(self, person_id: int | None) -> NoticeKey:
        """Return what makes the notice one: the cause, the person (a vacant post by its own number), rung, version."""
        who = person_id if person_id is not None else -self.officer_id
        if self.obligation is not None:
            return ("obligation", identity(self.obligation.id), who, self.rung, self.obligation.due_version)
        return ("event", identity(self.event.id if self.event else None), who, self.rung, 1)


class Ledger:
    """What the ledger knows of the open duties and asking events: which notices there are, and which posts they told.

    ``told`` are those planned or sent, by duty, post, rung and version of the due day; ``told_of_events`` by event and
    post.
    """

    def __init__(self) -> None:
        self.known: set[NoticeKey] = set()
        self.told: set[tuple[int, int, str, int]] = set()
        self.told_of_events: set[tuple[int, int]] = set()
        self._heard: set[tuple[int, int | None]] = set()

    def note(
        self,
        obligation_id: int,
        officer_id: int,
        person_id: int | None,
        rung: str,
        version: int,
        state: NoticeState,
        reason: str,
    ) -> None:
        """Take in one notice of a duty."""
        who = person_id if person_id is not None else -officer_id
        self.known.add(("obligation", obligation_id, who, rung, version))
        if state is not NoticeState.NOT_SENT:
            self.told.add((obligation_id, officer_id, rung, version))
        if state is not NoticeState.NOT_SENT or reason == SUPERSEDED:
            self._heard.add((obligation_id, person_id))

    def has_heard(self, obligation: Obligation, person_id: int) -> bool:
        """Tell whether a person was told of a duty at some rung, or was to be until another took its place."""
        return (identity(obligation.id), person_id) in self._heard


def _mine(statement: SelectOfScalar[T], column: int, organization_id: int | None) -> SelectOfScalar[T]:
    return statement if organization_id is None else statement.where(col(column) == organization_id)


def read_ledger(session: Session, organization_id: int | None) -> Ledger:
    """Read what the ledger knows of the open duties of all organizations, or of one."""
    ledger = Ledger()
    rows = (
        select_columns(
            col(Notice.obligation_id),
            col(Notice.officer_id),
            col(Notice.person_id),
            col(Notice.rung),
            col(Notice.due_version),
            col(Notice.state),
            col(Notice.reason),
        )
        .join(Obligation, col(Obligation.id) == col(Notice.obligation_id))
        .where(col(Obligation.state) == ObligationState.OPEN)
    )
    if organization_id is not None:
        rows = rows.where(col(Obligation.organization_id) == organization_id)
    for obligation_id, officer_id, person_id, rung, version, state, reason in session.execute(rows):
        ledger.note(obligation_id, officer_id, person_id, rung, version, state, reason)
    return ledger


def old_years(session: Session, organization_id: int | None) -> set[int]:
    """Return the plans that were typed in once their fiscal year was over: of them nobody is told anything."""
    base = select(Edition).where(Edition.kind == EditionKind.BASE)
    opened = {row.plan_id: row.opened_on for row in session.exec(_mine(base, Edition.organization_id, organization_id))}
    plans = session.exec(_mine(select(OperationPlan), OperationPlan.organization_id, organization_id))
    return {identity(plan.id) for plan in plans if opened[identity(plan.id)] > FiscalYear(plan.fiscal_year).last_day}


@dataclass
class Causes:
    """The causes of a Bangkok day, over the offices, the ledger and the calendar as they are."""

    session: Session
    today: date
    organization_id: int | None
    offices: Offices
    ledger: Ledger
    working_days: WorkingDays
    old: set[int]

    def of_duties(self) -> list[Cause]:
        """Return the rungs that have come, of each open duty; of them only the last is told."""
        opened = select(Obligation).where(
            Obligation.state == ObligationState.OPEN, col(Obligation.opens_on) <= self.today
        )
        moved = self._moved()
        causes: list[Cause] = []
        for obligation in self.session.exec(_mine(opened, Obligation.organization_id, self.organization_id)):
            if obligation.organization_id not in self.offices.settings:
                continue
            silent = obligation.silent or obligation.plan_id in self.old
            come = rung_days(obligation, self.today, self.working_days)
            if silent:
                come = [one for one in come if one.rung in LADDERS[obligation.rule].rungs]
            locked = obligation.lock_on is not None and self.today > obligation.lock_on
            untold = OLD_YEAR if silent else LOCKED if locked else ""
            moved_on = moved.get(identity(obligation.id))
            for number, one in enumerate(come, start=1):
                last = number == len(come)
                since = moved_on is not None and one.day < moved_on
                causes += self._rung(obligation, one, (untold if last else SUPERSEDED), moved_since=since)
        return causes

    def _rung(self, obligation: Obligation, one: RungDay, untold: str, *, moved_since: bool) -> Iterable[Cause]:
        rung, version, number = one.rung, obligation.due_version, identity(obligation.id)

        def told(post: int) -> bool:
            return (number, post, rung.name, version) in self.ledger.told

        posts: list[ToldPost]
        posts = (
            self.offices.usual_posts(obligation, rung) if untold else self.offices.posts_told(obligation, rung, told)
        )
        for post in posts:
            yield Cause(
                obligation.organization_id,
                post.officer_id,
                rung.name,
                post.kind,
                obligation=obligation,
                untold=untold,
                passed_from_id=post.passed_from_id,
                moved_since=moved_since,
            )

    def _moved(self) -> dict[int, date]:
        """Return the open duties whose day stands as it was moved, and the Bangkok day on which it was."""
        changes = (
            select(col(DueDayChange.obligation_id), col(DueDayChange.as_of))
            .join(Obligation, col(Obligation.id) == col(DueDayChange.obligation_id))
            .where(Obligation.state == ObligationState.OPEN, DueDayChange.to_due_on == Obligation.due_on)
            .order_by(col(DueDayChange.id))
        )
        if self.organization_id is not None:
            changes = changes.where(Obligation.organization_id == self.organization_id)
        return {obligation_id: bangkok_date(as_of) for obligation_id, as_of in self.session.execute(changes)}

    def of_events(self) -> list[Cause]:
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
        events = self.session.exec(_mine(asking, Event.organization_id, self.organization_id)).all()
        self._note_events(events)
        causes: list[Cause] = []
        for event in events:
            if event.organization_id not in self.offices.settings:
                continue
            causes += self._event(event)
        return causes

    def _event(self, event: Event) -> list[Cause]:
        untold = self._untold(event)
        rung, kind = TOLD_AS[event.kind]

        def told(post: int) -> bool:
            return bool(untold) or (identity(event.id), post) in self.ledger.told_of_events

        posts = [
            post
            for concerned in posts_told(self.session, event, self.offices.officers, self.offices.roles)
            for post in self.offices.event_posts(concerned, kind, told)
        ]
        return [
            Cause(
                event.organization_id,
                post.officer_id,
                rung,
                post.kind,
                event=event,
                untold=untold,
                passed_from_id=post.passed_from_id,
            )
            for post in posts
        ]

    def _note_events(self, events: Iterable[Event]) -> None:
        rows = self.session.exec(select(Notice).where(col(Notice.event_id).in_([event.id for event in events])))
        for row in rows:
            who = row.person_id if row.person_id is not None else -row.officer_id
            self.ledger.known.add(("event", identity(row.event_id), who, row.rung, 1))
            if row.state is not NoticeState.NOT_SENT:
                self.ledger.told_of_events.add((identity(row.event_id), row.officer_id))

    def _untold(self, event: Event) -> str:
        """Return why an event is recorded and not told, or nothing."""
        if not event_is_current(self.session, event):
            return SUPERSEDED
        old = event_plan(self.session, event) in self.old or is_silent(self.session, event)
        return OLD_YEAR if old else ""
