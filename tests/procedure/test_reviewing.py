"""Reviewing submissions: accepted, or returned for correction and counted so until a new revision; and who is told."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.kinds import MessageState, NoticeKind, NoticeState, ObligationState, ReviewOutcome, Role
from models.notices import Message, Notice
from models.organizations import Assignment
from models.quarters import QuarterRound, Submission, SubmissionReview
from notifications.digest import in_words, link_targets, write_digest
from notifications.planning import plan_notices
from notifications.still_true import still_to_tell
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import WorkingDays, at
from procedure.errors import ProcedureError
from procedure.permissions import Actor
from procedure.progress import RoundCounts, count_round
from tests.offices import YEAR, Desk
from tests.procedure.quarters import FINANCE, WORKS, WORKS_HEAD, close_round, obligation_of, report

ON = date(2026, 1, 12)  # a Monday
FINANCE_HEAD = "ผู้อำนวยการกองคลัง"
RETURNED: dict[str, Any] = {"outcome": ReviewOutcome.RETURNED, "remarks": "แนบภาพถ่ายด้วย"}


def review(desk: Desk, by: str = WORKS_HEAD, on: date = ON, role: Role = Role.DIVISION_HEAD, **changes: Any) -> None:
    facts = ReviewSubmission(
        **{"fiscal_year": YEAR, "quarter": 1, "post": WORKS, "revision": 1, "outcome": "accepted", **changes}
    )
    actor = desk.actor(role, on, desk.post_of(by))
    act_as(desk, actor, facts, on)


def act_as(desk: Desk, actor: Actor, facts: ReviewSubmission, on: date) -> None:
    with desk.database.write() as session:
        review_submission(session, actor, facts, at(on, time(15)))


def counts(desk: Desk) -> RoundCounts:
    with desk.database.read() as session:
        return count_round(session, session.exec(select(QuarterRound)).one())


def test_the_head_accepts_a_submission_of_the_own_division(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk)
    with desk.database.read() as session:
        row = session.exec(select(SubmissionReview)).one()
    assert (row.outcome, row.officer_id, row.reviewed_at) == (
        ReviewOutcome.ACCEPTED,
        desk.post_of(WORKS_HEAD),
        at(ON, time(15)),
    )
    assert counts(desk).returned == 0


def test_a_returned_submission_stays_received_and_counts_as_returned_until_a_new_revision(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk, **RETURNED)
    told = counts(desk)
    assert (told.received, told.on_time, told.returned) == (1, 1, 1)
    report(desk, WORKS, date(2026, 1, 20))  # corrected after the due day: still in time by the first
    told = counts(desk)
    assert (told.received, told.on_time, told.returned) == (1, 1, 0)
    review(desk, on=date(2026, 1, 21), revision=2)


def test_after_the_lock_day_a_returned_submission_waits_for_leave(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    close_round(desk, 1, date(2026, 1, 31))
    review(desk, on=date(2026, 2, 2), **RETURNED)
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 2, 3))
    assert refused.value.code == "locked"
    assert obligation_of(desk, WORKS).state is ObligationState.MET


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"post": FINANCE}, "not_your_post"),
        ({"post": "ตำแหน่งที่ไม่มี"}, "unknown_officer"),
        ({"fiscal_year": 2570}, "no_plan"),
        ({"quarter": 2}, "no_submission"),
        ({"revision": 3}, "no_submission"),
        ({"revision": 1}, "superseded_submission"),
        ({"outcome": ReviewOutcome.RETURNED}, "remarks_missing"),
        ({"outcome": ReviewOutcome.RETURNED, "remarks": "  "}, "remarks_missing"),
    ],
)
def test_a_review_that_does_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    report(desk, WORKS, date(2026, 1, 10))
    report(desk, FINANCE, date(2026, 1, 10))
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        review(desk, **{"revision": 2, **changes})
    assert refused.value.code == code
    assert desk.rows() == before


def test_a_revision_is_reviewed_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk)
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        review(desk, **RETURNED)
    assert refused.value.code == "already_reviewed"
    assert desk.rows() == before


def test_nobody_reviews_what_they_sent_themselves_but_an_administrator(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9), by=WORKS_HEAD)
    with pytest.raises(ProcedureError) as refused:
        review(desk)
    assert refused.value.code == "own_submission"
    report(desk, WORKS, date(2026, 1, 9), by="ผู้ดูแลระบบ")
    review(desk, by="ผู้ดูแลระบบ", revision=2)


def test_the_same_person_in_two_posts_is_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        held = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS_HEAD))).one()
        other = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        held.person_id = other.person_id
        session.add(held)
    report(desk, WORKS, date(2026, 1, 9))
    with pytest.raises(ProcedureError) as refused:
        review(desk)
    assert refused.value.code == "own_submission"


def test_officers_analysts_and_heads_elsewhere_do_not_review(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    before = desk.rows()
    for by, code in (
        (WORKS, "not_permitted"),
        ("นักวิเคราะห์นโยบายและแผนชำนาญการ", "not_permitted"),
        (FINANCE_HEAD, "not_your_post"),
    ):
        with pytest.raises(ProcedureError) as refused:
            review(desk, by=by)
        assert refused.value.code == code
    assert desk.rows() == before


def notices_of_return(desk: Desk) -> list[Notice]:
    with desk.database.read() as session:
        return list(session.exec(select(Notice).where(Notice.kind == NoticeKind.RETURNED)))


def plan(desk: Desk, on: date) -> None:
    with desk.database.write() as session:
        plan_notices(session, at(on, time(0, 30)))


def test_the_reporting_post_is_told_once_that_its_report_was_returned(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk, **RETURNED)
    plan(desk, date(2026, 1, 13))
    plan(desk, date(2026, 1, 13))
    (notice,) = notices_of_return(desk)
    assert (notice.officer_id, notice.state) == (desk.post_of(WORKS), NoticeState.PLANNED)
    with desk.database.read() as session:
        message = session.get_one(Message, notice.message_ref)
        written = write_digest(session, message, [notice], at(date(2026, 1, 13), time(8)), WorkingDays())
    assert written.subject == "ส่งกลับเพื่อแก้ไข: รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    assert link_targets(written) == [f"/report/{YEAR}/1/{desk.post_of(WORKS)}"]
    assert "ข้อสังเกต: แนบภาพถ่ายด้วย" in in_words(written)[0].lines
    assert message.state is MessageState.PLANNED


def test_a_report_sent_anew_asks_nothing_any_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk, **RETURNED)
    plan(desk, date(2026, 1, 13))
    (notice,) = notices_of_return(desk)
    report(desk, WORKS, date(2026, 1, 13))
    with desk.database.write() as session:
        assert still_to_tell(session, session.get_one(Message, notice.message_ref)) == []
        assert session.get_one(Notice, notice.id).reason == "superseded"
        assert len(session.exec(select(Submission)).all()) == 2


def test_whoever_takes_the_post_before_it_is_sent_anew_is_told_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    review(desk, **RETURNED)
    plan(desk, date(2026, 1, 13))
    with desk.database.write() as session:
        held = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        finance = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(FINANCE))).one()
        held.until_on = date(2026, 1, 13)
        session.add(held)
        session.add(
            Assignment(
                organization_id=1,
                officer_id=held.officer_id,
                person_id=finance.person_id,
                from_on=date(2026, 1, 14),
            )
        )
    plan(desk, date(2026, 1, 14))
    assert len({notice.person_id for notice in notices_of_return(desk)}) == 2
