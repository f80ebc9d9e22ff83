"""Obligations: creating them, ending them, and the sentence by which each explains its due day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models.kinds import EditionKind, ObligationRule, ObligationState, Role, TriggerKind
from models.obligations import Obligation
from models.plans import Edition
from procedure.calendar import (
    WorkingDays,
    bangkok_date,
    english_date,
    is_late,
    nth_day,
    thai_date,
    thai_date_short,
    thai_weekday,
)
from procedure.errors import ProcedureError
from procedure.other_duties import CHOSEN_RULES, DUTY_NAMES, Explained, explain_chosen, explain_december
from procedure.permissions import officers_with_role
from procedure.plans import PlanOnRecord, identity
from procedure.rules import OBLIGATION_RULES, DueDay, due_day


def owing_analyst(session: Session, organization_id: int) -> int:
    """Return the post that owes the plan's own deadlines: the plan analyst.

    Raises ``ProcedureError`` ``no_plan_analyst``.
    """
    analysts = officers_with_role(session, organization_id, Role.PLAN_ANALYST)
    if not analysts:
        raise ProcedureError(
            "no_plan_analyst",
            "หน่วยงานยังไม่มีตำแหน่งนักวิเคราะห์นโยบายและแผน โปรดเพิ่มตำแหน่งก่อน",
            "The organization has no plan analyst post; add one first.",
        )
    return identity(analysts[0].id)


def owe_by_rule(
    session: Session,
    on_record: PlanOnRecord,
    rule: ObligationRule,
    subject_kind: str,
    subject_id: int,
    start: date,
    *,
    today: date,
    trigger_kind: TriggerKind | None = None,
    officer_id: int | None = None,
) -> Obligation:
    """Create the obligation of a rule of law, counted from an event on ``start`` (Bangkok date).

    ``today`` is the Bangkok date of the recording: what was over by then, or belongs to a year typed in later, is
    silent. The plan analyst owes it unless ``officer_id`` names another post. Raises ``ProcedureError`` as ``due_day``
    does, and ``no_plan_analyst``.
    """
    due = due_day(OBLIGATION_RULES[rule], start, WorkingDays()).due
    obligation = Obligation(
        organization_id=on_record.organization_id,
        rule=rule,
        plan_id=on_record.plan_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        officer_id=owing_analyst(session, on_record.organization_id) if officer_id is None else officer_id,
        started_on=start,
        opens_on=start,
        due_on=due,
        trigger_kind=trigger_kind,
        silent=due < today or opened_after_its_year(session, on_record),
    )
    session.add(obligation)
    session.flush()
    return obligation


def opened_after_its_year(session: Session, on_record: PlanOnRecord) -> bool:
    """Tell whether a plan was typed in once its fiscal year was over: nobody is told anything of it."""
    opened_on = session.exec(
        select(col(Edition.opened_on)).where(Edition.plan_id == on_record.plan_id, Edition.kind == EditionKind.BASE)
    ).one()
    return opened_on > on_record.fiscal_year.last_day


def meet(
    session: Session,
    organization_id: int,
    rule: ObligationRule,
    subject_kind: str,
    subject_id: int,
    met_on: date,
    officer_id: int | None = None,
) -> None:
    """End the open obligations of a rule and subject as met on a day; late if the day is after the due day.

    A minimum period (``ObligationRule.minimum``) is never late.
    """
    statement = select(Obligation).where(
        Obligation.organization_id == organization_id,
        Obligation.rule == rule,
        Obligation.subject_kind == subject_kind,
        Obligation.subject_id == subject_id,
        Obligation.state == ObligationState.OPEN,
    )
    if officer_id is not None:
        statement = statement.where(Obligation.officer_id == officer_id)
    for obligation in session.exec(statement):
        obligation.state = ObligationState.MET
        obligation.ended_on = met_on
        obligation.late = not rule.minimum and met_on > obligation.due_on
        session.add(obligation)


def withdraw(
    session: Session,
    organization_id: int,
    rule: ObligationRule,
    subject_kind: str,
    subject_ids: Iterable[int],
    ended_on: date,
) -> None:
    """End the open obligations of a rule and some subjects as withdrawn: what they waited for is no longer awaited."""
    statement = select(Obligation).where(
        Obligation.organization_id == organization_id,
        Obligation.rule == rule,
        Obligation.subject_kind == subject_kind,
        col(Obligation.subject_id).in_(set(subject_ids)),
        Obligation.state == ObligationState.OPEN,
    )
    for obligation in session.exec(statement):
        obligation.state, obligation.ended_on = ObligationState.WITHDRAWN, ended_on
        session.add(obligation)


def law_due_day(obligation: Obligation, working_days: WorkingDays) -> DueDay:
    """Return the due day of an obligation of law with its explanation."""
    kind = obligation.trigger_kind or TriggerKind.ANNUAL_BUDGET
    return due_day(OBLIGATION_RULES[obligation.rule], obligation.started_on, working_days, kind)


def explain(obligation: Obligation, working_days: WorkingDays) -> tuple[str, str]:
    """Return why an obligation falls due that day, in Thai and English."""
    if obligation.rule is ObligationRule.REPORT_QUARTER:
        return _explain_quarter(obligation)
    if obligation.rule not in OBLIGATION_RULES:
        explained = _explain_other(obligation, working_days)
        return explained.explanation_th, explained.explanation_en
    law = law_due_day(obligation, working_days)
    th, en = law.explanation_th, law.explanation_en
    if obligation.due_on != law.due:
        th += (
            f" ต่อมาผู้บริหารท้องถิ่นขยายเวลาออกไป โดยนับต่อจากวันครบกำหนดเดิม ครบกำหนดใหม่"
            f"{thai_weekday(obligation.due_on)}ที่ {thai_date(obligation.due_on)} ตามข้อ ๒๗"
        )
        en += (
            f" The executive extended it, counted on from the due day itself, to {english_date(obligation.due_on)} "
            "(clause 27)."
        )
    if obligation.extended_late_on:
        th += f" (มีการขยายเวลาภายหลังครบกำหนด ลงวันที่ {thai_date(obligation.extended_late_on)} จึงไม่เลื่อนกำหนด)"
        en += f" An extension dated {english_date(obligation.extended_late_on)}, after the due day, does not move it."
    return th, en


def _explain_quarter(obligation: Obligation) -> tuple[str, str]:
    lock_on = obligation.lock_on or obligation.due_on
    th = (
        f"ต้องรายงานความก้าวหน้าภายใน{thai_weekday(obligation.due_on)}ที่ {thai_date(obligation.due_on)} "
        f"ตามกำหนดที่หน่วยงานตั้งไว้ (มิใช่กำหนดตามกฎหมาย) ส่งล่าช้าได้ถึงวันที่ {thai_date(lock_on)}"
    )
    en = (
        f"The progress report is due by {english_date(obligation.due_on)}, a day set by the office itself, not by law; "
        f"late reports are taken until {english_date(lock_on)}."
    )
    return th, en


def _explain_other(obligation: Obligation, working_days: WorkingDays) -> Explained:
    if obligation.rule in CHOSEN_RULES:
        return explain_chosen(obligation.rule, obligation.due_on)
    return explain_december(obligation.rule, obligation.due_on, working_days)


def short_due(obligation: Obligation) -> str:
    """Return the due day for small places: วันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙."""
    return f"{thai_weekday(obligation.due_on)}ที่ {thai_date_short(obligation.due_on)}"


def short_duty(obligation: Obligation, working_days: WorkingDays) -> str:
    """Return a duty in one line for a phone, by its due day as it stands now."""
    if obligation.rule is ObligationRule.REPORT_QUARTER:
        return f"{DUTY_NAMES[obligation.rule]}ภายใน{short_due(obligation)}"
    if obligation.rule not in OBLIGATION_RULES:
        return _explain_other(obligation, working_days).short_th
    law = law_due_day(obligation, working_days)
    return law.short_th if obligation.due_on == law.due else f"ขยายเวลาถึง{short_due(obligation)}"


def standing(obligation: Obligation, as_of: datetime) -> str:
    """Return how an obligation stands at an instant: open, late, met, met_late, missed, keeping or may_end.

    Before the day it ended it is told as it stood then: open or late.
    """
    if obligation.ended_on is not None and obligation.ended_on <= bangkok_date(as_of):
        return "met_late" if obligation.state is ObligationState.MET and obligation.late else obligation.state.value
    if obligation.rule.minimum:
        return "keeping" if bangkok_date(as_of) <= obligation.due_on else "may_end"
    return "late" if is_late(obligation.due_on, as_of) else "open"


def lock_day(due_on: date, lock_after_days: int) -> date:
    """Return the day on which reports close, counted on from the due day."""
    return nth_day(due_on, lock_after_days)


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
