"""Dispatch: claim what is due, send it with no transaction open, record what became of it; several at a time.

A message's state decides, and nothing is remembered between runs but what is recorded. A claim that was never
resolved (a crash) is taken up again after ``CLAIM_TIMEOUT``, under the same Message-ID.
"""

import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from models.database import Database
from models.fault_points import fault_point
from models.kinds import MessageState
from models.notices import Message, Notice
from models.settings import Settings
from notifications.channels.contract import Attachment, Delivery, Result
from notifications.channels.register import sender_for
from notifications.claiming import CLAIM_TIMEOUT, Claim, Passed, claim, due
from notifications.outcomes import record_outcome, record_unwritten
from notifications.planning import plan_notices
from notifications.ways import OpenWay, Ways
from procedure.calendar import bangkok_date
from procedure.contacts import MAIL
from procedure.holiday_days import office_working_days

# A claim that waited longer than this before it was sent is left to be taken up again.
_SEND_WITHIN = CLAIM_TIMEOUT / 2
_RECORD_TRIES = 3

# Writes the memo that a notice carries where no public address is set. Raises what it likes: the mail goes without.
Memo = Callable[[Session, Message, Sequence[Notice], datetime], Attachment | None]
T = TypeVar("T")

log = structlog.get_logger()


@dataclass
class Dispatched:
    """What a dispatch run did, in messages. ``put_off`` counts those that met a rate limit; they stay planned."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    given_up: int = 0
    withdrawn: int = 0
    put_off: int = 0


def dispatch_messages(
    database: Database,
    as_of: datetime,
    settings: Settings,
    memo: Memo | None = None,
    *,
    opens: OpenWay = sender_for,
    chance: random.Random | None = None,
    may_wait: timedelta = timedelta(0),
) -> Dispatched:
    """Send the messages due at an instant; run it again and what was sent is not sent again.

    ``mail_connections`` messages are under way at once. Without ``TRAIMAS_MAIL_URL`` no mail is claimed and none is
    lost: it stays planned. A message that cannot be written, and an office's account that cannot be used, fail by
    themselves and never stop the others. ``chance`` spreads the retries; ``may_wait`` is how long the run may go on
    for mails that the limit of a minute put off. Raises ``ValueError`` for an address that is no Apprise mail
    address, before anything is claimed, and ``RuntimeError`` after all others were sent if the database did not take
    what became of some.
    """
    with Ways(database, settings, opens) as ways:
        ways.open_mail()
        if settings.mail_url is None:
            log.warning("dispatch.no_mail_url")
        _catch_up(database, as_of)
        run = _Run(database, as_of, settings, memo, ways, chance or random.SystemRandom())
        run.send_due()
        while (until := run.put_off_until) is not None and until <= as_of + may_wait:
            run.wait(until)
            run.send_due()
        if run.stuck:
            raise RuntimeError(f"{run.stuck} messages could not be recorded; the log names them, the others were sent")
        return run.done


def _catch_up(database: Database, as_of: datetime) -> None:
    """Plan anew what earlier days left unsent, before any of it goes: each hears once, about today's state."""
    left = select(Message.id).where(
        Message.digest,
        Message.state == MessageState.PLANNED,
        col(Message.day) < bangkok_date(as_of),
        col(Message.send_at) <= as_of,
    )
    with database.read() as session:
        if session.exec(left).first() is None:
            return
    try:
        with database.write() as session:
            plan_notices(session, as_of)
        fault_point("planning_committed")
    except Exception as error:
        _say("dispatch.planning_failed", None, error)  # better yesterday's words than none


