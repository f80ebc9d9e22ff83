"""Trying an office's own file, a picture or a Word template: in a process of its own (``apart``).

A picture of 1 MB can ask for more drawing than any machine has, and a template for more text: kept, either would take
the portal with it whenever a document is made. What the other process need not import, it does not: it begins sooner.
"""

from pathlib import Path
from typing import Any

import typst
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

from documents.announcement_pdf import render_announcement
from documents.announcement_word import render_announcement_word
from documents.apart import UsedUp, answer_apart, ask_apart
from documents.content import AnnouncementContent, Picture
from procedure.errors import ProcedureError
from procedure.pictures import ending_of, picture_type

_MEMORY = 2 * 1024 * 1024 * 1024  # bytes of address space: making a document takes some 110 MB of memory
_SECONDS = 8  # of the processor; a usual picture takes less than one
_LARGEST_WRITTEN = 64 * 1024 * 1024  # bytes; prepared fonts and the picture on its way to the page


def try_apart(content: bytes, trial: AnnouncementContent, fonts_cache: Path, *, picture: bool) -> None:
    """Make an announcement with a picture of the Garuda, or from a Word template, in a process of its own.

    Raises ``ProcedureError``: ``picture_unreadable``, ``template_unreadable``, ``template_wrong``; the first and the
    last also for what uses up its process.
    """
    # The Garuda in use was tried when it was kept.
    plain = trial.model_copy(update={"office": trial.office.model_copy(update={"garuda": None})})
    asked = {
        "picture": picture,
        "trial": plain.model_dump(mode="json"),
        "fonts_cache": str(fonts_cache.resolve()),
    }
    try:
        answer, _made = ask_apart(
            "documents.office_templates_apart",
            asked,
            content,
            memory=_MEMORY,
            seconds=_SECONDS,
            writes=_LARGEST_WRITTEN,
        )
    except UsedUp as error:
        raise ProcedureError(
            "picture_unreadable" if picture else "template_wrong",
            "การจัดทำเอกสารด้วยแฟ้มนี้ใช้เวลาหรือหน่วยความจำมากเกินไป โปรดใช้แฟ้มที่เรียบง่ายกว่านี้",
            "Making a document with this file takes far too much time or memory; use a plainer one.",
        ) from error
    if refused := answer.get("refused"):
        raise ProcedureError(*refused)


def _answer(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    trial = AnnouncementContent.model_validate(asked["trial"])
    try:
        if asked["picture"]:
            _show(content, trial, Path(asked["fonts_cache"]))
        else:
            render_announcement_word(trial, content)
    except ProcedureError as error:
        return {"refused": [error.code, error.message_th, error.message_en]}, b""
    return {}, b""


def _show(content: bytes, trial: AnnouncementContent, fonts_cache: Path) -> None:
    garuda = Picture(ending=ending_of(picture_type(content)), content=content)
    showing = trial.model_copy(update={"office": trial.office.model_copy(update={"garuda": garuda})})
    try:
        render_announcement(showing, fonts_cache)
        render_announcement_word(showing)
    except (typst.TypstError, UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as error:
        raise ProcedureError(
            "picture_unreadable",
            "ภาพนี้แสดงในเอกสารไม่ได้ แฟ้มอาจเสีย โปรดบันทึกเป็น PNG, JPEG หรือ SVG ธรรมดา แล้วส่งใหม่",
            "This picture cannot be shown in a document; it may be broken. Save it as PNG, JPEG or plain SVG.",
        ) from error


if __name__ == "__main__":
    answer_apart(_answer)
