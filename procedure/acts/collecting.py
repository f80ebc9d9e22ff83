"""Step 1, collection: opening a plan, importing projects, and correcting one before the announcement.

Source: MOI Regulation 2548 cl. 26 (1), and step 1 of the procedure (requirements, 1.3).
"""

from datetime import date, datetime, timedelta
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.kinds import (
    EditionKind,
    ObligationRule,
    SourceKind,
    TriggerKind,
)
from models.obligations import Event
from models.organizations import Agency, Division, Organization
from models.plans import (
    Edition,
    OperationPlan,
    Project,
    ProjectEntry,
    ProjectSource,
    Trigger,
)
from models.values import FiscalYear
from procedure.act import EditionFacts, Facts, Outcome, begin, require_not_future
from procedure.audit import digest
from procedure.calendar import thai_date
from procedure.duties import owe_by_rule
from procedure.entry_writer import QUOTED_AS, EntryWriter
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_edition, identity, step_run
from procedure.proposals import ProposedEquipment, ProposedProject
from procedure.resolutions import open_to_correction, require_asked_change

# A budget is promulgated within the months before its year, or late within it; anything else is a typing error.
EARLIEST_PROMULGATION = timedelta(days=183)


class OpenPlan(Facts):
    """The budget is promulgated: open the fiscal year's plan."""

    fiscal_year: int
    budget_promulgated_on: date
    document: str = ""
    uses_approaches: bool = True


class ImportProjects(EditionFacts):
    """Projects read from a workbook. The file itself is kept; the audit holds its digest."""

    file_name: str
    file_sha256: str
    file_content: bytes = Field(exclude=True, repr=False)
    projects: list[ProposedProject]
    equipment: list[ProposedEquipment]


class CorrectProject(EditionFacts):
    """A corrected detail, place or months of a project in an edition not yet announced."""

    project_number: int = Field(ge=1, le=100_000)
    reason: str = Field(min_length=1)
    detail: str | None = None
    place: str | None = None
    months: int | None = Field(default=None, ge=0, le=4095)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.detail is None and self.place is None and self.months is None:
            raise ValueError("a correction changes the detail, the place or the months")
        return self


def open_plan(session: Session, actor: Actor, facts: OpenPlan, as_of: datetime) -> Outcome:
    """Open the base plan of a fiscal year: its edition, its thirty days, and the sources to ask.

    Raises ``ProcedureError``: ``not_permitted``, ``date_in_future``, ``date_outside_year``, ``plan_exists``,
    ``no_plan_analyst``.
    """
    recording = begin(session, actor, "open_plan", Permission.OPEN_PLAN, as_of)
    promulgated = facts.budget_promulgated_on
    require_not_future(promulgated, recording.today, "วันที่ประกาศใช้งบประมาณ", "The promulgation of the budget")
    year = _fiscal_year(facts.fiscal_year)
    if not year.first_day - EARLIEST_PROMULGATION <= promulgated <= year.last_day:
        raise ProcedureError(
            "date_outside_year",
            f"วันที่ประกาศใช้งบประมาณ {thai_date(promulgated)} ไม่สอดคล้องกับปีงบประมาณ พ.ศ. {facts.fiscal_year} โปรดตรวจสอบ",
            f"{promulgated.isoformat()} cannot be the promulgation of the budget of {facts.fiscal_year}; "
            "check the date.",
        )
    exists = select(OperationPlan).where(
        OperationPlan.organization_id == actor.organization_id, OperationPlan.fiscal_year == facts.fiscal_year
    )
    if session.exec(exists).first():
        raise ProcedureError(
            "plan_exists",
            f"เปิดแผนการดำเนินงานปีงบประมาณ พ.ศ. {facts.fiscal_year} ไว้แล้ว",
            f"The plan of fiscal year {facts.fiscal_year} is already open.",
        )
    organization = session.exec(select(Organization).where(Organization.id == actor.organization_id)).one()
    plan = OperationPlan(organization_id=actor.organization_id, fiscal_year=facts.fiscal_year)
    session.add(plan)
    session.flush()
    edition = Edition(
        organization_id=actor.organization_id,
        plan_id=identity(plan.id),
        kind=EditionKind.BASE,
        number=0,
        opened_on=recording.today,
        uses_approaches=facts.uses_approaches,
    )
    session.add(edition)
    session.flush()
    on_record = PlanOnRecord(organization, plan, edition)
    trigger = Trigger(
        organization_id=actor.organization_id,
        plan_id=on_record.plan_id,
        edition_id=on_record.edition_id,
        kind=TriggerKind.ANNUAL_BUDGET,
        occurred_on=promulgated,
        document=facts.document,
    )
    session.add(trigger)
    session.flush()
    # MOI Regulation 2548 (no. 2, 2559) cl. 27: thirty days from the promulgation of the annual budget.
    obligation = owe_by_rule(
        session, on_record, ObligationRule.COMPLETE_PLAN, "trigger", identity(trigger.id), promulgated
    )
    _add_sources(session, on_record, asked_on=recording.today)
    version = recording.write(facts.model_dump(mode="json"), "plan_opened", "edition", on_record.edition_id)
    return Outcome(
        act="open_plan",
        message_th=f"เปิดแผนการดำเนินงานปีงบประมาณ พ.ศ. {facts.fiscal_year} แล้ว "
        f"ต้องจัดทำให้แล้วเสร็จภายในวันที่ {thai_date(obligation.due_on)}",
        message_en=f"Opened the plan of fiscal year {facts.fiscal_year}; to be completed by {obligation.due_on}.",
        subject_id=on_record.edition_id,
        run=step_run("collection", on_record, version),
    )


