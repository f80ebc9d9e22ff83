"""Reading a plan's projects for the ITA: what the plan says of them, and how far they came."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlmodel import Session, col, select

from documents.content import Office
from documents.ita_content import (
    ItaContent,
    ItaFile,
    ItaFunding,
    ItaOrganization,
    ItaOutcome,
    ItaProject,
    ItaReport,
    Status,
    sealed,
    sums_of,
)
from documents.plan_facts import office_of, outside_projects, responsible_of
from documents.result_words import duration_words, obstacle_words, progress_words
from models.kinds import EntryAction, FundingSource, ItaPart, ProgressStatus
from models.organizations import Officer
from models.plans import FundingLine, Project, ProjectEntry, Strategy
from models.values import PlannedMonths
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.evaluation import ProjectStanding, SignedReport
from procedure.money import plan_money
from procedure.plans import PlanOnRecord, Step, identity, latest_entries, require_step

_DROPPED = (EntryAction.CANCEL, EntryAction.MERGE)


@dataclass
class ItaReader:
    """A plan's projects on ``told_on``, for a file that stands at ``as_at`` and counts what is recorded ``through``."""

    session: Session
    on_record: PlanOnRecord
    told_on: date
    through: date
    as_at: date | None = None
    outcomes: dict[int, ItaOutcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_step(self.on_record.edition, Step.ANNOUNCED)
        session, plan_id = self.session, self.on_record.plan_id
        self.entries: dict[int, ProjectEntry] = dict(sorted(latest_entries(session, plan_id, self.told_on).items()))
        if not self.entries:
            raise ProcedureError(
                "needs_announced",
                f"ยังไม่มีแผนที่ประกาศใช้ภายในวันที่ {thai_date(self.told_on)}",
                f"No plan was announced by {self.told_on}.",
                clause="ข้อ ๒๖",
            )
        entries = list(self.entries.values())
        self.money = plan_money(session, self.on_record, self.told_on)
        self.outside = outside_projects(session, plan_id)
        self.responsible = responsible_of(session, entries, self.on_record.organization_id)
        self.numbers = {
            identity(row.id): row.number for row in session.exec(select(Project).where(Project.plan_id == plan_id))
        }
        self.strategies = {
            identity(row.id): row.name for row in session.exec(select(Strategy).where(Strategy.plan_id == plan_id))
        }
        self.posts = {
            identity(row.id): row.title
            for row in session.exec(select(Officer).where(Officer.organization_id == self.on_record.organization_id))
        }
        self.funding = self._funding()

    def in_force(self) -> list[ProjectEntry]:
        return [entry for entry in self.entries.values() if entry.action not in _DROPPED]

    def planned(self, entry: ProjectEntry) -> ItaProject:
        """Return what the plan says of a project."""
        project_id, year = entry.project_id, self.on_record.fiscal_year
        money = self.money.projects.get(project_id)
        months = PlannedMonths(entry.months).indexes
        starts = year.month_starts()
        return ItaProject(
            number=self.numbers[project_id],
            name=entry.name,
            place=entry.place,
            strategy=self.strategies[entry.strategy_id],
            programme=entry.programme.name_th,
            responsible=", ".join(self.responsible[identity(entry.id)]),
            other_agency=project_id in self.outside,
            funding=self.funding.get(identity(entry.id), []),
            planned_budget_satang=money.original_satang if money else 0,
            budget_satang=money.net_satang if money else 0,
            planned_months=[f"{starts[month]:%Y-%m}" for month in months],
            duration_th=duration_words(months, year),
        )

    def progress(self, newest: SignedReport | None, quarter: int, entry: ProjectEntry, net: int) -> dict[str, Any]:
        """Return what is known of a project's progress at the end of a quarter."""
        ended = self.on_record.fiscal_year.quarter(quarter)
        status: Status = "not_reported"
        if newest is not None and newest.quarter == quarter:
            status = _STATUS[newest.report.status]
        return {
            "status": status,
            "status_th": progress_words(newest, ended, entry.months, net),
            "percent": newest.report.percent if newest else None,
            "contracted_satang": newest.report.contracted_satang if newest else 0,
            "disbursed_satang": newest.report.disbursed_satang if newest else 0,
            "obstacle": obstacle_words(newest.report if newest else None),
            "report": ItaReport(
                quarter=newest.quarter,
                revision=newest.submission.revision,
                received_on=newest.submission.received_on,
                post=self.posts[newest.submission.officer_id],
            )
            if newest
            else None,
        }

    def ended(self, standing: ProjectStanding) -> ItaProject:
        """Return a project as the year's evaluation counts it."""
        entry = standing.entry
        told = {
            **self.progress(standing.newest, 4, entry, standing.net_satang),
            "budget_satang": standing.net_satang,
            "outcome": self.outcomes.get(entry.project_id),
        }
        if standing.status is ProgressStatus.CANCELLED:
            told |= {"status": "cancelled", "status_th": ProgressStatus.CANCELLED.name_th}
        if entry.action is EntryAction.CANCEL:
            told["obstacle"] = entry.reason
        return self.planned(entry).model_copy(update=told)

    def merged(self, entry: ProjectEntry) -> ItaProject:
        """Return a merged project: its money stands with what it went into."""
        into = self.numbers.get(entry.merged_into_id or 0)
        return self.planned(entry).model_copy(
            update={
                "funding": [],
                "planned_budget_satang": 0,
                "budget_satang": 0,
                "status": "merged",
                "status_th": f"รวมเข้ากับโครงการลำดับที่ {into}",
                "obstacle": entry.reason,
                "merged_into": into,
            }
        )

    def content(self, part: ItaPart, projects: list[ItaProject], **told: Any) -> ItaContent:
        """Return a part with its item number, sums and fingerprint."""
        office = office_of(self.session, self.on_record.organization)
        year = self.on_record.fiscal_year
        items = self.on_record.office_settings.papers.ita_items.get(year.number, {})
        file = ItaFile(
            part=part,
            item=items.get(part) or None,
            title_th=f"{part.name_th} ปีงบประมาณ พ.ศ. {year.number}",
            organization=_organization(office),
            fiscal_year_be=year.number,
            fiscal_year_from=year.first_day,
            fiscal_year_to=year.last_day,
            as_at=self.as_at or self.told_on,
            recorded_through=self.through,
            projects=projects,
            own=sums_of(one for one in projects if not one.other_agency),
            other_agencies=sums_of(one for one in projects if one.other_agency),
            **{"settled": True, "settles_after": None, **told},
        )
        return ItaContent(office=office, file=sealed(file))

    def _funding(self) -> dict[int, list[ItaFunding]]:
        """Return the own year's funding of each entry by source, in the order they were first written."""
        wanted = [entry.id for entry in self.entries.values()]
        lines = select(FundingLine).where(
            FundingLine.organization_id == self.on_record.organization_id,
            col(FundingLine.entry_id).in_(wanted),
            FundingLine.fiscal_year == self.on_record.plan.fiscal_year,
        )
        sums: dict[int, dict[FundingSource, int]] = defaultdict(lambda: defaultdict(int))
        for line in self.session.exec(lines.order_by(col(FundingLine.id))):
            sums[identity(line.entry_id)][line.source] += line.amount_satang
        return {
            entry_id: [
                ItaFunding(source=source, source_th=source.name_th, amount_satang=satang)
                for source, satang in sources.items()
            ]
            for entry_id, sources in sums.items()
        }


_STATUS: dict[ProgressStatus, Literal["not_started", "in_progress", "completed", "cancelled"]] = {
    ProgressStatus.NOT_STARTED: "not_started",
    ProgressStatus.IN_PROGRESS: "in_progress",
    ProgressStatus.COMPLETED: "completed",
    ProgressStatus.CANCELLED: "cancelled",
}


def _organization(office: Office) -> ItaOrganization:
    return ItaOrganization(name=office.name, kind=office.kind, district=office.district, province=office.province)
