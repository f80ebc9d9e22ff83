"""Additions and amendments: the events that ask for an addition, and opening an amendment.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 27. That amendment is the executive's power alone is near-certain
(domain.md 1.1, [U]); whether a committee sees it, and whether it is posted, are the office's settings.
"""

from dataclasses import replace
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import Approver, EditionKind, ObligationRule, TriggerKind
from models.plans import Edition
from procedure.act import EditionFacts, Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.duties import withdraw
from procedure.entry_writer import list_sources
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_edition, find_plan, identity, require_step, sources_of, step_run
from procedure.triggers import FIRST_OF_OCTOBER_TH, collecting_edition, next_number, start_thirty_days, triggers_of


class RecordTrigger(EditionFacts):
    """An event that starts the thirty days. With no edition named it joins the one that still collects projects; where
    none does, or ``new_addition`` says so, the next addition is opened for it."""

    kind: TriggerKind = Field(title="เหตุที่ต้องจัดทำแผน")
    occurred_on: date = Field(title="วันที่ประกาศใช้ / อนุมัติ / ลงรับหนังสือ")
    document: str = Field(title="เลขที่เอกสารหรือหนังสือ", min_length=1)
    approver: Approver | None = Field(default=None, title="ผู้อนุมัติให้ใช้จ่ายเงินสะสม")
    new_addition: bool = Field(default=False, title="เปิดฉบับเพิ่มเติมใหม่")


