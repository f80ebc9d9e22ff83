"""What is on record of a posting beside its days: its photographs, and who signs its proof."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.kinds import PostingEvent
from models.obligations import Event
from models.plans import Posting, PostingSigner

PURPOSE = "posting_photograph"
KEPT, REMOVED = "posting_photograph_kept", "posting_photograph_removed"
MOST_PHOTOGRAPHS = 4  # of one posting when it goes up, and as many when it comes down: what a proof shows


@dataclass(frozen=True)
class PhotographLine:
    """A photograph of a posting as it is listed: its number among all that were ever kept there, and its file."""

    number: int
    file_id: int
    name: str
    sha256: str
    removed: bool


def photographs_of(session: Session, posting: Posting, event: PostingEvent) -> list[PhotographLine]:
    """Return all photographs that were kept of a posting's going up or coming down, oldest first, without bytes."""
    rows = session.exec(
        select(col(StoredFile.id), col(StoredFile.name), col(StoredFile.sha256))
        .where(
            StoredFile.organization_id == posting.organization_id,
            StoredFile.purpose == PURPOSE,
            StoredFile.subject_kind == subject_kind(event),
            StoredFile.subject_id == posting.id,
        )
        .order_by(col(StoredFile.id))
    ).all()
    happened = session.exec(
        select(col(Event.subject_id), col(Event.kind))
        .where(
            Event.organization_id == posting.organization_id,
            Event.subject_kind == PURPOSE,
            col(Event.subject_id).in_([file_id for file_id, _name, _sha256 in rows]),
            col(Event.kind).in_((KEPT, REMOVED)),
        )
        .order_by(col(Event.id))
    ).all()
    last = dict(happened)  # of each file the newest
    return [
        PhotographLine(number, file_id or 0, name, sha256, last.get(file_id or 0) == REMOVED)
        for number, (file_id, name, sha256) in enumerate(rows, start=1)
    ]


def shown_photographs(session: Session, posting: Posting, event: PostingEvent) -> list[bytes]:
    """Return the photographs in use of a posting's going up or coming down, oldest first, as JPEG files."""
    ids = [line.file_id for line in photographs_of(session, posting, event) if not line.removed]
    rows = session.exec(
        select(StoredFile)
        .where(StoredFile.organization_id == posting.organization_id, col(StoredFile.id).in_(ids))
        .order_by(col(StoredFile.id))
    )
    return [row.content for row in rows]


def photograph_shown(session: Session, organization_id: int, file_id: int) -> StoredFile | None:
    """Return a photograph in use of an organization's posting; None for a removed one and for any other file."""
    file = session.exec(
        select(StoredFile).where(
            StoredFile.id == file_id, StoredFile.organization_id == organization_id, StoredFile.purpose == PURPOSE
        )
    ).first()
    if file is None:
        return None
    newest = session.exec(
        select(col(Event.kind))
        .where(
            Event.organization_id == organization_id,
            Event.subject_kind == PURPOSE,
            Event.subject_id == file_id,
            col(Event.kind).in_((KEPT, REMOVED)),
        )
        .order_by(col(Event.id).desc())
    ).first()
    return file if newest == KEPT else None


def signers_of(session: Session, posting: Posting, event: PostingEvent) -> dict[int, PostingSigner]:
    """Return who signs the proof of a posting's going up or coming down, by position: 0 did it, 1 and 2 witness it."""
    rows = session.exec(
        select(PostingSigner).where(
            PostingSigner.organization_id == posting.organization_id,
            PostingSigner.posting_id == posting.id,
            PostingSigner.event == event,
        )
    )
    return {row.position: row for row in rows}


def subject_kind(event: PostingEvent) -> str:
    """Return under which kind of subject the photographs of a posting's going up or coming down are kept."""
    return f"posting_{event.value}"
