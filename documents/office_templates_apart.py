"""Trying an office's own file on a server: in a process of its own (``apart``).

A picture of 1 MB can ask for more drawing than any machine has, and a template for more text: kept, either would take
the portal with it whenever a document is made.
"""

from pathlib import Path
from typing import Any

from documents.apart import UsedUp, answer_apart, ask_apart
from documents.content import AnnouncementContent
from documents.office_templates import own_file
from procedure.acts.templates import OfficeFile
from procedure.errors import ProcedureError

_MEMORY = 2 * 1024 * 1024 * 1024  # bytes of address space: making a document takes some 110 MB of memory
_SECONDS = 8  # of the processor; a usual picture takes some two, most of it to begin
_LARGEST_WRITTEN = 64 * 1024 * 1024  # bytes; prepared fonts and the picture on its way to the page


def own_file_apart(document: OfficeFile, content: bytes, trial: AnnouncementContent, fonts_cache: Path) -> bytes:
    """Return a file as ``own_file`` does, and raise as it does; one that uses up its process is refused as
    ``template_wrong``, a picture as ``picture_unreadable``."""
    if document is OfficeFile.INTRODUCTION:
        return own_file(document, content, trial, fonts_cache)  # a plain text: nothing in it runs
    # The Garuda in use was tried when it was kept.
    plain = trial.model_copy(update={"office": trial.office.model_copy(update={"garuda": None})})
    asked = {
        "document": document.value,
        "trial": plain.model_dump(mode="json"),
        "fonts_cache": str(fonts_cache.resolve()),
    }
    try:
        answer, made = ask_apart(
            "documents.office_templates_apart",
            asked,
            content,
            memory=_MEMORY,
            seconds=_SECONDS,
            writes=_LARGEST_WRITTEN,
        )
    except UsedUp as error:
        raise ProcedureError(
            "picture_unreadable" if document is OfficeFile.GARUDA else "template_wrong",
            "การจัดทำเอกสารด้วยแฟ้มนี้ใช้เวลาหรือหน่วยความจำมากเกินไป โปรดใช้แฟ้มที่เรียบง่ายกว่านี้",
            "Making a document with this file takes far too much time or memory; use a plainer one.",
        ) from error
    if refused := answer.get("refused"):
        raise ProcedureError(*refused)
    return made


def _answer(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    trial = AnnouncementContent.model_validate(asked["trial"])
    try:
        return {}, own_file(OfficeFile(asked["document"]), content, trial, Path(asked["fonts_cache"]))
    except ProcedureError as error:
        return {"refused": [error.code, error.message_th, error.message_en]}, b""


if __name__ == "__main__":
    answer_apart(_answer)
