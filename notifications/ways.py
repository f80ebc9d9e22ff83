"""The ways out of one dispatch run: one open sender for each channel and account, shared by its threads."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlmodel import select

from models.contacts import ChannelAccount
from models.database import Database
from models.settings import Settings
from notifications.channels.contract import Sender
from procedure.contacts import MAIL

# Opens a channel with the office's account on it, if it has one: ``notifications.channels.register.sender_for``.
OpenWay = Callable[[str, ChannelAccount | None, Settings], Sender]


class Ways:
    """The senders of one run; a context manager that closes them. One account that is broken harms no other."""

    def __init__(self, database: Database, settings: Settings, opens: OpenWay) -> None:
        self._database, self._settings, self._opens = database, settings, opens
        self._lock = threading.Lock()
        self._found: dict[tuple[str, int | None], Sender] = {}
        self._open = ExitStack()

    def open_mail(self) -> None:
        """Open the installation's mail, if it is set. Raises ``ValueError`` if that is no mail address."""
        if self._settings.mail_url is not None:
            self._keep((MAIL, None), self._opens(MAIL, None, self._settings))

    def sender(self, channel: str, organization_id: int) -> Sender:
        """Return the sender of a channel for an organization; where there is none, one that refuses.

        Raises ``models.addresses.AddressKeyError`` for an account that none of the keys opens.
        """
        key = (channel, None if channel == MAIL else organization_id)
        with self._lock:
            if key not in self._found:
                self._keep(key, self._opens(channel, self._account(channel, organization_id), self._settings))
            return self._found[key]

    def _account(self, channel: str, organization_id: int) -> ChannelAccount | None:
        with self._database.read() as session:
            return session.exec(
                select(ChannelAccount).where(
                    ChannelAccount.organization_id == organization_id, ChannelAccount.channel == channel
                )
            ).first()

    def _keep(self, key: tuple[str, int | None], sender: Sender) -> None:
        self._open.callback(sender.close)
        self._found[key] = sender

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._open.close()
