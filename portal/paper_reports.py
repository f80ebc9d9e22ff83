"""The page of reports on paper: a division's quarter workbook that came with a signed letter, previewed and recorded.

As on the page of projects' workbooks, a preview writes nothing and keeps nothing; what comes back with the button is
read anew, and recorded only if it is what was shown.
"""

from datetime import date

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from flows.quarter_import import PostPart
from portal.guards import LARGEST_PLAN_FILE
from portal.pages import Present, page
from portal.paper_report_facts import PATH, OpenRound, PaperPreview, SentPaper, open_rounds, paper_recorder, preview_of
from portal.report_form import Problem
from portal.sent_files import SentFile, SignedWorkbook, file_again, uploaded_file
from portal.sessions import Portal, PortalNow, SignedIn, ThePortal, Visitor
from portal.telling import typed_day
from procedure.calendar import parse_date
from procedure.errors import ProcedureError
from procedure.permissions import Actor

router = APIRouter(prefix=PATH)

LONGEST_DOCUMENT = 500  # as ``RecordPaperReports`` takes

_NO_ROUND = Problem("", "ยังไม่เคยเปิดรอบรายงานไตรมาสใด", "No quarter's round was ever opened.")
_NO_DAY = Problem(
    "received_on",
    "อ่านวันที่ได้รับรายงานไม่ได้ โปรดพิมพ์ วัน/เดือน/ปี พ.ศ. เช่น 16/1/2569",
    "The day of receipt cannot be read; type day/month/Buddhist-era year, such as 16/1/2569.",
)
_NO_DOCUMENT = Problem(
    "document",
    f"โปรดระบุเลขที่หนังสือหรือบันทึกที่ส่งแฟ้มมา ไม่เกิน {LONGEST_DOCUMENT} ตัวอักษร",
    f"Give the number of the letter or memo that the file came with, at most {LONGEST_DOCUMENT} characters.",
)
_CHANGED = Problem(
    "",
    "รายงานหรือแฟ้มเปลี่ยนไปหลังจากที่ท่านดูตัวอย่าง โปรดตรวจตัวอย่างด้านล่างแล้วกดอีกครั้ง ยังไม่มีการบันทึก",
    "The reports or the file changed after you saw the preview; check it below and press again. Nothing was recorded.",
)


@router.get("")
def show_page(portal: ThePortal, now: PortalNow, who: SignedIn) -> HTMLResponse:
    """Show where a division's filled-in workbook is sent, to whoever records reports on paper."""
    _recorder(who)
    return _page(portal, now, who, None)


@router.post("/preview")
def preview_file(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedWorkbook) -> HTMLResponse:
    """Show what each post in the file would sign, and each cell that cannot be read or would be refused."""
    actor = _recorder(who)
    chosen, file = _round(portal, who, form), uploaded_file(form)
    sent = _sent(form, file) if isinstance(file, SentFile) else file
    if chosen is None or isinstance(sent, Problem):
        return _page(portal, now, who, form, _NO_ROUND if isinstance(sent, SentPaper) else sent)
    return _preview_page(now, who, preview_of(portal, actor, now, chosen, sent))


@router.post("/import")
def import_file(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedWorkbook) -> HTMLResponse:
    """Record the reports of the file that was previewed, each post's by itself, or nothing where one is refused."""
    actor = _recorder(who)
    chosen, sent = _round(portal, who, form), _sent(form, file_again(form))
    if chosen is None or isinstance(sent, Problem):
        raise HTTPException(403)
    preview = preview_of(portal, actor, now, chosen, sent)
    if form.get("seen") != preview.seen:
        return _preview_page(now, who, preview, _CHANGED)
    if preview.wrong or not preview.to_send:
        return _preview_page(now, who, preview)
    try:
        preview.importing.perform(preview.parts)
    except ProcedureError as refused:  # by what happened meanwhile; those sent before it are named
        said = Problem("", refused.message_th, refused.message_en, refused.code)
        return _preview_page(now, who, preview_of(portal, actor, now, chosen, sent), said)
    return _page(portal, now, who, None, done=[part for part in preview.parts if part.standing == "sent"])


def _recorder(who: Visitor) -> Actor:
    actor = paper_recorder(who)
    if actor is None:
        raise HTTPException(404)
    return actor


def _round(portal: Portal, who: Visitor, form: FormData) -> OpenRound | None:
    with portal.database.read() as session:
        rounds = open_rounds(session, who.organization_id)
    return next((one for one in rounds if one.key == form.get("round")), None)


def _sent(form: FormData, file: SentFile) -> SentPaper | Problem:
    document = _text(form, "document")
    if not 1 <= len(document) <= LONGEST_DOCUMENT:
        return _NO_DOCUMENT
    received_on = _day(_text(form, "received_on"))
    return SentPaper(file, received_on, document) if received_on else _NO_DAY


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _page(
    portal: Portal,
    now: Present,
    who: Visitor,
    form: FormData | None,
    problem: Problem | None = None,
    done: list[PostPart] | None = None,
) -> HTMLResponse:
    with portal.database.read() as session:
        rounds = open_rounds(session, who.organization_id)
    return page(
        "paper_reports.html",
        now,
        who,
        status=422 if problem else 200,
        rounds=rounds,
        chosen=_text(form, "round") if form else "",
        received_on=_text(form, "received_on") if form else typed_day(now.today),
        document=_text(form, "document") if form else "",
        largest=LARGEST_PLAN_FILE // 2**20,
        problem=problem,
        done=done,
    )


def _preview_page(now: Present, who: Visitor, preview: PaperPreview, problem: Problem | None = None) -> HTMLResponse:
    return page(
        "paper_reports_preview.html",
        now,
        who,
        status=422 if problem or preview.wrong else 200,
        preview=preview,
        typed=typed_day(preview.sent.received_on),
        problem=problem,
    )
