"""Told outside the system: by LINE, telephone or letter, recorded as notice beside the ladder, and withdrawn."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from flows.perform import perform
from models.kinds import Means, NoticeKind, NoticeState, Role
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Assignment
from notifications.planning import plan_notices
from notifications.still_true import still_to_tell
from procedure.act import Outcome
from procedure.acts.quarter_days import ChooseQuarterDay, choose_quarter_day
from procedure.acts.telling import RecordTold, WithdrawTold, record_told, withdraw_told
from procedure.calendar import at
from procedure.errors import ProcedureError
from tests.offices import YEAR, Desk
from tests.procedure.quarters import DUE, FINANCE, LIAISON, WORKS, WORKS_HEAD, report

CLERK = "ปลัดเทศบาลตำบลตัวอย่าง"
LATE = date(2026, 1, 16)  # the day after the first quarter's due day


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).quarter_open()


def tell(desk: Desk, post: str = WORKS, on: date = LATE, **changes: Any) -> Outcome:
    """Record that a post was told, by default by telephone and on that day; as the holder of ``by``, or the analyst."""
    role, recorded_on = changes.pop("role", Role.PLAN_ANALYST), changes.pop("recorded_on", on)
    by = changes.pop("by", "")
    facts = RecordTold(**{"post": post, "means": Means.PHONE, "told_on": on, **changes})
    actor = desk.actor(role, recorded_on, desk.post_of(by) if by else None)
    return perform(desk.database, desk.requester, record_told, actor, facts, at(recorded_on, time(10)))


def refused(desk: Desk, **changes: Any) -> str:
    with pytest.raises(ProcedureError) as refusal:
        tell(desk, **changes)
    assert refusal.value.message_th
    return refusal.value.code


def told(desk: Desk) -> list[Notice]:
    with desk.database.read() as session:
        return list(session.exec(select(Notice).where(col(Notice.means).is_not(None)).order_by(col(Notice.id))))


def works_obligation(desk: Desk) -> int:
    with desk.database.read() as session:
        mine = select(Obligation.id).where(
            Obligation.officer_id == desk.post_of(WORKS), Obligation.subject_kind == "quarter_round"
        )
        return session.exec(mine).one() or 0


def test_a_telephone_call_counts_as_notice_of_what_was_owed_that_day(desk: Desk) -> None:
    outcome = tell(desk, recorded_on=date(2026, 1, 19))
    (row,) = told(desk)
    assert (row.rung, row.kind, row.state) == ("phone 2026-01-16", NoticeKind.REMINDER, NoticeState.SENT)
    assert (row.told_on, row.obligation_id) == (LATE, works_obligation(desk))
    assert row.told_by_id == desk.actor(Role.PLAN_ANALYST, LATE).officer_id
    assert "ทางโทรศัพท์ เมื่อวันที่ ๑๖ มกราคม ๒๕๖๙ จำนวน ๑ เรื่อง (บันทึกย้อนหลัง ๓ วัน)" in outcome.message_th


def test_the_digest_of_the_day_goes_out_all_the_same(desk: Desk) -> None:
    with desk.database.write() as session:
        plan_notices(session, at(LATE, time(0, 30)))
    tell(desk)
    with desk.database.write() as session:
        plan_notices(session, at(LATE, time(10, 30)))
        mine = select(Notice).where(Notice.officer_id == desk.post_of(WORKS), Notice.rung == "due+1")
        planned = session.exec(mine).one()
        message = session.get_one(Message, planned.message_ref)
        assert planned in still_to_tell(session, message)


def test_the_ladder_goes_on_after_a_call(desk: Desk) -> None:
    tell(desk, on=date(2026, 1, 9))
    with desk.database.write() as session:
        plan_notices(session, at(DUE, time(0, 30)))
    assert (WORKS, "due", "planned", "") in desk.notices()


def test_the_same_call_is_recorded_once_and_a_second_letter_beside_the_first(desk: Desk) -> None:
    tell(desk)
    assert refused(desk) == "already_recorded"
    tell(desk, means=Means.LINE)
    tell(desk, means=Means.LETTER, document="ที่ ๑/๒๕๖๙")
    assert refused(desk, means=Means.LETTER, document="ที่ ๑/๒๕๖๙") == "already_recorded"
    tell(desk, means=Means.LETTER, document="ที่ ๒/๒๕๖๙")
    assert [row.rung for row in told(desk)] == [
        "phone 2026-01-16",
        "line 2026-01-16",
        "letter 2026-01-16",
        "letter 2026-01-16 2",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"means": Means.LETTER}, "document_missing", id="a letter without its number"),
        pytest.param({"on": date(2026, 1, 17), "recorded_on": LATE}, "date_in_future", id="a call of tomorrow"),
        pytest.param({"on": date(2025, 12, 30), "recorded_on": LATE}, "nothing_owed", id="before the round opened"),
        pytest.param({"post": "ผู้ตรวจสอบภายใน"}, "nothing_owed", id="a post that owes nothing"),
        pytest.param({"post": "ไม่มีตำแหน่งนี้"}, "unknown_officer", id="no such post"),
        pytest.param({"obligation": 999_999}, "nothing_owed", id="no such duty"),
        pytest.param({"post": FINANCE, "by": WORKS_HEAD}, "not_your_post", id="by another division's head"),
        pytest.param({"role": Role.OFFICER}, "not_permitted", id="by a reporting officer"),
    ],
)
def test_what_cannot_be_recorded_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert refused(desk, **changes) == code
    assert told(desk) == []


def test_a_head_records_calls_to_the_own_divisions_posts(desk: Desk) -> None:
    tell(desk, by=WORKS_HEAD)
    assert [row.told_by_id for row in told(desk)] == [desk.post_of(WORKS_HEAD)]


def test_a_call_before_the_report_came_may_be_recorded_after_it(desk: Desk) -> None:
    report(desk, WORKS, date(2026, 1, 19))
    tell(desk, recorded_on=date(2026, 1, 20))
    assert refused(desk, on=date(2026, 1, 20)) == "nothing_owed"


def test_a_head_is_told_of_what_is_late_in_the_division_and_the_clerk_of_all_of_it(desk: Desk) -> None:
    assert refused(desk, post=WORKS_HEAD, on=DUE) == "nothing_owed"  # nothing is late yet
    tell(desk, WORKS_HEAD)
    assert [(row.kind, row.obligation_id) for row in told(desk)] == [(NoticeKind.ESCALATION, works_obligation(desk))]
    tell(desk, CLERK, obligation=works_obligation(desk))
    with desk.database.read() as session:
        liaison = session.exec(select(Obligation).where(Obligation.officer_id == desk.post_of(LIAISON))).one()
    assert refused(desk, post=CLERK, obligation=liaison.id) == "nothing_owed"


def test_whoever_held_the_post_that_day_was_told_and_a_vacant_post_is_told_too(desk: Desk) -> None:
    with desk.database.write() as session:
        held = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        person, held.until_on = held.person_id, LATE
        session.add(held)
    tell(desk, recorded_on=date(2026, 1, 20))
    tell(desk, on=date(2026, 1, 20))
    assert [row.person_id for row in told(desk)] == [person, None]
    assert refused(desk, on=date(2026, 1, 20)) == "already_recorded"


def test_a_call_is_of_the_due_day_that_was_in_force_then(desk: Desk) -> None:
    tell(desk, on=date(2026, 1, 9))
    chosen = ChooseQuarterDay(fiscal_year=YEAR, quarter=1, due_on=date(2026, 1, 20), reason="ปีใหม่")
    desk.act(choose_quarter_day, chosen, date(2026, 1, 12))
    tell(desk, on=date(2026, 1, 9), means=Means.LINE, recorded_on=date(2026, 1, 13))
    tell(desk, on=date(2026, 1, 13))
    assert [row.due_version for row in told(desk)] == [1, 1, 2]


def test_a_record_made_by_mistake_is_withdrawn_with_its_reason_and_may_be_made_again(desk: Desk) -> None:
    tell(desk)
    mistake = WithdrawTold(post=WORKS, means=Means.PHONE, told_on=LATE, reason="โทรผิดคน")
    desk.act(withdraw_told, mistake, LATE)
    (row,) = told(desk)
    assert (row.state, row.reason) == (NoticeState.NOT_SENT, "withdrawn")
    with pytest.raises(ProcedureError, match="not_recorded"):
        desk.act(withdraw_told, mistake, LATE)
    tell(desk)
    assert [(row.rung, row.state.value) for row in told(desk)] == [
        ("phone 2026-01-16", "not_sent"),
        ("phone 2026-01-16 2", "sent"),
    ]
