"""HTTP servers on loopback for the tests: what was asked of them is kept, what they answer is told beforehand."""

import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """A request as it came: names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What is answered. ``hangs_up``: nothing. ``stalls``: nothing, until the server ends. ``drips``: byte by byte."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    stalls: bool = False
    drips: bool = False


class HttpServer:
    """A server that answers as ``reply`` decides; by default the told replies in turn, then 200."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.replies: deque[Reply] = deque()
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handling())
        self._server.daemon_threads = True
        if tls is not None:
            # The handshake is each connection's own: one that fails ends nothing else.
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reply(self, asked: Asked) -> Reply:  # noqa: ARG002 - a server of a kind decides by it
        """Return the answer to a request."""
        return self.replies.popleft() if self.replies else Reply()

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.01)

    def end(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _handling(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handling(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, headers, self.rfile.read(length))
                with outer._lock:
                    outer.asked.append(asked)
                    reply = outer.reply(asked)
                outer._send(self, reply)

            do_GET = do_POST = answer  # noqa: N815 - the names that the library calls

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:  # no TLS was agreed on
                    self.close_connection = True

            def log_message(self, *_args: object) -> None:
                """Keep quiet."""

        return Handling

    def _send(self, handling: BaseHTTPRequestHandler, reply: Reply) -> None:
        handling.close_connection = True
        if reply.hangs_up:
            return
        if reply.stalls:
            self.ended.wait(60)
            return
        if reply.drips:
            handling.wfile.write(b"HTTP/1.1 ")
            while not self.ended.wait(0.05):
                try:
                    handling.wfile.write(b" ")
                except OSError:
                    return
            return
        handling.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            handling.send_header(name, value)
        handling.end_headers()
        handling.wfile.write(reply.body)


@contextmanager
def running(server: HttpServer) -> Iterator[None]:
    """Run a server for a while."""
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield
    finally:
        server.end()
        thread.join()
