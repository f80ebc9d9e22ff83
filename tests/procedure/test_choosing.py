"""Days that an office chooses for a plan: none by default, met by what they wait for, moved honestly."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from models.kinds import DueDayCause, ObligationRule, ResolutionOutcome, Role
from models.obligations import DueDayChange, Event, Obligation
from models.organizations import Officer
from procedure.act import Outcome
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.calendar import at
from procedure.duties import explain, short_duty, standing
from procedure.holiday_days import seed_working_days
from tests.offices import PROMULGATED, THREE_PROJECTS, YEAR, Desk, project
from tests.procedure.test_acts import refused

CHOSEN = {
    "projects_by": date(2025, 10, 2),
    "considered_by": date(2025, 10, 9),
    "announced_by": date(2025, 10, 20),
}


def choose(desk: Desk, on: date = PROMULGATED, **days: Any) -> Outcome:
    return desk.act(choose_days, ChooseDays(fiscal_year=YEAR, **(days or CHOSEN)), on)


def owed(desk: Desk, *rules: ObligationRule) -> list[tuple[str, str, date, str]]:
    """Return rule, post, due day and state of the duties of some rules, in order."""
    with desk.database.read() as session:
        rows = session.exec(
            select(Obligation, Officer)
            .join(Officer, col(Officer.id) == col(Obligation.officer_id))
            .where(col(Obligation.rule).in_(rules))
            .order_by(col(Obligation.id))
        ).all()
        return [(row.rule.value, post.title, row.due_on, row.state.value) for row, post in rows]


def one(desk: Desk, rule: ObligationRule) -> Obligation:
    with desk.database.read() as session:
        return session.exec(select(Obligation).where(Obligation.rule == rule)).first() or pytest.fail("none owed")


def test_no_day_runs_until_one_is_chosen(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    assert not owed(desk, ObligationRule.SUBMIT_PROJECTS, ObligationRule.CONSIDER_DRAFT, ObligationRule.ANNOUNCE_PLAN)


def test_each_chosen_day_is_owed_by_its_post_and_met_by_what_it_waits_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk)
    divisions = owed(desk, ObligationRule.SUBMIT_PROJECTS)
    assert len(divisions) == len({post for _rule, post, _due, _state in divisions}) == 7
    assert ("submit_projects", "ผู้รายงานความก้าวหน้า กองช่าง", date(2025, 10, 2), "open") in divisions
    desk.bring(*THREE_PROJECTS)  # on 3 October: กองช่าง and กองคลัง answer, a day late
    assert [post for _rule, post, _due, state in owed(desk, ObligationRule.SUBMIT_PROJECTS) if state == "met"] == [
        "ผู้รายงานความก้าวหน้า กองคลัง",
        "ผู้รายงานความก้าวหน้า กองช่าง",
    ]
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)  # on 10 October, a day late
    desk.announce()  # on 17 October, in time
    considered, announced = one(desk, ObligationRule.CONSIDER_DRAFT), one(desk, ObligationRule.ANNOUNCE_PLAN)
    assert (considered.state.value, considered.ended_on, considered.late) == ("met", date(2025, 10, 10), True)
    assert (announced.state.value, announced.ended_on, announced.late) == ("met", date(2025, 10, 17), False)


def test_a_chosen_day_says_that_it_is_no_law(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk)
    obligation = one(desk, ObligationRule.ANNOUNCE_PLAN)
    th, en = explain(obligation, seed_working_days())
    assert th == ("ต้องประกาศใช้แผนการดำเนินงานภายในวันจันทร์ที่ ๒๐ ตุลาคม ๒๕๖๘ ตามวันที่หน่วยงานกำหนดสำหรับแผนนี้ (มิใช่กำหนดตามกฎหมาย)")
    assert "not set by law" in en
    assert short_duty(obligation, seed_working_days()) == "ประกาศใช้แผนภายในวันจันทร์ที่ ๒๐ ต.ค. ๒๕๖๘"


def test_a_moved_day_keeps_the_superseded_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk)
    choose(desk, date(2025, 10, 1), announced_by=date(2025, 10, 24), reason="รอมติ")
    choose(desk, date(2025, 10, 1), announced_by=date(2025, 10, 24))  # the same again moves nothing
    obligation = one(desk, ObligationRule.ANNOUNCE_PLAN)
    assert (obligation.due_on, obligation.due_version) == (date(2025, 10, 24), 2)
    with desk.database.read() as session:
        change = session.exec(select(DueDayChange)).one()
        told = session.exec(select(Event).where(Event.kind == "due_day_moved")).one()
    assert (change.cause, change.from_due_on, change.reason) == (DueDayCause.CHOSEN_DAY, date(2025, 10, 20), "รอมติ")
    assert told.payload["moves"] == [{"obligation_id": obligation.id, "from": "2025-10-20", "to": "2025-10-24"}]


def test_a_day_that_has_passed_is_taken_in_silence(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk, date(2025, 10, 10), announced_by=date(2025, 10, 9))
    obligation = one(desk, ObligationRule.ANNOUNCE_PLAN)
    assert obligation.silent
    assert not one(desk, ObligationRule.COMPLETE_PLAN).silent
    desk.act(choose_days, ChooseDays(fiscal_year=YEAR, announced_by=date(2025, 10, 24)), date(2025, 10, 10))
    assert not one(desk, ObligationRule.ANNOUNCE_PLAN).silent


def test_days_for_what_is_over_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    choose(desk, date(2025, 10, 6), considered_by=date(2025, 10, 9))
    desk.compile()
    drafted = ChooseDays(fiscal_year=YEAR, projects_by=date(2025, 10, 9))
    assert refused(desk, choose_days, drafted, date(2025, 10, 7)).code == "needs_collecting"
    desk.submit()
    desk.resolve(ResolutionOutcome.RETURN, remarks="แก้ไข")
    again = ChooseDays(fiscal_year=YEAR, considered_by=date(2025, 10, 20))
    assert refused(desk, choose_days, again, date(2025, 10, 13)).code == "already_done"
    assert one(desk, ObligationRule.CONSIDER_DRAFT).due_on == date(2025, 10, 9)  # what has ended never moves


def test_an_announced_plan_takes_no_more_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    later = ChooseDays(fiscal_year=YEAR, announced_by=date(2025, 12, 1))
    assert refused(desk, choose_days, later, date(2025, 10, 31)).code == "needs_collecting"


def test_a_division_that_brings_nothing_is_awaited_until_the_announcement(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk, projects_by=date(2025, 10, 2))
    desk.bring(project())
    states = [state for _rule, _post, _due, state in owed(desk, ObligationRule.SUBMIT_PROJECTS)]
    assert (states.count("met"), states.count("open")) == (2, 5)  # กองช่าง by its project, กองคลัง by its equipment
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)
    assert [state for *_rest, state in owed(desk, ObligationRule.SUBMIT_PROJECTS)].count("open") == 5
    desk.announce()
    states = [state for *_rest, state in owed(desk, ObligationRule.SUBMIT_PROJECTS)]
    assert (states.count("met"), states.count("withdrawn")) == (2, 5)


def test_a_choice_chooses_something() -> None:
    with pytest.raises(ValidationError):
        ChooseDays(fiscal_year=YEAR)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CLERK, Role.OFFICER, Role.AUDITOR])
def test_only_the_analyst_chooses(tmp_path: Path, role: Role) -> None:
    desk = Desk(tmp_path)
    desk.open()
    actor = desk.actor(role, PROMULGATED)
    facts = ChooseDays(fiscal_year=YEAR, **CHOSEN)
    assert refused(desk, choose_days, facts, PROMULGATED, actor).code == "not_permitted"


def test_a_chosen_day_is_late_the_day_after(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    choose(desk)
    obligation = one(desk, ObligationRule.CONSIDER_DRAFT)
    assert standing(obligation, at(date(2025, 10, 9), time(23, 59, 59))) == "open"
    assert standing(obligation, at(date(2025, 10, 10), time(0))) == "late"
