"""What importing a workbook would change in an edition: the preview of the import act, which writes nothing.

Rows are matched as ``EntryWriter`` matches them: by strategy, programme, name and agency, the n-th of the file with the
n-th on record.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.organizations import Agency, Division
from models.plans import Approach, EntryDivision, EquipmentItem, FundingLine, Project, ProjectEntry, Strategy
from procedure.plans import PlanOnRecord, identity
from procedure.proposals import ProposedEquipment, ProposedFunding, ProposedProject

FIELDS_TH = {
    "approach": "แนวทาง",
    "detail": "รายละเอียด",
    "place": "สถานที่ดำเนินการ",
    "months": "เดือนที่ดำเนินการ",
    "divisions": "หน่วยงานรับผิดชอบ",
    "learnt_from": "ที่มาของข้อมูล",
    "plan_reference": "หน้าในแผนพัฒนาท้องถิ่น",
    "budget_reference": "หน้าในงบประมาณ",
    "funding": "งบประมาณ",
    "pays_subsidy": "เป็นเงินอุดหนุน",
}


@dataclass(frozen=True)
class ChangedRow:
    """A row on record that the file says otherwise: its name, and which of ``FIELDS_TH`` differ."""

    name: str
    fields: tuple[str, ...]


@dataclass
class ImportChanges:
    """What an import would do. ``left`` rows are as the file says; ``not_in_file`` rows stay as they are, untouched."""

    added: list[str] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Tell whether the file says nothing new."""
        return not self.added and not self.changed


def compare_import(
    session: Session,
    on_record: PlanOnRecord,
    projects: Sequence[ProposedProject],
    equipment: Sequence[ProposedEquipment],
) -> ImportChanges:
    """Return what importing these rows into the edition would add, change and leave."""
    known = _rows_on_record(session, on_record)
    changes = ImportChanges()
    uses_approaches, year = on_record.edition.uses_approaches, on_record.plan.fiscal_year
    for proposed in projects:
        divisions = [] if proposed.agency else list(dict.fromkeys(proposed.divisions))
        key: Hashable = ("project", proposed.strategy, proposed.programme, proposed.name, proposed.agency)
        said: Said = {
            "approach": (proposed.approach or None) if uses_approaches else None,
            "detail": proposed.detail,
            "place": proposed.place,
            "months": proposed.months,
            "divisions": divisions,
            "learnt_from": proposed.learnt_from,
            "plan_reference": proposed.plan_reference,
            "budget_reference": proposed.budget_reference,
            "funding": _proposed_money(proposed.funding, year),
            "pays_subsidy": proposed.is_subsidy,
        }
        _compare(changes, known[key], proposed.name, said)
    for item in equipment:
        key = ("equipment", item.category, item.name, item.division)
        said = {
            "detail": item.detail,
            "place": item.place,
            "months": item.months,
            "funding": _proposed_money(item.funding, year),
        }
        _compare(changes, known[key], item.name, said)
    changes.not_in_file = [name for rows in known.values() for name, _said in rows]
    return changes


Said = Mapping[str, object]


def _compare(changes: ImportChanges, on_record: list[tuple[str, Said]], name: str, said: Said) -> None:
    if not on_record:
        changes.added.append(name)
        return
    _name, recorded = on_record.pop(0)
    differing = tuple(what for what, value in said.items() if recorded[what] != value)
    if differing:
        changes.changed.append(ChangedRow(name, differing))
    else:
        changes.left.append(name)


def _rows_on_record(session: Session, on_record: PlanOnRecord) -> dict[Hashable, list[tuple[str, Said]]]:
    office, edition = on_record.organization_id, on_record.edition_id
    division_names = {
        row.id: row.name for row in session.exec(select(Division).where(Division.organization_id == office))
    }
    agency_names = {row.id: row.name for row in session.exec(select(Agency).where(Agency.organization_id == office))}
    strategies = {
        row.id: row.name for row in session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id))
    }
    approaches = {row.id: row.name for row in session.exec(select(Approach).where(Approach.organization_id == office))}
    entries = list(
        session.exec(
            select(ProjectEntry, Project)
            .join(Project, col(Project.id) == col(ProjectEntry.project_id))
            .where(ProjectEntry.organization_id == office, ProjectEntry.edition_id == edition)
            .order_by(col(Project.number))
        )
    )
    items = list(
        session.exec(
            select(EquipmentItem)
            .where(EquipmentItem.organization_id == office, EquipmentItem.edition_id == edition)
            .order_by(col(EquipmentItem.number))
        )
    )
    divisions: dict[int, list[str]] = defaultdict(list)
    links = (
        select(EntryDivision)
        .join(ProjectEntry, col(ProjectEntry.id) == col(EntryDivision.entry_id))
        .where(ProjectEntry.organization_id == office, ProjectEntry.edition_id == edition)
        .order_by(col(EntryDivision.position))
    )
    for link in session.exec(links):
        divisions[link.entry_id].append(division_names[link.division_id])
    money: dict[tuple[int | None, int | None], list[Hashable]] = defaultdict(list)
    for line in session.exec(
        select(FundingLine)
        .where(
            FundingLine.organization_id == office,
            col(FundingLine.entry_id).in_([entry.id for entry, _project in entries])
            | col(FundingLine.equipment_id).in_([item.id for item in items]),
        )
        .order_by(col(FundingLine.id))
    ):
        paid = (line.source, line.amount_satang, line.authority, line.fiscal_year)
        money[line.entry_id, line.equipment_id].append(paid)
    known: dict[Hashable, list[tuple[str, Said]]] = defaultdict(list)
    for entry, project in entries:
        agency = agency_names[project.agency_id] if project.agency_id is not None else None
        known["project", strategies[entry.strategy_id], entry.programme, entry.name, agency].append(
            (
                entry.name,
                {
                    "approach": approaches[entry.approach_id] if entry.approach_id is not None else None,
                    "detail": entry.detail,
                    "place": entry.place,
                    "months": entry.months,
                    "divisions": divisions[identity(entry.id)],
                    "learnt_from": entry.learnt_from,
                    "plan_reference": entry.plan_reference,
                    "budget_reference": entry.budget_reference,
                    "funding": money[entry.id, None],
                    "pays_subsidy": entry.pays_subsidy,
                },
            )
        )
    for item in items:
        known["equipment", item.category, item.name, division_names[item.division_id]].append(
            (
                item.name,
                {"detail": item.detail, "place": item.place, "months": item.months, "funding": money[None, item.id]},
            )
        )
    return known


def _proposed_money(lines: Sequence[ProposedFunding], year: int) -> list[Hashable]:
    return [(line.source, line.amount_satang, line.authority, line.fiscal_year or year) for line in lines]
