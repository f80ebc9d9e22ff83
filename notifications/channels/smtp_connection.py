"""One SMTP connection: opened, secured and logged in, it takes mails one by one and says what became of each.

On ``smtplib.SMTP``, which parses EHLO and knows the ways to log in; its sending is replaced, because it hides whether
a mail had been handed over whole when something failed, and waits without end for a server that drips bytes.
"""

import select
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass, field
from enum import StrEnum

from notifications.channels.contract import Delivery, Result
from notifications.channels.smtp_meaning import failure_word, refusal

_LONGEST_REPLY = 64 * 1024


class Security(StrEnum):
    """How a connection is secured."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class Account:
    """The server and the account that mails go out by. ``reply_seconds`` bounds the wait for any one reply."""

    host: str
    port: int
    security: Security
    tls: ssl.SSLContext | None = field(repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    connect_seconds: float = 15.0
    reply_seconds: float = 20.0


class NotSent(Exception):
    """The connection failed, or the server would not have us, before a mail was handed over whole.

    ``reason`` names no address. ``busy`` says that the server wants fewer connections, or no more mails on this one.
    """

    def __init__(self, reason: str, *, busy: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.busy = reason, busy


class SmtpConnection(smtplib.SMTP):
    """An open connection, used by one thread at a time. ``deadline`` (``time.monotonic``) bounds all it does."""

    def __init__(self, account: Account, deadline: float) -> None:
        """Connect, secure and log in. Raises ``NotSent``."""
        super().__init__(local_hostname="localhost")
        self.account, self.deadline, self.idle_since = account, deadline, 0.0
        self._host = account.host
        self._received = b""
        self._unfinished = False
        try:
            self._open()
        except BaseException as error:
            self.close()
            if isinstance(error, smtplib.SMTPException | OSError | ValueError):
                raise NotSent(failure_word(error)) from None
            raise

    def transfer(self, sender: str, to: str, letter: bytes) -> Delivery:
        """Hand over one letter (CRLF lines, ending in one) to one recipient.

        Raises ``NotSent`` if the connection failed before the letter's end was sent; afterwards the result is
        ``UNKNOWN``. The connection is closed in both cases.
        """
        options = f" SIZE={len(letter)}" if "size" in self.esmtp_features else ""
        if not to.isascii():
            if "smtputf8" not in self.esmtp_features:
                return Delivery(Result.REFUSED, "smtputf8_not_offered")
            options += " BODY=8BITMIME SMTPUTF8"
        if self._unfinished:
            self._said(self.docmd("RSET"), "rset")
        self._unfinished = True
        commands = [f"MAIL FROM:<{sender}>{options}\r\n", f"RCPT TO:<{to}>\r\n", "DATA\r\n"]
        refused = self._envelope([command.encode() for command in commands])
        if refused is not None:
            return refused
        self.send(letter.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        try:
            code, _text = self._reply(self.deadline)
        except NotSent as lost:
            self.close()
            return Delivery(Result.UNKNOWN, lost.reason)
        self._unfinished = False
        if code // 100 == 2:
            return Delivery(Result.ACCEPTED)
        if code // 100 in (4, 5):
            if code == 421:
                self.close()
            return refusal("end", code)
        self.close()
        return Delivery(Result.UNKNOWN, "garbled")

    def is_alive(self, idle_seconds: float) -> bool:
        """Return whether an idle connection can be used: one that was quiet for long is asked."""
        if self.sock is None or self._received:
            return False  # what was said unasked would be taken for the next command's answer
        waiting = select.poll()
        waiting.register(self.sock, select.POLLIN)
        to_read = bool(waiting.poll(0))
        encrypted = isinstance(self.sock, ssl.SSLSocket)
        if to_read and not encrypted:
            return False  # a farewell, or the end
        if not to_read and time.monotonic() - self.idle_since < idle_seconds:
            return True
        # Under TLS there may be a record to read that says nothing: the answer tells.
        try:
            return self.docmd("NOOP")[0] // 100 == 2 and not self._received
        except NotSent:
            return False

    def say_goodbye(self) -> None:
        """End the connection politely; what the server makes of it takes nothing back."""
        if self.sock is not None:
            try:
                self.docmd("QUIT")
            except NotSent:
                return
            finally:
                self.close()

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """Send within the deadline. Raises ``NotSent``, and then the last byte has not been handed over."""
        if self.sock is None:
            raise NotSent("dropped")
        try:
            self._set_timeout(self.deadline)
            self.sock.sendall(s.encode("ascii") if isinstance(s, str) else s)
        except OSError as error:
            self.close()
            raise NotSent(failure_word(error)) from None

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's next reply, waiting for all of it no longer than ``reply_seconds``."""
        return self._reply(min(self.deadline, time.monotonic() + self.account.reply_seconds))

    def _envelope(self, commands: list[bytes]) -> Delivery | None:
        """Send MAIL, RCPT and DATA, in one go if the server takes that (RFC 2920); return a refusal."""
        pipelined = "pipelining" in self.esmtp_features
        if pipelined:
            self.send(b"".join(commands))
        refused: Delivery | None = None
        for stage, command in zip(("sender", "recipient", "data"), commands, strict=True):
            try:
                if not pipelined:
                    self.send(command)
                code, _text = self.getreply()
                if stage == "data" and code == 354 and refused is not None:
                    # RFC 2920 clause 3.1: it waits for the text of a mail to nobody; give it none.
                    self.send(b".\r\n")
                    self.getreply()
            except NotSent:
                if refused is not None:
                    return refused
                raise
            if code == 421:
                self.close()
                if refused is None:
                    raise NotSent("smtp_421", busy=True)
            if refused is None and (code != 354 if stage == "data" else code // 100 != 2):
                refused = refusal(stage, code)
                if code // 100 not in (4, 5):
                    self.close()  # no answer to this command: we no longer know what answers what
                if not pipelined or self.sock is None:
                    return refused
        return refused

    def _reply(self, until: float) -> tuple[int, bytes]:
        lines: list[bytes] = []
        size = 0
        while True:
            line = self._line(until)
            size += len(line)
            lines.append(line[4:].strip(b" \t\r\n"))
            if size > _LONGEST_REPLY or not line[:3].isdigit():
                self.close()
                raise NotSent("garbled")
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._received:
            try:
                if self.sock is None or len(self._received) > _LONGEST_REPLY:
                    raise ConnectionError
                self._set_timeout(until)
                more = self.sock.recv(8192)
                if not more:
                    raise ConnectionError
            except OSError as error:
                self.close()
                raise NotSent(failure_word(error)) from None
            self._received += more
        line, _end, self._received = self._received.partition(b"\n")
        return line

    def _set_timeout(self, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if self.sock is None:
            raise ConnectionError
        self.sock.settimeout(left)

    def _open(self) -> None:
        account = self.account
        self.sock = self._connected()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if account.security is Security.TLS:
            self._secure()
        self.local_hostname = ehlo_name(socket.gethostname(), self.sock.getsockname()[0])
        self._said(self.getreply(), "connect")
        self._greet()
        if account.security is Security.STARTTLS:
            if "starttls" not in self.esmtp_features:
                raise NotSent("starttls_not_offered")
            self._said(self.docmd("STARTTLS"), "starttls")
            if self._received:
                raise NotSent("tls")  # said before TLS: an attacker in between could have said it
            self._secure()
            self._greet()
        if account.user and account.password:
            self._log_in(account.user, account.password)

    def _connected(self) -> socket.socket:
        failure: OSError = OSError("no address")
        until = min(self.deadline, time.monotonic() + self.account.connect_seconds)
        for family, kind, protocol, _name, address in socket.getaddrinfo(
            self.account.host, self.account.port, type=socket.SOCK_STREAM
        ):
            connecting = socket.socket(family, kind, protocol)
            try:
                connecting.settimeout(max(0.001, until - time.monotonic()))
                connecting.connect(address)
            except OSError as error:
                failure = error
                connecting.close()
            else:
                return connecting
        raise failure

    def _secure(self) -> None:
        self._set_timeout(self.deadline)
        if self.account.tls is None or self.sock is None:
            raise NotSent("tls")
        self.sock = self.account.tls.wrap_socket(self.sock, server_hostname=self.account.host)

    def _greet(self) -> None:
        answer = self.ehlo()
        if answer[0] // 100 == 5:
            answer = self.helo()
        self._said(answer, "ehlo")

    def _log_in(self, user: str, password: str) -> None:
        try:
            self.login(user, password)
        except smtplib.SMTPAuthenticationError as refused:
            raise NotSent(f"smtp_auth_{refused.smtp_code}") from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent("smtp_auth_not_offered") from None
        except (smtplib.SMTPException, UnicodeError):
            raise NotSent("smtp_auth_no_way") from None

    def _said(self, reply: tuple[int, bytes], stage: str) -> None:
        """Raise ``NotSent`` unless the server agreed."""
        code = reply[0]
        if code // 100 != 2:
            self.close()
            raise NotSent(f"smtp_{code}" if code // 100 == 4 else f"smtp_{stage}_{code}", busy=code == 421)


def ehlo_name(host_name: str, own_address: str) -> str:
    """Return the name to greet with: the host's in ASCII if it has a domain, else its address (RFC 5321 4.1.3).

    A Thai host name is told in its ASCII form. The resolver is not asked: it may take seconds, and know no better.
    """
    try:
        name = host_name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if "." in name.strip(".") and all(letter.isalnum() or letter in "-." for letter in name):
        return name
    return f"[IPv6:{own_address}]" if ":" in own_address else f"[{own_address}]"
