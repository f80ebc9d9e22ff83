"""What an office allows itself about a quarter: its own due day, and leave for one post to report after the lock."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import DueDayCause
from models.quarters import ChosenQuarterDay, LockException
from procedure.act import Facts, Outcome, RegisteredAct, begin, require_not_future
from procedure.assignments import post_by_title
from procedure.calendar import thai_date
from procedure.duties import day_after, lock_day
from procedure.errors import ProcedureError
from procedure.moving import Authority, Moves
from procedure.permissions import Actor, Permission
from procedure.plans import find_plan, identity
from procedure.progress import find_round, round_obligations
from procedure.quarter_days import chosen_day
from procedure.rounds import move_round


class ChooseQuarterDay(Facts):
    """The office chooses a quarter's due day, and its lock day, in place of its usual ones."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)
    due_on: date = Field(title="ครบกำหนดวันที่")
    lock_on: date | None = Field(default=None, title="ปิดรับเมื่อสิ้นวันที่ (เว้นว่าง: นับต่อตามที่หน่วยงานตั้งไว้)")
    reason: str = Field(title="เหตุผล", min_length=1, max_length=1000)


class GrantException(Facts):
    """Leave for one post to report a quarter after its lock day, between two dates (both inclusive)."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)
    post: str = Field(title="ตำแหน่งผู้รายงาน", min_length=1, max_length=300)
    authority: str = Field(title="ผู้อนุญาต", min_length=1, max_length=300)
    document: str = Field(title="เอกสาร (เลขที่หนังสือหรือบันทึก)", min_length=1, max_length=300)
    dated_on: date = Field(title="ลงวันที่")
    expires_on: date = Field(title="ส่งได้ถึงวันที่")


def choose_quarter_day(session: Session, actor: Actor, facts: ChooseQuarterDay, as_of: datetime) -> Outcome:
    """Choose a quarter's due and lock day; those of an open round move with its open obligations, each kept with why.

    Obligations already met or missed never move. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``round_closed``, ``due_before_opening``, ``lock_before_due``, ``due_in_past`` for a round that is open.
    """
    recording = begin(session, actor, "choose_quarter_day", Permission.CHOOSE_DAYS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is not None and quarter_round.closed_on is not None:
        raise ProcedureError(
            "round_closed",
            "ปิดรอบรายงานไตรมาสนี้แล้ว จึงเลื่อนวันครบกำหนดไม่ได้",
            "The quarter's round is closed; its days no longer move.",
        )
    lock_on = facts.lock_on or lock_day(facts.due_on, on_record.office_settings.lock_after_days)
    opens_on = day_after(on_record.fiscal_year.quarter(facts.quarter).last_day)
    _require_days_in_order(facts.due_on, lock_on, opens_on)
    if quarter_round is not None and facts.due_on < recording.today:
        raise ProcedureError(
            "due_in_past",
            "เปิดรอบรายงานแล้ว จึงกำหนดวันครบกำหนดเป็นวันที่ผ่านไปแล้วไม่ได้",
            "The round is open: its due day cannot be moved to a day that has passed.",
        )
    chosen = chosen_day(session, on_record.plan_id, facts.quarter) or ChosenQuarterDay(
        organization_id=on_record.organization_id,
        plan_id=on_record.plan_id,
        number=facts.quarter,
        due_on=facts.due_on,
        lock_on=lock_on,
    )
    chosen.due_on, chosen.lock_on = facts.due_on, lock_on
    session.add(chosen)
    session.flush()
    stated = {**facts.model_dump(mode="json"), "lock_on": lock_on.isoformat()}
    subject_kind, subject_id = "chosen_quarter_day", identity(chosen.id)
    moves = Moves(recording, on_record, Authority(DueDayCause.CHOSEN_DAY, recording.today, facts.reason))
    if quarter_round is not None:
        subject_kind, subject_id = "quarter_round", identity(quarter_round.id)
        move_round(moves, quarter_round, facts.due_on, lock_on)
    recording.write(stated, "quarter_day_chosen", subject_kind, subject_id)
    moves.tell()
    return Outcome(
        act="choose_quarter_day",
        message_th=f"ไตรมาสที่ {facts.quarter} ครบกำหนดวันที่ {thai_date(facts.due_on)} ปิดรับเมื่อสิ้นวันที่ {thai_date(lock_on)}",
        message_en=f"Quarter {facts.quarter} is due {facts.due_on} and locks at the end of {lock_on}.",
        subject_id=subject_id,
    )


def grant_exception(session: Session, actor: Actor, facts: GrantException, as_of: datetime) -> Outcome:
    """Let one post report a quarter after its lock day, by what authority and paper and until when.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``round_not_open``, ``unknown_officer``,
    ``nothing_owed``, ``date_in_future``, ``expires_before_dated``, ``expires_before_lock``.
    """
    recording = begin(session, actor, "grant_exception", Permission.GRANT_EXCEPTION, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is None:
        raise ProcedureError("round_not_open", "ยังไม่เปิดรอบรายงานไตรมาสนี้", "The quarter's round is not open.")
    officer = post_by_title(session, actor.organization_id, facts.post)
    if officer.id not in {row.officer_id for row in round_obligations(session, quarter_round)}:
        raise ProcedureError(
            "nothing_owed",
            "ตำแหน่งนี้ไม่มีรายงานที่ต้องส่งในไตรมาสนี้ โปรดตรวจสอบตำแหน่ง",
            "This post owes no report for the quarter; check the post.",
        )
    require_not_future(facts.dated_on, recording.today, "วันที่ของเอกสารอนุญาต", "The paper")
    if facts.expires_on < facts.dated_on:
        raise ProcedureError(
            "expires_before_dated",
            "วันสิ้นสุดการอนุญาตอยู่ก่อนวันที่ของเอกสาร โปรดตรวจสอบวันที่",
            "The leave ends before the paper is dated; check the dates.",
        )
    if facts.expires_on <= quarter_round.lock_on:
        raise ProcedureError(
            "expires_before_lock",
            f"รับรายงานถึงสิ้นวันที่ {thai_date(quarter_round.lock_on)} อยู่แล้ว จึงไม่ต้องอนุญาต หรือโปรดตรวจสอบวันที่สิ้นสุด",
            f"Reports are taken until {quarter_round.lock_on} anyway; no leave is needed, or check the day it ends.",
        )
    exception = LockException(
        organization_id=actor.organization_id,
        round_id=identity(quarter_round.id),
        officer_id=identity(officer.id),
        authority=facts.authority,
        document=facts.document,
        dated_on=facts.dated_on,
        expires_on=facts.expires_on,
    )
    session.add(exception)
    session.flush()
    recording.write(facts.model_dump(mode="json"), "exception_granted", "lock_exception", identity(exception.id))
    return Outcome(
        act="grant_exception",
        message_th=f"อนุญาตให้{officer.title} ส่งรายงานไตรมาสที่ {facts.quarter} หลังปิดรับ"
        f"ได้ถึงวันที่ {thai_date(facts.expires_on)}",
        message_en=f"{officer.title} may report quarter {facts.quarter} after the lock until {facts.expires_on}.",
        subject_id=identity(exception.id),
    )


def _require_days_in_order(due_on: date, lock_on: date, opens_on: date) -> None:
    if due_on < opens_on:
        raise ProcedureError(
            "due_before_opening",
            f"รอบรายงานเปิดวันที่ {thai_date(opens_on)} วันครบกำหนดต้องไม่อยู่ก่อนวันนั้น",
            f"The round opens on {opens_on}; the due day cannot be before that.",
        )
    if lock_on < due_on:
        raise ProcedureError(
            "lock_before_due",
            "วันปิดรับอยู่ก่อนวันครบกำหนด โปรดตรวจสอบวันที่",
            "The lock day is before the due day; check the dates.",
        )


ACTS = (
    RegisteredAct(
        choose_quarter_day,
        ChooseQuarterDay,
        Permission.CHOOSE_DAYS,
        ("quarter", "choose-day"),
        "กำหนดวันครบกำหนดรายงานของไตรมาส",
    ),
    RegisteredAct(
        grant_exception,
        GrantException,
        Permission.GRANT_EXCEPTION,
        ("quarter", "grant-exception"),
        "อนุญาตให้ส่งรายงานหลังปิดรับ",
        options={"post": "--officer"},  # --post is who acts
    ),
)
