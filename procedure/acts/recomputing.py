"""Re-computing the days of open quarters, once a holiday or the office's settings have changed them.

No clause fixes quarter days, so that a holiday may move them; an authority's due day of law never moves.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from models.kinds import DueDayCause
from models.quarters import QuarterRound
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.moving import Authority, Moves
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, find_plan, identity
from procedure.quarter_days import quarter_days
from procedure.rounds import move_round


class RecomputeDays(Facts):
    """The days of a plan's open quarters are computed anew."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])


def days_to_move(session: Session, on_record: PlanOnRecord) -> list[tuple[QuarterRound, date, date]]:
    """Return the plan's open rounds whose due or lock day is no longer the one on record, with the days as they are.

    A round never becomes due before it opens.
    """
    rounds = session.exec(
        select(QuarterRound)
        .where(
            QuarterRound.organization_id == on_record.organization_id,
            QuarterRound.plan_id == on_record.plan_id,
            col(QuarterRound.closed_on).is_(None),
        )
        .order_by(col(QuarterRound.number))
    )
    found: list[tuple[QuarterRound, date, date]] = []
    for row in rounds:
        due_on, lock_on = quarter_days(session, on_record, row.number)
        if (due_on, lock_on) != (row.due_on, row.lock_on) and due_on >= row.opens_on:
            found.append((row, due_on, lock_on))
    return found


def recompute_days(session: Session, actor: Actor, facts: RecomputeDays, as_of: datetime) -> Outcome:
    """Move the open rounds and what is open in them to the days as they are now; for the schedule alone.

    A post that was given more time of its own keeps it. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``nothing_to_move``.
    """
    recording = begin(session, actor, "recompute_days", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    changed = days_to_move(session, on_record)
    if not changed:
        raise ProcedureError(
            "nothing_to_move",
            "วันครบกำหนดของไตรมาสที่เปิดอยู่ไม่เปลี่ยนแปลง",
            "The due days of the open quarters are as they were.",
        )
    moves = Moves(recording, on_record, Authority(DueDayCause.HOLIDAY, recording.today))
    for quarter_round, due_on, lock_on in changed:
        move_round(moves, quarter_round, due_on, lock_on)
    numbers = [row.number for row, _due, _lock in changed]
    first = identity(changed[0][0].id)
    recording.write(
        {**facts.model_dump(mode="json"), "quarters": numbers},
        "days_recomputed",
        "quarter_round",
        first,
        rounds=numbers,
    )
    moves.tell()
    told = ", ".join(thai_digits(number) for number in numbers)
    return recording.outcome(
        f"คำนวณวันครบกำหนดไตรมาสที่ {told} ใหม่แล้ว",
        f"Computed the days of quarter {', '.join(str(number) for number in numbers)} anew.",
        first,
    )


ACTS = (
    RegisteredAct(
        recompute_days,
        RecomputeDays,
        Permission.KEEP_ROUNDS,
        ("quarter", "recompute"),
        "คำนวณวันครบกำหนดของไตรมาสใหม่",
        in_prefect=False,
    ),
)
