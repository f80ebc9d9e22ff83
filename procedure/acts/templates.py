"""The office's own files that documents are made from: the Word template of its announcements, its text of part 1,
and its picture of the Garuda. Each is kept, replaced and given up; the one in use is told by the newest event."""

import hashlib
from datetime import datetime
from enum import StrEnum

from pydantic import Field
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.obligations import Event
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.pictures import picture_type
from procedure.plans import identity

KEPT, DROPPED = "template_kept", "template_dropped"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_TEXT = 200 * 1024  # bytes; the usual words of part 1 are 12 KB


class OfficeFile(StrEnum):
    """What an office may bring of its own."""

    ANNOUNCEMENT = "announcement"
    INTRODUCTION = "introduction"
    GARUDA = "garuda"

    @property
    def name_th(self) -> str:
        return _NAMES[self][0]

    @property
    def name_en(self) -> str:
        return _NAMES[self][1]

    @property
    def purpose(self) -> str:
        """Return the purpose of its stored files, which is also the kind of subject of its events."""
        return _PURPOSES[self]


_NAMES = {
    OfficeFile.ANNOUNCEMENT: ("แม่แบบประกาศ", "template of the announcement"),
    OfficeFile.INTRODUCTION: ("ข้อความส่วนที่ ๑ ของแผน", "text of part 1"),
    OfficeFile.GARUDA: ("ภาพตราครุฑ", "picture of the Garuda"),
}
_PURPOSES = {
    OfficeFile.ANNOUNCEMENT: "announcement_template",
    OfficeFile.INTRODUCTION: "introduction_text",
    OfficeFile.GARUDA: "garuda_picture",
}
_DOCUMENT_TITLE = "แฟ้มของหน่วยงาน (announcement แม่แบบประกาศ, introduction ข้อความส่วนที่ ๑, garuda ภาพตราครุฑ)"


class KeepTemplate(Facts):
    """The office brings a file of its own; whoever calls the act has made a document with ``file_content``."""

    document: OfficeFile = Field(default=OfficeFile.ANNOUNCEMENT, title=_DOCUMENT_TITLE)
    file_name: str = Field(title="ชื่อแฟ้ม", min_length=1, max_length=200)
    file_content: bytes = Field(title="แฟ้ม", exclude=True, repr=False)


class DropTemplate(Facts):
    """The office goes back to what comes with the program; of the Garuda, to room for a stamp."""

    document: OfficeFile = Field(default=OfficeFile.ANNOUNCEMENT, title=_DOCUMENT_TITLE)


def keep_template(session: Session, actor: Actor, facts: KeepTemplate, as_of: datetime) -> Outcome:
    """Keep a file as the office's own, in the place of any before it.

    Raises ``ProcedureError``: ``not_permitted``, ``template_unreadable``, ``picture_unreadable``,
    ``template_unchanged``.
    """
    recording = begin(session, actor, "keep_template", Permission.KEEP_TEMPLATES, as_of)
    media_type = _media_type(facts)
    sha256 = hashlib.sha256(facts.file_content).hexdigest()
    used = template_in_use(session, actor.organization_id, facts.document)
    if used is not None and used.sha256 == sha256:
        raise ProcedureError(
            "template_unchanged",
            f"{facts.document.name_th}นี้ใช้อยู่แล้ว จึงไม่มีการเปลี่ยนแปลง",
            f"This {facts.document.name_en} is in use already; nothing was changed.",
        )
    purpose = facts.document.purpose
    file = session.exec(
        select(StoredFile).where(
            StoredFile.organization_id == actor.organization_id,
            StoredFile.purpose == purpose,
            StoredFile.facts_digest == sha256,
        )
    ).first()
    if file is None:
        file = StoredFile(
            organization_id=actor.organization_id,
            purpose=purpose,
            subject_kind="organization",
            subject_id=actor.organization_id,
            facts_digest=sha256,
            name=facts.file_name,
            media_type=media_type,
            sha256=sha256,
            content=facts.file_content,
        )
        session.add(file)
        session.flush()
    said = {**facts.model_dump(mode="json"), "file_sha256": sha256}
    recording.write(said, KEPT, purpose, identity(file.id))
    return recording.outcome(
        f"ใช้{facts.document.name_th} “{facts.file_name}” ของหน่วยงานแล้ว",
        f"The office's own {facts.document.name_en} is in use.",
        identity(file.id),
    )


