"""The launcher: the Prefect server, one process worker and the portal as supervised children over one data folder.

Each child gets its ``PREFECT_HOME``, profile and API address inside the folder; the user's own Prefect profile is
never touched. Everything listens on loopback.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import certifi
import httpx

CHECKOUT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORK_POOL = "traimas"
START_SECONDS = 120.0
DEPLOY_SECONDS = 300.0  # every act has its deployment: half a second each on a quiet machine
STOP_SECONDS = 15.0
RETENTION_SECONDS = 90 * 24 * 3600


class LaunchError(Exception):
    """A child did not start, or ended by itself; the message says which and where its log is."""


@dataclass(frozen=True)
class Ports:
    """The ports on loopback that the children listen on."""

    prefect: int
    portal: int


def free_port() -> int:
    """Return a port on loopback that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def child_environment(data_dir: Path, ports: Ports, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of the children over a data folder, writing the server's secret on first use.

    The secret and the server's address stand in ``prefect/server.json`` (mode 0600), where the command line finds
    the running server too.
    """
    home = data_dir.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    api_url = f"http://{HOST}:{ports.prefect}/api"
    auth = _server_secret(home, api_url)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {
        **inherited,
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": api_url,
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_API_SSL_CERT_FILE": str(_one_certificate(home)),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_SECONDS),
        "TRAIMAS_DATA_DIR": str(data_dir.resolve()),
        "TRAIMAS_PREFECT_API_URL": api_url,
        "TRAIMAS_PREFECT_AUTH": auth,
        **(extra or {}),
    }


def _one_certificate(home: Path) -> Path:
    """Return a file with one certificate authority, for the children's Prefect clients.

    They speak plain HTTP on loopback, yet each client reads the whole bundle of authorities first: a tenth of a second,
    several times in every run and deployment.
    """
    path = home / "one-authority.pem"
    if not path.exists():
        bundle = Path(certifi.where()).read_text(encoding="ascii", errors="ignore")
        end = "-----END CERTIFICATE-----\n"
        path.write_text(bundle[bundle.index("-----BEGIN CERTIFICATE-----") : bundle.index(end) + len(end)], "ascii")
    return path


def _server_secret(home: Path, api_url: str) -> str:
    path = home / "server.json"
    auth = json.loads(path.read_text())["auth"] if path.exists() else f"traimas:{secrets.token_urlsafe(24)}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"api_url": api_url, "auth": auth}, file)
    return str(auth)


@dataclass
class Child:
    """One supervised child and the file that its output goes to."""

    name: str
    command: Sequence[str]
    log_path: Path
    process: subprocess.Popen[bytes]
    log: IO[bytes]


class Children:
    """Children started together and ended together, each by its own process id."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self.log_dir = data_dir.resolve() / "logs"
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self.running: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self, name: str, *command: str) -> Child:
        """Start a child in a session of its own, its output in ``logs/NAME.log``."""
        log_path = self.log_dir / f"{name}.log"
        log = log_path.open("ab")
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            command,
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A child of a shell's background job ignores SIGINT, and a Prefect worker then never ends on SIGTERM.
            preexec_fn=_default_interrupt,  # noqa: PLW1509 - no threads hold locks here that the child takes
        )
        child = Child(name, command, log_path, process, log)
        self.running.append(child)
        return child

    def start_server(self) -> Child:
        """Start the Prefect server, without waiting for it."""
        port = self.environment["PREFECT_API_URL"].removesuffix("/api").rsplit(":", 1)[1]
        return self.start(
            "prefect-server", sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", port
        )

    def start_worker(self) -> Child:
        """Start one process worker of the work pool."""
        return self.start(
            "prefect-worker",
            *(sys.executable, "-m", "prefect", "worker", "start"),
            *("--pool", WORK_POOL, "--type", "process", "--name", "traimas-worker"),
        )

    def start_portal(self, port: int) -> Child:
        """Start the portal. Uvicorn's access log is off: it would print sign-in tokens."""
        return self.start(
            "portal",
            *(sys.executable, "-m", "uvicorn", "portal.app:create_app", "--factory"),
            *("--host", HOST, "--port", str(port), "--no-access-log"),
        )

    def deploy(self) -> None:
        """Create the work pool and declare the deployments of ``prefect.yaml``. Raises ``LaunchError``."""
        user, _, password = self.environment["PREFECT_API_AUTH_STRING"].partition(":")
        pools = f"{self.environment['PREFECT_API_URL']}/work_pools/"
        created = httpx.post(pools, json={"name": WORK_POOL, "type": "process"}, auth=(user, password), timeout=30)
        if created.status_code not in (httpx.codes.CREATED, httpx.codes.CONFLICT):  # it may be there from before
            raise LaunchError(f"the work pool was not created: {created.status_code}")
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DEPLOY_SECONDS,
            check=False,
        )
        log_path = self.log_dir / "deploy.log"
        with log_path.open("ab") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode:
            raise LaunchError(f"prefect deploy failed; see {log_path}")

    def wait_until_answers(self, child: Child, url: str) -> None:
        """Wait until a child answers at an address. Raises ``LaunchError`` if it ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if child.process.poll() is not None:
                raise LaunchError(f"{child.name} ended by itself; see {child.log_path}")
            try:
                if httpx.get(url, timeout=2).is_success:
                    return
            except httpx.HTTPError:
                pass  # not listening yet
            time.sleep(0.2)
        raise LaunchError(f"{child.name} did not answer within {START_SECONDS:.0f} s; see {child.log_path}")

    def supervise(self) -> None:
        """Stay until a signal ends this process; a child that ends by itself is started again.

        Raises ``LaunchError`` when children end by themselves more than five times within an hour.
        """
        restarts: list[float] = []
        while True:
            time.sleep(1)
            for child in list(self.running):
                if child.process.poll() is None:
                    continue
                restarts = [*(then for then in restarts if then > time.monotonic() - 3600), time.monotonic()]
                if len(restarts) > 5:
                    raise LaunchError(f"{child.name} keeps ending by itself; see {child.log_path}")
                self.running.remove(child)
                child.log.close()
                self.start(child.name, *child.command)

    def stop(self) -> None:
        """End the children, last started first: SIGTERM, then SIGKILL to their process groups after a time-out."""
        for child in reversed(self.running):
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(self.running):
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            child.log.close()
        self.running.clear()


def leave_on_signals() -> None:
    """Make SIGINT and SIGTERM the exception that leaves the ``with`` block of the children, and so ends them.

    A background job of a shell starts with SIGINT ignored; SIGTERM alone would leave the children behind.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def _default_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})


def health_url(environment: Mapping[str, str]) -> str:
    """Return the address at which the Prefect server says that it is up; open without the secret."""
    return f"{environment['PREFECT_API_URL']}/health"
