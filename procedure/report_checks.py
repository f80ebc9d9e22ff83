"""What a post's reports of a quarter must say: each check with its code, naming the project it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import Field
from sqlmodel import Session

from models.kinds import ObstacleKind, Programme, ProgressStatus
from models.plans import ProjectEntry
from models.quarters import ProgressReport, QuarterRound
from models.settings import OfficeSettings
from models.values import FiscalYear, Quarter
from procedure.act import Facts
from procedure.errors import ProcedureError
from procedure.evidence import EvidenceFile, check_evidence
from procedure.owed import owed_budgets, owed_projects
from procedure.plans import PlanOnRecord, identity
from procedure.progress import behind_plan, last_values, not_yet_due
from procedure.year_end import CarriedEntry

# The field of ``ProjectProgress`` that a refusal is about.
FIELD_OF_REFUSAL = {
    "percent_not_100": "percent",
    "percent_fell": "percent",
    "percent_missing": "percent",
    "disbursed_over_budget": "disbursed_satang",
    "obstacle_missing": "obstacle",
    "recipient_report_missing": "recipient_report",
}
LARGEST_SATANG = 10**14  # one project's amount, as the finance division's


class ProjectProgress(Facts):
    """The progress of one project to date; amounts in satang. ``project_id`` is the project's identity."""

    project_id: int = Field(title="รหัสโครงการ", ge=1, le=2**31 - 1)
    status: ProgressStatus = Field(title="สถานะ")
    percent: int | None = Field(default=None, title="ความก้าวหน้าสะสม (ร้อยละ)", ge=0, le=100)
    contracted_satang: int = Field(default=0, title="วงเงินตามสัญญา (สตางค์)", ge=0, le=LARGEST_SATANG)
    disbursed_satang: int = Field(default=0, title="เบิกจ่ายสะสม (สตางค์)", ge=0, le=LARGEST_SATANG)
    final_payment: bool = Field(default=False, title="เบิกจ่ายงวดสุดท้ายแล้ว")
    result: str = Field(default="", title="ผลการดำเนินงาน", max_length=4000)
    obstacle_kind: ObstacleKind | None = Field(default=None, title="ประเภทปัญหาและอุปสรรค")
    obstacle: str = Field(default="", title="ปัญหาและอุปสรรค", max_length=4000)
    proposal: str = Field(default="", title="ข้อเสนอแนะ", max_length=4000)
    fall_reason: str = Field(default="", title="เหตุที่ความก้าวหน้าลดลง", max_length=4000)
    recipient_report: str = Field(default="", title="รายงานของผู้รับเงินอุดหนุน (เลขที่และวันที่)", max_length=4000)

    @classmethod
    def carried(cls, project_id: int, before: ProgressReport | None) -> Self:
        """Return the last values of a project, signed again; not started if it was never reported."""
        if before is None:
            return cls(project_id=project_id, status=ProgressStatus.NOT_STARTED)
        return cls.sent(before).model_copy(update={"fall_reason": ""})  # nothing falls from the last values

    @classmethod
    def sent(cls, row: ProgressReport) -> Self:
        """Return a recorded report as the facts it was submitted as."""
        return cls.model_validate(row.model_dump(include=set(cls.model_fields)))


@dataclass(frozen=True)
class OwedReports:
    """What a post owes for a quarter, and what its reports are held against.

    ``last`` are the newest values of each project up to this quarter, ``earlier`` those of the quarters before it:
    a revision may correct its own quarter downwards; what an earlier quarter signed stands. ``told_on`` is the first
    day after the quarter: by it, as in the quarter's summary, a project is behind plan. ``carried_on`` are those
    among the entries that come from earlier years, by project; ``budgets`` are net, by entry.
    """

    entries: tuple[ProjectEntry, ...]
    carried_on: Mapping[int, CarriedEntry]
    budgets: Mapping[int, int]
    last: Mapping[int, ProgressReport]
    earlier: Mapping[int, ProgressReport]
    quarter: Quarter
    told_on: date
    office: OfficeSettings

    def may_be_left_out(self, entry: ProjectEntry) -> bool:
        """Tell whether one signature covers a project: its months have not come, and it was not begun early."""
        if entry.project_id in self.carried_on:
            return False  # its planned months are those of another year
        last = self.last.get(entry.project_id)
        return not_yet_due(last.status if last else ProgressStatus.NOT_STARTED, entry.months, self.quarter)

    def behind(self, entry: ProjectEntry, status: ProgressStatus) -> bool:
        """Tell whether a project is behind plan; carried work once the day until which it is carried has passed."""
        carried = self.carried_on.get(entry.project_id)
        return is_behind(entry, status, carried, self.quarter.fiscal_year, self.told_on)

    def carried(self) -> list[ProjectProgress]:
        """Return the last values of every project owed."""
        return [ProjectProgress.carried(entry.project_id, self.last.get(entry.project_id)) for entry in self.entries]


