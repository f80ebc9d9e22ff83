"""The yearly evaluation of a plan on record: whether it may be opened, finding it, and where it is posted."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.evaluations import Evaluation, EvaluationPosting
from models.quarters import QuarterRound
from procedure.calendar import bangkok_date, thai_date
from procedure.duties import day_after
from procedure.errors import ProcedureError
from procedure.other_duties import YEARLY_EVALUATION
from procedure.plans import PlanOnRecord, Step, step_of


def may_open_evaluation(session: Session, on_record: PlanOnRecord, as_of: datetime) -> bool:
    """Tell whether an announced plan's fiscal year is over, the rule was in force then, and none is opened yet."""
    last_day = on_record.fiscal_year.last_day
    return (
        step_of(on_record.edition) is Step.ANNOUNCED
        and YEARLY_EVALUATION.in_force_from <= last_day < bangkok_date(as_of)
        and evaluation_of(session, on_record) is None
    )


def plans_at_rest(session: Session, plans: Sequence[PlanOnRecord], as_of: datetime) -> set[int]:
    """Return the plans for which the schedule has nothing to do by a day, in two queries for all of them.

    Not announced; or no round is open, each quarter that has ended has had its round, and a year that is over its
    evaluation. Any other plan may still have nothing to do: it is looked at by itself.
    """
    today = bangkok_date(as_of)
    rounds: dict[int, set[int]] = {}
    running: set[int] = set()
    wanted = [plan.plan_id for plan in plans]
    opened = select(col(QuarterRound.plan_id), col(QuarterRound.number), col(QuarterRound.closed_on))
    for plan_id, number, closed_on in session.exec(opened.where(col(QuarterRound.plan_id).in_(wanted))):
        rounds.setdefault(plan_id, set()).add(number)
        if closed_on is None:
            running.add(plan_id)
    evaluated = set(session.exec(select(col(Evaluation.plan_id)).where(col(Evaluation.plan_id).in_(wanted))))
    at_rest: set[int] = set()
    for plan in plans:
        year = plan.fiscal_year
        ended = {number for number in range(1, 5) if year.quarter(number).last_day < today}
        to_evaluate = YEARLY_EVALUATION.in_force_from <= year.last_day < today and plan.plan_id not in evaluated
        due = plan.plan_id in running or not ended <= rounds.get(plan.plan_id, set()) or to_evaluate
        if step_of(plan.edition) is not Step.ANNOUNCED or not due:
            at_rest.add(plan.plan_id)
    return at_rest


def evaluation_of(session: Session, on_record: PlanOnRecord) -> Evaluation | None:
    """Return the evaluation of a plan, if it was opened."""
    return session.exec(
        select(Evaluation).where(
            Evaluation.organization_id == on_record.organization_id, Evaluation.plan_id == on_record.plan_id
        )
    ).first()


def find_evaluation(session: Session, on_record: PlanOnRecord) -> Evaluation:
    """Return the evaluation of a plan. Raises ``ProcedureError`` ``evaluation_not_open``."""
    evaluation = evaluation_of(session, on_record)
    if evaluation is None:
        opens_on = day_after(on_record.fiscal_year.last_day)
        raise ProcedureError(
            "evaluation_not_open",
            f"ยังไม่เปิดการประเมินผลปีงบประมาณ พ.ศ. {on_record.plan.fiscal_year} ระบบเปิดให้เองเมื่อสิ้นปีงบประมาณ "
            f"({thai_date(opens_on)}) สำหรับแผนที่ประกาศใช้แล้ว",
            f"The evaluation of {on_record.plan.fiscal_year} is not open; it opens by itself on {opens_on} for an "
            "announced plan.",
            clause=YEARLY_EVALUATION.clause_th,
        )
    return evaluation


def evaluation_postings(session: Session, evaluation: Evaluation) -> list[EvaluationPosting]:
    """Return the places at which an evaluation's results were posted, oldest first."""
    of_this = select(EvaluationPosting).where(EvaluationPosting.evaluation_id == evaluation.id)
    return list(session.exec(of_this.order_by(col(EvaluationPosting.posted_on), col(EvaluationPosting.id))))
