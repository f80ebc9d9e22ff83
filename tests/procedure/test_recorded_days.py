"""Typed days or weeks later is normal: the paper's day decides, and both days are shown."""

from datetime import date
from pathlib import Path

import pytest

from models.kinds import PostingPlace
from procedure.act import backdated, backdated_en
from procedure.acts.posting import PostPlan, post_plan
from procedure.recorded_days import recorded_days
from tests.offices import YEAR, Desk

POSTED = date(2025, 10, 24)


@pytest.mark.parametrize(
    ("recorded_on", "th", "en"),
    [
        (POSTED, "", ""),
        (date(2025, 10, 25), "บันทึกย้อนหลัง ๑ วัน", "recorded 1 day later"),
        (date(2025, 11, 14), "บันทึกย้อนหลัง ๒๑ วัน", "recorded 21 days later"),
    ],
)
def test_an_act_says_how_much_later_it_was_recorded(tmp_path: Path, recorded_on: date, th: str, en: str) -> None:
    desk = Desk(tmp_path).announced()
    facts = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED)
    outcome = desk.act(post_plan, facts, recorded_on)
    assert outcome.message_th.endswith(f"({th})" if th else "๒๓ พฤศจิกายน ๒๕๖๘")
    assert (f"({en})" in outcome.message_en) == bool(en)
    with desk.database.read() as session:
        both = recorded_days(session, 1, [("plan_posted", outcome.subject_id), ("plan_posted", 99)])
    day = both["plan_posted", outcome.subject_id]
    assert (day.dated_on, day.recorded_on, day.backdated_th, day.backdated_en) == (POSTED, recorded_on, th, en)
    assert len(both) == 1


def test_what_bears_no_paper_is_never_backdated() -> None:
    assert backdated(None, POSTED) == backdated_en(None, POSTED) == ""
