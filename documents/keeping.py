"""Keeping documents: rendered bytes become stored files, once per set of facts."""

import hashlib
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.plans import Announcement, Edition, OperationPlan
from models.quarters import QuarterRound
from procedure.plans import identity

PDF = "application/pdf"


def facts_digest(*contents: BaseModel) -> str:
    """Return the SHA-256 of the facts that a document is rendered from."""
    return hashlib.sha256("".join(content.model_dump_json() for content in contents).encode()).hexdigest()


def find_kept(session: Session, organization_id: int, purpose: str, subject_id: int, digest: str) -> StoredFile | None:
    """Return the file already rendered from these facts, if any."""
    return session.exec(
        select(StoredFile).where(
            StoredFile.organization_id == organization_id,
            StoredFile.purpose == purpose,
            StoredFile.subject_id == subject_id,
            StoredFile.facts_digest == digest,
        )
    ).first()


def kept_purposes(session: Session, organization_id: int, subject_kind: str, subject_id: int) -> set[str]:
    """Return the purposes for which a subject has a stored file, whatever facts it was rendered from."""
    rows = session.exec(
        select(col(StoredFile.purpose)).where(
            StoredFile.organization_id == organization_id,
            StoredFile.subject_kind == subject_kind,
            StoredFile.subject_id == subject_id,
        )
    )
    return set(rows)


def keep_file(
    session: Session,
    organization_id: int,
    purpose: str,
    subject_kind: str,
    subject_id: int,
    digest: str,
    name: str,
    content: bytes,
) -> StoredFile:
    """Store a PDF unless the same facts are stored already; return the stored row."""
    kept = find_kept(session, organization_id, purpose, subject_id, digest)
    if kept is not None:
        return kept
    row = StoredFile(
        organization_id=organization_id,
        purpose=purpose,
        subject_kind=subject_kind,
        subject_id=subject_id,
        facts_digest=digest,
        name=name,
        media_type=PDF,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True)
class UnrenderedStep:
    """A step whose document is not rendered yet, though the facts for it are there."""

    step: str
    organization_id: int
    fiscal_year: int


def unrendered_steps(session: Session) -> list[UnrenderedStep]:
    """Return the drafts and announcements of all organizations whose documents are still to be rendered."""
    drafted = (
        select(StoredFile.id)
        .where(
            StoredFile.purpose == "draft_plan",
            StoredFile.subject_id == Edition.id,
            col(StoredFile.name).like("%-" + cast(col(Edition.draft_number), String) + ".pdf"),
        )
        .exists()
    )
    drafts = session.exec(
        select(OperationPlan)
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(
            col(Edition.compiled_on).is_not(None),
            col(Edition.announced_on).is_(None),
            col(Edition.abandoned_on).is_(None),
            ~drafted,
        )
    ).all()
    rendered = (
        select(StoredFile.id)
        .where(StoredFile.purpose == "announced_plan", StoredFile.subject_id == Announcement.id)
        .exists()
    )
    announced = session.exec(
        select(OperationPlan)
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .join(Announcement, col(Announcement.edition_id) == col(Edition.id))
        .where(~rendered)
    ).all()
    return [UnrenderedStep("drafting", plan.organization_id, plan.fiscal_year) for plan in drafts] + [
        UnrenderedStep("announcement", plan.organization_id, plan.fiscal_year) for plan in announced
    ]


def unsummarized_rounds(session: Session) -> dict[int, set[int]]:
    """Return the closed rounds of all organizations that have no summary at all, by plan, in one query."""
    rendered = (
        select(StoredFile.id)
        .where(StoredFile.purpose == "quarter_summary", StoredFile.subject_id == QuarterRound.id)
        .exists()
    )
    rows = session.exec(
        select(col(QuarterRound.plan_id), col(QuarterRound.id)).where(
            col(QuarterRound.closed_on).is_not(None), ~rendered
        )
    )
    found: dict[int, set[int]] = {}
    for plan_id, round_id in rows:
        found.setdefault(plan_id, set()).add(identity(round_id))
    return found
