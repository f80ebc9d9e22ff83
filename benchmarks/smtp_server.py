"""A small SMTP server for the benchmark, in a process of its own, fast enough not to be what is measured.

It accepts everything, offers PIPELINING as servers do (unless told not to), and answers each command after a delay,
as a server far away would: the replies to commands sent in one go come together. ``XCOUNT`` tells how many mails
it accepted. Run: ``python -m benchmarks.smtp_server MILLISECONDS [no-pipelining]``; it prints its port.
"""

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
END = b"\r\n.\r\n"
accepted = 0


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, delay: float, *, pipelining: bool) -> None:
        """Answer after ``delay`` seconds."""
        self.delay, self.pipelining = delay, pipelining
        self.waiting = bytearray()
        self.in_data = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.answer(b"220 benchmark ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Take commands and mails as they come."""
        self.waiting += data
        while True:
            if self.in_data:
                end = self.waiting.find(END)
                if end < 0:
                    return
                del self.waiting[: end + len(END)]
                self.in_data = False
                global accepted  # noqa: PLW0603 - one server, one count
                accepted += 1
                self.answer(b"250 2.0.0 Accepted\r\n")
                continue
            end = self.waiting.find(b"\n")
            if end < 0:
                return
            command = bytes(self.waiting[:4]).upper()
            del self.waiting[: end + 1]
            self.obey(command)

    def obey(self, command: bytes) -> None:
        """Answer one command."""
        if command == b"DATA":
            self.in_data = True
            self.answer(b"354 Go on\r\n")
        elif command == b"EHLO":
            offered = b"250-PIPELINING\r\n" if self.pipelining else b""
            self.answer(b"250-benchmark\r\n" + offered + b"250-SIZE 50000000\r\n250 8BITMIME\r\n")
        elif command == b"XCOU":
            self.answer(f"250 {accepted}\r\n".encode())
        else:
            self.answer(b"221 Bye\r\n" if command == b"QUIT" else b"250 2.0.0 OK\r\n")

    def answer(self, reply: bytes) -> None:
        """Send a reply, after the delay."""
        assert self.transport is not None
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self.transport.write, reply)
        else:
            self.transport.write(reply)


async def serve(delay: float, *, pipelining: bool) -> None:
    """Listen until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(delay, pipelining=pipelining), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running(milliseconds: int, *, pipelining: bool = True) -> "Iterator[int]":
    """Run a server in a process of its own, and yield its port."""
    command = [sys.executable, "-m", "benchmarks.smtp_server", str(milliseconds)]
    with subprocess.Popen(  # noqa: S603 - our own module
        command + ([] if pipelining else ["no-pipelining"]),
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    ) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def count(port: int) -> int:
    """Return how many mails the server at a port has accepted."""
    with create_connection((HOST, port)) as connection, connection.makefile("rb") as replies:
        replies.readline()
        connection.sendall(b"XCOUNT\r\n")
        return int(replies.readline().split()[1])


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) / 1000, pipelining="no-pipelining" not in sys.argv))
