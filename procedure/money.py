"""The budget of each project on a day: its own funding lines, and what was transferred to and from it since.

The net budget (งบประมาณหลังโอน) is derived, never stored. All amounts are integer satang of the plan's own fiscal
year; a commitment over several years keeps the other years' amounts in lines of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.kinds import EditionKind, EntryAction, Programme
from models.money import BudgetTransfer
from models.plans import Edition, EntryDivision, FundingLine, OperationPlan, Project, ProjectEntry
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, identity


@dataclass(frozen=True)
class ProjectMoney:
    """What one project had by its plan, and what was moved since; satang."""

    original_satang: int
    transferred_in_satang: int = 0
    transferred_out_satang: int = 0

    @property
    def net_satang(self) -> int:
        return self.original_satang + self.transferred_in_satang - self.transferred_out_satang


@dataclass(frozen=True)
class PlanMoney:
    """The money of a plan on a day.

    ``projects``: of every project that holds money of its own, in force or cancelled. ``in_force``: the entries in
    force, by project. ``merged_into``: the project that each merged one went into, one step of the chain.
    """

    projects: dict[int, ProjectMoney]
    in_force: dict[int, ProjectEntry]
    merged_into: dict[int, int]

    def holder(self, project_id: int) -> int:
        """Return the project that holds a project's money: itself, or the end of the chain it was merged into."""
        seen = {project_id}
        while (into := self.merged_into.get(project_id)) is not None and into not in seen:
            seen.add(into)
            project_id = into
        return project_id

    def net(self, project_id: int) -> int:
        """Return the net budget of a project or of what it was merged into; nought if the plan does not have it."""
        money = self.projects.get(self.holder(project_id))
        return money.net_satang if money else 0


@dataclass(frozen=True)
class BudgetTotals:
    """Sums of the net budgets of the projects in force; satang.

    ``by_division`` goes by the leading division; ``None`` are the projects of other agencies.
    """

    total: int
    by_programme: dict[Programme, int]
    by_strategy: dict[int, int]
    by_division: dict[int | None, int]


def plan_of(of: PlanOnRecord | OperationPlan) -> OperationPlan:
    """Return the plan itself."""
    return of.plan if isinstance(of, PlanOnRecord) else of


def named_project(session: Session, of: PlanOnRecord | OperationPlan, number: int) -> Project:
    """Return a plan's project by its number. Raises ``ProcedureError`` ``unknown_project``."""
    plan = plan_of(of)
    project = session.exec(select(Project).where(Project.plan_id == plan.id, Project.number == number)).first()
    if project is None:
        raise ProcedureError(
            "unknown_project",
            f"ไม่พบโครงการลำดับที่ {number} ในแผนปีงบประมาณ พ.ศ. {plan.fiscal_year} โปรดตรวจสอบลำดับที่",
            f"The plan of {plan.fiscal_year} has no project number {number}; check the number.",
        )
    return project


