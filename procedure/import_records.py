"""What an edition has on record, as an import compares its rows with it: projects and equipment with all they say."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.kinds import EntryAction
from models.organizations import Agency, Division
from models.plans import Approach, EntryDivision, EquipmentItem, FundingLine, Project, ProjectEntry, Strategy
from procedure.plans import PlanOnRecord, identity
from procedure.proposals import ProposedFunding
from procedure.row_keys import equipment_key, project_key


@dataclass(frozen=True)
class RecordedProject:
    """A project's entry in an edition, its names in words; ``funding`` in the order it was written."""

    key: str
    entry: ProjectEntry
    project: Project
    strategy: str
    approach: str | None
    agency: str | None
    divisions: list[str]
    funding: list[ProposedFunding]

    @property
    def can_be_named(self) -> bool:
        """Tell whether a file may change it: a cancelled or merged project is none of the edition's any more."""
        return self.entry.action in (EntryAction.ADD, EntryAction.CHANGE)


@dataclass(frozen=True)
class RecordedEquipment:
    """An equipment item of an edition."""

    key: str
    item: EquipmentItem
    division: str
    funding: list[ProposedFunding]


@dataclass
class EditionRecords:
    """All rows of an edition in the order of their numbers, and the names its headings may use."""

    fiscal_year: int
    uses_approaches: bool
    projects: list[RecordedProject] = field(default_factory=list)
    equipment: list[RecordedEquipment] = field(default_factory=list)
    strategy_numbers: dict[str, int] = field(default_factory=dict)
    approaches: dict[str, list[str]] = field(default_factory=dict)  # by strategy


def records_of(session: Session, on_record: PlanOnRecord) -> EditionRecords:
    """Return what an edition has on record."""
    office, edition = on_record.organization_id, on_record.edition
    year = on_record.plan.fiscal_year
    divisions = {row.id: row.name for row in session.exec(select(Division).where(Division.organization_id == office))}
    agencies = {row.id: row.name for row in session.exec(select(Agency).where(Agency.organization_id == office))}
    numbered = list(session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id)))
    strategies = {row.id: row.name for row in numbered}
    approaches = {row.id: row for row in session.exec(select(Approach).where(Approach.organization_id == office))}
    records = EditionRecords(year, edition.uses_approaches, strategy_numbers={row.name: row.number for row in numbered})
    for approach in approaches.values():
        if approach.strategy_id in strategies:
            records.approaches.setdefault(strategies[approach.strategy_id], []).append(approach.name)
    of_entries, of_items = _funding(session, on_record)
    responsible: dict[int, list[str]] = defaultdict(list)
    links = (
        select(EntryDivision)
        .join(ProjectEntry, col(ProjectEntry.id) == col(EntryDivision.entry_id))
        .where(ProjectEntry.organization_id == office, ProjectEntry.edition_id == on_record.edition_id)
        .order_by(col(EntryDivision.position))
    )
    for link in session.exec(links):
        responsible[link.entry_id].append(divisions[link.division_id])
    entries = (
        select(ProjectEntry, Project)
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(ProjectEntry.organization_id == office, ProjectEntry.edition_id == on_record.edition_id)
        .order_by(col(Project.number))
    )
    for entry, project in session.exec(entries):
        said_approach = approaches[entry.approach_id].name if entry.approach_id is not None else None
        records.projects.append(
            RecordedProject(
                key=project_key(year, project.number),
                entry=entry,
                project=project,
                strategy=strategies[entry.strategy_id],
                approach=said_approach,
                agency=agencies[project.agency_id] if project.agency_id is not None else None,
                divisions=responsible[identity(entry.id)],
                funding=of_entries[identity(entry.id)],
            )
        )
    items = (
        select(EquipmentItem)
        .where(EquipmentItem.organization_id == office, EquipmentItem.edition_id == on_record.edition_id)
        .order_by(col(EquipmentItem.number))
    )
    for item in session.exec(items):
        key = equipment_key(year, edition.kind, edition.number, item.number)
        money = of_items[identity(item.id)]
        records.equipment.append(RecordedEquipment(key, item, divisions[item.division_id], money))
    return records


def _funding(
    session: Session, on_record: PlanOnRecord
) -> tuple[dict[int, list[ProposedFunding]], dict[int, list[ProposedFunding]]]:
    entries: dict[int, list[ProposedFunding]] = defaultdict(list)
    items: dict[int, list[ProposedFunding]] = defaultdict(list)
    edition = on_record.edition_id
    lines = (
        select(FundingLine)
        .outerjoin(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
        .outerjoin(EquipmentItem, col(EquipmentItem.id) == col(FundingLine.equipment_id))
        .where(
            FundingLine.organization_id == on_record.organization_id,
            (col(ProjectEntry.edition_id) == edition) | (col(EquipmentItem.edition_id) == edition),
        )
        .order_by(col(FundingLine.id))
    )
    for line in session.exec(lines):
        paid = ProposedFunding(
            source=line.source,
            amount_satang=line.amount_satang,
            authority=line.authority,
            fiscal_year=line.fiscal_year,
        )
        if line.entry_id is not None:
            entries[line.entry_id].append(paid)
        elif line.equipment_id is not None:
            items[line.equipment_id].append(paid)
    return entries, items
