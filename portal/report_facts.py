"""Reading a post's report of one quarter from the record: what it owes, what was sent, who may send and read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import HTTPException
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.kinds import ObligationRule, ObligationState, ProgressStatus
from models.money import ConfirmedAmount
from models.obligations import Obligation
from models.organizations import Agency, Division, Officer
from models.plans import Project, ProjectEntry
from models.quarters import LockException, ProgressReport, QuarterRound, Submission, SubmissionReview
from portal.report_form import TypedReport, prefilled
from portal.sessions import Visitor, actor_reporting_for, visible
from procedure.amounts import AmountStanding, amount_standing, confirmed_amounts
from procedure.calendar import WorkingDays
from procedure.duties import explain
from procedure.errors import ProcedureError
from procedure.evidence import PURPOSE, SUBJECT_KIND
from procedure.owed import owed_budgets, owed_projects
from procedure.permissions import Actor
from procedure.plans import PlanOnRecord, find_plan, identity
from procedure.progress import ProgressLabel, budgets, find_round, last_values, progress_label
from procedure.report_checks import is_behind
from procedure.rounds import exception_in_force
from procedure.year_end import CarriedEntry


@dataclass(frozen=True)
class EvidenceLine:
    """A file kept with a project's report in some revision, without its bytes."""

    file_id: int
    project_id: int
    submission_id: int
    name: str
    sha256: str


@dataclass(frozen=True)
class PostReport:
    """A post's report of one quarter as it stands on record, and as whom the visitor makes it (None: only reads it).

    ``submissions`` are its revisions, oldest first; ``sent`` are the reports of the newest, ``review`` the reviewer's
    word on it; ``before`` are the fields to start from: those of the newest revision, else what was last reported in
    any quarter. ``exception`` is the leave to report after the lock that is in force today.
    """

    actor: Actor | None
    officer: Officer
    unit: str
    on_record: PlanOnRecord
    number: int
    round: QuarterRound | None
    obligation: Obligation | None
    exception: LockException | None
    submissions: tuple[Submission, ...]
    review: SubmissionReview | None
    sent: Mapping[int, ProgressReport]
    evidence: tuple[EvidenceLine, ...]
    entries: tuple[ProjectEntry, ...]
    carried_on: Mapping[int, CarriedEntry]
    budgets: Mapping[int, int]
    last: Mapping[int, ProgressReport]
    before: Mapping[int, TypedReport]

    @property
    def fiscal_year(self) -> int:
        return self.on_record.plan.fiscal_year

    @property
    def path(self) -> str:
        return f"/report/{self.fiscal_year}/{self.number}/{self.officer.id}"

    @property
    def latest(self) -> Submission | None:
        return self.submissions[-1] if self.submissions else None

    @property
    def late(self) -> bool:
        """Tell whether the post's report came late; that goes by the day its first submission was received."""
        if self.round is None or not self.submissions:
            return False
        if self.obligation is not None and self.obligation.state is ObligationState.MET:
            return self.obligation.late
        return self.submissions[0].received_on > self.round.due_on

    def why(self) -> tuple[str, str] | None:
        """Return why the report falls due that day, in Thai and English."""
        # The office sets the day itself: working days play no part in it.
        return explain(self.obligation, WorkingDays()) if self.obligation else None

    def timing(self, today: date) -> str:
        """Return how a day stands against the round: not_open, open, late, excepted or locked."""
        if self.round is None:
            return "not_open"
        if today > self.round.lock_on:
            return "excepted" if self.exception else "locked"
        if self.round.closed_on is not None:
            return "locked"
        return "late" if today > self.round.due_on else "open"

    def label(self, entry: ProjectEntry) -> ProgressLabel:
        """Return what a project is called by its last report and the quarter's end."""
        quarter = self.on_record.fiscal_year.quarter(self.number)
        budget = self.budgets.get(identity(entry.id), 0)
        # The planned months of carried work are those of another year.
        months = 0 if entry.project_id in self.carried_on else entry.months
        return progress_label(self.last.get(entry.project_id), months, budget, quarter)

    def behind(self, entry: ProjectEntry, status: ProgressStatus) -> bool:
        """Tell whether a project is behind plan by the first day after the quarter, as in the quarter's summary."""
        if self.round is None:
            return False
        quarter, carried = self.on_record.fiscal_year.quarter(self.number), self.carried_on.get(entry.project_id)
        return is_behind(entry, status, carried, quarter.fiscal_year, self.round.opens_on)


def find_report(
    session: Session,
    who: Visitor,
    fiscal_year: int,
    number: int,
    officer_id: int,
    today: date,
    *,
    to_read: bool = False,
) -> PostReport:
    """Return what a post reports for a quarter; ``to_read``: for whoever sees how the post reports, too.

    Raises 404 for anybody else, and for another organization's: they are told nothing.
    """
    row = session.exec(
        select(Officer, col(Division.name), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.id == officer_id, Officer.organization_id == who.organization_id)
    ).first()
    actor = actor_reporting_for(who, row[0]) if row else None
    if row is None or (actor is None and not (to_read and visible(who, row[0]))):
        raise HTTPException(404)
    officer, division, agency = row
    try:
        on_record = find_plan(session, who.organization_id, fiscal_year)
    except ProcedureError:
        raise HTTPException(404) from None
    quarter_round = find_round(session, on_record.plan_id, number)
    owed = owed_projects(session, on_record, officer_id, number, today)
    entries = owed.entries
    submissions = _submissions(session, quarter_round, officer_id)
    sent = _reports(session, submissions[-1]) if submissions else {}
    last = last_values(session, on_record, owed, number)
    locked = quarter_round is not None and today > quarter_round.lock_on
    return PostReport(
        actor=actor,
        officer=officer,
        unit=division or agency or "",
        on_record=on_record,
        number=number,
        round=quarter_round,
        obligation=_obligation(session, quarter_round, officer_id),
        exception=exception_in_force(session, quarter_round, officer_id, today) if quarter_round and locked else None,
        submissions=submissions,
        review=review_of(session, submissions[-1]) if submissions else None,
        sent=sent,
        evidence=_evidence(session, submissions),
        entries=entries,
        carried_on=owed.carried_on,
        budgets=owed_budgets(session, on_record, owed, today),
        last=last,
        before={
            entry.project_id: prefilled(last.get(entry.project_id), same_quarter=entry.project_id in sent)
            for entry in entries
        },
    )