def plan_money(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> PlanMoney:
    """Return the money of a plan's projects on a day, by the editions announced and transfers approved by then."""
    plan = plan_of(of)
    latest: dict[int, ProjectEntry] = {}
    stated: dict[int, ProjectEntry] = {}  # a cancellation or merger says nothing new of the money
    for entry in _entries_announced(session, plan, on):
        latest[entry.project_id] = entry
        if entry.action not in (EntryAction.CANCEL, EntryAction.MERGE):
            stated[entry.project_id] = entry
    merged = {
        project_id: entry.merged_into_id
        for project_id, entry in latest.items()
        if entry.action is EntryAction.MERGE and entry.merged_into_id is not None
    }
    lines = _own_years_lines(session, plan)
    money = PlanMoney(
        # What a merged project had stands in its target's own lines, which the merging edition wrote anew.
        projects={
            project_id: ProjectMoney(lines.get(identity(entry.id), 0))
            for project_id, entry in stated.items()
            if latest[project_id].action is not EntryAction.MERGE
        },
        in_force={
            project_id: entry
            for project_id, entry in sorted(latest.items())
            if entry.action not in (EntryAction.CANCEL, EntryAction.MERGE)
        },
        merged_into=merged,
    )
    for transfer in transfers_of(session, plan, on):
        giver = money.holder(transfer.from_project_id) if transfer.from_project_id is not None else None
        taker = money.holder(transfer.to_project_id) if transfer.to_project_id is not None else None
        if giver == taker:
            continue  # between projects that have become one
        if giver in money.projects:
            before = money.projects[giver]
            money.projects[giver] = ProjectMoney(
                before.original_satang,
                before.transferred_in_satang,
                before.transferred_out_satang + transfer.amount_satang,
            )
        if taker in money.projects:
            before = money.projects[taker]
            money.projects[taker] = ProjectMoney(
                before.original_satang,
                before.transferred_in_satang + transfer.amount_satang,
                before.transferred_out_satang,
            )
    return money


def net_budgets(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> dict[int, int]:
    """Return the net budget in satang of each project in force on a day, by project."""
    money = plan_money(session, of, on)
    return {project_id: money.projects[project_id].net_satang for project_id in money.in_force}


def original_budgets(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> dict[int, int]:
    """Return what the plan itself gives each project in force on a day, before transfers, in satang by project."""
    money = plan_money(session, of, on)
    return {project_id: money.projects[project_id].original_satang for project_id in money.in_force}


def project_money(session: Session, of: PlanOnRecord | OperationPlan, project_id: int, on: date) -> ProjectMoney | None:
    """Return the money of one project on a day, also of a cancelled one, whose rest may still be transferred away.

    A merged project's is that of the project it went into. None if no edition announced by that day has the project.
    """
    money = plan_money(session, of, on)
    return money.projects.get(money.holder(project_id))


def budget_totals(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> BudgetTotals:
    """Return the sums of the net budgets in force on a day: in all, per programme, strategy and leading division."""
    money = plan_money(session, of, on)
    leading: dict[int, int | None] = dict(
        session.exec(
            select(col(EntryDivision.entry_id), col(EntryDivision.division_id)).where(
                EntryDivision.organization_id == plan_of(of).organization_id, EntryDivision.position == 0
            )
        ).all()
    )
    totals = BudgetTotals(0, {}, {}, {})
    total = 0
    for project_id, entry in money.in_force.items():
        net = money.projects[project_id].net_satang
        division = leading.get(identity(entry.id))
        total += net
        totals.by_programme[entry.programme] = totals.by_programme.get(entry.programme, 0) + net
        totals.by_strategy[entry.strategy_id] = totals.by_strategy.get(entry.strategy_id, 0) + net
        totals.by_division[division] = totals.by_division.get(division, 0) + net
    return BudgetTotals(total, totals.by_programme, totals.by_strategy, totals.by_division)


def transfers_of(session: Session, of: PlanOnRecord | OperationPlan, on: date | None = None) -> list[BudgetTransfer]:
    """Return a plan's transfers and changes approved by a day, or all, in the order they were approved."""
    statement = select(BudgetTransfer).where(BudgetTransfer.plan_id == plan_of(of).id)
    if on is not None:
        statement = statement.where(BudgetTransfer.approved_on <= on)
    return list(session.exec(statement.order_by(col(BudgetTransfer.approved_on), col(BudgetTransfer.id))))


def edition_proposals(session: Session, of: PlanOnRecord | OperationPlan) -> list[BudgetTransfer]:
    """Return the transfers that call for an edition while none was opened on or after the day they were approved."""
    opened = session.exec(
        select(func.max(Edition.opened_on)).where(
            Edition.plan_id == plan_of(of).id, col(Edition.kind) != EditionKind.BASE
        )
    ).one()
    return [
        transfer
        for transfer in transfers_of(session, of)
        if transfer.proposes_edition and (opened is None or opened < transfer.approved_on)
    ]


def lowest_net(session: Session, of: PlanOnRecord | OperationPlan, project_id: int, first: date, last: date) -> int:
    """Return the least net budget that a project has from one day to another, both included, in satang.

    A transfer approved weeks ago and typed today must leave enough for what was moved in between.
    """
    plan = plan_of(of)
    announced = session.exec(select(col(Edition.announced_on)).where(Edition.plan_id == plan.id)).all()
    moved: Iterable[date | None] = [*announced, *(row.approved_on for row in transfers_of(session, plan))]
    days = {first, last} | {day for day in moved if day is not None and first < day < last}
    return min(plan_money(session, plan, day).net(project_id) for day in days)


def _entries_announced(session: Session, plan: OperationPlan, on: date) -> list[ProjectEntry]:
    """Return the entries of the editions announced by a day, in the order they came into force."""
    return list(
        session.exec(
            select(ProjectEntry)
            .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
            .where(Edition.plan_id == plan.id, col(Edition.announced_on) <= on)
            .order_by(col(Edition.announced_on), col(Edition.id), col(ProjectEntry.project_id))
        )
    )


def _own_years_lines(session: Session, plan: OperationPlan) -> dict[int, int]:
    """Return the sum in satang of each entry's funding lines of the plan's own year."""
    rows = session.exec(
        select(col(FundingLine.entry_id), func.sum(col(FundingLine.amount_satang)))
        .join(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(Edition.plan_id == plan.id, FundingLine.fiscal_year == plan.fiscal_year)
        .group_by(col(FundingLine.entry_id))
    ).all()
    return {identity(entry_id): int(satang) for entry_id, satang in rows}
