"""LINE's Messaging API as far as Traimas uses it, as a whole HTTP server on loopback.

Source: LINE Developers, Messaging API reference: push message, retry key, quota and consumption, error responses.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from tests.http_servers import Asked, HttpServer, Reply, running

TOKEN = "a-long-lived-channel-access-token+/=="
PUSH, QUOTA = "/v2/bot/message/push", "/v2/bot/message/quota"
SPENT = "You have reached your monthly limit."


class LineServer(HttpServer):
    """LINE: takes a push once per retry key, counts the month, and knows which users added the account."""

    def __init__(self, limit: int | None = 200) -> None:
        super().__init__()
        self.limit = limit
        self.pushed: list[tuple[str, str]] = []  # to, text
        self.accepted_keys: set[str] = set()
        self.loses_answers = 0  # of the next so many pushes, taken all the same

    def reply(self, asked: Asked) -> Reply:
        if self.replies:
            return self.replies.popleft()
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _said(401, "Authentication failed. Confirm that the access token in the header is valid.")
        if asked.method == "GET":
            return self._of_the_month(asked.path)
        return self._push(asked) if asked.path == PUSH else _said(404, "Not found")

    def _of_the_month(self, path: str) -> Reply:
        if path == QUOTA:
            limited = {"type": "none"} if self.limit is None else {"type": "limited", "value": self.limit}
            return Reply(body=json.dumps(limited).encode())
        if path == f"{QUOTA}/consumption":
            return Reply(body=json.dumps({"totalUsage": len(self.pushed)}).encode())
        return _said(404, "Not found")

    def _push(self, asked: Asked) -> Reply:
        key = asked.headers.get("x-line-retry-key", "")
        said = json.loads(asked.body)
        text = said["messages"][0]["text"]
        if str(UUID(key)) != key:
            return _said(400, "The value of X-Line-Retry-Key header is invalid")
        if not re.fullmatch("[UCR][0-9a-f]{32}", said["to"]) or not 0 < len(text.encode("utf-16-le")) <= 10_000:
            return _said(400, "The property, 'to', in the request body is invalid")
        if key in self.accepted_keys:
            return _said(409, "The retry key is already accepted")
        if self.limit is not None and len(self.pushed) >= self.limit:
            return _said(429, SPENT)
        self.accepted_keys.add(key)
        self.pushed.append((said["to"], text))
        if self.loses_answers:
            self.loses_answers -= 1
            return Reply(hangs_up=True)
        return Reply(body=b'{"sentMessages":[{"id":"461230966842064897"}]}')


def _said(status: int, message: str) -> Reply:
    return Reply(status, json.dumps({"message": message}).encode())


@contextmanager
def line_server(limit: int | None = 200) -> Iterator[LineServer]:
    """Run LINE for a while."""
    server = LineServer(limit)
    with running(server):
        yield server
