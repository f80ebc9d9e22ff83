"""The year's end: unfinished projects, what becomes of them, and what is carried on into the next year."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.kinds import ProgressStatus, Role, YearEndKind
from models.money import YearEndOutcome
from models.plans import Approach, Strategy
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.acts.year_end import RecordYearEndOutcome, record_year_end_outcome
from procedure.next_year import start_from_last_year, used_approaches_last_year
from procedure.plans import find_plan
from procedure.year_end import CarriedEntry, carried_entries, unfinished_projects
from tests.offices import YEAR, Desk
from tests.procedure.test_money import amend, confirm, moving, refused, spend, transfer

DAY = date(2026, 9, 20)
NEXT = YEAR + 1


def deciding(**changes: Any) -> RecordYearEndOutcome:
    """Return the facts of keeping 50,000 baht of project 1 until 31 March 2570, with changes."""
    facts: dict[str, Any] = {
        "fiscal_year": YEAR,
        "project_number": 1,
        "kind": YearEndKind.CARRIED_COMMITTED,
        "amount_satang": 5_000_000,
        "authority": "บันทึกอนุมัติผู้บริหารท้องถิ่น ที่ ๕๕/๒๕๖๙",
        "dated_on": DAY,
        "expires_on": date(2027, 3, 31),
    }
    return RecordYearEndOutcome(**{**facts, **changes})


def decide(desk: Desk, on: date = DAY, **changes: Any) -> None:
    desk.act(record_year_end_outcome, deciding(**{"dated_on": on, **changes}), on)


def carried(desk: Desk, on: date, **which: Any) -> list[CarriedEntry]:
    with desk.database.read() as session:
        return carried_entries(session, 1, NEXT, on, **which)


@pytest.mark.parametrize("kind", YearEndKind)
def test_an_unfinished_project_gets_an_outcome_with_authority_and_expiry(tmp_path: Path, kind: YearEndKind) -> None:
    desk = Desk(tmp_path).announced()
    decide(desk, kind=kind, expires_on=date(2027, 3, 31) if kind.carries else None)
    with desk.database.read() as session:
        row = session.exec(select(YearEndOutcome)).one()
        unfinished = unfinished_projects(session, find_plan(session, 1, YEAR), DAY)
    assert (row.kind, row.revision, row.expires_on is not None) == (kind, 1, kind.carries)
    assert [(one.number, one.outcome is not None, one.pending) for one in unfinished] == [
        (1, True, False),
        (2, False, True),
    ]


@pytest.mark.parametrize(
    ("on", "pending"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True), (date(2026, 10, 1), True)]
)
def test_an_undecided_project_is_pending_from_the_first_of_september(tmp_path: Path, on: date, pending: bool) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        found = unfinished_projects(session, find_plan(session, 1, YEAR), on)
    assert [one.pending for one in found] == [pending, pending]


def test_what_is_completed_cancelled_or_another_agencys_awaits_no_outcome(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    spend(desk, status=ProgressStatus.COMPLETED, percent=100, final_payment=True)
    with desk.database.write() as session:
        amend(session, date(2026, 2, 1), cancel=2)
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        assert [one.number for one in unfinished_projects(session, plan, date(2026, 1, 31))] == [2]
        assert unfinished_projects(session, plan, DAY) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (deciding(project_number=9), "unknown_project"),
        (deciding(project_number=3), "other_agencys_project"),
        (deciding(dated_on=DAY + timedelta(days=1)), "date_in_future"),
        (deciding(dated_on=date(2025, 9, 30)), "date_outside_year"),
        (deciding(expires_on=None), "expiry_missing"),
        (deciding(kind=YearEndKind.LAPSED), "expiry_not_needed"),
        (deciding(expires_on=date(2026, 9, 30)), "expiry_within_year"),
        (deciding(amount_satang=10_000_001), "amount_exceeds_rest"),
        (deciding(fiscal_year=NEXT), "no_plan"),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(tmp_path: Path, facts: RecordYearEndOutcome, code: str) -> None:
    assert refused(Desk(tmp_path).announced(), record_year_end_outcome, facts, DAY).code == code


def test_an_outcome_needs_an_announced_plan_and_a_project_in_force(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    desk = Desk(tmp_path / "one")
    desk.collect()
    assert refused(desk, record_year_end_outcome, deciding(), DAY).code == "needs_announced"
    (tmp_path / "two").mkdir()
    desk = Desk(tmp_path / "two").announced()
    with desk.database.write() as session:
        amend(session, date(2026, 2, 1), cancel=1)
    assert refused(desk, record_year_end_outcome, deciding(), DAY).code == "project_not_in_force"


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.EXECUTIVE, Role.OFFICER, Role.CLERK])
def test_the_analyst_records_the_outcomes(tmp_path: Path, role: Role) -> None:
    assert refused(Desk(tmp_path).announced(), record_year_end_outcome, deciding(), DAY, role).code == "not_permitted"


def test_no_more_is_carried_than_the_net_budget_less_what_is_disbursed(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    transfer(desk, moving(amount_satang=1_000_000))
    confirm(desk, 1, contracted=8_000_000, disbursed=2_000_000)
    over = deciding(amount_satang=7_000_001)
    assert refused(desk, record_year_end_outcome, over, DAY).code == "amount_exceeds_rest"
    decide(desk, amount_satang=7_000_000)


def test_a_later_decision_stands_in_place_of_the_earlier_and_both_are_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    decide(desk)
    later = date(2027, 3, 20)
    early = deciding(dated_on=DAY - timedelta(days=1))
    assert refused(desk, record_year_end_outcome, early, later).code == "date_before_last_outcome"
    within = deciding(dated_on=later, expires_on=later)
    assert refused(desk, record_year_end_outcome, within, later).code == "expiry_within_year"
    decide(desk, later, kind=YearEndKind.EXTENDED, expires_on=date(2027, 9, 30))
    assert [one.outcome.revision for one in carried(desk, date(2027, 3, 19))] == [1]
    assert [one.outcome.revision for one in carried(desk, date(2027, 4, 1))] == [2]
    decide(desk, date(2027, 5, 1), kind=YearEndKind.LAPSED, expires_on=None)
    assert carried(desk, date(2027, 5, 1)) == []
    assert desk.rows()["year_end_outcome"] == 3


@pytest.mark.parametrize(("on", "goes_on"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_carried_work_ends_after_the_day_it_expires(tmp_path: Path, on: date, goes_on: bool) -> None:
    desk = Desk(tmp_path).announced()
    decide(desk)
    assert bool(carried(desk, on)) is goes_on
    # The quarter in which it expires is still reported, also after its end.
    assert carried(desk, on, quarter=2)
    assert not carried(desk, date(2027, 7, 1), quarter=3)


def test_carried_work_is_named_with_its_origin_and_its_post(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    decide(desk)
    decide(desk, project_number=2, kind=YearEndKind.LAPSED, expires_on=None)
    (found,) = carried(desk, date(2026, 10, 1))
    assert (found.plan.fiscal_year, found.project_number, found.entry.name) == (YEAR, 1, "โครงการหนึ่ง")
    works = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    assert carried(desk, date(2026, 10, 1), officer_id=works)
    assert not carried(desk, date(2026, 10, 1), officer_id=works + 1)
    with desk.database.read() as session:
        assert carried_entries(session, 1, YEAR, date(2026, 10, 1)) == []  # within its own year it is no carried work
        assert carried_entries(session, 2, NEXT, date(2026, 10, 1)) == []  # nor another organization's


def test_work_reported_completed_is_carried_no_further(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    decide(desk)
    assert carried(desk, DAY)
    spend(desk, status=ProgressStatus.COMPLETED, percent=100, final_payment=True)
    assert carried(desk, DAY) == []


@pytest.mark.parametrize(
    ("paid", "goes_on"),
    [
        ({"contracted_satang": 9_000_000, "disbursed_satang": 8_999_999}, True),  # แล้วเสร็จ รอเบิกจ่าย
        ({"contracted_satang": 9_000_000, "disbursed_satang": 9_000_000}, False),  # all that was contracted
        ({"disbursed_satang": 9_999_999}, True),  # no contract: the net budget
        ({"disbursed_satang": 9_999_999, "final_payment": True}, False),  # the rest is saved
    ],
)
def test_completed_work_that_awaits_payment_is_carried_on(tmp_path: Path, paid: dict[str, Any], goes_on: bool) -> None:
    desk = Desk(tmp_path).quarter_open()
    decide(desk, amount_satang=1)
    spend(desk, status=ProgressStatus.COMPLETED, percent=100, **paid)
    with desk.database.read() as session:
        waiting = unfinished_projects(session, find_plan(session, 1, YEAR), DAY)
    assert bool(carried(desk, DAY)) is goes_on
    assert (1 in [one.number for one in waiting]) is goes_on


def test_the_next_year_starts_from_this_years_strategies_and_approaches(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    facts = OpenPlan(fiscal_year=NEXT, budget_promulgated_on=date(2026, 9, 18))
    desk.act(open_plan, facts, date(2026, 9, 18))
    with desk.database.write() as session:
        start_from_last_year(session, find_plan(session, 1, NEXT))  # once more changes nothing
    with desk.database.read() as session:
        old, new = (
            session.exec(
                select(Strategy.number, Strategy.name, Approach.number, Approach.name)
                .join(Approach, col(Approach.strategy_id) == col(Strategy.id))
                .where(Strategy.plan_id == find_plan(session, 1, year).plan_id)
                .order_by(col(Strategy.number), col(Approach.number))
            ).all()
            for year in (YEAR, NEXT)
        )
    assert old == new
    assert old


@pytest.mark.parametrize("used", [True, False])
def test_the_next_year_groups_by_approach_as_the_last_unless_it_is_stated(tmp_path: Path, used: bool) -> None:
    desk, day = Desk(tmp_path), date(2025, 9, 26)
    desk.act(open_plan, OpenPlan(fiscal_year=YEAR, budget_promulgated_on=day, uses_approaches=used), day)
    with desk.database.read() as session:
        assert used_approaches_last_year(session, 1, YEAR)  # an office's first plan does, if nothing is stated
    for year, stated in ((NEXT, None), (NEXT + 1, not used)):
        opened = date(year - 544, 9, 20)
        desk.act(open_plan, OpenPlan(fiscal_year=year, budget_promulgated_on=opened, uses_approaches=stated), opened)
    with desk.database.read() as session:
        assert [find_plan(session, 1, year).edition.uses_approaches for year in (YEAR, NEXT, NEXT + 1)] == [
            used,
            used,
            not used,
        ]
