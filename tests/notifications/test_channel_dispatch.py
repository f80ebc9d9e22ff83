"""Dispatch over LINE and the gateway: the code arrives, LINE's refusals end in the right state, and mail takes over."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from models.contacts import ChannelAccount, Contact
from models.kinds import ContactSource, MessageState, NoticeKind, NoticeState, Role
from models.notices import Message, Notice
from models.records import wall_clock
from models.settings import Settings
from notifications.confirmations import ask_confirmations
from notifications.dispatching import dispatch_messages
from notifications.planning import plan_notices
from procedure.acts.contacts import AddContact, ConfirmContact, add_contact, confirm_contact
from procedure.calendar import at
from procedure.contacts import address_of, persons_at
from procedure.plans import identity
from tests.http_servers import HttpServer, Reply, running
from tests.line_server import SPENT, TOKEN, LineServer, line_server
from tests.offices import Desk
from traimas.mailbox import Mailbox

OPENING = date(2026, 1, 5)
MORNING = at(OPENING, time(8, 30))
USER = "U" + "0123456789abcdef" * 2
WORKS_MAIL = "works.officer@municipality.example.go.th"


@pytest.fixture
def line() -> Iterator[LineServer]:
    with line_server() as server:
        yield server


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


def with_account(desk: Desk, channel: str, account: str, quota: int | None = None) -> None:
    with desk.database.write() as session:
        session.add(ChannelAccount(organization_id=1, channel=channel, account=account, monthly_quota=quota))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office whose works officer alone hears on 5 January, by LINE, at a confirmed address."""
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        plan_notices(session, at(date(2025, 10, 17), time(12)))
        session.exec(update(Message).values(state=MessageState.WITHDRAWN))
        session.exec(update(Notice).values(state=NoticeState.NOT_SENT, reason="before the test"))
        plan_notices(session, at(OPENING, time(0, 30)))
        (works,) = persons_at(session, WORKS_MAIL)
        session.add(
            Contact(
                organization_id=1,
                person_id=identity(works.id),
                channel="line",
                address=USER,
                fingerprint="of the works officer",
                source=ContactSource.PERSON,
                asked_at=MORNING,
                confirmed_at=MORNING,
            )
        )
        planned = update(Message).where(col(Message.day) == OPENING, col(Message.state) == MessageState.PLANNED)
        session.exec(planned.where(col(Message.person_id) == works.id).values(channel="line"))
        session.exec(planned.where(col(Message.person_id) != works.id).values(state=MessageState.WITHDRAWN))
    return desk


def send(desk: Desk, line: HttpServer, mailbox: Mailbox, as_of: datetime = MORNING) -> list[tuple[str, str, str]]:
    """Dispatch, and return the day's messages: channel, state and reason."""
    settings = Settings(mail_url=mailbox.url, line_api=line.url, webhook_hosts="127.0.0.1")
    dispatch_messages(desk.database, as_of, settings)
    with desk.database.read() as session:
        rows = session.exec(
            select(Message)
            .where(Message.day == OPENING, Message.kind == NoticeKind.OPENING, Message.reason != "")
            .order_by(col(Message.id))
        ).all()
        sent = session.exec(select(Message).where(Message.day == OPENING, Message.state == MessageState.SENT)).all()
        return [(one.channel, one.state.value, one.reason) for one in (*rows, *sent)]


def test_the_digest_goes_by_line_as_a_short_text_without_a_letters_dress(
    desk: Desk, line: LineServer, mailbox: Mailbox
) -> None:
    with_account(desk, "line", f'{{"token": "{TOKEN}"}}')
    assert send(desk, line, mailbox) == [("line", "sent", "")]
    ((to, text),) = line.pushed
    assert to == USER
    assert "ไตรมาส" in text
    assert "<" not in text
    assert mailbox.received == []
    send(desk, line, mailbox, MORNING + timedelta(hours=1))
    assert len(line.pushed) == 1


@pytest.mark.parametrize(
    ("reply", "ended"),
    [
        pytest.param(Reply(401), ("line", "given_up", "line_401"), id="the account is wrong"),
        pytest.param(Reply(400), ("line", "given_up", "line_400"), id="the user is gone"),
        pytest.param(
            Reply(429, f'{{"message": "{SPENT}"}}'.encode()), ("line", "withdrawn", "quota_spent"), id="spent at LINE"
        ),
    ],
)
def test_what_line_refuses_goes_by_mail_and_says_so(
    desk: Desk, line: LineServer, mailbox: Mailbox, reply: Reply, ended: tuple[str, str, str]
) -> None:
    with_account(desk, "line", f'{{"token": "{TOKEN}"}}')
    line.replies.append(reply)
    assert send(desk, line, mailbox)[0] == ended
    assert send(desk, line, mailbox, MORNING + timedelta(minutes=1)) == [ended, ("mail", "sent", "")]
    (mail,) = mailbox.received
    assert WORKS_MAIL in str(message_from_bytes(mail)["To"])
    with desk.database.read() as session:
        told = session.exec(select(Message).where(Message.kind == NoticeKind.ALARM)).all()
    assert bool(told) is (ended[1] == "given_up")  # a spent month is no fault


