"""The sections of a digest, one per cause: what each notice tells, read from the records as data without words."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from models.kinds import Capacity, NoticeKind, NoticeState, ObligationRule, Role
from models.notices import Notice
from models.obligations import Event, Obligation
from models.organizations import Assignment, Division, Leave, Officer, RoleGrant
from models.plans import Edition, OperationPlan, Project, ProjectEntry, Resolution, ResolutionRemark
from models.quarters import QuarterRound, Submission, SubmissionReview
from notifications.written import (
    Both,
    DraftReturnedSection,
    DutySection,
    ForecastSection,
    Move,
    MovedSection,
    OwedItem,
    Passed,
    Reader,
    ReportReturnedSection,
    RequestSection,
    Section,
    Standing,
    Unreached,
)
from procedure.calendar import WorkingDays
from procedure.duties import explain
from procedure.holiday_days import HOLIDAYS_FORECAST, forecast_words
from procedure.moving import MOVED, moves_told
from procedure.owed import owed_projects
from procedure.owed_duties import Duty, duties_of
from procedure.permissions import in_force
from procedure.plans import identity

BOARD = "/board"
# The roles above an owing post, lowest first, and as what each reads.
_READERS = {Role.DIVISION_HEAD: Reader.HEAD, Role.CLERK: Reader.CLERK, Role.EXECUTIVE: Reader.EXECUTIVE}


class SectionReader:
    """Reads the sections of one message's notices on a Bangkok day, with what they share read once."""

    def __init__(self, session: Session, notices: Sequence[Notice], today: date, working_days: WorkingDays) -> None:
        self.session = session
        self.today = today
        self.working_days = working_days
        wanted = {notice.obligation_id for notice in notices if notice.obligation_id is not None}
        rows = session.exec(select(Obligation).where(col(Obligation.id).in_(wanted))).all()
        self.obligations = {identity(row.id): row for row in rows}
        self.duties = duties_of(session, rows)
        self.told_up = self._told_up(wanted)

    def section(self, notice: Notice) -> Section:
        """Return the section of one notice."""
        passed = self._passed(notice)
        if notice.obligation_id is not None:
            return self._duty(notice, self.obligations[notice.obligation_id], passed)
        event = self.session.get_one(Event, notice.event_id)
        if event.kind == "submission_returned":
            return self._report_returned(event, passed)
        if event.kind == MOVED:
            return self._moved(event, notice, passed)
        if event.kind == HOLIDAYS_FORECAST:
            words = Both(*forecast_words(self.session, event.subject_id))
            return ForecastSection(target=BOARD, passed=passed, year=event.subject_id, words=words)
        if notice.kind is NoticeKind.RETURNED:
            return self._draft_returned(event, passed)
        return self._request(event, notice, passed)

    def _duty(self, notice: Notice, obligation: Obligation, passed: Passed | None) -> DutySection:
        duty = self.duties[identity(obligation.id)]
        reader = self._reader(notice, obligation)
        days = (obligation.due_on - self.today).days
        owner = self.session.get_one(Officer, obligation.officer_id)
        division = self.session.get_one(Division, owner.division_id).name if owner.division_id else ""
        own = notice.officer_id == obligation.officer_id
        # A head may report for the own division's posts, and does where nobody at the post can be told.
        instead = reader is Reader.HEAD and notice.passed_from_id == obligation.officer_id
        reports = obligation.rule is ObligationRule.REPORT_QUARTER
        form = f"/report/{duty.fiscal_year}/{duty.quarter}/{obligation.officer_id}"
        target = form if reports and (own or instead) else BOARD
        return DutySection(
            target=target,
            standing=_standing(notice.kind, days),
            reader=reader,
            passed=passed,
            duty=duty,
            obligation_id=identity(obligation.id),
            due_version=obligation.due_version,
            rung=notice.rung,
            posts=(owner.title,),
            division=division,
            days=days,
            due_on=obligation.due_on,
            explanation=Both(*explain(obligation, self.working_days)),
            items=self._items(obligation, duty) if reports and own else (),
            told_up=tuple(
                (level, post) for level, post in self.told_up.get(identity(obligation.id), ()) if level is not reader
            ),
        )

    def _items(self, obligation: Obligation, duty: Duty) -> tuple[OwedItem, ...]:
        plan = self.session.get_one(OperationPlan, obligation.plan_id)
        owed = owed_projects(self.session, plan, obligation.officer_id, duty.quarter or 0, self.today)
        return (
            *(OwedItem(entry.name) for entry in owed.own),
            *(OwedItem(one.entry.name, one.plan.fiscal_year) for one in owed.carried),
        )

    def _reader(self, notice: Notice, obligation: Obligation) -> Reader:
        """Return as what the told post reads of a duty; the head of the owing post's own division reads as its head."""
        if notice.officer_id == obligation.officer_id:
            return Reader.OWING
        roles = set(
            self.session.exec(select(col(RoleGrant.role)).where(RoleGrant.officer_id == notice.officer_id)).all()
        )
        told, owner = (self.session.get_one(Officer, post) for post in (notice.officer_id, obligation.officer_id))
        if Role.DIVISION_HEAD in roles and told.division_id == owner.division_id:
            return Reader.HEAD
        for role in (Role.CLERK, Role.EXECUTIVE, Role.DIVISION_HEAD):
            if role in roles:
                return _READERS[role]
        return Reader.OWING if notice.kind is not NoticeKind.ESCALATION else Reader.HEAD

    def _told_up(self, obligation_ids: set[int]) -> Mapping[int, list[tuple[Reader, str]]]:
        """Return for each duty the posts above that were told, or are being told with this run, of its day as it is."""
        rows = self.session.exec(
            select(col(Notice.obligation_id), col(RoleGrant.role), col(Officer.title))
            .join(Obligation, col(Obligation.id) == col(Notice.obligation_id))
            .join(RoleGrant, col(RoleGrant.officer_id) == col(Notice.officer_id))
            .join(Officer, col(Officer.id) == col(Notice.officer_id))
            .where(
                col(Notice.obligation_id).in_(obligation_ids),
                Notice.kind == NoticeKind.ESCALATION,
                Notice.state != NoticeState.NOT_SENT,
                Notice.due_version == Obligation.due_version,
                col(RoleGrant.role).in_(list(_READERS)),
            )
            .distinct()
            .order_by(col(Officer.title))
        )
        found: dict[int, list[tuple[Reader, str]]] = {}
        for obligation_id, role, title in rows:
            found.setdefault(identity(obligation_id), []).append((_READERS[role], title))
        return found

    def _passed(self, notice: Notice) -> Passed | None:
        """Return the post that should have been told, and why it could not be on this day."""
        if notice.passed_from_id is None:
            return None
        post = self.session.get_one(Officer, notice.passed_from_id)
        holding = select(Assignment).where(Assignment.officer_id == post.id, in_force(Assignment, self.today))
        held = self.session.exec(holding).all()
        # An acting holder stands in place of the regular one.
        acting = {row.person_id for row in held if row.capacity is not Capacity.OWN}
        holders = acting or {row.person_id for row in held}
        away = select(Leave.person_id).where(
            col(Leave.person_id).in_(holders), col(Leave.from_on) <= self.today, col(Leave.until_on) >= self.today
        )
        if not holders:
            return Passed(post.title, Unreached.VACANT)
        on_leave = holders <= set(self.session.exec(away).all())
        return Passed(post.title, Unreached.ON_LEAVE if on_leave else Unreached.NO_ADDRESS)

    def _moved(self, event: Event, notice: Notice, passed: Passed | None) -> MovedSection:
        owner = notice.passed_from_id or notice.officer_id
        told = moves_told(self.session, event)
        mine = [row for row in told if row[0].officer_id in (notice.officer_id, owner)]
        duties = duties_of(self.session, [obligation for obligation, _before in mine])
        return MovedSection(
            target=BOARD,
            standing=Standing.MOVED,
            passed=passed,
            moves=tuple(
                Move(duties[identity(row.id)], identity(row.id), row.due_version, before, row.due_on)
                for row, before in mine
            ),
            explanation=Both(*explain(mine[0][0], self.working_days)),
        )

    def _request(self, event: Event, notice: Notice, passed: Passed | None) -> RequestSection:
        plan = self.session.exec(
            select(OperationPlan)
            .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
            .where(Edition.id == event.subject_id)
        ).one()
        post = passed.post if passed else self.session.get_one(Officer, notice.officer_id).title
        return RequestSection(target=BOARD, passed=passed, fiscal_year=plan.fiscal_year, post=post)

    def _draft_returned(self, event: Event, passed: Passed | None) -> DraftReturnedSection:
        resolution = self.session.get_one(Resolution, event.subject_id)
        remarks = self.session.exec(
            select(col(ProjectEntry.name), col(ResolutionRemark.remark))
            .join(Project, col(Project.id) == col(ResolutionRemark.project_id))
            .join(ProjectEntry, col(ProjectEntry.project_id) == col(Project.id))
            .where(ResolutionRemark.resolution_id == identity(resolution.id))
            .where(ProjectEntry.edition_id == resolution.edition_id)
            .order_by(col(ResolutionRemark.id))
        ).all()
        return DraftReturnedSection(
            target=BOARD,
            standing=Standing.RETURNED,
            passed=passed,
            number=resolution.number,
            considered_on=resolution.considered_on,
            draft_number=resolution.draft_number,
            remarks=resolution.remarks,
            items=tuple((name, remark) for name, remark in remarks),
        )

    def _report_returned(self, event: Event, passed: Passed | None) -> ReportReturnedSection:
        submission, quarter_round, plan, review = self.session.exec(
            select(Submission, QuarterRound, OperationPlan, SubmissionReview)
            .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
            .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
            .join(SubmissionReview, col(SubmissionReview.submission_id) == col(Submission.id))
            .where(Submission.id == event.subject_id)
        ).one()
        return ReportReturnedSection(
            target=f"/report/{plan.fiscal_year}/{quarter_round.number}/{submission.officer_id}",
            standing=Standing.RETURNED,
            passed=passed,
            duty=Duty(ObligationRule.REPORT_QUARTER, plan.fiscal_year, quarter_round.number),
            revision=submission.revision,
            lock_on=quarter_round.lock_on,
            remarks=review.remarks,
        )


def _standing(kind: NoticeKind, days: int) -> Standing:
    if days < 0:
        return Standing.LATE
    if days == 0:
        return Standing.TODAY
    return Standing.OPENING if kind is NoticeKind.OPENING else Standing.NEAR
