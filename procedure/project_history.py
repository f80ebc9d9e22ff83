"""The history of one project in one view: what each edition made of it, the money that moved, and what was reported."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from models.kinds import EntryAction
from models.money import BudgetTransfer, YearEndOutcome
from models.organizations import Division
from models.plans import Edition, EntryDivision, FundingLine, Project, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from models.values import PlannedMonths, baht_with_commas
from procedure.calendar import MONTHS_SHORT, thai_digits
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, identity


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a project: the Bangkok day of its paper (None: not announced yet), what, and why."""

    on: date | None
    what_th: str
    reason: str
    authority: str


def project_history(session: Session, plan: PlanOnRecord, project_number: int) -> list[HistoryLine]:
    """Return what happened to a project, oldest first; what is not announced yet stands last.

    Raises ``ProcedureError`` ``unknown_project``.
    """
    project = session.exec(
        select(Project).where(Project.plan_id == plan.plan_id, Project.number == project_number)
    ).first()
    if project is None:
        raise ProcedureError(
            "unknown_project",
            f"ไม่พบโครงการลำดับที่ {project_number} ในแผนนี้",
            f"The plan has no project number {project_number}.",
        )
    lines = _editions(session, plan, project) + _money(session, project) + _reports(session, project)
    return sorted(lines, key=lambda line: (line.on is None, line.on or date.max))


def _editions(session: Session, plan: PlanOnRecord, project: Project) -> list[HistoryLine]:
    rows = session.exec(
        select(ProjectEntry, Edition)
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(ProjectEntry.project_id == project.id)
        .order_by(col(Edition.id))
    ).all()
    by_id = {identity(entry.id): entry for entry, _edition in rows}
    names = {
        identity(row.id): row.number for row in session.exec(select(Project).where(Project.plan_id == plan.plan_id))
    }
    given = _given(session, {identity(entry.id): entry for entry, _edition in rows})
    lines: list[HistoryLine] = []
    for entry, edition in rows:
        title = PlanOnRecord(plan.organization, plan.plan, edition).title or "แผนหลัก"
        what = f"{title}: {entry.action.name_th}"
        if entry.action is EntryAction.MERGE and entry.merged_into_id is not None:
            what += f"เข้ากับโครงการลำดับที่ {thai_digits(names[entry.merged_into_id])}"
        if entry.action is EntryAction.CHANGE:
            before = by_id.get(entry.based_on_id or 0)
            what += " " + "; ".join(_differences(before, entry) + given[identity(entry.id)]) if before else ""
        lines.append(HistoryLine(edition.announced_on, what.strip(), entry.reason, entry.authority))
    return lines


def _differences(before: ProjectEntry, after: ProjectEntry) -> list[str]:
    found: list[str] = []
    for field, name in (("name", "ชื่อ"), ("detail", "รายละเอียด"), ("place", "สถานที่")):
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            found.append(f"{name} จาก “{was}” เป็น “{now}”")
    if before.months != after.months:
        found.append(f"เดือนที่ดำเนินการ จาก {_months(before)} เป็น {_months(after)}")
    return found


def _given(session: Session, entries: dict[int, ProjectEntry]) -> dict[int, list[str]]:
    """Return how the divisions and the money of each entry differ from those of the one it is based on, by entry."""
    divisions: dict[int, list[str]] = defaultdict(list)
    links = (
        select(col(EntryDivision.entry_id), col(Division.name))
        .join(Division, col(Division.id) == col(EntryDivision.division_id))
        .where(col(EntryDivision.entry_id).in_(entries))
        .order_by(col(EntryDivision.position))
    )
    for entry_id, name in session.exec(links):
        divisions[entry_id].append(name)
    money: dict[int, int] = defaultdict(int)
    for line in session.exec(select(FundingLine).where(col(FundingLine.entry_id).in_(entries))):
        money[line.entry_id or 0] += line.amount_satang
    found: dict[int, list[str]] = {entry_id: [] for entry_id in entries}
    for entry_id, entry in entries.items():
        before = entry.based_on_id or 0
        if divisions[entry_id] != divisions[before]:
            was, now = (", ".join(divisions[number]) or "-" for number in (before, entry_id))
            found[entry_id].append(f"หน่วยงานรับผิดชอบ จาก {was} เป็น {now}")
        if money[entry_id] != money[before]:
            was, now = (thai_digits(baht_with_commas(money[number])) for number in (before, entry_id))
            found[entry_id].append(f"งบประมาณ จาก {was} บาท เป็น {now} บาท")
    return found


def _months(entry: ProjectEntry) -> str:
    return " ".join(MONTHS_SHORT[(9 + index) % 12] for index in PlannedMonths(entry.months).indexes) or "-"


def _money(session: Session, project: Project) -> list[HistoryLine]:
    transfers = session.exec(
        select(BudgetTransfer).where(
            BudgetTransfer.organization_id == project.organization_id,
            or_(BudgetTransfer.from_project_id == project.id, BudgetTransfer.to_project_id == project.id),
        )
    ).all()
    outcomes = session.exec(
        select(YearEndOutcome).where(
            YearEndOutcome.organization_id == project.organization_id, YearEndOutcome.project_id == project.id
        )
    ).all()
    lines: list[HistoryLine] = []
    for row in transfers:
        given = row.from_project_id == project.id
        amount = f" {thai_digits(baht_with_commas(row.amount_satang))} บาท" if row.amount_satang else ""
        way = " (โอนออก)" if given and row.amount_satang else " (รับโอน)" if row.amount_satang else ""
        authority = f"{row.approver.name_th} {row.document}"
        lines.append(HistoryLine(row.approved_on, f"{row.kind.name_th}{amount}{way}", row.reason, authority))
    for outcome in outcomes:
        amount = thai_digits(baht_with_commas(outcome.amount_satang))
        lines.append(HistoryLine(outcome.dated_on, f"{outcome.kind.name_th} {amount} บาท", "", outcome.authority))
    return lines


def _reports(session: Session, project: Project) -> list[HistoryLine]:
    rows = session.exec(
        select(ProgressReport, Submission, QuarterRound)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(ProgressReport.organization_id == project.organization_id, ProgressReport.project_id == project.id)
        .order_by(col(Submission.id))
    ).all()
    return [
        HistoryLine(
            submission.received_on,
            f"รายงานไตรมาสที่ {thai_digits(quarter.number)}: {report.status.name_th}"
            + (f" ร้อยละ {thai_digits(report.percent)}" if report.percent is not None else "")
            + f" เบิกจ่าย {thai_digits(baht_with_commas(report.disbursed_satang))} บาท",
            report.obstacle,
            "",
        )
        for report, submission, quarter in rows
    ]
