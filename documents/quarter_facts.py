"""Reading from the record what a quarter's report says."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from documents.content import CarriedLine
from documents.plan_facts import office_of, responsible_of
from documents.quarter_changes import plan_changes, transfer_lines
from documents.quarter_content import (
    PostCell,
    PostLine,
    QuarterReport,
    SubmissionCounts,
)
from documents.quarter_lines import Reports, project_lines
from documents.quarter_signing import report_signatory
from models.organizations import Agency, Division
from models.plans import Strategy
from models.quarters import ProgressReport, QuarterRound, Submission, SubmissionReview
from procedure.calendar import bangkok_date, last_instant
from procedure.matrix import MatrixCell, ProgressMatrix, progress_matrix
from procedure.money import net_budgets
from procedure.plans import PlanOnRecord, identity
from procedure.progress import progress_label
from procedure.year_end import carried_entries


def quarter_report(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, on: date | None = None
) -> QuarterReport:
    """Return the report of a quarter's round, as known at the end of a Bangkok day.

    A round closed by then is told as it stands since its last paper came in; with no day at all, a closed round is
    meant. One still open gives an interim report. The projects are those of the plan in force on the lock day, or on
    the day itself if that comes first.
    """
    closed_on = quarter_round.closed_on
    settled_on = _settled_on(session, quarter_round)
    if on is None:
        on = settled_on
    if closed_on is not None and on < closed_on:
        closed_on = None
    told_on = min(on, settled_on) if closed_on else on
    quarter = on_record.fiscal_year.quarter(quarter_round.number)
    plan_on = min(told_on, quarter_round.lock_on)
    reports = _reports(session, quarter_round, told_on)
    strategies = session.exec(
        select(Strategy).where(Strategy.plan_id == on_record.plan_id).order_by(col(Strategy.number))
    ).all()
    matrix = progress_matrix(session, on_record, last_instant(told_on))
    tally = matrix.quarter(quarter_round.number)
    return QuarterReport(
        office=office_of(session, on_record.organization),
        fiscal_year=on_record.plan.fiscal_year,
        quarter=quarter_round.number,
        first_day=quarter.first_day,
        last_day=quarter.last_day,
        due_on=quarter_round.due_on,
        closed_on=closed_on,
        told_on=told_on,
        strategies=[row.name for row in strategies],
        units=units_in_order(session, on_record),
        counts=SubmissionCounts(
            expected=tally.expected,
            received=tally.received,
            on_time=tally.on_time,
            late=tally.late,
            nothing=tally.nothing,
            returned=tally.returned,
            not_informed=sum(row.cells[quarter_round.number - 1].not_informed for row in matrix.liaisons),
        ),
        projects=project_lines(session, on_record, quarter_round, plan_on, reports, list(strategies)),
        changes=plan_changes(session, on_record, quarter.first_day, plan_on),
        transfers=transfer_lines(session, on_record, quarter.first_day, plan_on),
        carried=carried_lines(session, on_record, quarter_round, plan_on, reports.get(quarter_round.number, {})),
        posts=_post_lines(matrix, quarter_round.number),
        signatory=report_signatory(session, on_record, told_on),
    )


def carried_lines(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, on: date, reports: Reports
) -> list[CarriedLine]:
    """Return the work carried on into a quarter from earlier years, with its reports in the round.

    It stands outside this year's counts and totals.
    """
    found = carried_entries(
        session, on_record.organization_id, on_record.plan.fiscal_year, on, quarter=quarter_round.number
    )
    if not found:
        return []
    responsible = responsible_of(session, [one.entry for one in found], on_record.organization_id)
    net = {
        project_id: satang
        for plan in {identity(one.plan.id): one.plan for one in found}.values()
        for project_id, satang in net_budgets(session, plan, on).items()
    }
    quarter = on_record.fiscal_year.quarter(quarter_round.number)
    lines: list[CarriedLine] = []
    for one in found:
        report = reports.get(one.entry.project_id)
        lines.append(
            CarriedLine(
                name=one.entry.name,
                division=(responsible[identity(one.entry.id)] or [""])[0],
                origin_year=one.plan.fiscal_year,
                origin_number=one.project_number,
                outcome=one.outcome.kind.name_th,
                expires_on=one.outcome.expires_on or quarter_round.lock_on,
                # Its planned months are those of another year.
                status=progress_label(report, 0, net[one.entry.project_id], quarter).in_full
                if report
                else "ไม่ได้รายงาน",
                satang=net[one.entry.project_id],
                disbursed_satang=report.disbursed_satang if report else 0,
            )
        )
    return lines


def units_in_order(session: Session, on_record: PlanOnRecord) -> list[str]:
    """Return the names of an office's divisions in their order, then of the other agencies."""
    divisions = session.exec(
        select(Division).where(Division.organization_id == on_record.organization_id).order_by(col(Division.position))
    ).all()
    agencies = session.exec(
        select(Agency).where(Agency.organization_id == on_record.organization_id).order_by(col(Agency.id))
    ).all()
    return [row.name for row in divisions] + [row.name for row in agencies]


def _settled_on(session: Session, quarter_round: QuarterRound) -> date:
    """Return the day since which nothing of a round has changed: its close, or the last paper or review after it."""
    mine = select(Submission, SubmissionReview).outerjoin(
        SubmissionReview, col(SubmissionReview.submission_id) == col(Submission.id)
    )
    days = [quarter_round.closed_on or quarter_round.lock_on + timedelta(days=1)]
    for submission, review in session.exec(mine.where(Submission.round_id == quarter_round.id)):
        days.append(submission.received_on)
        if review is not None:
            days.append(bangkok_date(review.reviewed_at))
    return max(days)


def _reports(session: Session, quarter_round: QuarterRound, told_on: date) -> dict[int, dict[int, ProgressReport]]:
    """Return the newest report of each project in each round of the plan up to this one, by quarter and project."""
    rows = session.exec(
        select(ProgressReport, col(QuarterRound.number))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(
            QuarterRound.plan_id == quarter_round.plan_id,
            col(QuarterRound.number) <= quarter_round.number,
            col(Submission.received_on) <= told_on,
        )
        .order_by(col(Submission.submitted_at), col(Submission.id))
    )
    found: dict[int, dict[int, ProgressReport]] = {}
    for report, number in rows:
        found.setdefault(number, {})[report.project_id] = report
    return found


def _post_lines(matrix: ProgressMatrix, through: int) -> list[PostLine]:
    """Return the posts that owed a report in a quarter up to one, our liaison posts last."""
    return [
        PostLine(
            post=row.officer.title,
            unit=row.unit,
            liaison=row.liaison,
            quarters=[_post_cell(cell) for cell in row.cells[:through]],
        )
        for row in (*matrix.posts, *matrix.liaisons)
        if any(cell.tally.expected for cell in row.cells[:through])
    ]


def _post_cell(cell: MatrixCell) -> PostCell:
    return PostCell(
        standing=cell.standing,
        nothing=cell.nothing,
        returned=cell.returned,
        not_informed=cell.not_informed,
        received_on=cell.received_on,
        source=cell.source,
        asked_on=cell.asked_on,
    )
