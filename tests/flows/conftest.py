"""The sample year, played once a session over the session's Prefect server, worker, portal and mailbox."""

import os
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from models.kinds import OrganizationKind
from models.settings import settings
from tests.offices import SAMPLES
from traimas.demo_results import write_results
from traimas.demo_year import DemoYear
from traimas.launcher import HOST, Children, Ports
from traimas.mailbox import Mailbox


class PlayedYear:
    """The year that was played, its mailbox, and what was written of it."""

    def __init__(self, year: DemoYear, mailbox: Mailbox, out: Path, summary: dict[str, object]) -> None:
        self.year = year
        self.mailbox = mailbox
        self.out = out
        self.summary = summary


@pytest.fixture(scope="session")
def played_year(
    prefect_server: Children, session_ports: Ports, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PlayedYear]:
    """Play the municipality's year as the demo does."""
    out = tmp_path_factory.mktemp("demo-output")
    with Mailbox() as mailbox, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRAIMAS_MAIL_URL", mailbox.url)
        settings.cache_clear()
        year = DemoYear(prefect_server, session_ports, mailbox)
        year.establish(SAMPLES / "municipality.toml", OrganizationKind.SUBDISTRICT_MUNICIPALITY)
        prefect_server.start_worker()
        portal = prefect_server.start_portal(session_ports.portal)
        prefect_server.wait_until_answers(portal, f"http://{HOST}:{session_ports.portal}/health")
        ready: Future[None] = Future()
        ready.set_result(None)
        year.worker_ready = ready
        year.play(SAMPLES / "operation-plan-municipality.xlsx")
        yield PlayedYear(year, mailbox, out, write_results(year, out))
        year.close()
    settings.cache_clear()
    assert "TRAIMAS_MAIL_URL" not in os.environ
