"""The yearly evaluation of a plan on record: whether it may be opened, finding it, and where it is posted."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.evaluations import Evaluation, EvaluationPosting
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
