"""Writing a new edition's entry from the one in force: the whole content, its divisions and its funding."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.kinds import EditionKind, EntryAction
from models.plans import Edition, EntryDivision, FundingLine, Project, ProjectEntry
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, entries_in_force, identity, latest_entries
from procedure.proposals import ProposedFunding


@dataclass(frozen=True)
class EntryInForce:
    """A project's entry in force, and what the edition being prepared already holds of it (None: nothing)."""

    entry: ProjectEntry
    own: ProjectEntry | None


def entry_in_force(session: Session, on_record: PlanOnRecord, project_number: int, on: date) -> EntryInForce:
    """Return a project of the plan in force on a Bangkok day as an edition may change it.

    A project that the edition itself adds counts as its own. Raises ``ProcedureError``: ``unknown_project``,
    ``not_in_force`` for one that was cancelled, merged or never announced.
    """
    project = session.exec(
        select(Project).where(Project.plan_id == on_record.plan_id, Project.number == project_number)
    ).first()
    if project is None:
        raise ProcedureError(
            "unknown_project",
            f"ไม่พบโครงการลำดับที่ {project_number} ในแผนนี้",
            f"The plan has no project number {project_number}.",
        )
    own = session.exec(
        select(ProjectEntry).where(
            ProjectEntry.edition_id == on_record.edition_id, ProjectEntry.project_id == project.id
        )
    ).first()
    for entry in entries_in_force(session, on_record.plan_id, on):
        if entry.project_id == project.id:
            return EntryInForce(entry, own)
    if own is not None and own.action is EntryAction.ADD:
        return EntryInForce(own, own)
    raise ProcedureError(
        "not_in_force",
        f"โครงการลำดับที่ {project_number} ไม่อยู่ในแผนที่ใช้บังคับ (ยังไม่ประกาศ ยกเลิก หรือรวมไปแล้ว)",
        f"Project number {project_number} is not in force: not announced, cancelled or merged.",
    )


def copied_entry(session: Session, on_record: PlanOnRecord, before: EntryInForce, action: EntryAction) -> ProjectEntry:
    """Add to an edition an entry with the whole content of the one in force, and return it."""
    content = before.entry.model_dump(exclude={"id", "recorded_at", "version"})
    entry = ProjectEntry(
        **{
            **content,
            "edition_id": on_record.edition_id,
            "action": action,
            "based_on_id": before.entry.id,
            "merged_into_id": None,
            "reason": "",
            "authority": "",
        }
    )
    session.add(entry)
    session.flush()
    for link in session.exec(select(EntryDivision).where(EntryDivision.entry_id == before.entry.id)).all():
        session.add(EntryDivision(**{**link.model_dump(exclude={"id", "recorded_at"}), "entry_id": entry.id}))
    for line in session.exec(select(FundingLine).where(FundingLine.entry_id == before.entry.id)).all():
        session.add(FundingLine(**{**line.model_dump(exclude={"id", "recorded_at"}), "entry_id": entry.id}))
    session.flush()
    return entry


def fund_entry(session: Session, on_record: PlanOnRecord, entry_id: int, funding: list[ProposedFunding]) -> None:
    """Add funding lines to an entry."""
    for line in funding:
        session.add(
            FundingLine(
                organization_id=on_record.organization_id,
                entry_id=entry_id,
                source=line.source,
                fiscal_year=line.fiscal_year or on_record.plan.fiscal_year,
                amount_satang=line.amount_satang,
                authority=line.authority,
            )
        )
    session.flush()


def require_unchanged_since(session: Session, on_record: PlanOnRecord, announced_on: date) -> None:
    """Refuse to announce an edition that was written from entries no longer in force on the day: it would undo what
    another edition changed in between. Raises ``ProcedureError`` ``project_changed_since``.
    """
    if on_record.edition.kind is EditionKind.BASE:
        return
    latest = latest_entries(session, on_record.plan_id, announced_on)
    later = {
        entry.project_id
        for entry in session.exec(
            select(ProjectEntry)
            .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
            .where(Edition.plan_id == on_record.plan_id, col(Edition.announced_on) > announced_on)
        )
    }
    rows = session.exec(
        select(ProjectEntry, Project)
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(ProjectEntry.edition_id == on_record.edition_id, ProjectEntry.action != EntryAction.ADD)
    )
    for entry, project in rows:
        in_force = latest.get(entry.project_id)
        if in_force is None or identity(in_force.id) != entry.based_on_id or entry.project_id in later:
            raise ProcedureError(
                "project_changed_since",
                f"โครงการลำดับที่ {project.number} “{entry.name}” ถูกเปลี่ยนแปลงโดยฉบับอื่นที่ประกาศใช้ในระหว่างนี้ "
                "โปรดถอนรายการนี้แล้วบันทึกการเปลี่ยนแปลงใหม่จากฉบับล่าสุด",
                f"Project number {project.number} was changed by another edition announced meanwhile; withdraw this "
                "entry and record the change anew from the newest one.",
                project_id=entry.project_id,
            )
