"""Quarterly progress: what a post owes, its newest submission, and what is behind plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState, ProgressStatus, SubmissionKind
from models.obligations import Obligation
from models.plans import Edition, FundingLine, OperationPlan, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from models.values import FiscalYear, PlannedMonths
from procedure.calendar import bangkok_date
from procedure.duties import lock_day
from procedure.plans import PlanOnRecord, Step, entries_in_force, step_of


@dataclass(frozen=True)
class RoundCounts:
    """Counts of submissions in a round, liaison posts not counted.

    received = on time + late; nothing to report is within received; missing = expected - received.
    """

    expected: int
    received: int
    on_time: int
    late: int
    nothing_to_report: int

    @property
    def missing(self) -> int:
        return self.expected - self.received


def find_round(session: Session, plan_id: int, number: int) -> QuarterRound | None:
    """Return a plan's round for a quarter, if it was opened."""
    return session.exec(
        select(QuarterRound).where(QuarterRound.plan_id == plan_id, QuarterRound.number == number)
    ).first()


def rounds_to_open(session: Session, plan: PlanOnRecord, as_of: datetime) -> list[int]:
    """Return the quarters of an announced plan that have ended, are not opened and whose reports are not locked yet.

    A round whose lock day has passed before anybody opened it stays unopened: nobody could report in it.
    """
    if step_of(plan.edition) is not Step.ANNOUNCED:
        return []
    today, office = bangkok_date(as_of), plan.office_settings
    opened = set(session.exec(select(col(QuarterRound.number)).where(QuarterRound.plan_id == plan.plan_id)).all())
    found: list[int] = []
    for number in range(1, 5):
        quarter = plan.fiscal_year.quarter(number)
        lock_on = lock_day(office.quarter_due_on(quarter), office.lock_after_days)
        if quarter.last_day < today <= lock_on and number not in opened:
            found.append(number)
    return found


def rounds_to_close(session: Session, plan: PlanOnRecord, as_of: datetime) -> list[int]:
    """Return the quarters of a plan whose rounds are open though their lock day has passed."""
    rows = session.exec(
        select(QuarterRound)
        .where(
            QuarterRound.plan_id == plan.plan_id,
            col(QuarterRound.closed_on).is_(None),
            col(QuarterRound.lock_on) < bangkok_date(as_of),
        )
        .order_by(col(QuarterRound.number))
    ).all()
    return [row.number for row in rows]


def closed_rounds(session: Session, plan_id: int) -> list[QuarterRound]:
    """Return a plan's closed rounds."""
    return list(
        session.exec(
            select(QuarterRound)
            .where(QuarterRound.plan_id == plan_id, col(QuarterRound.closed_on).is_not(None))
            .order_by(col(QuarterRound.number))
        ).all()
    )


def round_obligations(session: Session, quarter_round: QuarterRound) -> list[Obligation]:
    """Return the obligations of a round, one per reporting post."""
    return list(
        session.exec(
            select(Obligation)
            .where(
                Obligation.organization_id == quarter_round.organization_id,
                Obligation.rule == ObligationRule.REPORT_QUARTER,
                Obligation.subject_kind == "quarter_round",
                Obligation.subject_id == quarter_round.id,
            )
            .order_by(col(Obligation.officer_id))
        ).all()
    )


def latest_submissions(session: Session, round_id: int) -> dict[int, Submission]:
    """Return each post's newest submission of a round, by post."""
    rows = session.exec(
        select(Submission).where(Submission.round_id == round_id).order_by(col(Submission.revision))
    ).all()
    return {submission.officer_id: submission for submission in rows}


def first_submissions(session: Session, round_id: int) -> dict[int, Submission]:
    """Return each post's first submission of a round: by it, lateness is told."""
    rows = session.exec(
        select(Submission).where(Submission.round_id == round_id).order_by(col(Submission.revision).desc())
    ).all()
    return {submission.officer_id: submission for submission in rows}


def count_round(session: Session, quarter_round: QuarterRound) -> RoundCounts:
    """Count a round's submissions, posts in the rates only."""
    obligations = [obligation for obligation in round_obligations(session, quarter_round) if obligation.in_rates]
    latest = latest_submissions(session, quarter_round.id or 0)
    met = [obligation for obligation in obligations if obligation.state is ObligationState.MET]
    return RoundCounts(
        expected=len(obligations),
        received=len(met),
        on_time=sum(not obligation.late for obligation in met),
        late=sum(obligation.late for obligation in met),
        nothing_to_report=sum(latest[obligation.officer_id].kind is SubmissionKind.NOTHING for obligation in met),
    )


def owed_entries(session: Session, plan_id: int, officer_id: int, on: date) -> list[ProjectEntry]:
    """Return the projects in force on a day that a post reports."""
    return [entry for entry in entries_in_force(session, plan_id, on) if entry.officer_id == officer_id]


def last_reports(session: Session, plan_id: int, officer_id: int, through_quarter: int) -> dict[int, ProgressReport]:
    """Return a post's newest report of each project in the quarters up to one (itself included), by project."""
    rows = session.exec(
        select(ProgressReport)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(
            QuarterRound.plan_id == plan_id,
            col(QuarterRound.number) <= through_quarter,
            Submission.officer_id == officer_id,
        )
        .order_by(col(QuarterRound.number), col(Submission.revision))
    ).all()
    return {report.project_id: report for report in rows}


def budgets(session: Session, entry_ids: Sequence[int]) -> dict[int, int]:
    """Return the budget in satang of each entry that has funding in its plan's own year."""
    totals: dict[int, int] = {}
    for line in session.exec(
        select(FundingLine)
        .join(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .join(OperationPlan, col(OperationPlan.id) == col(Edition.plan_id))
        .where(
            col(FundingLine.entry_id).in_(entry_ids),
            col(FundingLine.fiscal_year) == col(OperationPlan.fiscal_year),
        )
    ):
        if line.entry_id is not None:
            totals[line.entry_id] = totals.get(line.entry_id, 0) + line.amount_satang
    return totals


def behind_plan(status: ProgressStatus, months: int, fiscal_year: FiscalYear, on: date) -> bool:
    """Tell whether a project is behind plan (ล่าช้ากว่าแผน) on a day.

    Not started and the first planned month has ended, or not completed and the last planned month has ended.
    Derived, never typed: domain.md 4.3.
    """
    planned = PlannedMonths(months)
    if status is ProgressStatus.NOT_STARTED:
        return planned.first_month_ended(fiscal_year, on)
    if status is ProgressStatus.IN_PROGRESS:
        return planned.last_month_ended(fiscal_year, on)
    return False
