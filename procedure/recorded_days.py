"""The two days of an act: the one its paper bears, by which lateness goes, and the one it was recorded on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from models.obligations import Event
from procedure.act import backdated, backdated_en
from procedure.calendar import bangkok_date


@dataclass(frozen=True)
class RecordedDay:
    """When something happened by its paper, and on which Bangkok day it was recorded."""

    dated_on: date
    recorded_on: date

    @property
    def backdated_th(self) -> str:
        """Return ``บันทึกย้อนหลัง ๓ วัน``, or nothing where both days are one."""
        return backdated(self.dated_on, self.recorded_on)

    @property
    def backdated_en(self) -> str:
        return backdated_en(self.dated_on, self.recorded_on)


def recorded_days(
    session: Session, organization_id: int, happenings: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], RecordedDay]:
    """Return both days of what happened, by the event's kind and subject: ``("plan_posted", posting.id)``.

    The newest event counts. What bears no paper's day, or was recorded before such days were kept, is left out.
    """
    wanted = list(happenings)
    if not wanted:
        return {}
    rows = session.exec(
        select(Event)
        .where(
            Event.organization_id == organization_id,
            tuple_(col(Event.kind), col(Event.subject_id)).in_(wanted),
        )
        .order_by(col(Event.id))
    )
    return {
        (row.kind, row.subject_id): RecordedDay(
            date.fromisoformat(str(row.payload["dated_on"])), bangkok_date(row.as_of)
        )
        for row in rows
        if "dated_on" in row.payload
    }
