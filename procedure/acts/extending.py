"""Extending the time to complete a plan: the executive's power alone.

Source: MOI Regulation 2548 cl. 27, last sentence (domain.md 1.1, [U]: near-certain, to be confirmed by a user);
counting on from the original due day: Supreme Court 2981/2545.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, select

from models.kinds import ExtensionPaper, ObligationRule, ObligationState
from models.obligations import DueDayChange, Obligation
from procedure.act import Facts, Outcome, RegisteredAct, begin, require_not_future
from procedure.calendar import nth_day, thai_date
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import find_plan, identity


class ExtendCompletion(Facts):
    """The executive extends the time to complete the plan by a number of days."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    days: int = Field(title="ขยายออกไป (วัน)", ge=1, le=365)
    paper: ExtensionPaper = Field(title="เอกสาร (announcement ประกาศ, order คำสั่ง, memo บันทึกอนุมัติ)")
    number: str = Field(default="", title="เลขที่ (ถ้ามี)")
    dated_on: date = Field(title="ลงวันที่")


def extend_completion(session: Session, actor: Actor, facts: ExtendCompletion, as_of: datetime) -> Outcome:
    """Extend the thirty days, counted on from the due day itself; each superseded date is kept.

    Dated on or before the due day it moves the day and withdraws "late"; dated later it is kept and shown, and the
    obligation stays late. A closed obligation never moves. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``date_in_future``, ``date_before_start``, ``already_completed``.
    """
    recording = begin(session, actor, "extend_completion", Permission.EXTEND_TIME, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_not_future(facts.dated_on, recording.today, "วันที่ของเอกสารขยายเวลา", "The extension")
    obligation = session.exec(
        select(Obligation).where(
            Obligation.plan_id == on_record.plan_id, Obligation.rule == ObligationRule.COMPLETE_PLAN
        )
    ).one()
    if obligation.state is not ObligationState.OPEN:
        raise ProcedureError(
            "already_completed",
            "แผนจัดทำแล้วเสร็จแล้ว จึงขยายเวลาไม่ได้",
            "The plan is already completed; its time limit no longer moves.",
            clause="ข้อ ๒๗",
        )
    if facts.dated_on < obligation.started_on:
        raise ProcedureError(
            "date_before_start",
            f"เอกสารขยายเวลาลงวันที่ก่อนวันเริ่มนับ ({thai_date(obligation.started_on)}) โปรดตรวจสอบวันที่",
            f"The extension is dated before the period began ({obligation.started_on}); check the date.",
        )
    before = obligation.due_on
    in_time = facts.dated_on <= before
    # Supreme Court 2981/2545: the extension is counted on from the due day, holidays among its first days or not.
    extended = nth_day(before, facts.days)
    session.add(
        DueDayChange(
            organization_id=actor.organization_id,
            obligation_id=identity(obligation.id),
            from_due_on=before,
            to_due_on=extended,
            days=facts.days,
            paper=facts.paper,
            number=facts.number,
            dated_on=facts.dated_on,
            withdrew_late=in_time,
            as_of=as_of,
        )
    )
    if in_time:
        obligation.due_on = extended
        obligation.due_version += 1  # notices of the old day are superseded, the ladder is planned anew
    else:
        obligation.extended_late_on = facts.dated_on
    session.add(obligation)
    recording.write(
        facts.model_dump(mode="json"),
        "completion_extended",
        "obligation",
        identity(obligation.id),
        from_due_on=before.isoformat(),
        due_on=obligation.due_on.isoformat(),
    )
    return Outcome(
        act="extend_completion",
        message_th=f"ขยายเวลาจัดทำแผนถึงวันที่ {thai_date(obligation.due_on)}"
        if in_time
        else "บันทึกแล้ว: ขยายเวลาภายหลังครบกำหนด จึงยังถือว่าล่าช้า",
        message_en=f"Extended to {obligation.due_on}."
        if in_time
        else "Recorded: extended after the due day, so it stays late.",
        subject_id=identity(obligation.id),
    )


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
