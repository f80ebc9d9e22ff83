"""Reading from the record what a quarter's report says."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import Session, col, select

from documents.plan_facts import office_of, outside_projects, responsible_of
from documents.quarter_changes import plan_changes, transfer_lines
from documents.quarter_content import (
    CarriedLine,
    FundingPart,
    PostCell,
    PostLine,
    QuarterReport,
    QuarterStanding,
    ReportLine,
    SubmissionCounts,
)
from documents.quarter_signing import report_signatory
from models.kinds import EditionKind, EntryAction, ProgressStatus
from models.organizations import Agency, Division
from models.plans import Edition, Project, ProjectEntry, Strategy
from models.quarters import ProgressReport, QuarterRound, Submission, SubmissionReview
from models.values import PlannedMonths
from procedure.calendar import bangkok_date, last_instant
from procedure.matrix import MatrixCell, ProgressMatrix, progress_matrix
from procedure.money import net_budgets, plan_money
from procedure.money_sources import ProjectSources, project_sources
from procedure.plans import PlanOnRecord, identity, latest_entries
from procedure.progress import behind_plan, progress_label
from procedure.year_end import carried_entries

Reports = Mapping[int, ProgressReport]  # by project


def quarter_report(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, on: date | None = None
) -> QuarterReport:
    """Return the report of a quarter's round, as known at the end of a Bangkok day.

    A round closed by then is told as it stands since its last paper came in; with no day at all, a closed round is
    meant. One still open gives an interim report. The projects are those of the plan in force on the lock day, or on the
    day itself if that comes first.
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
        projects=_report_lines(session, on_record, quarter_round, plan_on, reports, list(strategies)),
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


def _report_lines(
    session: Session,
    on_record: PlanOnRecord,
    quarter_round: QuarterRound,
    plan_on: date,
    reports: Mapping[int, Reports],
    strategies: list[Strategy],
) -> list[ReportLine]:
    """Return a line for each project of the editions announced by a day, by number; merged and cancelled ones too."""
    latest = latest_entries(session, on_record.plan_id, plan_on)
    numbers = {
        identity(row.id): row.number
        for row in session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    }
    reader = _LineReader(
        on_record,
        quarter_round,
        reports,
        numbers,
        places={identity(row.id): place for place, row in enumerate(strategies)},
        units=responsible_of(session, list(latest.values()), on_record.organization_id),
        outside=outside_projects(session, on_record.plan_id),
        added=_added(session, on_record),
        sources=project_sources(session, on_record, plan_on),
    )
    money = plan_money(session, on_record, plan_on)
    lines = [reader.line(entry, money.projects[one].net_satang if one in money.in_force else 0)
             for one, entry in latest.items()]
    return sorted(lines, key=lambda line: line.number)


class _LineReader:
    """What is read once for all the lines of a report."""

    def __init__(
        self,
        on_record: PlanOnRecord,
        quarter_round: QuarterRound,
        reports: Mapping[int, Reports],
        numbers: Mapping[int, int],
        *,
        places: Mapping[int, int],
        units: Mapping[int, list[str]],
        outside: set[int],
        added: set[int],
        sources: Mapping[int, ProjectSources],
    ) -> None:
        self.year, self.number, self.reports = on_record.fiscal_year, quarter_round.number, reports
        # The quarter's own state, by the first day after it: October's month has ended on 1 November.
        self.ended_on = quarter_round.opens_on
        self.numbers, self.places, self.units = numbers, places, units
        self.outside, self.added, self.sources = outside, added, sources

    def line(self, entry: ProjectEntry, budget_satang: int) -> ReportLine:
        """Return a project's line, given its net budget in satang: nought once cancelled or merged."""
        one = entry.project_id
        known = [self.reports.get(number, {}).get(one) for number in range(1, self.number + 1)]
        report, newest = known[-1], next((row for row in reversed(known) if row is not None), None)
        cancelled, merged = entry.action is EntryAction.CANCEL, entry.action is EntryAction.MERGE
        status = ProgressStatus.CANCELLED if cancelled else report.status if report else None
        label = progress_label(report, entry.months, budget_satang, self.year.quarter(self.number))
        sources = self.sources.get(one, ProjectSources())
        return ReportLine(
            number=self.numbers[one],
            name=entry.name,
            strategy=self.places[entry.strategy_id],
            programme=entry.programme.name_th,
            unit=(self.units[identity(entry.id)] or [""])[0],
            outside=one in self.outside,
            months=PlannedMonths(entry.months).indexes,
            status=status,
            label=ProgressStatus.CANCELLED.name_th if cancelled else label.text if report else "ไม่ได้รายงาน",
            percent=report.percent if report else None,
            quarters=[
                QuarterStanding(status=row.status if row else None, percent=row.percent if row else None)
                for row in known
            ],
            added=one in self.added,
            merged_into=self.numbers[entry.merged_into_id] if merged and entry.merged_into_id is not None else None,
            budget_satang=budget_satang,
            contracted_satang=newest.contracted_satang if newest else 0,
            funding=[FundingPart(kind=kind, satang=satang) for kind, satang in sources.given.items()],
            disbursed=[
                FundingPart(kind=kind, satang=satang)
                for kind, satang in sources.parts(newest.disbursed_satang if newest else 0).items()
            ],
            saved_satang=0 if cancelled or merged else label.saved_satang,
            # An unreported project counts as not started.
            behind=not cancelled
            and not merged
            and behind_plan(status or ProgressStatus.NOT_STARTED, entry.months, self.year, self.ended_on),
            obstacle_kind=report.obstacle_kind if report else None,
            obstacle=report.obstacle if report else "",
            proposal=report.proposal if report else "",
        )


def _added(session: Session, on_record: PlanOnRecord) -> set[int]:
    """Return the projects that entered a plan by an addition to it."""
    rows = session.exec(
        select(col(ProjectEntry.project_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(
            Edition.plan_id == on_record.plan_id,
            Edition.kind == EditionKind.ADDITION,
            ProjectEntry.action == EntryAction.ADD,
            col(Edition.announced_on).is_not(None),
        )
    )
    return set(rows)


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
