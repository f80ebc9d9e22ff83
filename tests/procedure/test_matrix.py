"""The matrix: each post over four quarters, its rates, liaison posts apart, and what it costs to read."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlmodel import select

from models.kinds import ObligationRule, ReviewOutcome, Role, SubmissionKind
from models.obligations import Obligation
from models.organizations import Officer
from models.quarters import QuarterRound
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import at
from procedure.matrix import MatrixRow, ProgressMatrix, Tally, progress_matrix
from procedure.plans import find_plan, identity
from tests.offices import YEAR, Desk
from tests.portal.office import counted_selects
from tests.procedure.quarters import FINANCE, LIAISON, WORKS, WORKS_HEAD, close_round, open_round, paper, report

AFTER = at(date(2026, 5, 1), time(9))


def matrix_of(desk: Desk, as_of: datetime) -> ProgressMatrix:
    with desk.database.read() as session:
        return progress_matrix(session, find_plan(session, 1, YEAR), as_of)


def row_of(matrix: ProgressMatrix, title: str) -> MatrixRow:
    return next(row for row in (*matrix.posts, *matrix.liaisons) if row.officer.title == title)


def played(tmp_path: Path) -> Desk:
    """Quarter 1: works on time and returned, finance missed, the liaison not told; 2: works nothing, finance late."""
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    on = date(2026, 1, 12)
    head = desk.actor(Role.DIVISION_HEAD, on, desk.post_of(WORKS_HEAD))
    returned = ReviewSubmission(
        fiscal_year=YEAR, quarter=1, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="แก้"
    )
    with desk.database.write() as session:
        review_submission(session, head, returned, at(on, time(10)))
    told: dict[str, Any] = {"kind": SubmissionKind.NOT_INFORMED, "reports": ()}
    report(desk, LIAISON, on, **told, source="หนังสือ อบจ.", asked_on=date(2026, 1, 5))
    close_round(desk, 1, date(2026, 1, 31))
    open_round(desk, 2, date(2026, 4, 1))
    report(desk, WORKS, date(2026, 4, 10), quarter=2, kind=SubmissionKind.NOTHING, reports=())
    report(desk, FINANCE, date(2026, 4, 22), quarter=2)
    return desk


def test_the_matrix_counts_posts_quarters_and_all_with_their_rates(tmp_path: Path) -> None:
    matrix = matrix_of(played(tmp_path), AFTER)
    works, finance = row_of(matrix, WORKS), row_of(matrix, FINANCE)
    assert [row.officer.title for row in matrix.posts] == [FINANCE, WORKS]  # in the order of the divisions
    assert [cell.standing for cell in works.cells] == ["met", "met", "not_yet", "not_yet"]
    assert [cell.standing for cell in finance.cells] == ["missed", "met_late", "not_yet", "not_yet"]
    assert works.tally == Tally(expected=2, received=2, on_time=2, nothing=1, returned=1)
    assert finance.tally == Tally(expected=2, received=1, late=1)
    assert (works.tally.received_rate, finance.tally.received_rate, finance.tally.on_time_rate) == (100.0, 50.0, 0.0)
    assert matrix.quarter(1) == Tally(expected=2, received=1, on_time=1, returned=1)
    assert matrix.quarter(2) == Tally(expected=2, received=2, on_time=1, late=1, nothing=1)
    assert (matrix.quarter(3), matrix.quarter(3).received_rate) == (Tally(), None)
    assert (matrix.tally.expected, matrix.tally.received, matrix.tally.missing) == (4, 3, 1)
    assert (matrix.tally.received_rate, matrix.tally.on_time_rate) == (75.0, 50.0)


def test_a_liaison_stands_apart_with_whom_it_asked_and_when(tmp_path: Path) -> None:
    matrix = matrix_of(played(tmp_path), AFTER)
    (row,) = matrix.liaisons
    assert (row.officer.title, row.unit) == (LIAISON, "องค์การบริหารส่วนจังหวัดตัวอย่าง")
    told = row.cells[0]
    assert (told.not_informed, told.source, told.asked_on) == (True, "หนังสือ อบจ.", date(2026, 1, 5))
    assert row.tally.not_informed == 1
    assert matrix.tally.not_informed == 0


def test_the_matrix_of_an_earlier_day_shows_what_stood_then(tmp_path: Path) -> None:
    desk = played(tmp_path)
    before = matrix_of(desk, at(date(2026, 1, 8), time(9)))
    assert [cell.standing for cell in row_of(before, WORKS).cells] == ["open", "not_yet", "not_yet", "not_yet"]
    assert before.tally == Tally(expected=2)
    on_the_day = matrix_of(desk, at(date(2026, 1, 9), time(23, 59)))
    assert on_the_day.quarter(1) == Tally(expected=2, received=1, on_time=1)  # not yet returned
    returned = matrix_of(desk, at(date(2026, 1, 12), time(10)))
    assert row_of(returned, WORKS).cells[0].returned
    assert row_of(matrix_of(desk, at(date(2026, 1, 20), time(9))), FINANCE).cells[0].standing == "late"
    assert matrix_of(desk, at(date(2025, 12, 31), time(9))).tally == Tally()


def test_a_paper_typed_later_counts_from_the_day_it_came(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    paper(desk, WORKS, date(2026, 1, 14), date(2026, 3, 2))
    cell = row_of(matrix_of(desk, AFTER), WORKS).cells[0]
    assert (cell.standing, cell.received_on) == ("met", date(2026, 1, 14))


def test_a_post_whose_projects_came_later_owes_nothing_for_a_round_already_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        for row in session.exec(select(Obligation).where(Obligation.officer_id == desk.post_of(FINANCE))):
            session.delete(row)
    matrix = matrix_of(desk, AFTER)
    assert [cell.standing for cell in row_of(matrix, FINANCE).cells] == ["none", "not_yet", "not_yet", "not_yet"]
    assert matrix.tally.expected == 1


def test_many_posts_cost_no_more_queries(tmp_path: Path) -> None:
    desk = played(tmp_path)
    with counted_selects(desk.database) as few:
        matrix_of(desk, AFTER)
    with desk.database.write() as session:
        like = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.REPORT_QUARTER)).first()
        assert like is not None
        rounds = session.exec(select(QuarterRound)).all()
        for number in range(40):
            officer = Officer(organization_id=1, title=f"ตำแหน่งที่ {number}")
            session.add(officer)
            session.flush()
            for quarter_round in rounds:
                row = Obligation(**like.model_dump(exclude={"id", "recorded_at"}))
                row.officer_id, row.subject_id = identity(officer.id), identity(quarter_round.id)
                session.add(row)
    with counted_selects(desk.database) as many:
        assert len(matrix_of(desk, AFTER).posts) == 42
    assert len(few) == len(many) <= 8


def test_a_quarter_that_was_locked_before_the_plan_was_announced_is_told_as_not_opened(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()  # typed in, but nobody opened the first quarter's round
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        on_lock_day = progress_matrix(session, plan, at(date(2026, 1, 30), time(23)))
        after = progress_matrix(session, plan, at(date(2026, 1, 31), time(0)))
    assert [cell.standing for cell in row_of(on_lock_day, WORKS).cells] == ["not_yet"] * 4
    assert [cell.standing for cell in row_of(after, WORKS).cells] == ["not_opened", "not_yet", "not_yet", "not_yet"]
