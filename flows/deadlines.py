"""The ``deadlines`` flow: the sweep that takes any step which the facts allow and nobody asked for."""

from datetime import datetime
from typing import Any

import structlog
from prefect import flow
from prefect.client.schemas.objects import State

from documents.keeping import unrendered_steps
from flows.quarterly_progress import keep_rounds
from flows.runs import StepResult, run_name, run_step
from flows.steps import PLAN_STEPS
from models.database import Database
from notifications.planning import plan_notices

log = structlog.get_logger()


@flow(name="deadlines", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def deadlines(as_of: datetime | None = None) -> State[Any]:
    """Sweep all organizations at an instant (UTC; None: now)."""
    return await run_step(sweep, as_of)


def sweep(database: Database, as_of: datetime) -> StepResult:
    """Render what is not rendered, keep the rounds, plan what is not planned: each finds nothing left to do twice.

    A failed run keeps its key for ever, so the sweep calls the step itself. One bad plan never stops the others.
    """
    with database.read() as session:
        waiting = unrendered_steps(session)
    did: list[str] = []
    failed: list[str] = []
    for step in waiting:
        try:
            result = PLAN_STEPS[step.step](database, step.organization_id, step.fiscal_year, as_of)
        except Exception as error:
            log.exception("step.not_taken", step=step.step, organization_id=step.organization_id)
            failed.append(f"{step.step} {step.organization_id}/{step.fiscal_year}: {type(error).__name__}")
        else:
            did.append(f"{step.step} {step.organization_id}/{step.fiscal_year}: {result.state_name}")
    # What has changed in a closed round is told by the run that its act asked for, at the latest by the daily one: to
    # look through every summary of every year costs too much four times an hour.
    rounds = keep_rounds(database, None, None, as_of, summaries_anew=False)
    did += rounds.did
    failed += rounds.failed
    with database.write() as session:
        planned = plan_notices(session, as_of)
    failed += [f"settings of organization {number}" for number in planned.unreadable]
    if failed:
        raise RuntimeError("; ".join(failed))
    return StepResult("Swept", f"ดำเนินการค้าง {len(did)} รายการ วางแผนส่ง {planned.planned} ข้อความ", did)
