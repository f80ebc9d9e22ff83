"""Publishing the six months' follow-up for the ITA: what was published is kept, and stays what it was.

The file is made elsewhere (``documents.ita_data``); here it is kept, and the audit says when and where it was
published. A second publication, once something was corrected, stands in the place of the first; both are kept.
"""

import hashlib
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.evidence import StoredFile
from models.obligations import Event
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_plan, identity, require_step

PURPOSE, PUBLISHED = "ita_six_months", "six_months_published"
LARGEST = 20 * 1024 * 1024  # bytes; 5,000 projects are about 6 MB


class PublishSixMonths(Facts):
    """The office publishes its six months' follow-up; whoever calls the act has made ``file_content``, JSON."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    place: str = Field(title="ที่เผยแพร่ (ที่อยู่เว็บเพจ)", min_length=1, max_length=500)
    file_name: str = Field(title="ชื่อแฟ้ม", min_length=1, max_length=200)
    file_content: bytes = Field(title="แฟ้มข้อมูล (JSON)", exclude=True, repr=False)


def publish_six_months(session: Session, actor: Actor, facts: PublishSixMonths, as_of: datetime) -> Outcome:
    """Keep the six months' follow-up as it is published, in the place of any before it.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``ita_too_early``,
    ``publication_unreadable``, ``already_published``.
    """
    recording = begin(session, actor, "publish_six_months", Permission.RECORD_EVALUATION, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    require_six_months(on_record, recording.today)
    if not facts.file_content.startswith(b"{") or len(facts.file_content) > LARGEST:
        raise ProcedureError(
            "publication_unreadable",
            "แฟ้มนี้ไม่ใช่แฟ้มข้อมูล JSON ของรายงานรอบ 6 เดือน โปรดทำใหม่ด้วยคำสั่ง traimas documents publish-six-months",
            "This is no JSON file of the six months; make it with `traimas documents publish-six-months`.",
        )
    sha256 = hashlib.sha256(facts.file_content).hexdigest()
    before = published_six_months(session, on_record)
    if before is not None and before.sha256 == sha256:
        raise ProcedureError(
            "already_published",
            "เผยแพร่ข้อมูลชุดนี้ไว้แล้ว จึงไม่มีการเปลี่ยนแปลง",
            "These very facts are published already; nothing was changed.",
        )
    file = session.exec(_kept(on_record).where(StoredFile.facts_digest == sha256)).first()
    if file is None:
        file = StoredFile(
            organization_id=actor.organization_id,
            purpose=PURPOSE,
            subject_kind="operation_plan",
            subject_id=on_record.plan_id,
            facts_digest=sha256,
            name=facts.file_name,
            media_type="application/json",
            sha256=sha256,
            content=facts.file_content,
        )
        session.add(file)
        session.flush()
    said = {**facts.model_dump(mode="json"), "file_sha256": sha256, "replaces": before.id if before else None}
    recording.write(said, PUBLISHED, PURPOSE, identity(file.id))
    return recording.outcome(
        f"เก็บรายงานรอบ 6 เดือน ปีงบประมาณ พ.ศ. {facts.fiscal_year} ชุดที่เผยแพร่แล้ว เอกสารที่ทำต่อไปเป็นข้อมูลชุดนี้",
        f"Kept the six months of {facts.fiscal_year} as published; documents made from now on are of these facts.",
        identity(file.id),
    )


def published_six_months(session: Session, on_record: PlanOnRecord) -> StoredFile | None:
    """Return what was published last of a plan's six months, if anything was."""
    published = _kept(on_record).join(Event, col(Event.subject_id) == col(StoredFile.id))
    told = published.where(Event.kind == PUBLISHED, Event.subject_kind == PURPOSE)
    return session.exec(told.order_by(col(Event.id).desc())).first()


def _kept(on_record: PlanOnRecord) -> SelectOfScalar[StoredFile]:
    return select(StoredFile).where(
        StoredFile.organization_id == on_record.organization_id,
        StoredFile.purpose == PURPOSE,
        StoredFile.subject_id == on_record.plan_id,
    )


def require_six_months(on_record: PlanOnRecord, today: date) -> None:
    """Refuse the state at 31 March before that day. Raises ``ProcedureError`` ``ita_too_early``."""
    last_day = on_record.fiscal_year.quarter(2).last_day
    if today < last_day:
        raise ProcedureError(
            "ita_too_early",
            f"ยังทำเอกสารนี้ไม่ได้ ข้อมูลเป็นของวันสิ้นไตรมาสที่ 2 โปรดทำตั้งแต่วันที่ {thai_date(last_day)} เป็นต้นไป",
            f"This tells the state at the second quarter's end; it can be made from {last_day} on.",
        )


ACTS = (
    RegisteredAct(
        publish_six_months,
        PublishSixMonths,
        Permission.RECORD_EVALUATION,
        ("documents", "publish-six-months"),
        "เผยแพร่รายงานการกำกับติดตามรอบ 6 เดือน",
        in_prefect=False,
    ),
)
