"""What every channel takes and gives: a message ready to be sent to one address, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file that a mail carries: its name, its MIME type with parameters, and its bytes."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Outgoing:
    """One message to one address. ``sent_on`` is the instant that a mail's Date header says.

    ``text`` stands for itself on every channel; ``html`` and the attachments are for mail. ``message_id`` is the same
    on every attempt, without angle brackets. The address is never printed or logged.
    """

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str
    sent_on: datetime
    sender_name: str
    attachments: tuple[Attachment, ...] = ()


class Result(StrEnum):
    """What became of an attempt, as far as the other side told us."""

    ACCEPTED = "accepted"
    FAILED = "failed"  # not accepted now; a later attempt may be
    REFUSED = "refused"  # never accepted at this address or with this account
    UNKNOWN = "unknown"  # handed over whole, but no answer came: it may have been accepted


@dataclass(frozen=True)
class Delivery:
    """The result of one attempt, with a reason that names no address and holds no secret.

    ``retry_after`` is what the other side asked us to wait, if it did.
    """

    result: Result
    reason: str = ""
    retry_after: timedelta | None = None


class Sender(Protocol):
    """An open way out over one channel and account, used by several threads at once."""

    def send(self, outgoing: Outgoing) -> Delivery:
        """Send one message within a bounded time. Never raises for what the other side does."""
        ...

    def close(self) -> None:
        """End what is kept open."""
        ...
