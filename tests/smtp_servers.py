"""SMTP servers on loopback that do as told: keep mails, refuse, stall, drip or drop at a stage, close and come back.

A server behaves until told otherwise (``server.refuse(Stage.RCPT, "550 No such mailbox")``), for a number of times or
until ``behave()``. Everything told takes effect at the next command, also on connections that are open.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "office", "a word / that @ needs: quoting"


class Stage(StrEnum):
    """Where in a mail's way a server does as told. ``BODY`` is in the middle of it, ``END`` after its final dot."""

    CONNECT = "connect"
    EHLO = "ehlo"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    END = "end"


class Security(StrEnum):
    """How the server wants to be spoken to; with TLS of either kind it can also ask for a login."""

    NONE = "insecure"
    STARTTLS = "starttls"
    TLS = "ssl"


@dataclass(frozen=True)
class KeptMail:
    """A mail that the server accepted, or kept without an answer. ``connection`` counts from 1."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)
    connection: int

    @property
    def message(self) -> EmailMessage:
        """Return the mail, parsed."""
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def message_id(self) -> str:
        """Return its Message-ID without angle brackets."""
        return str(self.message["Message-ID"]).strip().strip("<>")


@dataclass
class _Fault:
    kind: str  # refuse, stall, drip, drop
    stage: Stage
    reply: str = ""
    recipient: str | None = None
    times: int | None = None


class SmtpServer:
    """A scripted SMTP server in its own thread; a context manager. It keeps its port over ``stop`` and ``start``."""

    def __init__(
        self,
        *,
        security: Security = Security.NONE,
        certificate: Path | None = None,
        login: bool = False,
        mails_per_connection: int | None = None,
        seconds_per_reply: float = 0.0,
        pipelining: bool = False,
        smtputf8: bool = True,
    ) -> None:
        """Take how the server is, as opposed to what it is told to do; ``certificate`` holds key and certificate."""
        self.security, self.login, self.pipelining, self.smtputf8 = security, login, pipelining, smtputf8
        self.mails_per_connection, self.seconds_per_reply = mails_per_connection, seconds_per_reply
        self.port = 0
        self.connections = 0
        self.opened = threading.Condition()
        self.commands: list[str] = []
        self._kept: list[KeptMail] = []
        self._faults: list[_Fault] = []
        self._lock = threading.Lock()
        self._protocols: set[_Connection] = set()
        self._tls: ssl.SSLContext | None = None
        if security is not Security.NONE:
            assert certificate is not None
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def url(self, *, verify: bool = True, host: str = HOST, sender: str = "traimas@example.go.th", **more: str) -> str:
        """Return the Apprise mail address of this server, without ``to``."""
        scheme = "mailto" if self.security is Security.NONE else "mailtos"
        account = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@" if self.login else ""
        query = {"from": sender, "mode": self.security.value, "verify": "yes" if verify else "no", **more}
        words = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        return f"{scheme}://{account}{host}:{self.port}?{words}"

    @property
    def kept(self) -> list[KeptMail]:
        """Return the mails kept so far, in order."""
        with self._lock:
            return list(self._kept)

    @property
    def message_ids(self) -> list[str]:
        """Return the Message-IDs of the mails kept so far, in order."""
        return [mail.message_id for mail in self.kept]

    def refuse(self, stage: Stage, reply: str, *, recipient: str | None = None, times: int | None = None) -> None:
        """Answer a stage with a reply such as ``451 Try later``; for one recipient only, if given."""
        self._tell(_Fault("refuse", stage, reply, recipient, times))

    def stall(self, stage: Stage, *, times: int | None = None) -> None:
        """Never answer a stage; a mail stalled at its end is kept."""
        self._tell(_Fault("stall", stage, times=times))

    def drip(self, stage: Stage, *, times: int | None = None) -> None:
        """Answer a stage with a line that never ends, a byte at a time."""
        self._tell(_Fault("drip", stage, times=times))

    def drop(self, stage: Stage, *, times: int | None = None) -> None:
        """Cut the connection at a stage; a mail cut at its end is kept."""
        self._tell(_Fault("drop", stage, times=times))

    def behave(self) -> None:
        """Forget what was told."""
        with self._lock:
            self._faults.clear()

    def cut_all(self) -> None:
        """Cut every open connection, as a restarted server does, and wait until they are gone."""
        self._run(self._cut_all())

    def start(self) -> None:
        """Listen, at the same port as before. Raises ``OSError`` if that is taken."""
        assert self._thread is None
        ready = threading.Event()
        failed: list[OSError] = []
        self._thread = threading.Thread(target=self._serve, args=(ready, failed), daemon=True)
        self._thread.start()
        ready.wait()
        if failed:
            self._thread.join()
            self._thread = None
            raise failed[0]

    def stop(self) -> None:
        """Close the port and cut every connection: the server is down until ``start``."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def _tell(self, fault: _Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def fault_at(self, stage: Stage, recipient: str | None = None) -> _Fault | None:
        """Return what the server was told to do at a stage, and count it."""
        with self._lock:
            for fault in self._faults:
                if fault.stage is stage and fault.recipient in (None, recipient) and fault.times != 0:
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None

    def keep(self, mail: KeptMail) -> None:
        """Keep a mail."""
        with self._lock:
            self._kept.append(mail)

    def opens(self, protocol: "_Connection") -> int:
        """Count a connection and return its number."""
        with self.opened:
            self._protocols.add(protocol)
            self.connections += 1
            self.opened.notify_all()
            return self.connections

    def closes(self, protocol: "_Connection") -> None:
        """Forget a connection."""
        with self.opened:
            self._protocols.discard(protocol)
            self.opened.notify_all()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _cut_all(self) -> None:
        for protocol in list(self._protocols):
            protocol.cut()
        while self._protocols:
            await asyncio.sleep(0)

    def _serve(self, ready: threading.Event, failed: list[OSError]) -> None:
        loop = self._loop = asyncio.new_event_loop()
        implicit = self._tls if self.security is Security.TLS else None
        try:
            server = loop.run_until_complete(
                loop.create_server(lambda: _Connection(self, loop, self._tls), HOST, self.port, ssl=implicit)
            )
        except OSError as error:
            failed.append(error)
            loop.close()
            ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(self._end())
        loop.close()

    async def _end(self) -> None:
        await self._cut_all()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Connection(SMTP):
    """One connection to a scripted server: aiosmtpd's protocol, with a word before each command."""

    def __init__(self, owner: SmtpServer, loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None) -> None:
        self.owner = owner
        self.number = 0
        self.mails = 0
        starttls = owner.security is Security.STARTTLS
        super().__init__(
            _Hooks(owner),
            hostname="mail.example.go.th",
            enable_SMTPUTF8=owner.smtputf8,
            tls_context=tls if starttls else None,
            require_starttls=starttls,
            auth_required=owner.login,
            authenticator=_authenticate,
            loop=loop,
        )
        self._auth_require_tls = starttls  # aiosmtpd does not count TLS from the first byte

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.number == 0:
            self.number = self.owner.opens(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.owner.closes(self)
        super().connection_lost(error)

    def cut(self) -> None:
        """End the connection without a word."""
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    async def push(self, status: Any) -> None:
        if self.owner.seconds_per_reply:
            await asyncio.sleep(self.owner.seconds_per_reply)
        await super().push(status)

    async def _handle_client(self) -> None:
        with contextlib.suppress(ConnectionError):
            if await self.told(Stage.CONNECT):
                assert self.transport is not None
                self.transport.close()
                return
            await super()._handle_client()

    async def told(self, stage: Stage, recipient: str | None = None) -> bool:
        """Do what the server was told to do at a stage; return whether the command is thereby answered."""
        fault = self.owner.fault_at(stage, recipient)
        if fault is not None:
            await self._do(fault)
        return fault is not None

    async def _do(self, fault: _Fault) -> None:
        """Do what the server was told; only a refusal comes back from here."""
        if fault.kind == "refuse":
            await self.push(fault.reply)
            if fault.reply.startswith("421") and self.transport is not None:
                self.transport.close()
            return
        if fault.kind == "drop":
            self.cut()
        while fault.kind == "drip":
            self._writer.write(b"2")
            await self._writer.drain()
            await asyncio.sleep(0.02)
        await asyncio.Event().wait()  # until the connection is gone

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's names, here and below
        if not await self.told(Stage.EHLO):
            await super().smtp_EHLO(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self.told(Stage.AUTH):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self.owner.commands.append(f"MAIL {arg}")
        limit = self.owner.mails_per_connection
        if limit is not None and self.mails >= limit:
            await self.push("421 4.7.0 Too many messages on this connection")
            assert self.transport is not None
            self.transport.close()
            return
        if not await self.told(Stage.MAIL):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        recipient = (arg or "").partition("<")[2].partition(">")[0]
        if not await self.told(Stage.RCPT, recipient):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipient = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else None
        if recipient is not None and await self.told(Stage.DATA, recipient):
            return
        if recipient is not None and (fault := self.owner.fault_at(Stage.BODY, recipient)) is not None:
            await self.push("354 Go on, though not to the end")
            await self._reader.read(100)
            await self._do(fault)
        await super().smtp_DATA(arg)

    async def _call_handler_hook(self, command: str, *args: Any) -> Any:
        if command == "DATA":
            return await self._end_of_data()
        return await super()._call_handler_hook(command, *args)

    async def _end_of_data(self) -> str:
        envelope = self.envelope
        assert envelope is not None
        recipient = envelope.rcpt_tos[0]
        mail = KeptMail(
            str(envelope.mail_from), tuple(envelope.rcpt_tos), bytes(envelope.original_content or b""), self.number
        )
        fault = self.owner.fault_at(Stage.END, recipient)
        if fault is not None and fault.kind == "refuse":
            return fault.reply
        self.owner.keep(mail)
        self.mails += 1
        if fault is not None:
            await self._do(fault)
        return "250 2.0.0 Accepted"


class _Hooks:
    """What aiosmtpd asks of a handler; its existence turns the hook for DATA on."""

    def __init__(self, owner: SmtpServer) -> None:
        self.owner = owner

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.owner.commands.append(f"EHLO {hostname}")
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.owner.pipelining else responses

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        raise AssertionError("the connection answers for its data")


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def write_certificate(folder: Path) -> Path:
    """Write a fresh self-signed certificate for loopback with its key, and return the file; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now().astimezone()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "loopback.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