def drop_template(session: Session, actor: Actor, facts: DropTemplate, as_of: datetime) -> Outcome:
    """Give up a file of the office's own: documents are made as they come with the program again.

    Raises ``ProcedureError`` ``not_permitted``.
    """
    recording = begin(session, actor, "drop_template", Permission.KEEP_TEMPLATES, as_of)
    recording.write(facts.model_dump(mode="json"), DROPPED, facts.document.purpose, actor.organization_id)
    if facts.document is OfficeFile.GARUDA:
        said = ("เลิกใช้ภาพตราครุฑแล้ว เอกสารจะเว้นที่ไว้ให้ประทับตรา", "No picture is in use; room is left for a stamp.")
    else:
        said = (
            f"ใช้{facts.document.name_th}ที่มากับโปรแกรมแล้ว",
            f"The program's own {facts.document.name_en} is in use.",
        )
    return recording.outcome(*said, actor.organization_id)


def template_in_use(
    session: Session, organization_id: int, document: OfficeFile = OfficeFile.ANNOUNCEMENT
) -> StoredFile | None:
    """Return the office's own file of a kind, None where it uses what comes with the program."""
    newest = session.exec(
        select(Event)
        .where(
            Event.organization_id == organization_id,
            col(Event.kind).in_((KEPT, DROPPED)),
            Event.subject_kind == document.purpose,
        )
        .order_by(col(Event.id).desc())
    ).first()
    if newest is None or newest.kind == DROPPED:
        return None
    return session.exec(
        select(StoredFile).where(
            StoredFile.organization_id == organization_id,
            StoredFile.purpose == document.purpose,
            StoredFile.id == newest.subject_id,
        )
    ).first()


def _media_type(facts: KeepTemplate) -> str:
    """Return a file's type by its content, refusing what cannot be one of its kind."""
    content = facts.file_content
    if facts.document is OfficeFile.GARUDA:
        return picture_type(content)
    if facts.document is OfficeFile.ANNOUNCEMENT:
        if not content.startswith(b"PK\x03\x04"):
            raise ProcedureError(
                "template_unreadable",
                "แฟ้มนี้ไม่ใช่แฟ้ม Word (.docx) โปรดบันทึกเป็น .docx แล้วส่งใหม่",
                "This is no Word file (.docx); save it as one and bring it again.",
            )
        return WORD
    if len(content) > LARGEST_TEXT or not _is_text(content):
        raise ProcedureError(
            "template_unreadable",
            "แฟ้มนี้ไม่ใช่ข้อความธรรมดา (.txt) หรือใหญ่เกิน 200 กิโลไบต์ โปรดบันทึกเป็น .txt แบบ UTF-8 แล้วส่งใหม่",
            "This is no plain text (.txt), or it is larger than 200 KB; save it as UTF-8 text and bring it again.",
        )
    return "text/plain; charset=utf-8"


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(char < " " and char not in "\t\r\n" for char in text)


ACTS = (
    RegisteredAct(
        keep_template,
        KeepTemplate,
        Permission.KEEP_TEMPLATES,
        ("documents", "keep-template"),
        "ใช้แม่แบบ ข้อความ หรือภาพตราครุฑของหน่วยงาน",
        in_prefect=False,
    ),
    RegisteredAct(
        drop_template,
        DropTemplate,
        Permission.KEEP_TEMPLATES,
        ("documents", "drop-template"),
        "กลับไปใช้แม่แบบหรือข้อความที่มากับโปรแกรม",
        in_prefect=False,
    ),
)
