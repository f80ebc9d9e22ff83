"""What every flow run shares: its name, the instant it works at, and how it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from prefect import get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.instants import in_bangkok, is_rehearsal, record_instant
from models.database import Database
from models.settings import settings
from procedure.calendar import bangkok_date


@dataclass(frozen=True)
class StepResult:
    """How a step ended: ``Completed`` under this name, with a message, and what the run did (for the artifact)."""

    state_name: str
    message: str
    did: list[str] = field(default_factory=list)


def run_name() -> str:
    """Return the run's name: the flow and the Bangkok date it works at, ``review-2025-10-10``."""
    as_of = flow_run.parameters.get("as_of")
    if isinstance(as_of, str):
        as_of = datetime.fromisoformat(as_of)
    instant = in_bangkok(as_of) if isinstance(as_of, datetime) else record_instant(domain(), None)
    year = flow_run.parameters.get("fiscal_year")
    return "-".join(str(part) for part in (flow_run.flow_name, year, bangkok_date(instant).isoformat()) if part)


def domain() -> Database:
    """Return the domain database of this installation."""
    return Database(settings().url)


async def run_step(step: Callable[[Database, datetime], StepResult], as_of: datetime | None) -> State[Any]:
    """Run a step at an instant (None: now, once) and return the run's named final state with its artifact.

    In a rehearsal, a run without ``as_of`` (a scheduled one) touches nothing.
    """
    database = domain()
    if as_of is None and is_rehearsal(database):
        return Completed(name="Rehearsal", message="ฐานข้อมูลซ้อม: การรันตามตารางเวลาไม่แตะข้อมูล")
    instant = record_instant(database, as_of)
    result = step(database, instant)
    get_run_logger().info("%s: %s", result.state_name, result.message)
    lines = [f"# {result.state_name}", "", result.message, "", *(f"- {line}" for line in result.did)]
    await acreate_markdown_artifact(
        markdown="\n".join(lines), key=(flow_run.flow_name or "run").replace("_", "-"), description=result.message
    )
    return Completed(name=result.state_name, message=result.message)
