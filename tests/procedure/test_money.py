"""Money that moves during the year: net budgets, transfers, what they refuse, and editions that they call for."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from models.kinds import (
    Approver,
    EditionKind,
    EntryAction,
    FundingSource,
    Programme,
    Role,
    TransferKind,
)
from models.money import BudgetTransfer
from models.obligations import Event
from models.plans import Edition, FundingLine, Project, ProjectEntry
from procedure.act import Facts, Outcome
from procedure.acts.confirming import ConfirmAmounts, ProjectAmounts, confirm_amounts
from procedure.acts.money import TransferBudget, transfer_budget
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.money import (
    budget_totals,
    edition_proposals,
    net_budgets,
    original_budgets,
    project_money,
)
from procedure.permissions import Actor
from procedure.plans import find_plan, identity
from procedure.progress import budgets
from procedure.proposals import ProposedFunding
from tests.offices import ANNOUNCED, YEAR, Desk, project
from tests.procedure.quarters import progress

DAY = date(2025, 12, 1)
LATER = date(2026, 3, 2)
WORKS = "ผู้รายงานความก้าวหน้า กองช่าง"
BUDGET = 10_000_000  # satang of each of the usual projects


def moving(**changes: Any) -> TransferBudget:
    """Return the facts of moving 20,000 baht from project 1 to project 2, with changes."""
    facts: dict[str, Any] = {
        "fiscal_year": YEAR,
        "kind": TransferKind.DECREASE,
        "from_project": 1,
        "to_project": 2,
        "amount_satang": 2_000_000,
        "approver": Approver.EXECUTIVE,
        "approved_on": DAY,
        "document": "บันทึกอนุมัติที่ ๑/๒๕๖๙",
    }
    return TransferBudget(**{**facts, **changes})


def new_item(**changes: Any) -> TransferBudget:
    item = {"kind": TransferKind.NEW_ITEM, "to_project": None, "to_item": "เครื่องสูบน้ำ"}
    return moving(**{**item, **changes})


def detail(**changes: Any) -> TransferBudget:
    changed = {"kind": TransferKind.CHANGE_DETAIL, "from_project": None, "to_project": 1, "amount_satang": 0}
    return moving(**{**changed, **changes})


def transfer(desk: Desk, facts: TransferBudget, on: date = LATER) -> Outcome:
    return desk.act(transfer_budget, facts, on)


def refused(
    desk: Desk, act: Callable[..., Any], facts: Facts, on: date = LATER, role: Role = Role.PLAN_ANALYST
) -> ProcedureError:
    """Return the refusal of an act, having seen that it says what to do and wrote nothing."""
    before, actor = desk.rows(), desk.actor(role, on)
    with pytest.raises(ProcedureError) as error, desk.database.write() as session:
        act(session, actor, facts, at(on, time(10)))
    assert desk.rows() == before
    assert error.value.message_th
    assert error.value.message_en
    return error.value


def nets(desk: Desk, on: date = LATER) -> dict[int, int]:
    """Return the net budgets by project number."""
    with desk.database.read() as session:
        numbers = {identity(row.id): row.number for row in session.exec(select(Project))}
        plan = find_plan(session, 1, YEAR)
        return {numbers[one]: satang for one, satang in net_budgets(session, plan, on).items()}


def amend(
    session: Session, on: date, number: int = 1, cancel: int | None = None, merge: tuple[int, int] | None = None
) -> None:
    """Announce an amendment that cancels a project, or merges one into another with a copy of its funding lines."""
    plan = find_plan(session, 1, YEAR)
    edition = Edition(
        organization_id=1,
        plan_id=plan.plan_id,
        kind=EditionKind.AMENDMENT,
        number=number,
        opened_on=on,
        passes_committee=False,
        compiled_on=on,
    )
    session.add(edition)
    session.flush()
    if cancel:
        write_entry(session, edition, cancel, EntryAction.CANCEL)
    if merge:
        gone, target = merge
        write_entry(session, edition, gone, EntryAction.MERGE, merged_into=target)
        write_entry(session, edition, target, EntryAction.CHANGE, lines_of=(target, gone))
    session.flush()
    edition.announced_on = on
    session.add(edition)
    session.flush()


def write_entry(
    session: Session,
    edition: Edition,
    number: int,
    action: EntryAction,
    merged_into: int | None = None,
    lines_of: tuple[int, ...] = (),
) -> None:
    last = _newest_entry(session, number)
    target = session.exec(select(col(Project.id)).where(Project.number == merged_into)).first()
    entry = ProjectEntry(
        **last.model_dump(exclude={"id", "edition_id", "action", "merged_into_id", "version", "recorded_at"}),
        edition_id=identity(edition.id),
        action=action,
        merged_into_id=target,
    )
    session.add(entry)
    session.flush()
    # A cancelled project keeps a copy of its own lines, as whole content.
    for source in lines_of or (number,):
        for line in session.exec(
            select(FundingLine).where(FundingLine.entry_id == _newest_entry(session, source, entry.id).id)
        ).all():
            copied = line.model_dump(exclude={"id", "entry_id", "recorded_at"})
            session.add(FundingLine(**copied, entry_id=identity(entry.id)))


def _newest_entry(session: Session, number: int, but: int | None = None) -> ProjectEntry:
    of_project = (
        select(ProjectEntry)
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(Project.number == number, ProjectEntry.id != but, ProjectEntry.action != EntryAction.MERGE)
    )
    return session.exec(of_project.order_by(col(ProjectEntry.id).desc())).all()[0]


def test_the_net_budget_counts_a_transfer_from_the_day_it_was_approved(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving())
    assert nets(desk, DAY - timedelta(days=1)) == {1: BUDGET, 2: BUDGET, 3: BUDGET}
    assert nets(desk, DAY) == {1: BUDGET - 2_000_000, 2: BUDGET + 2_000_000, 3: BUDGET}
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        assert set(original_budgets(session, plan, LATER).values()) == {BUDGET}
        assert net_budgets(session, plan, ANNOUNCED - timedelta(days=1)) == {}


def test_money_comes_from_and_goes_to_lines_outside_the_plan(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving(kind=TransferKind.INCREASE, from_project=None, from_item="เงินสำรองจ่าย", to_project=1))
    transfer(desk, moving(to_project=None, to_item="ค่าวัสดุสำนักงาน", from_project=2))
    transfer(desk, new_item(amount_satang=500_000))
    assert nets(desk) == {1: BUDGET + 1_500_000, 2: BUDGET - 2_000_000, 3: BUDGET}


def test_a_commitment_over_several_years_counts_the_plans_own_year(tmp_path: Path) -> None:
    funding = [
        ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=3_000_000),
        ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=7_000_000, fiscal_year=YEAR + 1),
    ]
    desk = Desk(tmp_path).announced(project(funding=funding))
    assert nets(desk) == {1: 3_000_000}
    with desk.database.read() as session:
        entry = session.exec(select(ProjectEntry)).one()
        assert budgets(session, [identity(entry.id)]) == {entry.id: 3_000_000}
    assert refused(desk, transfer_budget, moving(to_project=None, to_item="อื่น", amount_satang=3_000_001)).code == (
        "transfer_exceeds_budget"
    )


@pytest.mark.parametrize(
    ("name", "stated", "subsidy"),
    [
        ("อุดหนุนที่ทำการปกครองอำเภอ", None, True),
        ("เงินอุดหนุนโรงเรียน", None, True),
        ("โครงการอุดหนุนวัด", None, True),
        ("โครงการ เงินอุดหนุนวัด", None, True),
        ("โครงการก่อสร้างถนน (เงินอุดหนุนเฉพาะกิจ)", None, False),
        ("โครงการก่อสร้างถนน", True, True),
        ("อุดหนุนวัด", False, False),
    ],
)
def test_a_subsidy_is_told_by_its_name_unless_it_is_stated(
    tmp_path: Path, name: str, stated: bool | None, subsidy: bool
) -> None:
    desk = Desk(tmp_path)
    desk.collect(project(name, pays_subsidy=stated))
    with desk.database.read() as session:
        assert session.exec(select(col(ProjectEntry.pays_subsidy))).one() is subsidy


def test_a_merged_projects_transfers_count_for_what_it_went_into_along_the_chain(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced(project("ก"), project("ข"), project("ค"), project("ง"))
    transfer(desk, moving(from_project=1, to_project=4, amount_satang=1_000_000))
    transfer(desk, moving(from_project=2, to_project=1, amount_satang=300_000))
    with desk.database.write() as session:
        amend(session, date(2026, 1, 10), merge=(1, 2))
    with desk.database.write() as session:
        amend(session, date(2026, 2, 10), number=2, merge=(2, 3))
    assert nets(desk, date(2026, 1, 9)) == {1: 9_300_000, 2: 9_700_000, 3: BUDGET, 4: 11_000_000}
    assert nets(desk, date(2026, 1, 10)) == {2: 19_000_000, 3: BUDGET, 4: 11_000_000}
    assert nets(desk, date(2026, 2, 10)) == {3: 29_000_000, 4: 11_000_000}
    with desk.database.read() as session:
        merged = session.exec(select(Project).where(Project.number == 1)).one()
        money = project_money(session, find_plan(session, 1, YEAR), identity(merged.id), LATER)
    assert money is not None
    # What moved between projects that have become one is no transfer any more.
    assert (money.original_satang, money.transferred_in_satang, money.transferred_out_satang) == (
        30_000_000,
        0,
        1_000_000,
    )
    refusal = refused(desk, transfer_budget, moving(from_project=1, to_project=4, approved_on=LATER))
    assert refusal.code == "project_merged"
    assert "3" in refusal.message_th


def test_a_transfer_typed_after_the_merger_still_leaves_the_project_it_was_approved_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced(project("ก"), project("ข"), project("ค"))
    with desk.database.write() as session:
        amend(session, date(2026, 1, 10), merge=(1, 2))
    transfer(desk, moving(from_project=1, to_project=3))
    assert nets(desk) == {2: 18_000_000, 3: 12_000_000}
    # On the day it was approved, project 1 had its own money only.
    assert refused(desk, transfer_budget, moving(from_project=1, to_project=3, amount_satang=9_000_000)).code == (
        "transfer_exceeds_budget"
    )


def test_a_cancelled_projects_rest_may_be_moved_away_but_nothing_to_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving(amount_satang=1_000_000))
    with desk.database.write() as session:
        amend(session, date(2026, 1, 10), cancel=1)
    cancelled_on = date(2026, 1, 12)
    assert nets(desk) == {2: BUDGET + 1_000_000, 3: BUDGET}
    assert refused(desk, transfer_budget, moving(amount_satang=9_000_001, approved_on=cancelled_on)).code == (
        "transfer_exceeds_budget"
    )
    transfer(desk, moving(amount_satang=9_000_000, approved_on=cancelled_on))
    assert nets(desk) == {2: 2 * BUDGET, 3: BUDGET}
    back = moving(from_project=2, to_project=1, approved_on=cancelled_on)
    assert refused(desk, transfer_budget, back).code == "project_cancelled"
    with desk.database.read() as session:
        plan, one = find_plan(session, 1, YEAR), session.exec(select(Project).where(Project.number == 1)).one()
        money = project_money(session, plan, identity(one.id), LATER)
    assert money is not None
    assert money.net_satang == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (moving(from_project=9), "unknown_project"),
        (moving(to_project=9), "unknown_project"),
        (moving(from_project=3), "other_agencys_project"),
        (detail(to_project=3), "other_agencys_project"),
        (moving(approved_on=LATER + timedelta(days=1)), "date_in_future"),
        (moving(approved_on=date(2025, 9, 30)), "date_outside_year"),
        (moving(amount_satang=BUDGET + 1), "transfer_exceeds_budget"),
        (moving(amount_satang=0), "bad_amount"),
        (detail(amount_satang=1), "bad_amount"),
        (moving(from_item="ทั้งสองอย่าง"), "bad_sides"),
        (moving(from_project=None), "bad_sides"),
        (moving(to_project=None), "bad_sides"),
        (moving(from_project=None, from_item="เงินสำรองจ่าย"), "bad_sides"),  # a decrease is of a project
        (moving(kind=TransferKind.INCREASE, to_project=None, to_item="นอกแผน"), "bad_sides"),
        (moving(from_project=2), "bad_sides"),  # to itself
        (new_item(to_item=""), "bad_sides"),
        (new_item(to_project=2, to_item=""), "bad_sides"),
        (detail(to_project=None, from_project=1), "bad_sides"),
        (detail(from_project=2), "bad_sides"),
        (detail(to_item="รายการ"), "bad_sides"),
        (moving(fiscal_year=YEAR + 1), "no_plan"),
    ],
)
def test_a_transfer_that_does_not_fit_is_refused(tmp_path: Path, facts: TransferBudget, code: str) -> None:
    assert refused(Desk(tmp_path).announced(), transfer_budget, facts).code == code


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.FINANCE_OFFICER, Role.OFFICER, Role.CLERK, Role.AUDITOR])
def test_only_the_analyst_records_a_transfer(tmp_path: Path, role: Role) -> None:
    desk = Desk(tmp_path).announced()
    assert refused(desk, transfer_budget, moving(), role=role).code == "not_permitted"
    desk.act(transfer_budget, moving(), LATER, Role.ADMINISTRATOR)


def test_money_moves_only_within_an_announced_plan(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    assert refused(desk, transfer_budget, moving(), date(2025, 12, 2)).code == "needs_announced"


@pytest.mark.parametrize("approved_on", [date(2025, 10, 1), ANNOUNCED - timedelta(days=1), ANNOUNCED])
def test_money_approved_from_the_first_of_october_moves_within_the_plan_announced_later(
    tmp_path: Path, approved_on: date
) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving(approved_on=approved_on), ANNOUNCED)
    assert nets(desk, ANNOUNCED) == {1: 8_000_000, 2: 12_000_000, 3: BUDGET}


@pytest.mark.parametrize(("approved_on", "taken"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_no_money_moves_after_the_year_but_what_is_carried_on_may_be_explained_anew(
    tmp_path: Path, approved_on: date, taken: bool
) -> None:
    desk, typed = Desk(tmp_path).announced(), date(2026, 10, 5)
    if taken:
        transfer(desk, moving(approved_on=approved_on), typed)
    else:
        assert refused(desk, transfer_budget, moving(approved_on=approved_on), typed).code == "date_outside_year"
    transfer(desk, detail(approved_on=approved_on), typed)


def test_a_transfer_typed_late_leaves_enough_for_what_moved_in_between(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving(amount_satang=BUDGET, approved_on=date(2026, 1, 15)))
    transfer(desk, moving(from_project=2, to_project=1, amount_satang=BUDGET, approved_on=date(2026, 2, 15)))
    # Enough on the day and enough today, yet from 15 January to 14 February there was nothing.
    assert refused(desk, transfer_budget, moving(approved_on=DAY)).code == "transfer_exceeds_budget"
    transfer(desk, moving(amount_satang=BUDGET, approved_on=date(2026, 2, 15)))


def test_what_is_contracted_or_disbursed_is_not_moved_away(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=6_000_000)
    assert refused(desk, transfer_budget, moving(amount_satang=4_000_001)).code == "transfer_below_disbursed"
    confirm(desk, 1, contracted=7_000_000, disbursed=5_000_000)
    assert refused(desk, transfer_budget, moving(amount_satang=3_000_001)).code == "transfer_below_disbursed"
    transfer(desk, moving(amount_satang=3_000_000))
    assert refused(desk, transfer_budget, moving(amount_satang=1)).code == "transfer_below_disbursed"


@pytest.mark.parametrize("facts", [new_item(), new_item(from_project=None, from_item="งบกลาง"), detail(), moving()])
def test_a_new_item_or_a_changed_detail_proposes_an_edition(tmp_path: Path, facts: TransferBudget) -> None:
    desk = Desk(tmp_path).announced()
    proposes = facts.kind is not TransferKind.DECREASE
    outcome = transfer(desk, facts)
    assert bool(outcome.warnings_th) is proposes
    assert all(warning.startswith("ควรจัดทำแก้ไขแผนการดำเนินงาน") for warning in outcome.warnings_th)
    with desk.database.read() as session:
        event = session.exec(select(Event).where(Event.kind == "budget_transferred")).one()
        proposed = edition_proposals(session, find_plan(session, 1, YEAR))
        row = session.exec(select(BudgetTransfer)).one()
    assert event.payload["proposes_edition"] is proposes
    assert [one.id for one in proposed] == ([row.id] if proposes else [])


@pytest.mark.parametrize(
    ("opened_on", "waiting"), [(DAY - timedelta(days=1), True), (DAY, False), (DAY + timedelta(days=1), False)]
)
def test_a_proposal_waits_until_an_edition_is_opened_on_its_day_or_after(
    tmp_path: Path, opened_on: date, waiting: bool
) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, detail())
    with desk.database.write() as session:
        amend(session, opened_on)
    with desk.database.read() as session:
        assert bool(edition_proposals(session, find_plan(session, 1, YEAR))) is waiting


def test_a_transfer_leaves_one_audit_entry_and_one_event(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    before = desk.rows()
    transfer(desk, moving())
    changed = {name: n - before[name] for name, n in desk.rows().items() if n != before[name]}
    assert changed == {"budget_transfer": 1, "audit_entry": 1, "event": 1}


@pytest.mark.parametrize("number", [True, False])
def test_a_transfer_once_recorded_stays(tmp_path: Path, number: bool) -> None:
    desk = Desk(tmp_path).announced()
    transfer(desk, moving())
    change = "UPDATE budget_transfer SET amount_satang = 1" if number else "DELETE FROM budget_transfer"
    with pytest.raises(Exception, match="append-only"), desk.database.write() as session:
        session.connection().execute(text(change))


OWN = ("กองช่าง", "กองคลัง", "กองการศึกษา")
SOME_PROJECTS = tuple(
    project(
        f"โครงการที่ {n}",
        divisions=[OWN[n % 3], OWN[(n + 1) % 3]],
        programme=list(Programme)[n % 4],
        strategy=f"ยุทธศาสตร์ที่ {n % 2}",
        approach=None,
        funding=[
            ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=1_000_000 + 7 * n),
            ProposedFunding(source=FundingSource.ACCUMULATED_FUNDS, amount_satang=33 * n),
            ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=5_000_000, fiscal_year=YEAR + 1),
        ],
    )
    for n in range(1, 6)
)
_MOVES = st.lists(
    st.tuples(
        st.integers(0, 6),  # giver: nought is outside, six the day an amendment merges or cancels
        st.integers(0, 5),  # taker
        st.integers(1, 700_000),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def standing_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return one office whose tests roll back all they write."""
    return Desk(tmp_path_factory.mktemp("money")).announced(*SOME_PROJECTS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=_MOVES)
