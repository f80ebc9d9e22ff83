"""What guards every request: security headers, the size of a body, the page a POST comes from, and quiet logs."""

import logging
import re
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from documents.word_templates import LARGEST_TEMPLATE
from documents.workbook_limits import LARGEST_FILE as LARGEST_WORKBOOK
from procedure.evidence import LARGEST_FILE, MOST_FILES
from procedure.posting_evidence import MOST_PHOTOGRAPHS

BODY_LIMIT = 1024 * 1024
# A report with its evidence files. It is read only once the visitor is known (``signed_upload``).
UPLOAD_LIMIT = MOST_FILES * LARGEST_FILE + BODY_LIMIT
# The photographs of a posting, as many as a proof shows.
PHOTOGRAPHS_LIMIT = MOST_PHOTOGRAPHS * LARGEST_FILE + BODY_LIMIT
WORKBOOK_LIMIT = LARGEST_WORKBOOK + BODY_LIMIT
# A file of projects, as it is and as text within a page (``portal/workbooks.py``). A full plan is some 0.5 MB.
LARGEST_PLAN_FILE = 5 * 1024 * 1024
PLAN_FILE_LIMIT = LARGEST_PLAN_FILE * 4 // 3 + BODY_LIMIT
_LARGER = (
    (re.compile(r"/report/[0-9]+/[0-9]+/[0-9]+"), UPLOAD_LIMIT),
    (re.compile(r"/report/[0-9]+/[0-9]+/[0-9]+/workbook"), WORKBOOK_LIMIT),
    (re.compile(r"/workbooks/(preview|import|copy)|/reports/workbook/(preview|import)"), PLAN_FILE_LIMIT),
    (re.compile(r"/postings/photographs"), PHOTOGRAPHS_LIMIT),
    (re.compile(r"/papers/file/[a-z]+"), LARGEST_TEMPLATE + BODY_LIMIT),
)

# No script, but our own on the few pages that have one. Pico draws its marks (the arrow of a select, the tick) as
# data: pictures.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SCRIPTED = frozenset({"/board", "/group-text", "/told"})
# What people sent us: should a browser show it instead of keeping it, nothing in it runs.
_FILE_POLICY = "default-src 'none'; sandbox"
_TOKEN_IN_PATH = re.compile(r"/in/[^/?#\s]+")


def secure(
    headers: MutableHeaders, *, cacheable: bool = False, sent_to_us: bool = False, scripted: bool = False
) -> None:
    """Set the security headers of a response; only our own static files may be kept by a browser."""
    policy = f"{_POLICY}; script-src 'self'" if scripted else _POLICY
    headers["Content-Security-Policy"] = _FILE_POLICY if sent_to_us else policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cache-Control"] = "public, max-age=3600" if cacheable else "no-store"


class SecurityHeaders:
    """Sets the security headers on every response of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = scope["path"]
                secure(
                    MutableHeaders(scope=message),
                    cacheable=path.startswith("/static/"),
                    sent_to_us=path.startswith("/evidence/") or path == "/papers/garuda",
                    scripted=path in _SCRIPTED,
                )
            await send(message)

        await self.app(scope, receive, send_secured if scope["type"] == "http" else send)


def body_limit(scope: Scope) -> int:
    """Return the most bytes that a request's body may have: more for a report's form with its files, a workbook, the
    photographs of a posting, and a template."""
    content_type = dict(scope["headers"]).get(b"content-type", b"")
    if not content_type.startswith(b"multipart/form-data"):
        return BODY_LIMIT
    larger = (limit for path, limit in _LARGER if path.fullmatch(scope["path"]))
    return next(larger, BODY_LIMIT)


class BodyLimit:
    """Refuses a body that is larger than ``body_limit`` with 413, by what is announced and by what comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received, limit = 0, body_limit(scope)
        announced = dict(scope["headers"]).get(b"content-length", b"0")

        async def receive_limited() -> Message:
            nonlocal received
            if int(announced) > limit:
                raise HTTPException(413)
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)


def refuse_foreign_origin(request: Request) -> None:
    """Refuse with 403 a POST that another site's page made. A dependency of every route.

    Under our own ``Referrer-Policy: no-referrer`` browsers send ``Origin: null`` even from our pages; then
    ``Sec-Fetch-Site`` decides. Without either (an old browser, a program) the signed field alone protects.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return
    # A proxy in front may speak http to us or change the Host: the public address counts as ours too.
    ours = {request.headers.get("host", "")}
    if public_url := request.app.state.portal.settings.public_url:
        ours.add(urlsplit(public_url).netloc)
    if urlsplit(origin).netloc not in ours:
        raise HTTPException(403)


class _RedactTokens(logging.Filter):
    """Takes the token of a sign-in link out of uvicorn's access lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN_IN_PATH.sub("/in/-", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        record.msg = _TOKEN_IN_PATH.sub("/in/-", str(record.msg))
        return True


def keep_tokens_out_of_logs() -> None:
    """Make uvicorn's access log write ``/in/-`` for a link; called again it changes nothing."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(known, _RedactTokens) for known in logger.filters):
        logger.addFilter(_RedactTokens())
