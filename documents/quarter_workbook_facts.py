"""Reading from the record what the posts of a division or agency owe for a quarter, for the workbook they fill in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from documents.content import Office
from documents.plan_facts import office_of
from models.organizations import Agency, Division, Officer
from models.plans import Project, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from models.values import baht_with_commas
from procedure.calendar import WorkingDays, thai_date
from procedure.duties import explain
from procedure.errors import ProcedureError
from procedure.owed import reporting_posts
from procedure.planned_months import months_text
from procedure.plans import PlanOnRecord, identity
from procedure.progress import latest_submissions, round_obligations
from procedure.report_checks import OwedReports, ProjectProgress, owed_reports


@dataclass(frozen=True)
class BookProject:
    """One project of a quarter's workbook; satang.

    ``fiscal_year`` and ``number`` are its own plan's: an earlier one's for carried work. ``earlier`` is what the
    quarters before signed, ``remark`` what to mind, ``before`` the values that the web form starts from too.
    """

    project_id: int
    fiscal_year: int
    number: int
    name: str
    months: str
    budget_satang: int
    earlier: str
    remark: str
    before: ProjectProgress


@dataclass(frozen=True)
class BookPost:
    """A post that owes a report, with its projects in the form's order. ``source``: whom a liaison last asked."""

    officer_id: int
    title: str
    liaison: bool
    source: str
    projects: tuple[BookProject, ...]


@dataclass(frozen=True)
class QuarterBook:
    """What one division, or another agency's liaison, is asked for a quarter; ``why`` explains the due day."""

    office: Office
    unit: str
    fiscal_year: int
    quarter: int
    dated: date
    due_on: date
    lock_on: date
    why: str
    posts: tuple[BookPost, ...]


def quarter_books(
    session: Session,
    on_record: PlanOnRecord,
    quarter_round: QuarterRound,
    on: date,
    officers: Collection[int] | None = None,
) -> list[QuarterBook]:
    """Return the workbooks of a round by the plans in force on a Bangkok day, the divisions in their order.

    ``officers`` are the posts that are meant; None for all that owe. Raises ``ProcedureError`` ``nothing_owed``.
    """
    owing = reporting_posts(session, on_record, quarter_round.number, on)
    units = _units(session, on_record, owing if officers is None else owing & set(officers))
    if not units:
        raise ProcedureError(
            "nothing_owed",
            "ไม่มีตำแหน่งใดต้องรายงานไตรมาสนี้ จึงไม่มีแบบ Excel",
            "No post owes a report of this quarter, so there is no workbook to fill in.",
        )
    office = office_of(session, on_record.organization)
    latest = latest_submissions(session, identity(quarter_round.id))
    obligations = {row.officer_id: row for row in round_obligations(session, quarter_round)}
    books = []
    for unit, posts in units:
        duty = next((obligations[identity(post.id)] for post in posts if post.id in obligations), None)
        books.append(
            QuarterBook(
                office=office,
                unit=unit,
                fiscal_year=on_record.plan.fiscal_year,
                quarter=quarter_round.number,
                dated=on,
                due_on=quarter_round.due_on,
                lock_on=quarter_round.lock_on,
                # The office sets the day itself: working days play no part in it.
                why=explain(duty, WorkingDays())[0] if duty else "",
                posts=tuple(
                    _post(session, on_record, quarter_round, post, latest.get(identity(post.id)), on, office)
                    for post in posts
                ),
            )
        )
    return books


def _units(session: Session, on_record: PlanOnRecord, officers: Collection[int]) -> list[tuple[str, list[Officer]]]:
    """Return the posts by the division or agency they report for: divisions first, in the office's order."""
    rows = session.exec(
        select(Officer, col(Division.name), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.organization_id == on_record.organization_id, col(Officer.id).in_(officers))
        .order_by(col(Officer.agency_id).is_not(None), col(Division.position), col(Officer.agency_id), col(Officer.id))
    ).all()
    units: dict[str, list[Officer]] = {}
    for officer, division, agency in rows:
        # A liaison post stands in a division of ours too; what it reports is the other agency's.
        units.setdefault(agency or division or officer.title, []).append(officer)
    return list(units.items())


