"""The open SMTP connections of one account, shared by threads: opened as needed, kept, replaced when found dead."""

import threading
import time
from collections import deque

from notifications.channels.contract import Delivery, Result
from notifications.channels.smtp_connection import Account, NotSent, SmtpConnection

ATTEMPT_SECONDS = 60.0
ASK_AFTER_SECONDS = 10.0  # an idle connection is asked whether it still stands
REOPEN_AFTER_SECONDS = 120.0  # and not even asked after this: servers end idle ones after minutes
_GOODBYE_SECONDS = 2.0


class SmtpPool:
    """Up to ``connections`` connections to one account; the one used last is used first."""

    def __init__(
        self,
        account: Account,
        connections: int,
        *,
        attempt_seconds: float = ATTEMPT_SECONDS,
        ask_after_seconds: float = ASK_AFTER_SECONDS,
    ) -> None:
        """Open nothing yet. An attempt is bounded by ``attempt_seconds``, waiting for a free connection included."""
        if connections < 1:
            raise ValueError("at least one connection is needed")
        self._account, self._limit = account, connections
        self._attempt_seconds, self._ask_after_seconds = attempt_seconds, ask_after_seconds
        self._free: deque[SmtpConnection] = deque()
        self._open = 0
        self._closed = False
        self._changed = threading.Condition()

    def send(self, sender: str, to: str, letter: bytes) -> Delivery:
        """Hand a letter over to the server, and return what it answered; see ``SmtpConnection.transfer``.

        A kept connection that turns out dead before the letter's end was sent is replaced by a fresh one, once.
        """
        deadline = time.monotonic() + self._attempt_seconds
        kept = True
        while True:
            try:
                connection, kept = self._taken(deadline, fresh=not kept)
            except NotSent as failed:
                return Delivery(Result.FAILED, failed.reason)
            try:
                return connection.transfer(sender, to, letter)
            except NotSent as failed:
                connection.close()
                if not kept:
                    return Delivery(Result.FAILED, failed.reason)
                kept = False
            except BaseException:
                connection.close()
                raise
            finally:
                self._give_back(connection)

    def close(self) -> None:
        """End the free connections; those in use are ended when they come back."""
        with self._changed:
            self._closed = True
            ended = list(self._free)
            self._free.clear()
            self._open -= len(ended)
            self._changed.notify_all()
        for connection in ended:
            connection.deadline = time.monotonic() + _GOODBYE_SECONDS
            connection.say_goodbye()

    def _taken(self, deadline: float, *, fresh: bool) -> tuple[SmtpConnection, bool]:
        """Return a connection, and whether it was kept from before. Raises ``NotSent``."""
        while True:
            connection = self._free_one(deadline, fresh=fresh)
            if connection is None:
                opened = self._opened(deadline)
                if opened is not None:
                    return opened, False
                continue
            connection.deadline = deadline
            if time.monotonic() - connection.idle_since < REOPEN_AFTER_SECONDS and connection.is_alive(
                self._ask_after_seconds
            ):
                return connection, True
            connection.close()
            self._give_back(connection)

    def _free_one(self, deadline: float, *, fresh: bool) -> SmtpConnection | None:
        """Return a free connection, or None with the right to open one. Raises ``NotSent`` when time is up."""
        with self._changed:
            while True:
                if self._closed:
                    raise NotSent("closed")
                if self._free and not fresh:
                    return self._free.pop()
                if self._free and self._open >= self._limit:
                    self._free.popleft().close()
                    self._open -= 1
                if self._open < self._limit:
                    self._open += 1
                    return None
                if not self._changed.wait(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
                    raise NotSent("no_free_connection")

    def _opened(self, deadline: float) -> SmtpConnection | None:
        """Open a connection; None if the server wants no more of them, and others are there to wait for."""
        try:
            return SmtpConnection(self._account, deadline)
        except BaseException as error:
            with self._changed:
                self._open -= 1
                others = self._open
                self._changed.notify()
                if isinstance(error, NotSent) and error.busy and others:
                    self._limit = min(self._limit, others)
                    return None
            raise

    def _give_back(self, connection: SmtpConnection) -> None:
        connection.idle_since = time.monotonic()
        with self._changed:
            if connection.sock is not None and not self._closed:
                self._free.append(connection)
            else:
                self._open -= 1
            self._changed.notify()
        if self._closed and connection.sock is not None:
            connection.deadline = time.monotonic() + _GOODBYE_SECONDS
            connection.say_goodbye()
