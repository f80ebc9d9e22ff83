"""Photographs as they are kept: upright, of a size to print, and with nothing in them but what they show.

A phone writes into a picture where and when it was taken and turns it by a mark alone, which Word does not heed. So a
photograph is drawn anew: it stands upright, and no place, owner or preview is left in it, nor anything hidden behind
the picture. Pillow does it, being the library that is looked after best for pictures that strangers send.
"""

import io
import struct

from procedure.errors import ProcedureError
from procedure.evidence import LARGEST_FILE, evidence_type

LONGEST_SIDE = 1600  # pixels: sharp at half a page's width
MEDIA_TYPE = "image/jpeg"
_MOST_PIXELS = {"image/jpeg": 50_000_000, "image/png": 20_000_000}  # a PNG is held whole while it is read


def upright_photograph(content: bytes) -> bytes:
    """Return a JPEG or PNG file, told by its content, as the JPEG that is kept.

    Raises ``ProcedureError``: ``photograph_too_large``, ``photograph_type``, ``photograph_unreadable``.
    """
    if len(content) > LARGEST_FILE:
        raise ProcedureError(
            "photograph_too_large",
            "ภาพใหญ่เกิน 10 เมกะไบต์ โปรดย่อแล้วส่งใหม่",
            "The photograph is larger than 10 MB; make it smaller and send it again.",
        )
    media_type = (evidence_type(content) or ("", ""))[0]
    if media_type not in _MOST_PIXELS:
        raise ProcedureError(
            "photograph_type",
            "แฟ้มนี้ไม่ใช่ภาพ JPEG หรือ PNG (ภาพ HEIC ของ iPhone ให้ตั้งกล้องเป็น “เข้ากันได้มากที่สุด” แล้วถ่ายใหม่)",
            "This is no JPEG or PNG (for an iPhone's HEIC set the camera to Most Compatible and take it again).",
        )
    return _drawn_anew(content, _MOST_PIXELS[media_type])


def _drawn_anew(content: bytes, most_pixels: int) -> bytes:
    from PIL import Image, ImageOps  # only whoever brings a photograph waits for it

    unreadable = (
        # Broken notes of a camera are written anew as they were read, which fails in ways of its own.
        *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error),
        *(Image.DecompressionBombError, Image.DecompressionBombWarning),
    )
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > most_pixels:
                raise ValueError("too many pixels")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than needed
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            shown = ImageOps.exif_transpose(picture).convert("RGBA")
    except unreadable as error:
        raise ProcedureError(
            "photograph_unreadable",
            "อ่านภาพนี้ไม่ได้ แฟ้มอาจเสียหรือมีขนาดใหญ่เกินไป โปรดถ่ายหรือบันทึกใหม่แล้วส่งอีกครั้ง",
            "The photograph cannot be read: the file is broken or too wide; take or save it anew and send it again.",
        ) from error
    drawn = Image.new("RGB", shown.size, "white")
    drawn.paste(shown, mask=shown)
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=85)
    return written.getvalue()
