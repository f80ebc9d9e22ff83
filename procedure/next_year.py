"""The next year's plan starts from this year's: its strategies and approaches, and whether approaches are used.

Divisions, posts and settings are the organization's own and go on by themselves.
"""

from sqlmodel import Session, col, select

from models.kinds import EditionKind
from models.plans import Approach, Edition, OperationPlan, Strategy
from procedure.plans import PlanOnRecord, identity


def last_plan(session: Session, organization_id: int, fiscal_year: int) -> tuple[OperationPlan, Edition] | None:
    """Return the organization's newest plan of an earlier fiscal year with its base edition, if it has one."""
    return session.exec(
        select(OperationPlan, Edition)
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(
            OperationPlan.organization_id == organization_id,
            OperationPlan.fiscal_year < fiscal_year,
            Edition.kind == EditionKind.BASE,
        )
        .order_by(col(OperationPlan.fiscal_year).desc())
    ).first()


def used_approaches_last_year(session: Session, organization_id: int, fiscal_year: int) -> bool:
    """Tell whether the office's last plan grouped by approach (แนวทาง); true where it has none."""
    last = last_plan(session, organization_id, fiscal_year)
    return last[1].uses_approaches if last else True


def start_from_last_year(session: Session, on_record: PlanOnRecord) -> None:
    """Copy the strategies and approaches of the office's last plan into a plan just opened, in their order.

    Does nothing where there is no earlier plan, or where the plan has strategies already.
    """
    last = last_plan(session, on_record.organization_id, on_record.plan.fiscal_year)
    mine = session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id)).first()
    if last is None or mine is not None:
        return
    strategies = session.exec(select(Strategy).where(Strategy.plan_id == last[0].id).order_by(col(Strategy.number)))
    for number, strategy in enumerate(strategies.all(), start=1):
        copied = Strategy(
            organization_id=on_record.organization_id, plan_id=on_record.plan_id, number=number, name=strategy.name
        )
        session.add(copied)
        session.flush()
        approaches = select(Approach).where(Approach.strategy_id == strategy.id).order_by(col(Approach.number))
        for position, approach in enumerate(session.exec(approaches).all(), start=1):
            session.add(
                Approach(
                    organization_id=on_record.organization_id,
                    strategy_id=identity(copied.id),
                    number=position,
                    name=approach.name,
                )
            )
    session.flush()
