"""The lines of a quarter's report: how each project of the plan stood, with its money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from documents.plan_facts import outside_projects, responsible_of
from documents.quarter_content import FundingPart, QuarterStanding, ReportLine
from models.kinds import EditionKind, EntryAction, ProgressStatus
from models.plans import Edition, Project, ProjectEntry, Strategy
from models.quarters import ProgressReport, QuarterRound
from models.values import PlannedMonths
from procedure.money import plan_money
from procedure.money_sources import ProjectSources, project_sources
from procedure.plans import PlanOnRecord, identity, latest_entries
from procedure.progress import behind_plan, progress_label

Reports = Mapping[int, ProgressReport]  # by project


def project_lines(
    session: Session,
    on_record: PlanOnRecord,
    quarter_round: QuarterRound,
    plan_on: date,
    reports: Mapping[int, Reports],
    strategies: list[Strategy],
) -> list[ReportLine]:
    """Return a line for each project of the editions announced by a day, by number; merged and cancelled ones too."""
    latest = latest_entries(session, on_record.plan_id, plan_on)
    numbers = {
        identity(row.id): row.number
        for row in session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    }
    reader = _LineReader(
        on_record,
        quarter_round,
        reports,
        numbers,
        places={identity(row.id): place for place, row in enumerate(strategies)},
        units=responsible_of(session, list(latest.values()), on_record.organization_id),
        outside=outside_projects(session, on_record.plan_id),
        entrances=_entrances(session, on_record),
        lock_days=_lock_days(session, on_record),
        sources=project_sources(session, on_record, plan_on),
    )
    money = plan_money(session, on_record, plan_on)
    lines = [
        reader.line(entry, money.projects[one].net_satang if one in money.in_force else 0)
        for one, entry in latest.items()
    ]
    return sorted(lines, key=lambda line: line.number)


@dataclass(frozen=True)
class _Entrance:
    """When a project entered the plan, and whether by an addition to it."""

    announced_on: date
    by_addition: bool


def _entrances(session: Session, on_record: PlanOnRecord) -> dict[int, _Entrance]:
    """Return when each project entered a plan."""
    rows = session.exec(
        select(col(ProjectEntry.project_id), Edition)
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(Edition.plan_id == on_record.plan_id, col(Edition.announced_on).is_not(None))
        .order_by(col(Edition.announced_on).desc(), col(Edition.id).desc())
    )
    return {
        project_id: _Entrance(edition.announced_on, edition.kind is EditionKind.ADDITION)
        for project_id, edition in rows
        if edition.announced_on is not None
    }


def _lock_days(session: Session, on_record: PlanOnRecord) -> list[date]:
    """Return the lock day of each quarter's round; of a quarter without a round its last day."""
    rounds = session.exec(select(QuarterRound).where(QuarterRound.plan_id == on_record.plan_id))
    locked = {row.number: row.lock_on for row in rounds}
    return [locked.get(number, on_record.fiscal_year.quarter(number).last_day) for number in range(1, 5)]


class _LineReader:
    """What is read once for all the lines of a report."""

    def __init__(
        self,
        on_record: PlanOnRecord,
        quarter_round: QuarterRound,
        reports: Mapping[int, Reports],
        numbers: Mapping[int, int],
        *,
        places: Mapping[int, int],
        units: Mapping[int, list[str]],
        outside: set[int],
        entrances: Mapping[int, _Entrance],
        lock_days: Sequence[date],
        sources: Mapping[int, ProjectSources],
    ) -> None:
        self.year, self.number, self.reports = on_record.fiscal_year, quarter_round.number, reports
        # The quarter's own state, by the first day after it: October's month has ended on 1 November.
        self.ended_on = quarter_round.opens_on
        self.numbers, self.places, self.units = numbers, places, units
        self.outside, self.sources = outside, sources
        self.entrances, self.lock_days = entrances, lock_days

    def line(self, entry: ProjectEntry, budget_satang: int) -> ReportLine:
        """Return a project's line, given its net budget in satang: nought once cancelled or merged."""
        one = entry.project_id
        known = [self.reports.get(number, {}).get(one) for number in range(1, self.number + 1)]
        report, newest = known[-1], next((row for row in reversed(known) if row is not None), None)
        cancelled, merged = entry.action is EntryAction.CANCEL, entry.action is EntryAction.MERGE
        status = ProgressStatus.CANCELLED if cancelled else report.status if report else None
        label = progress_label(report, entry.months, budget_satang, self.year.quarter(self.number))
        sources, entered = self.sources.get(one, ProjectSources()), self.entrances[one]
        return ReportLine(
            number=self.numbers[one],
            name=entry.name,
            strategy=self.places[entry.strategy_id],
            programme=entry.programme.name_th,
            unit=(self.units[identity(entry.id)] or [""])[0],
            outside=one in self.outside,
            months=PlannedMonths(entry.months).indexes,
            status=status,
            label=ProgressStatus.CANCELLED.name_th if cancelled else label.text if report else "ไม่ได้รายงาน",
            percent=report.percent if report else None,
            quarters=[
                QuarterStanding(
                    status=row.status if row else None,
                    percent=row.percent if row else None,
                    # That of this quarter is read off the plan in force: it is in it.
                    in_plan=row is not None or row_on >= entered.announced_on or number == self.number,
                )
                for number, (row, row_on) in enumerate(zip(known, self.lock_days, strict=False), start=1)
            ],
            added=entered.by_addition,
            merged_into=self.numbers[entry.merged_into_id] if merged and entry.merged_into_id is not None else None,
            budget_satang=budget_satang,
            contracted_satang=newest.contracted_satang if newest else 0,
            funding=[FundingPart(kind=kind, satang=satang) for kind, satang in sources.given.items()],
            disbursed=[
                FundingPart(kind=kind, satang=satang)
                for kind, satang in sources.parts(newest.disbursed_satang if newest else 0).items()
            ],
            saved_satang=0 if cancelled or merged else label.saved_satang,
            # By the newest report: one never reported counts as not started.
            behind=not cancelled
            and not merged
            and behind_plan(
                newest.status if newest else ProgressStatus.NOT_STARTED, entry.months, self.year, self.ended_on
            ),
            obstacle_kind=report.obstacle_kind if report else None,
            obstacle=report.obstacle if report else "",
            proposal=report.proposal if report else "",
        )
