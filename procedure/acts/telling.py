"""Recording that somebody was told outside the system (แจ้งทางไลน์/โทรศัพท์/หนังสือแล้ว): it counts as notice."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import Means, NoticeState
from models.organizations import Officer
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.assignments import post_by_title
from procedure.calendar import thai_date, thai_digits
from procedure.errors import ProcedureError
from procedure.notice_seals import WITHDRAWN, seal_of_told
from procedure.permissions import Actor, Permission
from procedure.plans import identity
from procedure.telling import add_told, may_tell, told_of, told_rows


class RecordTold(Facts):
    """A post was told of what it owes: by LINE, by telephone, or by a letter."""

    post: str = Field(title="ตำแหน่งที่ได้รับแจ้ง", min_length=1)
    means: Means = Field(title="แจ้งทาง (line ไลน์, phone โทรศัพท์, letter หนังสือ)")
    told_on: date = Field(title="วันที่แจ้ง")
    document: str = Field(default="", title="เลขที่หนังสือ (ต้องระบุเมื่อแจ้งเป็นหนังสือ)", max_length=100)
    obligation: int | None = Field(
        default=None, title="กำหนดเวลาหมายเลข (เว้นว่าง = ทุกเรื่องที่ค้างในวันนั้น)", ge=1, le=2**31 - 1
    )
    remark: str = Field(default="", title="หมายเหตุ", max_length=500)


class WithdrawTold(Facts):
    """What was recorded as told was not: the record stays, withdrawn, with the reason."""

    post: str = Field(title="ตำแหน่งที่บันทึกว่าได้รับแจ้ง", min_length=1)
    means: Means = Field(title="แจ้งทาง (line ไลน์, phone โทรศัพท์, letter หนังสือ)")
    told_on: date = Field(title="วันที่แจ้งตามที่บันทึกไว้")
    document: str = Field(default="", title="เลขที่หนังสือ (เว้นว่าง = ทุกฉบับ)", max_length=100)
    obligation: int | None = Field(default=None, title="กำหนดเวลาหมายเลข (เว้นว่าง = ทุกเรื่องที่บันทึกไว้)", ge=1, le=2**31 - 1)
    reason: str = Field(title="เหตุผลที่ถอน", min_length=1, max_length=500)


def record_told(session: Session, actor: Actor, facts: RecordTold, as_of: datetime) -> Outcome:
    """Record that a post was told outside the system, of one duty or of all that it was told of that day.

    Days are Bangkok dates. A head of division records for the own division's posts. It stands beside the ladder, which
    goes on as it was: the day's digest is sent all the same.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``, ``not_your_post``, ``date_in_future``,
    ``document_missing``, ``nothing_owed``, ``already_recorded``.
    """
    recording = begin(session, actor, "record_told", Permission.RECORD_TOLD, as_of)
    officer = _post(session, actor, facts.post)
    recording.dated(facts.told_on, "วันที่แจ้ง", "The day of telling")
    if facts.means is Means.LETTER and not facts.document:
        raise ProcedureError(
            "document_missing",
            "การแจ้งเป็นหนังสือต้องระบุเลขที่หนังสือ โปรดระบุ",
            "A letter is recorded with its number; give it.",
        )
    obligations = told_of(session, officer, facts.told_on, facts.obligation)
    if not obligations:
        raise ProcedureError(
            "nothing_owed",
            f"ณ วันที่ {thai_date(facts.told_on)} {officer.title} ไม่มีเรื่องที่ค้างให้แจ้ง โปรดตรวจสอบตำแหน่งและวันที่",
            f"{officer.title} owed nothing to be told of on {facts.told_on}; check the post and the day.",
        )
    rows = add_told(
        session, officer, obligations, facts.means, facts.told_on, facts.document, told_by_id=actor.officer_id
    )
    if not rows:
        raise ProcedureError(
            "already_recorded",
            f"บันทึกการแจ้ง {officer.title} ทาง{facts.means.name_th} วันที่ {thai_date(facts.told_on)} ไว้แล้ว จึงไม่ต้องบันทึกซ้ำ",
            f"That {officer.title} was told ({facts.means.value}) on {facts.told_on} is already recorded.",
        )
    recording.write(
        {**facts.model_dump(mode="json"), **seal_of_told(rows)},
        "told_outside",
        "officer",
        identity(officer.id),
        notices=[row.id for row in rows],
    )
    return recording.outcome(
        f"บันทึกแล้วว่าแจ้ง {officer.title} ทาง{facts.means.name_th} เมื่อวันที่ {thai_date(facts.told_on)} "
        f"จำนวน {thai_digits(len(rows))} เรื่อง",
        f"Recorded that {officer.title} was told ({facts.means.value}) on {facts.told_on}, of {len(rows)} duties.",
        identity(officer.id),
    )


def withdraw_told(session: Session, actor: Actor, facts: WithdrawTold, as_of: datetime) -> Outcome:
    """Withdraw what was recorded as told by mistake; the row stays in the ledger as not sent.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``, ``not_your_post``, ``not_recorded``.
    """
    recording = begin(session, actor, "withdraw_told", Permission.RECORD_TOLD, as_of)
    officer = _post(session, actor, facts.post)
    rows = told_rows(session, officer, facts.means, facts.told_on, facts.document, facts.obligation)
    if not rows:
        raise ProcedureError(
            "not_recorded",
            f"ไม่พบบันทึกการแจ้ง {officer.title} ทาง{facts.means.name_th} วันที่ {thai_date(facts.told_on)} โปรดตรวจสอบ",
            f"There is no record that {officer.title} was told ({facts.means.value}) on {facts.told_on}; check it.",
        )
    for row in rows:
        row.state, row.reason = NoticeState.NOT_SENT, WITHDRAWN
        session.add(row)
    recording.write(
        {**facts.model_dump(mode="json"), "notices": [identity(row.id) for row in rows]},
        "told_withdrawn",
        "officer",
        identity(officer.id),
        notices=[row.id for row in rows],
    )
    return recording.outcome(
        f"ถอนบันทึกการแจ้ง {officer.title} ทาง{facts.means.name_th} วันที่ {thai_date(facts.told_on)} "
        f"จำนวน {thai_digits(len(rows))} เรื่องแล้ว",
        f"Withdrew the record that {officer.title} was told ({facts.means.value}) on {facts.told_on}, "
        f"of {len(rows)} duties.",
        identity(officer.id),
    )


def _post(session: Session, actor: Actor, title: str) -> Officer:
    officer = post_by_title(session, actor.organization_id, title)
    if not may_tell(actor, officer):
        raise ProcedureError(
            "not_your_post",
            "ท่านบันทึกการแจ้งได้เฉพาะของตำแหน่งในกองของท่าน",
            "You may record this only for your own division's posts.",
        )
    return officer


ACTS = (
    RegisteredAct(
        record_told,
        RecordTold,
        Permission.RECORD_TOLD,
        ("notices", "told"),
        "บันทึกว่าแจ้งทางไลน์ โทรศัพท์ หรือหนังสือแล้ว",
        options={"post": "--officer"},  # --post is who acts
    ),
    RegisteredAct(
        withdraw_told,
        WithdrawTold,
        Permission.RECORD_TOLD,
        ("notices", "withdraw-told"),
        "ถอนบันทึกการแจ้งที่บันทึกผิด",
        options={"post": "--officer"},
    ),
)
