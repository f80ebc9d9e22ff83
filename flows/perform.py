"""``perform`` and ``perform_at``, the one way to call an act: one transaction, then one request for a run."""

import time
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import httpx
import structlog

from models.database import Database
from models.organizations import Installation
from models.settings import Settings
from procedure.act import Act, Facts, Outcome, StepRun
from procedure.calendar import BANGKOK, bangkok_date, thai_date
from procedure.errors import ProcedureError
from procedure.permissions import Actor

F = TypeVar("F", bound=Facts)

REQUEST_SECONDS = 2.0

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
        deadline = time.monotonic() + REQUEST_SECONDS
        try:
            with httpx.Client(auth=self.auth, timeout=REQUEST_SECONDS) as client:
                found = client.get(f"{self.api_url}/deployments/name/{run.deployment}/{run.deployment}")
                found.raise_for_status()
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise httpx.ReadTimeout("no time left")
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
                    timeout=remaining,
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
    """Perform one act at the instant that a flow run has taken, once, at its start (``record_instant``)."""
    with database.write() as session:
        outcome = act(session, actor, facts, instant)
    log.info("act.performed", act=outcome.act, via=actor.via.value, organization_id=actor.organization_id)
    if outcome.run is not None:
        requester.request(outcome.run, instant if is_rehearsal(database) else None)
    return outcome


def installation(database: Database) -> Installation:
    """Return the installation's row, or the default of one that was never marked."""
    with database.read() as session:
        return session.get(Installation, 1) or Installation()


def is_rehearsal(database: Database) -> bool:
    """Tell whether the database is marked rehearsal, and so may be played at any ``as_of``."""
    return installation(database).rehearsal


def present_instant(database: Database) -> datetime:
    """Return now as a UTC instant; in a rehearsal, the day it has reached at the present time of day."""
    now = datetime.now(UTC)
    on = installation(database).rehearsal_on
    if on is None:
        return now
    return datetime.combine(on, now.astimezone(BANGKOK).time(), BANGKOK).astimezone(UTC)


def record_instant(database: Database, as_of: datetime | None) -> datetime:
    """Return the instant at which records change: now, or the ``as_of`` of a rehearsal.

    Raises ``ProcedureError`` ``not_a_rehearsal``.
    """
    if as_of is None:
        return present_instant(database)
    if as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=BANGKOK)
    if not is_rehearsal(database):
        day = bangkok_date(as_of)
        raise ProcedureError(
            "not_a_rehearsal",
            f"ฐานข้อมูลนี้ใช้งานจริง จึงบันทึกย้อนหรือล่วงหน้า ณ วันที่ {thai_date(day)} ไม่ได้ ให้ระบุวันที่ในข้อเท็จจริงแทน หรือใช้ฐานข้อมูลซ้อม",
            "This database is in real use: it records at the present time only. Date the facts instead, "
            "or use a rehearsal.",
        )
    return as_of.astimezone(UTC)
