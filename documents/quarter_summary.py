"""The facts of a quarter's summary as it was before the report of today (``quarter_content``).

It is rendered no more. It is still read, for by the digest of these very facts the file of a round closed earlier is
known again, and stays what the office was given.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pydantic import Field
from sqlmodel import Session, col, select

from documents.content import CarriedLine, Office
from documents.plan_facts import office_of, outside_projects, responsible_of
from documents.quarter_content import QuarterFacts
from documents.quarter_facts import carried_lines, units_in_order
from models.kinds import ObligationState, ProgressStatus, SubmissionKind
from models.organizations import Agency, Division, Officer
from models.plans import ProjectEntry, Strategy
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.calendar import thai_date_short
from procedure.money import net_budgets
from procedure.plans import PlanOnRecord, entries_in_force, identity
from procedure.progress import (
    AWAITS_PAYMENT_TH,
    NOT_YET_DUE_TH,
    ProgressLabel,
    behind_plan,
    count_round,
    first_submissions,
    latest_submissions,
    progress_label,
    reports_in,
    returned_submissions,
    round_obligations,
)


def _is_empty(lines: list[object]) -> bool:
    return not lines


def _is_nought(number: int) -> bool:
    return number == 0


class ProgressCounts(QuarterFacts):
    """Projects counted by status, with money, for one line of the quarterly summary."""

    label: str
    projects: int
    not_started: int
    in_progress: int
    completed: int
    cancelled: int
    not_reported: int
    behind_plan: int
    own_satang: int
    other_satang: int
    own_disbursed_satang: int
    other_disbursed_satang: int
    own_contracted_satang: int = Field(default=0, exclude_if=_is_nought)


class SubmissionLine(QuarterFacts):
    """How one post's submission stands in the quarter's matrix."""

    post: str
    division: str
    outcome: str  # ส่งตามกำหนด, ส่งล่าช้า, ไม่มีผลการดำเนินงาน, ส่งกลับเพื่อแก้ไข, ไม่ได้รับแจ้ง, ไม่ส่งรายงาน
    submitted_on: date | None
    liaison: bool


class BehindPlanLine(QuarterFacts):
    """A project behind plan, with what its post said of it."""

    name: str
    division: str
    status: str
    obstacle: str


class QuarterSummaryContent(QuarterFacts):
    """The summary of one quarter once its round is closed."""

    office: Office
    fiscal_year: int
    quarter: int
    first_day: date
    last_day: date
    due_on: date
    closed_on: date
    expected: int
    received: int
    on_time: int
    late: int
    nothing_to_report: int
    by_strategy: list[ProgressCounts]
    by_division: list[ProgressCounts]
    submissions: list[SubmissionLine]
    behind_plan: list[BehindPlanLine]
    # What was not told before is left out where there is none, so that a summary kept earlier is known again.
    returned: int = Field(default=0, exclude_if=_is_nought)  # within received
    not_informed: int = Field(default=0, exclude_if=_is_nought)  # of liaison posts, apart from the counts
    not_yet_due: int = Field(default=0, exclude_if=_is_nought)  # projects, within not started
    awaits_payment: int = Field(default=0, exclude_if=_is_nought)  # projects, within completed
    saved_satang: int = Field(default=0, exclude_if=_is_nought)  # of our own projects, once all was paid
    # Outside this year's counts and totals.
    carried: list[CarriedLine] = Field(default_factory=list, exclude_if=_is_empty)


@dataclass(frozen=True)
class ReportedProject:
    """A project in force with what was last reported of it in a round (None: not reported)."""

    entry: ProjectEntry
    report: ProgressReport | None
    satang: int
    outside: bool
    responsible: str
    behind: bool
    label: ProgressLabel


def reported_projects(session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound) -> list[ReportedProject]:
    """Return the projects in force on the round's lock day with their reports of the round.

    Behind plan is told for the quarter's last day. An unreported project counts as not started.
    """
    entries = entries_in_force(session, on_record.plan_id, quarter_round.lock_on)
    reports = reports_in(session, quarter_round)
    net = net_budgets(session, on_record, quarter_round.lock_on)
    responsible = responsible_of(session, entries, on_record.organization_id)
    outside = outside_projects(session, on_record.plan_id)
    # The quarter's own state, by the first day after it: October's month has ended on 1 November.
    told_on = quarter_round.opens_on
    quarter = on_record.fiscal_year.quarter(quarter_round.number)
    found: list[ReportedProject] = []
    for entry in entries:
        report = reports.get(entry.project_id)
        status = report.status if report else ProgressStatus.NOT_STARTED
        found.append(
            ReportedProject(
                entry=entry,
                report=report,
                satang=net.get(entry.project_id, 0),
                outside=entry.project_id in outside,
                responsible=(responsible[identity(entry.id)] or [""])[0],
                behind=behind_plan(status, entry.months, on_record.fiscal_year, told_on),
                label=progress_label(report, entry.months, net.get(entry.project_id, 0), quarter),
            )
        )
    return found


def quarter_summary_content(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound
) -> QuarterSummaryContent:
    """Return the summary of a closed round: per strategy and division, per post, and what is behind plan."""
    projects = reported_projects(session, on_record, quarter_round)
    quarter = on_record.fiscal_year.quarter(quarter_round.number)
    counts = count_round(session, quarter_round)
    strategies = session.exec(
        select(Strategy).where(Strategy.plan_id == on_record.plan_id).order_by(col(Strategy.number))
    ).all()
    by_strategy: dict[int, list[ReportedProject]] = defaultdict(list)
    by_responsible: dict[str, list[ReportedProject]] = defaultdict(list)
    for project in projects:
        by_strategy[project.entry.strategy_id].append(project)
        by_responsible[project.responsible].append(project)
    return QuarterSummaryContent(
        office=office_of(session, on_record.organization),
        fiscal_year=on_record.plan.fiscal_year,
        quarter=quarter_round.number,
        first_day=quarter.first_day,
        last_day=quarter.last_day,
        due_on=quarter_round.due_on,
        closed_on=quarter_round.closed_on or quarter_round.lock_on,
        expected=counts.expected,
        received=counts.received,
        on_time=counts.on_time,
        late=counts.late,
        nothing_to_report=counts.nothing_to_report,
        by_strategy=[_counted(row.name, by_strategy[identity(row.id)]) for row in strategies],
        by_division=[
            _counted(name, by_responsible[name])
            for name in units_in_order(session, on_record)
            if name in by_responsible
        ],
        submissions=_submission_lines(session, quarter_round),
        behind_plan=[
            BehindPlanLine(
                name=project.entry.name,
                division=project.responsible,
                status=project.label.text,
                obstacle=project.report.obstacle if project.report else "",
            )
            for project in projects
            if project.behind
        ],
        returned=counts.returned,
        not_informed=_not_informed(session, quarter_round),
        not_yet_due=sum(project.label.text == NOT_YET_DUE_TH for project in projects if project.report),
        awaits_payment=sum(project.label.text == AWAITS_PAYMENT_TH for project in projects),
        saved_satang=sum(project.label.saved_satang for project in projects if not project.outside),
        carried=carried_lines(
            session, on_record, quarter_round, quarter_round.lock_on, reports_in(session, quarter_round)
        ),
    )


def _counted(label: str, projects: list[ReportedProject]) -> ProgressCounts:
    def having(status: ProgressStatus) -> int:
        return sum(project.report is not None and project.report.status is status for project in projects)

    return ProgressCounts(
        label=label,
        projects=len(projects),
        not_started=having(ProgressStatus.NOT_STARTED),
        in_progress=having(ProgressStatus.IN_PROGRESS),
        completed=having(ProgressStatus.COMPLETED),
        cancelled=having(ProgressStatus.CANCELLED),
        not_reported=sum(project.report is None for project in projects),
        behind_plan=sum(project.behind for project in projects),
        own_satang=sum(project.satang for project in projects if not project.outside),
        other_satang=sum(project.satang for project in projects if project.outside),
        own_disbursed_satang=sum(p.report.disbursed_satang for p in projects if p.report and not p.outside),
        other_disbursed_satang=sum(p.report.disbursed_satang for p in projects if p.report and p.outside),
        own_contracted_satang=sum(p.report.contracted_satang for p in projects if p.report and not p.outside),
    )


def _not_informed(session: Session, quarter_round: QuarterRound) -> int:
    """Return how many of our liaison posts say that the other agency told them nothing."""
    latest = latest_submissions(session, identity(quarter_round.id)).values()
    return sum(submission.kind is SubmissionKind.NOT_INFORMED for submission in latest)


def _submission_lines(session: Session, quarter_round: QuarterRound) -> list[SubmissionLine]:
    latest = latest_submissions(session, identity(quarter_round.id))
    first = first_submissions(session, identity(quarter_round.id))
    returned = returned_submissions(session, [identity(row.id) for row in latest.values()])
    posts = session.exec(
        select(Officer, col(Division.name), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.organization_id == quarter_round.organization_id)
    ).all()
    units = {officer.id: (officer.title, division or agency or "") for officer, division, agency in posts}
    lines: list[SubmissionLine] = []
    for obligation in round_obligations(session, quarter_round):
        if obligation.state is ObligationState.WITHDRAWN:
            continue  # its projects were cancelled or given to another post: nothing is expected of it
        title, unit = units[obligation.officer_id]
        submission = latest.get(obligation.officer_id)
        if obligation.state is not ObligationState.MET or submission is None:
            outcome = "ไม่ส่งรายงาน" if obligation.state is ObligationState.MISSED else "ยังไม่ส่งรายงาน"
        else:
            outcome = _received_as(submission, late=obligation.late, returned=submission.id in returned)
        lines.append(
            SubmissionLine(
                post=title,
                division=unit,
                outcome=outcome,
                submitted_on=first[obligation.officer_id].received_on if submission else None,
                liaison=not obligation.in_rates,
            )
        )
    return lines


def _received_as(submission: Submission, *, late: bool, returned: bool) -> str:
    if submission.kind is SubmissionKind.NOT_INFORMED and submission.asked_on is not None:
        return f"ไม่ได้รับแจ้ง (สอบถาม {submission.source} {thai_date_short(submission.asked_on)})"
    outcome = "ส่งล่าช้า" if late else "ส่งตามกำหนด"
    if submission.kind is SubmissionKind.NOTHING:
        outcome += " (ไม่มีผลการดำเนินงาน)"
    return outcome + (" (ส่งกลับเพื่อแก้ไข)" if returned else "")
