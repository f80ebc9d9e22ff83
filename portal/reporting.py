"""The officer's form: showing a post's report of a quarter, submitting it, and its receipt."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from flows.perform import perform
from models.kinds import ProgressStatus, SubmissionKind
from models.organizations import Person
from models.quarters import Submission
from portal.pages import page
from portal.report_facts import PostReport, find_report, received_lines, review_of
from portal.report_form import Problem, TypedReport, attached_files, problem_of_refusal, read_report, typed_report
from portal.report_view import LiaisonAnswer, Problems, form_view
from portal.sessions import PortalNow, SignedIn, SignedUpload, ThePortal
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import parse_date, thai_digits
from procedure.errors import ProcedureError
from procedure.evidence import EvidenceFile
from procedure.plans import identity
from procedure.progress import not_yet_due
from procedure.report_checks import ProjectProgress
from procedure.sent_reports import every_refusal

router = APIRouter(prefix="/report/{fiscal_year}/{quarter}/{officer_id}")

Year = Annotated[int, Path(ge=2400, le=2700)]
QuarterNumber = Annotated[int, Path(ge=1, le=4)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def show_form(
    fiscal_year: Year, quarter: QuarterNumber, officer_id: Id, portal: ThePortal, now: PortalNow, who: SignedIn
) -> HTMLResponse:
    """Show what a post reports for a quarter, prefilled with what was last reported."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
        return page("report_form.html", now, who, view=form_view(report, now.today, report.before, None))


@router.post("")
def submit_form(
    fiscal_year: Year,
    quarter: QuarterNumber,
    officer_id: Id,
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
    form: SignedUpload,
) -> Response:
    """Submit the report, or show the form again with what was typed and what is wrong with it."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
    typed = {entry.project_id: typed_report(form, entry.project_id) for entry in report.entries}
    left_out = _left_out(report, form)
    typed |= {project_id: report.before[project_id] for project_id in left_out}
    asked = LiaisonAnswer(source=_text(form, "source"), asked_on=_text(form, "asked_on"))
    files = attached_files(form, typed)
    facts, problems = _read_form(report, form, typed, left_out, asked, files)
    if facts is not None and report.latest and form.get("seen") != str(report.latest.revision):
        if _same_as_sent(report, facts):  # the button pressed twice
            return RedirectResponse(f"{report.path}/received/{report.latest.revision}", status_code=303)
        facts = None
        problems.general.append(
            Problem(
                "",
                f"มีการส่งรายงานฉบับที่ {thai_digits(report.latest.revision)} หลังจากที่ท่านเปิดหน้านี้ โปรดตรวจข้อมูลแล้วกดส่งอีกครั้ง",
                "A newer revision was sent after you opened this page; check the values and send again.",
            )
        )
    if facts is not None and report.actor is not None:
        try:
            outcome = perform(portal.database, portal.requester, submit_reports, report.actor, facts)
        except ProcedureError as error:
            with portal.database.read() as session:
                refusals = (
                    every_refusal(session, report.on_record, report.round, facts, error, now.today)
                    if report.round
                    else [error]
                )
                for refusal in refusals:
                    problems.add(*problem_of_refusal(refusal, report.before))
        else:
            with portal.database.read() as session:
                revision = session.get_one(Submission, outcome.subject_id).revision
            return RedirectResponse(f"{report.path}/received/{revision}", status_code=303)
    view = form_view(report, now.today, typed, problems, asked, [file.name for file in files])
    return page("report_form.html", now, who, status=422, view=view)


@router.get("/received/{revision}")
def show_receipt(
    fiscal_year: Year,
    quarter: QuarterNumber,
    officer_id: Id,
    revision: Id,
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
) -> HTMLResponse:
    """Show what was received of a post for a quarter, when, and whether on time; also to those who only read."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today, to_read=True)
        submission = next((row for row in report.submissions if row.revision == revision), None)
        if submission is None:
            raise HTTPException(404)
        return page(
            "receipt.html",
            now,
            who,
            report=report,
            submission=submission,
            nothing=submission.kind is SubmissionKind.NOTHING,
            not_informed=submission.kind is SubmissionKind.NOT_INFORMED,
            signed_by=signer_of(session, submission),
            review=review_of(session, submission),
            lines=received_lines(session, report, submission),
            timing=report.timing(now.today) if report.actor else "locked",
        )


