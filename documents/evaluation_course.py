"""How an evaluation was reported, presented, announced and posted: its duties with their days, from the record."""

from datetime import date

from sqlmodel import Session, col, select

from documents.evaluation_content import CourseLine, PostedLine
from models.kinds import ObligationRule
from models.obligations import Obligation
from procedure.calendar import last_instant
from procedure.duties import standing
from procedure.other_duties import DUTY_NAMES
from procedure.plans import PlanOnRecord, identity
from procedure.yearly_evaluation import evaluation_of, evaluation_postings

_COURSE = (
    ObligationRule.REPORT_EVALUATION,
    ObligationRule.PRESENT_TO_COUNCIL,
    ObligationRule.PRESENT_TO_COMMITTEE,
    ObligationRule.ANNOUNCE_EVALUATION,
)
_STANDING_TH = {
    "open": "ยังไม่ถึงกำหนด",
    "late": "เกินกำหนดแล้ว",
    "met": "ภายในกำหนด",
    "met_late": "ล่าช้ากว่ากำหนด",
    "missed": "ไม่ได้ดำเนินการ",
}


def course_lines(session: Session, on_record: PlanOnRecord, on: date) -> tuple[CourseLine, ...]:
    """Return the duties of a plan's evaluation as they stood at the end of a Bangkok day; none before it opened."""
    evaluation = evaluation_of(session, on_record)
    if evaluation is None or evaluation.opened_on > on:
        return ()
    owed = {
        row.rule: row
        for row in session.exec(
            select(Obligation).where(
                Obligation.organization_id == on_record.organization_id,
                Obligation.subject_kind == "evaluation",
                Obligation.subject_id == evaluation.id,
                col(Obligation.rule).in_(_COURSE),
            )
        )
    }
    lines: list[CourseLine] = []
    for rule in _COURSE:
        duty = owed.get(rule)
        if duty is None or duty.opens_on > on:
            continue
        stands = standing(duty, last_instant(on))
        done = stands in ("met", "met_late")
        lines.append(
            CourseLine(
                duty=DUTY_NAMES[rule],
                due_on=duty.due_on,
                done_on=duty.ended_on if done else None,
                standing=_STANDING_TH.get(stands, "–"),
                document=evaluation.document if done and rule is ObligationRule.REPORT_EVALUATION else "",
            )
        )
    return tuple(lines)


def posted_lines(session: Session, on_record: PlanOnRecord, on: date) -> tuple[PostedLine, ...]:
    """Return the places at which a plan's evaluation was posted by a Bangkok day, oldest first."""
    evaluation = evaluation_of(session, on_record)
    if evaluation is None:
        return ()
    keeping = select(Obligation).where(
        Obligation.organization_id == on_record.organization_id,
        Obligation.rule == ObligationRule.KEEP_EVALUATION_POSTED,
        Obligation.plan_id == on_record.plan_id,
    )
    until = {row.subject_id: row.due_on for row in session.exec(keeping)}
    return tuple(
        PostedLine(
            place=row.place,
            posted_on=row.posted_on,
            until=until.get(identity(row.id)),
            taken_down_on=row.taken_down_on if row.taken_down_on and row.taken_down_on <= on else None,
        )
        for row in evaluation_postings(session, evaluation)
        if row.posted_on <= on
    )
