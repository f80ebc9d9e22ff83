"""Step 4, the executive: the announcement, by which an edition is frozen.

Source: MOI Regulation 2548 cl. 26 (2) and 27.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import Capacity, EditionKind, ObligationRule
from models.plans import Announcement, Edition
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin, require_not_before
from procedure.calendar import thai_date
from procedure.duties import meet, owe_by_rule, withdraw
from procedure.entry_copies import require_unchanged_since
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    find_edition,
    find_plan,
    identity,
    require_step,
    resolutions_of,
    sources_of,
    step_of,
    step_run,
)
from procedure.resolutions import require_changes_made
from procedure.rounds import follow_plan_in_force
from procedure.signatories import signature_of
from procedure.triggers import triggers_of


class AnnouncePlan(EditionFacts):
    """The executive announces the plan. ``signatory`` is the title of the post that signs.

    ``capacity`` says how another post signs for the executive; ``authority`` is the order or law that lets it.
    """

    announced_on: date = Field(title="ประกาศ ณ วันที่")
    signatory: str = Field(title="ตำแหน่งผู้ลงนาม", min_length=1)
    capacity: Capacity = Field(
        default=Capacity.OWN,
        title="ลงนามโดย (own ในตำแหน่งเอง, acting รักษาราชการแทน, on_behalf ปฏิบัติราชการแทน, performing ปฏิบัติหน้าที่)",
    )
    authority: str = Field(default="", title="คำสั่งหรือกฎหมายที่ให้อำนาจลงนามแทน")


def announce_plan(session: Session, actor: Actor, facts: AnnouncePlan, as_of: datetime) -> Outcome:
    """Record the executive's announcement: the edition is frozen, completion is met, the fifteen days begin.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_approved``, ``date_in_future``,
    ``date_before_approval``, ``base_not_announced``, ``date_before_base``, ``project_changed_since``,
    ``changes_not_made``, and what ``signature_of`` raises.
    """
    recording = begin(session, actor, "announce_plan", Permission.ANNOUNCE_PLAN, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.APPROVED,
        Step.DRAFTED,
        fits=lambda one: step_of(one.edition) is _announced_from(one.edition),
    )
    edition = on_record.edition
    require_step(edition, _announced_from(edition))
    recording.dated(facts.announced_on, "วันที่ประกาศ", "The announcement")
    ready_on = edition.approved_on or edition.compiled_on or facts.announced_on
    require_not_before(facts.announced_on, ready_on, "date_before_approval", "วันที่ประกาศ", "The announcement")
    _require_base_announced(session, on_record, facts.announced_on)
    require_unchanged_since(session, on_record, facts.announced_on)
    require_changes_made(session, on_record)
    signature = signature_of(
        session, actor.organization_id, facts.signatory, facts.capacity, facts.authority, facts.announced_on
    )
    announcement = Announcement(
        organization_id=actor.organization_id,
        edition_id=on_record.edition_id,
        announced_on=facts.announced_on,
        signatory_id=signature.officer_id,
        signatory_name=signature.name,
        acting_for=signature.acting_for,
        capacity=signature.capacity,
        authority=signature.authority,
    )
    session.add(announcement)
    edition.announced_on = facts.announced_on
    meet(
        session,
        actor.organization_id,
        ObligationRule.ANNOUNCE_PLAN,
        "edition",
        on_record.edition_id,
        facts.announced_on,
    )
    # A division that brought nothing by now has no day left to keep: nobody waits for its projects any more.
    withdraw(
        session,
        actor.organization_id,
        ObligationRule.SUBMIT_PROJECTS,
        "project_source",
        [identity(row.id) for row in sources_of(session, on_record)],
        facts.announced_on,
    )
    session.add(edition)
    session.flush()
    # The duty to complete is met on the date of the announcement (design.md, Obligations), for each of its events.
    for trigger in triggers_of(session, on_record):
        meet(
            session,
            actor.organization_id,
            ObligationRule.COMPLETE_PLAN,
            "trigger",
            identity(trigger.id),
            facts.announced_on,
        )
    follow_plan_in_force(session, on_record, recording.today)
    posting_th, posting_en = "ฉบับนี้ไม่ต้องปิดประกาศตามการตั้งค่าของหน่วยงาน", "by the office's settings it is not posted"
    if edition.needs_posting:
        # MOI Regulation 2548 (no. 2, 2559) cl. 26 (2): posted within fifteen days from the announcement.
        obligation = owe_by_rule(
            session,
            on_record,
            ObligationRule.POST_ANNOUNCEMENT,
            "announcement",
            identity(announcement.id),
            facts.announced_on,
            today=recording.today,
        )
        posting_th = f"ต้องปิดประกาศภายในวันที่ {thai_date(obligation.due_on)}"
        posting_en = f"to be posted by {obligation.due_on}"
    resolutions = resolutions_of(session, on_record)
    version = recording.write(
        {**facts.model_dump(mode="json"), "resolution_id": resolutions[-1].id if resolutions else None},
        "plan_announced",
        "announcement",
        identity(announcement.id),
        announced_on=facts.announced_on.isoformat(),
        edition=on_record.name,
    )
    title = f"{on_record.title} " if on_record.title else ""
    return recording.outcome(
        message_th=f"ประกาศใช้แผน{title}เมื่อวันที่ {thai_date(facts.announced_on)} แล้ว {posting_th}",
        message_en=f"Announced on {facts.announced_on}; {posting_en}.",
        subject_id=identity(announcement.id),
        run=step_run("announcement", on_record, version),
    )


def _announced_from(edition: Edition) -> Step:
    """Return the step that an edition is announced from; an amendment that passes no committee is, once compiled."""
    return Step.APPROVED if edition.passes_committee else Step.DRAFTED


def _require_base_announced(session: Session, on_record: PlanOnRecord, announced_on: date) -> None:
    base = find_plan(session, on_record.organization_id, on_record.plan.fiscal_year).edition
    if on_record.edition.kind is EditionKind.BASE:
        return
    if base.announced_on is None:
        raise ProcedureError(
            "base_not_announced",
            "แผนหลักยังไม่ประกาศใช้ จึงประกาศใช้แผนเพิ่มเติมหรือแก้ไขไม่ได้",
            "The base plan is not announced yet; announce it first.",
        )
    require_not_before(announced_on, base.announced_on, "date_before_base", "วันที่ประกาศ", "The announcement")


ACTS = (
    RegisteredAct(
        announce_plan,
        AnnouncePlan,
        Permission.ANNOUNCE_PLAN,
        ("plan", "announce"),
        "บันทึกการประกาศใช้แผนการดำเนินงาน",
        options={"announced_on": "--on"},
    ),
)