def test_sums_by_programme_strategy_and_division_agree_to_the_satang_after_any_transfers(
    standing_desk: Desk, moves: list[tuple[int, int, int]]
) -> None:
    with Session(standing_desk.database.engine) as session:
        kept = _Ledger({n: 1_000_000 + 40 * n for n in range(1, 6)})
        for days, move in enumerate(moves):
            kept.take(session, standing_desk.actor(Role.PLAN_ANALYST, LATER), DAY + timedelta(days=days), *move)
        _agree(session, kept)
        session.rollback()


class _Ledger:
    """What the office keeps by hand: each project's money, and what came in from outside and went out."""

    def __init__(self, held: dict[int, int]) -> None:
        self.held = held
        self.original, self.came_in, self.went_out = sum(held.values()), 0, 0
        self.editions = 0

    def take(self, session: Session, actor: Actor, day: date, giver: int, taker: int, satang: int) -> None:
        """Perform one move in the record, and write it down by hand if it is taken."""
        if giver == 6:
            self._amend(session, day, taker, satang)
            return
        facts = _move(giver, taker, satang, day)
        if facts is None:
            return
        valid = (giver == 0 or self.held.get(giver, 0) >= satang) and (taker == 0 or taker in self.held)
        try:
            transfer_budget(session, actor, facts, at(LATER, time(10)))
        except ProcedureError:
            assert not valid
            return
        assert valid or giver not in self.held  # the rest of a cancelled project may still be moved
        if giver in self.held:
            self.held[giver] -= satang
            self.went_out += 0 if taker else satang
        elif taker:
            self.came_in += satang
        if taker:
            self.held[taker] += satang

    def _amend(self, session: Session, day: date, which: int, satang: int) -> None:
        gone = sorted(self.held)[which % len(self.held)]
        others = sorted(set(self.held) - {gone})
        if not others:
            return
        self.editions += 1
        if satang % 2:
            into = others[satang % len(others)]
            amend(session, day, self.editions, merge=(gone, into))
            self.held[into] += self.held.pop(gone)
        else:
            amend(session, day, self.editions, cancel=gone)
            self.went_out += self.held.pop(gone)


