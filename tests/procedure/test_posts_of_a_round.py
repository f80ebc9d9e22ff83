"""Whom an open round asks once an edition changes the plan in force: posts released, and posts that take over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.quarter_facts import quarter_report
from models.kinds import ObligationState, ProgressStatus, SubmissionKind
from procedure.acts.changing import CancelProject, cancel_project, change_project
from procedure.acts.editions import open_amendment
from procedure.calendar import last_instant
from procedure.matrix import progress_matrix
from procedure.plans import find_plan
from procedure.progress import count_round, reports_in
from tests.offices import YEAR, Desk
from tests.procedure.quarters import FINANCE, LOCK, WORKS, close_round, obligation_of, progress, report, round_of
from tests.procedure.test_editions import AMEND, announce_amendment, change

AMENDED = date(2026, 1, 12)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).quarter_open()


def cancel(desk: Desk, number: int, on: date) -> None:
    desk.act(open_amendment, AMEND, on)
    facts = CancelProject(fiscal_year=YEAR, project_number=number, reason="ไม่มีผู้เสนอราคา", authority="บันทึก ที่ ๑")
    desk.act(cancel_project, facts, on)
    announce_amendment(desk, "", on)


def give(desk: Desk, number: int, division: str, on: date, **facts: Any) -> None:
    desk.act(open_amendment, AMEND, on)
    desk.act(change_project, change(number, divisions=[division], **facts), on)
    announce_amendment(desk, "", on)


def test_a_post_whose_only_project_is_cancelled_owes_the_open_round_no_more(desk: Desk) -> None:
    cancel(desk, 2, AMENDED)
    owed = obligation_of(desk, FINANCE)
    assert (owed.state, owed.ended_on, owed.late) == (ObligationState.WITHDRAWN, AMENDED, False)
    close_round(desk, 1, date(2026, 1, 31))
    assert obligation_of(desk, FINANCE).state is ObligationState.WITHDRAWN
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        assert count_round(session, round_of(desk)).expected == 1
        report_of_it = quarter_report(session, plan, round_of(desk))
        assert FINANCE not in [line.post for line in report_of_it.posts]
        assert progress_matrix(session, plan, last_instant(LOCK)).quarter(1).expected == 1


def test_what_was_reported_before_its_project_was_cancelled_stays_received(desk: Desk) -> None:
    report(desk, FINANCE, date(2026, 1, 9))
    cancel(desk, 2, AMENDED)
    assert obligation_of(desk, FINANCE).state is ObligationState.MET


@pytest.mark.parametrize(
    ("on", "due_on"),
    [(AMENDED, date(2026, 1, 15)), (date(2026, 1, 15), date(2026, 1, 15)), (date(2026, 1, 16), LOCK), (LOCK, LOCK)],
)
def test_a_post_that_takes_projects_over_owes_their_report(desk: Desk, on: date, due_on: date) -> None:
    give(desk, 2, "สำนักปลัดเทศบาล", on)
    assert obligation_of(desk, FINANCE).state is ObligationState.WITHDRAWN
    taker = obligation_of(desk, "ผู้รายงานความก้าวหน้า สำนักปลัดเทศบาล")
    assert (taker.state, taker.opens_on, taker.due_on, taker.lock_on) == (ObligationState.OPEN, on, due_on, LOCK)


def test_a_report_already_received_is_not_asked_again_of_the_post_that_takes_over(desk: Desk) -> None:
    report(desk, FINANCE, date(2026, 1, 9))
    before = desk.rows()["obligation"]
    give(desk, 2, "สำนักปลัดเทศบาล", AMENDED)
    assert desk.rows()["obligation"] == before + 1  # to post the amendment, and nothing else
    with desk.database.read() as session:
        assert reports_in(session, round_of(desk))[2].percent == 40


def test_a_project_given_back_within_the_round_is_owed_again(desk: Desk) -> None:
    give(desk, 2, "สำนักปลัดเทศบาล", AMENDED)
    give(desk, 2, "กองคลัง", date(2026, 1, 13))
    again = obligation_of(desk, FINANCE)
    assert (again.state, again.ended_on, again.due_version) == (ObligationState.OPEN, None, 2)
    assert obligation_of(desk, "ผู้รายงานความก้าวหน้า สำนักปลัดเทศบาล").state is ObligationState.WITHDRAWN


def test_after_the_lock_an_amendment_changes_nothing_of_the_round(desk: Desk) -> None:
    give(desk, 2, "สำนักปลัดเทศบาล", date(2026, 1, 31))
    assert obligation_of(desk, FINANCE).state is ObligationState.OPEN  # until the night closes the round as missed


def test_a_post_that_takes_a_project_over_goes_on_from_its_last_values(desk: Desk) -> None:
    report(desk, FINANCE, date(2026, 1, 9))
    give(desk, 2, "กองช่าง", AMENDED)
    report(desk, WORKS, date(2026, 1, 13), kind=SubmissionKind.NOTHING, reports=())
    with desk.database.read() as session:
        kept = reports_in(session, round_of(desk))
        assert (kept[2].status, kept[2].percent) == (ProgressStatus.IN_PROGRESS, 40)
        assert kept[1].status is ProgressStatus.NOT_STARTED


def test_a_revision_of_a_post_that_gave_a_project_away_leaves_its_report_standing(desk: Desk) -> None:
    give(desk, 2, "กองช่าง", date(2026, 1, 5))
    report(desk, WORKS, date(2026, 1, 9))
    give(desk, 2, "กองคลัง", AMENDED)
    report(desk, WORKS, date(2026, 1, 13), reports=(progress(1, percent=50),))
    with desk.database.read() as session:
        kept = reports_in(session, round_of(desk))
        assert {number: row.percent for number, row in kept.items()} == {1: 50, 2: 40}
