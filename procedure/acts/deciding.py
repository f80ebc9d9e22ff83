"""Steps 2 to 4: compiling a draft, submitting it, the committee's resolution, the executive's announcement.

Source: MOI Regulation 2548 cl. 26 (1) and (2).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, select

from models.committees import Committee
from models.kinds import CommitteeKind, EditionKind, ObligationRule, ResolutionOutcome, Role
from models.organizations import Officer, Person, RoleGrant
from models.plans import Announcement, Edition, Project, Resolution, ResolutionRemark
from procedure.act import (
    EditionFacts,
    Facts,
    Outcome,
    RegisteredAct,
    begin,
    require_not_before,
    require_not_future,
)
from procedure.calendar import thai_date
from procedure.completeness import findings
from procedure.duties import meet, owe_by_rule
from procedure.entry_copies import require_unchanged_since
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission, holder_of
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
    outcome: ResolutionOutcome = Field(title="มติ (approve เห็นชอบ, return ส่งกลับแก้ไข)")
    remarks: str = Field(default="", title="ข้อสังเกตโดยรวม")
    project_remarks: list[ProjectRemark] = Field(default_factory=list, title="ข้อสังเกตรายโครงการ")


class AnnouncePlan(EditionFacts):
    """The executive announces the plan. ``signatory`` is the title of the post that signs."""

    announced_on: date = Field(title="ประกาศ ณ วันที่")
    signatory: str = Field(title="ตำแหน่งผู้ลงนาม", min_length=1)
    acting_for: str | None = Field(default=None, title="รักษาราชการแทน (ถ้ามี)")


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

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_submitted``, ``date_in_future``,
    ``date_before_submission``, ``unknown_project``, ``double_remark``, ``return_without_remarks``, ``no_committee``.
    """
    recording = begin(session, actor, "record_resolution", Permission.RECORD_RESOLUTION, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.SUBMITTED)
    edition = on_record.edition
    submitted_on = edition.submitted_on or recording.today
    require_not_future(facts.considered_on, recording.today, "วันที่ประชุม", "The meeting")
    require_not_before(facts.considered_on, submitted_on, "date_before_submission", "วันที่ประชุม", "The meeting")
    returned = facts.outcome is ResolutionOutcome.RETURN
    if returned and not facts.remarks and not facts.project_remarks:
        raise ProcedureError(
            "return_without_remarks",
            "มติส่งกลับแก้ไขต้องระบุข้อสังเกตอย่างน้อยหนึ่งข้อ",
            "A resolution that returns the draft needs at least one remark.",
        )
    committee = session.exec(
        select(Committee).where(
            Committee.organization_id == actor.organization_id, Committee.kind == CommitteeKind.DEVELOPMENT
        )
    ).first()
    if committee is None:
        raise ProcedureError(
            "no_committee",
            "หน่วยงานยังไม่มีคณะกรรมการพัฒนาท้องถิ่นในทะเบียน โปรดเพิ่มก่อน",
            "The organization has no development committee on record; add it first.",
            clause="ข้อ ๘",
        )
    resolution = Resolution(
        organization_id=actor.organization_id,
        edition_id=on_record.edition_id,
        committee_id=identity(committee.id),
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
    by_number = {
        project.number: identity(project.id)
        for project in session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    }
    remarked = [remark.project_number for remark in facts.project_remarks]
    if len(set(remarked)) < len(remarked):
        raise ProcedureError(
            "double_remark",
            "มีข้อสังเกตซ้ำในโครงการเดียวกัน โปรดรวมเป็นข้อเดียว",
            "One project has two remarks; put them into one.",
        )
    for remark in facts.project_remarks:
        if remark.project_number not in by_number:
            raise ProcedureError(
                "unknown_project",
                f"ไม่พบโครงการลำดับที่ {remark.project_number} ในแผนนี้",
                f"The plan has no project number {remark.project_number}.",
            )
        session.add(
            ResolutionRemark(
                organization_id=actor.organization_id,
                resolution_id=identity(resolution.id),
                project_id=by_number[remark.project_number],
                remark=remark.remark,
            )
        )
    if returned:
        edition.compiled_on = edition.submitted_on = None
    else:
        edition.resolved_on = edition.approved_on = facts.considered_on
    session.add(edition)
    version = recording.write(
        facts.model_dump(mode="json"),
        "draft_returned" if returned else "draft_approved",
        "resolution",
        identity(resolution.id),
        draft_number=edition.draft_number,
        fiscal_year=facts.fiscal_year,
    )
    return Outcome(
        act="record_resolution",
        message_th="บันทึกมติส่งกลับแก้ไขแล้ว" if returned else "บันทึกมติเห็นชอบแล้ว",
        message_en="Recorded that the draft is returned." if returned else "Recorded that the draft is approved.",
        subject_id=identity(resolution.id),
        run=step_run("review", on_record, version),
    )


def announce_plan(session: Session, actor: Actor, facts: AnnouncePlan, as_of: datetime) -> Outcome:
    """Record the executive's announcement: the edition is frozen, completion is met, the fifteen days begin.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_approved``, ``date_in_future``,
    ``date_before_approval``, ``base_not_announced``, ``date_before_base``, ``project_changed_since``,
    ``unknown_signatory``, ``vacant_post``.
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
    officer, name = _signatory(session, actor, facts)
    announcement = Announcement(
        organization_id=actor.organization_id,
        edition_id=on_record.edition_id,
        announced_on=facts.announced_on,
        signatory_id=identity(officer.id),
        signatory_name=name,
        acting_for=facts.acting_for,
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


def _signatory(session: Session, actor: Actor, facts: AnnouncePlan) -> tuple[Officer, str]:
    """Return the post that signs and its holder's name; only the executive, or a clerk acting for them, signs."""
    officer = session.exec(
        select(Officer).where(Officer.organization_id == actor.organization_id, Officer.title == facts.signatory)
    ).first()
    signs = Role.CLERK if facts.acting_for else Role.EXECUTIVE
    if (
        officer is None
        or not session.exec(
            select(RoleGrant).where(RoleGrant.officer_id == officer.id, RoleGrant.role == signs)
        ).first()
    ):
        raise ProcedureError(
            "unknown_signatory",
            f"“{facts.signatory}” ไม่ใช่ตำแหน่งที่มีอำนาจลงนามประกาศ โปรดระบุตำแหน่งผู้บริหารท้องถิ่นหรือผู้รักษาราชการแทน",
            f"'{facts.signatory}' is no post that may sign the announcement; name the executive's post.",
            clause="ข้อ ๒๖ (๒)",
        )
    holder = holder_of(session, identity(officer.id), facts.announced_on)
    person = session.get(Person, holder.person_id) if holder else None
    if person is None:
        raise ProcedureError(
            "vacant_post",
            f"ไม่มีผู้ดำรงตำแหน่ง{facts.signatory}ในวันที่ประกาศ โปรดบันทึกผู้ดำรงตำแหน่งก่อน",
            f"Nobody held the post {facts.signatory} on the day of the announcement; record an assignment first.",
        )
    return officer, person.name


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