def _post(
    session: Session,
    on_record: PlanOnRecord,
    quarter_round: QuarterRound,
    officer: Officer,
    latest: Submission | None,
    on: date,
    office: Office,
) -> BookPost:
    officer_id = identity(officer.id)
    owed = owed_reports(session, on_record, quarter_round, officer_id, on)
    reported = (
        select(col(ProgressReport.project_id)).where(ProgressReport.submission_id == latest.id) if latest else None
    )
    sent = set(session.exec(reported)) if reported is not None else set()
    wanted = {entry.project_id for entry in owed.entries}
    of_ours = select(col(Project.id), col(Project.number)).where(Project.organization_id == on_record.organization_id)
    numbers = dict(session.exec(of_ours.where(col(Project.id).in_(wanted))).all())
    return BookPost(
        officer_id=officer_id,
        title=officer.title,
        liaison=officer.agency_id is not None,
        source=latest.source if latest else "",
        projects=tuple(
            _project(owed, entry, numbers[entry.project_id], on_record, office, same_quarter=entry.project_id in sent)
            for entry in owed.entries
        ),
    )


def _project(
    owed: OwedReports, entry: ProjectEntry, number: int, on_record: PlanOnRecord, office: Office, *, same_quarter: bool
) -> BookProject:
    carried, digits = owed.carried_on.get(entry.project_id), office.digits
    last = owed.last.get(entry.project_id)
    return BookProject(
        project_id=entry.project_id,
        fiscal_year=carried.plan.fiscal_year if carried else on_record.plan.fiscal_year,
        number=number,
        name=entry.name,
        # The planned months of carried work are those of another year.
        months="" if carried else months_text(entry.months, on_record.fiscal_year, digits),
        budget_satang=owed.budgets.get(identity(entry.id), 0),
        earlier=digits.write(_in_words(owed.earlier.get(entry.project_id))),
        remark=digits.write(" · ".join(_remarks(owed, entry))),
        before=ProjectProgress.sent(last)
        if last is not None and same_quarter
        else ProjectProgress.carried(entry.project_id, last),
    )


def _in_words(report: ProgressReport | None) -> str:
    if report is None:
        return "ยังไม่เคยรายงาน"
    percent = f" ร้อยละ {report.percent}" if report.percent is not None else ""
    paid = " (งวดสุดท้ายแล้ว)" if report.final_payment else ""
    return (
        f"{report.status.name_th}{percent} ตามสัญญา {baht_with_commas(report.contracted_satang)} บาท "
        f"เบิกจ่าย {baht_with_commas(report.disbursed_satang)} บาท{paid}"
    )


def _remarks(owed: OwedReports, entry: ProjectEntry) -> Iterable[str]:
    last = owed.last.get(entry.project_id)
    before = ProjectProgress.carried(entry.project_id, last)
    if carried := owed.carried_on.get(entry.project_id):
        until = f" ถึงวันที่ {thai_date(carried.outcome.expires_on)}" if carried.outcome.expires_on else ""
        yield f"งานต่อเนื่องจากปีงบประมาณ พ.ศ. {carried.plan.fiscal_year} {carried.outcome.kind.name_th}{until}"
    if owed.may_be_left_out(entry):
        yield "ยังไม่ถึงกำหนดดำเนินการ"
    if owed.behind(entry, before.status):
        yield "ล่าช้ากว่าแผน ต้องระบุปัญหาและประเภท"
    if entry.pays_subsidy:
        yield "เงินอุดหนุน แล้วเสร็จเมื่อผู้รับเงินอุดหนุนรายงานผลแล้ว"
