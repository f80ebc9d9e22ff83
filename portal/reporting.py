"""The officer's form: showing a post's report of a quarter, submitting it, and its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import col, select
from starlette.datastructures import FormData

from flows.perform import perform
from models.kinds import ProgressStatus, SubmissionKind
from models.organizations import Person
from models.plans import ProjectEntry
from models.quarters import Submission
from models.values import PlannedMonths, Quarter
from portal.pages import months_text, page
from portal.report_facts import PostReport, find_report, received_lines
from portal.report_form import (
    Problem,
    TypedReport,
    as_sent,
    problem_of_refusal,
    read_report,
    typed_report,
)
from portal.sessions import PortalNow, SignedForm, SignedIn, ThePortal
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.plans import identity
from procedure.progress import behind_plan
from procedure.report_checks import ProjectProgress

router = APIRouter(prefix="/report/{fiscal_year}/{quarter}/{officer_id}")

Year = Annotated[int, Path(ge=2400, le=2700)]
QuarterNumber = Annotated[int, Path(ge=1, le=4)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@dataclass(frozen=True)
class ProjectCard:
    """One project in the form. ``expanded`` shows its fields at once; the others stay folded."""

    project_id: int
    number: int
    name: str
    place: str
    months: str
    budget_satang: int
    not_yet: bool
    behind: bool
    typed: TypedReport
    status_name: str
    expanded: bool
    problems: Mapping[str, Problem]


@dataclass
class Problems:
    """What is wrong with a form: in general, and by project."""

    general: list[Problem] = field(default_factory=list)
    by_project: dict[int, list[Problem]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.general or self.by_project)


@dataclass(frozen=True)
class FormView:
    """What the form's page shows; ``asked_again`` after a refusal."""

    report: PostReport
    quarter: Quarter
    timing: str
    days_left: int
    why: tuple[str, str] | None
    cards: Sequence[ProjectCard]
    problems: Problems
    asked_again: bool
    statuses: tuple[ProgressStatus, ...]


@router.get("")
def show_form(
    fiscal_year: Year, quarter: QuarterNumber, officer_id: Id, portal: ThePortal, now: PortalNow, who: SignedIn
) -> HTMLResponse:
    """Show what a post reports for a quarter, prefilled with what was last reported."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
        return page("report_form.html", now, who, view=_form_view(report, now.today, report.before, None))


@router.post("")
def submit_form(
    fiscal_year: Year,
    quarter: QuarterNumber,
    officer_id: Id,
    portal: ThePortal,
    now: PortalNow,
    who: SignedIn,
    form: SignedForm,
) -> Response:
    """Submit the report, or show the form again with what was typed and what is wrong with it."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
    typed = {entry.project_id: typed_report(form, entry.project_id) for entry in report.entries}
    facts, problems = _read_form(report, form, typed)
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
    if facts is not None:
        try:
            outcome = perform(portal.database, portal.requester, submit_reports, report.actor, facts)
        except ProcedureError as error:
            project_id, problem = problem_of_refusal(error, report.before)
            if project_id is None:
                problems.general.append(problem)
            else:
                problems.by_project[project_id] = [problem]
        else:
            with portal.database.read() as session:
                revision = session.get_one(Submission, outcome.subject_id).revision
            return RedirectResponse(f"{report.path}/received/{revision}", status_code=303)
    return page("report_form.html", now, who, status=422, view=_form_view(report, now.today, typed, problems))


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
    """Show what was received of a post for a quarter, when, and whether on time."""
    with portal.database.read() as session:
        report = find_report(session, who, fiscal_year, quarter, officer_id, now.today)
        submission = next((row for row in report.submissions if row.revision == revision), None)
        if submission is None:
            raise HTTPException(404)
        signed_by = session.exec(
            select(col(Person.name)).where(
                Person.id == submission.signed_by_id, Person.organization_id == who.organization_id
            )
        ).first()
        return page(
            "receipt.html",
            now,
            who,
            report=report,
            submission=submission,
            nothing=submission.kind is SubmissionKind.NOTHING,
            signed_by=signed_by or "",
            lines=received_lines(session, submission),
            timing=report.timing(now.today),
        )


