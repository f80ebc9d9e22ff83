"""Posting the evaluation's results, and taking them down once they have stayed up long enough.

Source: MOI Regulation 2548 (no. 3, 2561) cl. 29 (3), for the thirty days by analogy with cl. 30 (5)
(domain.md 1.1, [U]).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.evaluations import EvaluationPosting
from models.kinds import ObligationRule, PostingPlace
from procedure.act import Facts, Outcome, RegisteredAct, begin, require_not_before
from procedure.acts.posting import PLACE_NAMES
from procedure.calendar import WorkingDays, thai_date
from procedure.duties import meet, owe_by_rule
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import find_plan, identity
from procedure.rules import due_day
from procedure.yearly_evaluation import evaluation_postings, find_evaluation


class PostEvaluation(Facts):
    """The evaluation's results are posted at a place."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    posted_on: date = Field(title="วันที่ปิดประกาศ")
    evidence: str = Field(default="", title="หลักฐาน (เลขที่หนังสือหรือที่อยู่หน้าเว็บ)")


class TakeDownEvaluation(Facts):
    """The evaluation's results are taken down from a place."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    taken_down_on: date = Field(title="วันที่ปลดประกาศ")


def post_evaluation(session: Session, actor: Actor, facts: PostEvaluation, as_of: datetime) -> Outcome:
    """Record a posting of the results; each place is kept up thirty days.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``evaluation_not_open``, ``needs_evaluation_announced``,
    ``already_posted``, ``date_in_future``, ``date_before_announcement``, ``no_plan_analyst``.
    """
    recording = begin(session, actor, "post_evaluation", Permission.RECORD_EVALUATION, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    evaluation = find_evaluation(session, on_record)
    if evaluation.announced_on is None:
        raise ProcedureError(
            "needs_evaluation_announced",
            "ยังไม่ได้บันทึกการประกาศผลการประเมิน โปรดบันทึกก่อน",
            "The announcement of the results is not recorded yet; record it first.",
        )
    if any(row.place is facts.place for row in evaluation_postings(session, evaluation)):
        raise ProcedureError(
            "already_posted",
            f"บันทึกการปิดประกาศผลการประเมินที่{PLACE_NAMES[facts.place]}ไว้แล้ว",
            f"The posting at {facts.place.value} is already recorded.",
        )
    recording.dated(facts.posted_on, "วันที่ปิดประกาศ", "The posting")
    require_not_before(
        facts.posted_on, evaluation.announced_on, "date_before_announcement", "วันที่ปิดประกาศ", "The posting"
    )
    posting = EvaluationPosting(
        organization_id=actor.organization_id,
        evaluation_id=identity(evaluation.id),
        place=facts.place,
        posted_on=facts.posted_on,
        evidence=facts.evidence,
    )
    session.add(posting)
    session.flush()
    kept = owe_by_rule(
        session,
        on_record,
        ObligationRule.KEEP_EVALUATION_POSTED,
        "evaluation_posting",
        identity(posting.id),
        facts.posted_on,
        today=recording.today,
    )
    recording.write(
        facts.model_dump(mode="json"),
        "evaluation_posted",
        "evaluation_posting",
        identity(posting.id),
        place=facts.place.value,
    )
    return recording.outcome(
        f"บันทึกการปิดประกาศผลการประเมินที่{PLACE_NAMES[facts.place]}แล้ว ต้องปิดไว้ถึงวันที่ {thai_date(kept.due_on)}",
        f"Recorded the posting at {facts.place.value}; it stays up through {kept.due_on}.",
        identity(posting.id),
    )


def take_down_evaluation(session: Session, actor: Actor, facts: TakeDownEvaluation, as_of: datetime) -> Outcome:
    """Record that the results are taken down from one place, not before its thirty days are full.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``evaluation_not_open``, ``not_posted``,
    ``already_taken_down``, ``date_in_future``, ``too_early``.
    """
    recording = begin(session, actor, "take_down_evaluation", Permission.RECORD_EVALUATION, as_of)
    evaluation = find_evaluation(session, find_plan(session, actor.organization_id, facts.fiscal_year))
    posting = next((row for row in evaluation_postings(session, evaluation) if row.place is facts.place), None)
    if posting is None:
        raise ProcedureError(
            "not_posted",
            f"ยังไม่ได้บันทึกการปิดประกาศผลการประเมินที่{PLACE_NAMES[facts.place]}",
            f"The results were not posted at {facts.place.value}; record the posting first.",
        )
    if posting.taken_down_on is not None:
        raise ProcedureError(
            "already_taken_down",
            f"บันทึกการปลดประกาศที่{PLACE_NAMES[facts.place]}ไว้แล้ว",
            f"The taking down at {facts.place.value} is already recorded.",
        )
    recording.dated(facts.taken_down_on, "วันที่ปลดประกาศ", "The taking down")
    kept = due_day("keep-evaluation-posted", posting.posted_on, WorkingDays())
    # P + 30 is the thirtieth day (the day of posting is not counted): the results may come down on P + 31.
    if facts.taken_down_on <= kept.due:
        raise ProcedureError(
            "too_early",
            f"ยังปลดประกาศไม่ได้ เนื่องจาก{kept.explanation_th} ตาม{kept.clause}",
            f"It cannot be taken down yet: {kept.explanation_en}",
            clause=kept.clause,
        )
    posting.taken_down_on = facts.taken_down_on
    session.add(posting)
    rule, posting_id = ObligationRule.KEEP_EVALUATION_POSTED, identity(posting.id)
    meet(session, actor.organization_id, rule, "evaluation_posting", posting_id, facts.taken_down_on)
    recording.write(
        facts.model_dump(mode="json"),
        "evaluation_taken_down",
        "evaluation_posting",
        posting_id,
        place=facts.place.value,
    )
    return recording.outcome(
        f"บันทึกการปลดประกาศผลการประเมินที่{PLACE_NAMES[facts.place]}แล้ว",
        f"Recorded the taking down at {facts.place.value}.",
        posting_id,
    )


ACTS = (
    RegisteredAct(
        post_evaluation,
        PostEvaluation,
        Permission.RECORD_EVALUATION,
        ("evaluation", "post"),
        "บันทึกการปิดประกาศผลการประเมิน",
        options={"place": "--at", "posted_on": "--on"},
    ),
    RegisteredAct(
        take_down_evaluation,
        TakeDownEvaluation,
        Permission.RECORD_EVALUATION,
        ("evaluation", "take-down"),
        "บันทึกการปลดประกาศผลการประเมิน",
        options={"place": "--at", "taken_down_on": "--on"},
    ),
)
