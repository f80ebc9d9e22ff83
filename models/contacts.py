"""How persons are reached: their addresses on each channel, and the office's accounts there. All encrypted at rest."""

from datetime import datetime

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field

from models.addresses import EncryptedText
from models.kinds import ContactSource
from models.records import Record, listed

_STANDS = text("ended_at IS NULL")
_STANDS_IN_REGISTER = text("ended_at IS NULL AND source = 'office'")


class Contact(Record, table=True):
    """An address of a person on one channel.

    One of the office's register is used at once; one that a person gave is used once ``confirmed_at`` is set, by the
    code that was sent to it at ``asked_at``. An address is never changed: a new one ends the old.
    ``fingerprint`` is what equal addresses share (``AddressKeys.fingerprint``).
    """

    __table_args__ = (
        Index(
            "uq_contact_person",
            "person_id",
            "channel",
            "fingerprint",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "uq_contact_register",
            "organization_id",
            "channel",
            "fingerprint",
            unique=True,
            sqlite_where=_STANDS_IN_REGISTER,
            postgresql_where=_STANDS_IN_REGISTER,
        ),
        Index(None, "fingerprint"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(sa_column=Column(EncryptedText(), nullable=False), repr=False)
    fingerprint: str = Field(max_length=64)
    source: ContactSource = Field(sa_type=listed(ContactSource, "source"))
    asked_at: datetime | None = None
    wrong_codes: int = 0
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None


class ChannelAccount(Record, table=True):
    """An office's account on a channel: the fields of that channel's own form, as JSON.

    ``monthly_quota`` is how many messages a Bangkok month may carry; None: no limit.
    """

    __tablename__ = "channel_account"
    __table_args__ = (UniqueConstraint("organization_id", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    channel: str = Field(max_length=20)
    account: str = Field(sa_column=Column(EncryptedText(), nullable=False), repr=False)
    monthly_quota: int | None = None
