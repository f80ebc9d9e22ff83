"""What an auditor is shown: stored files, the audit chain, and the holidays that were known."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field

from models.kinds import HolidayStanding, Via
from models.records import Record, listed


class StoredFile(Record, table=True):
    """A file (แฟ้ม): a rendered document or an upload. What was announced is those very bytes.

    ``facts_digest`` is the SHA-256 of what it was rendered from, so the same facts are stored once.
    """

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("organization_id", "purpose", "subject_kind", "subject_id", "facts_digest"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    purpose: str = Field(max_length=40)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    facts_digest: str = Field(max_length=64)
    name: str
    media_type: str = Field(max_length=100)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)


class AuditEntry(Record, table=True):
    """One act in an organization's append-only chain; UPDATE and DELETE are refused by trigger.

    ``hash`` is the SHA-256 over ``previous_hash`` and ``body``, which is canonical JSON of everything said here.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("organization_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    seq: int
    act: str = Field(max_length=60)
    via: Via = Field(sa_type=listed(Via, "via"))
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    as_of: datetime
    body: str
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(Record, table=True):
    """The head of an organization's chain, locked within each act."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("seq >= 0", name="seq_not_negative"),)

    organization_id: int = Field(foreign_key="organization.id", primary_key=True)
    seq: int = 0
    hash: str = Field(default="0" * 64, max_length=64)


class Holiday(Record, table=True):
    """A holiday; it moves reminders and warnings, never an authority's due date."""

    __table_args__ = (UniqueConstraint("on_day", "region"),)

    id: int | None = Field(default=None, primary_key=True)
    on_day: date
    region: str = Field(default="", max_length=40)  # "" = the whole country
    name_th: str
    source: str
    standing: HolidayStanding = Field(sa_type=listed(HolidayStanding, "standing"))
    authority: str = ""
