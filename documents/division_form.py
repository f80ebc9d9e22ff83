"""What a division (กอง) is asked to fill in when its projects are collected, read from the record.

Its projects of this year's edition where there are any; else those of last year's plan in force, as they stand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from documents.content import Office
from documents.plan_facts import PROGRAMME_ORDER, office_of
from documents.signing import planning_division
from documents.workbook_cells import match_key
from models.kinds import EditionKind, EntryAction, EquipmentCategory, FundingSource, ObligationRule, Programme
from models.obligations import Obligation
from models.organizations import Division
from models.plans import (
    Approach,
    EntryDivision,
    FundingLine,
    Project,
    ProjectEntry,
    ProjectSource,
    Strategy,
)
from models.quarters import ProgressReport
from models.values import PlannedMonths
from procedure.errors import ProcedureError
from procedure.next_year import last_plan
from procedure.plans import PlanOnRecord, entries_in_force, entries_of, equipment_of, identity, require_collects
from procedure.progress import newest_reports
from procedure.row_keys import equipment_key, project_key


@dataclass(frozen=True)
class LastYear:
    """What was last reported of a project of last year's plan; ``satang`` were disbursed."""

    status: str
    satang: int


@dataclass(frozen=True)
class ProjectRow:
    """One project as the form shows it. ``source`` is None where its money has several sources."""

    strategy: str
    approach: str
    programme: Programme
    name: str
    detail: str
    satang: int
    source: FundingSource | None
    place: str
    divisions: tuple[str, ...]
    months: tuple[int, ...]  # 0 = October
    plan_reference: str = ""
    budget_reference: str = ""
    key: str = ""  # of this year's edition; empty for last year's plan
    last_year: LastYear | None = None

    @property
    def in_plan(self) -> bool:
        """Tell whether the row is of this year's edition."""
        return bool(self.key)


@dataclass(frozen=True)
class EquipmentRow:
    """One equipment item of this year's edition."""

    category: EquipmentCategory
    name: str
    detail: str
    satang: int
    source: FundingSource | None
    place: str
    months: tuple[int, ...]
    key: str


@dataclass(frozen=True)
class DivisionForm:
    """The form of one division. ``due_on`` is the day chosen for its projects, None where none was."""

    office: Office
    division_id: int
    division: str
    fiscal_year: int
    edition_title: str
    return_to: str
    due_on: date | None
    dated_on: date
    projects: tuple[ProjectRow, ...]
    equipment: tuple[EquipmentRow, ...]
    strategies: tuple[str, ...]
    approaches: tuple[str, ...]
    uses_approaches: bool


def division_forms(session: Session, on_record: PlanOnRecord, on: date) -> list[DivisionForm]:
    """Return the forms of all divisions for an edition, as of a Bangkok day, in the divisions' order.

    Raises ``ProcedureError``: ``amends_by_act`` for an amendment, whose projects are changed one by one;
    ``no_division`` where the organization has none; ``no_plan_analyst``.
    """
    require_collects(on_record)
    divisions = session.exec(
        select(Division).where(Division.organization_id == on_record.organization_id).order_by(col(Division.position))
    ).all()
    if not divisions:
        raise ProcedureError(
            "no_division",
            "หน่วยงานนี้ยังไม่มีกองในทะเบียน โปรดเพิ่มกองก่อน",
            "The organization has no division on record; add one first.",
        )
    return _Reader(session, on_record, on, divisions).forms()


def division_form(session: Session, on_record: PlanOnRecord, division: str, on: date) -> DivisionForm:
    """Return the form of the division of a name. Raises as ``division_forms`` does, and ``unknown_division``."""
    forms = division_forms(session, on_record, on)
    found = next((form for form in forms if match_key(form.division) == match_key(division)), None)
    if found is None:
        raise ProcedureError(
            "unknown_division",
            f"ไม่พบหน่วยงาน “{division}” ในทะเบียนกอง มีแต่ {', '.join(form.division for form in forms)}",
            f"The organization has no division '{division}'; there are {', '.join(form.division for form in forms)}.",
        )
    return found


@dataclass
class _Entries:
    """Entries of one plan or edition, with what their rows are made of."""

    entries: Sequence[ProjectEntry]
    strategies: Mapping[int | None, Strategy]
    approaches: Mapping[int | None, Approach]
    divisions: Mapping[int, list[int]] = field(default_factory=dict)
    lines: Mapping[int, list[FundingLine]] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)  # of projects within their plan, by project


