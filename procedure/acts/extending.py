"""Extending the time to complete a plan: the executive's power alone.

Source: MOI Regulation 2548 cl. 27, last sentence (domain.md 1.1, [U]: near-certain, to be confirmed by a user);
counting on from the original due day: Supreme Court 2981/2545.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import DueDayCause, ExtensionPaper, ObligationState
from models.obligations import Obligation
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin
from procedure.calendar import nth_day, thai_date
from procedure.errors import ProcedureError
from procedure.moving import Authority, Moves
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_edition, identity
from procedure.triggers import completion_obligations


class ExtendCompletion(EditionFacts):
    """The executive extends the time to complete an edition by a number of days."""

    days: int = Field(title="ขยายออกไป (วัน)", ge=1, le=365)
    paper: ExtensionPaper = Field(title="เอกสาร (announcement ประกาศ, order คำสั่ง, memo บันทึกอนุมัติ)")
    number: str = Field(default="", title="เลขที่ (ถ้ามี)")
    dated_on: date = Field(title="ลงวันที่")


def extend_completion(session: Session, actor: Actor, facts: ExtendCompletion, as_of: datetime) -> Outcome:
    """Extend every open period of thirty days of an edition, each counted on from its own due day.

    Dated on or before the due day it moves the day and withdraws "late"; dated later it is kept and shown, and the
    obligation stays late. A closed obligation never moves. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``no_edition``, ``which_edition``, ``date_in_future``, ``date_before_start``, ``already_completed``,
    ``no_time_limit``.
    """
    recording = begin(session, actor, "extend_completion", Permission.EXTEND_TIME, as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        *Step,
        fits=lambda one: any(row.state is ObligationState.OPEN for row in completion_obligations(session, one)),
    )
    recording.dated(facts.dated_on, "วันที่ของเอกสารขยายเวลา", "The extension")
    running = _running(session, on_record, facts.dated_on)
    by = Authority(DueDayCause.EXTENSION, facts.dated_on, paper=facts.paper, number=facts.number)
    moves = Moves(recording, on_record, by)
    days = {identity(row.id): row.due_on for row in running}
    for obligation in running:
        # Supreme Court 2981/2545: counted on from the due day, holidays among its first days or not.
        extended = nth_day(obligation.due_on, facts.days)
        if facts.dated_on <= obligation.due_on:
            moves.move(obligation, extended, days=facts.days)
        else:
            moves.keep(obligation, extended, days=facts.days, withdrew_late=False)
            obligation.extended_late_on = facts.dated_on
            session.add(obligation)
    earliest = min(running, key=lambda row: row.due_on)
    recording.write(
        facts.model_dump(mode="json"),
        "completion_extended",
        "obligation",
        identity(earliest.id),
        from_due_on=days[identity(earliest.id)].isoformat(),
        due_on=earliest.due_on.isoformat(),
    )
    moves.tell()
    if not moves.moved:
        return recording.outcome(
            "บันทึกแล้ว: ขยายเวลาภายหลังครบกำหนด จึงยังถือว่าล่าช้า",
            "Recorded: extended after the due day, so it stays late.",
            identity(earliest.id),
        )
    # An edition that discharges several events is due by the earliest of them.
    return recording.outcome(
        f"ขยายเวลาจัดทำแผนถึงวันที่ {thai_date(earliest.due_on)}",
        f"Extended to {earliest.due_on}.",
        identity(earliest.id),
    )


def _running(session: Session, on_record: PlanOnRecord, dated_on: date) -> list[Obligation]:
    """Return the open periods that had begun by the day of the paper."""
    owed = completion_obligations(session, on_record)
    if not owed:
        raise ProcedureError(
            "no_time_limit",
            "ฉบับนี้ไม่มีกำหนดเวลาสามสิบวัน จึงไม่มีกำหนดเวลาให้ขยาย",
            "This edition has no thirty days to extend.",
            clause="ข้อ ๒๗",
        )
    still_open = [row for row in owed if row.state is ObligationState.OPEN]
    if not still_open:
        raise ProcedureError(
            "already_completed",
            "แผนจัดทำแล้วเสร็จแล้ว จึงขยายเวลาไม่ได้",
            "The plan is already completed; its time limit no longer moves.",
            clause="ข้อ ๒๗",
        )
    running = [row for row in still_open if row.started_on <= dated_on]
    if not running:
        started_on = min(row.started_on for row in still_open)
        raise ProcedureError(
            "date_before_start",
            f"เอกสารขยายเวลาลงวันที่ก่อนวันเริ่มนับ ({thai_date(started_on)}) โปรดตรวจสอบวันที่",
            f"The extension is dated before the period began ({started_on}); check the date.",
        )
    return running


ACTS = (
    RegisteredAct(
        extend_completion,
        ExtendCompletion,
        Permission.EXTEND_TIME,
        ("plan", "extend"),
        "บันทึกการขยายเวลาจัดทำแผน",
        options={"dated_on": "--dated"},
    ),
)
