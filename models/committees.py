"""The committees of the regulation: who sits in them by which order, their meetings and who attended."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kinds import CommitteeKind, MemberRole
from models.records import Record, listed


class Committee(Record, table=True):
    """A committee of the regulation, under the title this office gives it."""

    __table_args__ = (UniqueConstraint("organization_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    kind: CommitteeKind = Field(sa_type=listed(CommitteeKind, "kind"))
    title: str


class CommitteeAppointment(Record, table=True):
    """An order (คำสั่งแต่งตั้ง) that appoints a committee's members for a term; both days inclusive.

    A later order takes the place of the earlier one from its own first day on.
    """

    __tablename__ = "committee_appointment"
    __table_args__ = (
        UniqueConstraint("committee_id", "order_number", "ordered_on"),
        CheckConstraint("until_on >= from_on", name="until_after_from"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    committee_id: int = Field(foreign_key="committee.id")
    order_number: str
    ordered_on: date
    from_on: date
    until_on: date


class CommitteeMember(Record, table=True):
    """A member by post: one of our posts, or a title from outside (ผู้แทนประชาคมหมู่ที่ ๑)."""

    __tablename__ = "committee_member"
    __table_args__ = (UniqueConstraint("appointment_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    appointment_id: int = Field(foreign_key="committee_appointment.id")
    position: int
    title: str
    role: MemberRole = Field(sa_type=listed(MemberRole, "role"))
    officer_id: int | None = Field(default=None, foreign_key="officer.id")


class Meeting(Record, table=True):
    """A meeting of a committee (การประชุม): number, date, and a place or online."""

    __table_args__ = (
        UniqueConstraint("committee_id", "number"),
        CheckConstraint("place <> '' OR online", name="somewhere"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    committee_id: int = Field(foreign_key="committee.id")
    appointment_id: int = Field(foreign_key="committee_appointment.id")  # the order in force that day
    number: str
    held_on: date
    place: str = ""
    online: bool = False
    members: int  # in force that day
    present: int
    quorum: int  # the least number present, by the office's setting that day


class Attendance(Record, table=True):
    """A member's attendance at a meeting."""

    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    member_id: int = Field(foreign_key="committee_member.id")
