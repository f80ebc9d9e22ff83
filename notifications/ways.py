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
from notifications.channels.mail import mail_sender
from procedure.contacts import MAIL


class NoWay(Exception):
    """Nothing can be sent over a channel as the installation or the office is set up; ``reason`` names no address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Opens a channel with the office's account on it, if it has one. Raises ``NoWay`` or ``ValueError``.
OpenWay = Callable[[str, ChannelAccount | None, Settings], Sender]


def open_way(channel: str, _account: ChannelAccount | None, settings: Settings) -> Sender:
    """Open a channel. Raises ``NoWay`` where there is none, ``ValueError`` for a mail address that is none."""
    if channel != MAIL or settings.mail_url is None:
        raise NoWay("no_such_channel")
    return mail_sender(settings.mail_url, settings.mail_connections)


class Ways:
    """The senders of one run; a context manager that closes them. One account that is broken harms no other."""

    def __init__(self, database: Database, settings: Settings, opens: OpenWay) -> None:
        self._database, self._settings, self._opens = database, settings, opens
        self._lock = threading.Lock()
        self._found: dict[tuple[str, int | None], Sender | NoWay] = {}
        self._open = ExitStack()

    def open_mail(self) -> None:
        """Open the installation's mail, if it is set. Raises ``ValueError`` if that is no mail address."""
        if self._settings.mail_url is not None:
            self._keep((MAIL, None), self._opens(MAIL, None, self._settings))

    def sender(self, channel: str, organization_id: int) -> Sender:
        """Return the sender of a channel for an organization. Raises ``NoWay``."""
        with self._lock:
            key = (channel, None) if channel == MAIL else (channel, organization_id)
            if key not in self._found:
                self._look(key, channel, organization_id)
            found = self._found[key]
        if isinstance(found, NoWay):
            raise found
        return found

    def _look(self, key: tuple[str, int | None], channel: str, organization_id: int) -> None:
        with self._database.read() as session:
            account = session.exec(
                select(ChannelAccount).where(
                    ChannelAccount.organization_id == organization_id, ChannelAccount.channel == channel
                )
            ).first()
        try:
            self._keep(key, self._opens(channel, account, self._settings))
        except NoWay as closed:
            self._found[key] = closed
        except ValueError:
            self._found[key] = NoWay("account_unreadable")

    def _keep(self, key: tuple[str, int | None], sender: Sender) -> None:
        self._open.callback(sender.close)
        self._found[key] = sender

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._open.close()
