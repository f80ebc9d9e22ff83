"""Reading from the record what an addition or amendment changes of the plan in force just before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from documents.account_totals import Sum
from documents.edition_changes import Change, EditionChanges, FieldChange, MoneyLine, months_text
from documents.plan_excel_facts import SOURCE_NAMES
from documents.plan_excel_summary import strategy_line
from documents.plan_facts import office_of, responsible_of
from models.kinds import Digits, EditionKind, EntryAction, FundingSource
from models.organizations import Division
from models.plans import Approach, Edition, EquipmentItem, FundingLine, Project, ProjectEntry, Strategy
from models.values import PlannedMonths
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, editions_of, identity
from procedure.row_keys import equipment_key, project_key

_DROPPED = (EntryAction.CANCEL, EntryAction.MERGE)
_SAID_BESIDE = ("ชื่อโครงการ", "ชื่อครุภัณฑ์", "ยุทธศาสตร์", "แผนงาน")  # of what is new: they stand beside its fields
Money = dict[int, list[tuple[FundingSource, int]]]


def edition_changes(session: Session, on_record: PlanOnRecord, on: date) -> EditionChanges:
    """Return what an edition changes: against the plan in force just before its announcement, or on a Bangkok day
    where it is not announced yet.

    Raises ``ProcedureError`` ``base_changes_nothing``.
    """
    if on_record.edition.kind is EditionKind.BASE:
        raise ProcedureError(
            "base_changes_nothing",
            "แผนหลักเป็นฉบับแรกของปี จึงไม่มีแผนที่ใช้อยู่ก่อนให้เปรียบเทียบ โปรดเลือกฉบับเพิ่มเติมหรือแก้ไข",
            "The base plan is the first of its year and changes nothing; choose an addition or an amendment.",
        )
    before = _editions_before(session, on_record, on)
    reader = _Reader(session, on_record, [one.edition_id for one in before])
    digits = reader.digits
    edition = on_record.edition
    return EditionChanges(
        office=reader.office,
        fiscal_year=on_record.plan.fiscal_year,
        edition_title=on_record.title,
        draft_number=None if edition.announced_on else edition.draft_number,
        dated_on=edition.announced_on or edition.opened_on,
        reason=edition.reason,
        editions_before=[digits.write(one.title) if one.title else "แผนการดำเนินงาน" for one in before],
        changes=reader.project_changes(),
        equipment=reader.equipment_changes(),
        strategies=reader.strategy_money(),
        whole=reader.whole_money(),
        whole_equipment=reader.equipment_money(),
    )


def _editions_before(session: Session, on_record: PlanOnRecord, on: date) -> list[PlanOnRecord]:
    """Return the editions that make the plan in force before one, in the order they came into force."""
    mine = on_record.edition.announced_on

    def came(one: PlanOnRecord) -> tuple[date, int]:
        return one.edition.announced_on or date.max, one.edition_id

    found = sorted(editions_of(session, on_record), key=came)
    if mine is not None:
        return [one for one in found if came(one) < (mine, on_record.edition_id)]
    return [one for one in found if one.edition.announced_on is not None and one.edition.announced_on <= on]


@dataclass(frozen=True)
class _Said:
    """What an entry or item says, ready to be held against another."""

    texts: dict[str, str]
    satang: int


class _Reader:
    """Reads the plan's entries once, and folds those of the editions before."""

    def __init__(self, session: Session, on_record: PlanOnRecord, before: Sequence[int]) -> None:
        self.session, self.on_record = session, on_record
        self.office = office_of(session, on_record.organization)
        self.digits: Digits = self.office.digits
        self.year = on_record.plan.fiscal_year
        office_id, plan_id = on_record.organization_id, on_record.plan_id
        rows = session.exec(
            select(ProjectEntry, Project)
            .join(Project, col(Project.id) == col(ProjectEntry.project_id))
            .where(Project.organization_id == office_id, Project.plan_id == plan_id)
            .order_by(col(Project.number))
        ).all()
        self.projects = {identity(project.id): project for _entry, project in rows}
        by_edition: dict[int, dict[int, ProjectEntry]] = defaultdict(dict)
        for entry, _project in rows:
            by_edition[entry.edition_id][entry.project_id] = entry
        self.mine = by_edition[on_record.edition_id]
        self.before: dict[int, ProjectEntry] = {}
        for edition_id in before:
            self.before |= by_edition[edition_id]
        self.after = {**self.before, **self.mine}
        self.responsible = responsible_of(session, [entry for entry, _project in rows], office_id)
        strategies = session.exec(select(Strategy).where(Strategy.plan_id == plan_id)).all()
        self.strategies = {identity(one.id): one for one in strategies}
        approaches = session.exec(select(Approach).where(Approach.organization_id == office_id)).all()
        self.approaches = {one.id: one.name for one in approaches}
        divisions = session.exec(select(Division).where(Division.organization_id == office_id)).all()
        self.divisions = {identity(one.id): one.name for one in divisions}
        self.entry_money, self.item_money = self._money()
        items = session.exec(
            select(EquipmentItem)
            .join(Edition, col(Edition.id) == col(EquipmentItem.edition_id))
            .where(Edition.plan_id == plan_id, EquipmentItem.organization_id == office_id)
            .order_by(col(EquipmentItem.number))
        ).all()
        self.items = {identity(one.id): one for one in items}
        self.my_items = [one for one in items if one.edition_id == on_record.edition_id]
        order = {edition_id: position for position, edition_id in enumerate(before)}
        earlier = sorted((one for one in items if one.edition_id in order), key=lambda one: order[one.edition_id])
        self.items_before = _fold(earlier)
        self.items_after = _fold([*earlier, *self.my_items])

    def project_changes(self) -> list[Change]:
        changes = []
        for project_id, entry in self.mine.items():
            project, old = self.projects[project_id], self.before.get(project_id)
            dropped = entry.action in _DROPPED
            said = None if dropped else self._entry_said(entry)
            fields = _differences(self._entry_said(old) if old else None, said)
            if entry.action is EntryAction.MERGE and entry.merged_into_id is not None:
                into = self.after[entry.merged_into_id]
                number = self.digits.write(self.projects[entry.merged_into_id].number)
                fields.insert(0, FieldChange(label="รวมเข้ากับโครงการ", after=f"{number}. {into.name}"))
            changes.append(
                Change(
                    key=project_key(self.year, project.number),
                    number=project.number,
                    action=entry.action,
                    name=(old or entry).name,
                    strategy=self.strategies[entry.strategy_id].name,
                    programme=entry.programme.name_th,
                    reason=entry.reason,
                    authority=entry.authority,
                    fields=fields,
                )
            )
        return changes

    def equipment_changes(self) -> list[Change]:
        edition = self.on_record.edition
        changes = []
        for item in self.my_items:
            old = self.items[item.replaces_id] if item.replaces_id is not None else None
            said = None if item.action in _DROPPED else self._item_said(item)
            changes.append(
                Change(
                    key=equipment_key(self.year, edition.kind, edition.number, item.number),
                    number=item.number,
                    action=item.action,
                    name=(old or item).name,
                    strategy=item.category.name_th,
                    programme="",
                    reason=item.reason,
                    authority=item.authority,
                    fields=_differences(self._item_said(old) if old else None, said),
                )
            )
        return changes

    def strategy_money(self) -> list[MoneyLine]:
        before, after = self._by_strategy(self.before.values()), self._by_strategy(self.after.values())
        ordered = sorted(before.keys() | after.keys(), key=lambda one: self.strategies[one].number)
        lines = []
        for strategy_id in ordered:
            strategy = self.strategies[strategy_id]
            label = strategy_line(self.digits, strategy.number, strategy.name)
            lines.append(_line(label, before.get(strategy_id, Sum(0, 0)), after.get(strategy_id, Sum(0, 0))))
        return lines

    def whole_money(self) -> MoneyLine:
        before, after = (
            sum(self._by_strategy(entries.values()).values(), Sum(0, 0)) for entries in (self.before, self.after)
        )
        return _line("รวมทุกยุทธศาสตร์", before, after)

    def equipment_money(self) -> MoneyLine:
        before, after = (
            sum((Sum(1, _satang(self.item_money, one)) for one in items), Sum(0, 0))
            for items in (self.items_before, self.items_after)
        )
        return _line(self.digits.write("ครุภัณฑ์ตามแบบ ผด.02/1"), before, after)

    def _by_strategy(self, entries: Iterable[ProjectEntry]) -> dict[int, Sum]:
        sums: dict[int, Sum] = defaultdict(lambda: Sum(0, 0))
        for entry in entries:
            if entry.action not in _DROPPED:
                sums[entry.strategy_id] += Sum(1, _satang(self.entry_money, identity(entry.id)))
        return sums

    def _entry_said(self, entry: ProjectEntry) -> _Said:
        entry_id = identity(entry.id)
        return _Said(
            {
                "ชื่อโครงการ": entry.name,
                "ยุทธศาสตร์": self.strategies[entry.strategy_id].name,
                "แนวทาง": self.approaches.get(entry.approach_id, ""),
                "แผนงาน": entry.programme.name_th,
                "รายละเอียด": entry.detail,
                "สถานที่ดำเนินการ": entry.place,
                "เดือนที่ดำเนินการ": self._months(entry.months),
                "หน่วยงานรับผิดชอบ": ", ".join(self.responsible[entry_id]),
                "แหล่งงบประมาณ": _sources(self.entry_money[entry_id]),
            },
            _satang(self.entry_money, entry_id),
        )

    def _item_said(self, item: EquipmentItem) -> _Said:
        item_id = identity(item.id)
        return _Said(
            {
                "ชื่อครุภัณฑ์": item.name,
                "รายละเอียด": item.detail,
                "สถานที่ดำเนินการ": item.place,
                "เดือนที่ดำเนินการ": self._months(item.months),
                "หน่วยงานรับผิดชอบ": self.divisions[item.division_id],
                "แหล่งงบประมาณ": _sources(self.item_money[item_id]),
            },
            _satang(self.item_money, item_id),
        )

    def _months(self, bits: int) -> str:
        return months_text(PlannedMonths(bits).indexes, self.year, self.digits)

    def _money(self) -> tuple[Money, Money]:
        """Return the year's money of every entry and every item of the plan."""
        entries: Money = defaultdict(list)
        items: Money = defaultdict(list)
        editions = select(col(Edition.id)).where(Edition.plan_id == self.on_record.plan_id)
        lines = self.session.exec(
            select(FundingLine)
            .outerjoin(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
            .outerjoin(EquipmentItem, col(EquipmentItem.id) == col(FundingLine.equipment_id))
            .where(
                FundingLine.organization_id == self.on_record.organization_id,
                FundingLine.fiscal_year == self.year,
                col(ProjectEntry.edition_id).in_(editions) | col(EquipmentItem.edition_id).in_(editions),
            )
            .order_by(col(FundingLine.id))
        )
        for line in lines:
            if line.entry_id is not None:
                entries[line.entry_id].append((line.source, line.amount_satang))
            elif line.equipment_id is not None:
                items[line.equipment_id].append((line.source, line.amount_satang))
        return entries, items


def _fold(items: Iterable[EquipmentItem]) -> list[int]:
    """Return the items that stand after all of these, in order: one that replaces another takes its place."""
    standing: dict[int, None] = {}
    for item in items:
        if item.replaces_id is not None:
            standing.pop(item.replaces_id, None)
        if item.action not in _DROPPED:
            standing[identity(item.id)] = None
    return list(standing)


def _satang(money: Money, of: int) -> int:
    return sum(satang for _source, satang in money[of])


def _sources(lines: Sequence[tuple[FundingSource, int]]) -> str:
    return ", ".join(dict.fromkeys(SOURCE_NAMES[source] for source, _satang in lines))


def _differences(old: _Said | None, new: _Said | None) -> list[FieldChange]:
    """Return what differs, field by field; the budget always, so that each row says the money it stands for."""
    before, after = old.texts if old else {}, new.texts if new else {}
    money = FieldChange(
        label="งบประมาณ (บาท)",
        satang_before=old.satang if old else None,
        satang_after=new.satang if new else None,
    )
    if new is None:
        return [money]  # nothing of it goes on
    fields = [
        FieldChange(label=label, before=before.get(label, ""), after=text)
        for label, text in after.items()
        if before.get(label, "") != text and (old or label not in _SAID_BESIDE)
    ]
    return [*fields, money]


def _line(label: str, before: Sum, after: Sum) -> MoneyLine:
    return MoneyLine(
        label=label,
        count_before=before.count,
        satang_before=before.satang,
        count_after=after.count,
        satang_after=after.satang,
    )
