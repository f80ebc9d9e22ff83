"""Organizations, their divisions and agencies, posts, persons and who holds which post when."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.kinds import Capacity, Language, OrganizationKind, Role
from models.records import Record, listed


class Installation(Record, table=True):
    """The one row that says what this database is: a rehearsal may be played at any ``as_of``.

    ``rehearsal_on`` is the Bangkok day that a rehearsal has reached; pages there show that day as today.
    """

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    rehearsal: bool = False
    rehearsal_on: date | None = None


class Organization(Record, table=True):
    """A local administrative organization (อปท.). ``settings`` is an ``OfficeSettings`` as JSON, replaced whole."""

    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    kind: OrganizationKind = Field(sa_type=listed(OrganizationKind, "kind"))
    name: str
    district: str = ""
    province: str = ""
    settings: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Division(Record, table=True):
    """A division (กอง) of an organization."""

    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    position: int
    name: str


class Agency(Record, table=True):
    """Another agency (หน่วยงานอื่น) that carries out projects in the area."""

    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str


class Officer(Record, table=True):
    """A post (ตำแหน่ง). Duties are owed by posts; a post with an agency is our liaison or that agency's contact."""

    __table_args__ = (UniqueConstraint("organization_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    title: str
    division_id: int | None = Field(default=None, foreign_key="division.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)


class RoleGrant(Record, table=True):
    """A role that a post holds."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("officer_id", "role"), Index(None, "organization_id", "role"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    officer_id: int = Field(foreign_key="officer.id")
    role: Role = Field(sa_type=listed(Role, "role"))


class Person(Record, table=True):
    """A person: the channel they would rather hear by, and the language. How to reach them, see ``Contact``."""

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    name: str
    channel: str = Field(default="mail", max_length=20)
    language: Language = Field(sa_type=listed(Language, "language"), default=Language.THAI)


class Assignment(Record, table=True):
    """Who holds a post between two dates (both inclusive), in their own right or acting, and by what authority."""

    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until_after_from"),
        UniqueConstraint("officer_id", "person_id", "from_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    officer_id: int = Field(foreign_key="officer.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    from_on: date
    until_on: date | None = None
    capacity: Capacity = Field(sa_type=listed(Capacity, "capacity"), default=Capacity.OWN)
    authority: str = ""


class Leave(Record, table=True):
    """A person's leave (ลา) between two dates, both inclusive. A substitute is an ``Assignment`` between the same."""

    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="until_after_from"),
        UniqueConstraint("person_id", "from_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    from_on: date
    until_on: date
