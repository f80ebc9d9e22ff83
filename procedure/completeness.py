"""Whether an edition's entries are complete enough to compile (procedure step 2), with what is missing where."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.kinds import EntryAction
from models.plans import EntryDivision, FundingLine, Project, ProjectEntry
from procedure.plans import PlanOnRecord, entries_of


@dataclass(frozen=True)
class Finding:
    """One thing missing in one project. An error stops the draft; a warning is shown."""

    project_number: int
    project_name: str
    code: str
    error: bool
    message_th: str
    message_en: str


_CHECKS = {
    "division_missing": (True, "ยังไม่ระบุหน่วยงานรับผิดชอบหลัก", "has no responsible division"),
    "funding_missing": (True, "ยังไม่ระบุแหล่งงบประมาณ", "has no funding"),
    "months_missing": (True, "ยังไม่ระบุเดือนที่ดำเนินการ", "has no planned months"),
    "place_missing": (True, "ยังไม่ระบุสถานที่ดำเนินการ", "has no place"),
    "source_missing": (True, "โครงการของหน่วยงานอื่นยังไม่ระบุที่มาของข้อมูล", "does not say where it was learnt of"),
    "plan_reference_missing": (False, "ยังไม่อ้างอิงแผนพัฒนาท้องถิ่น", "has no reference to the development plan"),
    "budget_reference_missing": (False, "ยังไม่อ้างอิงงบประมาณ", "has no reference to the budget"),
}


def findings(session: Session, on_record: PlanOnRecord) -> list[Finding]:
    """Return what is missing in the entries of an edition, in the order of the projects."""
    dropped = (EntryAction.CANCEL, EntryAction.MERGE)
    entries = [entry for entry in entries_of(session, on_record.edition_id) if entry.action not in dropped]
    projects = {
        project.id: project for project in session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    }
    mine = col(ProjectEntry.edition_id) == on_record.edition_id
    with_division = set(session.exec(select(col(EntryDivision.entry_id)).join(ProjectEntry).where(mine)).all())
    funded: dict[int | None, int] = defaultdict(int)
    for entry_id in session.exec(select(col(FundingLine.entry_id)).join(ProjectEntry).where(mine)):
        funded[entry_id] += 1
    found: list[Finding] = []
    for entry in entries:
        project = projects[entry.project_id]
        outside = project.agency_id is not None
        missing = {
            "division_missing": not outside and entry.id not in with_division,
            "funding_missing": not funded[entry.id],
            "months_missing": entry.months == 0,
            "place_missing": not entry.place,
            "source_missing": outside and not entry.learnt_from,
            # Another agency's project stands in that agency's plan and budget, not in ours.
            "plan_reference_missing": not outside and not entry.plan_reference,
            "budget_reference_missing": not outside and not entry.budget_reference,
        }
        for code in (code for code, is_missing in missing.items() if is_missing):
            error, text_th, text_en = _CHECKS[code]
            found.append(
                Finding(
                    project_number=project.number,
                    project_name=entry.name,
                    code=code,
                    error=error,
                    message_th=f"โครงการลำดับที่ {project.number} “{entry.name}” {text_th}",
                    message_en=f"Project number {project.number} {text_en}.",
                )
            )
    return found
