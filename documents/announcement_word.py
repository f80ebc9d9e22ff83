"""The executive's announcement in Word: made from a template that each office can replace with its own."""

from documents.announcement_text import AnnouncementText
from documents.word_markup import dxa, paragraph, run
from documents.word_prose import prose, signature, spaced

_GARUDA = dxa(3.2)  # the garuda of three centimetres stands here; offices put in their own


def announcement_markup(text: AnnouncementText, title: str = "") -> str:
    """Return an announcement's paragraphs; ``title`` is a heading in the place of its title line."""
    return "".join(
        [
            spaced(_GARUDA),
            title or paragraph(run(text.title, bold=True), "Centred"),
            paragraph(run(text.subject, bold=True), "Centred"),
            paragraph(run("_" * 32), "Centred"),
            *(prose(one) for one in text.paragraphs),
            paragraph(run(text.given_on), properties=f'<w:spacing w:before="240"/><w:ind w:left="{dxa(4.5)}"/>'),
            signature([text.signatory, text.post, text.acting_for]),
        ]
    )
