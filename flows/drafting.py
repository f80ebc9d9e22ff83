"""The ``drafting`` flow: step 2, rendering the compiled draft."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.runs import run_name, run_step
from flows.steps import draft


@flow(name="drafting", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def drafting(organization_id: int, fiscal_year: int, as_of: datetime | None = None) -> State[Any]:
    """Take the step for one plan at an instant (UTC; None: now); run it again and nothing changes."""
    return await run_step(lambda database, instant: draft(database, organization_id, fiscal_year, instant), as_of)
