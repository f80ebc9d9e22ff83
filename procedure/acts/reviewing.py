"""Reviewing a submission: the head of the division accepts it, or returns it for correction (ส่งกลับเพื่อแก้ไข)."""

from datetime import datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.kinds import ReviewOutcome, Role
from models.organizations import Officer
from models.quarters import Submission, SubmissionReview
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.assignments import post_by_title
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import find_plan, identity
from procedure.progress import find_round


class ReviewSubmission(Facts):
    """A reviewer's word on one revision of a post's submission."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)
    post: str = Field(title="ตำแหน่งผู้รายงาน", min_length=1, max_length=300)
    revision: int = Field(title="ฉบับที่", ge=1, le=2**31 - 1)
    outcome: ReviewOutcome = Field(title="ผลการตรวจ (accepted รับรายงาน, returned ส่งกลับเพื่อแก้ไข)")
    remarks: str = Field(default="", title="ข้อสังเกต (ต้องระบุเมื่อส่งกลับ)", max_length=4000)


def review_submission(session: Session, actor: Actor, facts: ReviewSubmission, as_of: datetime) -> Outcome:
    """Accept the newest revision of a submission, or return it with remarks; it stays received either way.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``, ``not_your_post``, ``no_plan``,
    ``no_submission``, ``superseded_submission``, ``already_reviewed``, ``own_submission``, ``remarks_missing``.
    """
    recording = begin(session, actor, "review_submission", Permission.REVIEW_REPORTS, as_of)
    officer = post_by_title(session, actor.organization_id, facts.post)
    if not may_review(actor, officer):
        raise ProcedureError(
            "not_your_post",
            "ท่านตรวจรายงานได้เฉพาะของตำแหน่งในกองของท่าน",
            "You may review only the reports of your own division's posts.",
        )
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    mine = select(Submission).where(
        Submission.round_id == (quarter_round.id if quarter_round else None), Submission.officer_id == officer.id
    )
    revisions = list(session.exec(mine.order_by(col(Submission.revision))))
    submission = next((row for row in revisions if row.revision == facts.revision), None)
    if submission is None:
        raise ProcedureError(
            "no_submission",
            f"ตำแหน่งนี้ยังไม่ได้ส่งรายงานไตรมาสที่ {facts.quarter} ฉบับที่ {facts.revision}",
            f"This post has sent no revision {facts.revision} for quarter {facts.quarter}.",
        )
    _require_reviewable(session, actor, facts, submission, revisions[-1])
    session.add(
        SubmissionReview(
            organization_id=actor.organization_id,
            submission_id=identity(submission.id),
            outcome=facts.outcome,
            remarks=facts.remarks,
            officer_id=actor.officer_id,
            person_id=actor.person_id,
            reviewed_at=as_of,
        )
    )
    returned = facts.outcome is ReviewOutcome.RETURNED
    recording.write(
        facts.model_dump(mode="json"),
        "submission_returned" if returned else "submission_accepted",
        "submission",
        identity(submission.id),
    )
    return Outcome(
        act="review_submission",
        message_th=f"{facts.outcome.name_th}: {officer.title} ไตรมาสที่ {facts.quarter} ฉบับที่ {facts.revision}",
        message_en=f"{'Returned for correction' if returned else 'Accepted'}: "
        f"revision {facts.revision} of quarter {facts.quarter}.",
        subject_id=identity(submission.id),
    )


def may_review(actor: Actor, officer: Officer) -> bool:
    """Tell whether an actor may review a post's submissions: a head those of the own division, an administrator any."""
    if officer.organization_id != actor.organization_id:
        return False
    same_division = officer.division_id is not None and officer.division_id == actor.division_id
    return Role.ADMINISTRATOR in actor.roles or (Role.DIVISION_HEAD in actor.roles and same_division)


def _require_reviewable(
    session: Session, actor: Actor, facts: ReviewSubmission, submission: Submission, newest: Submission
) -> None:
    if newest.revision != submission.revision:
        raise ProcedureError(
            "superseded_submission",
            f"มีการส่งรายงานฉบับที่ {newest.revision} แล้ว โปรดตรวจฉบับล่าสุด",
            f"Revision {newest.revision} was sent since; review that one.",
        )
    reviewed = session.exec(select(SubmissionReview).where(SubmissionReview.submission_id == submission.id)).first()
    if reviewed is not None:
        raise ProcedureError(
            "already_reviewed",
            f"รายงานฉบับนี้ตรวจแล้ว ({reviewed.outcome.name_th}) หากต้องการแก้ไข ให้ผู้รายงานส่งฉบับใหม่",
            f"This revision is already reviewed ({reviewed.outcome.value}); a change needs a new revision.",
        )
    signed_it = submission.signed_by_id is not None and submission.signed_by_id == actor.person_id
    if signed_it and Role.ADMINISTRATOR not in actor.roles:
        raise ProcedureError(
            "own_submission",
            "ท่านเป็นผู้ส่งรายงานฉบับนี้เอง จึงตรวจเองไม่ได้ โปรดให้ผู้ดูแลระบบตรวจ",
            "You sent this revision yourself; another must review it: ask the administrator.",
        )
    if facts.outcome is ReviewOutcome.RETURNED and not facts.remarks:
        raise ProcedureError(
            "remarks_missing",
            "โปรดระบุข้อสังเกตว่าให้แก้ไขอะไร",
            "Say what is to be corrected.",
        )


ACTS = (
    RegisteredAct(
        review_submission,
        ReviewSubmission,
        Permission.REVIEW_REPORTS,
        ("quarter", "review"),
        "ตรวจรายงานความก้าวหน้า (รับรายงาน หรือส่งกลับเพื่อแก้ไข)",
        options={"post": "--officer"},  # --post is who acts
    ),
)
