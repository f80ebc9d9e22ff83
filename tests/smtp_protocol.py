"""What the scripted SMTP servers say on one connection: aiosmtpd's protocol, with a word before each command."""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

if TYPE_CHECKING:
    from tests.smtp_servers import SmtpServer

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
    NOOP = "noop"


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
class Fault:
    kind: str  # refuse, stall, drip, drop
    stage: Stage
    reply: str = ""
    recipient: str | None = None
    times: int | None = None


class Connection(SMTP):
    """One connection to a scripted server: aiosmtpd's protocol, with a word before each command."""

    def __init__(self, owner: "SmtpServer", loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None) -> None:
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

    async def _do(self, fault: Fault) -> None:
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

    async def smtp_NOOP(self, arg: str) -> None:  # noqa: N802
        if not await self.told(Stage.NOOP):
            await super().smtp_NOOP(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        self.owner.commands.append("AUTH")
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

    def __init__(self, owner: "SmtpServer") -> None:
        self.owner = owner

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.owner.commands.append(f"EHLO {hostname}")
        if not self.owner.login:
            responses = [response for response in responses if "AUTH" not in response]
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.owner.pipelining else responses

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        raise AssertionError("the connection answers for its data")


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)
