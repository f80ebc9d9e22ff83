"""Who is told that a due day moved, once; and that nobody is told anything of a year typed in later."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import col, select

from flows.quarterly_progress import keep_rounds
from models.kinds import ExtensionPaper, ResolutionOutcome, Role
from models.notices import Message, Notice
from models.obligations import Obligation
from notifications.digest import in_words, write_digest
from notifications.planning import plan_notices
from notifications.still_true import still_to_tell
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.acts.correcting import correct_trigger
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.calendar import at
from procedure.holiday_days import office_working_days
from tests.offices import PROMULGATED, YEAR, Desk
from tests.procedure.test_correcting import TRIGGER

ANALYST = "นักวิเคราะห์นโยบายและแผนชำนาญการ"
EXECUTIVE = "นายกเทศมนตรีตำบลตัวอย่าง"


def plan(desk: Desk, on: date, clock: time = time(0, 30)) -> int:
    with desk.database.write() as session:
        return plan_notices(session, at(on, clock)).planned


def moved(desk: Desk) -> list[tuple[str, str, str]]:
    """Return whom the ledger tells of moved days: post, state and reason."""
    return [(title, state, reason) for title, rung, state, reason in desk.notices() if rung == "moved"]


def extend(desk: Desk, dated_on: date, on: date | None = None) -> None:
    facts = ExtendCompletion(fiscal_year=YEAR, days=15, paper=ExtensionPaper.ORDER, dated_on=dated_on)
    desk.act(extend_completion, facts, on or dated_on, Role.EXECUTIVE)


def letter(desk: Desk, on: date) -> list[str]:
    """Return the lines of what the analyst is told of the moved day, as of a day."""
    with desk.database.write() as session:
        notice = session.exec(select(Notice).where(Notice.rung == "moved").order_by(col(Notice.id).desc())).first()
        assert notice is not None
        message = session.get_one(Message, notice.message_ref)
        written = write_digest(
            session, message, still_to_tell(session, message), at(on, time(9)), office_working_days(session)
        )
        return [line for said in in_words(written) for line in (said.heading, *said.lines)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.open()
    plan(desk, PROMULGATED, time(12))
    return desk


def test_an_extension_tells_the_owing_post_once_with_both_days(desk: Desk) -> None:
    extend(desk, date(2025, 10, 20))
    runs = [(date(2025, 10, 21), time(0)), (date(2025, 10, 21), time(1)), (date(2025, 10, 22), time(0))]
    assert [plan(desk, on, clock) for on, clock in runs] == [1, 0, 0]
    assert moved(desk) == [(ANALYST, "planned", "")]
    told = letter(desk, date(2025, 10, 21))
    assert "เลื่อนกำหนดจัดทำแผนการดำเนินงานให้แล้วเสร็จ" in told
    assert any("กำหนดเดิมวันอาทิตย์ที่ ๒๖ ตุลาคม ๒๕๖๘ เลื่อนเป็นวันจันทร์ที่ ๑๐ พฤศจิกายน ๒๕๖๘" in line for line in told)


def test_a_correction_tells_it_too(desk: Desk) -> None:
    desk.act(correct_trigger, TRIGGER, date(2025, 10, 3))
    assert plan(desk, date(2025, 10, 6)) == 1
    assert moved(desk) == [(ANALYST, "planned", "")]


def test_a_late_extension_moves_nothing_and_tells_nothing(desk: Desk) -> None:
    extend(desk, date(2025, 10, 28))
    plan(desk, date(2025, 10, 29))
    assert not moved(desk)


def test_the_later_of_two_moves_takes_the_place_of_the_earlier(desk: Desk) -> None:
    extend(desk, date(2025, 10, 20))
    plan(desk, date(2025, 10, 21))
    extend(desk, date(2025, 10, 21))
    plan(desk, date(2025, 10, 21), time(11))
    told = letter(desk, date(2025, 10, 21))
    assert sum("กำหนดเดิม" in line for line in told) == 1
    assert any("เลื่อนเป็นวันอังคารที่ ๒๕ พฤศจิกายน ๒๕๖๘" in line for line in told)
    assert moved(desk) == [(ANALYST, "not_sent", "superseded"), (ANALYST, "planned", "")]


def test_a_move_is_not_told_once_the_duty_has_ended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    extend(desk, date(2025, 10, 6))
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)
    desk.announce()
    plan(desk, date(2025, 10, 20))
    assert moved(desk) == [(ANALYST, "not_sent", "superseded")]


def test_a_chosen_day_that_moves_tells_whoever_owes_it(desk: Desk) -> None:
    for by in (date(2025, 10, 20), date(2025, 10, 24)):
        desk.act(choose_days, ChooseDays(fiscal_year=YEAR, announced_by=by), date(2025, 10, 1))
    plan(desk, date(2025, 10, 2))
    assert moved(desk) == [(EXECUTIVE, "planned", "")]


def test_of_a_year_typed_in_later_nobody_is_told_anything(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    on = date(2026, 11, 2)  # a Monday, a month after the year had ended
    desk.act(open_plan, OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED), on)
    choose = ChooseDays(fiscal_year=YEAR, announced_by=date(2026, 12, 1))
    desk.act(choose_days, choose, on)
    desk.act(choose_days, choose.model_copy(update={"announced_by": date(2026, 12, 2)}), on)
    keep_rounds(desk.database, None, None, at(on, time(12)))
    for day in (on, date(2026, 11, 30), date(2026, 12, 3)):
        plan(desk, day, time(13))
    # The warning of next year's holidays is about no plan.
    told = [(rung, state, reason) for _title, rung, state, reason in desk.notices() if rung != "forecast"]
    assert told
    assert {(state, reason) for _rung, state, reason in told} <= {("not_sent", "old_year"), ("not_sent", "superseded")}
    assert ("not_sent", "old_year") in {(state, reason) for _rung, state, reason in told}
    with desk.database.read() as session:
        assert all(row.silent for row in session.exec(select(Obligation)))


def test_what_was_over_when_it_was_recorded_is_not_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    on = date(2025, 11, 3)  # the thirty days ended on 26 October, within the year
    desk.act(open_plan, OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED), on)
    plan(desk, on, time(12))
    told = {(rung, state) for _title, rung, state, _reason in desk.notices()}
    assert ("request", "planned") in told  # the divisions are still asked for their projects
    assert ("due+1", "not_sent") in told
    assert not {rung for rung, state in told if state == "planned"} - {"request"}
