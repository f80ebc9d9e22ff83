"""Limits of the mail provider: what is over them stays planned, and two senders at once stay within them together."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from models.kinds import MessageState
from notifications.asking import request_sign_in
from notifications.dispatching import Dispatched
from tests.notifications.ledger_office import MORNING, LedgerOffice, hours, instant
from tests.offices import established
from tests.postgresql import new_database
from tests.smtp_servers import SmtpServer, Stage

_numbers = count()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LedgerOffice]:
    if request.param == "sqlite":
        yield LedgerOffice(tmp_path, 10)
        return
    url = new_database(request.getfixturevalue("postgresql_server"), f"limits_{next(_numbers)}")
    established(url, "municipality.toml").engine.dispose()
    office = LedgerOffice(tmp_path, 10, url)
    yield office
    office.database.engine.dispose()


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def test_what_is_over_the_limit_of_a_minute_or_a_day_stays_planned(office: LedgerOffice, server: SmtpServer) -> None:

    def send(later: timedelta = timedelta(0)) -> Dispatched:
        # Over one connection: the order of what is due decides.
        return office.send(server.url(), later, mail_per_minute=4, mail_per_day=7, mail_connections=1)

    assert send() == Dispatched(sent=4, put_off=6)
    assert office.states() == {("mail", "sent", ""): 4, ("mail", "planned", "rate_limited"): 6}
    waiting = [one for one in office.messages() if one.state is MessageState.PLANNED]
    assert {one.attempts for one in waiting} == {0}
    assert MORNING + timedelta(seconds=59) < waiting[0].send_at < MORNING + timedelta(seconds=90)
    assert send(timedelta(seconds=50)) == Dispatched()
    with office.database.write() as session:
        request_sign_in(session, 1, office.persons[9], "/", MORNING)
    assert send(timedelta(minutes=2)).sent == 3  # the sign-in first, then two digests
    assert [one.state for one in office.messages() if not one.digest] == [MessageState.SENT]
    tomorrow = [one.send_at for one in office.messages() if one.state is MessageState.PLANNED]
    assert tomorrow == [instant(0, days=1)] * 4
    assert send(hours(10)) == Dispatched()


def test_what_a_server_did_not_take_uses_up_nothing(office: LedgerOffice, server: SmtpServer) -> None:
    server.refuse(Stage.RCPT, "451 Greylisted", times=5)
    done = office.send(server.url(), mail_per_day=6, mail_connections=1)
    assert done == Dispatched(sent=5, failed=5)
    assert office.send(server.url(), hours(1), mail_per_day=6).sent == 1


def test_two_senders_at_once_stay_within_the_limit_together(office: LedgerOffice, server: SmtpServer) -> None:
    together = threading.Barrier(2)
    done: list[Dispatched] = []

    def run() -> None:
        together.wait()
        done.append(office.send(server.url(), mail_per_minute=5))

    threads = [threading.Thread(target=run) for _sender in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.sent for one in done) == len(server.kept) == 5
    assert len({mail.message_id for mail in server.kept}) == 5
