"""The ledger: whatever the mail server does, each message ends where it should, under one Message-ID."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update

from models.contacts import ChannelAccount, Contact
from models.kinds import ContactSource, MessageState, NoticeKind, ObligationState
from models.notices import Message, MessageAttempt, Notice
from models.obligations import Obligation
from models.organizations import Person
from models.settings import OfficeSettings, Settings
from notifications.asking import request_confirmation, request_sign_in
from notifications.channels.contract import Attachment, Sender
from notifications.channels.mail import mail_sender
from notifications.claiming import CLAIM_TIMEOUT, MOST_STOPS
from notifications.dispatching import Dispatched, dispatch_messages
from notifications.messages import allowed_from
from notifications.outcomes import BACKOFF, LONGEST_BACKOFF, SHORTEST_BACKOFF, backoff
from notifications.planning import plan_notices
from procedure.calendar import BANGKOK, at
from procedure.contacts import confirmation_codes
from procedure.plans import identity
from tests.notifications.ledger_office import MORNING, LedgerOffice, hours, instant
from tests.offices import Desk
from tests.smtp_servers import SmtpServer, Stage


@pytest.fixture
def office(tmp_path: Path) -> LedgerOffice:
    return LedgerOffice(tmp_path, 2)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def impatient(_channel: str, _account: ChannelAccount | None, settings: Settings) -> Sender:
    """Open mail so that nobody waits long for an answer."""
    return mail_sender(settings.mail_url or "", 2, attempt_seconds=1.0, reply_seconds=0.3)


@pytest.mark.parametrize(
    ("stage", "reply", "reason"),
    [
        (Stage.CONNECT, "421 Too busy", "smtp_421"),
        (Stage.RCPT, "451 Greylisted", "smtp_451"),
        (Stage.DATA, "452 Out of space", "smtp_452"),
        (Stage.END, "451 Try later", "smtp_451"),
    ],
)
def test_what_a_server_does_not_take_now_is_sent_later(
    office: LedgerOffice, server: SmtpServer, stage: Stage, reply: str, reason: str
) -> None:
    server.refuse(stage, reply)
    assert office.send(server.url()) == Dispatched(failed=2)
    assert office.states() == {("mail", "failed", reason): 2}
    assert office.notices() == {("planned", ""): 2}
    server.behave()
    assert office.send(server.url(), hours(1)) == Dispatched(sent=2)
    first = office.first()
    assert office.attempts(identity(first.id)) == [(1, "failed", reason), (2, "sent", "")]
    assert (first.attempts, first.ended_at, first.reason) == (2, first.sent_at, "")
    assert office.notices() == {("sent", ""): 2}
    assert Counter(server.message_ids) == Counter(one.message_id for one in office.messages())


@pytest.mark.parametrize(
    ("stage", "reply"),
    [(Stage.RCPT, "550 No such mailbox"), (Stage.DATA, "554 Refused"), (Stage.END, "552 Not wanted here")],
)
def test_what_a_server_refuses_for_good_is_given_up_at_once(
    office: LedgerOffice, server: SmtpServer, stage: Stage, reply: str
) -> None:
    server.refuse(stage, reply, recipient=f"officer{office.persons[0]}@example.go.th")
    assert office.send(server.url()) == Dispatched(sent=1, given_up=1)
    assert office.notices() == {("sent", ""): 1, ("not_sent", f"smtp_{reply[:3]}"): 1}
    first = office.first()
    assert (first.state, first.reason) == (MessageState.GIVEN_UP, f"smtp_{reply[:3]}")
    assert first.ended_at is not None
    assert first.sent_at is None


@pytest.mark.parametrize("stage", [Stage.EHLO, Stage.RCPT, Stage.BODY])
def test_a_server_that_stalls_or_drops_before_it_has_the_mail_is_tried_again(
    office: LedgerOffice, server: SmtpServer, stage: Stage
) -> None:
    not_sent = Dispatched(unknown=2) if stage is Stage.BODY else Dispatched(failed=2)  # a letter is handed over whole
    server.stall(stage)
    assert office.send(server.url(), opens=impatient) == not_sent
    server.behave()
    server.drop(stage)
    assert office.send(server.url(), hours(1), opens=impatient) == not_sent
    server.behave()
    assert office.send(server.url(), hours(3), opens=impatient).sent == 2
    assert Counter(server.message_ids) == Counter(one.message_id for one in office.messages())


@pytest.mark.parametrize("fault", ["stall", "drop"])
def test_a_mail_that_nobody_answered_for_is_unknown_and_its_retry_bears_the_same_id(
    office: LedgerOffice, server: SmtpServer, fault: str
) -> None:
    (server.stall if fault == "stall" else server.drop)(Stage.END)
    assert office.send(server.url(), opens=impatient) == Dispatched(unknown=2)
    assert {one.state for one in office.messages()} == {MessageState.UNKNOWN}
    assert office.notices() == {("planned", ""): 2}
    server.behave()
    assert office.send(server.url(), hours(1), opens=impatient) == Dispatched(sent=2)
    ids = Counter(one.message_id for one in office.messages())
    assert Counter(server.message_ids) == ids + ids
    assert [state for _number, state, _reason in office.attempts(1)] == ["unknown", "sent"]


def test_a_server_that_is_down_for_hours_gets_each_mail_once_when_it_is_back(
    office: LedgerOffice, server: SmtpServer
) -> None:
    server.stop()
    for hour in range(6):
        assert office.send(server.url(), hours(hour)).given_up == 0
    assert {one.state for one in office.messages()} == {MessageState.FAILED}
    server.start()
    office.send(server.url(), hours(7))
    assert {one.state for one in office.messages()} == {MessageState.SENT}
    assert len(server.kept) == 2


def test_what_is_claimed_says_where_it_goes_and_in_whose_words(office: LedgerOffice, server: SmtpServer) -> None:
    office.send(server.url())
    with office.database.read() as session:
        first = session.get_one(Message, 1)
        contact = session.get_one(Contact, first.contact_id)
    assert contact.person_id == first.person_id
    assert [first.subject] == [mail.message["Subject"] for mail in server.kept if mail.message_id == first.message_id]
    assert len(first.template_version) == 12


def test_attempts_are_never_changed(office: LedgerOffice, server: SmtpServer) -> None:
    office.send(server.url())
    with pytest.raises(IntegrityError, match="append-only"), office.database.write() as session:
        session.exec(update(MessageAttempt).values(reason="otherwise"))


def test_what_was_met_before_it_went_is_withdrawn_at_its_claim(office: LedgerOffice, server: SmtpServer) -> None:
    server.refuse(Stage.RCPT, "451 Greylisted")
    office.send(server.url())
    with office.database.write() as session:
        session.exec(update(Obligation).values(state=ObligationState.MET, ended_on=date(2025, 10, 1)))
    assert office.send(server.url(), hours(1)) == Dispatched(withdrawn=2)
    assert office.notices() == {("not_sent", "already_met"): 2}
    assert office.states() == {("mail", "withdrawn", "nothing_left_to_tell"): 2}
    assert all(one.ended_at is not None and one.attempts == 1 for one in office.messages())


def test_a_person_who_lost_their_address_is_recorded_as_not_told(office: LedgerOffice, server: SmtpServer) -> None:
    with office.database.write() as session:
        session.exec(update(Contact).where(col(Contact.person_id) == office.persons[0]).values(ended_at=MORNING))
    assert office.send(server.url()) == Dispatched(sent=1, withdrawn=1)
    assert office.notices() == {("sent", ""): 1, ("not_sent", "no_address"): 1}


def test_at_night_only_what_a_person_asks_for_goes(office: LedgerOffice, server: SmtpServer) -> None:
    at_two = instant(2, days=1) - MORNING
    with office.database.write() as session:
        session.exec(update(Message).values(day=date(2025, 10, 2)))  # planned while it was off; not yesterday's
        person = session.get_one(Person, office.persons[0])
        request_sign_in(session, 1, office.persons[0], "/board", instant(2, days=1))
        contact = Contact(
            organization_id=1,
            person_id=identity(person.id),
            channel="mail",
            address="own@example.org",
            fingerprint="1",
            source=ContactSource.PERSON,
            asked_at=instant(2, days=1),
        )
        session.add(contact)
        session.flush()
        request_confirmation(session, contact, instant(2, days=1))
        session.flush()
        code = confirmation_codes(contact)[0]
    assert office.send(server.url(), at_two) == Dispatched(sent=2)
    by_recipient = {mail.recipients[0]: mail for mail in server.kept}
    assert set(by_recipient) == {f"officer{office.persons[0]}@example.go.th", "own@example.org"}
    confirmation = by_recipient["own@example.org"].message.get_body(("plain",))
    assert confirmation is not None
    assert code in confirmation.get_content()
    assert office.send(server.url(), at_two + hours(4.9)) == Dispatched()
    assert office.send(server.url(), at_two + hours(5)) == Dispatched(sent=2)


def test_a_code_asked_for_anew_takes_the_place_of_the_one_that_waits(office: LedgerOffice) -> None:
    with office.database.write() as session:
        contact = session.exec(select(Contact).where(Contact.person_id == office.persons[0])).one()
        first = request_confirmation(session, contact, MORNING)
        second = request_confirmation(session, contact, MORNING + hours(1))
        assert (first.state, first.reason) == (MessageState.WITHDRAWN, "asked_anew")
        assert second.state is MessageState.PLANNED


def test_a_retry_that_would_fall_into_the_quiet_hours_waits_for_the_morning(
    office: LedgerOffice, server: SmtpServer
) -> None:
    server.refuse(Stage.RCPT, "451 Greylisted")
    office.send(server.url(), instant(18, 59) - MORNING)
    assert {one.send_at for one in office.messages()} == {instant(7, days=1)}


def test_a_sign_in_that_did_not_get_through_within_its_hour_is_given_up(
    office: LedgerOffice, server: SmtpServer
) -> None:
    with office.database.write() as session:
        session.exec(update(Message).values(state=MessageState.WITHDRAWN))
        request_sign_in(session, 1, office.persons[0], "/board", MORNING)
    server.refuse(Stage.RCPT, "451 Greylisted")
    for minutes in range(0, 90, 5):
        office.send(server.url(), timedelta(minutes=minutes))
    assert [one.state for one in office.messages() if one.kind is NoticeKind.SIGN_IN] == [MessageState.GIVEN_UP]


def test_days_that_the_machine_was_off_between_two_attempts_use_up_no_hours(
    office: LedgerOffice, server: SmtpServer
) -> None:
    server.refuse(Stage.RCPT, "451 Greylisted")
    office.send(server.url())
    assert office.send(server.url(), timedelta(days=3)) == Dispatched(failed=2)
    server.behave()
    assert office.send(server.url(), timedelta(days=3, hours=1)) == Dispatched(sent=2)


def test_a_message_at_which_the_sender_stops_again_and_again_is_given_up(
    office: LedgerOffice, server: SmtpServer
) -> None:
    with office.database.write() as session:
        stopped = {"state": MessageState.CLAIMED, "claimed_at": MORNING, "attempts": MOST_STOPS}
        session.exec(update(Message).where(col(Message.id) == 1).values(stopped))
    assert office.send(server.url(), CLAIM_TIMEOUT) == Dispatched(sent=1, given_up=1)
    assert ("mail", "given_up", "sender_stopped") in office.states()


def test_a_message_whose_outcome_the_database_refuses_never_stops_the_others(
    office: LedgerOffice, server: SmtpServer
) -> None:
    refusing = "BEFORE INSERT ON message_attempt WHEN NEW.message_ref = 1 BEGIN SELECT RAISE(ABORT, 'refused'); END"
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER refusing {refusing}")
    with pytest.raises(RuntimeError, match="1 messages could not be recorded"):
        office.send(server.url(), mail_connections=1)
    assert [one.state for one in office.messages()] == [MessageState.CLAIMED, MessageState.SENT]
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER refusing")
    assert office.send(server.url(), 2 * CLAIM_TIMEOUT) == Dispatched(sent=1)
    assert Counter(server.message_ids) == {"trial-1@traimas": 2, "trial-2@traimas": 1}


def test_a_notice_without_a_public_address_carries_the_memo(office: LedgerOffice, server: SmtpServer) -> None:
    asked: list[int] = []

    def memo(_session: object, message: Message, notices: object, _as_of: object) -> Attachment | None:
        asked.append(identity(message.id))
        assert isinstance(notices, list)
        if message.id == 2:
            raise LookupError("what the memo needs is gone")
        return Attachment("memo.pdf", "application/pdf", b"%PDF-")

    chosen = Settings(mail_url=server.url(), public_url=None)
    assert dispatch_messages(office.database, MORNING, chosen, memo).sent == 2
    assert sorted(asked) == [1, 2]
    attached = {
        mail.message_id: [part.get_filename() for part in mail.message.iter_attachments()] for mail in server.kept
    }
    assert attached == {"trial-1@traimas": ["memo.pdf"], "trial-2@traimas": []}


def test_after_three_days_off_each_hears_once_about_today_whichever_flow_runs_first(tmp_path: Path) -> None:
    back = at(date(2026, 1, 16), time(9))
    for first in ("dispatch", "planning"):
        folder = tmp_path / first
        folder.mkdir()
        desk = Desk(folder).quarter_open()
        with desk.database.write() as session:
            session.exec(update(Message).values(state=MessageState.WITHDRAWN))
            session.exec(update(Notice).values(state="not_sent", reason="before the test"))
            plan_notices(session, at(date(2026, 1, 12), time(0, 30)))
        with SmtpServer() as server:
            chosen = Settings(mail_url=server.url(), public_url="https://plan.example.go.th")
            for step in ("planning", "dispatch", "planning") if first == "planning" else ("dispatch", "planning"):
                if step == "dispatch":
                    dispatch_messages(desk.database, back, chosen)
                else:
                    with desk.database.write() as session:
                        plan_notices(session, back)
            dispatch_messages(desk.database, back + timedelta(minutes=5), chosen)
            to = Counter(mail.recipients for mail in server.kept)
            words = [mail.message.get_body(("plain",)) for mail in server.kept]
        assert to
        assert set(to.values()) == {1}
        assert all(part is not None and "เกินกำหนดแล้ว ๑ วัน" in part.get_content() for part in words)


@given(attempts=st.integers(1, 200), seed=st.integers())
def test_the_wait_before_a_retry_is_anything_up_to_a_ceiling_that_doubles(attempts: int, seed: int) -> None:
    waits = [backoff(attempts, random.Random(seed + one)) for one in range(20)]  # noqa: S311
    assert min(waits) >= SHORTEST_BACKOFF
    assert max(waits) <= min(LONGEST_BACKOFF, BACKOFF * 2 ** min(attempts - 1, 10))
    assert len(set(waits)) > 5
    assert waits == [backoff(attempts, random.Random(seed + one)) for one in range(20)]  # noqa: S311


@given(begins=st.times(), ends=st.times(), minutes=st.integers(0, 60 * 24 * 3))
def test_the_next_allowed_instant_is_never_quiet_and_the_earliest_that_is_not(
    begins: time, ends: time, minutes: int
) -> None:
    settings = OfficeSettings(quiet_from=begins, quiet_until=ends)
    given_at = at(date(2025, 12, 30), time(0)) + timedelta(minutes=minutes)
    allowed = allowed_from(settings, given_at)

    def quiet(clock: time) -> bool:
        return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends

    assert not quiet(allowed.astimezone(BANGKOK).time())
    if quiet(given_at.astimezone(BANGKOK).time()):
        assert timedelta(0) < allowed - given_at <= timedelta(days=1)
        assert allowed.astimezone(BANGKOK).time() == ends
    else:
        assert allowed == given_at
