"""A mailbox of our own: an SMTP server on loopback that keeps what it receives."""

import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from traimas.launcher import HOST, free_port


class Mailbox:
    """An SMTP server on loopback for the demo and the tests. ``received`` are the raw mails in order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[bytes] = []
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname=HOST, port=self.port)

    @property
    def url(self) -> str:
        """Return the Apprise mail address of this server, without ``to``."""
        return f"mailto://{HOST}:{self.port}?from=traimas@example.go.th&mode=insecure"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail and accept it."""
        with self._lock:
            self.received.append(bytes(envelope.content))
        return "250 Message accepted for delivery"

    def messages(self) -> list[EmailMessage]:
        """Return the received mails, parsed."""
        with self._lock:
            raw = list(self.received)
        return [message_from_bytes(mail, policy=policy.default) for mail in raw]

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._controller.stop()
