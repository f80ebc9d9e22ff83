"""The yearly evaluation's tables: the four quarters of a plan, per strategy, programme and division, with totals."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from models.kinds import EntryAction, Programme, ProgressStatus
from models.organizations import Agency, Division
from models.plans import Edition, EntryDivision, Project, ProjectEntry, Strategy
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.calendar import bangkok_date
from procedure.money import net_budgets
from procedure.plans import PlanOnRecord, identity

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Figures:
    """What some projects came to at the end of a quarter: counts, and satang of our own money and of other agencies'.

    ``projects`` is the sum of the five counts after it. ``cancelled`` are reported so or cancelled by an edition; what
    a cancelled project had is no longer budget, what was paid for it stays disbursed. Contracted and disbursed are to
    date.
    """

    projects: int = 0
    completed: int = 0
    in_progress: int = 0
    not_started: int = 0
    cancelled: int = 0
    not_reported: int = 0
    own_budget_satang: int = 0
    own_disbursed_satang: int = 0
    other_budget_satang: int = 0
    other_disbursed_satang: int = 0
    own_contracted_satang: int = 0
    other_contracted_satang: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class EvaluationLine:
    """One strategy, programme, division or agency: its figures at the end of each quarter that has ended."""

    label: str
    quarters: tuple[Figures, ...]


@dataclass(frozen=True)
class EvaluationTables:
    """The evaluation of a year: three ways to divide the same projects, and their totals. The year's are the last's."""

    fiscal_year: int
    by_strategy: tuple[EvaluationLine, ...]
    by_programme: tuple[EvaluationLine, ...]
    by_division: tuple[EvaluationLine, ...]
    totals: tuple[Figures, ...]


@dataclass(frozen=True)
class SignedReport:
    """A progress report with the submission that signs it, and the quarter it was sent for."""

    report: ProgressReport
    submission: Submission
    quarter: int


@dataclass(frozen=True)
class ProjectStanding:
    """How one project stood at the end of a quarter.

    ``reported`` is the quarter's own report, ``newest`` the last of any quarter up to it. ``other`` is another agency's
    project; ``responsible`` that agency, or the leading division. ``net_satang`` is nought once it is cancelled.
    """

    entry: ProjectEntry
    reported: SignedReport | None
    newest: SignedReport | None
    other: bool
    responsible: str
    net_satang: int
    figures: Figures

    @property
    def status(self) -> ProgressStatus | None:
        """Return the status that it is counted under; None where the quarter has no report of it."""
        if self.entry.action is EntryAction.CANCEL:
            return ProgressStatus.CANCELLED
        return self.reported.report.status if self.reported else None


def evaluation_tables(session: Session, on_record: PlanOnRecord, as_of: datetime | None = None) -> EvaluationTables:
    """Return the tables of a plan over the quarters that had ended at an instant (None: all four).

    A quarter counts the projects in force on its round's lock day, as its own summary does, and those cancelled by
    then; merged ones count with what they were merged into.
    """
    reader = _Reader(session, on_record, as_of)
    quarters = [reader.standings(number) for number in reader.ended()]
    strategies = session.exec(
        select(Strategy).where(Strategy.plan_id == on_record.plan_id).order_by(col(Strategy.number))
    ).all()
    return EvaluationTables(
        fiscal_year=on_record.plan.fiscal_year,
        by_strategy=_lines(
            quarters, {identity(row.id): row.name for row in strategies}, lambda one: one.entry.strategy_id
        ),
        by_programme=_lines(quarters, {row: row.name_th for row in Programme}, lambda one: one.entry.programme),
        by_division=_lines(quarters, {name: name for name in reader.units}, lambda one: one.responsible),
        totals=tuple(_sum(quarter) for quarter in quarters),
    )


def project_standings(
    session: Session, on_record: PlanOnRecord, as_of: datetime | None = None
) -> list[list[ProjectStanding]]:
    """Return how each project stood at the end of each quarter that had ended at an instant (None: all four).

    These are what ``evaluation_tables`` adds up, each quarter's in the order of the projects.
    """
    reader = _Reader(session, on_record, as_of)
    return [reader.standings(number) for number in reader.ended()]


def signed_reports(session: Session, plan_id: int, as_of: datetime | None) -> dict[int, dict[int, SignedReport]]:
    """Return each project's newest report of each quarter in a plan's rounds, by project and quarter.

    Of those sent by an instant (None: all). Revisions never overwrite, the last one counts.
    """
    rows = (
        select(ProgressReport, Submission, col(QuarterRound.number))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .where(QuarterRound.plan_id == plan_id)
        .order_by(col(Submission.submitted_at), col(Submission.id))
    )
    found: dict[int, dict[int, SignedReport]] = {}
    for report, submission, number in session.exec(rows):
        if as_of is None or submission.submitted_at <= as_of:
            found.setdefault(report.project_id, {})[number] = SignedReport(report, submission, number)
    return found


def _lines(
    quarters: list[list[ProjectStanding]], labels: Mapping[K, str], key: Callable[[ProjectStanding], K]
) -> tuple[EvaluationLine, ...]:
    """Return a line for each label that has a project in any quarter, in the labels' order."""
    having = {key(one) for quarter in quarters for one in quarter}
    return tuple(
        EvaluationLine(label, tuple(_sum(one for one in quarter if key(one) == value) for quarter in quarters))
        for value, label in labels.items()
        if value in having
    )


