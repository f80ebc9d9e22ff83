"""An office with many messages due, its senders in processes of their own, and what was received in spite of all."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, insert, select

from models.addresses import address_keys
from models.contacts import Contact
from models.database import Database
from models.kinds import ContactSource, MessageState, NoticeKind, NoticeState, ObligationState
from models.notices import Message, MessageAttempt, Notice
from models.obligations import Obligation
from models.organizations import Organization, Person
from notifications.claiming import CLAIM_TIMEOUT
from procedure.calendar import at
from procedure.plans import identity
from tests.faults.sender import Job
from tests.smtp_servers import SmtpServer

DAY = date(2025, 10, 1)
FIRST = at(DAY, time(0, 5))
ANSWER_SECONDS = 240.0


class Nursery:
    """The process that forks senders; a context manager."""

    def __init__(self, log: Path, *, plans: bool = False) -> None:
        self._log = log
        self._command = [sys.executable, "-m", "tests.faults.sender", *(["plans"] if plans else [])]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Nursery":
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return self

    def run(self, *jobs: Job) -> list[int]:
        """Run senders at the same time until all have ended; return their exit codes, negative for a signal."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([job.line() for job in jobs]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, self._log.read_text()[-5000:]
        codes: list[int] = json.loads(answer)
        assert 1 not in codes, self._log.read_text()[-5000:]
        return codes

    def __exit__(self, *_how: object) -> None:
        assert self._process is not None
        self._process.communicate(timeout=ANSWER_SECONDS)


@dataclass
class Trial:
    """Two senders over one database and one mail server, killed and begun again round after round.

    Between rounds no sender lives, so a message that is still claimed was left by a kill. ``second_copies`` counts
    those of them that the server has accepted: only they may be received once more.
    """

    database: Database
    server: SmtpServer
    nursery: Nursery
    connections: int = 2
    as_of: datetime = FIRST
    kills: int = 0
    second_copies: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def round(self, *faults: str) -> list[int]:
        """Run a sender for each fault (nothing: none) at the same time, and look at what they left."""
        url = self.database.url
        as_of = self.as_of.isoformat()
        codes = self.nursery.run(
            *(Job(url, self.server.url(), as_of, fault, connections=self.connections) for fault in faults)
        )
        self.kills += sum(code < 0 for code in codes)
        with self.server.opened:
            assert self.server.opened.wait_for(lambda: not self.server._protocols, timeout=ANSWER_SECONDS)
        received = Counter(self.server.message_ids)
        with self.database.read() as session:
            claimed = session.exec(select(Message).where(Message.state == MessageState.CLAIMED)).all()
        latest = max((one.claimed_at for one in claimed if one.claimed_at), default=self.as_of)
        for one in claimed:
            if received[one.message_id] > self.seen[one.message_id]:
                self.second_copies[one.message_id] += 1
        self.seen = received
        self.as_of = latest + CLAIM_TIMEOUT + timedelta(minutes=1)
        assert self.as_of < at(DAY + timedelta(days=1), time(0)), "the trial outlived its day"
        return codes

    def finish(self) -> None:
        """Run senders that nobody kills until nothing is left to send."""
        while self.left():
            self.round("", "")

    def left(self) -> int:
        """Return how many messages have not ended."""
        ended = (MessageState.SENT, MessageState.WITHDRAWN, MessageState.GIVEN_UP)
        with self.database.read() as session:
            return len(session.exec(select(Message.id).where(col(Message.state).not_in(ended))).all())

    def check(self, count: int) -> None:
        """Hold what was received against the ledger: none lost, no copy but in the window, one mail for each person."""
        with self.database.read() as session:
            messages = session.exec(select(Message)).all()
            notices = Counter(session.exec(select(col(Notice.state))).all())
            sent = Counter(
                session.exec(
                    select(col(MessageAttempt.message_ref)).where(MessageAttempt.state == MessageState.SENT)
                ).all()
            )
        assert Counter(one.state for one in messages) == {MessageState.SENT: count}
        assert notices == {NoticeState.SENT: count}
        assert sent == {identity(one.id): 1 for one in messages}
        received = Counter(self.server.message_ids)
        assert received == Counter(one.message_id for one in messages) + self.second_copies
        to = {(mail.recipients, mail.message_id) for mail in self.server.kept}
        assert len(to) == len({recipient for recipient, _id in to}) == count


def without_quiet_hours(session: Session) -> None:
    """Let messages go at any hour."""
    organization = session.exec(select(Organization)).one()
    organization.settings = {**organization.settings, "quiet_from": "00:00:00", "quiet_until": "00:00:00"}
    session.add(organization)


def prepare(session: Session, count: int, send_at: datetime = FIRST) -> list[int]:
    """Write ``count`` persons, each with a mail due at an instant that tells of one open duty; return the persons."""
    duty = session.exec(select(Obligation).where(Obligation.state == ObligationState.OPEN)).first()
    assert duty is not None
    session.execute(insert(Person), [{"organization_id": 1, "name": f"เจ้าหน้าที่ {one}"} for one in range(1, count + 1)])
    people = session.exec(select(col(Person.id)).order_by(col(Person.id).desc()).limit(count))
    persons = sorted(identity(one) for one in people)
    addresses = {person: f"officer{person}@example.go.th" for person in persons}
    session.execute(
        insert(Contact),
        [
            {
                "organization_id": 1,
                "person_id": one,
                "channel": "mail",
                "address": address,
                "fingerprint": address_keys().fingerprint("mail", address),
                "source": ContactSource.OFFICE,
            }
            for one, address in addresses.items()
        ],
    )
    session.execute(
        insert(Message),
        [
            {
                "organization_id": 1,
                "person_id": one,
                "day": DAY,
                "channel": "mail",
                "digest": True,
                "kind": NoticeKind.REMINDER,
                "message_id": f"trial-{number}@traimas",
                "send_at": send_at,
                "give_up_at": send_at + timedelta(hours=24),
            }
            for number, one in enumerate(persons, start=1)
        ],
    )
    messages = dict(session.exec(select(col(Message.person_id), col(Message.id)).where(Message.digest)).all())
    session.execute(
        insert(Notice),
        [
            {
                "organization_id": 1,
                "obligation_id": duty.id,
                "officer_id": duty.officer_id,
                "person_id": one,
                "rung": "due",
                "due_version": duty.due_version,
                "kind": NoticeKind.REMINDER,
                "message_ref": messages[one],
            }
            for one in persons
        ],
    )
    return persons


@contextmanager
def trial(database: Database, count: int, log: Path, connections: int = 2) -> Iterator[Trial]:
    """Yield a trial over ``count`` due messages."""
    with database.write() as session:
        without_quiet_hours(session)
        prepare(session, count)
    database.engine.dispose()
    with SmtpServer() as server, Nursery(log) as nursery:
        yield Trial(database, server, nursery, connections)
