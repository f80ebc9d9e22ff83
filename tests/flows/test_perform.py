"""``perform``: an act never fails for want of a run, and a real database keeps to the clock."""

import asyncio
import re
import socket
import threading
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from prefect.client.schemas.objects import State
from sqlmodel import col, select

from documents.workbook import read_workbook
from documents.workbook_proposals import proposals
from flows.act_deployments import FLOWS
from flows.deadlines import sweep
from flows.instants import is_rehearsal, mark_rehearsal, present_instant, record_instant
from flows.perform import NoRequester, PrefectRequester, perform
from models.evidence import StoredFile
from models.kinds import FundingSource, PostingPlace, ResolutionOutcome, Role
from models.organizations import Division, Installation
from models.settings import settings
from models.values import FiscalYear
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import OpenPlan, import_projects, open_plan
from procedure.acts.posting import PostPlan
from procedure.calendar import at, bangkok_date
from procedure.errors import ProcedureError
from tests.offices import ANNOUNCED, PROMULGATED, SAMPLES, YEAR, Desk
from traimas.launcher import HOST, free_port

OPEN = OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED)


def test_a_server_that_is_down_does_not_fail_the_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    requester = PrefectRequester(f"http://{HOST}:{free_port()}/api", "traimas:secret")
    actor = desk.actor(Role.PLAN_ANALYST, PROMULGATED)
    perform(desk.database, requester, open_plan, actor, OPEN, at(PROMULGATED, time(10)))
    assert desk.rows()["operation_plan"] == 1


def test_a_server_that_answers_byte_by_byte_does_not_hold_the_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    answered = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _address = listening.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")
            for _byte in range(60):  # never silent for as long as a time-out of one read
                if answered.wait(0.5):
                    return
                connection.sendall(b" ")

    with socket.create_server((HOST, 0)) as listening:
        server = threading.Thread(target=drip, args=(listening,))
        server.start()
        requester = PrefectRequester(f"http://{HOST}:{listening.getsockname()[1]}/api", "traimas:secret")
        actor = desk.actor(Role.PLAN_ANALYST, PROMULGATED)
        perform(desk.database, requester, open_plan, actor, OPEN, at(PROMULGATED, time(10)))
        dripping = server.is_alive()  # the act came back while the server was still at it
        answered.set()
        server.join()
    assert dripping
    assert desk.rows()["operation_plan"] == 1


def test_a_subdistrict_organization_announces_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAIMAS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    desk = Desk(tmp_path, sample="subdistrict.toml")
    desk.open()
    file = SAMPLES / "operation-plan-subdistrict.xlsx"
    reading = read_workbook(file, FiscalYear(YEAR), _division_names(desk))
    facts = proposals(reading, file.read_bytes(), file.name, FundingSource.ANNUAL_BUDGET)
    desk.act(import_projects, facts, date(2025, 10, 3))
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)
    announced = AnnouncePlan(fiscal_year=YEAR, announced_on=ANNOUNCED, signatory="นายกองค์การบริหารส่วนตำบลตัวอย่าง")
    desk.act(announce_plan, announced, ANNOUNCED, Role.EXECUTIVE)
    assert "announcement 1/2569: Announced" in sweep(desk.database, at(ANNOUNCED, time(12))).did
    with desk.database.read() as session:
        letter = session.exec(select(StoredFile).where(StoredFile.purpose == "announcement")).one()
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(letter.content))
    text = re.sub(r"\s+", "", text)
    assert "ข้อบัญญัติงบประมาณรายจ่ายประจำปี" in text
    assert "คณะกรรมการพัฒนาองค์การบริหารส่วนตำบล" in text
    assert "เทศบัญญัติ" not in text
    settings.cache_clear()


def _division_names(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [row.name for row in session.exec(select(Division).order_by(col(Division.position)))]


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
    assert "announcement 1/2569: Announced" in sweep(desk.database, as_of).did
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
        return await FLOWS["post_plan"](facts, as_of=as_of, return_state=True)

    state = asyncio.run(run())
    settings.cache_clear()
    assert (state.name, state.type.value) == ("Refused", "FAILED")
    assert state.message is not None
    assert state.message.startswith("needs_announced")
