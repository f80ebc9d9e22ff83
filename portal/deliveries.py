"""The administrator's page of deliveries: what was given up first, then what waits, and what was not sent and why."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from flows.perform import perform
from portal.delivery_facts import may_see_deliveries, posts_of, read_deliveries
from portal.pages import Present, page
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, ThePortal, Visitor
from portal.telling import typed_day
from procedure.acts.resending import SendAgain, send_again
from procedure.calendar import parse_date
from procedure.errors import ProcedureError
from procedure.permissions import Permission

router = APIRouter()


@router.get("/deliveries")
def show_deliveries(
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
    day: str = "",
    post: str = "",
    n: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show how the office's messages were delivered; of a Bangkok day, of a post, page by page."""
    return _page(portal, who, now, day, post, n, None)


@router.post("/deliveries/again")
def send_again_form(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Send anew what was given up for a post on a day; show the page again with what is wrong."""
    actor = next((one for one in who.actors if one.may(Permission.SEND_AGAIN)), None)
    on, post = _day(str(form.get("day", ""))), str(form.get("post", ""))
    if actor is None or on is None or not may_see_deliveries(who):
        raise HTTPException(404)
    with portal.database.read() as session:
        title = posts_of(session, who.organization_id).get(int(post) if post.isdecimal() else 0)
    if title is None:
        raise HTTPException(404)
    try:
        perform(portal.database, portal.requester, send_again, actor, SendAgain(post=title, day=on))
    except ProcedureError as error:
        return _page(portal, who, now, "", "", 1, error)
    return RedirectResponse("/deliveries", status_code=303)


def _page(
    portal: Portal, who: Visitor, now: Present, day: str, post: str, n: int, problem: ProcedureError | None
) -> HTMLResponse:
    if not may_see_deliveries(who):
        raise HTTPException(404)
    on = _day(day)
    if day and on is None:
        raise HTTPException(404)
    with portal.database.read() as session:
        posts = posts_of(session, who.organization_id)
        chosen = int(post) if post.isdecimal() else None
        if post and chosen not in posts:
            raise HTTPException(404)
        found = read_deliveries(session, who.organization_id, posts, now.today, on, chosen, n)
    return page(
        "deliveries.html",
        now,
        who,
        status=422 if problem else 200,
        found=found,
        posts=posts,
        day=typed_day(on) if on else "",
        chosen=chosen,
        n=n,
        problem=problem,
        may_send=any(actor.may(Permission.SEND_AGAIN) for actor in who.actors),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
