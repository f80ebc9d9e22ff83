"""The acts that administrators record from the Prefect UI: typed parameters with Thai titles make the run form.

The actor is always the administrator of the organization configured for this server, never a parameter; the audit
says ``via=prefect``. The facts name the paper; no address or token goes into parameters or logs. One flow stands here
under the name of each act that the register offers so (decision 0006).
"""

from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from prefect import Flow, flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.instants import record_instant
from flows.perform import perform_at, requester_from
from flows.runs import domain, run_name
from models.database import Database
from models.kinds import Role, Via
from models.settings import settings
from procedure.act import Facts, RegisteredAct
from procedure.acts.register import REGISTER
from procedure.calendar import bangkok_date
from procedure.errors import ProcedureError
from procedure.organizations import organization_by_code
from procedure.permissions import Actor, officer_actor, officers_with_role
from procedure.plans import identity

RecordingFlow = Flow[..., Coroutine[Any, Any, State[Any]]]


def recording_flow(act: RegisteredAct) -> RecordingFlow:
    """Return the flow that records an act; its parameters are the act's facts and, in a rehearsal, ``as_of``."""

    async def record(facts: Facts, as_of: datetime | None = None) -> State[Any]:
        return _record(act, facts, as_of)

    # Prefect reads the run form off the signature and the text above it off the docstring.
    record.__annotations__["facts"] = act.facts
    record.__name__ = record.__qualname__ = act.name
    record.__doc__ = f"{act.title_th} (ระบุ as_of ได้เฉพาะฐานข้อมูลซ้อม)."
    return flow(name=act.name, flow_run_name=run_name)(record)


def _record(act: RegisteredAct, facts: Facts, as_of: datetime | None) -> State[Any]:
    """Perform the act as the server's administrator; a refusal is a failed run that says why."""
    database = domain()
    try:
        instant = record_instant(database, as_of)
        actor = _administrator(database, instant)
        outcome = perform_at(database, requester_from(settings()), act.act, actor, facts, instant)
    except ProcedureError as refusal:
        return Failed(name="Refused", message=f"{refusal.code}: {refusal.message_th}")
    return Completed(name="Recorded", message=outcome.message_th)


def _administrator(database: Database, instant: datetime) -> Actor:
    with database.read() as session:
        organization_id = identity(organization_by_code(session, settings().administrator).id)
        administrators = officers_with_role(session, organization_id, Role.ADMINISTRATOR)
        if not administrators:
            raise ProcedureError(
                "no_administrator",
                "หน่วยงานยังไม่มีตำแหน่งผู้ดูแลระบบ โปรดเพิ่มตำแหน่งก่อน",
                "The organization has no administrator post; add one first.",
            )
        post = identity(administrators[0].id)
        return officer_actor(session, organization_id, post, bangkok_date(instant), Via.PREFECT)


FLOWS: dict[str, RecordingFlow] = {act.name: recording_flow(act) for act in REGISTER if act.in_prefect}
globals().update(FLOWS)  # an entrypoint of prefect.yaml is this module and the act's name
