"""The head's page: reading a post's newest submission of a quarter, and accepting or returning it."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from flows.perform import perform
from models.kinds import ReviewOutcome, SubmissionKind
from portal.pages import Present, page
from portal.report_facts import PostReport, find_report, received_lines
from portal.report_form import LONGEST_TEXT, Problem
from portal.reporting import Id, QuarterNumber, Year, signer_of
from portal.sessions import PortalNow, SignedForm, SignedIn, ThePortal, Visitor, actor_reviewing
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.errors import ProcedureError

router = APIRouter(prefix="/review/{fiscal_year}/{quarter}/{officer_id}")


@router.get("")
def show_review(
    fiscal_year: Year, quarter: QuarterNumber, officer_id: Id, portal: ThePortal, now: PortalNow, who: SignedIn
) -> HTMLResponse:
    """Show the newest submission of a post for a quarter, with the reviewer's word or the form for it."""
    with portal.database.read() as session:
        report = _reviewed_report(session, who, fiscal_year, quarter, officer_id, now)
        return _review_page(session, report, who, now, "", None)


@router.post("")
def review_form(
    fiscal_year: Year,
    quarter: QuarterNumber,
    officer_id: Id,
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
    form: SignedForm,
) -> Response:
    """Record the reviewer's word on the revision that was shown, or show the page again with what is wrong."""
    with portal.database.read() as session:
        report = _reviewed_report(session, who, fiscal_year, quarter, officer_id, now)
    values = {name: str(form.get(name, "")) for name in ("revision", "outcome", "remarks")}
    remarks = values["remarks"].replace("\r\n", "\n").strip()
    actor = actor_reviewing(who, report.officer)
    if actor is None or not values["revision"].isdecimal() or values["outcome"] not in set(ReviewOutcome):
        raise HTTPException(404)
    problem: Problem | None = None
    if len(remarks) > LONGEST_TEXT:
        problem = Problem(
            "remarks", f"ข้อความยาวเกิน {LONGEST_TEXT:,} ตัวอักษร โปรดย่อ", "The text is too long; shorten it."
        )
    else:
        facts = ReviewSubmission(
            fiscal_year=report.fiscal_year,
            quarter=report.number,
            post=report.officer.title,
            revision=min(max(int(values["revision"][:9]), 1), 2**31 - 1),
            outcome=ReviewOutcome(values["outcome"]),
            remarks=remarks,
        )
        try:
            perform(portal.database, portal.requester, review_submission, actor, facts)
        except ProcedureError as error:
            problem = Problem("remarks", error.message_th, error.message_en, error.code)
        else:
            return RedirectResponse(f"/board?year={report.fiscal_year}", status_code=303)
    with portal.database.read() as session:
        return _review_page(session, report, who, now, remarks, problem)


def _reviewed_report(
    session: Session, who: Visitor, fiscal_year: int, quarter: int, officer_id: int, now: Present
) -> PostReport:
    """Return the report to review; 404 for whoever may not review the post, and where nothing was sent."""
    report = find_report(session, who, fiscal_year, quarter, officer_id, now.today, to_read=True)
    if actor_reviewing(who, report.officer) is None or report.latest is None:
        raise HTTPException(404)
    return report


def _review_page(
    session: Session, report: PostReport, who: Visitor, now: Present, remarks: str, problem: Problem | None
) -> HTMLResponse:
    submission = report.latest
    if submission is None:
        raise HTTPException(404)
    return page(
        "review.html",
        now,
        who,
        status=422 if problem else 200,
        report=report,
        submission=submission,
        nothing=submission.kind is SubmissionKind.NOTHING,
        not_informed=submission.kind is SubmissionKind.NOT_INFORMED,
        signed_by=signer_of(session, submission),
        review=report.review,
        lines=received_lines(session, report, submission),
        remarks=remarks,
        problem=problem,
        may_correct=report.timing(now.today) in ("open", "late", "excepted"),
    )