def _say(what: str, message_id: int | None, error: Exception) -> None:
    """Log an error by its kind and place; its words and what stood around it may hold addresses and tokens."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error(what, message_id=message_id, error=type(error).__name__, at=f"{last.name}:{last.lineno}")


class _Run:
    """One dispatch run: its threads, its ways out and what it has done so far."""

    def __init__(
        self,
        database: Database,
        as_of: datetime,
        settings: Settings,
        memo: Memo | None,
        ways: Ways,
        chance: random.Random,
    ) -> None:
        self.database, self.as_of, self.settings, self.memo, self.ways = database, as_of, settings, memo, ways
        self.chance = chance
        self.done = Dispatched()
        self.put_off_until: datetime | None = None
        self.stuck = 0
        self._full: set[str] = set()  # channels whose limit is met
        self._began = time.monotonic()
        with database.read() as session:
            self._working_days = office_working_days(session)
        self._counting = threading.Lock()
        self._stopped = threading.Event()
        # SQLite's writers poll for their turn: those of one process queue in order instead.
        self._writing = threading.Lock() if database.engine.dialect.name == "sqlite" else None

    def now(self) -> datetime:
        """Return the run's instant: ``as_of``, and on by as long as the run has taken."""
        # A claim bears the time it was made, or those of a long run would look abandoned to the next one.
        return self.as_of + timedelta(seconds=time.monotonic() - self._began)

    def wait(self, until: datetime) -> None:
        """Wait until an instant of the run."""
        self._stopped.wait(max(0.0, (until - self.now()).total_seconds()))

    def send_due(self) -> None:
        """Send everything that is due now, by several threads."""
        self.put_off_until = None
        self._full.clear()
        left = iter(due(self.database, self.now(), mail=self.settings.mail_url is not None))
        threads = self.settings.mail_connections
        with ThreadPoolExecutor(threads, thread_name_prefix="dispatch") as pool:
            try:
                for ended in [pool.submit(self._send_from, left) for _thread in range(threads)]:
                    ended.result()
            except BaseException:
                self._stopped.set()  # what is under way ends; nothing more is begun
                raise

    def _send_from(self, left: Iterator[tuple[int, str]]) -> None:
        while not self._stopped.is_set():
            with self._counting:
                message_id, channel = next(left, (None, ""))
            if message_id is None:
                return
            if channel in self._full:
                continue
            fault_point("claim")
            try:
                self._count(channel, self._send_one(message_id))
            except Exception as error:
                _say("message.not_recorded", message_id, error)
                with self._counting:
                    self.stuck += 1
            fault_point("recorded")

    def _send_one(self, message_id: int) -> Passed:
        """Claim, send and record one message; say what became of it."""
        at, began = self.now(), time.monotonic()
        try:
            claimed = self._written(lambda session: self._claim(session, message_id, at))
        except OperationalError:
            raise  # the database's fault: the message stays as it was
        except Exception as error:
            _say("message.not_written", message_id, error)
            reason = type(error).__name__
            return Passed(self._written(lambda session: record_unwritten(session, message_id, at, reason, self.chance)))
        if isinstance(claimed, Passed):
            return claimed
        fault_point("claimed")
        delivery = self._delivered(claimed, began)
        if delivery is None:
            log.warning("message.too_late_to_send", message_id=message_id)
            return Passed()
        fault_point("accepted")
        return Passed(self._written(lambda session: self._record(session, claimed, delivery)))

    def _claim(self, session: Session, message_id: int, at: datetime) -> Claim | Passed:
        claimed = claim(session, message_id, at, self.settings, self._working_days)
        session.flush()
        fault_point("claiming")
        return claimed

    def _record(self, session: Session, claimed: Claim, delivery: Delivery) -> MessageState | None:
        state = record_outcome(session, claimed, delivery, self.now(), self.chance)
        session.flush()
        fault_point("recording")
        return state

    def _delivered(self, claimed: Claim, began: float) -> Delivery | None:
        """Send a claimed message; None if it came too late for that, and its claim is another's before long."""
        try:
            sender = self.ways.sender(claimed.channel, claimed.organization_id)
            memo = self._memo(claimed)
            name = self.settings.sender_name
            outgoing = claimed.ready.outgoing(claimed.header_id, claimed.claimed_at, name, memo)
        except Exception as error:
            _say("message.not_rendered", claimed.message_id, error)
            return Delivery(Result.FAILED, type(error).__name__)
        fault_point("written")
        if time.monotonic() - began > _SEND_WITHIN.total_seconds():
            return None
        fault_point("send")
        try:
            return sender.send(outgoing)
        except Exception as error:  # a sender never should; whether the message went is not known then
            _say("message.sender_failed", claimed.message_id, error)
            return Delivery(Result.UNKNOWN, type(error).__name__)

    def _memo(self, claimed: Claim) -> Attachment | None:
        """Return the memo that a digest by mail carries where no public address is set."""
        if self.memo is None or self.settings.public_url or not claimed.digest or claimed.channel != MAIL:
            return None
        try:
            with self.database.read() as session:
                message = session.get_one(Message, claimed.message_id)
                notices = session.exec(
                    select(Notice).where(
                        Notice.organization_id == claimed.organization_id, col(Notice.id).in_(claimed.notice_ids)
                    )
                ).all()
                return self.memo(session, message, notices, claimed.claimed_at)
        except Exception as error:
            _say("message.memo_not_written", claimed.message_id, error)
            return None  # the mail says everything by itself

    def _written(self, work: Callable[[Session], T]) -> T:
        """Do work in a write transaction; once more where another transaction was in its way."""
        alone: AbstractContextManager[object] = self._writing or nullcontext()
        for left in reversed(range(_RECORD_TRIES)):
            try:
                with alone, self.database.write() as session:
                    return work(session)
            except (OperationalError, IntegrityError):
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _count(self, channel: str, passed: Passed) -> None:
        with self._counting:
            state = passed.state.value if passed.state else ""
            if state in {one.name for one in fields(Dispatched)}:
                setattr(self.done, state, getattr(self.done, state) + 1)
            if passed.put_off_until is not None:
                self.done.put_off += passed.put_off
                self._full.add(channel)
                earlier = self.put_off_until or passed.put_off_until
                self.put_off_until = min(earlier, passed.put_off_until)
