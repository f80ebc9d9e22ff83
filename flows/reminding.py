"""Reminding from the command line: a day foreseen and nothing kept, or planned for real. Prefect is not needed."""

from datetime import date

from flows.instants import present_instant, record_instant
from flows.round_keeping import keep_once, keep_plan
from models.database import Database
from notifications.day_told import DayTold, planned_ids, read_day
from notifications.foresight import foresee_day, planning_instant
from notifications.planning import plan_notices
from procedure.calendar import bangkok_date
from procedure.plans import all_plans
from procedure.scheduled import warnings_due


def foresee(database: Database, day: date | None, organization_id: int | None = None) -> DayTold:
    """Return who would hear on a Bangkok day (None: today) and who would not; nothing is kept."""
    present = present_instant(database)
    with database.write() as session:
        try:
            return foresee_day(session, day or bangkok_date(present), present, organization_id)
        finally:
            session.rollback()


def remind(database: Database, day: date | None, organization_id: int | None = None) -> DayTold:
    """Keep the rounds and plan a Bangkok day (None: today) for real; return who will hear and who will not.

    Raises ``ProcedureError`` ``not_a_rehearsal`` for another day than today's in a database in real use, and what an
    act of the schedule refuses.
    """
    present = present_instant(database)
    away = day is not None and day != bangkok_date(present)
    instant = record_instant(database, planning_instant(day, present)) if day and away else present
    with database.read() as session:
        plans = [plan for plan in all_plans(session) if organization_id in (None, plan.organization_id)]
        warnings = warnings_due(session, instant, {plan.organization_id for plan in plans})
    for plan in plans:
        keep_plan(database, plan, instant)
    for warning in warnings:
        keep_once(database, warning, instant)
    with database.write() as session:
        before = planned_ids(session, organization_id)
        planned = plan_notices(session, instant, organization_id)
        return read_day(session, bangkok_date(instant), before, organization_id, planned.unreadable)
