"""The instant that reading and recording go by: the clock, or the day that a rehearsal has reached."""

from datetime import UTC, date, datetime

from sqlmodel import select

from models.database import Database
from models.organizations import Installation, Organization
from procedure.calendar import BANGKOK, bangkok_date, thai_date
from procedure.errors import ProcedureError


def installation(database: Database) -> Installation:
    """Return the installation's row, or the default of one that was never marked."""
    with database.read() as session:
        return session.get(Installation, 1) or Installation()


def in_bangkok(instant: datetime) -> datetime:
    """Return an instant that was typed without a time zone as one of Bangkok's wall time."""
    return instant if instant.tzinfo else instant.replace(tzinfo=BANGKOK)


def is_rehearsal(database: Database) -> bool:
    """Tell whether the database is marked rehearsal, and so may be played at any ``as_of``."""
    return installation(database).rehearsal


def present_instant(database: Database) -> datetime:
    """Return now as a UTC instant; in a rehearsal, the day it has reached at the present time of day."""
    now = datetime.now(UTC)
    on = installation(database).rehearsal_on
    if on is None:
        return now
    return datetime.combine(on, now.astimezone(BANGKOK).time(), BANGKOK).astimezone(UTC)


def record_instant(database: Database, as_of: datetime | None) -> datetime:
    """Return the instant at which records change: now, or the ``as_of`` of a rehearsal.

    Raises ``ProcedureError`` ``not_a_rehearsal``.
    """
    if as_of is None:
        return present_instant(database)
    as_of = in_bangkok(as_of)
    if not is_rehearsal(database):
        day = bangkok_date(as_of)
        raise ProcedureError(
            "not_a_rehearsal",
            f"ฐานข้อมูลนี้ใช้งานจริง จึงบันทึกย้อนหรือล่วงหน้า ณ วันที่ {thai_date(day)} ไม่ได้ ให้ระบุวันที่ในข้อเท็จจริงแทน หรือใช้ฐานข้อมูลซ้อม",
            "This database is in real use: it records at the present time only. Date the facts instead, "
            "or use a rehearsal.",
        )
    return as_of.astimezone(UTC)


def mark_rehearsal(database: Database, on: date) -> None:
    """Mark an empty database as a rehearsal, or move a rehearsal to another day.

    Raises ``ProcedureError`` ``not_a_rehearsal`` for a database that holds real records.
    """
    with database.write() as session:
        row = session.get(Installation, 1)
        if row is None:
            if session.exec(select(Organization)).first():
                raise ProcedureError(
                    "not_a_rehearsal",
                    "ฐานข้อมูลนี้มีข้อมูลจริงอยู่แล้ว จึงทำเป็นฐานข้อมูลซ้อมไม่ได้",
                    "This database holds real records; it cannot become a rehearsal.",
                )
            row = Installation(rehearsal=True)
        row.rehearsal_on = on
        session.add(row)
