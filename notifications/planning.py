"""Planning notices: open obligations and events become notices, each in its person's message of the day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.kinds import MessageState, NoticeKind, NoticeState, ObligationState, Role, SourceKind
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Assignment, Officer, Organization, Person, RoleGrant
from models.plans import ProjectEntry, ProjectSource, Resolution, ResolutionRemark
from models.settings import OfficeSettings
from notifications.ladder import Audience, Rung, rungs_come
from procedure.calendar import WorkingDays, at, bangkok_date
from procedure.holiday_days import office_working_days
from procedure.plans import identity

T = TypeVar("T")

MAIL = "mail"
TOLD_EVENTS = ("plan_opened", "draft_returned")


@dataclass
class PlannedNotices:
    """What a planning run did."""

    planned: int = 0
    not_sent: int = 0


@dataclass(frozen=True)
class _Cause:
    """One thing to tell a post: an obligation's rung or an event."""

    organization_id: int
    officer_id: int
    rung: str
    kind: NoticeKind
    obligation: Obligation | None = None
    event: Event | None = None

    def key(self, person_id: int) -> tuple[str, int, int, str, int]:
        if self.obligation is not None:
            version = self.obligation.due_version
            return ("obligation", identity(self.obligation.id), person_id, self.rung, version)
        return ("event", identity(self.event.id if self.event else None), person_id, self.rung, 1)


def plan_notices(session: Session, as_of: datetime, organization_id: int | None = None) -> PlannedNotices:
    """Plan what is to be told by the Bangkok day of ``as_of``; running it again plans nothing new.

    Of several rungs that have come since the last run only the latest is told; the earlier ones are recorded as
    superseded. Organizations are taken all together, or one.
    """
    return _Planner(session, as_of, organization_id).plan()


