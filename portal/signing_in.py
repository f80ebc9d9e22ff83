"""Signing in and out: the page behind a mail's link, asking for a fresh link, and leaving."""

from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.pages import page
from portal.sessions import (
    SESSION_VALID_FOR,
    PortalNow,
    SignedForm,
    SignedIn,
    ThePortal,
    ask_by_address,
    ask_for_link,
    consume_link,
    end_session,
    find_link,
    usable,
)

START = "/board"
LONGEST_TARGET = 200

router = APIRouter()
log = structlog.get_logger()


@router.get("/in/{token}")
def show_link(token: str, portal: ThePortal, now: PortalNow) -> HTMLResponse:
    """Show the button that signs in; mail scanners follow GET, so nothing is consumed here."""
    with portal.database.read() as session:
        good = usable(find_link(session, token), now.as_of)
    if good:
        return page("sign_in_link.html", now, token=token)
    return page("spent_link.html", now, status=410, token=token)


@router.post("/in/{token}")
def sign_in(request: Request, token: str, portal: ThePortal, now: PortalNow) -> Response:
    """Consume the link, open a session and go to the page that the link is for."""
    with portal.database.write() as session:
        opened = consume_link(session, token, now.as_of)
        if opened and (earlier := request.cookies.get(portal.cookie)):
            end_session(session, earlier)
    if opened is None:
        return page("spent_link.html", now, status=410, token=token)
    log.info("portal.signed_in")
    cookie, target = opened
    response = RedirectResponse(local_path(target), status_code=303)
    response.set_cookie(
        portal.cookie,
        cookie,
        max_age=int(SESSION_VALID_FOR.total_seconds()),
        path="/",
        secure=portal.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/in/{token}/fresh")
def ask_fresh_link(token: str, portal: ThePortal, now: PortalNow, later: BackgroundTasks) -> HTMLResponse:
    """Offer a fresh link: sent to the address on file; the answer is the same for a link nobody knows."""
    # After the answer has gone out: how long it takes must not tell who is known.
    later.add_task(ask_for_link, portal, token, now.as_of)
    return page("link_asked.html", now)


@router.get("/sign-in")
def show_sign_in(now: PortalNow, to: str = START) -> HTMLResponse:
    """Ask for the e-mail address on file; ``to`` is the page wanted."""
    return page("sign_in.html", now, to=local_path(to), expired=False)


@router.post("/sign-in")
def ask_link(
    portal: ThePortal,
    now: PortalNow,
    later: BackgroundTasks,
    email: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = START,
) -> HTMLResponse:
    """Have a link sent to the address if it is on file; the answer is always the same."""
    later.add_task(ask_by_address, portal, email, local_path(to), now.as_of)
    return page("link_asked.html", now)


@router.post("/sign-out")
def sign_out(request: Request, portal: ThePortal, _who: SignedIn, _form: SignedForm) -> Response:
    """End the session."""
    with portal.database.write() as session:
        end_session(session, request.cookies[portal.cookie])
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(portal.cookie, path="/", secure=portal.secure, httponly=True, samesite="lax")
    return response


def local_path(target: str) -> str:
    """Return a target if it is a path of this portal, else the board: nobody is led to another site."""
    parts = urlsplit(target)
    plain = target.isascii() and target.isprintable() and "\\" not in target and len(target) <= LONGEST_TARGET
    if not plain or parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return START
    return target
