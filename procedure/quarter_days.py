"""The due day and the lock day of a quarter's reports: chosen for a plan, or the office's usual ones.

No clause fixes quarter days (domain.md 0, finding 6), so that an office may move them as it likes.
"""

from datetime import date

from sqlmodel import Session, select

from models.quarters import ChosenQuarterDay
from procedure.duties import lock_day
from procedure.holiday_days import office_working_days
from procedure.plans import PlanOnRecord


def chosen_day(session: Session, plan_id: int, number: int) -> ChosenQuarterDay | None:
    """Return the days that the office chose for one quarter of a plan, if it chose any."""
    return session.exec(
        select(ChosenQuarterDay).where(ChosenQuarterDay.plan_id == plan_id, ChosenQuarterDay.number == number)
    ).first()


def quarter_days(session: Session, on_record: PlanOnRecord, number: int) -> tuple[date, date]:
    """Return the due day and the lock day (both inclusive, Bangkok dates) of a quarter of a plan.

    A chosen day stands as chosen, holiday or not. The office's usual day moves to the next working day where its
    settings say so; the lock day is then counted from the moved day.
    """
    chosen = chosen_day(session, on_record.plan_id, number)
    if chosen is not None:
        return chosen.due_on, chosen.lock_on
    office = on_record.office_settings
    due_on = office.quarter_due_on(on_record.fiscal_year.quarter(number))
    if office.quarter_due_next_working_day:
        due_on = office_working_days(session).on_or_after(due_on)
    return due_on, lock_day(due_on, office.lock_after_days)
