"""The ``reminders`` flow: planning today's messages of all organizations from open obligations and events."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.runs import StepResult, run_name, run_step
from models.database import Database
from models.fault_points import fault_point
from notifications.planning import plan_notices


@flow(name="reminders", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def reminders(as_of: datetime | None = None) -> State[Any]:
    """Plan what falls on the Bangkok day of an instant (UTC; None: now)."""
    return await run_step(plan_reminders, as_of)


def plan_reminders(database: Database, as_of: datetime) -> StepResult:
    """Plan the notices of all organizations in one transaction."""
    with database.write() as session:
        done = plan_notices(session, as_of)
    fault_point("planning_committed")
    if done.unreadable:
        raise RuntimeError(f"settings of organizations {done.unreadable} cannot be read; the others were planned")
    return StepResult("Planned", f"วางแผนส่ง {done.planned} ข้อความ ไม่ส่ง {done.not_sent} ข้อความ")
