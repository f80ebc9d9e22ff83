"""The page of documents: all that the catalogue holds of a year, one tap each, for whoever reads all."""

import threading
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, Response

from documents.catalogue import CATALOGUE
from documents.catalogue_entry import About, Document, Format, Made
from documents.catalogue_subjects import subjects_of
from documents.made_files import named, safe_name, zipped
from models.evidence import StoredFile
from portal.board_facts import plans_of
from portal.document_facts import asked_for, document_groups, kept_files
from portal.downloads import attachment
from portal.pages import Present, page
from portal.report_form import Problem
from portal.sessions import Portal, PortalNow, SignedIn, ThePortal, Visitor
from procedure.errors import ProcedureError
from procedure.permissions import Permission
from procedure.plans import find_plan

router = APIRouter(prefix="/documents")

# A plan of 500 projects takes seconds and some hundred megabytes. The others wait, few enough that the portal's other
# pages are still answered; beyond that it is said.
_RENDERING = threading.BoundedSemaphore(2)
_WAITING = threading.BoundedSemaphore(8)
_BUSY = Problem(
    "",
    "ขณะนี้ระบบกำลังจัดทำเอกสารหลายฉบับอยู่ โปรดรอสักครู่แล้วลองใหม่",
    "Many documents are being made at this moment; wait a little and try again.",
    "busy",
)

Year = Annotated[int, Path(ge=2400, le=2700)]
Name = Annotated[str, Path(max_length=40)]


@router.get("")
def show_documents(portal: ThePortal, now: PortalNow, who: SignedIn, year: int | None = None) -> HTMLResponse:
    """Show the documents of a fiscal year's plan, the newest by default."""
    _reader(who)
    return _documents_page(portal, now, who, year)


@router.get("/{fiscal_year}/{subject}/{file}")
def make_document(
    fiscal_year: Year, subject: Name, file: Name, portal: ThePortal, now: PortalNow, who: SignedIn
) -> Response:
    """Return a document: what was announced as it was kept, any other as the record stands; several files as a zip.

    What the record does not hold yet is told on the page of documents.
    """
    _reader(who)
    document, kind = _document(file)
    try:
        with portal.database.read() as session:
            plan = find_plan(session, who.organization_id, fiscal_year)
            subjects = dict(subjects_of(session, plan, document.about, now.today, portal.settings.public_url))
            if subject not in subjects:
                raise HTTPException(404)
            asked = subjects[subject]
            if document.about is About.EDITION and kind is Format.PDF:
                kept = kept_files(session, [asked.on_record]).get((asked.on_record.edition_id, document.key))
                if kept is not None:
                    row = session.get_one(StoredFile, kept)
                    return attachment(row.content, row.media_type, row.name, f"{document.key}.pdf")
            facts = document.facts(session, asked)
    except ProcedureError as refused:
        if refused.code == "no_plan":
            raise HTTPException(404) from refused
        problem = Problem("", refused.message_th, refused.message_en, refused.code)
        return _documents_page(portal, now, who, fiscal_year, problem, document.title_th)
    made = _rendered(document, kind, facts, portal)
    if made is None:
        return _documents_page(portal, now, who, fiscal_year, _BUSY, status=503)
    if len(made) == 1:
        ((name, only),) = named(made)
        return attachment(only.content, kind.media_type, name, f"{document.key}.{kind.value}")
    return attachment(zipped(made), "application/zip", f"{safe_name(document.title_th)}.zip", f"{document.key}.zip")


def _rendered(document: Document, kind: Format, facts: object, portal: Portal) -> Sequence[Made] | None:
    """Render a document, or return None where too many wait already."""
    if not _WAITING.acquire(blocking=False):
        return None
    try:
        with _RENDERING:
            return document.render(facts, kind, portal.settings.cache_dir)
    finally:
        _WAITING.release()


def _reader(who: Visitor) -> None:
    if not who.reads_all:
        raise HTTPException(404)


def _document(file: str) -> tuple[Document, Format]:
    """Return the document and the format that a file's name asks for; else 404."""
    key, _dot, ending = file.rpartition(".")
    for document in CATALOGUE:
        for kind in document.formats:
            if (document.key, kind.value) == (key, ending):
                return document, kind
    raise HTTPException(404)


def _documents_page(
    portal: Portal,
    now: Present,
    who: Visitor,
    year: int | None,
    problem: Problem | None = None,
    refused: str = "",
    status: int = 409,
) -> HTMLResponse:
    with portal.database.read() as session:
        plans = plans_of(session, who.organization_id)
        if not plans and year is None:
            return page("no_plan.html", now, who)
        plan = next((row for row in plans if year is None or row.plan.fiscal_year == year), None)
        if plan is None:
            raise HTTPException(404)
        groups = document_groups(session, asked_for(session, plan, now.today, portal.settings.public_url))
        announced = plan.edition.announced_on is not None
    return page(
        "documents.html",
        now,
        who,
        status=status if problem else 200,
        year=plan.plan.fiscal_year,
        years=[row.plan.fiscal_year for row in plans],
        groups=groups,
        problem=problem,
        refused=refused,
        public_path=f"/public/{plan.organization.code}/{plan.plan.fiscal_year}" if announced else "",
        keeps_papers=any(actor.may(Permission.KEEP_PAPERS) for actor in who.actors),
    )
