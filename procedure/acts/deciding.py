"""Steps 2 to 4: compiling a draft, submitting it, the committee's resolution, the executive's announcement.

Source: MOI Regulation 2548 cl. 26 (1) and (2).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.kinds import Capacity, CommitteeKind, EditionKind, ObligationRule, ResolutionOutcome
from models.plans import Announcement, Edition, Project, ProjectEntry, Resolution, ResolutionRemark
from models.settings import OfficeSettings
from procedure.act import EditionFacts, Facts, Outcome, RegisteredAct, begin, require_not_before, require_not_future
from procedure.calendar import thai_date
from procedure.committees import committee_of, resolving_meeting
from procedure.completeness import findings
from procedure.duties import meet, owe_by_rule
from procedure.entry_copies import require_unchanged_since
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    entries_of,
    equipment_of,
    find_edition,
    find_plan,
    identity,
    last_return,
    require_step,
    resolutions_of,
    step_of,
    step_run,
)
from procedure.resolutions import require_changes_made
from procedure.signatories import signature_of
from procedure.triggers import triggers_of


class CompileDraft(EditionFacts):
    """The support committee's draft is put together from the collected projects; ``compiled_on`` None is today."""

    compiled_on: date | None = Field(default=None, title="วันที่จัดทำร่าง (เว้นว่าง = วันนี้)")


class SubmitDraft(EditionFacts):
    """The draft is laid before the development committee."""

    submitted_on: date = Field(title="วันที่เสนอร่างต่อคณะกรรมการ")


class ProjectRemark(Facts):
    """The committee's remark on one project."""

    project_number: int = Field(title="ลำดับโครงการ", ge=1, le=100_000)
    remark: str = Field(title="ข้อสังเกต", min_length=1)


class RecordResolution(EditionFacts):
    """The development committee's resolution on a submitted draft."""

    number: str = Field(title="การประชุมครั้งที่", examples=["1/2568"], min_length=1)
    considered_on: date = Field(title="วันที่ประชุม")
    outcome: ResolutionOutcome = Field(
        title="มติ (approve เห็นชอบ, approve_with_changes เห็นชอบโดยให้แก้ไข, return ส่งกลับแก้ไข)"
    )
    remarks: str = Field(default="", title="ข้อสังเกตโดยรวม")
    project_remarks: list[ProjectRemark] = Field(default_factory=list, title="ข้อสังเกตรายโครงการ")


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


def compile_draft(session: Session, actor: Actor, facts: CompileDraft, as_of: datetime) -> Outcome:
    """Compile the next draft. Warnings are returned; what must be there and is not refuses the act.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_collecting``, ``date_in_future``, ``no_trigger``,
    ``date_before_promulgation``, ``date_before_base``, ``date_before_return``, ``no_projects``, ``incomplete``.
    """
    recording = begin(session, actor, "compile_draft", Permission.COMPILE_DRAFT, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
    edition = on_record.edition
    compiled_on = facts.compiled_on or recording.today
    require_not_future(compiled_on, recording.today, "วันที่จัดทำร่าง", "The compiling of the draft")
    _require_grounds(session, on_record, compiled_on)
    if returned := last_return(session, on_record):
        require_not_before(
            compiled_on, returned.considered_on, "date_before_return", "วันที่จัดทำร่าง", "The compiling of the draft"
        )
    if not entries_of(session, on_record.edition_id) and not equipment_of(session, on_record.edition_id):
        raise ProcedureError(
            "no_projects",
            "ยังไม่มีโครงการในแผน โปรดนำเข้าโครงการก่อนจัดทำร่าง",
            "The plan has no project yet; import projects before compiling.",
        )
    found = findings(session, on_record)
    errors = [finding for finding in found if finding.error]
    if errors:
        raise ProcedureError(
            "incomplete",
            "ข้อมูลโครงการยังไม่ครบ: " + "; ".join(finding.message_th for finding in errors),
            "The projects are incomplete: " + " ".join(finding.message_en for finding in errors),
        )
    edition.compiled_on = compiled_on
    edition.compiled_by_id = actor.person_id
    edition.draft_number += 1
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), "draft_number": edition.draft_number},
        "draft_compiled",
        "edition",
        on_record.edition_id,
        draft_number=edition.draft_number,
        compiled_on=compiled_on.isoformat(),
    )
    return Outcome(
        act="compile_draft",
        message_th=f"จัดทำร่างครั้งที่ {edition.draft_number} แล้ว",
        message_en=f"Compiled draft number {edition.draft_number}.",
        subject_id=on_record.edition_id,
        warnings_th=[finding.message_th for finding in found],
        run=step_run("drafting", on_record, version),
    )


