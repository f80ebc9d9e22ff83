"""A workbook on its way through a preview: it is kept nowhere, goes back to the browser within the page, and comes
again with the button."""

import base64
import binascii
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, NoReturn

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile

from portal.guards import LARGEST_PLAN_FILE, PLAN_FILE_LIMIT
from portal.report_form import LONGEST_NAME, Problem
from portal.sessions import SignedIn, require_signed

_NO_FILE = Problem("file", "โปรดเลือกแฟ้ม (.xlsx .xls .ods หรือ .csv)", "Choose a file (.xlsx, .xls, .ods or .csv).")
_TOO_LARGE = Problem(
    "file",
    f"แฟ้มใหญ่เกิน {LARGEST_PLAN_FILE // 2**20} MB โปรดคัดลอกเฉพาะตารางไปไว้ในแฟ้มใหม่",
    f"The file is over {LARGEST_PLAN_FILE // 2**20} MB; copy the table alone into a new workbook.",
)


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent, under the name that people may read."""

    name: str
    content: bytes = field(repr=False)

    @property
    def as_text(self) -> str:
        """Return the file as it goes back to the browser within a page."""
        return base64.b64encode(self.content).decode()


async def signed_workbook(request: Request, who: SignedIn) -> AsyncIterator[FormData]:
    """Yield the fields and the file of one of this session's own forms, as ``signed_upload`` does; a field may hold a
    whole file."""
    async with request.form(max_files=1, max_fields=20, max_part_size=PLAN_FILE_LIMIT) as form:
        require_signed(form, who)
        yield form


SignedWorkbook = Annotated[FormData, Depends(signed_workbook)]


def uploaded_file(form: FormData) -> SentFile | Problem:
    """Return the file that was chosen, or what is wrong: none, or one that is too large."""
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return _NO_FILE
    content = upload.file.read(LARGEST_PLAN_FILE + 1)
    return SentFile(_plain_name(upload.filename), content) if len(content) <= LARGEST_PLAN_FILE else _TOO_LARGE


def file_again(form: FormData) -> SentFile:
    """Return the file that a preview gave to the browser. Raises 403 for what no page of ours sends."""
    given, name = form.get("content"), form.get("name")
    if not isinstance(given, str) or not isinstance(name, str):
        _not_ours()
    try:
        content = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        _not_ours()
    if not content or len(content) > LARGEST_PLAN_FILE:
        _not_ours()
    return SentFile(_plain_name(name), content)


def _plain_name(name: str) -> str:
    """Return the last part of a file's name as people may read it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[-LONGEST_NAME:] or "workbook"


def _not_ours() -> NoReturn:
    raise HTTPException(403)
