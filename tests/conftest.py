"""Shared by all tests: skips that must not hide, one Prefect server a session, and rehearsal offices."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from models.addresses import new_key
from tests.postgresql import program, running_server
from traimas.launcher import Children, Ports, child_environment, free_port, health_url, leave_on_signals

# Prefect reads its settings when it is imported, so the session's server has its address before any test is.
_SESSION_DIR = Path(tempfile.mkdtemp(prefix="traimas-tests-"))
_PORTS = Ports(free_port(), free_port())
os.environ.update(
    child_environment(
        _SESSION_DIR,
        _PORTS,
        {
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
            "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "TRAIMAS_ADDRESS_KEYS": new_key(),  # the tests' databases are copied between folders
            "TRAIMAS_CACHE_DIR": str(_SESSION_DIR / "cache"),  # fonts are prepared once, not in each test's folder
            "TRAIMAS_PUBLIC_URL": f"http://127.0.0.1:{_PORTS.portal}",
        },
    )
)
for _name in ("TRAIMAS_MAIL_URL", "TRAIMAS_DATABASE_URL", "TRAIMAS_ADMINISTRATOR"):
    os.environ.pop(_name, None)

_skipped: list[str] = []
_ON_THE_SERVER = "on the server"
_SERVER_MODULES = {f"tests/flows/{name}.py" for name in ("test_year", "test_deployments", "test_perform")}


class _Processes(LoadFileScheduling):  # type: ignore[misc]
    """A module's tests stay in one process. Those that talk to the Prefect server share one, and begin first."""

    def _split_scope(self, nodeid: str) -> str:
        module = str(super()._split_scope(nodeid))
        return _ON_THE_SERVER if module in _SERVER_MODULES else module

    def _assign_work_unit(self, node: object) -> None:
        if _ON_THE_SERVER in self.workqueue:
            self.workqueue.move_to_end(_ON_THE_SERVER, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _Processes:
    """Share the modules out among the processes of ``make test``."""
    return _Processes(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test on the Prefect server whose module could be run beside another one's server."""
    for item in items:
        if "prefect_server" in getattr(item, "fixturenames", ()) and item.location[0] not in _SERVER_MODULES:
            raise pytest.UsageError(f"{item.location[0]} uses the Prefect server: name it in _SERVER_MODULES")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under ``TRAIMAS_REQUIRE_ALL=1`` a skip is a failure; else it is named on the last line."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.user_properties.append(("skipped", reason.removeprefix("Skipped: ")))
        if os.environ.get("TRAIMAS_REQUIRE_ALL") == "1":
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped though all is required: {reason}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather what was skipped, from whichever process ran it."""
    _skipped.extend(str(reason) for name, reason in report.user_properties if name == "skipped")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End with a line that names what was skipped, and leave no folder behind."""
    if not hasattr(config, "workerinput"):  # of several processes the first alone speaks
        print(f"skipped for want of: {', '.join(sorted(set(_skipped))) or 'nothing'}")  # noqa: T201
    shutil.rmtree(_SESSION_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[Children]:
    """Return the session's Prefect server, with the deployments of ``prefect.yaml`` declared on it."""
    leave_on_signals()
    with Children(_SESSION_DIR, dict(os.environ)) as children:
        server = children.start_server()
        children.wait_until_answers(server, health_url(children.environment))
        children.deploy()
        yield children
        from prefect.events.worker import EventsWorker
        from prefect.logging.handlers import APILogHandler

        APILogHandler().flush()
        EventsWorker.drain_all(timeout=5)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Return the address of the session's PostgreSQL 15 server."""
    if program("initdb") is None:
        pytest.skip("PostgreSQL 15")
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def session_ports() -> Ports:
    """Return the ports of the session's servers."""
    return _PORTS
