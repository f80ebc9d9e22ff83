"""What every table shares: the metadata with its naming convention, enum columns and the recording stamp."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Enum, MetaData
from sqlmodel import Field, SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def wall_clock() -> datetime:
    """Return the wall clock as a UTC instant. Only this module asks it, to stamp ``recorded_at``."""
    return datetime.now(UTC)


def listed(kinds: type[StrEnum], name: str) -> type[Any]:
    """Return a column type that stores the values of a closed list as text under a CHECK constraint."""
    column_type = Enum(
        kinds,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
    return cast("type[Any]", column_type)  # SQLModel takes an instance, though it is typed for a class


class Record(SQLModel):
    """Base of all tables. ``recorded_at`` is the wall clock (UTC) at which the row was written."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    recorded_at: datetime = Field(default_factory=wall_clock, nullable=False)
