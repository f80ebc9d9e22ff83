"""Official letters as PDF: what the Word file says, from the same facts."""

from pathlib import Path

from documents.letters import Letter, addressee, date_line, number_line, sender_lines
from documents.typst_pages import typeset


def render_letter(letter: Letter, fonts_cache: Path) -> bytes:
    """Return a letter as a PDF, A4: the Garuda or room for it, and room for the signature."""
    office = letter.office
    data = {
        "title": letter.subject,
        "office": office.name,
        "kind": letter.kind.value,
        "division": letter.division,
        "sender": f"{letter.division} {office.name}",
        "sender_lines": sender_lines(letter),
        "number": number_line(letter),
        "date": date_line(letter),
        "subject": letter.subject,
        "to": addressee(letter),
        "attachments": letter.attachments,
        "paragraphs": letter.paragraphs,
        "signature": letter.signatory.lines,
        "endorsed": letter.endorsed_by.lines if letter.endorsed_by else [],
    }
    return typeset(
        "letter",
        data,
        dated=letter.dated_on,
        fonts_cache=fonts_cache,
        digits=office.digits,
        kind=office.pdf,
        pictures={"garuda": office.garuda} if office.garuda else None,
    )
