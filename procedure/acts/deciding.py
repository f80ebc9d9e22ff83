"""Step 4, the committee: its resolution on a submitted draft.

Source: MOI Regulation 2548 cl. 26 (2).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.kinds import CommitteeKind, ObligationRule, ResolutionOutcome
from models.plans import Edition, Project, ProjectEntry, Resolution, ResolutionRemark
from models.settings import OfficeSettings
from procedure.act import EditionFacts, Facts, Outcome, RegisteredAct, begin, require_not_before
from procedure.committees import committee_of, resolving_meeting
from procedure.duties import meet
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    find_edition,
    identity,
    step_run,
)


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
    recording.dated(facts.considered_on, "วันที่ประชุม", "The meeting")
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
    return recording.outcome(
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


ACTS = (
    RegisteredAct(
        record_resolution,
        RecordResolution,
        Permission.RECORD_RESOLUTION,
        ("plan", "resolve"),
        "บันทึกมติคณะกรรมการพัฒนาท้องถิ่น",
        options={"considered_on": "--on", "number": "--meeting"},
    ),
)