def _move(giver: int, taker: int, satang: int, day: date) -> TransferBudget | None:
    if giver == taker:
        return None
    kind = TransferKind.DECREASE if giver else TransferKind.INCREASE
    return moving(
        kind=kind,
        from_project=giver or None,
        from_item="" if giver else "นอกแผน",
        to_project=taker or None,
        to_item="" if taker else "นอกแผน",
        amount_satang=satang,
        approved_on=day,
    )


def _agree(session: Session, kept: _Ledger) -> None:
    """Compare what the office keeps by hand with the record, each sum taken from its own tables."""
    total = kept.original + kept.came_in - kept.went_out
    plan = find_plan(session, 1, YEAR)
    numbers = {identity(row.id): row.number for row in session.exec(select(Project))}
    net = net_budgets(session, plan, LATER)
    assert {numbers[one]: satang for one, satang in net.items()} == kept.held
    totals = budget_totals(session, plan, LATER)
    assert totals.total == total == sum(net.values())
    newest = """
        SELECT e.* FROM project_entry e WHERE e.id = (SELECT max(n.id) FROM project_entry n
        WHERE n.project_id = e.project_id) AND e.action NOT IN ('cancel', 'merge')
    """
    for sums, keyed in (
        (totals.by_programme, "lower(e.programme)"),
        (totals.by_strategy, "e.strategy_id"),
        (
            totals.by_division,
            "(SELECT division_id FROM entry_division d WHERE d.position = 0 AND d.entry_id = e.id)",
        ),
    ):
        rows = session.connection().execute(text(f"SELECT {keyed}, e.project_id FROM ({newest}) e")).all()  # noqa: S608
        by_key: dict[object, int] = {}
        for key, project_id in rows:
            by_key[key] = by_key.get(key, 0) + kept.held[numbers[project_id]]
        assert dict(sums) == by_key
        assert sum(sums.values()) == total


def spend(desk: Desk, on: date = date(2026, 1, 10), **changes: Any) -> None:
    """Report the works division's project of quarter 1, by default 40 percent done and behind plan."""
    post = desk.post_of(WORKS)
    facts = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=post, reports=(progress(**changes),))
    with desk.database.write() as session:
        submit_reports(session, desk.actor(Role.OFFICER, on, post), facts, at(on, time(10)))


def confirm(desk: Desk, number: int, contracted: int, disbursed: int, on: date = date(2026, 1, 12)) -> Outcome:
    amounts = (ProjectAmounts(project_number=number, contracted_satang=contracted, disbursed_satang=disbursed),)
    facts = ConfirmAmounts(fiscal_year=YEAR, quarter=1, confirmed_on=on, document="ที่ ๗", amounts=amounts)
    return desk.act(confirm_amounts, facts, on, Role.FINANCE_OFFICER)
