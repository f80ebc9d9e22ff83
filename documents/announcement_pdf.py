"""The executive's announcement of an operation plan as a PDF, one page to sign and post."""

from dataclasses import asdict
from pathlib import Path

from documents.announcement_pictures import announcement_pictures
from documents.announcement_text import announcement_text
from documents.content import AnnouncementContent
from documents.typst_pages import typeset


def render_announcement(content: AnnouncementContent, fonts_cache: Path) -> bytes:
    """Return the announcement as a PDF of the office's kind, A4: the Garuda or room for it, room for the signature,
    and where the plan has a public page its QR code and address."""
    return typeset(
        "announcement",
        asdict(announcement_text(content)),
        dated=content.announced_on,
        fonts_cache=fonts_cache,
        digits=content.office.digits,
        kind=content.office.pdf,
        pictures=announcement_pictures(content),
    )
