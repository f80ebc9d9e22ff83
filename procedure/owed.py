"""What a post reports in a quarter's round: projects of this year's plan, and work carried on from earlier ones.

Carried work stands in its own section, linked to where it comes from, outside this year's counts and totals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.plans import OperationPlan, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.amounts import Period
from procedure.money import net_budgets, plan_of
from procedure.plans import PlanOnRecord, entries_in_force, identity
from procedure.year_end import CarriedEntry, carried_entries


@dataclass(frozen=True)
class OwedProjects:
    """The projects that a post reports: ``own`` of the year itself, ``carried`` on from earlier years."""

    own: tuple[ProjectEntry, ...]
    carried: tuple[CarriedEntry, ...]

    @property
    def entries(self) -> tuple[ProjectEntry, ...]:
        """Return all of them, the carried ones last."""
        return (*self.own, *(one.entry for one in self.carried))

    @property
    def carried_on(self) -> Mapping[int, CarriedEntry]:
        """Return the carried ones by project."""
        return {one.entry.project_id: one for one in self.carried}


def owed_projects(
    session: Session, of: PlanOnRecord | OperationPlan, officer_id: int, quarter: int, on: date
) -> OwedProjects:
    """Return what a post reports for a quarter of a plan, by the plans in force on a day."""
    plan = plan_of(of)
    own = [entry for entry in entries_in_force(session, identity(plan.id), on) if entry.officer_id == officer_id]
    carried = carried_entries(
        session, plan.organization_id, plan.fiscal_year, on, officer_id=officer_id, quarter=quarter
    )
    return OwedProjects(tuple(own), tuple(carried))


def owed_budgets(session: Session, of: PlanOnRecord | OperationPlan, owed: OwedProjects, on: date) -> dict[int, int]:
    """Return the net budget in satang on a day of each project owed, by entry; a carried one's of its own plan."""
    plans = {identity(one.plan.id): one.plan for one in owed.carried} | {identity(plan_of(of).id): plan_of(of)}
    net: dict[int, int] = {}
    for plan in plans.values():
        net |= net_budgets(session, plan, on)
    return {identity(entry.id): net.get(entry.project_id, 0) for entry in owed.entries}


def carried_reports(
    session: Session, organization_id: int, project_ids: Iterable[int], through: Period
) -> dict[int, ProgressReport]:
    """Return the newest report of carried projects in the rounds of all years up to one (included), by project."""
    rows = session.exec(
        select(ProgressReport, col(OperationPlan.fiscal_year), col(QuarterRound.number))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
        .where(
            ProgressReport.organization_id == organization_id,
            col(ProgressReport.project_id).in_(set(project_ids)),
        )
        .order_by(
            col(OperationPlan.fiscal_year), col(QuarterRound.number), col(Submission.submitted_at), col(Submission.id)
        )
    ).all()
    return {report.project_id: report for report, year, quarter in rows if (year, quarter) <= through}


def reporting_posts(session: Session, of: PlanOnRecord | OperationPlan, quarter: int, on: date) -> set[int]:
    """Return the posts that owe a report of a quarter: of the plan in force on a day, or of carried work alone."""
    plan = plan_of(of)
    entries = entries_in_force(session, identity(plan.id), on)
    carried = carried_entries(session, plan.organization_id, plan.fiscal_year, on, quarter=quarter)
    return {entry.officer_id for entry in [*entries, *(one.entry for one in carried)] if entry.officer_id is not None}
