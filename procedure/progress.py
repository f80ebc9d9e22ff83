"""Quarterly progress: what a post owes, its newest submission, how a project is called, and what is behind plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState, ProgressStatus, ReviewOutcome, SubmissionKind
from models.obligations import Obligation
from models.plans import Edition, FundingLine, OperationPlan, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission, SubmissionReview
from models.values import FiscalYear, PlannedMonths, Quarter, baht_with_commas
from procedure.calendar import bangkok_date
from procedure.owed import OwedProjects, carried_reports
from procedure.plans import PlanOnRecord, Step, entries_in_force, step_of
from procedure.quarter_days import quarter_days


class Reported(Protocol):
    """What a label is told from: a progress report, recorded or still in the form."""

    @property
    def status(self) -> ProgressStatus: ...
    @property
    def contracted_satang(self) -> int: ...
    @property
    def disbursed_satang(self) -> int: ...
    @property
    def final_payment(self) -> bool: ...


@dataclass(frozen=True)
class RoundCounts:
    """Counts of submissions in a round, liaison posts not counted.

    received = on time + late; nothing to report and returned are within received; missing = expected - received. A
    submission is counted as returned until its post has sent a new revision.
    """

    expected: int
    received: int
    on_time: int
    late: int
    nothing_to_report: int
    returned: int = 0

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
    today = bangkok_date(as_of)
    opened = set(session.exec(select(col(QuarterRound.number)).where(QuarterRound.plan_id == plan.plan_id)).all())
    found: list[int] = []
    for number in range(1, 5):
        if number in opened or today <= plan.fiscal_year.quarter(number).last_day:
            continue
        _due_on, lock_on = quarter_days(session, plan, number)
        if today <= lock_on:
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


def returned_submissions(session: Session, submission_ids: Sequence[int]) -> set[int]:
    """Return which of some submissions were returned for correction (ส่งกลับเพื่อแก้ไข)."""
    return set(
        session.exec(
            select(col(SubmissionReview.submission_id)).where(
                col(SubmissionReview.submission_id).in_(submission_ids),
                SubmissionReview.outcome == ReviewOutcome.RETURNED,
            )
        ).all()
    )


def count_round(session: Session, quarter_round: QuarterRound) -> RoundCounts:
    """Count a round's submissions, posts in the rates only."""
    obligations = [obligation for obligation in round_obligations(session, quarter_round) if obligation.in_rates]
    latest = latest_submissions(session, quarter_round.id or 0)
    met = [obligation for obligation in obligations if obligation.state is ObligationState.MET]
    returned = returned_submissions(session, [row.id for row in latest.values() if row.id is not None])
    return RoundCounts(
        # A duty that was withdrawn is not expected any more.
        expected=sum(obligation.state is not ObligationState.WITHDRAWN for obligation in obligations),
        received=len(met),
        on_time=sum(not obligation.late for obligation in met),
        late=sum(obligation.late for obligation in met),
        nothing_to_report=sum(latest[obligation.officer_id].kind is SubmissionKind.NOTHING for obligation in met),
        returned=sum(latest[obligation.officer_id].id in returned for obligation in met),
    )


def owed_entries(session: Session, plan_id: int, officer_id: int, on: date) -> list[ProjectEntry]:
    """Return the projects in force on a day that a post reports."""
    return [entry for entry in entries_in_force(session, plan_id, on) if entry.officer_id == officer_id]


def reports_in(session: Session, quarter_round: QuarterRound) -> dict[int, ProgressReport]:
    """Return the newest report of each project in a round, by project, whichever post sent it.

    A revision of a post leaves out what another post has taken over since: the report that was sent still counts.
    """
    rows = session.exec(
        select(ProgressReport)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .where(Submission.round_id == quarter_round.id)
        .order_by(col(Submission.submitted_at), col(Submission.id))
    ).all()
    return {report.project_id: report for report in rows}


def last_reports(session: Session, plan_id: int, through_quarter: int) -> dict[int, ProgressReport]:
    """Return the newest report of each project in the quarters up to one (itself included), by project.

    Of whichever post: one that takes a project over goes on from what was reported before it.
    """
    rows = session.exec(
        select(ProgressReport)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(
            QuarterRound.plan_id == plan_id,
            col(QuarterRound.number) <= through_quarter,
        )
        .order_by(col(QuarterRound.number), col(Submission.submitted_at), col(Submission.id))
    ).all()
    return {report.project_id: report for report in rows}


def newest_reports(session: Session, plan_id: int, through: date) -> dict[int, ProgressReport]:
    """Return the newest report of each project in a plan's rounds received by a day, of all posts, by project."""
    rows = session.exec(
        select(ProgressReport)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(QuarterRound.plan_id == plan_id, col(Submission.received_on) <= through)
        .order_by(col(QuarterRound.number), col(Submission.submitted_at), col(Submission.id))
    ).all()
    return {report.project_id: report for report in rows}


def last_values(
    session: Session, on_record: PlanOnRecord, owed: OwedProjects, through_quarter: int
) -> dict[int, ProgressReport]:
    """Return the newest report of each project that a post owes, up to a quarter of a plan, by project.

    Carried work was last reported in the rounds of its own year, or of one since.
    """
    carried = carried_reports(
        session, on_record.organization_id, owed.carried_on, (on_record.plan.fiscal_year, through_quarter)
    )
    return last_reports(session, on_record.plan_id, through_quarter) | carried


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


def not_yet_due(status: ProgressStatus, months: int, quarter: Quarter) -> bool:
    """Tell whether a project is not started and none of its planned months has come by a quarter's last day.

    Stored and counted as not started. A project without planned months is never said to be not yet due.
    """
    begun = PlannedMonths(months).begun(quarter.fiscal_year, quarter.last_day)
    return status is ProgressStatus.NOT_STARTED and bool(months) and not begun


NOT_YET_DUE_TH = "ยังไม่ถึงกำหนดดำเนินการ"
AWAITS_PAYMENT_TH = "แล้วเสร็จ รอเบิกจ่าย"


@dataclass(frozen=True)
class ProgressLabel:
    """How a project is called in forms, on the board and in documents.

    ``saved_satang`` is money saved (เงินเหลือจ่าย) once all was paid; neither it nor a payment awaited is a failure.
    """

    text: str
    saved_satang: int = 0

    @property
    def in_full(self) -> str:
        """Return the label with the money saved: ``ดำเนินการแล้วเสร็จ เงินเหลือจ่าย 12,000 บาท``."""
        return f"{self.text} เงินเหลือจ่าย {baht_with_commas(self.saved_satang)} บาท" if self.saved_satang else self.text


def progress_label(report: Reported | None, months: int, budget_satang: int, quarter: Quarter) -> ProgressLabel:
    """Return what a project is called by the end of a quarter; without a report as one that is not started.

    Completed, not finally paid, and less disbursed than contracted (than the net budget where nothing is contracted):
    it awaits payment. Completed and finally paid below the net budget: the rest is saved.
    """
    status = report.status if report else ProgressStatus.NOT_STARTED
    if not_yet_due(status, months, quarter):
        return ProgressLabel(NOT_YET_DUE_TH)
    if report is None or status is not ProgressStatus.COMPLETED:
        return ProgressLabel(status.name_th)
    if report.final_payment:
        return ProgressLabel(status.name_th, max(budget_satang - report.disbursed_satang, 0))
    if report.disbursed_satang < (report.contracted_satang or budget_satang):
        return ProgressLabel(AWAITS_PAYMENT_TH)
    return ProgressLabel(status.name_th)
