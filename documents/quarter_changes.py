"""What changed in a plan during a quarter: what editions did to its projects, and budget that was transferred."""

from datetime import date

from sqlmodel import Session, col, select

from documents.quarter_content import PlanChange, TransferLine
from models.kinds import EditionKind
from models.plans import Edition, Project, ProjectEntry
from procedure.amounts import project_names
from procedure.money import transfers_of
from procedure.plans import PlanOnRecord, editions_of, identity


def plan_changes(session: Session, on_record: PlanOnRecord, first: date, last: date) -> list[PlanChange]:
    """Return what additions and amendments announced from one day to another (both included) did to projects.

    In the order they came into force, then by the projects' numbers.
    """
    titles = {one.edition_id: one.title for one in editions_of(session, on_record)}
    rows = session.exec(
        select(ProjectEntry, Edition, col(Project.number))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(
            Edition.plan_id == on_record.plan_id,
            Edition.kind != EditionKind.BASE,
            col(Edition.announced_on) >= first,
            col(Edition.announced_on) <= last,
        )
        .order_by(col(Edition.announced_on), col(Edition.id), col(Project.number))
    ).all()
    numbers = {
        identity(row.id): row.number
        for row in session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    }
    return [
        PlanChange(
            announced_on=edition.announced_on or last,
            edition=titles[identity(edition.id)],
            action=entry.action.name_th,
            number=number,
            name=entry.name,
            reason=entry.reason,
            into=numbers[entry.merged_into_id] if entry.merged_into_id is not None else None,
        )
        for entry, edition, number in rows
    ]


def transfer_lines(session: Session, on_record: PlanOnRecord, first: date, last: date) -> list[TransferLine]:
    """Return the transfers and changes of budget lines approved from one day to another, both included."""
    transfers = [row for row in transfers_of(session, on_record, last) if row.approved_on >= first]
    named = project_names(
        session,
        {one for row in transfers for one in (row.from_project_id, row.to_project_id) if one is not None},
    )

    def side(project_id: int | None, item: str) -> str:
        return named[project_id].name if project_id is not None and project_id in named else item

    return [
        TransferLine(
            approved_on=row.approved_on,
            kind=row.kind,
            giver=side(row.from_project_id, row.from_item),
            taker=side(row.to_project_id, row.to_item),
            satang=row.amount_satang,
            document=row.document,
        )
        for row in transfers
    ]