class OpenAmendment(Facts):
    """An amendment of the announced plan is begun. No time limit of law runs for it."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    reason: str = Field(title="เหตุผลความจำเป็น", min_length=1)


class AbandonEdition(EditionFacts):
    """An addition or amendment is given up before its announcement: opened by mistake, or no longer needed."""

    reason: str = Field(title="เหตุผล", min_length=1)
    authority: str = Field(title="อำนาจ/เอกสารอ้างอิง", min_length=1)
    dated_on: date = Field(title="ลงวันที่")


def record_trigger(session: Session, actor: Actor, facts: RecordTrigger, as_of: datetime) -> Outcome:
    """Record an event of clause 27: the thirty days run for it, and an edition is due by the earliest of its events.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``no_edition``, ``needs_collecting``, ``date_in_future``,
    ``date_outside_year``, ``trigger_exists``, ``already_promulgated``, ``not_an_addition``, ``approver_missing``,
    ``executive_may_not_approve``.
    """
    recording = begin(session, actor, "record_trigger", Permission.RECORD_TRIGGER, as_of)
    plan = find_plan(session, actor.organization_id, facts.fiscal_year)
    recording.dated(facts.occurred_on, "วันที่เกิดเหตุ", "The event")
    _check_approver(plan, facts)
    edition = _edition_for(session, plan, facts, recording.today)
    duty = start_thirty_days(
        session, edition, facts.kind, facts.occurred_on, facts.document, facts.approver, recording.today
    )
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": edition.name},
        "trigger_recorded",
        "edition",
        edition.edition_id,
        edition=edition.name,
        dated_on=facts.occurred_on.isoformat(),
    )
    warned = facts.kind in BUDGETS and (facts.occurred_on.month, facts.occurred_on.day) == (10, 1)
    return recording.outcome(
        message_th=f"บันทึกแล้ว: {facts.kind.name_th} ต้องประกาศใช้แผน{edition.title or 'หลัก'} "
        f"ภายในวันที่ {thai_date(duty.due_on)}",
        message_en=f"Recorded; the {edition.name} edition is to be completed by {duty.due_on}.",
        subject_id=edition.edition_id,
        warnings_th=[FIRST_OF_OCTOBER_TH] if warned else [],
        run=step_run("collection", edition, version),
    )


def open_amendment(session: Session, actor: Actor, facts: OpenAmendment, as_of: datetime) -> Outcome:
    """Open the next amendment of an announced plan, by the office's settings of this day.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``.
    """
    recording = begin(session, actor, "open_amendment", Permission.OPEN_AMENDMENT, as_of)
    plan = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(plan.edition, Step.ANNOUNCED)
    amendment = _open(session, plan, EditionKind.AMENDMENT, recording.today, facts.reason)
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": amendment.name},
        "amendment_opened",
        "edition",
        amendment.edition_id,
        edition=amendment.name,
    )
    route = (
        "ต้องเสนอคณะกรรมการพัฒนาท้องถิ่น"
        if amendment.edition.passes_committee
        else "ผู้บริหารท้องถิ่นประกาศได้โดยไม่ต้องเสนอคณะกรรมการ"
    )
    return recording.outcome(
        message_th=f"เปิดแผนการดำเนินงาน {amendment.title} แล้ว ({route})",
        message_en=f"Opened {amendment.name} of the plan of {facts.fiscal_year}.",
        subject_id=amendment.edition_id,
        run=step_run("collection", amendment, version),
    )


def abandon_edition(session: Session, actor: Actor, facts: AbandonEdition, as_of: datetime) -> Outcome:
    """Give up an addition or amendment that is not announced: its duties are withdrawn, its number is not used again.

    An event that was real all the same is recorded anew for another edition. Raises ``ProcedureError``:
    ``not_permitted``, ``no_plan``, ``no_edition``, ``which_edition``, ``needs_collecting``, ``base_stays``,
    ``date_in_future``.
    """
    recording = begin(session, actor, "abandon_edition", Permission.OPEN_AMENDMENT, as_of)
    steps = (Step.COLLECTING, Step.DRAFTED, Step.SUBMITTED, Step.RESOLVED, Step.APPROVED)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        *steps,
        fits=lambda one: one.edition.kind is not EditionKind.BASE,
    )
    edition = on_record.edition
    if edition.kind is EditionKind.BASE:
        raise ProcedureError(
            "base_stays",
            "แผนหลักเลิกจัดทำไม่ได้ เพราะงบประมาณประกาศใช้แล้วต้องจัดทำแผนตามข้อ ๒๗",
            "The base plan cannot be given up: clause 27 asks for it.",
            clause="ข้อ ๒๗",
        )
    recording.dated(facts.dated_on, "วันที่ของเอกสาร", "The paper")
    edition.abandoned_on = facts.dated_on
    session.add(edition)
    events = [identity(row.id) for row in triggers_of(session, on_record)]
    withdraw(session, actor.organization_id, ObligationRule.COMPLETE_PLAN, "trigger", events, facts.dated_on)
    sources = [identity(row.id) for row in sources_of(session, on_record)]
    rule = ObligationRule.SUBMIT_PROJECTS
    withdraw(session, actor.organization_id, rule, "project_source", sources, facts.dated_on)
    for rule in (ObligationRule.CONSIDER_DRAFT, ObligationRule.ANNOUNCE_PLAN):
        withdraw(session, actor.organization_id, rule, "edition", [on_record.edition_id], facts.dated_on)
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": on_record.name},
        "edition_abandoned",
        "edition",
        on_record.edition_id,
        edition=on_record.name,
    )
    return recording.outcome(
        message_th=f"เลิกจัดทำแผน{on_record.title} แล้ว กำหนดเวลาของฉบับนี้สิ้นสุดลง",
        message_en=f"Gave up {on_record.name}; its duties are withdrawn.",
        subject_id=on_record.edition_id,
        run=step_run("collection", on_record, version),
    )


BUDGETS = (TriggerKind.ANNUAL_BUDGET, TriggerKind.SUPPLEMENTARY_BUDGET)


def _check_approver(plan: PlanOnRecord, facts: RecordTrigger) -> None:
    if facts.kind is not TriggerKind.ACCUMULATED_FUNDS:
        return
    if facts.approver is None:
        raise ProcedureError(
            "approver_missing",
            "โปรดระบุว่าสภาท้องถิ่นหรือผู้บริหารท้องถิ่นเป็นผู้อนุมัติให้ใช้จ่ายเงินสะสม",
            "Say whether the council or the executive approved the accumulated funds.",
        )
    if facts.approver is Approver.EXECUTIVE and not plan.office_settings.executive_may_approve_accumulated_funds:
        raise ProcedureError(
            "executive_may_not_approve",
            "หน่วยงานตั้งค่าไว้ว่าการใช้จ่ายเงินสะสมต้องได้รับอนุมัติจากสภาท้องถิ่น หากระเบียบให้ผู้บริหารอนุมัติได้ โปรดแก้การตั้งค่าก่อน",
            "By the office's settings the council approves accumulated funds; where the rules let the executive "
            "decide, change the setting first.",
        )


def _edition_for(session: Session, plan: PlanOnRecord, facts: RecordTrigger, today: date) -> PlanOnRecord:
    if facts.kind is TriggerKind.ANNUAL_BUDGET:
        require_step(plan.edition, Step.COLLECTING)
        return plan  # the base plan is the annual budget's
    if facts.edition:
        named = find_edition(session, plan.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
        if named.edition.kind is EditionKind.AMENDMENT:
            raise ProcedureError(
                "not_an_addition",
                "เหตุตามข้อ ๒๗ ต้องจัดทำเป็นแผนหลักหรือแผนเพิ่มเติม ไม่ใช่การแก้ไข",
                "An event of clause 27 is discharged by the base plan or an addition, not by an amendment.",
                clause="ข้อ ๒๗",
            )
        return named
    found = None if facts.new_addition else collecting_edition(session, plan)
    return found or _open(session, plan, EditionKind.ADDITION, today, "")


def _open(session: Session, plan: PlanOnRecord, kind: EditionKind, today: date, reason: str) -> PlanOnRecord:
    settings, amends = plan.office_settings, kind is EditionKind.AMENDMENT
    edition = Edition(
        organization_id=plan.organization_id,
        plan_id=plan.plan_id,
        kind=kind,
        number=next_number(session, plan, kind),
        opened_on=today,
        uses_approaches=plan.edition.uses_approaches,
        reason=reason,
        passes_committee=settings.amendment_passes_committee if amends else True,
        needs_posting=settings.amendment_posted if amends else True,
    )
    session.add(edition)
    session.flush()
    opened = replace(plan, edition=edition)
    list_sources(session, opened, asked_on=None)
    return opened


ACTS = (
    RegisteredAct(
        abandon_edition,
        AbandonEdition,
        Permission.OPEN_AMENDMENT,
        ("plan", "abandon"),
        "เลิกจัดทำแผนเพิ่มเติมหรือแก้ไขที่ยังไม่ประกาศ",
        options={"dated_on": "--on"},
    ),
    RegisteredAct(
        record_trigger,
        RecordTrigger,
        Permission.RECORD_TRIGGER,
        ("plan", "trigger"),
        "บันทึกเหตุที่เริ่มนับสามสิบวัน",
        options={"occurred_on": "--on"},
    ),
    RegisteredAct(open_amendment, OpenAmendment, Permission.OPEN_AMENDMENT, ("plan", "amend"), "เปิดการแก้ไขแผน"),
)