def _read_form(
    report: PostReport, form: FormData, typed: Mapping[int, TypedReport]
) -> tuple[SubmitReports | None, Problems]:
    """Return the submission that a form states, or what is wrong with it."""
    problems = Problems()
    reports: list[ProjectProgress] = []
    nothing = form.get("kind") == SubmissionKind.NOTHING.value
    if nothing:
        came = [key for key in typed if f"status-{key}" in form]
        if any(typed[key] != report.before[key] for key in came):
            # To sign that there is nothing would drop what was typed without a word.
            problems.general.append(
                Problem(
                    "",
                    "ท่านแก้ไขข้อมูลโครงการไว้ จึงรับรองว่าไม่มีผลการดำเนินงานไม่ได้ โปรดกด “ส่งรายงาน” หรือเปิดหน้านี้ใหม่เพื่อทิ้งข้อมูลที่แก้ไข",
                    "You changed some values: send them as a report, or reload this page to drop them.",
                )
            )
    else:
        for project_id, fields in typed.items():
            progress, wrong = read_report(project_id, fields, report.before[project_id])
            if progress is None:
                problems.by_project[project_id] = wrong
            else:
                reports.append(progress)
    if problems:
        return None, problems
    facts = SubmitReports(
        fiscal_year=report.fiscal_year,
        quarter=report.number,
        officer_id=identity(report.officer.id),
        kind=SubmissionKind.NOTHING if nothing else SubmissionKind.REPORT,
        reports=tuple(reports),
    )
    return facts, problems


def _same_as_sent(report: PostReport, facts: SubmitReports) -> bool:
    """Tell whether a submission says what the newest one already says."""
    if report.latest is None or report.latest.kind is not facts.kind:
        return False
    return facts.kind is SubmissionKind.NOTHING or {row.project_id: row for row in facts.reports} == {
        project_id: as_sent(row) for project_id, row in report.sent.items()
    }


def _form_view(
    report: PostReport, today: date, typed: Mapping[int, TypedReport], problems: Problems | None
) -> FormView:
    found = problems or Problems()
    cards = [
        _card(report, entry, number, typed[entry.project_id], found.by_project.get(entry.project_id), problems is None)
        for number, entry in enumerate(report.entries, start=1)
    ]
    return FormView(
        report=report,
        quarter=report.on_record.fiscal_year.quarter(report.number),
        timing=report.timing(today),
        days_left=(report.round.due_on - today).days if report.round else 0,
        why=report.why(),
        cards=cards,
        problems=found,
        asked_again=problems is not None,
        statuses=tuple(ProgressStatus),
    )


def _card(
    report: PostReport, entry: ProjectEntry, number: int, typed: TypedReport, wrong: list[Problem] | None, fresh: bool
) -> ProjectCard:
    fiscal_year = report.on_record.fiscal_year
    quarter = fiscal_year.quarter(report.number)
    before = report.before[entry.project_id]
    planned = PlannedMonths(entry.months)
    not_yet = bool(entry.months) and not planned.begun(fiscal_year, quarter.last_day)
    status = ProgressStatus(before.status)
    settled = not_yet or status in (ProgressStatus.COMPLETED, ProgressStatus.CANCELLED)
    return ProjectCard(
        project_id=entry.project_id,
        number=number,
        name=entry.name,
        place=entry.place,
        months=months_text(entry.months, fiscal_year),
        budget_satang=report.budgets.get(identity(entry.id), 0),
        not_yet=not_yet,
        # The quarter's own state, by the first day after it, as in the quarter's summary.
        behind=report.round is not None and behind_plan(status, entry.months, fiscal_year, report.round.opens_on),
        typed=typed,
        status_name=status.name_th,
        expanded=not settled if fresh else bool(wrong) or typed != before,
        problems={problem.field: problem for problem in wrong or []},
    )
