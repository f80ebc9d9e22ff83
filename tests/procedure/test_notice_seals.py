"""The ledger of notices sealed into the audit: once a day, and whatever is changed behind its back is found."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from flows.reminders import plan_reminders, seal_ended
from models.evidence import AuditEntry
from models.kinds import Means, MessageState, NoticeState, Role
from models.notices import Message, MessageAttempt, Notice
from procedure.acts.resending import SendAgain, send_again
from procedure.acts.telling import RecordTold, WithdrawTold, record_told, withdraw_told
from procedure.audit import broken_entry
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.notice_seals import broken_seal, read_seals
from procedure.plans import identity
from tests.offices import Desk
from tests.procedure.quarters import WORKS, report

OPENING = date(2026, 1, 5)
SENT_AT = at(OPENING, time(8, 30))


def send_all(desk: Desk) -> None:
    """End every planned message as sent at once, as a sender records it."""
    with desk.database.write() as session:
        for message in session.exec(select(Message).where(Message.state == MessageState.PLANNED)).all():
            message.state, message.attempts = MessageState.SENT, 1
            message.sent_at = message.ended_at = SENT_AT
            session.add(message)
            session.add(
                MessageAttempt(
                    organization_id=message.organization_id,
                    message_ref=identity(message.id),
                    number=1,
                    channel=message.channel,
                    began_at=SENT_AT,
                    ended_at=SENT_AT,
                    state=MessageState.SENT,
                )
            )
            mine = update(Notice).where(col(Notice.message_ref) == message.id)
            session.exec(mine.values(state=NoticeState.SENT))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office that sent the opening of its first quarter, told a post by telephone, and sealed it all."""
    desk = Desk(tmp_path).quarter_open()
    plan_reminders(desk.database, at(OPENING, time(0, 30)))
    send_all(desk)
    call = RecordTold(post=WORKS, means=Means.PHONE, told_on=OPENING)
    desk.act(record_told, call, OPENING)
    plan_reminders(desk.database, at(OPENING + timedelta(days=1), time(0, 30)))
    return desk


def whole(desk: Desk) -> bool:
    with desk.database.read() as session:
        assert broken_entry(session, 1) is None
        return broken_seal(session, 1) is None


def change(desk: Desk, statement: str) -> None:
    """Change the ledger behind the acts' back."""
    with desk.database.write() as session:
        assert session.connection().execute(text(statement)).rowcount == 1


def test_each_days_ended_messages_are_sealed_once_and_a_day_without_any_seals_nothing(desk: Desk) -> None:
    with desk.database.read() as session:
        entries = session.exec(select(AuditEntry.seq).where(AuditEntry.act == "seal_notices")).all()
        sealed = session.exec(select(Message.sealed_seq).where(col(Message.ended_at).is_not(None))).all()
    assert len(entries) == 2  # on the 5th what was told to nobody, on the 6th the messages of the 5th
    assert set(sealed) == {entries[-1]}
    assert seal_ended(desk.database, at(OPENING + timedelta(days=1), time(12))) == 0
    assert whole(desk)


def test_what_a_message_still_to_be_sent_carries_is_not_sealed_yet(desk: Desk) -> None:
    plan_reminders(desk.database, at(date(2026, 1, 12), time(0, 30)))
    with desk.database.write() as session:
        planned = session.exec(select(Message).where(Message.state == MessageState.PLANNED)).first()
        assert planned is not None
        assert planned.sealed_seq is None
        planned.subject = "ยังแก้ไขได้"
        session.add(planned)
    assert whole(desk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE message SET attempts = 2 WHERE id = (SELECT min(id) FROM message WHERE state = 'sent')",
        "UPDATE message SET state = 'given_up' WHERE id = (SELECT min(id) FROM message WHERE state = 'sent')",
        "UPDATE message SET sealed_seq = NULL WHERE id = (SELECT min(id) FROM message WHERE state = 'sent')",
        "UPDATE notice SET person_id = 1 WHERE id = (SELECT max(id) FROM notice WHERE message_ref IS NOT NULL)",
        "UPDATE notice SET reason = 'no_address' WHERE id = (SELECT min(id) FROM notice WHERE message_ref IS NULL)",
        "UPDATE notice SET told_on = '2026-01-04' WHERE means = 'phone'",
        "UPDATE notice SET state = 'not_sent', reason = 'withdrawn' WHERE means = 'phone'",
        "DELETE FROM notice WHERE means = 'phone'",
    ],
)
def test_a_row_changed_behind_the_acts_back_is_found(desk: Desk, statement: str) -> None:
    assert whole(desk)
    change(desk, statement)
    assert not whole(desk)


