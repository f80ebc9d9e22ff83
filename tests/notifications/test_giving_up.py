"""What does not arrive: another channel takes its place and says so, and the administrator hears of it once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from models.contacts import ChannelAccount, Contact
from models.kinds import MessageState, NoticeKind
from models.notices import Message
from models.organizations import Person
from notifications.dispatching import Dispatched
from notifications.giving_up import given_up
from notifications.limits import quota_used
from procedure.contacts import add_register_address
from tests.http_servers import Reply
from tests.line_server import LineServer, line_server
from tests.notifications.ledger_office import MORNING, LedgerOffice, hours, instant, line_id
from tests.smtp_servers import SmtpServer, Stage

SAYS_INSTEAD = "ส่งทางอีเมลเพราะส่งข้อความทางไลน์ถึงท่านไม่สำเร็จ"
SAYS_QUOTA = "ส่งทางอีเมลเพราะโควตาข้อความไลน์ของเดือนนี้หมดแล้ว"


@pytest.fixture
def office(tmp_path: Path) -> LedgerOffice:
    return LedgerOffice(tmp_path, 4)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def line() -> Iterator[LineServer]:
    with line_server() as server:
        yield server


def text_to(server: SmtpServer, recipient: str) -> str:
    """Return the text of the one mail to a recipient."""
    (mail,) = [mail for mail in server.kept if mail.recipients == (recipient,)]
    part = mail.message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def address(person_id: int) -> str:
    return f"officer{person_id}@example.go.th"


def alarms(office: LedgerOffice) -> list[Message]:
    return [one for one in office.messages() if one.kind is NoticeKind.ALARM]


def test_what_line_refuses_goes_by_mail_and_says_so(office: LedgerOffice, server: SmtpServer, line: LineServer) -> None:
    office.account(token="a-token-that-LINE-does-not-know")
    office.hears_by_line(*office.persons[:2])
    assert office.send(server.url(), line_api=line.url) == Dispatched(sent=2, given_up=2)
    assert office.notices() == {("sent", ""): 2, ("planned", ""): 2}
    assert office.send(server.url(), timedelta(minutes=6), line_api=line.url).sent == 3  # and the alarm
    assert office.notices() == {("sent", ""): 4}
    for person in office.persons[:2]:
        assert SAYS_INSTEAD in text_to(server, address(person))
    assert SAYS_INSTEAD not in text_to(server, address(office.persons[2]))
    with office.database.read() as session:
        rows = session.exec(select(Message).where(col(Message.stands_in_for_id).is_not(None))).all()
        before = {row.id: row for row in office.messages()}
        for row in rows:
            failed = before[row.stands_in_for_id]
            assert (failed.channel, failed.state, failed.reason) == ("line", MessageState.GIVEN_UP, "line_401")
            assert (row.channel, row.person_id, row.message_id == failed.message_id) == (
                "mail",
                failed.person_id,
                False,
            )
    assert line.pushed == []


def test_the_administrator_hears_once_of_many_and_by_no_ones_address(
    office: LedgerOffice, server: SmtpServer, line: LineServer
) -> None:
    office.account()
    administrator = office.administrator()
    with office.database.write() as session:
        add_register_address(session, session.get_one(Person, administrator), line_id(administrator), "line")
    server.refuse(Stage.RCPT, "550 No such mailbox")
    assert office.send(server.url(), line_api=line.url) == Dispatched(given_up=4)
    assert office.notices() == {("not_sent", "smtp_550"): 4}
    assert [(one.channel, one.send_at >= MORNING + timedelta(minutes=5)) for one in alarms(office)] == [("line", True)]
    assert office.send(server.url(), timedelta(minutes=4), line_api=line.url) == Dispatched()
    assert office.send(server.url(), timedelta(minutes=6), line_api=line.url) == Dispatched(sent=1)
    ((to, text),) = line.pushed
    assert to == line_id(administrator)
    assert "๔ ข้อความ" in text
    assert not any(address(person) in text for person in office.persons)
    assert office.send(server.url(), hours(2), line_api=line.url) == Dispatched()


def test_the_next_alarm_tells_of_what_was_given_up_since_and_comes_an_hour_later(
    office: LedgerOffice, server: SmtpServer
) -> None:
    server.refuse(Stage.RCPT, "550 No such mailbox", recipient=address(office.persons[0]))
    server.refuse(Stage.RCPT, "451 Greylisted", recipient=address(office.persons[1]))
    office.send(server.url())
    assert office.send(server.url(), timedelta(minutes=6)).sent == 1
    server.behave()
    server.refuse(Stage.RCPT, "554 Refused", recipient=address(office.persons[1]))
    assert office.send(server.url(), timedelta(minutes=30)).given_up == 1
    assert [one.send_at for one in alarms(office)][1] >= MORNING + hours(1)
    office.send(server.url(), timedelta(minutes=100))
    assert [one.state for one in alarms(office)] == [MessageState.SENT] * 2
    told = [
        mail.message.get_body(("plain",)) for mail in server.kept if mail.message_id == alarms(office)[1].message_id
    ]
    assert told[0] is not None
    assert "๑ ข้อความ" in told[0].get_content()
    assert "550" not in told[0].get_content()


def test_an_alarm_that_does_not_arrive_raises_none(office: LedgerOffice, server: SmtpServer) -> None:
    server.refuse(Stage.RCPT, "550 No such mailbox")
    office.send(server.url())
    assert office.send(server.url(), timedelta(minutes=6)) == Dispatched(given_up=1)
    assert [one.state for one in alarms(office)] == [MessageState.GIVEN_UP]
    assert office.send(server.url(), hours(3)) == Dispatched()


def test_a_stand_in_that_fails_too_ends_there(office: LedgerOffice, server: SmtpServer, line: LineServer) -> None:
    office.hears_by_line(office.persons[0])  # and the office has no account on LINE
    server.refuse(Stage.RCPT, "550 No such mailbox", recipient=address(office.persons[0]))
    office.send(server.url(), line_api=line.url)
    office.send(server.url(), timedelta(minutes=1), line_api=line.url)
    mine = [one for one in office.messages() if one.person_id == office.persons[0]]
    assert [(one.channel, one.state.value, one.reason) for one in mine] == [
        ("line", "given_up", "no_account"),
        ("mail", "given_up", "smtp_550"),
    ]
    assert office.notices() == {("sent", ""): 3, ("not_sent", "smtp_550"): 1}


def test_what_is_to_be_told_by_mail_that_day_anyway_takes_the_failed_notices_along(
    office: LedgerOffice, server: SmtpServer
) -> None:
    person = office.persons[0]
    office.hears_by_line(person)
    with office.database.write() as session:
        other = session.exec(select(Message).where(Message.person_id == office.persons[1])).one()
        other.person_id = person  # a mail of the same day, due later
        other.send_at = MORNING + hours(1)
        session.add(other)
    office.send(server.url())
    office.send(server.url(), hours(1))
    assert SAYS_INSTEAD in text_to(server, address(person))
    assert office.notices()["sent", ""] == 4


def test_a_spent_quota_leaves_the_rest_of_the_month_to_mail_which_says_so(
    office: LedgerOffice, server: SmtpServer, line: LineServer
) -> None:
    office.account(monthly_quota=1)
    office.hears_by_line(*office.persons[:3])
    assert office.send(server.url(), line_api=line.url, mail_connections=1) == Dispatched(sent=2, withdrawn=2)
    assert len(line.pushed) == 1
    assert office.send(server.url(), timedelta(minutes=5), line_api=line.url) == Dispatched(sent=2)
    assert sum(SAYS_QUOTA in str(mail.message.get_body(("plain",)).get_content()) for mail in server.kept) == 2  # type: ignore[union-attr]
    assert alarms(office) == []
    with office.database.read() as session:
        assert quota_used(session, 1, "line", date(2025, 10, 31)) == 1
        assert (
            quota_used(session, 1, "line", date(2025, 9, 30)) == quota_used(session, 1, "line", date(2025, 11, 1)) == 0
        )


def test_a_spent_quota_without_another_channel_is_given_up_and_alarms(
    office: LedgerOffice, server: SmtpServer, line: LineServer
) -> None:
    office.account(monthly_quota=0)
    office.hears_by_line(office.persons[0])
    with office.database.write() as session:
        mine = update(Contact).where(col(Contact.person_id) == office.persons[0], col(Contact.channel) == "mail")
        session.exec(mine.values(ended_at=MORNING))
    assert office.send(server.url(), line_api=line.url) == Dispatched(sent=3, given_up=1)
    assert office.notices() == {("sent", ""): 3, ("not_sent", "quota_spent"): 1}
    assert len(alarms(office)) == 1


def test_line_is_asked_again_no_sooner_than_it_says(office: LedgerOffice, server: SmtpServer, line: LineServer) -> None:
    office.account()
    office.hears_by_line(office.persons[0])
    line.replies.append(
        Reply(429, b'{"message":"The API rate limit has been exceeded. Try again later."}', {"Retry-After": "3000"})
    )
    assert office.send(server.url(), line_api=line.url) == Dispatched(sent=3, failed=1)
    assert office.first().send_at >= MORNING + timedelta(seconds=3000)
    assert office.send(server.url(), timedelta(minutes=49), line_api=line.url) == Dispatched()
    assert office.send(server.url(), timedelta(minutes=55), line_api=line.url) == Dispatched(sent=1)
    assert len(line.pushed) == 1


def test_a_broken_account_harms_no_other_office_and_no_other_channel(office: LedgerOffice, server: SmtpServer) -> None:
    office.hears_by_line(*office.persons[:2])
    with office.database.write() as session:
        session.add(ChannelAccount(organization_id=1, channel="line", account="{this is no account"))
    assert office.send(server.url()) == Dispatched(sent=2, given_up=2)
    assert ("line", "given_up", "account_unusable") in office.states()


def test_the_administrators_list_tells_what_was_given_up_and_what_took_its_place(
    office: LedgerOffice, server: SmtpServer
) -> None:
    office.hears_by_line(office.persons[0])
    server.refuse(Stage.RCPT, "550 No such mailbox", recipient=address(office.persons[1]))
    office.send(server.url())
    with office.database.read() as session:
        found = {one.person_id: one for one in given_up(session, 1)}
        assert given_up(session, 1, since=instant(9)) == []
        assert given_up(session, 2) == []
    by_line, by_mail = found[office.persons[0]], found[office.persons[1]]
    assert (by_line.channel, by_line.reason, by_line.instead, by_line.attempts) == ("line", "no_account", "mail", 1)
    assert (by_mail.channel, by_mail.reason, by_mail.instead) == ("mail", "smtp_550", None)
    assert by_mail.person_name not in repr(by_mail)
