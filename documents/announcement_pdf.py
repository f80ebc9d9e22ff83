"""The executive's announcement of an operation plan as a PDF, one page to sign and post."""

from dataclasses import asdict
from pathlib import Path

from documents.announcement_text import announcement_text
from documents.content import AnnouncementContent
from documents.typst_pages import typeset


def render_announcement(content: AnnouncementContent, fonts_cache: Path) -> bytes:
    """Return the announcement as a PDF/A-2b, A4, with room for the Garuda and the signature."""
    data = asdict(announcement_text(content))
    return typeset("announcement", data, dated=content.announced_on, fonts_cache=fonts_cache)
