"""From which money a project is paid: the budget, accumulated funds, an earmarked subsidy, or several of them.

A progress report tells one amount disbursed, not from which source. It is parted only where that is certain; the rest
of a project with several sources is told as such. No share is ever worked out in proportion: docs/decisions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from models.kinds import EntryAction, FundingSource
from models.plans import Edition, FundingLine, OperationPlan, ProjectEntry
from procedure.money import plan_money, plan_of, transfers_of
from procedure.plans import PlanOnRecord, identity


class MoneyKind(StrEnum):
    """The kinds of money that a quarter's report tells apart. Source: domain.md 4.2, form แบบที่ ๒."""

    BUDGET = "budget"
    ACCUMULATED = "accumulated"
    EARMARKED = "earmarked"
    OTHER = "other"
    SEVERAL = "several"

    @property
    def name_th(self) -> str:
        return _NAMES[self]


_NAMES = {
    MoneyKind.BUDGET: "งบประมาณรายจ่าย",
    MoneyKind.ACCUMULATED: "เงินสะสม",
    MoneyKind.EARMARKED: "เงินอุดหนุนเฉพาะกิจ",
    MoneyKind.OTHER: "แหล่งเงินอื่น",
    MoneyKind.SEVERAL: "หลายแหล่งเงิน",
}
_KINDS = {
    FundingSource.ANNUAL_BUDGET: MoneyKind.BUDGET,
    FundingSource.SUPPLEMENTARY_BUDGET: MoneyKind.BUDGET,
    FundingSource.ACCUMULATED_FUNDS: MoneyKind.ACCUMULATED,
    FundingSource.EARMARKED_SUBSIDY: MoneyKind.EARMARKED,
    FundingSource.OTHER_ORGANIZATION_SUBSIDY: MoneyKind.OTHER,
    FundingSource.NON_BUDGET: MoneyKind.OTHER,
    FundingSource.LOAN: MoneyKind.OTHER,
    FundingSource.NONE: MoneyKind.OTHER,
}


@dataclass
class ProjectSources:
    """What the plan gives a project by kind of money, in satang; ``moved_in`` by transfers, of which kinds.

    ``moved``: money was transferred to or from it, so that what the plan gave is no longer what it has.
    """

    given: dict[MoneyKind, int] = field(default_factory=dict)
    moved_in: set[MoneyKind] = field(default_factory=set)
    moved: bool = False

    @property
    def kinds(self) -> set[MoneyKind]:
        """Return the kinds of money that the project has or had."""
        return set(self.given) | self.moved_in

    @property
    def kind(self) -> MoneyKind:
        """Return the one kind of the project's money, or that there are several; without money it is of no other."""
        kinds = self.kinds
        return MoneyKind.SEVERAL if len(kinds) > 1 else next(iter(kinds), MoneyKind.OTHER)

    def parts(self, satang: int) -> dict[MoneyKind, int]:
        """Return an amount disbursed by the kind of money it came from, as far as that is certain.

        Of one kind: all of it. Of several, where nothing was transferred and all was paid: what the plan gives of each.
        Else the amount stands whole under ``SEVERAL``.
        """
        if satang == 0:
            return {}
        if self.kind is MoneyKind.SEVERAL and not self.moved and satang == sum(self.given.values()):
            return dict(self.given)
        return {self.kind: satang}


def project_sources(session: Session, of: PlanOnRecord | OperationPlan, on: date) -> dict[int, ProjectSources]:
    """Return the sources of each project of a plan by the editions announced and transfers approved by a day.

    Also of cancelled and merged ones, as they were before. A transfer carries the giver's kinds of money with it; from
    a line outside the plan it is of the budget, since that alone is transferred (โอนงบประมาณรายจ่าย).
    """
    plan = plan_of(of)
    latest: dict[int, int] = {}
    lines: dict[int, dict[MoneyKind, int]] = defaultdict(dict)
    entries = session.exec(
        select(col(ProjectEntry.id), col(ProjectEntry.project_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(
            Edition.plan_id == plan.id,
            col(Edition.announced_on) <= on,
            col(ProjectEntry.action).not_in((EntryAction.CANCEL, EntryAction.MERGE)),
        )
        .order_by(col(Edition.announced_on), col(Edition.id))
    )
    for entry_id, project_id in entries:
        latest[project_id] = identity(entry_id)
    funded = session.exec(
        select(col(FundingLine.entry_id), col(FundingLine.source), col(FundingLine.amount_satang))
        .join(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(
            Edition.plan_id == plan.id, FundingLine.fiscal_year == plan.fiscal_year, col(FundingLine.amount_satang) > 0
        )
        .order_by(col(FundingLine.id))
    )
    for entry_id, source, satang in funded:
        given = lines[identity(entry_id)]
        given[_KINDS[source]] = given.get(_KINDS[source], 0) + satang
    found = {project_id: ProjectSources(given=dict(lines[entry_id])) for project_id, entry_id in latest.items()}
    money = plan_money(session, plan, on)
    for transfer in transfers_of(session, plan, on):
        # What was transferred to or from a project merged since is its taker's.
        giver = money.holder(transfer.from_project_id) if transfer.from_project_id is not None else None
        taker = money.holder(transfer.to_project_id) if transfer.to_project_id is not None else None
        if transfer.amount_satang == 0 or giver == taker:
            continue
        if giver in found:
            found[giver].moved = True
        if taker in found:
            found[taker].moved = True
            found[taker].moved_in |= found[giver].kinds if giver in found else {MoneyKind.BUDGET}
    return found
