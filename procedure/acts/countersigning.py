"""The clerk's countersignature on an approval that was recorded by whoever prepared the draft.

No clause asks for it: who prepared a draft does not record its approval alone, unless the office has set that aside.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.plans import Countersignature
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin, require_not_before
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import Step, find_edition, identity, step_run
from procedure.resolutions import approval_of


class CountersignResolution(EditionFacts):
    """The clerk countersigns that the committee approved the draft."""

    signed_on: date = Field(title="วันที่ลงนามรับรอง")


def countersign_resolution(session: Session, actor: Actor, facts: CountersignResolution, as_of: datetime) -> Outcome:
    """Countersign the approval: the edition is approved as of the committee's meeting.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_resolved``, ``date_in_future``,
    ``date_before_meeting``, ``same_person``.
    """
    recording = begin(session, actor, "countersign_resolution", Permission.COUNTERSIGN, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.RESOLVED)
    resolution = approval_of(session, on_record)
    if resolution is None:
        raise RuntimeError("a resolved edition has its approval")
    recording.dated(facts.signed_on, "วันที่ลงนามรับรอง", "The countersignature")
    require_not_before(
        facts.signed_on,
        resolution.considered_on,
        "date_before_meeting",
        "วันที่ลงนามรับรอง",
        "The countersignature",
    )
    if actor.person_id == resolution.recorded_by_id:
        raise ProcedureError(
            "same_person",
            "ผู้บันทึกมติลงนามรับรองเองไม่ได้ โปรดให้ปลัดหรือผู้อื่นที่มีสิทธิลงนามรับรอง",
            "Who recorded the resolution cannot countersign it; the clerk, or another who may, countersigns.",
        )
    edition = on_record.edition
    session.add(
        Countersignature(
            organization_id=actor.organization_id,
            resolution_id=identity(resolution.id),
            officer_id=identity(actor.officer_id),
            person_id=identity(actor.person_id),
            signed_on=facts.signed_on,
        )
    )
    edition.approved_on = edition.resolved_on
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), "resolution_id": resolution.id, "number": resolution.number},
        "resolution_countersigned",
        "resolution",
        identity(resolution.id),
        signed_on=facts.signed_on.isoformat(),
        fiscal_year=facts.fiscal_year,
    )
    return recording.outcome(
        message_th=f"ลงนามรับรองมติครั้งที่ {resolution.number} เมื่อวันที่ {thai_date(facts.signed_on)} แล้ว",
        message_en=f"Countersigned the resolution of the meeting {resolution.number} on {facts.signed_on}.",
        subject_id=identity(resolution.id),
        run=step_run("review", on_record, version),
    )


ACTS = (
    RegisteredAct(
        act=countersign_resolution,
        facts=CountersignResolution,
        permission=Permission.COUNTERSIGN,
        command=("plan", "countersign"),
        title_th="ลงนามรับรองมติของคณะกรรมการ",
    ),
)