def test_a_months_number_of_the_offices_own_is_kept_before_line_is_asked(
    desk: Desk, line: LineServer, mailbox: Mailbox
) -> None:
    with_account(desk, "line", f'{{"token": "{TOKEN}"}}', quota=0)
    assert send(desk, line, mailbox)[0] == ("line", "withdrawn", "quota_spent")
    assert line.asked == []
    assert ("mail", "sent", "") in send(desk, line, mailbox, MORNING + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        pytest.param(Reply(429), ("line", "failed", "line_429"), id="too fast"),
        pytest.param(Reply(500), ("line", "failed", "line_500"), id="their fault"),
        pytest.param(Reply(hangs_up=True), ("line", "unknown", "line_no_answer"), id="no answer"),
    ],
)
def test_what_line_does_not_take_now_is_tried_again_under_its_key(
    desk: Desk, line: LineServer, mailbox: Mailbox, reply: Reply, state: tuple[str, str, str]
) -> None:
    with_account(desk, "line", f'{{"token": "{TOKEN}"}}')
    line.replies.append(reply)
    assert send(desk, line, mailbox) == [state]
    assert ("line", "sent", "") in send(desk, line, mailbox, MORNING + timedelta(hours=2))
    assert len({asked.headers["x-line-retry-key"] for asked in line.asked}) == 1
    assert len(line.pushed) == 1
    assert mailbox.received == []


@pytest.mark.parametrize(
    ("account", "reason"),
    [(None, "no_account"), ("{}", "account_unusable")],
    ids=["closed meanwhile", "unreadable"],
)
def test_without_a_usable_account_mail_takes_over(
    desk: Desk, line: LineServer, mailbox: Mailbox, account: str | None, reason: str
) -> None:
    if account is not None:
        with_account(desk, "line", account)
    assert send(desk, line, mailbox)[0] == ("line", "given_up", reason)
    assert ("mail", "sent", "") in send(desk, line, mailbox, MORNING + timedelta(minutes=1))


def test_the_code_goes_to_the_new_address_alone_and_confirms_it(tmp_path: Path, mailbox: Mailbox) -> None:
    desk, gateway, now = Desk(tmp_path), HttpServer(), wall_clock()
    actor = desk.actor(Role.OFFICER, now.date())
    with running(gateway):
        with_account(desk, "webhook", f'{{"url": "{gateway.url}/"}}')
        with desk.database.write() as session:
            add_contact(session, actor, AddContact(channel="webhook", address="0812345678"), now)
            assert ask_confirmations(session, now) == 1
            assert ask_confirmations(session, now) == 0
        settings = Settings(mail_url=mailbox.url, webhook_hosts="127.0.0.1", public_url="https://plan.example.go.th")
        assert dispatch_messages(desk.database, now, settings).sent == 1
    (asked,) = gateway.asked
    said = asked.body.decode()
    assert '"to": "0812345678"' in said
    assert "https://" not in said  # no link: the address is nobody's yet
    assert mailbox.received == []
    (code,) = re.findall(r"รหัสยืนยัน ([0-9]{6})", said)
    with desk.database.write() as session:
        typed = ConfirmContact(channel="webhook", code=code)
        assert not confirm_contact(session, actor, typed, now + timedelta(minutes=3)).warnings_th
        assert address_of(session, actor.person_id or 0, "webhook") == "0812345678"


@pytest.mark.parametrize(
    "changes",
    [{"ended_at": MORNING}, {"confirmed_at": MORNING}, {"asked_at": MORNING - timedelta(hours=25)}, {"asked_at": None}],
    ids=["taken back", "confirmed", "expired", "never asked"],
)
def test_no_code_goes_to_an_address_that_does_not_wait_for_one(
    tmp_path: Path, changes: dict[str, datetime | None]
) -> None:
    desk = Desk(tmp_path)
    with desk.database.write() as session:
        for person_id, asked in ((1, {"asked_at": MORNING, **changes}), (2, {"asked_at": MORNING})):
            contact = Contact(
                organization_id=1,
                person_id=person_id,
                channel="line",
                address=USER,
                fingerprint=f"{person_id}",
                source=ContactSource.PERSON,
            )
            for name, value in asked.items():
                setattr(contact, name, value)
            session.add(contact)
        session.flush()
        assert ask_confirmations(session, MORNING, organization_id=2) == 0
        assert ask_confirmations(session, MORNING) == 1
        (message,) = session.exec(select(Message).where(Message.kind == NoticeKind.CONFIRMATION)).all()
        assert message.person_id == 2
