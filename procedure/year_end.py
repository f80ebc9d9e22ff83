"""The end of the fiscal year: which projects are unfinished, what becomes of their money, and what is carried on.

Carried work (กันเงินไว้เบิกเหลื่อมปี, ขยายเวลาเบิกจ่าย) is reported each quarter of the next year in its own section,
linked to the plan it comes from and outside that year's totals.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.kinds import ProgressStatus
from models.money import YearEndOutcome
from models.plans import OperationPlan, Project, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from models.values import FiscalYear
from procedure.amounts import Amounts, Period, known_amounts
from procedure.money import net_budgets, plan_money, plan_of
from procedure.plans import PlanOnRecord, entries_in_force, identity


def has_ended(report: ProgressReport | None, net_satang: int) -> bool:
    """Tell whether nothing more is to be decided of a project: cancelled, or completed and paid.

    Completed work that awaits payment (แล้วเสร็จ รอเบิกจ่าย) goes on: its money is what offices keep over the year's end.
    """
    if report is None or report.status in (ProgressStatus.NOT_STARTED, ProgressStatus.IN_PROGRESS):
        return False
    if report.status is ProgressStatus.CANCELLED or report.final_payment:
        return True
    return report.disbursed_satang >= (report.contracted_satang or net_satang)


@dataclass(frozen=True)
class UnfinishedProject:
    """A project in force that has not ended by its newest report; satang. ``pending``: its outcome is awaited."""

    project_id: int
    number: int
    name: str
    net_satang: int
    amounts: Amounts
    outcome: YearEndOutcome | None
    pending: bool


@dataclass(frozen=True)
class CarriedEntry:
    """A project carried on from an earlier year: its entry in force, where it comes from, and why until when."""

    entry: ProjectEntry
    plan: OperationPlan
    project_number: int
    outcome: YearEndOutcome


def newest_outcomes(session: Session, organization_id: int, on: date) -> dict[int, YearEndOutcome]:
    """Return the newest outcome dated by a day of each project of an organization that has one."""
    rows = session.exec(
        select(YearEndOutcome)
        .where(YearEndOutcome.organization_id == organization_id, col(YearEndOutcome.dated_on) <= on)
        .order_by(col(YearEndOutcome.revision))
    )
    return {row.project_id: row for row in rows}


def outcomes_of(session: Session, project_id: int) -> list[YearEndOutcome]:
    """Return what was decided of a project, oldest first."""
    mine = select(YearEndOutcome).where(YearEndOutcome.project_id == project_id)
    return list(session.exec(mine.order_by(col(YearEndOutcome.revision))))


def unfinished_projects(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> list[UnfinishedProject]:
    """Return our own projects of a plan that are unfinished on a day, with what was decided of each or None.

    They are asked for from 1 September, that nothing is left undecided at the year's end. Another agency decides on its
    own money.
    """
    plan = plan_of(of)
    last_day = FiscalYear(plan.fiscal_year).last_day
    money = plan_money(session, plan, on)
    reports = newest_of_all_years(session, plan.organization_id, on)
    amounts = known_amounts(session, plan.organization_id, money.in_force, on)
    outcomes = newest_outcomes(session, plan.organization_id, on)
    ours = {identity(row.id): row.number for row in _projects(session, plan) if row.agency_id is None}
    return [
        UnfinishedProject(
            project_id=project_id,
            number=ours[project_id],
            name=entry.name,
            net_satang=money.projects[project_id].net_satang,
            amounts=amounts[project_id].newest,
            outcome=outcomes.get(project_id),
            pending=project_id not in outcomes and on >= last_day.replace(day=1),
        )
        for project_id, entry in money.in_force.items()
        if project_id in ours and not has_ended(reports.get(project_id), money.projects[project_id].net_satang)
    ]


def carried_entries(
    session: Session,
    organization_id: int,
    fiscal_year: int,
    on: date,
    officer_id: int | None = None,
    quarter: int | None = None,
) -> list[CarriedEntry]:
    """Return the projects of earlier years that are carried on into a fiscal year, of one post or of all.

    Those whose newest outcome carries and has not expired, and which have not ended since (``has_ended``).
    For a quarter: what was carried in any part of it, unless it had ended in the reports of an earlier round, so that a
    report may be revised within its own. Ordered by origin year and project number.
    """
    outcomes = {
        project_id: outcome
        for project_id, outcome in newest_outcomes(session, organization_id, on).items()
        if outcome.kind.carries and outcome.expires_on is not None
    }
    if not outcomes:
        return []
    still_from = FiscalYear(fiscal_year).quarter(quarter).first_day if quarter else on
    before = (fiscal_year, quarter) if quarter else None
    reports = newest_of_all_years(session, organization_id, on, before=before)
    plans = session.exec(
        select(OperationPlan)
        .where(
            OperationPlan.organization_id == organization_id,
            OperationPlan.fiscal_year < fiscal_year,
            col(OperationPlan.id).in_({outcome.plan_id for outcome in outcomes.values()}),
        )
        .order_by(col(OperationPlan.fiscal_year))
    ).all()
    found: list[CarriedEntry] = []
    for plan in plans:
        numbers = {identity(row.id): row.number for row in _projects(session, plan)}
        net = net_budgets(session, plan, on)
        for entry in entries_in_force(session, identity(plan.id), on):
            outcome = outcomes.get(entry.project_id)
            if outcome is None or outcome.expires_on is None or outcome.expires_on < still_from:
                continue
            if officer_id is not None and entry.officer_id != officer_id:
                continue
            if not has_ended(reports.get(entry.project_id), net.get(entry.project_id, 0)):
                found.append(CarriedEntry(entry, plan, numbers[entry.project_id], outcome))
    return found


def newest_of_all_years(
    session: Session, organization_id: int, on: date, before: Period | None = None
) -> dict[int, ProgressReport]:
    """Return the newest report of each project received by a day, in rounds before a given one if named."""
    rows = session.exec(
        select(ProgressReport, col(OperationPlan.fiscal_year), col(QuarterRound.number))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
        .where(ProgressReport.organization_id == organization_id, col(Submission.received_on) <= on)
        .order_by(
            col(OperationPlan.fiscal_year), col(QuarterRound.number), col(Submission.submitted_at), col(Submission.id)
        )
    ).all()
    return {row.project_id: row for row, year, quarter in rows if before is None or (year, quarter) < before}


def _projects(session: Session, plan: OperationPlan) -> list[Project]:
    return list(session.exec(select(Project).where(Project.plan_id == plan.id).order_by(col(Project.number))))
