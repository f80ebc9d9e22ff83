"""Due days against a count on the fingers; and moving days, in any order, against what has ended and what was kept."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import col, select

from flows.perform import perform
from models.kinds import (
    DueDayCause,
    ExtensionPaper,
    ObligationRule,
    ObligationState,
    PostingPlace,
    ResolutionOutcome,
    Role,
    SubmissionKind,
    TriggerKind,
)
from models.obligations import DueDayChange, Event, Obligation
from models.organizations import Organization
from models.plans import Trigger
from models.settings import OfficeSettings
from models.values import FiscalYear
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.acts.correcting import CorrectPosting, CorrectTrigger, correct_posting, correct_trigger
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.acts.holidays import RecordHoliday, WithdrawHoliday, record_holiday, withdraw_holiday
from procedure.acts.posting import PostPlan, post_plan
from procedure.acts.recomputing import RecomputeDays, recompute_days
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.calendar import last_instant
from procedure.duties import explain, short_duty
from procedure.errors import ProcedureError
from procedure.holiday_days import seed_working_days
from procedure.other_duties import CHOSEN_RULES, DECEMBER_RULES, evaluation_due
from procedure.permissions import system_actor
from procedure.rules import OBLIGATION_RULES, due_day
from tests.offices import YEAR, Desk

WORKING_DAYS = seed_working_days()
TEN_YEARS = [date(2020, 1, 1) + timedelta(days=n) for n in range(3653)]  # 2020 to 2029, three leap years
DAYS_OF_LAW = {
    "complete-plan": 30,
    "post-announcement": 15,
    "keep-posted": 30,
    "post-evaluation": 15,
    "keep-evaluation-posted": 30,
}


def counted_on_the_fingers(start: date, days: int) -> date:
    """Count day by day: the day after the event is day one."""
    day = start
    for _finger in range(days):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("name", sorted(OBLIGATION_RULES.values()))
def test_ten_years_of_start_days_are_counted_as_on_the_fingers(name: str) -> None:
    for start in TEN_YEARS:
        answer = due_day(name, start, WORKING_DAYS)
        assert answer.due == counted_on_the_fingers(start, DAYS_OF_LAW[name])
        last = answer.due
        while last.weekday() >= 5 or last in WORKING_DAYS.holidays:
            last -= timedelta(days=1)
        assert answer.last_working_day == last


@pytest.mark.parametrize("kind", TriggerKind, ids=lambda kind: kind.value)
def test_every_event_of_clause_27_counts_alike(kind: TriggerKind) -> None:
    assert {(due_day("complete-plan", start, WORKING_DAYS, kind).due - start).days for start in TEN_YEARS[::7]} == {30}


def test_every_year_is_evaluated_by_its_own_new_years_eve() -> None:
    for year in range(2562, 2573):
        due = evaluation_due(FiscalYear(year))
        assert (due.month, due.day, due.year) == (12, 31, year - 543)
        assert 0 < (due - FiscalYear(year).last_day).days == 92


@given(st.sampled_from(ObligationRule), st.dates(date(2020, 1, 1), date(2029, 12, 31)), st.integers(0, 60))
def test_every_duty_explains_itself_in_two_languages(rule: ObligationRule, start: date, days: int) -> None:
    due = start + timedelta(days=days)
    if rule in OBLIGATION_RULES and rule is not ObligationRule.COMPLETE_PLAN:
        due = due_day(OBLIGATION_RULES[rule], start, WORKING_DAYS).due
    obligation = Obligation(
        organization_id=1,
        rule=rule,
        plan_id=1,
        subject_kind="edition",
        subject_id=1,
        officer_id=1,
        started_on=start,
        opens_on=start,
        due_on=due,
    )
    th, en = explain(obligation, WORKING_DAYS)
    assert th.startswith("ต้อง")
    assert en.endswith((".", ")"))
    assert short_duty(obligation, WORKING_DAYS)
    of_law = rule in OBLIGATION_RULES or rule in DECEMBER_RULES
    assert of_law == ("แห่งระเบียบกระทรวงมหาดไทย" in th or rule.minimum)
    assert (rule in CHOSEN_RULES or rule is ObligationRule.REPORT_QUARTER) == ("มิใช่กำหนดตามกฎหมาย" in th)


# What a person or the schedule may do at any time, with whatever day comes to mind.
WHENS = st.integers(0, 150)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("extend"), WHENS, st.integers(1, 40)),
        st.tuples(st.just("correct"), WHENS, st.integers(-20, 6)),
        st.tuples(st.just("choose"), WHENS, st.integers(-10, 60)),
        st.tuples(st.just("announce"), WHENS, st.just(0)),
        st.tuples(st.just("post"), WHENS, st.just(0)),
        st.tuples(st.just("correct_posting"), WHENS, st.integers(-10, 10)),
        st.tuples(st.just("holiday"), WHENS, st.integers(0, 3)),
        st.tuples(st.just("withdraw"), WHENS, st.integers(0, 3)),
        st.tuples(st.just("report"), WHENS, st.just(0)),
    ),
    max_size=12,
)
FIRST = date(2025, 10, 8)
PLACE = PostingPlace.WEBSITE


class Office:
    """An office in which days move, in the order of the days on which somebody acts."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.desk._staged("days_move", self._build, ())

    def _build(self) -> None:
        desk = self.desk
        desk.collect()
        desk.compile()
        desk.submit()
        desk.resolve(ResolutionOutcome.APPROVE, FIRST)
        with desk.database.write() as session:
            organization = session.exec(select(Organization)).one()
            settings = OfficeSettings.model_validate(organization.settings)
            moving = settings.model_copy(update={"quarter_due_next_working_day": True})
            organization.settings = moving.model_dump(mode="json")
            session.add(organization)

    def step(self, what: str, on: date, n: int) -> None:
        """Do one thing on a day; what does not fit is refused and writes nothing."""
        desk = self.desk
        with suppress(ProcedureError):
            if what == "extend":
                facts = ExtendCompletion(fiscal_year=YEAR, days=n, paper=ExtensionPaper.ORDER, dated_on=on)
                desk.act(extend_completion, facts, on, Role.EXECUTIVE)
            elif what == "correct":
                desk.act(correct_trigger, self._correction(n), on)
            elif what == "choose":
                desk.act(choose_days, ChooseDays(fiscal_year=YEAR, announced_by=on + timedelta(days=n)), on)
            elif what == "announce":
                desk.announce(on)
            elif what == "post":
                desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PLACE, posted_on=on), on)
            elif what == "correct_posting":
                day = on + timedelta(days=n)
                wrong = CorrectPosting(fiscal_year=YEAR, place=PLACE, posted_on=day, reason="ผิด", authority="บันทึก")
                desk.act(correct_posting, wrong, on)
            elif what == "holiday":
                holiday = RecordHoliday(on_day=date(2026, 1, 15 + n), name="วันหยุดพิเศษ", authority="มติ")
                desk.act(record_holiday, holiday, on, Role.ADMINISTRATOR)
            elif what == "withdraw":
                gone = WithdrawHoliday(on_day=date(2026, 1, 15 + n), authority="มติ")
                desk.act(withdraw_holiday, gone, on, Role.ADMINISTRATOR)
            else:
                post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
                nothing = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=post, kind=SubmissionKind.NOTHING)
                actor = desk.actor(Role.OFFICER, on, post)
                perform(desk.database, desk.requester, submit_reports, actor, nothing, last_instant(on))
        self._as_system(recompute_days, RecomputeDays(fiscal_year=YEAR), on)

    def open_quarter(self, on: date) -> None:
        """Open the first quarter's round, once its day has come."""
        self._as_system(open_quarter, OpenQuarter(fiscal_year=YEAR, quarter=1), on)

    def _as_system(self, act: Any, facts: Any, on: date) -> None:
        with suppress(ProcedureError):
            perform(self.desk.database, self.desk.requester, act, system_actor(1), facts, last_instant(on))

    def _correction(self, n: int) -> CorrectTrigger:
        with self.desk.database.read() as session:
            recorded = session.exec(select(Trigger)).one().occurred_on
        return CorrectTrigger(
            fiscal_year=YEAR,
            kind=TriggerKind.ANNUAL_BUDGET,
            recorded_as=recorded,
            occurred_on=recorded + timedelta(days=n),
            reason="ผิด",
            authority="บันทึก",
        )

    def obligations(self) -> dict[int, Obligation]:
        with self.desk.database.read() as session:
            return {row.id or 0: row for row in session.exec(select(Obligation))}

    def changes(self) -> list[DueDayChange]:
        with self.desk.database.read() as session:
            return list(session.exec(select(DueDayChange).order_by(col(DueDayChange.id))))

    def told(self) -> set[tuple[int, str, str]]:
        """Return what the events tell of moved days: obligation, superseded and new day."""
        with self.desk.database.read() as session:
            events = session.exec(select(Event).where(Event.kind == "due_day_moved")).all()
        return {
            (move["obligation_id"], move["from"], move["to"])
            for event in events
            for move in event.payload["moves"]  # type: ignore[attr-defined]
        }


