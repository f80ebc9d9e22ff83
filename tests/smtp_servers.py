"""SMTP servers on loopback that do as told: keep mails, refuse, stall, drip or drop at a stage, close and come back.

A server behaves until told otherwise (``server.refuse(Stage.RCPT, "550 No such mailbox")``), for a number of times or
until ``behave()``. Everything told takes effect at the next command, also on connections that are open.
"""

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.smtp_protocol import PASSWORD, USER, Connection, Fault, KeptMail, Security, Stage

__all__ = ["HOST", "PASSWORD", "USER", "KeptMail", "Security", "SmtpServer", "Stage", "write_certificate"]

HOST = "127.0.0.1"


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
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._protocols: set[Connection] = set()
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
        self._tell(Fault("refuse", stage, reply, recipient, times))

    def stall(self, stage: Stage, *, times: int | None = None) -> None:
        """Never answer a stage; a mail stalled at its end is kept."""
        self._tell(Fault("stall", stage, times=times))

    def drip(self, stage: Stage, *, times: int | None = None) -> None:
        """Answer a stage with a line that never ends, a byte at a time."""
        self._tell(Fault("drip", stage, times=times))

    def drop(self, stage: Stage, *, times: int | None = None) -> None:
        """Cut the connection at a stage; a mail cut at its end is kept."""
        self._tell(Fault("drop", stage, times=times))

    def behave(self) -> None:
        """Forget what was told."""
        with self._lock:
            self._faults.clear()

    def cut_all(self) -> None:
        """Cut every open connection, as a restarted server does, and wait until they are gone."""
        self._run(self._cut_all())

    def wait_until_left(self, seconds: float = 20.0) -> bool:
        """Wait until no connection is open, and return whether that came to pass."""
        with self.opened:
            return self.opened.wait_for(lambda: not self._protocols, timeout=seconds)

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

    def _tell(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def fault_at(self, stage: Stage, recipient: str | None = None) -> Fault | None:
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

    def opens(self, protocol: "Connection") -> int:
        """Count a connection and return its number."""
        with self.opened:
            self._protocols.add(protocol)
            self.connections += 1
            self.opened.notify_all()
            return self.connections

    def closes(self, protocol: "Connection") -> None:
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
                loop.create_server(lambda: Connection(self, loop, self._tls), HOST, self.port, ssl=implicit)
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
