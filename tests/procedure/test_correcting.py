"""A day recorded wrongly is corrected: what is open is counted anew, what has ended stays as it ended."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.kinds import ExtensionPaper, ObligationRule, PostingPlace, Role, TriggerKind
from models.obligations import DueDayChange, Obligation
from models.plans import Posting, Trigger
from procedure.act import Outcome
from procedure.acts.correcting import CorrectPosting, CorrectTrigger, correct_posting, correct_trigger
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.duties import explain
from procedure.holiday_days import seed_working_days
from tests.offices import PROMULGATED, YEAR, Desk
from tests.procedure.test_acts import refused

TRIGGER = CorrectTrigger(
    fiscal_year=YEAR,
    kind=TriggerKind.ANNUAL_BUDGET,
    recorded_as=PROMULGATED,
    occurred_on=date(2025, 9, 23),
    reason="พิมพ์วันที่ผิด",
    authority="บันทึกข้อความ ที่ ๑/๒๕๖๘",
)
POSTING = CorrectPosting(
    fiscal_year=YEAR,
    place=PostingPlace.WEBSITE,
    posted_on=date(2025, 10, 22),
    reason="พิมพ์วันที่ผิด",
    authority="บันทึกข้อความ ที่ ๒/๒๕๖๘",
)


def correct(desk: Desk, on: date = date(2025, 10, 3), **facts: Any) -> Outcome:
    return desk.act(correct_trigger, TRIGGER.model_copy(update=facts), on)


def extend(desk: Desk, dated_on: date, days: int, on: date | None = None) -> None:
    facts = ExtendCompletion(fiscal_year=YEAR, days=days, paper=ExtensionPaper.ORDER, dated_on=dated_on)
    desk.act(extend_completion, facts, on or dated_on, Role.EXECUTIVE)


def obligation(desk: Desk, rule: ObligationRule) -> Obligation:
    with desk.database.read() as session:
        return session.exec(select(Obligation).where(Obligation.rule == rule)).one()


def changes(desk: Desk) -> list[tuple[str, date, date]]:
    with desk.database.read() as session:
        rows = session.exec(select(DueDayChange).order_by(col(DueDayChange.id))).all()
        return [(row.cause.value, row.from_due_on, row.to_due_on) for row in rows]


def posted(desk: Desk, on: date = date(2025, 10, 24)) -> None:
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=on), on)


def test_a_corrected_start_counts_the_thirty_days_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    outcome = correct(desk)
    duty = obligation(desk, ObligationRule.COMPLETE_PLAN)
    assert (duty.started_on, duty.due_on, duty.due_version) == (date(2025, 9, 23), date(2025, 10, 23), 2)
    assert changes(desk) == [("correction", date(2025, 10, 26), date(2025, 10, 23))]
    assert "๒๓ ตุลาคม ๒๕๖๘" in outcome.message_th
    with desk.database.read() as session:
        assert session.exec(select(Trigger)).one().occurred_on == date(2025, 9, 23)
    assert "๒๓ กันยายน ๒๕๖๘" in explain(duty, seed_working_days())[0]
    assert "ขยายเวลา" not in explain(duty, seed_working_days())[0]


def test_extensions_are_counted_on_from_the_corrected_due_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    extend(desk, date(2025, 10, 20), 15)
    extend(desk, date(2025, 11, 10), 7)
    correct(desk, date(2025, 11, 11))
    duty = obligation(desk, ObligationRule.COMPLETE_PLAN)
    assert duty.due_on == date(2025, 10, 23) + timedelta(days=15 + 7)
    assert [cause for cause, _before, _after in changes(desk)] == ["extension", "extension", "correction"]
    assert "ครบกำหนดใหม่วันศุกร์ที่ ๑๔ พฤศจิกายน ๒๕๖๘" in explain(duty, seed_working_days())[0]


def test_an_extension_that_came_too_late_counts_once_the_true_due_day_is_later(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    extend(desk, date(2025, 10, 28), 15)  # the recorded due day was 26 October
    assert obligation(desk, ObligationRule.COMPLETE_PLAN).extended_late_on == date(2025, 10, 28)
    correct(desk, date(2025, 10, 29), occurred_on=date(2025, 9, 29))  # truly due on 29 October
    duty = obligation(desk, ObligationRule.COMPLETE_PLAN)
    assert (duty.due_on, duty.extended_late_on) == (date(2025, 11, 13), None)


def test_a_duty_that_has_ended_never_moves(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    before = obligation(desk, ObligationRule.COMPLETE_PLAN).model_dump()
    outcome = correct(desk, date(2025, 10, 31))
    assert obligation(desk, ObligationRule.COMPLETE_PLAN).model_dump() == before
    assert not changes(desk)
    assert "กำหนดเวลาที่สิ้นสุดแล้วไม่เลื่อน" in outcome.message_th


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"recorded_as": date(2025, 9, 25)}, "no_such_trigger"),
        ({"kind": TriggerKind.SUPPLEMENTARY_BUDGET}, "no_such_trigger"),
        ({"document": "อื่น"}, "no_such_trigger"),
        ({"occurred_on": PROMULGATED}, "same_date"),
        ({"occurred_on": date(2025, 10, 4)}, "date_in_future"),
        ({"occurred_on": date(2024, 9, 26)}, "date_outside_year"),
        ({"edition": "addition-1"}, "no_edition"),
        ({"fiscal_year": 2570}, "no_plan"),
    ],
)
def test_wrong_corrections_are_refused(tmp_path: Path, facts: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path)
    desk.open()
    assert refused(desk, correct_trigger, TRIGGER.model_copy(update=facts), date(2025, 10, 3)).code == code


def test_an_event_cannot_be_after_the_draft_that_it_asked_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    desk.compile()  # on 7 October
    late = TRIGGER.model_copy(update={"occurred_on": date(2025, 10, 8)})
    assert refused(desk, correct_trigger, late, date(2025, 10, 9)).code == "date_after_compiling"
    correct(desk, date(2025, 10, 9), occurred_on=date(2025, 10, 7))


def test_two_events_of_one_kind_and_day_need_the_document(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    with desk.database.write() as session:
        for number, day in (("๑", date(2025, 9, 30)), ("๒", date(2025, 10, 1))):
            session.add(
                Trigger(
                    organization_id=1,
                    plan_id=1,
                    edition_id=1,
                    kind=TriggerKind.ALLOTTED_SUBSIDY,
                    occurred_on=day,
                    document=number,
                )
            )
    subsidy: dict[str, Any] = {"kind": TriggerKind.ALLOTTED_SUBSIDY, "recorded_as": date(2025, 9, 30)}
    outcome = correct(desk, **subsidy, occurred_on=date(2025, 9, 29))
    assert "กำหนดเวลาที่สิ้นสุดแล้วไม่เลื่อน" in outcome.message_th  # nothing is owed for it here


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CLERK, Role.OFFICER])
def test_only_the_analyst_corrects(tmp_path: Path, role: Role) -> None:
    desk = Desk(tmp_path).announced()
    posted(desk)
    day = date(2025, 10, 31)
    for act, facts in ((correct_trigger, TRIGGER), (correct_posting, POSTING)):
        assert refused(desk, act, facts, day, desk.actor(role, day)).code == "not_permitted"


def test_a_corrected_posting_moves_how_long_it_stays_up_and_not_how_it_was_met(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    posted(desk)
    met = obligation(desk, ObligationRule.POST_ANNOUNCEMENT).model_dump()
    outcome = desk.act(correct_posting, POSTING, date(2025, 10, 31))
    kept = obligation(desk, ObligationRule.KEEP_POSTED)
    assert (kept.started_on, kept.due_on) == (date(2025, 10, 22), date(2025, 11, 21))
    assert changes(desk) == [("correction", date(2025, 11, 23), date(2025, 11, 21))]
    assert obligation(desk, ObligationRule.POST_ANNOUNCEMENT).model_dump() == met
    assert "กำหนดเวลาที่สิ้นสุดแล้วไม่เลื่อน" in outcome.message_th
    down = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 11, 21))
    assert refused(desk, take_down_plan, down, date(2025, 11, 22)).code == "too_early"
    desk.act(take_down_plan, down.model_copy(update={"taken_down_on": date(2025, 11, 22)}), date(2025, 11, 22))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"place": PostingPlace.OFFICE_BOARD}, "not_posted"),
        ({"posted_on": date(2025, 10, 24)}, "same_date"),
        ({"posted_on": date(2025, 10, 16)}, "date_before_announcement"),
        ({"posted_on": date(2025, 12, 2)}, "date_in_future"),
        ({"posted_on": date(2025, 11, 24)}, "date_after_taking_down"),
    ],
)
def test_wrong_corrections_of_a_posting_are_refused(tmp_path: Path, facts: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).announced()
    posted(desk)
    down = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 11, 24))
    desk.act(take_down_plan, down, date(2025, 11, 24))
    assert refused(desk, correct_posting, POSTING.model_copy(update=facts), date(2025, 12, 1)).code == code


def test_a_corrected_posting_that_is_down_moves_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    posted(desk)
    down = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 11, 24))
    desk.act(take_down_plan, down, date(2025, 11, 24))
    desk.act(correct_posting, POSTING, date(2025, 12, 1))
    assert not changes(desk)
    with desk.database.read() as session:
        assert session.exec(select(Posting)).one().posted_on == date(2025, 10, 22)


def test_a_correction_of_a_plan_not_announced_has_no_posting(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    assert refused(desk, correct_posting, POSTING, date(2025, 10, 31)).code == "needs_announced"