class _Planner:
    """One planning run over preloaded posts, holders and ledger keys: batched reads, not one per notice."""

    def __init__(self, session: Session, as_of: datetime, organization_id: int | None) -> None:
        self.session = session
        self.as_of = as_of
        self.today = bangkok_date(as_of)
        self.organization_id = organization_id
        self.working_days: WorkingDays = office_working_days(session)
        self.done = PlannedNotices()
        organizations = self._mine(select(Organization), col(Organization.id))
        self.settings = {
            identity(row.id): OfficeSettings.model_validate(row.settings) for row in session.exec(organizations)
        }
        self.officers = {
            identity(row.id): row for row in session.exec(self._mine(select(Officer), col(Officer.organization_id)))
        }
        self.persons = {
            identity(row.id): row for row in session.exec(self._mine(select(Person), col(Person.organization_id)))
        }
        self.roles: dict[Role, set[int]] = defaultdict(set)
        for grant in session.exec(self._mine(select(RoleGrant), col(RoleGrant.organization_id))):
            self.roles[grant.role].add(grant.officer_id)
        self.holders = self._holders()

    def plan(self) -> PlannedNotices:
        told, superseded = self._obligation_causes()
        told += self._event_causes()
        known = self._known([*told, *superseded])
        for cause in superseded:
            self._keep(cause, known, not_sent="superseded")
        for cause in told:
            self._keep(cause, known)
        return self.done

    def _mine(self, statement: SelectOfScalar[T], column: Mapped[int] | Mapped[int | None]) -> SelectOfScalar[T]:
        """Scope a reading to the organization asked for; the scheduled run reads all."""
        return statement if self.organization_id is None else statement.where(column == self.organization_id)

    def _holders(self) -> dict[int, list[int]]:
        """Return who holds each post today; an acting holder stands in place of the regular one."""
        rows = self.session.exec(self._mine(select(Assignment), col(Assignment.organization_id))).all()
        current = [row for row in rows if row.from_on <= self.today and (row.until_on or self.today) >= self.today]
        by_post: dict[int, list[Assignment]] = defaultdict(list)
        for row in current:
            by_post[row.officer_id].append(row)
        return {
            post: [row.person_id for row in rows if row.acting] or [row.person_id for row in rows]
            for post, rows in by_post.items()
        }

    def _obligation_causes(self) -> tuple[list[_Cause], list[_Cause]]:
        statement = select(Obligation).where(
            Obligation.state == ObligationState.OPEN, col(Obligation.opens_on) <= self.today
        )
        told: list[_Cause] = []
        superseded: list[_Cause] = []
        for obligation in self.session.exec(self._mine(statement, col(Obligation.organization_id))):
            come = rungs_come(obligation, self.today, self.working_days)
            for number, rung in enumerate(come):
                causes = list(self._rung_causes(obligation, rung))
                (told if number == len(come) - 1 else superseded).extend(causes)
        return told, superseded

    def _rung_causes(self, obligation: Obligation, rung: Rung) -> Iterable[_Cause]:
        organization_id = obligation.organization_id
        if Audience.OWING_POST in rung.audience:
            yield _Cause(organization_id, obligation.officer_id, rung.name, rung.kind, obligation=obligation)
        # Liaison posts report for others: outside escalation (design.md, Roles).
        if Audience.DIVISION_HEAD in rung.audience and obligation.in_rates:
            division_id = self.officers[obligation.officer_id].division_id
            for head in sorted(self.roles[Role.DIVISION_HEAD]):
                if division_id is not None and self.officers[head].division_id == division_id:
                    yield _Cause(organization_id, head, rung.name, NoticeKind.ESCALATION, obligation=obligation)

    def _event_causes(self) -> list[_Cause]:
        untold = (
            select(Event)
            .where(col(Event.kind).in_(TOLD_EVENTS), ~select(Notice.id).where(Notice.event_id == Event.id).exists())
            .order_by(col(Event.id))
        )
        causes: list[_Cause] = []
        for event in self.session.exec(self._mine(untold, col(Event.organization_id))):
            if event.kind == "plan_opened":
                posts, rung, kind = self._asked_posts(event), "request", NoticeKind.REQUEST
            else:
                posts, rung, kind = self._returned_posts(event), "returned", NoticeKind.RETURNED
            causes += [_Cause(event.organization_id, post, rung, kind, event=event) for post in posts]
        return causes

    def _asked_posts(self, event: Event) -> list[int]:
        """Return the posts that collection asks: each division's reporting post, each agency's contact."""
        sources = self.session.exec(
            select(ProjectSource).where(
                ProjectSource.edition_id == event.subject_id,
                col(ProjectSource.kind).in_((SourceKind.DIVISION, SourceKind.AGENCY_LETTER)),
            )
        ).all()
        divisions = {source.division_id for source in sources if source.division_id}
        agencies = {source.agency_id for source in sources if source.agency_id}
        return sorted(
            post
            for post, officer in self.officers.items()
            if (post in self.roles[Role.OFFICER] and officer.division_id in divisions)
            or (post in self.roles[Role.AGENCY_CONTACT] and officer.agency_id in agencies)
        )

    def _returned_posts(self, event: Event) -> list[int]:
        """Return the posts that a returned draft concerns: the analyst, and the posts of the remarked projects."""
        remarked = self.session.exec(
            select(col(ProjectEntry.officer_id))
            .join(ResolutionRemark, col(ResolutionRemark.project_id) == col(ProjectEntry.project_id))
            .join(Resolution, col(Resolution.id) == col(ResolutionRemark.resolution_id))
            .where(Resolution.id == event.subject_id, ProjectEntry.edition_id == Resolution.edition_id)
        ).all()
        analysts = {
            post
            for post in self.roles[Role.PLAN_ANALYST]
            if self.officers[post].organization_id == event.organization_id
        }
        return sorted(analysts | {post for post in remarked if post is not None})

    def _known(self, causes: list[_Cause]) -> set[tuple[str, int, int, str, int]]:
        obligation_ids = {cause.obligation.id for cause in causes if cause.obligation}
        known: set[tuple[str, int, int, str, int]] = set()
        if obligation_ids:
            for row in self.session.exec(select(Notice).where(col(Notice.obligation_id).in_(obligation_ids))):
                known.add(("obligation", identity(row.obligation_id), row.person_id, row.rung, row.due_version))
        return known  # events that have a notice are not causes at all

    def _keep(self, cause: _Cause, known: set[tuple[str, int, int, str, int]], not_sent: str = "") -> None:
        for person_id in self.holders.get(cause.officer_id, []):
            key = cause.key(person_id)
            if key in known:
                continue
            known.add(key)
            reason = not_sent or ("" if self.persons[person_id].email else "no_address")
            message = None if reason else self._message_of_the_day(cause, person_id)
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
            if reason:
                self.done.not_sent += 1
            else:
                self.done.planned += 1
        self.session.flush()

    def _message_of_the_day(self, cause: _Cause, person_id: int) -> Message:
        """Return the person's open digest: today's, or the next working day's once today's has been claimed."""
        day = self.working_days.on_or_after(self.today) if cause.event else self.today
        urgency = list(NoticeKind)
        while True:
            message = self.session.exec(
                select(Message).where(
                    Message.person_id == person_id, Message.day == day, Message.channel == MAIL, Message.digest
                )
            ).first()
            if message is None:
                message = new_message(
                    self.settings[cause.organization_id], cause.organization_id, person_id, day, self.as_of, cause.kind
                )
                self.session.add(message)
                self.session.flush()
                return message
            if message.state is MessageState.PLANNED:
                if urgency.index(cause.kind) > urgency.index(message.kind):
                    message.kind = cause.kind
                    self.session.add(message)
                return message
            day = self.working_days.on_or_after(day + timedelta(days=1))


def new_message(
    settings: OfficeSettings,
    organization_id: int,
    person_id: int,
    day: date,
    as_of: datetime,
    kind: NoticeKind,
    *,
    digest: bool = True,
) -> Message:
    """Return a message that is not yet written: sent at the office's hour of the day, or at once if that is past."""
    send_at = max(at(day, settings.send_at), as_of) if digest else as_of
    return Message(
        organization_id=organization_id,
        person_id=person_id,
        day=day,
        channel=MAIL,
        digest=digest,
        kind=kind,
        message_id=f"{uuid4()}@traimas",
        send_at=send_at,
        give_up_at=send_at + timedelta(hours=settings.retry_hours),
    )
