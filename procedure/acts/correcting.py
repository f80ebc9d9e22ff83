"""Correcting a day that was recorded wrongly: what is still open is counted anew, what has ended never moves."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, select

from models.kinds import DueDayCause, ObligationRule, ObligationState, PostingPlace, TriggerKind
from models.obligations import Obligation
from models.plans import Posting, Trigger
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin, require_not_before, require_not_future
from procedure.acts.posting import PLACE_NAMES
from procedure.calendar import WorkingDays, thai_date
from procedure.duties import law_due_day
from procedure.errors import ProcedureError
from procedure.moving import Authority, Moves, recount
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, announcement_of, find_edition, identity, postings_of, step_run
from procedure.triggers import require_within_year

ENDED_TH = "กำหนดเวลาที่สิ้นสุดแล้วไม่เลื่อน"
ENDED_EN = "the time limits that have ended do not move"


class CorrectTrigger(EditionFacts):
    """The day of an event that started thirty days was recorded wrongly."""

    kind: TriggerKind = Field(title="เหตุที่ต้องจัดทำแผน")
    recorded_as: date = Field(title="วันที่ที่บันทึกไว้เดิม")
    occurred_on: date = Field(title="วันที่ที่ถูกต้อง")
    document: str = Field(default="", title="เลขที่เอกสาร (ระบุเมื่อมีหลายเหตุในวันเดียวกัน)")
    reason: str = Field(title="เหตุผล", min_length=1)
    authority: str = Field(title="ผู้อนุมัติหรือเอกสารอ้างอิง", min_length=1)


class CorrectPosting(EditionFacts):
    """The day on which an edition was posted at a place was recorded wrongly."""

    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    posted_on: date = Field(title="วันที่ปิดประกาศที่ถูกต้อง")
    reason: str = Field(title="เหตุผล", min_length=1)
    authority: str = Field(title="ผู้อนุมัติหรือเอกสารอ้างอิง", min_length=1)


def correct_trigger(session: Session, actor: Actor, facts: CorrectTrigger, as_of: datetime) -> Outcome:
    """Correct the day of an event, and count its open thirty days anew, extensions counted on from the new due day.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``no_edition``, ``which_edition``, ``no_such_trigger``,
    ``which_trigger``, ``same_date``, ``date_in_future``, ``date_outside_year``, ``date_after_compiling``,
    ``trigger_exists``, ``rule_not_in_force``.
    """
    recording = begin(session, actor, "correct_trigger", Permission.CORRECT_DATE, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        *Step,
        fits=lambda one: bool(_meant(session, one, facts)),
    )
    trigger = _one_meant(session, on_record, facts)
    require_not_future(facts.occurred_on, recording.today, "วันที่ที่ถูกต้อง", "The corrected day")
    _check_day(session, on_record, trigger, facts.occurred_on)
    trigger.occurred_on = facts.occurred_on
    session.add(trigger)
    moves = Moves(recording, on_record, Authority(DueDayCause.CORRECTION, recording.today, _why(facts)))
    moved = _count_anew(moves, ObligationRule.COMPLETE_PLAN, "trigger", identity(trigger.id), facts.occurred_on)
    version = recording.write(
        facts.model_dump(mode="json"), "trigger_corrected", "trigger", identity(trigger.id), edition=on_record.name
    )
    moves.tell()
    th = f"แก้ไขวันที่เป็น {thai_date(facts.occurred_on)} แล้ว "
    return recording.outcome(
        th + (f"ครบกำหนดใหม่วันที่ {thai_date(moved.due_on)}" if moved else ENDED_TH),
        f"Corrected to {facts.occurred_on}; " + (f"now due {moved.due_on}." if moved else f"{ENDED_EN}."),
        identity(trigger.id),
        step_run("collection", on_record, version),
    )


def correct_posting(session: Session, actor: Actor, facts: CorrectPosting, as_of: datetime) -> Outcome:
    """Correct the day of a posting, and count the thirty days that the place keeps it up anew while they are open.

    The fifteen days to post are ended by the first posting and stay as they ended. Raises ``ProcedureError``:
    ``not_permitted``, ``no_plan``, ``needs_announced``, ``not_posted``, ``same_date``, ``date_in_future``,
    ``date_before_announcement``, ``date_after_taking_down``.
    """
    recording = begin(session, actor, "correct_posting", Permission.CORRECT_DATE, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.ANNOUNCED,
        fits=lambda one: _posting_at(session, one, facts.place) is not None,
    )
    posting, announcement = _posting_at(session, on_record, facts.place), announcement_of(session, on_record)
    if posting is None or announcement is None:
        raise ProcedureError(
            "not_posted",
            f"ยังไม่ได้บันทึกการปิดประกาศที่{PLACE_NAMES[facts.place]}",
            f"The plan was not posted at {facts.place.value}; record the posting first.",
        )
    require_not_future(facts.posted_on, recording.today, "วันที่ปิดประกาศที่ถูกต้อง", "The corrected posting")
    require_not_before(
        facts.posted_on, announcement.announced_on, "date_before_announcement", "วันที่ปิดประกาศ", "The posting"
    )
    _require_another_day(posting.posted_on, facts.posted_on)
    if posting.taken_down_on is not None and posting.taken_down_on <= facts.posted_on:
        raise ProcedureError(
            "date_after_taking_down",
            f"ปลดประกาศเมื่อวันที่ {thai_date(posting.taken_down_on)} แล้ว วันปิดประกาศต้องอยู่ก่อนวันนั้น",
            f"It was taken down on {posting.taken_down_on}; the posting must be before that day.",
        )
    posting.posted_on = facts.posted_on
    session.add(posting)
    moves = Moves(recording, on_record, Authority(DueDayCause.CORRECTION, recording.today, _why(facts)))
    moved = _count_anew(moves, ObligationRule.KEEP_POSTED, "posting", identity(posting.id), facts.posted_on)
    version = recording.write(
        facts.model_dump(mode="json"), "posting_corrected", "posting", identity(posting.id), place=facts.place.value
    )
    moves.tell()
    th = f"แก้ไขวันที่ปิดประกาศเป็น {thai_date(facts.posted_on)} แล้ว "
    if moved:
        th += f"ต้องปิดไว้ถึงวันที่ {thai_date(moved.due_on)} "
    return recording.outcome(
        f"{th}{ENDED_TH}",
        f"Corrected to {facts.posted_on}; "
        + (f"it stays up through {moved.due_on}; {ENDED_EN}." if moved else f"{ENDED_EN}."),
        identity(posting.id),
        step_run("posting", on_record, version),
    )


def _why(facts: CorrectTrigger | CorrectPosting) -> str:
    return f"{facts.reason} ({facts.authority})"


def _count_anew(
    moves: Moves, rule: ObligationRule, subject_kind: str, subject_id: int, start: date
) -> Obligation | None:
    """Count an open period anew from its corrected start; return it, or None where it has ended."""
    session = moves.recording.session
    obligation = session.exec(
        select(Obligation).where(
            Obligation.organization_id == moves.on_record.organization_id,
            Obligation.rule == rule,
            Obligation.subject_kind == subject_kind,
            Obligation.subject_id == subject_id,
            Obligation.state == ObligationState.OPEN,
        )
    ).first()
    if obligation is None:
        return None
    obligation.started_on = obligation.opens_on = start
    due, obligation.extended_late_on = recount(session, obligation, law_due_day(obligation, WorkingDays()).due)
    moves.move(obligation, due)
    session.add(obligation)
    return obligation


def _meant(session: Session, on_record: PlanOnRecord, facts: CorrectTrigger) -> list[Trigger]:
    rows = session.exec(
        select(Trigger).where(
            Trigger.organization_id == on_record.organization_id,
            Trigger.edition_id == on_record.edition_id,
            Trigger.kind == facts.kind,
            Trigger.occurred_on == facts.recorded_as,
        )
    ).all()
    return [row for row in rows if not facts.document or row.document == facts.document]


def _one_meant(session: Session, on_record: PlanOnRecord, facts: CorrectTrigger) -> Trigger:
    meant = _meant(session, on_record, facts)
    if not meant:
        raise ProcedureError(
            "no_such_trigger",
            f"ไม่พบเหตุ{facts.kind.name_th}ที่บันทึกวันที่ {thai_date(facts.recorded_as)} ในฉบับนี้ โปรดตรวจสอบวันที่",
            f"This edition has no {facts.kind.value} recorded on {facts.recorded_as}; check the date.",
        )
    if len(meant) > 1:
        raise ProcedureError(
            "which_trigger",
            "มีหลายเหตุในวันเดียวกัน โปรดระบุเลขที่เอกสาร",
            "Several events bear that day; name the document.",
        )
    return meant[0]


def _check_day(session: Session, on_record: PlanOnRecord, trigger: Trigger, day: date) -> None:
    _require_another_day(trigger.occurred_on, day)
    require_within_year(on_record.fiscal_year, day)
    compiled_on = on_record.edition.compiled_on
    if compiled_on is not None and day > compiled_on:
        raise ProcedureError(
            "date_after_compiling",
            f"จัดทำร่างเมื่อวันที่ {thai_date(compiled_on)} แล้ว วันที่ของเหตุต้องไม่อยู่หลังวันนั้น โปรดตรวจสอบวันที่",
            f"The draft was compiled on {compiled_on}; the event cannot be after that; check the dates.",
        )
    alike = select(Trigger).where(
        Trigger.edition_id == on_record.edition_id, Trigger.kind == trigger.kind, Trigger.occurred_on == day
    )
    if any(row.document == trigger.document for row in session.exec(alike)):
        raise ProcedureError(
            "trigger_exists",
            f"บันทึกเหตุนี้วันที่ {thai_date(day)} ไว้แล้ว",
            "An event of this kind is already recorded on that day.",
        )


def _require_another_day(before: date, after: date) -> None:
    if before == after:
        raise ProcedureError(
            "same_date",
            f"วันที่ที่ถูกต้องเป็นวันเดียวกับที่บันทึกไว้ ({thai_date(before)}) จึงไม่มีสิ่งที่ต้องแก้ไข",
            f"{before} is the day on record already; there is nothing to correct.",
        )


def _posting_at(session: Session, on_record: PlanOnRecord, place: PostingPlace) -> Posting | None:
    return next((row for row in postings_of(session, on_record) if row.place is place), None)


ACTS = (
    RegisteredAct(
        correct_trigger, CorrectTrigger, Permission.CORRECT_DATE, ("plan", "correct-trigger"), "แก้ไขวันเริ่มนับที่บันทึกผิด"
    ),
    RegisteredAct(
        correct_posting, CorrectPosting, Permission.CORRECT_DATE, ("plan", "correct-posting"), "แก้ไขวันปิดประกาศที่บันทึกผิด"
    ),
)
