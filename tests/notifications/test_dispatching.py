"""Sending: through Apprise to a real SMTP server, once, with what the server answered recorded."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from models.evidence import AuditHead
from models.kinds import MessageState, NoticeKind, NoticeState, Role
from models.notices import Message, Notice, SignInLink
from models.obligations import Obligation
from models.organizations import Person, RoleGrant
from models.settings import Settings
from notifications.asking import request_sign_in
from notifications.channels.contract import Delivery, Outgoing, Result
from notifications.claiming import CLAIM_TIMEOUT
from notifications.dispatching import Dispatched, dispatch_messages
from notifications.links import token_hash
from notifications.planning import plan_notices
from procedure.calendar import at
from procedure.contacts import persons_at
from procedure.plans import identity
from tests.offices import Desk
from traimas.launcher import free_port
from traimas.mailbox import Mailbox

OPENING = date(2026, 1, 5)
WORKS_MAIL = "works.officer@municipality.example.go.th"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office whose first quarter's opening messages are planned for 5 January 08:30, and nothing else."""
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        plan_notices(session, at(date(2025, 10, 17), time(12)))
        session.exec(update(Message).values(state=MessageState.WITHDRAWN))
        session.exec(update(Notice).values(state=NoticeState.NOT_SENT, reason="before the test"))
        plan_notices(session, at(OPENING, time(0, 30)))
    return desk


def settings(mail_url: str | None, **changes: Any) -> Settings:
    return Settings(mail_url=mail_url, public_url="https://plan.example.go.th", **changes)


