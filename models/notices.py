"""The ledger of notices and messages, and the links and sessions of the portal."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.kinds import Means, MessageState, NoticeKind, NoticeState
from models.records import Record, listed


class Message(Record, table=True):
    """What is sent to one person on one Bangkok day over one channel; carries that day's notices.

    Digests are unique by person, day and channel; sign-in links and alarms are messages of their own.
    """

    __table_args__ = (
        Index(
            "uq_message_digest",
            "person_id",
            "day",
            "channel",
            unique=True,
            sqlite_where=text("digest"),
            postgresql_where=text("digest"),
        ),
        UniqueConstraint("message_id"),
        Index(None, "state", "send_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    day: date
    channel: str = Field(max_length=20)
    digest: bool
    kind: NoticeKind = Field(sa_type=listed(NoticeKind, "kind"))
    message_id: str = Field(max_length=120)  # the mail's stable Message-ID, without angle brackets
    send_at: datetime
    give_up_at: datetime
    state: MessageState = Field(sa_type=listed(MessageState, "state"), default=MessageState.PLANNED)
    attempts: int = 0
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None  # when it was sent, given up or withdrawn
    contact_id: int | None = Field(default=None, foreign_key="contact.id")  # the address it went to
    stands_in_for_id: int | None = Field(default=None, foreign_key="message.id")  # the channel's that could not
    subject: str = ""
    template_version: str = Field(default="", max_length=20)  # of the words that it was written in
    target: str = Field(default="/", max_length=200)  # the page that its link opens
    reason: str = ""
    sealed_seq: int | None = None  # the audit entry whose digest covers how it ended


class MessageAttempt(Record, table=True):
    """One attempt to send a message, and what became of it. Append-only.

    A number that is missing was an attempt whose sender stopped before it could record anything.
    """

    __tablename__ = "message_attempt"
    __table_args__ = (
        UniqueConstraint("message_ref", "number"),
        Index(None, "organization_id", "channel", "ended_at"),
        Index(None, "channel", "ended_at"),  # of the installation: what its mail provider allows
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    message_ref: int = Field(foreign_key="message.id")
    number: int
    channel: str = Field(max_length=20)
    began_at: datetime
    ended_at: datetime
    state: MessageState = Field(sa_type=listed(MessageState, "state"))  # what it left the message in
    reason: str = ""


class Notice(Record, table=True):
    """One thing to tell one person (ข้อความเตือน): an obligation's rung, or an event. Planned once."""

    __table_args__ = (
        CheckConstraint("(obligation_id IS NULL) <> (event_id IS NULL)", name="one_cause"),
        CheckConstraint("means IS NULL OR (told_on IS NOT NULL AND told_by_id IS NOT NULL)", name="told_on_a_day"),
        Index(
            "uq_notice_obligation",
            "obligation_id",
            "person_id",
            "rung",
            "due_version",
            unique=True,
            sqlite_where=text("obligation_id IS NOT NULL"),
            postgresql_where=text("obligation_id IS NOT NULL"),
        ),
        Index(
            "uq_notice_event",
            "event_id",
            "person_id",
            "rung",
            unique=True,
            sqlite_where=text("event_id IS NOT NULL"),
            postgresql_where=text("event_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id")
    event_id: int | None = Field(default=None, foreign_key="event.id")
    officer_id: int = Field(foreign_key="officer.id")  # the post it was told to
    person_id: int | None = Field(default=None, foreign_key="person.id")  # None: the post was vacant
    rung: str = Field(max_length=20)
    due_version: int = 1
    kind: NoticeKind = Field(sa_type=listed(NoticeKind, "kind"))
    message_ref: int | None = Field(default=None, foreign_key="message.id", index=True)
    state: NoticeState = Field(sa_type=listed(NoticeState, "state"), default=NoticeState.PLANNED)
    reason: str = ""
    # The post that should have been told, where it is vacant, on leave or without an address: the duty passed up.
    passed_from_id: int | None = Field(default=None, foreign_key="officer.id")
    # Told outside the system, and recorded: by what means, on which Bangkok day, by which post, under which number.
    means: Means | None = Field(default=None, sa_type=listed(Means, "means"), nullable=True)
    told_on: date | None = None
    told_by_id: int | None = Field(default=None, foreign_key="officer.id")
    document: str = Field(default="", max_length=100)


class SignInLink(Record, table=True):
    """A single-use link into the portal; only the SHA-256 of its token is kept."""

    __tablename__ = "sign_in_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    message_ref: int | None = Field(default=None, foreign_key="message.id")
    token_hash: str = Field(max_length=64)
    target: str = Field(default="/", max_length=200)
    expires_at: datetime
    consumed_at: datetime | None = None


class PortalSession(Record, table=True):
    """A signed-in browser; only the SHA-256 of its cookie is kept."""

    __tablename__ = "portal_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    token_hash: str = Field(max_length=64)
    expires_at: datetime
