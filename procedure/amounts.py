"""What was contracted and disbursed of a project: as its post reports it, and as the finance division confirms it.

The two stand side by side; a difference is listed, and neither ever overwrites the other. Amounts in integer satang,
cumulative to the end of a quarter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from models.money import ConfirmedAmount
from models.plans import Edition, OperationPlan, Project, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.money import plan_of
from procedure.plans import PlanOnRecord, identity

Period = tuple[int, int]  # fiscal year and quarter


class AmountStanding(StrEnum):
    """How a reported amount stands against what the finance division (กองคลัง) confirmed."""

    AWAITING = "awaiting"
    AGREED = "agreed"
    DIFFERS = "differs"

    @property
    def name_th(self) -> str:
        return _STANDING_NAMES[self]


_STANDING_NAMES = {
    AmountStanding.AWAITING: "รอกองคลังยืนยันยอด",
    AmountStanding.AGREED: "กองคลังยืนยันแล้ว",
    AmountStanding.DIFFERS: "ไม่ตรงกับกองคลัง",
}


@dataclass(frozen=True)
class Amounts:
    """What is contracted and what is disbursed to date; satang."""

    contracted_satang: int
    disbursed_satang: int

    @property
    def committed_satang(self) -> int:
        """Return what the project can no longer give away."""
        return max(self.contracted_satang, self.disbursed_satang)


NOTHING = Amounts(0, 0)


@dataclass(frozen=True)
class KnownAmounts:
    """The newest that is known of a project's amounts, from its post and from the finance division."""

    reported: Amounts | None = None
    reported_for: Period | None = None
    confirmed: Amounts | None = None
    confirmed_for: Period | None = None

    @property
    def newest(self) -> Amounts:
        """Return the amounts of the later quarter; of one quarter, the larger of either."""
        if self.reported is None or self.confirmed is None:
            return self.reported or self.confirmed or NOTHING
        if self.reported_for != self.confirmed_for:
            later = (self.reported_for or (0, 0)) > (self.confirmed_for or (0, 0))
            return self.reported if later else self.confirmed
        return Amounts(
            max(self.reported.contracted_satang, self.confirmed.contracted_satang),
            max(self.reported.disbursed_satang, self.confirmed.disbursed_satang),
        )


@dataclass(frozen=True)
class ProjectName:
    """How a project is named to people: its plan's fiscal year, its number there, and its newest name."""

    fiscal_year: int
    number: int
    name: str


@dataclass(frozen=True)
class ReportedAmount:
    """One project's amounts of a quarter as reported, beside what was confirmed (None: not yet)."""

    project_id: int
    project: ProjectName
    reported: Amounts
    confirmed: Amounts | None
    standing: AmountStanding


def amount_standing(report: ProgressReport, confirmed: ConfirmedAmount | None) -> AmountStanding:
    """Return how a report's amounts stand against the newest confirmation of the same quarter."""
    if confirmed is None:
        return AmountStanding.AWAITING
    return AmountStanding.AGREED if _amounts(report) == _amounts(confirmed) else AmountStanding.DIFFERS


def confirmed_amounts(session: Session, of: PlanOnRecord | OperationPlan, quarter: int) -> dict[int, ConfirmedAmount]:
    """Return the newest revision of what was confirmed for a quarter of a plan, by project."""
    rows = session.exec(
        select(ConfirmedAmount)
        .where(ConfirmedAmount.plan_id == plan_of(of).id, ConfirmedAmount.quarter == quarter)
        .order_by(col(ConfirmedAmount.revision))
    )
    return {row.project_id: row for row in rows}


def reported_amounts(session: Session, of: PlanOnRecord | OperationPlan, quarter: int) -> list[ReportedAmount]:
    """Return each project reported in a quarter's round of a plan, with how its amounts stand; carried work included.

    Ordered by the project's fiscal year and number.
    """
    reports = {
        row.project_id: row
        for row in session.exec(
            select(ProgressReport)
            .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
            .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
            .where(QuarterRound.plan_id == plan_of(of).id, QuarterRound.number == quarter)
            .order_by(col(Submission.submitted_at), col(Submission.id))
        )
    }
    confirmed = confirmed_amounts(session, of, quarter)
    names = project_names(session, reports)
    found = [
        ReportedAmount(
            project_id=project_id,
            project=names[project_id],
            reported=_amounts(report),
            confirmed=_amounts(confirmed[project_id]) if project_id in confirmed else None,
            standing=amount_standing(report, confirmed.get(project_id)),
        )
        for project_id, report in reports.items()
    ]
    return sorted(found, key=lambda one: (one.project.fiscal_year, one.project.number))


def differences(session: Session, of: PlanOnRecord | OperationPlan, quarter: int) -> list[ReportedAmount]:
    """Return the projects whose reported amounts of a quarter are not the confirmed ones, with both."""
    return [one for one in reported_amounts(session, of, quarter) if one.standing is AmountStanding.DIFFERS]


def known_amounts(
    session: Session, organization_id: int, project_ids: Iterable[int], on: date
) -> dict[int, KnownAmounts]:
    """Return what is known of projects' amounts by reports received and confirmations made up to a day, by project.

    A project that is carried on is reported in the rounds of later years; they count here.
    """
    wanted = set(project_ids)
    reports = session.exec(
        select(ProgressReport, col(OperationPlan.fiscal_year), col(QuarterRound.number))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
        .where(ProgressReport.organization_id == organization_id, col(Submission.received_on) <= on)
        .order_by(
            col(OperationPlan.fiscal_year),
            col(QuarterRound.number),
            col(Submission.submitted_at),
            col(Submission.id),
        )
    ).all()
    confirmed = session.exec(
        select(ConfirmedAmount, col(OperationPlan.fiscal_year))
        .join(OperationPlan, col(OperationPlan.id) == col(ConfirmedAmount.plan_id))
        .where(ConfirmedAmount.organization_id == organization_id, col(ConfirmedAmount.confirmed_on) <= on)
        .order_by(col(OperationPlan.fiscal_year), col(ConfirmedAmount.quarter), col(ConfirmedAmount.revision))
    ).all()
    newest_report = {row.project_id: (_amounts(row), (year, quarter)) for row, year, quarter in reports}
    newest_confirmed = {row.project_id: (_amounts(row), (year, row.quarter)) for row, year in confirmed}
    return {
        project_id: KnownAmounts(
            *newest_report.get(project_id, (None, None)), *newest_confirmed.get(project_id, (None, None))
        )
        for project_id in wanted
    }


def project_names(session: Session, project_ids: Iterable[int]) -> dict[int, ProjectName]:
    """Return how projects are named by their newest announced entry."""
    wanted = set(project_ids)
    rows = session.exec(
        select(ProjectEntry, col(Project.number), col(OperationPlan.fiscal_year))
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .join(OperationPlan, col(OperationPlan.id) == col(Project.plan_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(col(ProjectEntry.project_id).in_(wanted), col(Edition.announced_on).is_not(None))
        .order_by(col(Edition.announced_on), col(Edition.id))
    ).all()
    return {identity(entry.project_id): ProjectName(year, number, entry.name) for entry, number, year in rows}


def _amounts(row: ProgressReport | ConfirmedAmount) -> Amounts:
    return Amounts(row.contracted_satang, row.disbursed_satang)