def _sum(standings: Iterable[ProjectStanding]) -> Figures:
    return sum((one.figures for one in standings), Figures())


class _Reader:
    """A plan's entries, rounds and reports, read once."""

    def __init__(self, session: Session, on_record: PlanOnRecord, as_of: datetime | None) -> None:
        self.session, self.on_record, self.as_of = session, on_record, as_of
        plan_id, organization_id = on_record.plan_id, on_record.organization_id
        rounds = session.exec(select(QuarterRound).where(QuarterRound.plan_id == plan_id))
        self.rounds = {row.number: row for row in rounds}
        self.announced = session.exec(
            select(ProjectEntry, col(Edition.announced_on))
            .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
            .where(Edition.plan_id == plan_id, col(Edition.announced_on).is_not(None))
            .order_by(col(Edition.announced_on), col(Edition.id))
        ).all()
        agencies = select(Project, Agency).join(Agency, col(Agency.id) == col(Project.agency_id))
        self.agencies = {
            identity(project.id): agency.name
            for project, agency in session.exec(agencies.where(Project.plan_id == plan_id))
        }
        leading = (
            select(col(EntryDivision.entry_id), col(Division.name))
            .join(Division, col(Division.id) == col(EntryDivision.division_id))
            .where(EntryDivision.organization_id == organization_id, EntryDivision.position == 0)
        )
        self.leading = dict(session.exec(leading).all())
        self.units = self._units()
        self.reports = signed_reports(session, plan_id, as_of)

    def ended(self) -> list[int]:
        """Return the quarters that had ended by the instant."""
        if self.as_of is None:
            return [1, 2, 3, 4]
        today, year = bangkok_date(self.as_of), self.on_record.fiscal_year
        return [number for number in range(1, 5) if year.quarter(number).last_day < today]

    def standings(self, number: int) -> list[ProjectStanding]:
        """Return how each project stood at the end of a quarter."""
        quarter_round = self.rounds.get(number)
        told_on = quarter_round.lock_on if quarter_round else self.on_record.fiscal_year.quarter(number).last_day
        entries = self._entries(told_on)
        net = net_budgets(self.session, self.on_record, told_on)
        return [self._standing(entry, number, net.get(entry.project_id, 0)) for entry in entries]

    def _entries(self, on: date) -> list[ProjectEntry]:
        latest = {
            entry.project_id: entry for entry, announced_on in self.announced if announced_on and announced_on <= on
        }
        return [entry for _project, entry in sorted(latest.items()) if entry.action is not EntryAction.MERGE]

    def _standing(self, entry: ProjectEntry, number: int, net_satang: int) -> ProjectStanding:
        known = self.reports.get(entry.project_id, {})
        newest = known.get(max((quarter for quarter in known if quarter <= number), default=0))
        other = entry.project_id in self.agencies
        cancelled = entry.action is EntryAction.CANCEL
        return ProjectStanding(
            entry=entry,
            reported=known.get(number),
            newest=newest,
            other=other,
            responsible=self.agencies.get(entry.project_id) or self.leading.get(identity(entry.id), ""),
            net_satang=0 if cancelled else net_satang,
            figures=_figures(
                known.get(number), newest, 0 if cancelled else net_satang, cancelled=cancelled, other=other
            ),
        )

    def _units(self) -> list[str]:
        organization_id = self.on_record.organization_id
        divisions = select(Division).where(Division.organization_id == organization_id).order_by(col(Division.position))
        agencies = select(Agency).where(Agency.organization_id == organization_id).order_by(col(Agency.id))
        names = [row.name for row in self.session.exec(divisions)] + [row.name for row in self.session.exec(agencies)]
        return [*names, ""]


def _figures(
    reported: SignedReport | None, newest: SignedReport | None, net_satang: int, *, cancelled: bool, other: bool
) -> Figures:
    status = ProgressStatus.CANCELLED if cancelled else reported.report.status if reported else None
    contracted = newest.report.contracted_satang if newest else 0
    disbursed = newest.report.disbursed_satang if newest else 0
    return Figures(
        projects=1,
        completed=int(status is ProgressStatus.COMPLETED),
        in_progress=int(status is ProgressStatus.IN_PROGRESS),
        not_started=int(status is ProgressStatus.NOT_STARTED),
        cancelled=int(status is ProgressStatus.CANCELLED),
        not_reported=int(status is None),
        own_budget_satang=0 if other else net_satang,
        own_disbursed_satang=0 if other else disbursed,
        other_budget_satang=net_satang if other else 0,
        other_disbursed_satang=disbursed if other else 0,
        own_contracted_satang=0 if other else contracted,
        other_contracted_satang=contracted if other else 0,
    )
