"""Step 5: posting the announced plan, and taking it down once it has stayed up long enough.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 (2).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import ObligationRule, PostingPlace
from models.plans import Posting
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin, require_not_before
from procedure.calendar import WorkingDays, thai_date
from procedure.duties import day_after, meet, owe_by_rule
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    announcement_of,
    find_edition,
    identity,
    postings_of,
    step_run,
)
from procedure.rules import due_day

PLACE_NAMES = {
    PostingPlace.OFFICE_BOARD: "ป้ายประกาศสำนักงาน",
    PostingPlace.WEBSITE: "เว็บไซต์ของหน่วยงาน",
    PostingPlace.COMMUNITY_BOARD: "ป้ายประกาศชุมชน",
}


class PostPlan(EditionFacts):
    """The announced plan is posted at a place."""

    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    posted_on: date = Field(title="วันที่ปิดประกาศ")
    evidence: str = Field(default="", title="หลักฐาน (เลขที่หนังสือหรือที่อยู่หน้าเว็บ)")


class TakeDownPlan(EditionFacts):
    """The plan is taken down from a place."""

    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    taken_down_on: date = Field(title="วันที่ปลดประกาศ")


def post_plan(session: Session, actor: Actor, facts: PostPlan, as_of: datetime) -> Outcome:
    """Record a posting: the fifteen days are met by the first place, and each place is kept up thirty days.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``date_in_future``,
    ``date_before_announcement``, ``already_posted``.
    """
    recording = begin(session, actor, "post_plan", Permission.POST_PLAN, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.ANNOUNCED,
        fits=lambda one: one.edition.needs_posting and facts.place not in _places(session, one),
    )
    recording.dated(facts.posted_on, "วันที่ปิดประกาศ", "The posting")
    announcement = announcement_of(session, on_record)
    if announcement is None:
        raise RuntimeError("an announced edition has its announcement")
    require_not_before(
        facts.posted_on, announcement.announced_on, "date_before_announcement", "วันที่ปิดประกาศ", "The posting"
    )
    if facts.place in _places(session, on_record):
        raise ProcedureError(
            "already_posted",
            f"บันทึกการปิดประกาศที่{PLACE_NAMES[facts.place]}ไว้แล้ว",
            f"The posting at {facts.place.value} is already recorded.",
        )
    posting = Posting(
        organization_id=actor.organization_id,
        announcement_id=identity(announcement.id),
        place=facts.place,
        posted_on=facts.posted_on,
        evidence=facts.evidence,
    )
    session.add(posting)
    session.flush()
    meet(
        session,
        actor.organization_id,
        ObligationRule.POST_ANNOUNCEMENT,
        "announcement",
        identity(announcement.id),
        facts.posted_on,
    )
    # MOI Regulation 2548 (no. 2, 2559) cl. 26 (2): kept posted for not less than thirty days, place by place.
    kept = owe_by_rule(
        session,
        on_record,
        ObligationRule.KEEP_POSTED,
        "posting",
        identity(posting.id),
        facts.posted_on,
        today=recording.today,
    )
    version = recording.write(
        facts.model_dump(mode="json"), "plan_posted", "posting", identity(posting.id), place=facts.place.value
    )
    return recording.outcome(
        message_th=f"บันทึกการปิดประกาศที่{PLACE_NAMES[facts.place]}แล้ว ต้องปิดไว้ถึงวันที่ {thai_date(kept.due_on)}",
        message_en=f"Recorded the posting at {facts.place.value}; it stays up through {kept.due_on}.",
        subject_id=identity(posting.id),
        run=step_run("posting", on_record, version),
    )


def take_down_plan(session: Session, actor: Actor, facts: TakeDownPlan, as_of: datetime) -> Outcome:
    """Record that the plan is taken down from one place, not before its thirty days are full.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``not_posted``,
    ``already_taken_down``, ``date_in_future``, ``too_early``.
    """
    recording = begin(session, actor, "take_down_plan", Permission.TAKE_DOWN_PLAN, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.ANNOUNCED,
        fits=lambda one: _places(session, one).get(facts.place) is False,
    )
    posting = _posting_at(session, on_record, facts.place)
    recording.dated(facts.taken_down_on, "วันที่ปลดประกาศ", "The taking down")
    kept = due_day("keep-posted", posting.posted_on, WorkingDays())
    # P + 30 is the thirtieth day (the day of posting is not counted): the plan may come down on P + 31.
    if facts.taken_down_on <= kept.due:
        raise ProcedureError(
            "too_early",
            f"ยังปลดประกาศไม่ได้ เนื่องจาก{kept.explanation_th} ตาม{kept.clause}",
            f"It cannot be taken down yet: {kept.explanation_en}",
            clause=kept.clause,
        )
    posting.taken_down_on = facts.taken_down_on
    session.add(posting)
    meet(
        session,
        actor.organization_id,
        ObligationRule.KEEP_POSTED,
        "posting",
        identity(posting.id),
        facts.taken_down_on,
    )
    version = recording.write(
        facts.model_dump(mode="json"), "plan_taken_down", "posting", identity(posting.id), place=facts.place.value
    )
    return recording.outcome(
        message_th=f"บันทึกการปลดประกาศที่{PLACE_NAMES[facts.place]}แล้ว ปลดได้ตั้งแต่วันที่ {thai_date(day_after(kept.due))}",
        message_en=f"Recorded the taking down at {facts.place.value}.",
        subject_id=identity(posting.id),
        run=step_run("posting", on_record, version),
    )


def _places(session: Session, on_record: PlanOnRecord) -> dict[PostingPlace, bool]:
    """Return the places where an edition was posted, each with whether it was taken down."""
    return {posting.place: posting.taken_down_on is not None for posting in postings_of(session, on_record)}


def _posting_at(session: Session, on_record: PlanOnRecord, place: PostingPlace) -> Posting:
    for posting in postings_of(session, on_record):
        if posting.place is place and posting.taken_down_on is None:
            return posting
        if posting.place is place:
            raise ProcedureError(
                "already_taken_down",
                f"บันทึกการปลดประกาศที่{PLACE_NAMES[place]}ไว้แล้ว",
                f"The taking down at {place.value} is already recorded.",
            )
    raise ProcedureError(
        "not_posted",
        f"ยังไม่ได้บันทึกการปิดประกาศที่{PLACE_NAMES[place]}",
        f"The plan was not posted at {place.value}; record the posting first.",
    )


ACTS = (
    RegisteredAct(
        post_plan,
        PostPlan,
        Permission.POST_PLAN,
        ("plan", "post"),
        "บันทึกการปิดประกาศแผนการดำเนินงาน",
        options={"place": "--at", "posted_on": "--on"},
    ),
    RegisteredAct(
        take_down_plan,
        TakeDownPlan,
        Permission.TAKE_DOWN_PLAN,
        ("plan", "take-down"),
        "บันทึกการปลดประกาศแผนการดำเนินงาน",
        options={"place": "--at", "taken_down_on": "--on"},
    ),
)
