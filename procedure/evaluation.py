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
    a cancelled project had is no longer budget, what was paid for it stays disbursed. Disbursed is to date.
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
class _Standing:
    """How one project stood at the end of a quarter."""

    strategy_id: int
    programme: Programme
    responsible: str
    figures: Figures


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
        by_strategy=_lines(quarters, {identity(row.id): row.name for row in strategies}, lambda one: one.strategy_id),
        by_programme=_lines(quarters, {row: row.name_th for row in Programme}, lambda one: one.programme),
        by_division=_lines(quarters, {name: name for name in reader.units}, lambda one: one.responsible),
        totals=tuple(_sum(quarter) for quarter in quarters),
    )


def _lines(
    quarters: list[list[_Standing]], labels: Mapping[K, str], key: Callable[[_Standing], K]
) -> tuple[EvaluationLine, ...]:
    """Return a line for each label that has a project in any quarter, in the labels' order."""
    having = {key(one) for quarter in quarters for one in quarter}
    return tuple(
        EvaluationLine(label, tuple(_sum(one for one in quarter if key(one) == value) for quarter in quarters))
        for value, label in labels.items()
        if value in having
    )


def _sum(standings: Iterable[_Standing]) -> Figures:
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
        self.reports = self._reports()

    def ended(self) -> list[int]:
        """Return the quarters that had ended by the instant."""
        if self.as_of is None:
            return [1, 2, 3, 4]
        today, year = bangkok_date(self.as_of), self.on_record.fiscal_year
        return [number for number in range(1, 5) if year.quarter(number).last_day < today]

    def standings(self, number: int) -> list[_Standing]:
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

    def _standing(self, entry: ProjectEntry, number: int, budget_satang: int) -> _Standing:
        known = self.reports.get(entry.project_id, {})
        report = known.get(number)
        newest = max((quarter for quarter in known if quarter <= number), default=None)
        disbursed = known[newest].disbursed_satang if newest is not None else 0
        cancelled = entry.action is EntryAction.CANCEL
        status = ProgressStatus.CANCELLED if cancelled else report.status if report else None
        budget_satang = 0 if cancelled else budget_satang
        other = entry.project_id in self.agencies
        return _Standing(
            strategy_id=entry.strategy_id,
            programme=entry.programme,
            responsible=self.agencies.get(entry.project_id) or self.leading.get(identity(entry.id), ""),
            figures=Figures(
                projects=1,
                completed=int(status is ProgressStatus.COMPLETED),
                in_progress=int(status is ProgressStatus.IN_PROGRESS),
                not_started=int(status is ProgressStatus.NOT_STARTED),
                cancelled=int(status is ProgressStatus.CANCELLED),
                not_reported=int(status is None),
                own_budget_satang=0 if other else budget_satang,
                own_disbursed_satang=0 if other else disbursed,
                other_budget_satang=budget_satang if other else 0,
                other_disbursed_satang=disbursed if other else 0,
            ),
        )

    def _units(self) -> list[str]:
        organization_id = self.on_record.organization_id
        divisions = select(Division).where(Division.organization_id == organization_id).order_by(col(Division.position))
        agencies = select(Agency).where(Agency.organization_id == organization_id).order_by(col(Agency.id))
        names = [row.name for row in self.session.exec(divisions)] + [row.name for row in self.session.exec(agencies)]
        return [*names, ""]

    def _reports(self) -> dict[int, dict[int, ProgressReport]]:
        """Return each project's newest report of each quarter: revisions never overwrite, the last one counts."""
        rows = (
            select(ProgressReport, col(QuarterRound.number), col(Submission.submitted_at))
            .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
            .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
            .where(QuarterRound.plan_id == self.on_record.plan_id)
            .order_by(col(Submission.submitted_at), col(Submission.id))
        )
        found: dict[int, dict[int, ProgressReport]] = {}
        for report, number, submitted_at in self.session.exec(rows):
            if self.as_of is None or submitted_at <= self.as_of:
                found.setdefault(report.project_id, {})[number] = report
        return found
