"""Templates of the office's own: the Word file that its announcements are made from, kept, replaced, given up."""

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import Field
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.obligations import Event
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import identity

PURPOSE = "announcement_template"
KEPT, DROPPED = "template_kept", "template_dropped"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class KeepTemplate(Facts):
    """The office brings its own template of a document; ``file_content`` has been tried by whoever calls the act."""

    document: Literal["announcement"] = Field(default="announcement", title="เอกสาร (announcement ประกาศ)")
    file_name: str = Field(title="ชื่อแฟ้ม", min_length=1, max_length=200)
    file_content: bytes = Field(title="แฟ้ม", exclude=True, repr=False)


class DropTemplate(Facts):
    """The office goes back to the template that comes with the program."""

    document: Literal["announcement"] = Field(default="announcement", title="เอกสาร (announcement ประกาศ)")


def keep_template(session: Session, actor: Actor, facts: KeepTemplate, as_of: datetime) -> Outcome:
    """Keep a Word file as the office's template of its announcements, in the place of any before it.

    Raises ``ProcedureError``: ``not_permitted``, ``template_unreadable``, ``template_unchanged``.
    """
    recording = begin(session, actor, "keep_template", Permission.KEEP_TEMPLATES, as_of)
    if not facts.file_content.startswith(b"PK\x03\x04"):
        raise ProcedureError(
            "template_unreadable",
            "แฟ้มนี้ไม่ใช่แฟ้ม Word (.docx) โปรดบันทึกเป็น .docx แล้วส่งใหม่",
            "This is no Word file (.docx); save it as one and bring it again.",
        )
    sha256 = hashlib.sha256(facts.file_content).hexdigest()
    used = template_in_use(session, actor.organization_id)
    if used is not None and used.sha256 == sha256:
        raise ProcedureError(
            "template_unchanged",
            "แม่แบบนี้ใช้อยู่แล้ว จึงไม่มีการเปลี่ยนแปลง",
            "This template is in use already; nothing was changed.",
        )
    file = session.exec(
        select(StoredFile).where(
            StoredFile.organization_id == actor.organization_id,
            StoredFile.purpose == PURPOSE,
            StoredFile.facts_digest == sha256,
        )
    ).first()
    if file is None:
        file = StoredFile(
            organization_id=actor.organization_id,
            purpose=PURPOSE,
            subject_kind="organization",
            subject_id=actor.organization_id,
            facts_digest=sha256,
            name=facts.file_name,
            media_type=WORD,
            sha256=sha256,
            content=facts.file_content,
        )
        session.add(file)
        session.flush()
    said = {**facts.model_dump(mode="json"), "file_sha256": sha256}
    recording.write(said, KEPT, PURPOSE, identity(file.id))
    return recording.outcome(
        f"ใช้แม่แบบประกาศ “{facts.file_name}” ของหน่วยงานแล้ว",
        "The office's own template of the announcement is in use.",
        identity(file.id),
    )


def drop_template(session: Session, actor: Actor, facts: DropTemplate, as_of: datetime) -> Outcome:
    """Give up the office's template: announcements are made from the program's own again.

    Raises ``ProcedureError`` ``not_permitted``.
    """
    recording = begin(session, actor, "drop_template", Permission.KEEP_TEMPLATES, as_of)
    recording.write(facts.model_dump(mode="json"), DROPPED, PURPOSE, actor.organization_id)
    return recording.outcome(
        "ใช้แม่แบบประกาศที่มากับโปรแกรมแล้ว", "The program's own template is in use.", actor.organization_id
    )


def template_in_use(session: Session, organization_id: int) -> StoredFile | None:
    """Return the office's template of its announcements, None where it uses the program's own."""
    newest = session.exec(
        select(Event)
        .where(
            Event.organization_id == organization_id,
            col(Event.kind).in_((KEPT, DROPPED)),
            Event.subject_kind == PURPOSE,
        )
        .order_by(col(Event.id).desc())
    ).first()
    if newest is None or newest.kind == DROPPED:
        return None
    return session.exec(
        select(StoredFile).where(
            StoredFile.organization_id == organization_id,
            StoredFile.purpose == PURPOSE,
            StoredFile.id == newest.subject_id,
        )
    ).first()


ACTS = (
    RegisteredAct(
        keep_template,
        KeepTemplate,
        Permission.KEEP_TEMPLATES,
        ("documents", "keep-template"),
        "ใช้แม่แบบประกาศของหน่วยงาน",
        in_prefect=False,
    ),
    RegisteredAct(
        drop_template,
        DropTemplate,
        Permission.KEEP_TEMPLATES,
        ("documents", "drop-template"),
        "กลับไปใช้แม่แบบประกาศที่มากับโปรแกรม",
        in_prefect=False,
    ),
)
