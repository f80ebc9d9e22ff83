"""The ``review`` flow: steps 3 and 4, telling what the committee resolved."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.runs import run_name, run_step
from flows.steps import review as take_step


@flow(name="review", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def review(organization_id: int, fiscal_year: int, as_of: datetime | None = None) -> State[Any]:
    """Take the step for one plan at an instant (UTC; None: now); run it again and nothing changes."""
    return await run_step(lambda database, instant: take_step(database, organization_id, fiscal_year, instant), as_of)
