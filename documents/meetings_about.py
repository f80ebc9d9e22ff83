"""Which meetings of the office's committees were about an edition of its plan."""

from datetime import date

from sqlmodel import Session, col, select

from models.committees import Committee, Meeting
from models.kinds import CommitteeKind
from models.plans import Resolution
from procedure.plans import PlanOnRecord, identity

_DECIDES = (CommitteeKind.SUPPORT, CommitteeKind.DEVELOPMENT)


def meetings_about(session: Session, on_record: PlanOnRecord) -> list[tuple[Meeting, Committee]]:
    """Return the meetings at which an edition was considered, by day, each with its committee.

    Those are the meetings that resolved on it. A meeting at which nothing was resolved on any edition, as the support
    committee's when it drafts, is told by its day: one held while the edition was being prepared.
    """
    rows = session.exec(
        select(Meeting, Committee)
        .join(Committee, col(Committee.id) == col(Meeting.committee_id))
        .where(Meeting.organization_id == on_record.organization_id, col(Committee.kind).in_(_DECIDES))
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
    resolved: dict[int | None, set[int]] = {}
    for meeting_id, edition_id in session.exec(
        select(col(Resolution.meeting_id), col(Resolution.edition_id)).where(
            Resolution.organization_id == on_record.organization_id, col(Resolution.meeting_id).is_not(None)
        )
    ):
        resolved.setdefault(identity(meeting_id), set()).add(edition_id)
    return [
        (meeting, committee)
        for meeting, committee in rows
        if (
            on_record.edition_id in resolved[meeting.id]
            if meeting.id in resolved
            else _prepared_on(on_record, meeting.held_on)
        )
    ]


def _prepared_on(on_record: PlanOnRecord, day: date) -> bool:
    """Return whether an edition that goes through the committees was being prepared on a day."""
    edition = on_record.edition
    over = edition.approved_on or edition.announced_on or edition.abandoned_on
    return edition.passes_committee and edition.opened_on <= day and (over is None or day <= over)
