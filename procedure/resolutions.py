"""What an approval with changes asks for: the remarked projects, and which of them are not corrected yet."""

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.kinds import ResolutionOutcome
from models.obligations import Event
from models.plans import Project, Resolution, ResolutionRemark
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, Step, require_step, resolutions_of, step_of


def approval_of(session: Session, on_record: PlanOnRecord) -> Resolution | None:
    """Return the resolution that approved the edition, if the newest one did."""
    resolutions = resolutions_of(session, on_record)
    return resolutions[-1] if resolutions and resolutions[-1].outcome is not ResolutionOutcome.RETURN else None


def changes_asked(session: Session, on_record: PlanOnRecord) -> set[int]:
    """Return the projects that the committee approved with changes; empty where it asked for none."""
    approval = approval_of(session, on_record)
    if approval is None or approval.outcome is not ResolutionOutcome.APPROVE_WITH_CHANGES:
        return set()
    remarked = select(col(ResolutionRemark.project_id)).where(ResolutionRemark.resolution_id == approval.id)
    return set(session.exec(remarked))


def open_to_correction(session: Session, on_record: PlanOnRecord) -> bool:
    """Tell whether a project of the edition may be corrected: while collecting, or as an approval asked for it."""
    return step_of(on_record.edition) is Step.COLLECTING or bool(changes_asked(session, on_record))


def require_asked_change(session: Session, on_record: PlanOnRecord, project_id: int) -> None:
    """Refuse to correct an approved edition beyond what the committee asked.

    Raises ``ProcedureError``: ``needs_collecting`` where it asked for nothing, ``not_remarked`` for another project.
    """
    if step_of(on_record.edition) is Step.COLLECTING:
        return
    asked = changes_asked(session, on_record)
    if not asked:
        require_step(on_record.edition, Step.COLLECTING)
    if project_id not in asked:
        raise ProcedureError(
            "not_remarked",
            "คณะกรรมการเห็นชอบแล้ว แก้ไขได้เฉพาะโครงการที่คณะกรรมการมีข้อสังเกตให้แก้ไข",
            "The committee has approved the draft; only the projects that it remarked on may be corrected.",
            clause="ข้อ ๒๖",
        )


def require_changes_made(session: Session, on_record: PlanOnRecord) -> None:
    """Refuse to go on while a remarked project has not been corrected since the approval: ``changes_not_made``."""
    asked = changes_asked(session, on_record)
    approval = approval_of(session, on_record)
    if not asked or approval is None:
        return
    approved = aliased(Event)
    resolved = select(col(approved.id)).where(
        approved.kind == "draft_approved", approved.subject_kind == "resolution", approved.subject_id == approval.id
    )
    corrected = select(col(Event.subject_id)).where(
        Event.kind == "project_corrected",
        Event.subject_kind == "project",
        col(Event.subject_id).in_(asked),
        col(Event.id) > resolved.scalar_subquery(),
    )
    made = session.exec(corrected).all()
    left = asked - set(made)
    if left:
        numbers = session.exec(select(Project.number).where(col(Project.id).in_(left))).all()
        listed = ", ".join(str(number) for number in sorted(numbers))
        raise ProcedureError(
            "changes_not_made",
            f"คณะกรรมการเห็นชอบโดยให้แก้ไข แต่โครงการลำดับที่ {listed} ยังไม่ได้แก้ไข โปรดแก้ไขโครงการก่อนประกาศ",
            f"The committee approved with changes; projects {listed} are not corrected yet. Correct them first.",
            clause="ข้อ ๒๖",
        )