class _Reader:
    def __init__(self, session: Session, on_record: PlanOnRecord, on: date, divisions: Sequence[Division]) -> None:
        self.session, self.on_record, self.on, self.divisions = session, on_record, on, divisions
        self.names = {identity(row.id): row.name for row in divisions}

    def forms(self) -> list[DivisionForm]:
        on_record, year = self.on_record, self.on_record.plan.fiscal_year
        return_to, planner = planning_division(self.session, on_record.organization_id)
        mine = self._entries(
            [one for one in entries_of(self.session, on_record.edition_id) if one.action is EntryAction.ADD],
            on_record.plan_id,
        )
        own = self._rows(mine, year, in_plan=True)
        last, reported, past = self._last_year()
        lists = mine if mine.strategies else past
        uses_approaches = on_record.edition.uses_approaches
        equipment = self._equipment(year)
        due = self._due()
        office = office_of(self.session, on_record.organization)
        forms = []
        for division in self.divisions:
            division_id = identity(division.id)
            rows = [
                replace(row, last_year=row.last_year or reported.get((division_id, match_key(row.name))))
                for row in own.get(division_id, [])
            ]
            if not rows and on_record.edition.kind is EditionKind.BASE:
                rows = last.get(division_id, [])
            forms.append(
                DivisionForm(
                    office=office,
                    division_id=division_id,
                    division=division.name,
                    fiscal_year=year,
                    edition_title=on_record.title,
                    return_to=return_to or planner.title,
                    due_on=due.get(division_id),
                    dated_on=self.on,
                    projects=tuple(rows),
                    equipment=tuple(equipment.get(division_id, ())),
                    strategies=tuple(row.name for row in _numbered(lists.strategies)),
                    approaches=tuple(dict.fromkeys(row.name for row in _numbered(lists.approaches)))
                    if uses_approaches
                    else (),
                    uses_approaches=uses_approaches,
                )
            )
        return forms

    def _last_year(self) -> tuple[dict[int, list[ProjectRow]], dict[tuple[int, str], LastYear], _Entries]:
        """Return last year's rows by division, what was reported by division and name, and that plan's lists."""
        last = last_plan(self.session, self.on_record.organization_id, self.on_record.plan.fiscal_year)
        if last is None:
            return {}, {}, _Entries([], {}, {})
        plan_id = identity(last[0].id)
        reports = newest_reports(self.session, plan_id, self.on)
        past = self._entries(entries_in_force(self.session, plan_id, self.on), plan_id)
        rows = self._rows(past, last[0].fiscal_year, reports=reports)
        reported = {
            (division_id, match_key(row.name)): row.last_year
            for division_id, of_division in rows.items()
            for row in of_division
            if row.last_year
        }
        return rows, reported, past

    def _entries(self, entries: Sequence[ProjectEntry], plan_id: int) -> _Entries:
        session, office = self.session, self.on_record.organization_id
        strategies = {row.id: row for row in session.exec(select(Strategy).where(Strategy.plan_id == plan_id))}
        approaches = {
            row.id: row
            for row in session.exec(
                select(Approach)
                .join(Strategy, col(Strategy.id) == col(Approach.strategy_id))
                .where(Approach.organization_id == office, Strategy.plan_id == plan_id)
            )
        }
        ids = {identity(entry.id) for entry in entries}
        divisions: dict[int, list[int]] = defaultdict(list)
        links = select(EntryDivision).where(EntryDivision.organization_id == office)
        for link in session.exec(links.order_by(col(EntryDivision.position))):
            if link.entry_id in ids:
                divisions[link.entry_id].append(link.division_id)
        lines: dict[int, list[FundingLine]] = defaultdict(list)
        money = select(FundingLine).where(FundingLine.organization_id == office, col(FundingLine.entry_id).is_not(None))
        for line in session.exec(money.order_by(col(FundingLine.id))):
            if line.entry_id in ids:
                lines[line.entry_id or 0].append(line)
        projects = select(Project).where(Project.organization_id == office, Project.plan_id == plan_id)
        numbers = {identity(project.id): project.number for project in session.exec(projects)}
        return _Entries(entries, strategies, approaches, divisions, lines, numbers)

    def _rows(
        self,
        found: _Entries,
        fiscal_year: int,
        *,
        in_plan: bool = False,
        reports: Mapping[int, ProgressReport] | None = None,
    ) -> dict[int, list[ProjectRow]]:
        """Return the rows by the division that leads, in the plan's order; other agencies' projects have none."""

        def order(entry: ProjectEntry) -> tuple[int, int, int]:
            approach = found.approaches.get(entry.approach_id)
            strategy = found.strategies[entry.strategy_id]
            return strategy.number, approach.number if approach else 0, PROGRAMME_ORDER[entry.programme]

        rows: dict[int, list[ProjectRow]] = defaultdict(list)
        for entry in sorted(found.entries, key=order):
            entry_id = identity(entry.id)
            responsible = found.divisions.get(entry_id, [])
            if not responsible:
                continue
            approach = found.approaches.get(entry.approach_id)
            satang, source = _money(found.lines.get(entry_id, []), fiscal_year)
            rows[responsible[0]].append(
                ProjectRow(
                    strategy=found.strategies[entry.strategy_id].name,
                    approach=approach.name if approach else "",
                    programme=entry.programme,
                    name=entry.name,
                    detail=entry.detail,
                    satang=satang,
                    source=source,
                    place=entry.place,
                    divisions=tuple(self.names[one] for one in responsible),
                    months=tuple(PlannedMonths(entry.months).indexes),
                    plan_reference=entry.plan_reference,
                    # A page of last year's ordinance says nothing of this year's.
                    budget_reference=entry.budget_reference if in_plan else "",
                    key=project_key(fiscal_year, found.numbers[entry.project_id]) if in_plan else "",
                    last_year=_reported(reports.get(entry.project_id)) if reports is not None else None,
                )
            )
        return rows

    def _equipment(self, fiscal_year: int) -> dict[int, list[EquipmentRow]]:
        """Return this edition's items by division. Last year's are not asked for again: they were bought."""
        items = equipment_of(self.session, self.on_record.edition_id)
        lines: dict[int, list[FundingLine]] = defaultdict(list)
        for line in self.session.exec(
            select(FundingLine)
            .where(
                FundingLine.organization_id == self.on_record.organization_id,
                col(FundingLine.equipment_id).in_([item.id for item in items]),
            )
            .order_by(col(FundingLine.id))
        ):
            lines[line.equipment_id or 0].append(line)
        rows: dict[int, list[EquipmentRow]] = defaultdict(list)
        edition = self.on_record.edition
        for item in items:
            if item.action is not EntryAction.ADD:
                continue
            satang, source = _money(lines[identity(item.id)], fiscal_year)
            rows[item.division_id].append(
                EquipmentRow(
                    category=item.category,
                    name=item.name,
                    detail=item.detail,
                    satang=satang,
                    source=source,
                    place=item.place,
                    months=tuple(PlannedMonths(item.months).indexes),
                    key=equipment_key(fiscal_year, edition.kind, edition.number, item.number),
                )
            )
        return rows

    def _due(self) -> dict[int, date]:
        """Return the day chosen for each division's projects, where one was."""
        rows = self.session.exec(
            select(col(ProjectSource.division_id), col(Obligation.due_on))
            .join(Obligation, col(Obligation.subject_id) == col(ProjectSource.id))
            .where(
                Obligation.organization_id == self.on_record.organization_id,
                Obligation.rule == ObligationRule.SUBMIT_PROJECTS,
                Obligation.subject_kind == "project_source",
                ProjectSource.edition_id == self.on_record.edition_id,
                col(ProjectSource.division_id).is_not(None),
            )
        )
        return {division_id: due_on for division_id, due_on in rows if division_id is not None}


def _numbered(rows: Mapping[int | None, Strategy] | Mapping[int | None, Approach]) -> list[Strategy | Approach]:
    return sorted(rows.values(), key=lambda row: (getattr(row, "strategy_id", 0), row.number))


def _money(lines: Sequence[FundingLine], fiscal_year: int) -> tuple[int, FundingSource | None]:
    """Return the plan's own year's money in satang, and its source where there is but one."""
    satang = sum(line.amount_satang for line in lines if line.fiscal_year == fiscal_year)
    sources = {line.source for line in lines}
    return satang, sources.pop() if len(sources) == 1 else None


def _reported(report: ProgressReport | None) -> LastYear:
    if report is None:
        return LastYear("ไม่มีรายงาน", 0)
    percent = f" ร้อยละ {report.percent}" if report.percent is not None else ""
    return LastYear(report.status.name_th + percent, report.disbursed_satang)