def is_behind(
    entry: ProjectEntry, status: ProgressStatus, carried: CarriedEntry | None, fiscal_year: FiscalYear, told_on: date
) -> bool:
    """Tell whether a project is behind plan on a day; carried work once the day until which it is carried is over."""
    if carried is None:
        return behind_plan(status, entry.months, fiscal_year, told_on)
    expired = carried.outcome.expires_on is not None and carried.outcome.expires_on < told_on
    return expired and status in (ProgressStatus.NOT_STARTED, ProgressStatus.IN_PROGRESS)


def owed_reports(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, officer_id: int, on: date
) -> OwedReports:
    """Return what a post owes for a round by the plan in force on a day. Raises ``ProcedureError`` ``nothing_owed``."""
    owed = owed_projects(session, on_record, officer_id, quarter_round.number, on)
    if not owed.entries:
        raise ProcedureError("nothing_owed", "ตำแหน่งนี้ไม่มีโครงการที่ต้องรายงาน", "This post has no project to report.")
    number = quarter_round.number
    return OwedReports(
        entries=owed.entries,
        carried_on=owed.carried_on,
        budgets=owed_budgets(session, on_record, owed, on),
        last=last_values(session, on_record, owed, number),
        earlier=last_values(session, on_record, owed, number - 1),
        quarter=on_record.fiscal_year.quarter(number),
        told_on=quarter_round.opens_on,
        office=on_record.office_settings,
    )


def complete_reports(owed: OwedReports, given: tuple[ProjectProgress, ...]) -> list[ProjectProgress]:
    """Return one report per project owed: those left out because their months have not come carry their last values.

    A completed project without a percent is at 100. Raises ``ProcedureError``: ``reports_missing``,
    ``reports_not_owed``.
    """
    by_project = {report.project_id: report for report in given}
    owed_ids = {entry.project_id for entry in owed.entries}
    if len(by_project) != len(given) or set(by_project) - owed_ids:
        raise ProcedureError(
            "reports_not_owed",
            "มีโครงการที่ตำแหน่งนี้ไม่ต้องรายงานหรือรายงานซ้ำ โปรดเปิดแบบรายงานใหม่",
            "The submission names a project twice, or one that this post does not report; open the form again.",
        )
    left_out = [entry for entry in owed.entries if entry.project_id not in by_project]
    if missing := [entry.name for entry in left_out if not owed.may_be_left_out(entry)]:
        raise ProcedureError(
            "reports_missing",
            "ยังไม่ได้รายงานโครงการ: " + "; ".join(missing),
            f"{len(missing)} projects of this post are not reported yet.",
        )
    reports: list[ProjectProgress] = []
    for entry in owed.entries:
        report = by_project.get(entry.project_id)
        if report is None:
            report = ProjectProgress.carried(entry.project_id, owed.last.get(entry.project_id))
        elif report.status is ProgressStatus.COMPLETED and report.percent is None:
            report = report.model_copy(update={"percent": 100})
        reports.append(report)
    return reports


def all_refusals(
    owed: OwedReports, given: tuple[ProjectProgress, ...], files: Sequence[EvidenceFile]
) -> list[ProcedureError]:
    """Return everything that a submission would be refused for, so that a form tells all of it at once."""
    try:
        reports = complete_reports(owed, given)
    except ProcedureError as error:
        return [error]
    names = {entry.project_id: entry.name for entry in owed.entries}
    return wrong_reports(owed, reports) + check_evidence(files, names)