def test_a_call_that_an_act_withdrew_stays_true_to_its_seal(desk: Desk) -> None:
    mistake = WithdrawTold(post=WORKS, means=Means.PHONE, told_on=OPENING, reason="โทรผิดคน")
    desk.act(withdraw_told, mistake, OPENING)
    assert whole(desk)
    change(desk, "UPDATE notice SET state = 'sent', reason = '' WHERE means = 'phone'")
    assert not whole(desk)


def test_an_attempt_that_a_slow_sender_records_after_the_seal_breaks_nothing(desk: Desk) -> None:
    with desk.database.write() as session:
        message = session.exec(select(Message).where(Message.state == MessageState.SENT)).first()
        assert message is not None
        late = MessageAttempt(
            organization_id=1,
            message_ref=identity(message.id),
            number=2,
            channel="mail",
            began_at=SENT_AT,
            ended_at=SENT_AT,
            state=MessageState.UNKNOWN,
        )
        session.add(late)
    assert whole(desk)


def test_each_seal_says_which_act_made_it(desk: Desk) -> None:
    with desk.database.read() as session:
        assert [seal.act for seal in read_seals(session, 1)] == ["seal_notices", "record_told", "seal_notices"]


def test_what_is_sent_again_after_its_seal_stays_true_to_it_and_is_sealed_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan_reminders(desk.database, at(OPENING, time(0, 30)))
    with desk.database.write() as session:
        told = select(Notice).where(Notice.officer_id == desk.post_of(WORKS), Notice.rung == "opening")
        notice = session.exec(told).one()
        message = session.get_one(Message, notice.message_ref)
        message.state, message.reason, message.ended_at = MessageState.GIVEN_UP, "smtp_550", SENT_AT
        notice.state, notice.reason = NoticeState.NOT_SENT, "smtp_550"
        session.add_all((message, notice))
    seal_ended(desk.database, SENT_AT)
    again = SendAgain(post=WORKS, day=OPENING)
    desk.act(send_again, again, OPENING, Role.ADMINISTRATOR)
    with pytest.raises(ProcedureError, match="nothing_given_up"):
        desk.act(send_again, again, OPENING, Role.ADMINISTRATOR)
    with desk.database.read() as session:
        notice = session.exec(told).one()
        message = session.get_one(Message, notice.message_ref)
    assert (notice.state, notice.reason) == (NoticeState.PLANNED, "")
    assert (message.day, message.send_at) == (date(2026, 1, 6), at(date(2026, 1, 6), time(8, 30)))
    assert whole(desk)
    send_all(desk)
    seal_ended(desk.database, at(date(2026, 1, 7), time(1)))
    assert whole(desk)
    change(desk, "UPDATE message SET reason = 'smtp_551' WHERE state = 'given_up'")
    assert not whole(desk)


def test_what_was_met_meanwhile_is_not_sent_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan_reminders(desk.database, at(OPENING, time(0, 30)))
    with desk.database.write() as session:
        given_up = update(Message).where(col(Message.state) == MessageState.PLANNED)
        session.exec(given_up.values(state=MessageState.GIVEN_UP, reason="smtp_550", ended_at=SENT_AT))
        planned = update(Notice).where(col(Notice.state) == NoticeState.PLANNED)
        session.exec(planned.values(state=NoticeState.NOT_SENT, reason="smtp_550"))
    report(desk, WORKS, OPENING)
    with pytest.raises(ProcedureError, match="nothing_to_send"):
        desk.act(send_again, SendAgain(post=WORKS, day=OPENING), OPENING, Role.ADMINISTRATOR)
