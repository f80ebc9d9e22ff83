"""Senders killed at every border of what is kept: nothing is lost, and nobody hears twice but in the known window.

``make test`` runs a short seeded form; ``make faults`` two thousand messages, killed far more often.
"""

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from itertools import count
from pathlib import Path

import pytest

from models.database import Database
from notifications.planning import plan_notices
from procedure.calendar import at
from tests.faults.office import Nursery, trial
from tests.faults.sender import Job
from tests.offices import Desk, established
from tests.postgresql import new_database

POINTS = ("claim", "claiming", "claimed", "written", "send", "accepted", "recording", "recorded")
LONG = os.environ.get("TRAIMAS_FAULTS") == "long"
_numbers = count()


@dataclass(frozen=True)
class Size:
    """How large a trial is: its messages, at which passings each point kills, and how often it kills by chance."""

    messages: int
    passings: tuple[int, ...]
    random_rounds: int
    probability: float
    connections: int


SIZE = Size(2000, (1, 5, 30), 24, 0.004, 4) if LONG else Size(60, (2,), 2, 0.02, 2)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return the database of an office whose plan is open, so that somebody owes something."""
    if request.param == "sqlite":
        desk = Desk(tmp_path)
    else:
        address = request.getfixturevalue("postgresql_server")
        url = new_database(address, f"faults_{next(_numbers)}")
        established(url, "municipality.toml").engine.dispose()
        desk = Desk(tmp_path, url=url)
    desk.open()
    return desk.database


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Return how a trial says what it counted: past the capture, for whoever ran it on purpose."""

    def say(line: str) -> None:
        if LONG:
            with capsys.disabled():
                print(f"\n{line}")  # noqa: T201

    return say


@pytest.mark.timeout(1800 if LONG else 120)
def test_senders_killed_at_every_point_lose_nothing_and_double_only_in_the_window(
    office: Database, tmp_path: Path, told: Callable[[str], None]
) -> None:
    chance = random.Random(20261001)  # noqa: S311 - to be repeated
    with trial(office, SIZE.messages, tmp_path / "senders.log", SIZE.connections) as running:
        for passing in SIZE.passings:
            points = chance.sample(POINTS, len(POINTS))
            for one, other in zip(points[::2], points[1::2], strict=True):
                codes = running.round(f"{one}:{passing}", f"{other}:{passing}")
                assert codes == [-signal.SIGKILL] * 2, f"not both came to {one}, {other} so often as {passing} times"
        named = running.kills
        for _again in range(SIZE.random_rounds):
            seeds = chance.randrange(10**6), chance.randrange(10**6)
            running.round(*(f"random:{seed}:{SIZE.probability}" for seed in seeds))
        running.finish()
        running.check(SIZE.messages)
        told(
            f"{office.engine.dialect.name}: {SIZE.messages} messages, two senders at once, {named} kills at named "
            f"points and {running.kills - named} at random: {len(running.server.kept)} mails received, none lost, "
            f"{running.second_copies.total()} second copies, each accepted before its sender could record it"
        )
    assert running.kills - named > 0
    assert running.second_copies.total() > 0
    office.engine.dispose()


def test_planning_that_was_killed_plans_the_same_the_next_time(tmp_path: Path) -> None:
    on = at(date(2026, 1, 5), time(0, 30))
    quiet, killed = tmp_path / "quiet", tmp_path / "killed"
    quiet.mkdir()
    killed.mkdir()
    undisturbed, desk = Desk(quiet).quarter_open(), Desk(killed).quarter_open()
    with undisturbed.database.write() as session:
        plan_notices(session, on)
    with Nursery(tmp_path / "planning.log", plans=True) as nursery:
        for point, before in (("planning_flushed", []), ("planning_committed", undisturbed.notices())):
            job = Job(desk.database.url, "", on.isoformat(), f"{point}:1", plans=True)
            assert nursery.run(job) == [-signal.SIGKILL]
            assert desk.notices() == before
        assert nursery.run(Job(desk.database.url, "", on.isoformat(), plans=True)) == [0]
    assert desk.notices() == undisturbed.notices()
    assert desk.rows() == undisturbed.rows()