def review_of(session: Session, submission: Submission) -> SubmissionReview | None:
    """Return the reviewer's word on a submission, if it was reviewed."""
    return session.exec(select(SubmissionReview).where(SubmissionReview.submission_id == submission.id)).first()


def _evidence(session: Session, submissions: Sequence[Submission]) -> tuple[EvidenceLine, ...]:
    """Return the files kept with a post's revisions, oldest first, without their bytes."""
    if not submissions:
        return ()
    reports = {
        report_id: (project_id, submission_id)
        for report_id, project_id, submission_id in session.exec(
            select(col(ProgressReport.id), col(ProgressReport.project_id), col(ProgressReport.submission_id)).where(
                col(ProgressReport.submission_id).in_([row.id for row in submissions])
            )
        )
    }
    files = session.exec(
        select(col(StoredFile.id), col(StoredFile.subject_id), col(StoredFile.name), col(StoredFile.sha256))
        .where(
            StoredFile.organization_id == submissions[0].organization_id,
            StoredFile.purpose == PURPOSE,
            StoredFile.subject_kind == SUBJECT_KIND,
            col(StoredFile.subject_id).in_(reports),
        )
        .order_by(col(StoredFile.id))
    ).all()
    return tuple(
        EvidenceLine(identity(file_id), *reports[report_id], name, sha256) for file_id, report_id, name, sha256 in files
    )


def _submissions(session: Session, quarter_round: QuarterRound | None, officer_id: int) -> tuple[Submission, ...]:
    if quarter_round is None:
        return ()
    mine = select(Submission).where(Submission.round_id == quarter_round.id, Submission.officer_id == officer_id)
    return tuple(session.exec(mine.order_by(col(Submission.revision))))


def _reports(session: Session, submission: Submission) -> dict[int, ProgressReport]:
    rows = session.exec(select(ProgressReport).where(ProgressReport.submission_id == submission.id))
    return {row.project_id: row for row in rows}


def _obligation(session: Session, quarter_round: QuarterRound | None, officer_id: int) -> Obligation | None:
    if quarter_round is None:
        return None
    return session.exec(
        select(Obligation).where(
            Obligation.organization_id == quarter_round.organization_id,
            Obligation.rule == ObligationRule.REPORT_QUARTER,
            Obligation.subject_kind == "quarter_round",
            Obligation.subject_id == quarter_round.id,
            Obligation.officer_id == officer_id,
        )
    ).first()


@dataclass(frozen=True)
class ReceivedLine:
    """What was received of one project, what it is called by it, and the files that came with that revision.

    ``carried``: it goes on from an earlier year's plan. ``standing``: how its amounts stand against what the finance
    division ``confirmed``; None for another agency's, whose money does not pass through it.
    """

    name: str
    report: ProgressReport
    standing: AmountStanding | None
    confirmed: ConfirmedAmount | None
    carried: bool
    label: ProgressLabel
    over_contract: bool
    evidence: tuple[EvidenceLine, ...]


def received_lines(session: Session, report: PostReport, submission: Submission) -> list[ReceivedLine]:
    """Return a submission's reports with the names that its projects had in the edition reported on or before."""
    rows = session.exec(
        select(ProgressReport, ProjectEntry, col(Project.plan_id))
        .join(ProjectEntry, col(ProjectEntry.project_id) == col(ProgressReport.project_id))
        .join(Project, col(Project.id) == col(ProgressReport.project_id))
        .where(
            ProgressReport.submission_id == submission.id,
            col(ProjectEntry.edition_id) <= submission.edition_id,
        )
        .order_by(col(ProjectEntry.edition_id), col(ProgressReport.project_id))
    ).all()
    newest = {row.project_id: (row, entry, plan_id) for row, entry, plan_id in rows}
    # A project that the post no longer reports is told by the budget of its entry alone.
    funded = {**budgets(session, [identity(entry.id) for _row, entry, _plan in newest.values()]), **report.budgets}
    quarter = report.on_record.fiscal_year.quarter(report.number)
    confirmed = confirmed_amounts(session, report.on_record, report.number)
    ours = report.officer.agency_id is None
    lines: list[ReceivedLine] = []
    for project_id in sorted(newest):
        row, entry, plan_id = newest[project_id]
        carried = plan_id != report.on_record.plan_id
        budget = funded.get(identity(entry.id), 0)
        lines.append(
            ReceivedLine(
                name=entry.name,
                report=row,
                standing=amount_standing(row, confirmed.get(project_id)) if ours else None,
                confirmed=confirmed.get(project_id),
                carried=carried,
                label=progress_label(row, 0 if carried else entry.months, budget, quarter),
                over_contract=row.contracted_satang > budget,
                evidence=tuple(
                    line
                    for line in report.evidence
                    if line.project_id == project_id and line.submission_id == submission.id
                ),
            )
        )
    return lines
