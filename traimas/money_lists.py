"""What ``traimas money budgets`` lists: each project's budget as it moved, and the editions that transfers call for."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from models.kinds import TransferKind
from models.organizations import Division
from models.plans import Project, Strategy
from procedure.amounts import known_amounts
from procedure.calendar import thai_date
from procedure.money import budget_totals, edition_proposals, plan_money
from procedure.plans import PlanOnRecord, identity


@dataclass(frozen=True)
class BudgetLine:
    """One project's money on a day; satang."""

    number: int
    name: str
    original_satang: int
    transferred_in_satang: int
    transferred_out_satang: int
    net_satang: int
    contracted_satang: int
    disbursed_satang: int

    @property
    def satang(self) -> tuple[int, ...]:
        """Return the amounts in the order in which they are shown."""
        return (
            self.original_satang,
            self.transferred_in_satang,
            self.transferred_out_satang,
            self.net_satang,
            self.contracted_satang,
            self.disbursed_satang,
        )

    def document(self) -> dict[str, object]:
        """Return the line for one JSON document."""
        return {
            "project": self.number,
            "name": self.name,
            "original_satang": self.original_satang,
            "transferred_in_satang": self.transferred_in_satang,
            "transferred_out_satang": self.transferred_out_satang,
            "net_satang": self.net_satang,
            "contracted_satang": self.contracted_satang,
            "disbursed_satang": self.disbursed_satang,
        }


@dataclass(frozen=True)
class ProposalLine:
    """A transfer that calls for an edition that nobody has opened yet."""

    kind: TransferKind
    approved_on: date
    document_number: str
    about: str

    @property
    def sentence_th(self) -> str:
        return (
            f"ควรจัดทำแก้ไขแผนการดำเนินงาน: {self.kind.name_th} “{self.about}” อนุมัติวันที่ {thai_date(self.approved_on)} "
            f"({self.document_number})"
        )

    def document(self) -> dict[str, object]:
        """Return the line for one JSON document."""
        return {
            "kind": self.kind.value,
            "about": self.about,
            "approved_on": self.approved_on.isoformat(),
            "document": self.document_number,
        }


def budget_lines(session: Session, on_record: PlanOnRecord, on: date) -> list[BudgetLine]:
    """Return the projects in force on a day with their money, by number."""
    money = plan_money(session, on_record, on)
    known = known_amounts(session, on_record.organization_id, money.in_force, on)
    lines = [
        BudgetLine(
            number=number,
            name=money.in_force[project_id].name,
            original_satang=money.projects[project_id].original_satang,
            transferred_in_satang=money.projects[project_id].transferred_in_satang,
            transferred_out_satang=money.projects[project_id].transferred_out_satang,
            net_satang=money.projects[project_id].net_satang,
            contracted_satang=known[project_id].newest.contracted_satang,
            disbursed_satang=known[project_id].newest.disbursed_satang,
        )
        for project_id, number in _numbers(session, on_record).items()
        if project_id in money.in_force
    ]
    return sorted(lines, key=lambda line: line.number)


def proposal_lines(session: Session, on_record: PlanOnRecord, on: date) -> list[ProposalLine]:
    """Return the transfers approved by a day that call for an edition that is not opened yet."""
    numbers = _numbers(session, on_record)
    return [
        ProposalLine(
            kind=transfer.kind,
            approved_on=transfer.approved_on,
            document_number=transfer.document,
            about=f"โครงการลำดับที่ {numbers[transfer.to_project_id]}" if transfer.to_project_id else transfer.to_item,
        )
        for transfer in edition_proposals(session, on_record)
        if transfer.approved_on <= on
    ]


def _numbers(session: Session, on_record: PlanOnRecord) -> dict[int, int]:
    rows = session.exec(select(Project).where(Project.plan_id == on_record.plan_id))
    return {identity(row.id): row.number for row in rows}


def total_lines(session: Session, on_record: PlanOnRecord, on: date) -> list[tuple[str, int]]:
    """Return the net budgets summed on a day, in satang: per programme, strategy, leading division, and in all."""
    totals = budget_totals(session, on_record, on)
    strategies = {
        row.id: row.name for row in session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id))
    }
    mine = select(Division).where(Division.organization_id == on_record.organization_id)
    divisions: dict[int | None, str] = {row.id: row.name for row in session.exec(mine)}
    return [
        *((programme.name_th, satang) for programme, satang in totals.by_programme.items()),
        *((strategies[strategy_id], satang) for strategy_id, satang in totals.by_strategy.items()),
        *((divisions.get(number, "หน่วยงานอื่น"), satang) for number, satang in totals.by_division.items()),
        ("รวมทั้งสิ้น", totals.total),
    ]
