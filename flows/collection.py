"""The ``collection`` flow: step 1, asking the sources for their projects and telling which answered."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.runs import run_name, run_step
from flows.steps import collect


@flow(name="collection", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def collection(organization_id: int, fiscal_year: int, as_of: datetime | None = None) -> State[Any]:
    """Take the step for one plan at an instant (UTC; None: now); run it again and nothing changes."""
    return await run_step(lambda database, instant: collect(database, organization_id, fiscal_year, instant), as_of)
