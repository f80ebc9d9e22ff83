"""Reporting a quarter in Excel: the post's workbook to download, and a filled-in one read into the web form.

Nothing is kept between the two pages: what was read stands in the form's own fields, and the officer signs the form.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session, col, select
from starlette.datastructures import UploadFile

from documents.excel_pages import EXCEL
from documents.made_files import safe_name
from documents.quarter_workbook import write_quarter_workbook
from documents.quarter_workbook_documents import workbook_name
from documents.quarter_workbook_facts import QuarterBook, quarter_books
from documents.quarter_workbook_reading import FilledPost, read_quarter_workbook
from documents.quarter_workbook_rows import FilledProject
from documents.workbook_apart import cells_apart
from models.kinds import SubmissionKind
from models.organizations import Officer
from portal.downloads import attachment
from portal.pages import page
from portal.report_facts import PostReport, find_report
from portal.report_form import LONGEST_NAME, Problem, TypedReport, as_typed, problem_of_refusal
from portal.report_view import FromWorkbook, LiaisonAnswer, Problems, form_view
from portal.reporting import Id, QuarterNumber, Year
from portal.sessions import PortalNow, SignedIn, SignedUpload, ThePortal
from procedure.calendar import thai_date_short
from procedure.errors import ProcedureError
from procedure.plans import identity
from procedure.report_checks import all_refusals, owed_reports
from procedure.sent_reports import sent_already

router = APIRouter(prefix="/report/{fiscal_year}/{quarter}/{officer_id}/workbook")

# Where the form shows a problem of a field that has no place of its own for one.
_SHOWN_AT = {"obstacle_kind": "obstacle", "final_payment": "disbursed_satang"}


@router.get("")
def download_workbook(
    fiscal_year: Year, quarter: QuarterNumber, officer_id: Id, portal: ThePortal, now: PortalNow, who: SignedIn
) -> Response:
    """Give out the workbook in which a post reports a quarter, prefilled as its form is."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
        (book,) = _books(session, report, now.today, of_unit=False)
    name = f"{safe_name(workbook_name(book))}.xlsx"
    return attachment(write_quarter_workbook(book), EXCEL, name, f"report-{fiscal_year}-{quarter}.xlsx")


@router.post("")
def fill_form(
    fiscal_year: Year,
    quarter: QuarterNumber,
    officer_id: Id,
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
    form: SignedUpload,
) -> HTMLResponse:
    """Show the form filled in from a workbook, with what is wrong by its cell; nothing is recorded."""
    given = form.get("workbook")
    name, content = ("", b"")
    if isinstance(given, UploadFile):
        name, content = (given.filename or "")[-LONGEST_NAME:], given.file.read()
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
        books = _books(session, report, now.today, of_unit=True)
    filled = _Filled(report, name)
    if content:
        filled.read(content, books)
    else:
        filled.problems.general.append(
            Problem("", "โปรดเลือกแฟ้ม Excel ที่กรอกแล้ว", "Choose the workbook that you filled in.")
        )
    if filled.post is not None and not filled.post.problems:
        with portal.database.read() as session:
            filled.check(session, filled.post, now.today)
    view = form_view(report, now.today, filled.typed, filled.problems, filled.answer, workbook=filled.told())
    return page("report_form.html", now, who, status=422 if filled.problems else 200, view=view)


def _books(session: Session, report: PostReport, today: date, *, of_unit: bool) -> list[QuarterBook]:
    """Return the post's workbook, or that of its whole division or agency; 404 where nothing is asked of it."""
    if report.round is None or not report.entries:
        raise HTTPException(404)
    officer = report.officer
    posts = {identity(officer.id)}
    if of_unit:
        same = (
            col(Officer.agency_id) == officer.agency_id
            if officer.agency_id is not None
            else (col(Officer.division_id) == officer.division_id) & col(Officer.agency_id).is_(None)
        )
        mine = select(Officer.id).where(Officer.organization_id == officer.organization_id, same)
        posts |= {identity(one) for one in session.exec(mine)}
    return quarter_books(session, report.on_record, report.round, today, posts)


@dataclass
class _Filled:
    """The form's fields as a workbook fills them: what could not be read shows as it stands in its cell."""

    report: PostReport
    file_name: str
    problems: Problems = field(default_factory=Problems)
    answer: LiaisonAnswer = field(default_factory=LiaisonAnswer)
    post: FilledPost | None = None
    others: int = 0
    same: bool = False

    def __post_init__(self) -> None:
        self.typed = dict(self.report.before)

    def read(self, content: bytes, books: list[QuarterBook]) -> None:
        reading = read_quarter_workbook(content, books, self.file_name, cells_apart)
        self.problems.general += [Problem("", one.message_th, one.message_en, one.code) for one in reading.general]
        mine = [one for one in reading.posts if one.post.officer_id == self.report.officer.id]
        self.others = len(reading.posts) - len(mine)
        if not mine:
            if not reading.general:
                self.problems.general.append(
                    Problem(
                        "",
                        f"แฟ้มนี้ไม่มีรายงานของ{self.report.officer.title} โปรดเลือกแฟ้มของตำแหน่งนี้",
                        "The file holds no report of this post; choose the one of this post.",
                    )
                )
            return
        self.post = mine[0]
        asked_on = self.post.asked_on
        day = thai_date_short(asked_on, digits="arabic") if asked_on else ""
        self.answer = LiaisonAnswer(source=self.post.source, asked_on=day)
        self.problems.general += [Problem("", one.message_th, one.message_en, one.code) for one in self.post.problems]
        for one in self.post.projects:
            self.typed[one.project.project_id] = _typed(one)
            for name, wrong in one.problems.items():
                shown = _SHOWN_AT.get(name, name).removesuffix("_satang")
                self.problems.add(
                    one.project.project_id, Problem(shown, wrong.message_th, wrong.message_en, wrong.code)
                )

    def check(self, session: Session, post: FilledPost, today: date) -> None:
        """Note what the submission would be refused for, by cell, and whether it was sent already."""
        report = self.report
        facts = post.facts(report.fiscal_year, report.number)
        if report.round is None:
            return
        if not self.problems:
            self.same = sent_already(session, report.on_record, report.round, facts, today)
        if facts.kind is SubmissionKind.REPORT:
            owed = owed_reports(session, report.on_record, report.round, facts.officer_id, today)
            for refusal in all_refusals(owed, tuple(one.as_read for one in post.projects), ()):
                if refusal.project_id not in self.problems.by_project:  # else its cells are to be mended first
                    self._refuse(post, refusal)

    def _refuse(self, post: FilledPost, refusal: ProcedureError) -> None:
        project_id, problem = problem_of_refusal(refusal, self.report.before)
        if cell := post.cell_of(refusal):
            th, en = f"ช่อง {cell}: {problem.message_th}", f"Cell {cell}: {problem.message_en}"
            problem = Problem(problem.field, th, en, problem.code)
        self.problems.add(project_id, problem)

    def told(self) -> FromWorkbook | None:
        """Return what the page says of the file; None where nothing of it was read."""
        if self.post is None:
            return None
        changed = sum(one.changed for one in self.post.projects)
        return FromWorkbook(self.file_name, changed=changed, others=self.others, same=self.same, kind=self.post.kind)


def _typed(filled: FilledProject) -> TypedReport:
    """Return a row as the form's fields."""
    unread = {name.removesuffix("_satang"): filled.seen[name] for name in filled.problems if name != "final_payment"}
    return replace(as_typed(filled.as_read), **unread)
