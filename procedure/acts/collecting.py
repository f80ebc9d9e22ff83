"""Step 1, collection: opening a plan, importing projects, and correcting one before the announcement.

Source: MOI Regulation 2548 cl. 26 (1), and step 1 of the procedure (requirements, 1.3).
"""

from datetime import date, datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.kinds import (
    EditionKind,
    TriggerKind,
)
from models.obligations import Event
from models.organizations import Organization
from models.plans import (
    Edition,
    OperationPlan,
    Project,
    ProjectEntry,
)
from models.values import FiscalYear
from procedure.act import EditionFacts, Facts, Outcome, RegisteredAct, begin
from procedure.audit import digest
from procedure.calendar import thai_date
from procedure.entry_writer import EntryWriter, list_sources
from procedure.errors import ProcedureError
from procedure.import_matching import match_rows
from procedure.next_year import start_from_last_year, used_approaches_last_year
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_edition, identity, step_run
from procedure.proposals import ProposedEquipment, ProposedProject
from procedure.resolutions import open_to_correction, require_asked_change
from procedure.triggers import FIRST_OF_OCTOBER_TH, start_thirty_days

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OpenPlan(Facts):
    """Open the fiscal year's plan, once the budget is promulgated or before (``budget_promulgated_on`` None)."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    budget_promulgated_on: date | None = Field(default=None, title="วันที่ประกาศใช้งบประมาณรายจ่ายประจำปี")
    document: str = Field(default="", title="เทศบัญญัติหรือข้อบัญญัติ (ชื่อหรือเลขที่)")
    uses_approaches: bool | None = Field(default=None, title="จัดกลุ่มตามแนวทาง (เว้นว่าง = ตามแผนปีก่อน)")


class ImportProjects(EditionFacts):
    """Projects read from a workbook. The file itself is kept; the audit holds its digest."""

    file_name: str
    file_sha256: str
    file_content: bytes = Field(exclude=True, repr=False)
    projects: list[ProposedProject]
    equipment: list[ProposedEquipment]
    # How many rows of the file had an error and are left out, as the person asked. Left out of the facts if none.
    rows_left_out: int = Field(default=0, ge=0, exclude_if=lambda rows: rows == 0)


class CorrectProject(EditionFacts):
    """A corrected detail, place or months of a project in an edition not yet announced."""

    project_number: int = Field(title="ลำดับโครงการ", ge=1, le=100_000)
    reason: str = Field(title="เหตุผล", min_length=1)
    detail: str | None = Field(default=None, title="รายละเอียด (ที่ถูกต้อง)")
    place: str | None = Field(default=None, title="สถานที่ดำเนินการ (ที่ถูกต้อง)")
    months: int | None = Field(default=None, title="เดือนที่ดำเนินการ (สิบสองบิต บิตแรกคือตุลาคม)", ge=0, le=4095)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.detail is None and self.place is None and self.months is None:
            raise ValueError("a correction changes the detail, the place or the months")
        return self


def open_plan(session: Session, actor: Actor, facts: OpenPlan, as_of: datetime) -> Outcome:
    """Open the base plan of a fiscal year: its edition, its thirty days, and the sources to ask.

    It starts from the strategies and approaches of the office's last plan.

    Raises ``ProcedureError``: ``not_permitted``, ``date_in_future``, ``date_outside_year``, ``plan_exists``,
    ``no_plan_analyst``.
    """
    recording = begin(session, actor, "open_plan", Permission.OPEN_PLAN, as_of)
    promulgated = facts.budget_promulgated_on
    if promulgated is not None:
        recording.dated(promulgated, "วันที่ประกาศใช้งบประมาณ", "The promulgation of the budget")
    _fiscal_year(facts.fiscal_year)
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
        uses_approaches=used_approaches_last_year(session, actor.organization_id, facts.fiscal_year)
        if facts.uses_approaches is None
        else facts.uses_approaches,
    )
    session.add(edition)
    session.flush()
    on_record = PlanOnRecord(organization, plan, edition)
    start_from_last_year(session, on_record)
    list_sources(session, on_record, asked_on=recording.today)
    if promulgated is None:
        # No budget by 1 October: nothing runs until its promulgation is recorded (``record_trigger``).
        due_th, due_en = "ยังไม่เริ่มนับสามสิบวัน จนกว่าจะบันทึกการประกาศใช้งบประมาณ", "the thirty days run from promulgation"
    else:
        # MOI Regulation 2548 (no. 2, 2559) cl. 27: thirty days from the promulgation of the annual budget.
        duty = start_thirty_days(
            session, on_record, TriggerKind.ANNUAL_BUDGET, promulgated, facts.document, None, recording.today
        )
        due_th, due_en = f"ต้องจัดทำให้แล้วเสร็จภายในวันที่ {thai_date(duty.due_on)}", f"to be completed by {duty.due_on}"
    version = recording.write(facts.model_dump(mode="json"), "plan_opened", "edition", on_record.edition_id)
    typed_first_of_october = promulgated is not None and (promulgated.month, promulgated.day) == (10, 1)
    return recording.outcome(
        message_th=f"เปิดแผนการดำเนินงานปีงบประมาณ พ.ศ. {facts.fiscal_year} แล้ว {due_th}",
        message_en=f"Opened the plan of fiscal year {facts.fiscal_year}; {due_en}.",
        subject_id=on_record.edition_id,
        warnings_th=[FIRST_OF_OCTOBER_TH] if typed_first_of_october else [],
        run=step_run("collection", on_record, version),
    )


def import_projects(session: Session, actor: Actor, facts: ImportProjects, as_of: datetime) -> Outcome:
    """Write the projects of a workbook into the collecting edition; one known by its key or its name is replaced.

    Importing the same file again changes nothing, nor does an exported plan that was not edited. Raises
    ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_collecting``, ``empty_import``, ``unknown_division``,
    ``unknown_agency``, ``no_reporting_officer``, and what ``match_rows`` does.
    """
    recording = begin(session, actor, "import_projects", Permission.IMPORT_PROJECTS, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
    if not facts.projects and not facts.equipment:
        raise ProcedureError(
            "empty_import", "แฟ้มนี้ไม่มีโครงการหรือครุภัณฑ์ให้นำเข้า", "The file has no project or equipment to import."
        )
    same = digest(facts.model_dump_json())
    imports = session.exec(
        select(Event)
        .where(
            Event.organization_id == actor.organization_id,
            Event.kind == "projects_imported",
            Event.subject_id == on_record.edition_id,
        )
        .order_by(col(Event.id).desc())
    ).all()
    imported_last = bool(imports) and imports[0].payload.get("digest") == same
    imported_before = any(event.payload.get("digest") == same for event in imports)
    # What was corrected since the file was imported stays corrected; a plan exported and not edited says nothing new.
    matching = None if imported_last else match_rows(session, on_record, facts.projects, facts.equipment)
    says_nothing = matching is not None and matching.nothing_new and (imported_before or _is_export(facts))
    if matching is None or says_nothing:
        return recording.outcome(
            message_th="แฟ้มนี้นำเข้าไว้แล้วหรือตรงกับแผนอยู่แล้ว จึงไม่มีการเปลี่ยนแปลง",
            message_en="This file is already imported, or says what the plan says; nothing was changed.",
            subject_id=on_record.edition_id,
        )
    left_out = facts.rows_left_out
    writer = EntryWriter(session, on_record)
    alike = writer.alike_in_force([row.proposed for row in matching.projects if row.known is None])
    added = sum(writer.keep_project(row) for row in matching.projects)
    added_equipment = sum(writer.keep_equipment(row) for row in matching.equipment)
    writer.mark_answered(facts.projects, facts.equipment, recording.today)
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
                media_type=_media_type(facts.file_content),
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
            **({"rows_left_out": facts.rows_left_out} if facts.rows_left_out else {}),
        },
        "projects_imported",
        "edition",
        on_record.edition_id,
        digest=same,
    )
    return recording.outcome(
        message_th=f"นำเข้า {len(facts.projects)} โครงการ (ใหม่ {added}) และครุภัณฑ์ {len(facts.equipment)} รายการ "
        f"(ใหม่ {added_equipment})" + (f" เว้นแถวที่มีข้อผิดพลาดไว้ {left_out} แถว" if left_out else ""),
        message_en=f"Imported {len(facts.projects)} projects ({added} new) and {len(facts.equipment)} equipment items "
        f"({added_equipment} new)" + (f"; {left_out} rows with errors were left out." if left_out else "."),
        subject_id=on_record.edition_id,
        warnings_th=alike,
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
    return recording.outcome(
        message_th=f"แก้ไขโครงการ “{entry.name}” แล้ว",
        message_en=f"Corrected project number {facts.project_number}.",
        subject_id=entry.project_id,
        run=step_run("collection", on_record, version),
    )


def _is_export(facts: ImportProjects) -> bool:
    """Tell whether each row of a file bears its key: it is the edition as we wrote it out."""
    return all(row.key for row in facts.projects) and all(row.key for row in facts.equipment)


def _media_type(content: bytes) -> str:
    """Return the type of a workbook by its first bytes, as the reader tells it: .xlsx, .ods, .xls or CSV."""
    if content.startswith(b"PK"):
        is_ods = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]
        return "application/vnd.oasis.opendocument.spreadsheet" if is_ods else _XLSX
    return "application/vnd.ms-excel" if content.startswith(b"\xd0\xcf\x11\xe0") else "text/csv"


def _fiscal_year(number: int) -> FiscalYear:
    try:
        return FiscalYear(number)
    except ValueError as error:
        raise ProcedureError(
            "bad_fiscal_year",
            f"ปีงบประมาณ {number} ไม่ถูกต้อง โปรดระบุเป็นปี พ.ศ. เช่น 2569",
            f"{number} is not a Buddhist-era fiscal year; write one such as 2569.",
        ) from error


ACTS = (
    RegisteredAct(
        open_plan,
        OpenPlan,
        Permission.OPEN_PLAN,
        ("plan", "open"),
        "เปิดแผนการดำเนินงาน",
        options={
            "fiscal_year": "FISCAL_YEAR",
            "budget_promulgated_on": "--promulgated",
            "uses_approaches": "--approaches",
        },
    ),
    RegisteredAct(
        import_projects,
        ImportProjects,
        Permission.IMPORT_PROJECTS,
        ("workbook", "import"),
        "นำเข้าโครงการจากแฟ้ม",
        in_prefect=False,
    ),
    RegisteredAct(
        correct_project,
        CorrectProject,
        Permission.CORRECT_PROJECT,
        ("project", "correct"),
        "แก้ไขรายละเอียดโครงการก่อนประกาศใช้",
        options={"project_number": "--project"},
    ),
)
