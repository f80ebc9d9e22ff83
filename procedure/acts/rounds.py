"""Opening and closing a quarter's round: the schedule alone does it.

No clause fixes quarter days (domain.md 0, finding 6): they are the office's own settings.
"""

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import ObligationState
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.duties import day_after
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import Step, find_plan, identity, require_step, step_run
from procedure.progress import find_round, round_obligations
from procedure.rounds import open_round


class OpenQuarter(Facts):
    """A quarter's round opens."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)


class CloseQuarter(Facts):
    """A quarter's round closes after its lock day."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)


def open_quarter(session: Session, actor: Actor, facts: OpenQuarter, as_of: datetime) -> Outcome:
    """Open a round the day after its quarter ends: one obligation per post with projects in force.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``too_early``, ``round_open``.
    """
    recording = begin(session, actor, "open_quarter", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    if find_round(session, on_record.plan_id, facts.quarter):
        raise ProcedureError("round_open", "เปิดรอบรายงานไตรมาสนี้ไว้แล้ว", "The quarter's round is already open.")
    quarter_round = open_round(session, on_record, facts.quarter, recording.today)
    version = recording.write(
        facts.model_dump(mode="json"), "quarter_opened", "quarter_round", identity(quarter_round.id)
    )
    return Outcome(
        act="open_quarter",
        message_th=f"เปิดรอบรายงานไตรมาสที่ {facts.quarter} ครบกำหนดวันที่ {thai_date(quarter_round.due_on)}",
        message_en=f"Opened the round of quarter {facts.quarter}, due {quarter_round.due_on}.",
        subject_id=identity(quarter_round.id),
        run=step_run("quarterly_progress", on_record, version),
    )


def close_quarter(session: Session, actor: Actor, facts: CloseQuarter, as_of: datetime) -> Outcome:
    """Close a round after its lock day: what was not received is missed.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``round_not_open``, ``round_closed``, ``too_early``.
    """
    recording = begin(session, actor, "close_quarter", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is None:
        raise ProcedureError("round_not_open", "ยังไม่เปิดรอบรายงานไตรมาสนี้", "The quarter's round is not open.")
    if quarter_round.closed_on is not None:
        raise ProcedureError("round_closed", "ปิดรอบรายงานไตรมาสนี้แล้ว", "The quarter's round is already closed.")
    if recording.today <= quarter_round.lock_on:
        raise ProcedureError(
            "too_early",
            f"ยังปิดรอบไม่ได้ รับรายงานล่าช้าถึงวันที่ {thai_date(quarter_round.lock_on)}",
            f"Late reports are taken until {quarter_round.lock_on}.",
        )
    # The round closes when its lock day is over, however late the schedule comes to say so.
    quarter_round.closed_on = day_after(quarter_round.lock_on)
    session.add(quarter_round)
    for obligation in round_obligations(session, quarter_round):
        if obligation.state is ObligationState.OPEN:
            obligation.state, obligation.ended_on, obligation.late = (
                ObligationState.MISSED,
                quarter_round.closed_on,
                True,
            )
            session.add(obligation)
    version = recording.write(
        facts.model_dump(mode="json"), "quarter_closed", "quarter_round", identity(quarter_round.id)
    )
    return Outcome(
        act="close_quarter",
        message_th=f"ปิดรอบรายงานไตรมาสที่ {facts.quarter} แล้ว",
        message_en=f"Closed the round of quarter {facts.quarter}.",
        subject_id=identity(quarter_round.id),
        run=step_run("quarterly_progress", on_record, version),
    )


ACTS = (
    RegisteredAct(
        open_quarter, OpenQuarter, Permission.KEEP_ROUNDS, ("quarter", "open"), "เปิดรอบรายงานไตรมาส", in_prefect=False
    ),
    RegisteredAct(
        close_quarter, CloseQuarter, Permission.KEEP_ROUNDS, ("quarter", "close"), "ปิดรอบรายงานไตรมาส", in_prefect=False
    ),
)
