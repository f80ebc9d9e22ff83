"""The page of postings: photographs taken with a phone, who posted and took down, and the witnesses."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from flows.perform import perform
from models.kinds import PostingEvent
from portal.pages import Present, page, row_number
from portal.posting_facts import actor_keeping, plan_of_year, posting_views
from portal.report_form import LONGEST_NAME, Problem
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, SignedUpload, ThePortal, Visitor
from procedure.act import Act, F, Outcome
from procedure.acts.posting_evidence import (
    KeepPostingPhotograph,
    RecordPostingSigners,
    RemovePostingPhotograph,
    keep_posting_photograph,
    record_posting_signers,
    remove_posting_photograph,
)
from procedure.errors import ProcedureError
from procedure.posting_evidence import MOST_PHOTOGRAPHS, photograph_shown

PATH = "/postings"
# What is said on the page after an act was done.
SAID = {
    "kept": ("เก็บภาพแล้ว", "The photographs are kept."),
    "removed": ("นำภาพออกแล้ว", "The photograph is removed."),
    "recorded": ("บันทึกรายชื่อแล้ว", "The names are recorded."),
}
_NOT_READ = (
    "ข้อมูลที่กรอกไม่ครบหรือยาวเกินไป โปรดตรวจสอบแล้วลองใหม่",
    "Something is missing or too long; check it and try again.",
)
_NO_FILE = ("ยังไม่ได้เลือกภาพ โปรดถ่ายหรือเลือกภาพก่อน", "No photograph was chosen; take or choose one first.")
_PEOPLE = ("name", "post", "first_witness", "first_witness_post", "second_witness", "second_witness_post")

router = APIRouter(prefix=PATH)


@router.get("")
def show_postings(
    portal: ThePortal, now: PortalNow, who: SignedIn, year: int | None = None, said: str = ""
) -> HTMLResponse:
    """Show where the plan of a year was posted, the newest by default, to whoever reads all."""
    return _page(portal, now, who, year, said=SAID.get(said))


@router.get("/photograph/{file_id}")
def show_photograph(file_id: Annotated[int, Path(ge=1, le=2**31 - 1)], portal: ThePortal, who: SignedIn) -> Response:
    """Return a photograph in use; 404 for whoever does not read all, and for any other file."""
    if not who.reads_all:
        raise HTTPException(404)
    with portal.database.read() as session:
        file = photograph_shown(session, who.organization_id, file_id)
    if file is None:
        raise HTTPException(404)
    return Response(file.content, media_type=file.media_type)


@router.post("/photographs")
def keep(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedUpload) -> Response:
    """Keep the photographs that came; the first that is refused is told, those before it stay."""
    files = [part for part in form.getlist("photograph") if isinstance(part, UploadFile) and part.size]
    if not files:
        return _done(portal, now, who, form, Problem("photograph", *_NO_FILE, "no_photograph"), "kept")
    done: Outcome | Problem | None = None
    for file in files[: MOST_PHOTOGRAPHS + 1]:  # one too many is refused in words
        name = (file.filename or "")[-LONGEST_NAME:] or "ภาพ"
        done = _do(
            portal,
            who,
            form,
            keep_posting_photograph,
            KeepPostingPhotograph,
            {"file_name": name, "file_content": file.file.read()},
        )
        if isinstance(done, Problem):
            break
    return _done(portal, now, who, form, done, "kept")


@router.post("/remove")
def remove(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Take a photograph out of the proof."""
    given = {"number": row_number(_text(form, "number")), "reason": _text(form, "reason")}
    done = _do(portal, who, form, remove_posting_photograph, RemovePostingPhotograph, given)
    return _done(portal, now, who, form, done, "removed")


@router.post("/signers")
def record_signers(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record who posted or took down, and the witnesses."""
    given = {name: _text(form, name) for name in _PEOPLE}
    done = _do(portal, who, form, record_posting_signers, RecordPostingSigners, given)
    return _done(portal, now, who, form, done, "recorded")


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _year(form: FormData) -> int | None:
    return row_number(_text(form, "year"))


def _do(
    portal: Portal, who: Visitor, form: FormData, act: Act[F], facts: type[F], given: Mapping[str, object]
) -> Outcome | Problem:
    """Perform an act on the posting that a form names, or return what is wrong; 404 for whoever may not."""
    event = next((one for one in PostingEvent if one.value == _text(form, "event")), None)
    actor = actor_keeping(who, event) if event else None
    if actor is None:
        raise HTTPException(404)
    named = {name: _text(form, name) for name in ("edition", "place", "event")}
    try:
        read = facts.model_validate({"fiscal_year": _year(form), **named, **given})
        return perform(portal.database, portal.requester, act, actor, read)
    except ValidationError:
        return Problem("", *_NOT_READ, "bad_facts")
    except ProcedureError as refused:
        return Problem("", refused.message_th, refused.message_en, refused.code)


def _done(
    portal: Portal, now: Present, who: Visitor, form: FormData, done: Outcome | Problem | None, said: str
) -> Response:
    year = _year(form)
    if isinstance(done, Problem):
        return _page(portal, now, who, year, problem=done)
    query = {"said": said} if year is None else {"year": str(year), "said": said}
    return RedirectResponse(f"{PATH}?{urlencode(query)}", status_code=303)


def _page(
    portal: Portal,
    now: Present,
    who: Visitor,
    year: int | None,
    said: tuple[str, str] | None = None,
    problem: Problem | None = None,
) -> HTMLResponse:
    with portal.database.read() as session:
        plan = plan_of_year(session, who, year)
        if plan is None:
            raise HTTPException(404)
        views = posting_views(session, plan, who)
    return page(
        "postings.html",
        now,
        who,
        status=422 if problem else 200,
        year=plan.plan.fiscal_year,
        postings=views,
        most=MOST_PHOTOGRAPHS,
        said=said,
        problem=problem,
    )
