"""The pictures on an announcement: the office's Garuda at its head, and the QR code of the plan's public page."""

import io

import segno

from documents.content import AnnouncementContent, Picture


def announcement_pictures(content: AnnouncementContent) -> dict[str, Picture]:
    """Return what an announcement shows, by name: ``garuda`` and ``qr``, each only where there is one."""
    pictures = {"garuda": content.office.garuda} if content.office.garuda else {}
    if content.public_page:
        pictures["qr"] = qr_code(content.public_page)
    return pictures


def qr_code(address: str) -> Picture:
    """Return the QR code of an address as an SVG with the quiet zone that its standard asks for.

    Medium error correction: a fold or a stamp over a seventh of it does no harm.
    """
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, xmldecl=True, svgns=True)
    return Picture(ending="svg", content=drawn.getvalue())
