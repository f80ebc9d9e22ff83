"""The memo (บันทึกข้อความ) that tells a post of what it owes, to sign and hand over, or carried by a mail."""

from pathlib import Path

from documents.typst_pages import typeset
from procedure.calendar import thai_date, thai_digits
from procedure.owed_memo import MemoFacts


def render_notice_memo(facts: MemoFacts, fonts_cache: Path) -> bytes:
    """Return the memo as a PDF/A-2b, A4, with room for the Garuda, the number and the signature.

    Form: memo of the Office of the Prime Minister's regulation on correspondence, B.E. 2526 (form 29): the Garuda of
    1.5 cm at the head's left, the heading in its middle.
    """
    data = {
        "title": f"บันทึกข้อความ {facts.subject}",
        "office": facts.office,
        "number": facts.number,
        "day": thai_date(facts.day),
        "subject": facts.subject,
        "to": facts.to,
        "paragraphs": list(facts.paragraphs),
        "items": [f"{thai_digits(n)}. {item}" for n, item in enumerate(facts.items, start=1)],
        "closing": facts.closing,
        "signatory": facts.signatory,
    }
    return typeset("notice_memo", data, dated=facts.day, fonts_cache=fonts_cache)