def _require_grounds(session: Session, on_record: PlanOnRecord, compiled_on: date) -> None:
    """Refuse a draft that stands on nothing yet: no event of clause 27, or for an amendment no announced plan."""
    what = ("วันที่จัดทำร่าง", "The compiling of the draft")
    if on_record.edition.kind is EditionKind.AMENDMENT:
        base = find_plan(session, on_record.organization_id, on_record.plan.fiscal_year).edition
        require_not_before(compiled_on, base.announced_on or compiled_on, "date_before_base", *what)
        return
    triggers = triggers_of(session, on_record)
    if not triggers:
        raise ProcedureError(
            "no_trigger",
            "ยังไม่ได้บันทึกการประกาศใช้งบประมาณ จึงจัดทำร่างไม่ได้ โปรดบันทึกวันที่ประกาศใช้ก่อน",
            "The budget's promulgation is not recorded yet; record it before compiling.",
            clause="ข้อ ๒๗",
        )
    require_not_before(compiled_on, triggers[0].occurred_on, "date_before_promulgation", *what)


def submit_draft(session: Session, actor: Actor, facts: SubmitDraft, as_of: datetime) -> Outcome:
    """Submit the compiled draft to the development committee.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_drafted``, ``date_in_future``,
    ``date_before_compiling``, ``passes_no_committee``.
    """
    recording = begin(session, actor, "submit_draft", Permission.SUBMIT_DRAFT, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.DRAFTED)
    edition = on_record.edition
    require_not_future(facts.submitted_on, recording.today, "วันที่เสนอร่าง", "The submission of the draft")
    require_not_before(
        facts.submitted_on,
        edition.compiled_on or facts.submitted_on,
        "date_before_compiling",
        "วันที่เสนอร่าง",
        "The submission of the draft",
    )
    if not edition.passes_committee:
        raise ProcedureError(
            "passes_no_committee",
            "การแก้ไขฉบับนี้ไม่ต้องเสนอคณะกรรมการตามการตั้งค่าของหน่วยงาน ให้ผู้บริหารท้องถิ่นประกาศใช้ได้",
            "By the office's settings this amendment passes no committee; the executive announces it.",
            clause="ข้อ ๒๗",
        )
    edition.submitted_on = facts.submitted_on
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), "draft_number": edition.draft_number},
        "draft_submitted",
        "edition",
        on_record.edition_id,
        submitted_on=facts.submitted_on.isoformat(),
    )
    return Outcome(
        act="submit_draft",
        message_th=f"เสนอร่างครั้งที่ {edition.draft_number} ต่อคณะกรรมการแล้ว",
        message_en=f"Submitted draft number {edition.draft_number} to the committee.",
        subject_id=on_record.edition_id,
        run=step_run("review", on_record, version),
    )


def record_resolution(session: Session, actor: Actor, facts: RecordResolution, as_of: datetime) -> Outcome:
    """Record the committee's resolution: approval moves the edition on, a return opens it again.

    An approval recorded by whoever prepared the draft waits for the clerk's countersignature
    (``countersign_resolution``), unless the office has set that aside. What an approval with changes asks for is
    corrected before the announcement.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_submitted``, ``date_in_future``,
    ``date_before_submission``, ``return_without_remarks``, ``changes_without_remarks``, ``double_remark``,
    ``unknown_project``, ``no_committee``, ``no_meeting``, ``meeting_date_differs``, ``no_quorum``.
    """
    recording = begin(session, actor, "record_resolution", Permission.RECORD_RESOLUTION, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.SUBMITTED)
    edition = on_record.edition
    submitted_on = edition.submitted_on or recording.today
    require_not_future(facts.considered_on, recording.today, "วันที่ประชุม", "The meeting")
    require_not_before(facts.considered_on, submitted_on, "date_before_submission", "วันที่ประชุม", "The meeting")
    remarked = _remarked_projects(session, on_record, facts)
    committee = committee_of(session, actor.organization_id, CommitteeKind.DEVELOPMENT)
    meeting = resolving_meeting(session, committee, facts.number, facts.considered_on)
    resolution = Resolution(
        organization_id=actor.organization_id,
        edition_id=on_record.edition_id,
        committee_id=identity(committee.id),
        meeting_id=meeting.id,
        recorded_by_id=actor.person_id,
        draft_number=edition.draft_number,
        submitted_on=submitted_on,
        considered_on=facts.considered_on,
        number=facts.number,
        outcome=facts.outcome,
        remarks=facts.remarks,
    )
    session.add(resolution)
    session.flush()
    # A day chosen for the committee is met by its resolution, whatever it resolves.
    meet(
        session,
        actor.organization_id,
        ObligationRule.CONSIDER_DRAFT,
        "edition",
        on_record.edition_id,
        facts.considered_on,
    )
    for remark in facts.project_remarks:
        session.add(
            ResolutionRemark(
                organization_id=actor.organization_id,
                resolution_id=identity(resolution.id),
                project_id=remarked[remark.project_number],
                remark=remark.remark,
            )
        )
    returned = facts.outcome is ResolutionOutcome.RETURN
    noted: dict[str, object] = {}
    if returned:
        edition.compiled_on = edition.submitted_on = None
        message_th, message_en = "บันทึกมติส่งกลับแก้ไขแล้ว", "Recorded that the draft is returned."
    else:
        edition.resolved_on = facts.considered_on
        noted["countersigned"] = countersigned = _countersigned(on_record.office_settings, edition, actor)
        message_th, message_en = "บันทึกมติเห็นชอบแล้ว", "Recorded that the draft is approved."
        if countersigned == "awaited":
            message_th += " ผู้บันทึกเป็นผู้จัดทำร่างเอง จึงรอปลัดลงนามรับรอง"
            message_en += " Whoever prepared the draft recorded it, so the clerk is to countersign."
        else:
            edition.approved_on = facts.considered_on
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), **noted},
        "draft_returned" if returned else "draft_approved",
        "resolution",
        identity(resolution.id),
        draft_number=edition.draft_number,
        fiscal_year=facts.fiscal_year,
    )
    return Outcome(
        act="record_resolution",
        message_th=message_th,
        message_en=message_en,
        subject_id=identity(resolution.id),
        run=step_run("review", on_record, version),
    )