def wrong_reports(owed: OwedReports, reports: list[ProjectProgress]) -> list[ProcedureError]:
    """Return what is wrong with complete reports, in the order of the projects; an empty list if nothing is.

    Codes: ``percent_not_100``, ``percent_fell``, ``percent_missing``, ``disbursed_over_budget``, ``obstacle_missing``,
    ``recipient_report_missing``.
    """
    by_project = {report.project_id: report for report in reports}
    return [error for entry in owed.entries for error in _wrong(owed, entry, by_project[entry.project_id])]


def report_warnings(owed: OwedReports, reports: list[ProjectProgress]) -> list[str]:
    """Return in Thai what looks odd and is taken all the same: a contract above the net budget."""
    names = {entry.project_id: (entry.name, owed.budgets.get(identity(entry.id), 0)) for entry in owed.entries}
    return [
        f"โครงการ “{names[report.project_id][0]}” วงเงินตามสัญญาสูงกว่างบประมาณ โปรดตรวจสอบจำนวนเงิน"
        for report in reports
        if report.contracted_satang > names[report.project_id][1]
    ]


def _wrong(owed: OwedReports, entry: ProjectEntry, report: ProjectProgress) -> list[ProcedureError]:
    errors: list[ProcedureError] = []

    def refuse(code: str, th: str, en: str) -> None:
        errors.append(
            ProcedureError(code, f"โครงการ “{entry.name}” {th}", f"'{entry.name}': {en}", project_id=entry.project_id)
        )

    before = owed.earlier.get(entry.project_id)
    if report.status is ProgressStatus.COMPLETED and report.percent not in (None, 100):
        refuse(
            "percent_not_100",
            "ดำเนินการแล้วเสร็จ ความก้าวหน้าต้องเป็นร้อยละ 100",
            "it is completed, so its percent must be 100.",
        )
    elif (
        before is not None
        and before.percent is not None
        and report.percent is not None
        and report.percent < before.percent
        and not report.fall_reason
    ):
        refuse(
            "percent_fell",
            f"ความก้าวหน้าลดลงจากร้อยละ {before.percent} โปรดตรวจสอบ หรือระบุเหตุที่ลดลง",
            f"percent falls from {before.percent}; check it, or say why it falls.",
        )
    if report.percent is None and report.status is ProgressStatus.IN_PROGRESS and _percent_required(owed, entry):
        refuse("percent_missing", "ต้องระบุความก้าวหน้าเป็นร้อยละ", "its percent must be told.")
    if report.disbursed_satang > owed.budgets.get(identity(entry.id), 0):
        refuse(
            "disbursed_over_budget",
            "เบิกจ่ายเกินงบประมาณ โปรดตรวจสอบจำนวนเงิน",
            "more is disbursed than its budget; check the amount.",
        )
    behind = owed.behind(entry, report.status)
    if (behind or report.status is ProgressStatus.CANCELLED) and not (report.obstacle and report.obstacle_kind):
        refuse(
            "obstacle_missing",
            f"{'ล่าช้ากว่าแผน' if behind else 'ยกเลิก'} โปรดระบุปัญหาและอุปสรรคพร้อมประเภท",
            f"it is {'behind plan' if behind else 'cancelled'}; tell the obstacle and its kind.",
        )
    if entry.pays_subsidy and report.status is ProgressStatus.COMPLETED and not report.recipient_report:
        refuse(
            "recipient_report_missing",
            "เงินอุดหนุนที่จ่ายแล้วยังไม่ถือว่าโครงการแล้วเสร็จ จนกว่าผู้รับเงินอุดหนุนจะรายงานผล "
            "โปรดระบุรายงานของผู้รับเงินอุดหนุน หรือเลือก “อยู่ระหว่างดำเนินการ”",
            "a subsidy paid out is not a project completed until its recipient has reported; "
            "name that report, or choose 'in progress'.",
        )
    return errors


def _percent_required(owed: OwedReports, entry: ProjectEntry) -> bool:
    required = owed.office.percent_required
    return required == "always" or (
        # Construction, by its standard programme: แผนงานอุตสาหกรรมและการโยธา (domain.md 3.4).
        required == "construction" and entry.programme is Programme.INDUSTRY_AND_CIVIL_WORKS
    )