def signer_of(session: Session, submission: Submission) -> str:
    """Return the name of whoever sent a submission; empty for one on paper."""
    signed = select(col(Person.name)).where(
        Person.id == submission.signed_by_id, Person.organization_id == submission.organization_id
    )
    return session.exec(signed).first() or ""


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _left_out(report: PostReport, form: FormData) -> set[int]:
    """Return the projects that one signature covers: their months have not come, and the form left them out."""
    quarter = report.on_record.fiscal_year.quarter(report.number)
    return {
        entry.project_id
        for entry in report.entries
        if f"status-{entry.project_id}" not in form
        and entry.project_id not in report.carried_on
        and report.before[entry.project_id].status == "not_started"
        and not_yet_due(ProgressStatus.NOT_STARTED, entry.months, quarter)
    }


def _read_form(
    report: PostReport,
    form: FormData,
    typed: Mapping[int, TypedReport],
    left_out: set[int],
    asked: LiaisonAnswer,
    files: list[EvidenceFile],
) -> tuple[SubmitReports | None, Problems]:
    """Return the submission that a form states, or what is wrong with it."""
    problems = Problems()
    reports: list[ProjectProgress] = []
    kinds = {kind.value: kind for kind in SubmissionKind}
    kind = kinds.get(_text(form, "kind"), SubmissionKind.REPORT)
    asked_on = None
    if kind is SubmissionKind.REPORT:
        for project_id, fields in typed.items():
            if project_id in left_out:
                continue
            progress, wrong = read_report(project_id, fields, report.before[project_id])
            if progress is None:
                problems.by_project[project_id] = wrong
            else:
                reports.append(progress)
    else:
        came = [key for key in typed if f"status-{key}" in form]
        if files or any(typed[key] != report.before[key] for key in came):
            problems.general.append(_would_drop(kind))
        try:
            asked_on = parse_date(asked.asked_on) if asked.asked_on else None
        except ValueError:
            problems.general.append(
                Problem(
                    "",
                    "วันที่สอบถามไม่ถูกต้อง ให้ระบุ เช่น 26/1/2569 หรือ 26 ม.ค. 2569",
                    "The day of asking is no date; write it such as 26/1/2569.",
                )
            )
    if problems:
        return None, problems
    facts = SubmitReports(
        fiscal_year=report.fiscal_year,
        quarter=report.number,
        officer_id=identity(report.officer.id),
        kind=kind,
        reports=tuple(reports),
        source=asked.source if kind is SubmissionKind.NOT_INFORMED else "",
        asked_on=asked_on if kind is SubmissionKind.NOT_INFORMED else None,
        evidence=tuple(files),
    )
    return facts, problems


def _would_drop(kind: SubmissionKind) -> Problem:
    """Return the problem of signing the last values over what was typed: it would be dropped without a word."""
    what = "รับรองว่าไม่มีผลการดำเนินงานไม่ได้" if kind is SubmissionKind.NOTHING else "บันทึกว่าไม่ได้รับแจ้งไม่ได้"
    return Problem(
        "",
        f"ท่านแก้ไขข้อมูลโครงการไว้ จึง{what} โปรดกด “ส่งรายงาน” หรือเปิดหน้านี้ใหม่เพื่อทิ้งข้อมูลที่แก้ไข",
        "You changed some values: send them as a report, or reload this page to drop them.",
    )


def _same_as_sent(report: PostReport, facts: SubmitReports) -> bool:
    """Tell whether a submission says what the newest one already says, with the same files."""
    if report.latest is None or report.latest.kind is not facts.kind:
        return False
    kept = {(line.project_id, line.sha256) for line in report.evidence}
    if any((file.project_id, file.sha256) not in kept for file in facts.evidence):
        return False
    if facts.kind is not SubmissionKind.REPORT:
        return (facts.source, facts.asked_on) == (report.latest.source, report.latest.asked_on)
    sent = {project_id: ProjectProgress.sent(row) for project_id, row in report.sent.items()}
    return all(sent.get(row.project_id) == row for row in facts.reports)