@given(STEPS)
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_moves_what_has_ended_stays_and_no_superseded_day_is_lost(steps: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as name:
        office = Office(Path(name))
        ended: dict[int, dict[str, object]] = {}
        first_due = {key: row.due_on for key, row in office.obligations().items()}
        for what, when, n in sorted(steps, key=lambda step: step[1]):
            office.open_quarter(FIRST + timedelta(days=when))
            for key, row in office.obligations().items():
                first_due.setdefault(key, row.due_on)
            office.step(what, FIRST + timedelta(days=when), n)
            for key, row in office.obligations().items():
                first_due.setdefault(key, row.due_on)
                said = row.model_dump()
                assert ended.get(key, said) == said, "what has ended moved"
                if row.state is not ObligationState.OPEN:
                    ended[key] = said
        chains: dict[int, list[date]] = {key: [due] for key, due in first_due.items()}
        moves: set[tuple[int, str, str]] = set()
        for change in office.changes():
            chain = chains[change.obligation_id]
            assert change.from_due_on == chain[-1], "a superseded day was lost"
            if change.withdrew_late:
                chain.append(change.to_due_on)
                moves.add((change.obligation_id, change.from_due_on.isoformat(), change.to_due_on.isoformat()))
            else:
                assert change.cause is DueDayCause.EXTENSION
                assert change.dated_on > change.from_due_on
        for key, row in office.obligations().items():
            assert row.due_on == chains[key][-1]
            assert row.due_version == len(chains[key])
        assert office.told() == moves, "whoever is affected is told"
        office.desk.database.engine.dispose()


def test_the_office_of_the_property_does_move_all_four_ways(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for what, on, n in (
        ("extend", date(2025, 10, 20), 15),
        ("correct", date(2025, 10, 21), -3),
        ("choose", date(2025, 10, 22), 10),
        ("choose", date(2025, 10, 23), 12),
        ("announce", date(2025, 10, 24), 0),
        ("post", date(2025, 10, 28), 0),
        ("correct_posting", date(2025, 10, 29), -2),
        ("holiday", date(2026, 1, 5), 0),
        ("report", date(2026, 1, 6), 0),
        ("withdraw", date(2026, 1, 7), 0),
    ):
        office.open_quarter(on)
        office.step(what, on, n)
    assert {change.cause for change in office.changes()} == set(DueDayCause)
    quarter = [row for row in office.obligations().values() if row.rule is ObligationRule.REPORT_QUARTER]
    assert sorted((row.state.value, row.due_on) for row in quarter) == [
        ("met", date(2026, 1, 16)),  # reported while the 15th was a holiday: it stays as it ended
        ("open", date(2026, 1, 15)),
        ("open", date(2026, 1, 15)),
    ]
