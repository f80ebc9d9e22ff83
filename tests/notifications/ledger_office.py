"""An office with messages due at half past eight on 1 October 2568, for the tests of the ledger."""

import random
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlmodel import col, select, update

from models.contacts import ChannelAccount
from models.database import Database
from models.kinds import Role
from models.notices import Message, MessageAttempt, Notice
from models.organizations import Person
from models.settings import Settings
from notifications.channels.line import LineAccount
from notifications.channels.register import sender_for
from notifications.dispatching import Dispatched, dispatch_messages
from notifications.ways import OpenWay
from procedure.calendar import at
from procedure.contacts import add_register_address
from procedure.permissions import holder_of, officers_with_role
from procedure.plans import identity
from tests.faults.office import DAY, prepare
from tests.line_server import TOKEN
from tests.offices import Desk

MORNING = at(DAY, time(8, 30))


def line_id(person_id: int) -> str:
    """Return a LINE user id of a person."""
    return f"U{person_id:032x}"


class LedgerOffice:
    """An office whose plan is open, with ``count`` officers who each have one mail due at ``MORNING``."""

    def __init__(self, folder: Path, count: int, url: str = "") -> None:
        self.desk = Desk(folder, url=url)
        self.desk.open()
        with self.database.write() as session:
            self.persons = prepare(session, count, MORNING)

    @property
    def database(self) -> Database:
        return self.desk.database

    def send(
        self,
        mail_url: str | None,
        later: timedelta = timedelta(0),
        opens: OpenWay = sender_for,
        **changes: object,
    ) -> Dispatched:
        """Dispatch so long after ``MORNING``, with changed settings."""
        chosen = Settings.model_validate({"mail_url": mail_url, "public_url": "https://plan.example.go.th", **changes})
        return dispatch_messages(self.database, MORNING + later, chosen, chance=random.Random(5), opens=opens)  # noqa: S311

    def messages(self) -> list[Message]:
        """Return the messages, oldest first."""
        with self.database.read() as session:
            return list(session.exec(select(Message).order_by(col(Message.id))))

    def states(self) -> Counter[tuple[str, str, str]]:
        """Return how many messages stand where: channel, state, reason."""
        return Counter((one.channel, one.state.value, one.reason) for one in self.messages())

    def notices(self) -> Counter[tuple[str, str]]:
        """Return how many of the officers' notices stand where: state, reason."""
        with self.database.read() as session:
            rows = session.exec(select(Notice).where(col(Notice.person_id).in_(self.persons)))
            return Counter((one.state.value, one.reason) for one in rows)

    def attempts(self, message_id: int) -> list[tuple[int, str, str]]:
        """Return a message's attempts: number, the state it left, and the reason."""
        with self.database.read() as session:
            rows = session.exec(
                select(MessageAttempt).where(MessageAttempt.message_ref == message_id).order_by(col(MessageAttempt.id))
            )
            return [(one.number, one.state.value, one.reason) for one in rows]

    def first(self) -> Message:
        """Return the first message."""
        return self.messages()[0]

    def administrator(self) -> int:
        """Return the person who holds the administrator's post."""
        with self.database.read() as session:
            (post,) = officers_with_role(session, 1, Role.ADMINISTRATOR)
            holder = holder_of(session, identity(post.id), DAY)
            assert holder is not None
            return holder.person_id

    def hears_by_line(self, *persons: int) -> None:
        """Give persons a LINE address as well, and let their messages go there."""
        with self.database.write() as session:
            for person_id in persons:
                person = session.get_one(Person, person_id)
                person.channel = "line"
                session.add(person)
                add_register_address(session, person, line_id(person_id), "line")
            session.exec(update(Message).where(col(Message.person_id).in_(persons)).values(channel="line"))

    def account(self, token: str = TOKEN, monthly_quota: int | None = None) -> None:
        """Give the office a LINE account."""
        account = LineAccount(token=token).model_dump_json()
        with self.database.write() as session:
            session.add(ChannelAccount(organization_id=1, channel="line", account=account, monthly_quota=monthly_quota))


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def instant(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """Return an instant of the day, or of one after it, by the office's clock."""
    return at(DAY + timedelta(days=days), time(hour, minute))
