"""``perform``: an act never fails for want of a run, and a real database keeps to the clock."""

import asyncio
import time as clock
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from sqlmodel import select

from flows.act_deployments import record_posting
from flows.deadlines import sweep
from flows.instants import is_rehearsal, mark_rehearsal, present_instant, record_instant
from flows.perform import NoRequester, PrefectRequester, perform
from models.evidence import StoredFile
from models.kinds import PostingPlace, Role
from models.organizations import Installation
from models.settings import settings
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.acts.posting import PostPlan
from procedure.calendar import at, bangkok_date
from procedure.errors import ProcedureError
from tests.offices import PROMULGATED, YEAR, Desk
from traimas.launcher import HOST, free_port

OPEN = OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED)


def test_a_server_that_is_down_neither_fails_nor_delays_the_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    requester = PrefectRequester(f"http://{HOST}:{free_port()}/api", "traimas:secret")
    actor = desk.actor(Role.PLAN_ANALYST, PROMULGATED)
    began = clock.monotonic()
    perform(desk.database, requester, open_plan, actor, OPEN, at(PROMULGATED, time(10)))
    assert clock.monotonic() - began < 10  # two seconds at most are for the request
    assert desk.rows()["operation_plan"] == 1


def test_a_real_database_takes_no_day_but_the_clocks(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    actor = desk.actor(Role.PLAN_ANALYST, PROMULGATED)
    with desk.database.write() as session:
        session.delete(session.get_one(Installation, 1))
    with pytest.raises(ProcedureError) as refused:
        perform(desk.database, NoRequester(), open_plan, actor, OPEN, at(PROMULGATED, time(10)))
    assert refused.value.code == "not_a_rehearsal"
    assert desk.rows()["operation_plan"] == 0
    assert not is_rehearsal(desk.database)
    assert abs((record_instant(desk.database, None) - datetime.now(UTC)).total_seconds()) < 60
    with pytest.raises(ProcedureError):
        mark_rehearsal(desk.database, PROMULGATED)  # real records cannot become a rehearsal


def test_a_rehearsal_lives_on_the_day_it_has_reached(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    mark_rehearsal(desk.database, date(2026, 1, 7))
    assert bangkok_date(present_instant(desk.database)) == date(2026, 1, 7)


def test_the_sweep_takes_up_what_was_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAIMAS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    desk = Desk(tmp_path).announced()  # the requester of tests asks nobody
    as_of = at(date(2025, 10, 17), time(12))
    assert sweep(desk.database, as_of).did == ["announcement 1/2569: Announced"]
    assert sweep(desk.database, as_of).did == []
    with desk.database.read() as session:
        purposes = {file.purpose for file in session.exec(select(StoredFile))}
    assert {"announcement", "announced_plan"} <= purposes
    settings.cache_clear()


@pytest.mark.prefect
@pytest.mark.usefixtures("prefect_server")
def test_a_refused_act_is_a_failed_run_that_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAIMAS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    Desk(tmp_path).collect()
    facts = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=date(2025, 10, 24))
    as_of = at(date(2025, 10, 24), time(10))

    async def run() -> State[Any]:
        return await record_posting(facts, as_of=as_of, return_state=True)

    state = asyncio.run(run())
    settings.cache_clear()
    assert (state.name, state.type.value) == ("Refused", "FAILED")
    assert state.message is not None
    assert state.message.startswith("needs_announced")
