"""``perform`` and ``perform_at``, the one way to call an act: one transaction, then one request for a run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

import httpx
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from flows.instants import is_rehearsal, record_instant
from models.database import Database
from models.settings import Settings
from procedure.act import Act, Facts, Outcome, StepRun
from procedure.errors import ProcedureError
from procedure.permissions import Actor

F = TypeVar("F", bound=Facts)

REQUEST_SECONDS = 2.0
# PostgreSQL: unique violation, serialization failure, deadlock, lock not available.
CONFLICT_STATES = frozenset({"23505", "40001", "40P01", "55P03"})
CONFLICTS_OF_SQLITE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_BUSY")

log = structlog.get_logger()


class RunRequester(Protocol):
    """Asks for the run of a step; never raises, for an act is not undone by a run that was not asked."""

    def request(self, run: StepRun, as_of: datetime | None) -> None: ...


class PrefectRequester:
    """Asks a Prefect server over its REST API: one attempt, at most two seconds in all."""

    def __init__(self, api_url: str, auth: str | None) -> None:
        self.api_url = api_url.rstrip("/")
        user, _, password = (auth or "").partition(":")
        self.auth = httpx.BasicAuth(user, password) if user else None

    def request(self, run: StepRun, as_of: datetime | None) -> None:
        # A thread, for a server that answers byte by byte would outlast any time-out of a single read.
        asking = threading.Thread(target=self._ask, args=(run, as_of), daemon=True)
        asking.start()
        asking.join(REQUEST_SECONDS)
        if asking.is_alive():
            log.warning("run.not_answered", key=run.idempotency_key)

    def _ask(self, run: StepRun, as_of: datetime | None) -> None:
        try:
            with httpx.Client(auth=self.auth, timeout=REQUEST_SECONDS) as client:
                found = client.get(f"{self.api_url}/deployments/name/{run.deployment}/{run.deployment}")
                found.raise_for_status()
                client.post(
                    f"{self.api_url}/deployments/{found.json()['id']}/create_flow_run",
                    json={
                        "parameters": {
                            "organization_id": run.organization_id,
                            "fiscal_year": run.fiscal_year,
                            "as_of": as_of.isoformat() if as_of else None,
                        },
                        "idempotency_key": run.idempotency_key,
                        "state": {"type": "SCHEDULED"},
                    },
                ).raise_for_status()
        except (httpx.HTTPError, ValueError, KeyError) as error:
            # The sweep of `deadlines` takes up what was not asked.
            log.warning("run.not_asked", key=run.idempotency_key, error=type(error).__name__)
        else:
            log.info("run.asked", key=run.idempotency_key)


class NoRequester:
    """Asks nobody: where no server is reached, the sweep takes the step."""

    def request(self, run: StepRun, as_of: datetime | None) -> None:
        log.info("run.left_to_the_sweep", key=run.idempotency_key, as_of=as_of.isoformat() if as_of else None)


def requester_from(settings: Settings) -> RunRequester:
    """Return the requester of an installation."""
    if settings.prefect_api_url:
        return PrefectRequester(settings.prefect_api_url, settings.prefect_auth)
    return NoRequester()


def perform(
    database: Database,
    requester: RunRequester,
    act: Act[F],
    actor: Actor,
    facts: F,
    as_of: datetime | None = None,
) -> Outcome:
    """Perform one act: run it in a write transaction, commit, then ask for the run that its outcome names.

    ``as_of`` None takes now. Raises ``ProcedureError`` when the act is refused, and ``not_a_rehearsal`` when an
    ``as_of`` is given to a database that is not marked rehearsal; nothing is written then.
    """
    return perform_at(database, requester, act, actor, facts, record_instant(database, as_of))


def perform_at(
    database: Database, requester: RunRequester, act: Act[F], actor: Actor, facts: F, instant: datetime
) -> Outcome:
    """Perform one act at the instant that a flow run has taken, once, at its start (``record_instant``).

    Raises ``ProcedureError`` when the act is refused, and ``conflict`` when somebody recorded the same at that moment.
    """
    with _conflicts_told(act), database.write() as session:
        outcome = act(session, actor, facts, instant)
    log.info("act.performed", act=outcome.act, via=actor.via.value, organization_id=actor.organization_id)
    if outcome.run is not None:
        requester.request(outcome.run, instant if is_rehearsal(database) else None)
    return outcome


def try_act(database: Database, act: Act[F], actor: Actor, facts: F, instant: datetime) -> Outcome:
    """Run an act and take it back whole: what it would answer, or how it would be refused, with nothing written.

    A preview may be of any instant. Raises as ``perform_at`` does.
    """
    try:
        with _conflicts_told(act), database.write() as session:
            raise _TakenBackError(act(session, actor, facts, instant))
    except _TakenBackError as taken_back:
        return taken_back.outcome


class _TakenBackError(Exception):
    """Ends the transaction of an act that was only tried, with what it would have answered."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@contextmanager
def _conflicts_told(act: Act[F]) -> Iterator[None]:
    """Turn what a database says when somebody else was faster into the refusal ``conflict``."""
    try:
        yield
    except (StaleDataError, DBAPIError) as error:
        if not _is_conflict(error):
            raise
        log.warning("act.conflicted", act=getattr(act, "__name__", ""), error=type(error).__name__)
        raise ProcedureError(
            "conflict",
            "มีผู้บันทึกรายการนี้พร้อมกัน โปรดเปิดดูใหม่แล้วลองอีกครั้ง",
            "Somebody recorded this at the same moment; look at it again and retry.",
        ) from error


def _is_conflict(error: StaleDataError | DBAPIError) -> bool:
    """Tell whether another transaction got there first; any other error of the database is a fault of ours."""
    if isinstance(error, StaleDataError):
        return True
    if getattr(error.orig, "sqlstate", None) in CONFLICT_STATES:
        return True
    # Its extended codes say more than the busy of the plain one: SQLITE_BUSY_SNAPSHOT.
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith(CONFLICTS_OF_SQLITE)