def import_projects(session: Session, actor: Actor, facts: ImportProjects, as_of: datetime) -> Outcome:
    """Write the projects of a workbook into the collecting edition; a project known by name is replaced.

    Importing the same file again changes nothing. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``needs_collecting``, ``empty_import``, ``unknown_division``, ``unknown_agency``, ``no_reporting_officer``.
    """
    recording = begin(session, actor, "import_projects", Permission.IMPORT_PROJECTS, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
    if not facts.projects and not facts.equipment:
        raise ProcedureError(
            "empty_import", "แฟ้มนี้ไม่มีโครงการหรือครุภัณฑ์ให้นำเข้า", "The file has no project or equipment to import."
        )
    same = digest(facts.model_dump_json())
    newest = session.exec(
        select(Event)
        .where(
            Event.organization_id == actor.organization_id,
            Event.kind == "projects_imported",
            Event.subject_id == on_record.edition_id,
        )
        .order_by(col(Event.id).desc())
    ).first()
    if newest is not None and newest.payload.get("digest") == same:
        # What was corrected since the file was imported stays corrected.
        return Outcome(
            act="import_projects",
            message_th="แฟ้มนี้นำเข้าไว้แล้ว จึงไม่มีการเปลี่ยนแปลง",
            message_en="This file is already imported; nothing was changed.",
            subject_id=on_record.edition_id,
        )
    writer = EntryWriter(session, on_record)
    added = sum(writer.keep_project(proposed) for proposed in facts.projects)
    added_equipment = sum(writer.keep_equipment(proposed) for proposed in facts.equipment)
    writer.mark_answered(facts.projects, recording.today)
    kept = select(StoredFile).where(
        StoredFile.organization_id == actor.organization_id,
        StoredFile.purpose == "imported_workbook",
        StoredFile.subject_id == on_record.edition_id,
        StoredFile.facts_digest == facts.file_sha256,
    )
    if not session.exec(kept).first():
        session.add(
            StoredFile(
                organization_id=actor.organization_id,
                purpose="imported_workbook",
                subject_kind="edition",
                subject_id=on_record.edition_id,
                facts_digest=facts.file_sha256,
                name=facts.file_name,
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                sha256=facts.file_sha256,
                content=facts.file_content,
            )
        )
    # A bulk act is one audit entry with a digest of its rows: the file's.
    version = recording.write(
        {
            "fiscal_year": facts.fiscal_year,
            "file_name": facts.file_name,
            "file_sha256": facts.file_sha256,
            "projects": len(facts.projects),
            "equipment": len(facts.equipment),
        },
        "projects_imported",
        "edition",
        on_record.edition_id,
        digest=same,
    )
    return Outcome(
        act="import_projects",
        message_th=f"นำเข้า {len(facts.projects)} โครงการ (ใหม่ {added}) และครุภัณฑ์ {len(facts.equipment)} รายการ "
        f"(ใหม่ {added_equipment})",
        message_en=f"Imported {len(facts.projects)} projects ({added} new) and {len(facts.equipment)} equipment items "
        f"({added_equipment} new).",
        subject_id=on_record.edition_id,
        run=step_run("collection", on_record, version),
    )


def correct_project(session: Session, actor: Actor, facts: CorrectProject, as_of: datetime) -> Outcome:
    """Correct a project of an edition that is being collected, was returned, or was approved with changes to it.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_collecting``, ``unknown_project``,
    ``not_remarked``.
    """
    recording = begin(session, actor, "correct_project", Permission.CORRECT_PROJECT, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.COLLECTING,
        Step.RESOLVED,
        Step.APPROVED,
        fits=lambda one: open_to_correction(session, one),
    )
    entry = session.exec(
        select(ProjectEntry)
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(ProjectEntry.edition_id == on_record.edition_id, Project.number == facts.project_number)
    ).first()
    if entry is None:
        raise ProcedureError(
            "unknown_project",
            f"ไม่พบโครงการลำดับที่ {facts.project_number} ในแผนนี้",
            f"The plan has no project number {facts.project_number}.",
        )
    require_asked_change(session, on_record, entry.project_id)
    for field in ("detail", "place", "months"):
        if (value := getattr(facts, field)) is not None:
            setattr(entry, field, value)
    session.add(entry)
    version = recording.write(facts.model_dump(mode="json"), "project_corrected", "project", entry.project_id)
    return Outcome(
        act="correct_project",
        message_th=f"แก้ไขโครงการ “{entry.name}” แล้ว",
        message_en=f"Corrected project number {facts.project_number}.",
        subject_id=entry.project_id,
        run=step_run("collection", on_record, version),
    )


def _fiscal_year(number: int) -> FiscalYear:
    try:
        return FiscalYear(number)
    except ValueError as error:
        raise ProcedureError(
            "bad_fiscal_year",
            f"ปีงบประมาณ {number} ไม่ถูกต้อง โปรดระบุเป็นปี พ.ศ. เช่น 2569",
            f"{number} is not a Buddhist-era fiscal year; write one such as 2569.",
        ) from error


def _add_sources(session: Session, on_record: PlanOnRecord, asked_on: date) -> None:
    """List the sources of step 1: every division, every agency known, and the two integrated plans."""
    found: list[tuple[SourceKind, str, int | None, int | None]] = []
    divisions = select(Division).where(Division.organization_id == on_record.organization_id)
    for division in session.exec(divisions.order_by(col(Division.position))):
        found.append((SourceKind.DIVISION, division.name, division.id, None))
    agencies = select(Agency).where(Agency.organization_id == on_record.organization_id)
    for agency in session.exec(agencies.order_by(col(Agency.id))):
        found.append((SourceKind.AGENCY_LETTER, agency.name, None, agency.id))
    found += [(kind, title, None, None) for kind, title in QUOTED_AS.items()]
    for kind, title, division_id, agency_id in found:
        session.add(
            ProjectSource(
                organization_id=on_record.organization_id,
                edition_id=on_record.edition_id,
                kind=kind,
                title=title,
                division_id=division_id,
                agency_id=agency_id,
                asked_on=None if kind in QUOTED_AS else asked_on,
            )
        )
    session.flush()
