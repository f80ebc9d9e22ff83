"""Keeping the rounds of many plans that need nothing costs next to nothing, and one that fails stops no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

from sqlalchemy import event
from sqlmodel import select

from flows.deadlines import sweep
from flows.quarterly_progress import keep_rounds
from models.database import Database
from models.evidence import StoredFile
from models.kinds import EditionKind, ReviewOutcome, Role
from models.obligations import Event
from models.plans import Edition, OperationPlan
from models.quarters import QuarterRound
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import at
from procedure.plans import identity
from tests.offices import YEAR, Desk
from tests.procedure.quarters import DUE, WORKS, close_round, report

IN_SPRING = at(date(2026, 2, 10), time(12))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Count the statements sent to a database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _older_plans(desk: Desk, count: int) -> None:
    """Give the office plans of earlier years that were only opened: they wait for nobody but their analyst."""
    with desk.database.write() as session:
        for year in range(YEAR - count, YEAR):
            plan = OperationPlan(organization_id=1, fiscal_year=year)
            session.add(plan)
            session.flush()
            session.add(
                Edition(
                    organization_id=1,
                    plan_id=identity(plan.id),
                    kind=EditionKind.BASE,
                    number=0,
                    opened_on=date(2025, 9, 26),
                )
            )


def test_plans_at_rest_are_not_looked_at_one_by_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    sweep(desk.database, IN_SPRING)
    with counted(desk.database) as alone:
        keep_rounds(desk.database, None, None, IN_SPRING, summaries_anew=False)
    _older_plans(desk, 100)
    with counted(desk.database) as among_many:
        kept = keep_rounds(desk.database, None, None, IN_SPRING, summaries_anew=False)
    assert (kept.did, kept.failed) == ([], [])
    assert len(among_many) == len(alone) < 12


def test_the_sweep_renders_a_summary_that_is_missing_and_the_daily_run_one_whose_facts_have_changed(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, DUE)
    close_round(desk, 1, date(2026, 1, 31))
    sweep(desk.database, IN_SPRING)
    assert len(_summaries(desk)) == 1
    facts = ReviewSubmission(
        fiscal_year=YEAR, quarter=1, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="แก้ยอด"
    )
    desk.act(review_submission, facts, IN_SPRING.date(), Role.ADMINISTRATOR)
    sweep(desk.database, IN_SPRING)
    assert len(_summaries(desk)) == 1
    for _twice in range(2):
        keep_rounds(desk.database, None, None, IN_SPRING)
    assert len(_summaries(desk)) == 2


def _summaries(desk: Desk) -> list[int | None]:
    with desk.database.read() as session:
        return [row.id for row in session.exec(select(StoredFile).where(StoredFile.purpose == "quarter_summary"))]


def test_three_days_without_the_schedule_change_nothing_of_what_it_keeps(tmp_path: Path) -> None:
    """Opened and closed on the days that the calendar says, each once, and warned of the forecasts once."""
    kept: list[list[tuple[object, ...]]] = []
    for folder, days in (("daily", range(1, 9)), ("down", (1, 5, 5, 8, 8))):
        (tmp_path / folder).mkdir()
        desk = Desk(tmp_path / folder).quarter_open()
        for day in days:
            sweep(desk.database, at(date(2026, 10, day), time(0, 15)))
        with desk.database.read() as session:
            rounds = [(row.number, row.closed_on, row.due_on) for row in session.exec(select(QuarterRound))]
            told = [(row.kind, row.subject_id) for row in session.exec(select(Event))]
        kept.append([*rounds, *sorted(told)])
        assert told.count(("evaluation_opened", 1)) == 1
        assert [kind for kind, _subject in told].count("holidays_forecast") == 1
    assert kept[0] == kept[1]
