"""The portal's application: its parts put together, its error pages, and its plainest routes."""

from pathlib import Path
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from flows.perform import RunRequester, requester_from
from models.database import Database
from models.settings import Settings
from models.settings import settings as installed_settings
from portal import (
    board,
    channel_accounts,
    channels,
    deliveries,
    documents,
    evidence,
    paper_report_facts,
    paper_reports,
    papers,
    postings,
    public,
    report_workbook,
    reporting,
    reviewing,
    signing_in,
    telling,
    workbook_facts,
    workbooks,
)
from portal.guards import BodyLimit, SecurityHeaders, keep_tokens_out_of_logs, refuse_foreign_origin, secure
from portal.pages import page
from portal.sessions import Portal, SignInNeeded

# What a person reads for a status: Thai, English.
_REFUSALS = {
    403: (
        "ดำเนินการนี้ไม่ได้ โปรดกลับไปเปิดหน้าเดิมใหม่ หรือขอลิงก์เข้าใช้งานใหม่",
        "This is refused; open the page again, or ask for a new link.",
    ),
    404: ("ไม่พบหน้านี้", "There is no such page."),
    405: ("ไม่พบหน้านี้", "There is no such page."),
    413: (
        "ข้อมูลหรือแฟ้มที่ส่งใหญ่เกินกว่าที่รับได้ โปรดกดย้อนกลับ ย่อข้อความหรือแฟ้มแล้วส่งใหม่",
        "What was sent is too large; go back, shorten the texts or the files, and send again.",
    ),
    500: ("ระบบขัดข้อง ยังไม่มีการบันทึกข้อมูล โปรดลองใหม่อีกครั้ง", "Something failed and nothing was recorded; try again."),
}


def create_app(
    database: Database | None = None, settings: Settings | None = None, requester: RunRequester | None = None
) -> FastAPI:
    """Return the portal. Without arguments it serves the installation's own database (uvicorn's factory)."""
    settings = settings or installed_settings()
    app = FastAPI(
        title="Traimas",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(refuse_foreign_origin)],
    )
    app.state.portal = Portal(
        database or Database(settings.url), settings, requester if requester is not None else requester_from(settings)
    )
    keep_tokens_out_of_logs()
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    parts = (
        signing_in,
        reporting,
        report_workbook,
        paper_reports,
        reviewing,
        evidence,
        board,
        postings,
        telling,
        deliveries,
        channels,
        channel_accounts,
        documents,
        papers,
        public,
        workbooks,
    )
    for part in parts:
        app.include_router(part.router)
    app.add_api_route("/health", _health)
    app.add_api_route("/", _start)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(SignInNeeded, _sign_in_first)
    app.add_exception_handler(Exception, _failed)
    return app


def _health() -> PlainTextResponse:
    return PlainTextResponse("ok")


def _start() -> RedirectResponse:
    return RedirectResponse(signing_in.START, status_code=303)


def _error_page(status: int) -> HTMLResponse:
    message_th, message_en = _REFUSALS.get(status, _REFUSALS[500 if status >= 500 else 403])
    return page("error.html", None, status=status, message_th=message_th, message_en=message_en)


def _refused(_request: Request, error: Exception) -> Response:
    return _error_page(error.status_code if isinstance(error, HTTPException) else 500)


def _not_found(_request: Request, _error: Exception) -> Response:
    # An id or a quarter that cannot be is a page that is not there.
    return _error_page(404)


def _failed(_request: Request, _error: Exception) -> Response:
    response = _error_page(500)
    secure(response.headers)  # this answer is given outside our middleware
    return response


def _sign_in_first(request: Request, _error: Exception) -> Response:
    """Send a reader to the sign-in page and back; say so to one whose session ended while writing."""
    if request.method == "GET":
        return RedirectResponse(f"/sign-in?to={quote(request.url.path)}", status_code=303)
    path = request.url.path
    for page_of_files in (workbook_facts.PATH, paper_report_facts.PATH):
        if path.startswith(f"{page_of_files}/"):
            path = page_of_files  # a file is sent from there; the other addresses are not read
    to = signing_in.START if path == "/sign-out" else signing_in.local_path(path)
    return page("sign_in.html", None, status=401, to=to, expired=True)
