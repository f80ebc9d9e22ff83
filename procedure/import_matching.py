"""Which row on record each row of a file is, and where the two differ: one way for the preview and the import act.

A row with a key (procedure/row_keys.py) is the row of that key, whatever else was edited in it; what the file does not
say of it stays. Every other row is matched by strategy, programme, name and agency, the n-th of the file with the n-th
on record that no key claims.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel import Session

from models.kinds import EntryAction, FundingSource
from procedure.errors import ProcedureError
from procedure.import_records import EditionRecords, RecordedEquipment, RecordedProject, records_of
from procedure.import_words import recorded_name, same_words
from procedure.plans import PlanOnRecord
from procedure.proposals import ProposedEquipment, ProposedFunding, ProposedProject, is_subsidy_by_name

Record = TypeVar("Record", RecordedProject, RecordedEquipment)
Row = ProposedProject | ProposedEquipment


@dataclass(frozen=True)
class MatchedProject:
    """A row of the file as it will stand, the record it is (None: new), and which fields of the record differ."""

    proposed: ProposedProject
    known: RecordedProject | None
    differing: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatchedEquipment:
    """An equipment row of the file, as ``MatchedProject``."""

    proposed: ProposedEquipment
    known: RecordedEquipment | None
    differing: tuple[str, ...] = ()


@dataclass
class Matching:
    """All rows of a file, matched; ``not_in_file`` are the names on record that it does not say."""

    projects: list[MatchedProject] = field(default_factory=list)
    equipment: list[MatchedEquipment] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[MatchedProject | MatchedEquipment]:
        """Return the projects and the equipment of the file."""
        return [*self.projects, *self.equipment]

    @property
    def nothing_new(self) -> bool:
        """Tell whether the file says just what is on record."""
        return all(one.known is not None and not one.differing for one in self.rows)


def match_rows(
    session: Session,
    on_record: PlanOnRecord,
    projects: Sequence[ProposedProject],
    equipment: Sequence[ProposedEquipment],
) -> Matching:
    """Match the rows of a file with an edition.

    Raises ``ProcedureError``: ``key_not_in_edition`` for a key that is no row of this edition (any more),
    ``several_sources`` and ``money_of_plan_in_force`` for an amount that a workbook cannot change,
    ``other_agencys_project``.
    """
    return _Matcher(records_of(session, on_record)).match(projects, equipment)


class _Matcher:
    def __init__(self, records: EditionRecords) -> None:
        self.records = records
        self.by_key: dict[str, RecordedProject | RecordedEquipment] = {
            one.key: one for one in records.projects if one.can_be_named
        }
        self.by_key |= {one.key: one for one in records.equipment}

    def match(self, projects: Sequence[ProposedProject], equipment: Sequence[ProposedEquipment]) -> Matching:
        records, matching = self.records, Matching()
        claimed: dict[str, Any] = {}
        rows: list[Row] = [*projects, *equipment]
        for one_row in rows:
            if one_row.key:
                claimed[one_row.key] = self._claim(one_row)
        named: dict[Hashable, list[RecordedProject]] = defaultdict(list)
        for one in records.projects:
            if one.key not in claimed:
                named[one.strategy, one.entry.programme, one.entry.name, one.agency].append(one)
        items: dict[Hashable, list[RecordedEquipment]] = defaultdict(list)
        for thing in records.equipment:
            if thing.key not in claimed:
                items[thing.item.category, thing.item.name, thing.division].append(thing)
        for project in projects:
            row = self._under_recorded_headings(project)
            known = claimed[row.key] if row.key else _first(named[row.strategy, row.programme, row.name, row.agency])
            matching.projects.append(self._project(row, known))
        for item in equipment:
            found = claimed[item.key] if item.key else _first(items[item.category, item.name, item.division])
            matching.equipment.append(self._equipment(item, found))
        matching.not_in_file = [one.entry.name for rows in named.values() for one in rows]
        matching.not_in_file += [thing.item.name for things in items.values() for thing in things]
        return matching

    def _claim(self, row: Row) -> RecordedProject | RecordedEquipment:
        wanted = RecordedProject if isinstance(row, ProposedProject) else RecordedEquipment
        found = self.by_key.pop(row.key or "", None)  # each row on record is one row of the file
        if not isinstance(found, wanted):
            raise ProcedureError(
                "key_not_in_edition",
                f"รหัส {row.key} (“{row.name}”) ไม่เป็นรายการของฉบับที่กำลังรวบรวม หรือใช้ซ้ำกันในแฟ้ม หากเป็นโครงการที่ประกาศใช้แล้ว "
                "ให้บันทึกเป็นการเปลี่ยนแปลงโครงการ หากเป็นรายการใหม่ให้ลบรหัสในแถวนั้นออก",
                f"The key {row.key} is no row of the edition being collected, or stands twice in the file. Record a "
                "change if the project is in force already; empty the key if the row is a new one.",
            )
        return found

    def _under_recorded_headings(self, row: ProposedProject) -> ProposedProject:
        """Return a row under the strategy and approach on record that its headings mean."""
        strategy = recorded_name(row.strategy, list(self.records.strategy_numbers))
        approach = row.approach or None
        if not self.records.uses_approaches:
            approach = None
        elif approach:
            approach = recorded_name(approach, self.records.approaches.get(strategy, []))
        return row.model_copy(update={"strategy": strategy, "approach": approach})

    def _project(self, row: ProposedProject, known: RecordedProject | None) -> MatchedProject:
        if known is None:
            return MatchedProject(row, None)
        if row.key:
            row = _completed_project(row, known, self.records.fiscal_year)
        entry = known.entry
        recorded = {
            "name": entry.name,
            "strategy": known.strategy,
            "approach": known.approach,
            "programme": entry.programme,
            "agency": known.agency,
            "detail": entry.detail,
            "place": entry.place,
            "months": entry.months,
            "divisions": known.divisions,
            "learnt_from": entry.learnt_from,
            "plan_reference": entry.plan_reference,
            "budget_reference": entry.budget_reference,
            "funding": known.funding,
            "pays_subsidy": entry.pays_subsidy,
        }
        said = {name: getattr(row, name) for name in recorded}
        said |= {
            "divisions": [] if row.agency else list(dict.fromkeys(row.divisions)),
            "funding": self._dated(row.funding),
            "pays_subsidy": row.is_subsidy,
        }
        differing = _differing(said, recorded)
        _require_changeable(row, known, differing)
        return MatchedProject(row, known, differing)

    def _equipment(self, row: ProposedEquipment, known: RecordedEquipment | None) -> MatchedEquipment:
        if known is None:
            return MatchedEquipment(row, None)
        if row.key:
            row = _completed_equipment(row, known, self.records.fiscal_year)
        item = known.item
        recorded = {
            "category": item.category,
            "name": item.name,
            "detail": item.detail,
            "place": item.place,
            "months": item.months,
            "division": known.division,
            "funding": known.funding,
        }
        said = {**{name: getattr(row, name) for name in recorded}, "funding": self._dated(row.funding)}
        return MatchedEquipment(row, known, _differing(said, recorded))

    def _dated(self, lines: Sequence[ProposedFunding]) -> list[ProposedFunding]:
        """Return funding lines with their year written out."""
        year = self.records.fiscal_year
        return [line.model_copy(update={"fiscal_year": line.fiscal_year or year}) for line in lines]


def _first(rows: list[Record]) -> Record | None:
    return rows.pop(0) if rows else None


def _differing(said: Mapping[str, object], recorded: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(what for what, value in said.items() if recorded[what] != value)


def _completed_project(row: ProposedProject, known: RecordedProject, year: int) -> ProposedProject:
    """Return the row of a key with all that the file does not say, or says as it is, from the record."""
    entry = known.entry
    said: dict[str, object] = {}
    for what in ("name", "detail", "place", "learnt_from", "plan_reference", "budget_reference"):
        said[what] = _kept(row, what, getattr(entry, what))
    if "agency" in row.unsaid:
        said["agency"] = known.agency
        if known.agency:
            said["divisions"] = []
    if is_subsidy_by_name(entry.name) != entry.pays_subsidy:
        said["pays_subsidy"] = entry.pays_subsidy  # as somebody stated it, whatever the name
    completed = row.model_copy(update=said)
    references = (entry.budget_reference, completed.budget_reference)
    return completed.model_copy(update={"funding": _completed_funding(row, known.funding, year, references)})


def _completed_equipment(row: ProposedEquipment, known: RecordedEquipment, year: int) -> ProposedEquipment:
    said: dict[str, object] = {
        what: _kept(row, what, getattr(known.item, what)) for what in ("name", "detail", "place")
    }
    return row.model_copy(update={**said, "funding": _completed_funding(row, known.funding, year, ("", ""))})


def _kept(row: Row, what: str, recorded: str) -> str:
    said: str = getattr(row, what)
    return recorded if what in row.unsaid or said == recorded or same_words(said, recorded) else said


def _completed_funding(
    row: Row,
    recorded: list[ProposedFunding],
    year: int,
    references: tuple[str, str],
) -> list[ProposedFunding]:
    """Return the money of a known row: the lines on record, or the year's one line with the amount and source said.

    ``references`` are the page in the budget on record and as said: money that names it as its authority goes with it.
    """
    before, after = references
    lines = [
        line.model_copy(update={"authority": after}) if before and line.authority == before else line
        for line in recorded
    ]
    of_year = [line for line in lines if line.fiscal_year == year]
    amount = sum(line.amount_satang for line in row.funding)
    source = None if "source" in row.unsaid else row.funding[0].source if row.funding else FundingSource.NONE
    known_sources = {line.source for line in of_year if line.amount_satang}
    same_source = source is None or not amount or known_sources == {source}
    if amount == sum(line.amount_satang for line in of_year) and same_source:
        return lines
    if len(of_year) > 1:
        raise ProcedureError(
            "several_sources",
            f"“{row.name}” (รหัส {row.key}) มีเงินหลายแหล่ง จึงแก้จำนวนเงินหรือแหล่งงบประมาณในแฟ้มไม่ได้ "
            "โปรดคงยอดเดิมไว้ในแฟ้ม แล้วแก้แต่ละแหล่งในระบบ",
            f"The row {row.key} has money of several sources; leave its amount in the workbook as it is and correct "
            "each source in the system.",
        )
    old = of_year[0] if of_year and of_year[0].source is not FundingSource.NONE else None
    if not amount:
        new = ProposedFunding(source=FundingSource.NONE, amount_satang=0, fiscal_year=year)
    elif old is not None and source in (None, old.source):
        new = old.model_copy(update={"amount_satang": amount})
    else:
        new = row.funding[0].model_copy(update={"fiscal_year": year})
    return [new if of_year and line is of_year[0] else line for line in lines] if of_year else [*lines, new]


def _require_changeable(row: ProposedProject, known: RecordedProject, differing: tuple[str, ...]) -> None:
    """A project that is in force changes its months and words here; its money and its owner by acts of their own."""
    if known.entry.action is EntryAction.ADD:
        return
    if "funding" in differing:
        raise ProcedureError(
            "money_of_plan_in_force",
            f"“{row.name}” ({known.key}) ประกาศใช้แล้ว จึงแก้งบประมาณในแฟ้มไม่ได้ โปรดบันทึกเงินที่เพิ่มในแผนเพิ่มเติม หรือบันทึกการโอน",
            f"Project {known.key} is in force; its money is not changed by a workbook. Record added money in an "
            "addition, or a transfer.",
        )
    if "agency" in differing:
        raise ProcedureError(
            "other_agencys_project",
            f"“{row.name}” ({known.key}) ประกาศใช้แล้ว จึงเปลี่ยนหน่วยงานเจ้าของโครงการในแฟ้มไม่ได้",
            f"Project {known.key} is in force; a workbook does not change whose it is.",
        )
