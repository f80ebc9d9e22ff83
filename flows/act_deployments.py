"""The acts that administrators record from the Prefect UI: typed parameters with Thai titles make the run form.

The actor is always the administrator of the organization configured for this server, never a parameter; the audit
says ``via=prefect``. The facts name the paper; no address or token goes into parameters or logs.
"""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.instants import record_instant
from flows.perform import perform_at, requester_from
from flows.runs import domain, run_name
from models.database import Database
from models.kinds import Role, Via
from models.settings import settings
from procedure.act import Act, Facts
from procedure.acts.deciding import AnnouncePlan, RecordResolution, announce_plan
from procedure.acts.deciding import record_resolution as record_resolution_act
from procedure.acts.posting import PostPlan, post_plan
from procedure.calendar import bangkok_date
from procedure.errors import ProcedureError
from procedure.organizations import organization_by_code
from procedure.permissions import Actor, officer_actor, officers_with_role
from procedure.plans import identity


@flow(name="record_resolution", flow_run_name=run_name)
async def record_resolution(facts: RecordResolution, as_of: datetime | None = None) -> State[Any]:
    """บันทึกมติคณะกรรมการพัฒนาท้องถิ่น (ระบุ as_of ได้เฉพาะฐานข้อมูลซ้อม)."""
    return _record(record_resolution_act, facts, as_of)


@flow(name="record_announcement", flow_run_name=run_name)
async def record_announcement(facts: AnnouncePlan, as_of: datetime | None = None) -> State[Any]:
    """บันทึกการประกาศใช้แผนการดำเนินงาน (ระบุ as_of ได้เฉพาะฐานข้อมูลซ้อม)."""
    return _record(announce_plan, facts, as_of)


@flow(name="record_posting", flow_run_name=run_name)
async def record_posting(facts: PostPlan, as_of: datetime | None = None) -> State[Any]:
    """บันทึกการปิดประกาศแผนการดำเนินงาน (ระบุ as_of ได้เฉพาะฐานข้อมูลซ้อม)."""
    return _record(post_plan, facts, as_of)


def _record(act: Act[Any], facts: Facts, as_of: datetime | None) -> State[Any]:
    """Perform the act as the server's administrator; a refusal is a failed run that says why."""
    database = domain()
    try:
        instant = record_instant(database, as_of)
        actor = _administrator(database, instant)
        outcome = perform_at(database, requester_from(settings()), act, actor, facts, instant)
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