def send(desk: Desk, mail_url: str | None, clock: time = time(8, 30), **changes: Any) -> Dispatched:
    return dispatch_messages(desk.database, at(OPENING, clock), settings(mail_url, **changes))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def states(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        rows = session.exec(select(Message).where(Message.day == OPENING).order_by(col(Message.id))).all()
        return [(row.state.value, row.reason) for row in rows]


def test_nothing_goes_before_its_hour_and_each_goes_once(desk: Desk, mailbox: Mailbox) -> None:
    assert send(desk, mailbox.url, time(8, 29)).sent == 0
    assert send(desk, mailbox.url).sent == 3
    assert send(desk, mailbox.url, time(8, 35)).sent == 0
    assert len(mailbox.received) == 3
    assert {state for _title, _rung, state, reason in desk.notices() if reason != "before the test"} == {"sent"}


def test_the_mail_as_received_says_it_in_thai_and_opens_the_form(desk: Desk, mailbox: Mailbox) -> None:
    send(desk, mailbox.url, sender_name="ระบบติดตามแผนการดำเนินงาน")
    mail = next(message for message in mailbox.messages() if message["To"] == WORKS_MAIL)
    assert mail["Subject"] == "ขอให้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    # The older reader: Python's newer one puts spaces between the encoded words of a name.
    sender = str(make_header(decode_header(message_from_bytes(mail.as_bytes())["From"])))
    assert sender.startswith("ระบบติดตามแผนการดำเนินงาน <")
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = body(mail, kind)
        assert "ครบกำหนดวันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙ เหลือเวลา ๑๐ วัน" in text
        assert "โครงการหนึ่ง" in text
        assert "โครงการสอง" not in text  # another division's
        assert "https://plan.example.go.th/in/" in text


def test_the_links_token_is_kept_only_as_its_hash(desk: Desk, mailbox: Mailbox) -> None:
    send(desk, mailbox.url)
    mail = next(message for message in mailbox.messages() if message["To"] == WORKS_MAIL)
    token = body(mail, "plain").split("/in/")[1].split()[0]
    with desk.database.read() as session:
        link = session.exec(select(SignInLink).where(SignInLink.token_hash == token_hash(token))).one()
    assert link.target == f"/report/2569/1/{desk.post_of('ผู้รายงานความก้าวหน้า กองช่าง')}"
    assert token.encode() not in desk.path.read_bytes()


def test_without_a_public_address_the_mail_carries_no_dead_link(desk: Desk, mailbox: Mailbox) -> None:
    dispatch_messages(desk.database, at(OPENING, time(8, 30)), Settings(mail_url=mailbox.url, public_url=None))
    assert len(mailbox.received) == 3
    assert not any("/in/" in body(message, "plain") for message in mailbox.messages())


def test_hostile_text_is_escaped_in_the_html(desk: Desk, mailbox: Mailbox) -> None:
    with desk.database.write() as session:
        session.exec(update(Person).values(name="<script>alert(1)</script>"))
    send(desk, mailbox.url)
    html = body(mailbox.messages()[0], "html")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_what_was_met_in_the_meantime_is_withdrawn_with_its_reason(desk: Desk, mailbox: Mailbox) -> None:
    with desk.database.write() as session:
        session.exec(
            update(Obligation)
            .where(col(Obligation.subject_kind) == "quarter_round")
            .values(state="met", ended_on=OPENING)
        )
    assert send(desk, mailbox.url) == Dispatched(withdrawn=3)
    assert mailbox.received == []
    assert {reason for _t, rung, _s, reason in desk.notices() if rung == "opening"} == {"already_met"}


def test_a_server_that_is_down_is_tried_again_within_its_hours_then_given_up(desk: Desk) -> None:
    nowhere = f"mailto://127.0.0.1:{free_port()}?from=a@example.go.th&mode=insecure"
    assert send(desk, nowhere) == Dispatched(failed=3)
    assert states(desk) == [("failed", "connection_refused")] * 3
    assert send(desk, nowhere, time(8, 30, 59)) == Dispatched()  # not before the first retry
    given_up = 0
    for hour in range(1, 27):
        late = at(OPENING, time(8, 30)) + timedelta(hours=hour)
        given_up += dispatch_messages(desk.database, late, settings(nowhere)).given_up
    assert given_up == 3
    assert {state for state, _reason in states(desk)} == {"given_up"}
    with desk.database.read() as session:
        ends = {row.ended_at for row in session.exec(select(Message).where(Message.day == OPENING, Message.digest))}
    assert all(end is not None and end > at(OPENING, time(8, 30)) + timedelta(hours=22) for end in ends)
    assert {state for _t, rung, state, _r in desk.notices() if rung == "opening"} == {"not_sent"}


def test_a_retry_bears_the_same_message_id(desk: Desk, mailbox: Mailbox) -> None:
    with desk.database.read() as session:
        planned = {row.message_id for row in session.exec(select(Message).where(Message.day == OPENING))}
    send(desk, f"mailto://127.0.0.1:{free_port()}?from=a@example.go.th&mode=insecure")
    assert send(desk, mailbox.url, time(9)).sent == 3
    assert {message["Message-ID"].strip("<>") for message in mailbox.messages()} == planned


def test_a_claim_that_a_crash_left_behind_is_taken_up_again(desk: Desk, mailbox: Mailbox) -> None:
    claimed_at = at(OPENING, time(8, 30))
    with desk.database.write() as session:
        session.exec(update(Message).where(col(Message.day) == OPENING).values(state="claimed", claimed_at=claimed_at))
    early = claimed_at + CLAIM_TIMEOUT - timedelta(seconds=1)
    assert dispatch_messages(desk.database, early, settings(mailbox.url)).sent == 0
    assert dispatch_messages(desk.database, claimed_at + CLAIM_TIMEOUT, settings(mailbox.url)).sent == 3


def test_without_a_mail_server_configured_nothing_is_lost(desk: Desk, mailbox: Mailbox) -> None:
    assert send(desk, None) == Dispatched()
    assert send(desk, mailbox.url, time(12)).sent == 3


@pytest.mark.parametrize("url", ["json://127.0.0.1", "127.0.0.1:25", "mailto://"])
def test_an_address_that_is_no_mail_address_is_refused_without_repeating_it(desk: Desk, url: str) -> None:
    with pytest.raises(ValueError, match="TRAIMAS_MAIL_URL") as refused:
        send(desk, url)
    assert "127.0.0.1" not in str(refused.value)


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(desk: Desk, mailbox: Mailbox) -> None:
    async def handle_rcpt(_server: Any, _session: Any, _envelope: Any, address: str, _options: Any) -> str:
        if address == WORKS_MAIL:
            return "550 No such mailbox"
        _envelope.rcpt_tos.append(address)
        return "250 OK"

    mailbox.handle_RCPT = handle_rcpt  # type: ignore[attr-defined]
    assert send(desk, mailbox.url) == Dispatched(sent=2, given_up=1)
    assert ("given_up", "smtp_550") in states(desk)


def test_a_sign_in_message_is_its_own_and_waits_but_once(desk: Desk, mailbox: Mailbox) -> None:
    with desk.database.write() as session:
        (person,) = persons_at(session, WORKS_MAIL, 1)
        for _again in range(2):
            request_sign_in(session, 1, identity(person.id), "/board", at(OPENING, time(7)))
    assert send(desk, mailbox.url, time(7)).sent == 1
    with desk.database.read() as session:
        message = session.exec(select(Message).where(Message.kind == NoticeKind.SIGN_IN)).one()
        link = session.exec(select(SignInLink)).one()
    assert (message.digest, message.state) == (False, MessageState.SENT)
    assert link.target == "/board"
    assert timedelta(0) <= link.expires_at - at(OPENING, time(8)) < timedelta(seconds=10)


def test_a_letter_that_cannot_be_written_never_stops_the_others(desk: Desk, mailbox: Mailbox) -> None:
    works = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    reports = update(Obligation).where(
        col(Obligation.officer_id) == works, col(Obligation.subject_kind) == "quarter_round"
    )
    with desk.database.write() as session:
        session.exec(reports.values(subject_id=99))  # a row that this letter needs is gone
    assert send(desk, mailbox.url) == Dispatched(sent=2, failed=1)
    assert ("failed", "KeyError") in states(desk)
    with desk.database.write() as session:
        session.exec(reports.values(subject_id=1))
    assert send(desk, mailbox.url, time(9)) == Dispatched(sent=1)


def test_days_of_downtime_do_not_use_up_the_hours_of_retrying(desk: Desk, mailbox: Mailbox) -> None:
    late = at(OPENING + timedelta(days=3), time(8, 30))
    nowhere = f"mailto://127.0.0.1:{free_port()}?from=a@example.go.th&mode=insecure"
    assert dispatch_messages(desk.database, late, settings(nowhere)) == Dispatched(failed=3)
    assert dispatch_messages(desk.database, late + timedelta(hours=1), settings(mailbox.url)).sent == 3


def test_after_downtime_each_hears_once_though_nothing_was_sent_for_days(desk: Desk, mailbox: Mailbox) -> None:
    for day in (date(2026, 1, 12), date(2026, 1, 15), date(2026, 1, 16)):
        with desk.database.write() as session:
            plan_notices(session, at(day, time(0, 30)))
    dispatch_messages(desk.database, at(date(2026, 1, 16), time(8, 30)), settings(mailbox.url))
    to = [mail["To"] for mail in mailbox.messages()]
    assert sorted(to) == sorted(set(to))
    works = next(mail for mail in mailbox.messages() if mail["To"] == WORKS_MAIL)
    assert works["Subject"].startswith("เกินกำหนดแล้ว ๑ วัน")
    assert {reason for _t, rung, state, reason in desk.notices() if rung in ("opening", "due-3", "due")} == {
        "superseded"
    }


def test_the_administrators_mail_ends_with_the_days_head_and_no_others_does(desk: Desk, mailbox: Mailbox) -> None:
    post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    with desk.database.write() as session:
        session.add(RoleGrant(organization_id=1, officer_id=post, role=Role.ADMINISTRATOR))
        head = session.get_one(AuditHead, 1)
    send(desk, mailbox.url)
    assert len(mailbox.messages()) == 3
    for mail in mailbox.messages():
        for kind in ("plain", "html"):
            said = f"ค่าหัวบันทึกการตรวจสอบ ณ วันที่ ๕ มกราคม ๒๕๖๙ รายการที่ {head.seq}: {head.hash}"
            assert (said in body(mail, kind)) == (mail["To"] == WORKS_MAIL)


def test_a_sender_that_was_too_slow_overwrites_nothing(desk: Desk, mailbox: Mailbox) -> None:
    class Slow:
        """A way out that fails, but only after another sender took the claim over and sent."""

        def send(self, _outgoing: Outgoing) -> Delivery:
            with desk.database.write() as session:
                session.exec(
                    update(Message)
                    .where(col(Message.state) == MessageState.CLAIMED)
                    .values(state=MessageState.SENT, attempts=Message.attempts + 1)
                )
            return Delivery(Result.FAILED, "timeout")

        def close(self) -> None:
            """Nothing is open."""

    one_by_one = settings(mailbox.url, mail_connections=1)
    dispatch_messages(desk.database, at(OPENING, time(8, 30)), one_by_one, opens=lambda *_given: Slow())
    assert {state for state, _reason in states(desk)} == {"sent"}


def test_no_log_repeats_an_address_or_a_password(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="TRAIMAS_MAIL_URL"):
        send(desk, "mailto://user:hidden-word@?from=")
    assert "hidden-word" not in caplog.text
