"""What the plan's Excel file says beside the printed forms: each row's key, its source of money and its references.

With them the file can be edited and imported again (procedure/import_matching.py).
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from models.kinds import EntryAction, FundingSource
from procedure.import_records import RecordedEquipment, RecordedProject, records_of
from procedure.plans import PlanOnRecord
from procedure.proposals import ProposedFunding

# As officers write them, and as the reader of workbooks knows them again.
SOURCE_NAMES = {source: source.name_th for source in FundingSource}


@dataclass(frozen=True)
class RowBeside:
    """What stands beside a row of an account; ``detail`` is the row's own, without what an edition does to it."""

    key: str
    detail: str
    source: str  # "" where the money is of several sources
    agency: str = ""
    learnt_from: str = ""
    plan_reference: str = ""
    budget_reference: str = ""
    change: str = ""  # what the edition does to a project of the plan in force, and why


@dataclass(frozen=True)
class PlanBeside:
    """All rows of an edition, in the order of ``PlanContent``'s."""

    projects: dict[tuple[int, str | None, str], list[RowBeside]]  # by strategy's number, approach and programme
    equipment: dict[str, list[RowBeside]]  # by category


def plan_beside(session: Session, on_record: PlanOnRecord) -> PlanBeside:
    """Return what stands beside the rows of an edition's accounts."""
    records = records_of(session, on_record)
    numbers = records.strategy_numbers
    projects: dict[tuple[int, str | None, str], list[RowBeside]] = defaultdict(list)
    # The order of the accounts within a group (documents/plan_facts.py).
    for one in sorted(records.projects, key=lambda each: each.entry.project_id):
        entry = one.entry
        projects[numbers[one.strategy], one.approach, entry.programme.name_th].append(_project(one, on_record))
    equipment: dict[str, list[RowBeside]] = defaultdict(list)
    for thing in records.equipment:
        equipment[thing.item.category.name_th].append(_equipment(thing, on_record))
    return PlanBeside(dict(projects), dict(equipment))


def _project(one: RecordedProject, on_record: PlanOnRecord) -> RowBeside:
    entry = one.entry
    changed = entry.action is not EntryAction.ADD
    return RowBeside(
        key=one.key,
        detail=entry.detail,
        source=_source(one.funding, on_record.plan.fiscal_year),
        agency=one.agency or "",
        learnt_from=entry.learnt_from,
        plan_reference=entry.plan_reference,
        budget_reference=entry.budget_reference,
        change=f"{entry.action.name_th}: {entry.reason} ({entry.authority})" if changed else "",
    )


def _equipment(thing: RecordedEquipment, on_record: PlanOnRecord) -> RowBeside:
    return RowBeside(thing.key, thing.item.detail, _source(thing.funding, on_record.plan.fiscal_year))


def _source(lines: list[ProposedFunding], year: int) -> str:
    found = {line.source for line in lines if line.fiscal_year == year}
    return SOURCE_NAMES[found.pop()] if len(found) == 1 else ""
