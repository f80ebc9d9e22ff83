"""Reading from the record what the finance division is asked about a quarter: each project with what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from models.plans import OperationPlan, Project, ProjectEntry
from procedure.amounts import Amounts, confirmed_amounts, known_amounts
from procedure.money import plan_money
from procedure.plans import PlanOnRecord, identity
from procedure.year_end import carried_entries


@dataclass(frozen=True)
class FinanceRow:
    """One project that the finance division confirms; satang.

    ``fiscal_year`` is its plan's: an earlier one for carried work. ``reported`` and ``confirmed`` are the newest known
    of any quarter, ``entered`` what is confirmed of this one (None: not yet).
    """

    fiscal_year: int
    number: int
    name: str
    net_satang: int
    reported: Amounts | None
    confirmed: Amounts | None
    entered: Amounts | None


def finance_rows(session: Session, on_record: PlanOnRecord, quarter: int, on: date) -> list[FinanceRow]:
    """Return the organization's own projects in force on a day, and those carried on from earlier years.

    Another agency's projects are left out: its money does not pass through our finance division.
    """
    carried = carried_entries(session, on_record.organization_id, on_record.plan.fiscal_year, on, quarter=quarter)
    current = plan_money(session, on_record, on).in_force.values()
    plans = [(on_record.plan, list(current))]
    for plan in {identity(one.plan.id): one.plan for one in carried}.values():
        plans.append((plan, [one.entry for one in carried if one.plan.id == plan.id]))
    entered = {
        project_id: Amounts(row.contracted_satang, row.disbursed_satang)
        for project_id, row in confirmed_amounts(session, on_record, quarter).items()
    }
    return [row for plan, entries in plans for row in _rows(session, plan, entries, entered, on)]


def _rows(
    session: Session, plan: OperationPlan, entries: Sequence[ProjectEntry], entered: dict[int, Amounts], on: date
) -> list[FinanceRow]:
    projects = {row.id: row for row in session.exec(select(Project).where(Project.plan_id == plan.id))}
    money = plan_money(session, plan, on)
    known = known_amounts(session, plan.organization_id, [entry.project_id for entry in entries], on)
    return [
        FinanceRow(
            fiscal_year=plan.fiscal_year,
            number=projects[entry.project_id].number,
            name=entry.name,
            net_satang=money.net(entry.project_id),
            reported=known[entry.project_id].reported,
            confirmed=known[entry.project_id].confirmed,
            entered=entered.get(entry.project_id),
        )
        for entry in entries
        if projects[entry.project_id].agency_id is None
    ]
