"""The page of the office's papers: how documents look, who signs them, the text of part 1, the Garuda, the template."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from documents.announcement_word import announcement_template
from documents.introduction import Section, introduction, usual_text
from documents.office_templates import own_file, trial_announcement
from documents.plan_facts import own_introduction
from flows.perform import perform
from models.kinds import ItaPart, SignedPaper
from portal.downloads import attachment
from portal.pages import Present, page
from portal.paper_facts import read_papers
from portal.report_form import Problem
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, SignedUpload, ThePortal, Visitor
from procedure.act import Act, F
from procedure.acts.papers import SetPapers, set_papers
from procedure.acts.templates import (
    WORD,
    DropTemplate,
    KeepTemplate,
    OfficeFile,
    drop_template,
    keep_template,
    template_in_use,
)
from procedure.calendar import arabic_digits
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission

PATH = "/papers"
SAID = {
    "set": ("บันทึกการตั้งค่าแล้ว ใช้กับเอกสารที่จัดทำต่อจากนี้", "The settings are recorded, for documents made from now on."),
    "kept": ("บันทึกแล้ว ใช้กับเอกสารที่จัดทำต่อจากนี้", "It is recorded, for documents made from now on."),
    "dropped": ("เลิกใช้ของหน่วยงานแล้ว", "The office's own is no longer used."),
}
_NOT_READ = ("ข้อมูลที่กรอกไม่ถูกต้อง โปรดตรวจสอบแล้วลองใหม่", "What was entered is not right; check it and try again.")

router = APIRouter(prefix=PATH)


@router.get("")
def show_papers(portal: ThePortal, now: PortalNow, who: SignedIn, said: str = "") -> HTMLResponse:
    """Show how the office's documents look, to whoever may change it."""
    _keeper(who)
    return _papers_page(portal, now, who, said=SAID.get(said))


@router.post("/set")
def set_all(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record digits, font, kind of PDF, signatures and item numbers as the form has them."""
    typed = {
        **{name: _text(form, name) or None for name in ("digits", "font", "pdf")},
        "signatures": [
            {"paper": paper, "post": _text(form, f"post-{paper}"), "title": _text(form, f"title-{paper}")}
            for paper in SignedPaper
        ],
        "ita_items": [
            {"fiscal_year": arabic_digits(_text(form, "ita-year")), "part": part, "item": _text(form, f"ita-{part}")}
            for part in ItaPart
        ],
    }
    problem = _do(portal, _keeper(who), set_papers, SetPapers, typed)
    return _papers_page(portal, now, who, problem=problem) if problem else _back("set")


@router.post("/introduction")
def set_introduction(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Keep the text of part 1, or only show what it would look like."""
    actor, text = _keeper(who), _text(form, "text").replace("\r\n", "\n")
    with portal.database.read() as session:
        trial = trial_announcement(session, who.organization_id, now.today)
    try:
        content = own_file(OfficeFile.INTRODUCTION, text.encode(), trial, portal.settings.cache_dir)
        preview = introduction(trial.office, text, trial.fiscal_year)
    except ProcedureError as refused:
        return _papers_page(portal, now, who, problem=_problem(refused, "text"), text=text)
    if form.get("preview"):
        return _papers_page(portal, now, who, text=text, preview=preview)
    facts = {"document": OfficeFile.INTRODUCTION, "file_name": "ส่วนที่ ๑.txt", "file_content": content}
    problem = _do(portal, actor, keep_template, KeepTemplate, facts, "text")
    return _papers_page(portal, now, who, problem=problem, text=text) if problem else _back("kept")


@router.post("/file/{document}")
def set_file(document: OfficeFile, portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedUpload) -> Response:
    """Keep the file that was sent, once a document could be made with it."""
    actor, sent = _keeper(who), form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _papers_page(
            portal, now, who, problem=Problem("file", "ยังไม่ได้เลือกแฟ้ม โปรดเลือกแฟ้มแล้วส่งใหม่", "Choose a file first.")
        )
    with portal.database.read() as session:
        trial = trial_announcement(session, who.organization_id, now.today)
    try:
        content = own_file(document, sent.file.read(), trial, portal.settings.cache_dir)
    except ProcedureError as refused:
        return _papers_page(portal, now, who, problem=_problem(refused, "file"))
    facts = {"document": document, "file_name": sent.filename[:200], "file_content": content}
    problem = _do(portal, actor, keep_template, KeepTemplate, facts)
    return _papers_page(portal, now, who, problem=problem) if problem else _back("kept")


@router.post("/drop")
def drop_file(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Give up a file of the office's own."""
    problem = _do(portal, _keeper(who), drop_template, DropTemplate, {"document": _text(form, "document")})
    return _papers_page(portal, now, who, problem=problem) if problem else _back("dropped")


@router.get("/garuda")
def show_garuda(portal: ThePortal, who: SignedIn) -> Response:
    """Return the office's picture of the Garuda; nothing in it runs (``portal.guards``)."""
    _keeper(who)
    with portal.database.read() as session:
        kept = template_in_use(session, who.organization_id, OfficeFile.GARUDA)
    if kept is None:
        raise HTTPException(404)
    return Response(kept.content, media_type=kept.media_type)


@router.get("/announcement.docx")
def show_template(portal: ThePortal, now: PortalNow, who: SignedIn) -> Response:
    """Return the template of announcements: the office's own, or ours to change in Word."""
    _keeper(who)
    with portal.database.read() as session:
        kept = template_in_use(session, who.organization_id)
        trial = trial_announcement(session, who.organization_id, now.today)
    content = kept.content if kept else announcement_template(trial)
    return attachment(content, WORD, "แม่แบบประกาศ.docx", "announcement.docx")


def _keeper(who: Visitor) -> Actor:
    """Return as whom a visitor keeps the office's papers; to others the page is not there."""
    for actor in who.actors:
        if actor.may(Permission.KEEP_PAPERS) and actor.may(Permission.KEEP_TEMPLATES):
            return actor
    raise HTTPException(404)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _do(
    portal: Portal, actor: Actor, act: Act[F], facts: type[F], typed: Mapping[str, object], field: str = ""
) -> Problem | None:
    """Perform an act, or return what is wrong, told beside the form of ``field``."""
    try:
        perform(portal.database, portal.requester, act, actor, facts.model_validate(typed))
    except ValidationError:
        return Problem(field, *_NOT_READ)
    except ProcedureError as refused:
        return _problem(refused, field)
    return None


def _problem(refused: ProcedureError, field: str) -> Problem:
    return Problem(field, refused.message_th, refused.message_en, refused.code)


def _back(said: str) -> Response:
    return RedirectResponse(f"{PATH}?said={said}", status_code=303)


def _papers_page(
    portal: Portal,
    now: Present,
    who: Visitor,
    said: tuple[str, str] | None = None,
    problem: Problem | None = None,
    text: str | None = None,
    preview: list[Section] | None = None,
) -> HTMLResponse:
    with portal.database.read() as session:
        shown = read_papers(session, who.organization_id, now.today)
        own = own_introduction(session, who.organization_id)
    return page(
        "papers.html",
        now,
        who,
        status=422 if problem else 200,
        shown=shown,
        text=text if text is not None else own or usual_text(),
        preview=preview,
        said=said,
        problem=problem,
    )
