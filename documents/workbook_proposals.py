"""From a read workbook to what it proposes: the facts that the import act takes."""

import hashlib
from pathlib import PurePath

from documents.workbook_reading import WorkbookItem, WorkbookReading
from models.kinds import FundingSource
from procedure.acts.collecting import ImportProjects
from procedure.proposals import ProposedEquipment, ProposedFunding, ProposedProject


def proposals(
    reading: WorkbookReading, content: bytes, file_name: str, default_funding: FundingSource
) -> ImportProjects:
    """Return the facts of importing a workbook; a row that names no source of money takes the file's default.

    Another agency's project without a source of its own is that agency's money, never the default.
    """
    return ImportProjects(
        fiscal_year=reading.fiscal_year,
        file_name=PurePath(file_name).name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        file_content=content,
        projects=[_project(item, default_funding) for item in reading.projects if item.kind == "project"],
        equipment=[_equipment(item, default_funding) for item in reading.projects if item.kind == "equipment"],
        rows_left_out=len(rows_with_errors(reading)),
    )


def rows_with_errors(reading: WorkbookReading) -> set[tuple[str | None, int | None]]:
    """Return the rows (sheet and row) that have an error, and so are not among the projects; a whole sheet is one."""
    return {(found.sheet, found.row) for found in reading.problems if found.severity == "error"}


def _project(item: WorkbookItem, default_funding: FundingSource) -> ProposedProject:
    if item.programme is None or item.strategy is None:
        raise ValueError(f"row {item.row} is no project")  # the reader leaves such rows out
    return ProposedProject(
        strategy=item.strategy,
        approach=item.approach,
        programme=item.programme,
        name=item.name,
        detail=item.detail,
        place=item.place,
        months=item.planned_months.bits,
        divisions=[] if item.agency else item.divisions,
        agency=item.agency or None,
        learnt_from=item.learnt_from,
        plan_reference=item.plan_reference,
        budget_reference=item.budget_reference,
        funding=[_funding(item, FundingSource.NON_BUDGET if item.agency else default_funding)],
        key=item.key or None,
        unsaid=_unsaid(item),
    )


def _equipment(item: WorkbookItem, default_funding: FundingSource) -> ProposedEquipment:
    if item.equipment_category is None:
        raise ValueError(f"row {item.row} is no equipment")
    return ProposedEquipment(
        category=item.equipment_category,
        name=item.name,
        detail=item.detail,
        place=item.place,
        months=item.planned_months.bits,
        division=item.divisions[0],
        funding=[_funding(item, default_funding)],
        key=item.key or None,
        unsaid=_unsaid(item),
    )


def _unsaid(item: WorkbookItem) -> list[str]:
    """Return what the row of a known item leaves as it is: what its table has no column for, and a source of money that
    it does not name."""
    if not item.key:
        return []
    return [*(what for what in item.unsaid if what != "funding"), *(["source"] if item.funding is None else [])]


def _funding(item: WorkbookItem, default: FundingSource) -> ProposedFunding:
    if item.satang == 0:
        return ProposedFunding(source=FundingSource.NONE, amount_satang=0)
    return ProposedFunding(source=item.funding or default, amount_satang=item.satang, authority=item.budget_reference)
