"""Reading from the record what proves that a plan was posted at each place, and taken down."""

from datetime import date

from sqlmodel import Session, col, select

from documents.announcement_text import announcement_text
from documents.content import Office, Picture
from documents.letters import PaperFacts
from documents.plan_facts import announcement_content
from models.kinds import ObligationRule, PostingEvent
from models.obligations import Obligation
from models.plans import Posting
from procedure.acts.posting import PLACE_NAMES
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, announcement_of, identity, postings_of
from procedure.posting_evidence import shown_photographs, signers_of


class ProofPerson(PaperFacts):
    """Somebody who signs a proof; "" is left to write by hand."""

    name: str = ""
    post: str = ""


class ProofEvent(PaperFacts):
    """A posting that goes up or comes down: who did it and two witnesses, in this order, and photographs."""

    people: list[ProofPerson]
    photographs: list[Picture]


class PostingProof(PaperFacts):
    """One place at which a plan hangs or hung. ``keep_until`` is the last day that it must stay up."""

    office: Office
    announcement: str  # ประกาศ… เรื่อง …
    announced_on: date
    place: str
    posted_on: date
    keep_until: date | None
    taken_down_on: date | None
    evidence: str
    posted: ProofEvent
    taken_down: ProofEvent


def posting_proofs(session: Session, on_record: PlanOnRecord) -> list[PostingProof]:
    """Return the places at which an edition was posted, oldest first. Raises ``ProcedureError`` ``not_posted_yet``."""
    announcement, postings = announcement_of(session, on_record), postings_of(session, on_record)
    if announcement is None or not postings:
        raise ProcedureError(
            "not_posted_yet",
            "ยังไม่ได้บันทึกการปิดประกาศของฉบับนี้ โปรดบันทึกก่อน (traimas plan post)",
            "No posting of this edition is on record yet; record it first (traimas plan post).",
        )
    content = announcement_content(session, on_record, announcement)
    text = announcement_text(content)
    kept = {
        row.subject_id: row.due_on
        for row in session.exec(
            select(Obligation).where(
                Obligation.organization_id == on_record.organization_id,
                Obligation.plan_id == on_record.plan_id,
                Obligation.rule == ObligationRule.KEEP_POSTED,
                col(Obligation.subject_kind) == "posting",
            )
        )
    }
    return [
        PostingProof(
            office=content.office,
            announcement=f"{text.title} {text.subject}",
            announced_on=announcement.announced_on,
            place=PLACE_NAMES[posting.place],
            posted_on=posting.posted_on,
            keep_until=kept.get(identity(posting.id)),
            taken_down_on=posting.taken_down_on,
            evidence=posting.evidence,
            posted=_event(session, posting, PostingEvent.POSTED),
            taken_down=_event(session, posting, PostingEvent.TAKEN_DOWN),
        )
        for posting in postings
    ]


def _event(session: Session, posting: Posting, event: PostingEvent) -> ProofEvent:
    signers = signers_of(session, posting, event)
    return ProofEvent(
        people=[
            ProofPerson(name=signers[position].name, post=signers[position].post)
            if position in signers
            else ProofPerson()
            for position in range(3)
        ],
        photographs=[Picture(ending="jpg", content=shown) for shown in shown_photographs(session, posting, event)],
    )