def _remarked_projects(session: Session, on_record: PlanOnRecord, facts: RecordResolution) -> dict[int, int]:
    """Return the ids of the edition's projects by number, having seen that the remarks fit them and the outcome."""
    if facts.outcome is ResolutionOutcome.RETURN and not facts.remarks and not facts.project_remarks:
        raise ProcedureError(
            "return_without_remarks",
            "มติส่งกลับแก้ไขต้องระบุข้อสังเกตอย่างน้อยหนึ่งข้อ",
            "A resolution that returns the draft needs at least one remark.",
        )
    if facts.outcome is ResolutionOutcome.APPROVE_WITH_CHANGES and not facts.project_remarks:
        raise ProcedureError(
            "changes_without_remarks",
            "มติเห็นชอบโดยให้แก้ไขต้องระบุโครงการที่ให้แก้ไขและข้อสังเกต",
            "An approval with changes names the projects to change, each with a remark.",
        )
    numbers = [remark.project_number for remark in facts.project_remarks]
    if len(set(numbers)) < len(numbers):
        raise ProcedureError(
            "double_remark",
            "มีข้อสังเกตซ้ำในโครงการเดียวกัน โปรดรวมเป็นข้อเดียว",
            "One project has two remarks; put them into one.",
        )
    rows = session.exec(
        select(Project.number, Project.id)
        .join(ProjectEntry, col(ProjectEntry.project_id) == col(Project.id))
        .where(ProjectEntry.edition_id == on_record.edition_id)
    )
    by_number = {number: identity(project_id) for number, project_id in rows}
    for number in numbers:
        if number not in by_number:
            raise ProcedureError(
                "unknown_project",
                f"ไม่พบโครงการลำดับที่ {number} ในฉบับนี้",
                f"The edition has no project number {number}.",
            )
    return by_number


def _countersigned(settings: OfficeSettings, edition: Edition, actor: Actor) -> str:
    """Return how an approval stands with the clerk: ``not_needed``, ``off_by_setting`` or ``awaited``.

    Who prepared a draft does not record its approval alone; where the record does not say who did, it may be the same.
    """
    if edition.compiled_by_id is not None and edition.compiled_by_id != actor.person_id:
        return "not_needed"
    return "awaited" if settings.countersign else "off_by_setting"


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
    require_not_future(facts.announced_on, recording.today, "วันที่ประกาศ", "The announcement")
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
    return Outcome(
        act="announce_plan",
        message_th=f"ประกาศใช้แผน{on_record.title}เมื่อวันที่ {thai_date(facts.announced_on)} แล้ว {posting_th}",
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
        compile_draft,
        CompileDraft,
        Permission.COMPILE_DRAFT,
        ("plan", "compile"),
        "จัดทำร่างแผนการดำเนินงาน",
        options={"compiled_on": "--on"},
    ),
    RegisteredAct(
        submit_draft,
        SubmitDraft,
        Permission.SUBMIT_DRAFT,
        ("plan", "submit"),
        "เสนอร่างต่อคณะกรรมการพัฒนาท้องถิ่น",
        options={"submitted_on": "--on"},
    ),
    RegisteredAct(
        record_resolution,
        RecordResolution,
        Permission.RECORD_RESOLUTION,
        ("plan", "resolve"),
        "บันทึกมติคณะกรรมการพัฒนาท้องถิ่น",
        options={"considered_on": "--on", "number": "--meeting"},
    ),
    RegisteredAct(
        announce_plan,
        AnnouncePlan,
        Permission.ANNOUNCE_PLAN,
        ("plan", "announce"),
        "บันทึกการประกาศใช้แผนการดำเนินงาน",
        options={"announced_on": "--on"},
    ),
)
