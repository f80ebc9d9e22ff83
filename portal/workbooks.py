"""The page of the workbooks: forms for divisions to download, and a file uploaded, previewed, and imported.

Between the preview and the import the file is kept nowhere: it goes back to the browser within the page, and comes
again with the button. So a preview writes nothing, leaves nothing to clean up, and nobody else's file can be reached.
What comes back is read anew; the import is of what was shown, or the preview is shown again.
"""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from documents.division_form import division_form
from documents.division_workbook import render_division_workbook
from documents.excel_pages import EXCEL
from documents.made_files import safe_name
from documents.workbook_apart import copy_apart
from documents.workbook_documents import division_workbook_name
from documents.workbook_limits import UnreadableFile
from flows.perform import perform
from models.kinds import FundingSource
from portal.downloads import attachment
from portal.guards import LARGEST_PLAN_FILE
from portal.pages import Present, page
from portal.report_form import Problem
from portal.sent_files import SignedWorkbook, file_again, uploaded_file
from portal.sessions import Portal, PortalNow, SignedIn, ThePortal, Visitor
from portal.workbook_facts import (
    FUNDINGS,
    PATH,
    OpenEdition,
    Preview,
    Sent,
    division_names,
    forms_of,
    importer,
    may_see_workbooks,
    open_editions,
    preview_of,
)
from procedure.act import Outcome
from procedure.acts.collecting import import_projects
from procedure.errors import ProcedureError
from procedure.permissions import Actor

router = APIRouter(prefix=PATH)

_CHANGED = Problem(
    "",
    "แผนหรือแฟ้มเปลี่ยนไปหลังจากที่ท่านดูตัวอย่าง โปรดตรวจตัวอย่างด้านล่างแล้วกดอีกครั้ง ยังไม่มีการบันทึก",
    "The plan or the file changed after you saw the preview; check it below and press again. Nothing was recorded.",
)
_HAS_ERRORS = Problem(
    "",
    "แฟ้มมีแถวที่อ่านไม่ได้ โปรดแก้แล้วส่งใหม่ หรือเลือกนำเข้าเฉพาะแถวที่อ่านได้ ยังไม่มีการบันทึก",
    "Some rows cannot be read; correct them and send the file again, or import the other rows. Nothing was recorded.",
)
_NOTHING_OPEN = Problem(
    "",
    "ไม่มีแผนที่กำลังรวบรวมโครงการ จึงนำเข้าไม่ได้ โปรดเปิดแผนหรือฉบับเพิ่มเติมก่อน",
    "No plan is collecting projects, so nothing can be imported; open a plan or an addition first.",
)


@router.get("")
def show_workbooks(portal: ThePortal, now: PortalNow, who: SignedIn) -> HTMLResponse:
    """Show the forms to download and, to whoever imports, where a filled-in file is sent."""
    return _workbooks_page(portal, now, who)


@router.get("/forms/{edition}/{division_id}")
def download_form(
    edition: Annotated[str, Path(pattern=r"^[0-9]{4}-[a-z0-9-]{1,20}$")],
    division_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
) -> Response:
    """Return the workbook that a division fills in, as of today; 404 for another's, or where nothing is collected."""
    with portal.database.read() as session:
        division = next((one for one in forms_of(session, who) if one.id == division_id), None)
        found = next((one for one in open_editions(session, who.organization_id) if one.key == edition), None)
        if division is None or found is None or not found.has_forms:
            raise HTTPException(404)
        form = division_form(session, found.on_record, division.name, now.today)
    name = f"{safe_name(division_workbook_name(form))}.xlsx"
    return attachment(render_division_workbook(form), EXCEL, name, f"form-{division_id}.xlsx")


@router.post("/preview")
def preview_file(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedWorkbook) -> HTMLResponse:
    """Show what importing the file would do, and each cell that cannot be read."""
    _importer(who)
    edition = _edition(portal, who, form)
    if edition is None:
        return _workbooks_page(portal, now, who, problem=_NOTHING_OPEN)
    file = uploaded_file(form)
    if isinstance(file, Problem):
        return _workbooks_page(portal, now, who, problem=file)
    sent = Sent(file, _funding(form))
    return _preview_page(now, who, preview_of(portal.database, who, edition, sent))


@router.post("/import")
def import_file(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedWorkbook) -> HTMLResponse:
    """Import the file that was previewed: all of it, or the rows that could be read where that button was pressed."""
    actor = _importer(who)
    edition = _edition(portal, who, form)
    if edition is None:
        return _workbooks_page(portal, now, who, problem=_NOTHING_OPEN)
    preview = preview_of(portal.database, who, edition, Sent(file_again(form), _funding(form)))
    if form.get("seen") != preview.seen:
        return _preview_page(now, who, preview, _CHANGED)
    if preview.errors and form.get("rows") != "readable":
        return _preview_page(now, who, preview, _HAS_ERRORS)
    try:
        outcome = perform(portal.database, portal.requester, import_projects, actor, preview.facts)
    except ProcedureError as refused:
        said = Problem("", refused.message_th, refused.message_en, refused.code)
        return _preview_page(now, who, preview, said)
    return _workbooks_page(portal, now, who, outcome=outcome)


@router.post("/copy")
def download_copy(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedWorkbook) -> Response:
    """Return a copy of the file that was previewed, with a comment on each cell that cannot be read."""
    _importer(who)
    edition = _edition(portal, who, form)
    if edition is None:
        return _workbooks_page(portal, now, who, problem=_NOTHING_OPEN)
    sent = Sent(file_again(form), _funding(form))
    with portal.database.read() as session:
        divisions = division_names(session, who.organization_id)
    try:
        copied = copy_apart(sent.file.content, edition.on_record.fiscal_year, divisions, sent.file.name)
    except UnreadableFile:
        return _preview_page(now, who, preview_of(portal.database, who, edition, sent))
    name = f"{sent.file.name.rpartition('.')[0] or sent.file.name} (มีหมายเหตุ).xlsx"
    return attachment(copied, EXCEL, name, "copy.xlsx")


def _importer(who: Visitor) -> Actor:
    actor = importer(who)
    if actor is None:
        raise HTTPException(404)
    return actor


def _edition(portal: Portal, who: Visitor, form: FormData) -> OpenEdition | None:
    with portal.database.read() as session:
        editions = open_editions(session, who.organization_id)
    return next((one for one in editions if one.key == form.get("edition")), None)


def _funding(form: FormData) -> FundingSource:
    chosen = form.get("funding")
    return next((source for source, _name in FUNDINGS if source.value == chosen), FundingSource.ANNUAL_BUDGET)


def _workbooks_page(
    portal: Portal, now: Present, who: Visitor, problem: Problem | None = None, outcome: Outcome | None = None
) -> HTMLResponse:
    if not may_see_workbooks(who):
        raise HTTPException(404)
    with portal.database.read() as session:
        editions = open_editions(session, who.organization_id)
        divisions = forms_of(session, who)
    return page(
        "workbooks.html",
        now,
        who,
        status=422 if problem else 200,
        editions=editions,
        with_forms=[one for one in editions if one.has_forms],
        divisions=divisions,
        imports=importer(who) is not None,
        fundings=FUNDINGS,
        largest=LARGEST_PLAN_FILE // 2**20,
        problem=problem,
        outcome=outcome,
    )


def _preview_page(now: Present, who: Visitor, preview: Preview, problem: Problem | None = None) -> HTMLResponse:
    return page(
        "workbook_preview.html",
        now,
        who,
        status=422 if problem else 200,
        preview=preview,
        content=preview.sent.file.as_text,
        problem=problem,
    )
