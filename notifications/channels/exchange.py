"""One bounded HTTP exchange: straight to an address, with no redirect, no proxy and nothing of it in a log."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

SECONDS = 20.0
LARGEST_ANSWER = 64 * 1024
LONGEST_WAIT = timedelta(days=1)
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Answer:
    """What the other side answered: the status, and as much of the body as we take."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(repr=False)

    @property
    def retry_after(self) -> timedelta | None:
        """Return what ``Retry-After`` asks us to wait, in whole seconds and at most a day; a date is not read."""
        asked = self.headers.get("retry-after", "").strip()
        if not (asked.isascii() and asked.isdecimal()):
            return None
        return min(timedelta(seconds=int(asked[:9])), LONGEST_WAIT)


class NotReached(Exception):
    """The request was not handed over whole: it cannot have been accepted. The text is a reason to record."""


class NoAnswer(Exception):
    """The request was handed over and no answer came: it may have been accepted. The text is a reason to record."""


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return the TLS context of all exchanges: making one takes longer than sending a message."""
    return ssl.create_default_context()


def addresses_of(host: str, port: int, seconds: float = SECONDS) -> list[str]:
    """Return the IP addresses of a host, within a time. Raises ``NotReached`` ``unresolved``."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return

    # The system's resolver takes no time-out: a thread that is late is left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive() or not found:
        raise NotReached("unresolved")
    return list(dict.fromkeys(found))


def exchange(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    addresses: Sequence[str] = (),
    seconds: float = SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Send one request and return its answer, all within ``seconds``; a redirect is an answer like any other.

    The connection is made to one of ``addresses`` where they are given: a name that has been checked is not looked up
    again. TLS and ``Host`` still go by the URL's own host. Raises ``NotReached`` and ``NoAnswer``.
    """
    line = _Line(time.monotonic() + seconds)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    asking: http.client.HTTPConnection
    if parts.scheme == "https":
        context = tls or trusted()
        asking = http.client.HTTPSConnection(host, port, context=context)
    else:
        context = None
        asking = http.client.HTTPConnection(host, port)
    try:
        line.connect(addresses or addresses_of(host, port, seconds), port)
        if context is not None:
            line.secure(context, host)
        asking.sock = line.socket
        return _asked(asking, line, method, _target(parts), headers, body)
    finally:
        line.close()


class _Line:
    """A connection with an end in time: a server that answers byte by byte outlasts the time-out of any one read."""

    def __init__(self, ends_at: float) -> None:
        self.ends_at = ends_at
        self.socket: socket.socket | None = None
        self._watch = threading.Timer(max(0.0, ends_at - time.monotonic()), self._hang_up)
        self._watch.daemon = True
        self._watch.start()

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.ends_at

    def connect(self, addresses: Sequence[str], port: int) -> None:
        for tried, address in enumerate(addresses):
            left = self.ends_at - time.monotonic()
            if left <= 0:
                break
            try:
                # A share for each: one that swallows what is sent to it leaves time for the others.
                self.socket = socket.create_connection((address, port), timeout=left / (len(addresses) - tried))
            except OSError:
                continue
            self.socket.settimeout(max(0.1, self.ends_at - time.monotonic()))
            return
        raise NotReached("not_connected")

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        if self.socket is None:
            raise NotReached("not_connected")
        try:
            secured = context.wrap_socket(self.socket, server_hostname=host, do_handshake_on_connect=False)
            self.socket = secured
            secured.do_handshake()
        except (OSError, ValueError):
            raise NotReached("no_tls") from None

    def close(self) -> None:
        self._watch.cancel()
        if self.socket is not None:
            self.socket.close()

    def _hang_up(self) -> None:
        if self.socket is None:
            return
        try:
            # The plain method: that of a TLS socket would take its state from under a reader.
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        except OSError:
            return


def _asked(
    asking: http.client.HTTPConnection, line: _Line, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    try:
        asking.request(method, target, body or None, {"User-Agent": "Traimas", **headers, "Connection": "close"})
    except (OSError, http.client.HTTPException, ValueError):
        raise NotReached("not_handed_over") from None
    try:
        answer = asking.getresponse()
    except (OSError, http.client.HTTPException, ValueError):
        raise NoAnswer("no_answer_in_time" if line.over else "no_answer") from None
    try:
        content = answer.read(LARGEST_ANSWER)
    except (OSError, http.client.HTTPException, ValueError):
        content = b""  # the status has said what matters
    finally:
        answer.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
