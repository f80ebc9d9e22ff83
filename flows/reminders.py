"""The ``reminders`` flow: planning today's messages of all organizations, and sealing what has ended."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.perform import NoRequester, perform_at
from flows.runs import StepResult, run_name, run_step
from models.database import Database
from models.fault_points import fault_point
from notifications.planning import plan_notices
from procedure.acts.sealing import SealNotices, seal_notices
from procedure.errors import ProcedureError
from procedure.notice_seals import organizations_to_seal
from procedure.permissions import system_actor


@flow(name="reminders", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def reminders(as_of: datetime | None = None) -> State[Any]:
    """Plan what falls on the Bangkok day of an instant (UTC; None: now)."""
    return await run_step(plan_reminders, as_of)


def plan_reminders(database: Database, as_of: datetime) -> StepResult:
    """Plan the notices of all organizations in one transaction."""
    with database.write() as session:
        done = plan_notices(session, as_of)
    fault_point("planning_committed")
    seal_ended(database, as_of)
    if done.unreadable:
        raise RuntimeError(f"settings of organizations {done.unreadable} cannot be read; the others were planned")
    return StepResult("Planned", f"วางแผนส่ง {done.planned} ข้อความ ไม่ส่ง {done.not_sent} ข้อความ")


def seal_ended(database: Database, as_of: datetime) -> int:
    """Seal into each organization's audit what has ended in its ledger of notices; return how many were sealed."""
    with database.read() as session:
        waiting = organizations_to_seal(session)
    sealed = 0
    for number in waiting:
        try:
            perform_at(database, NoRequester(), seal_notices, system_actor(number), SealNotices(), as_of)
        except ProcedureError as refusal:
            if refusal.code not in ("nothing_to_seal", "conflict"):  # another run was there first
                raise
        else:
            sealed += 1
    return sealed
