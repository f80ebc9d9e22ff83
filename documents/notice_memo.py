"""The memo (บันทึกข้อความ) that tells a post of what it owes, to sign and hand over, or carried by a mail."""

from pathlib import Path

from sqlmodel import Session

from documents.content import Picture
from documents.plan_facts import office_of
from documents.typst_pages import typeset
from models.organizations import Organization
from procedure.calendar import thai_date
from procedure.owed_memo import MemoFacts


def render_notice_memo(facts: MemoFacts, fonts_cache: Path, garuda: Picture | None = None) -> bytes:
    """Return the memo as a PDF, A4: the Garuda or room for it, room for the number and the signature.

    Form: memo of the Office of the Prime Minister's regulation on correspondence, B.E. 2526 (form 29): the Garuda of
    1.5 cm at the head's left, the heading in its middle.
    """
    ours = facts.digits.write
    data = {
        "title": f"บันทึกข้อความ {facts.subject}",
        "office": facts.office,
        "number": facts.number,
        "day": ours(thai_date(facts.day)),
        "subject": facts.subject,
        "to": facts.to,
        "paragraphs": list(facts.paragraphs),
        "items": [f"{ours(n)}. {item}" for n, item in enumerate(facts.items, start=1)],
        "closing": facts.closing,
        "signatory": facts.signatory,
    }
    return typeset(
        "notice_memo",
        data,
        dated=facts.day,
        fonts_cache=fonts_cache,
        digits=facts.digits,
        kind=facts.pdf,
        pictures={"garuda": garuda} if garuda else None,
    )


def garuda_of(session: Session, organization_id: int) -> Picture | None:
    """Return the Garuda that an organization keeps for the head of its papers, if it keeps one."""
    return office_of(session, session.get_one(Organization, organization_id)).garuda
