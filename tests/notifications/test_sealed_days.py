"""Days of planning and sending, sealed each night: whatever the ledger does by itself stays true to its seals."""

from datetime import date, time
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from flows.reminders import plan_reminders
from models.kinds import MessageState, Role
from models.notices import Message
from models.settings import Settings
from notifications.dispatching import dispatch_messages
from procedure.acts.resending import SendAgain, send_again
from procedure.calendar import at
from procedure.notice_seals import broken_seal, organizations_to_seal, read_seals
from tests.offices import Desk
from tests.procedure.quarters import DUE, FINANCE, WORKS, report
from traimas.mailbox import Mailbox

WORKS_MAIL = "works.officer@municipality.example.go.th"


class RefusingMailbox(Mailbox):
    """A mail server that knows one mailbox no more."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == WORKS_MAIL:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def states(session: Session) -> set[MessageState]:
    return set(session.exec(select(Message.state).where(col(Message.sealed_seq).is_not(None))))


def test_days_of_sending_giving_up_folding_and_sending_again_stay_true_to_their_seals(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    seals = 0
    with RefusingMailbox() as mailbox:
        settings = Settings(mail_url=mailbox.url, public_url="https://plan.example.go.th")
        for day in (date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 12), date(2026, 1, 14), DUE, date(2026, 1, 18)):
            plan_reminders(desk.database, at(day, time(0, 30)))
            if day != date(2026, 1, 12):  # the machine was off: what waits is folded into a later day's
                dispatch_messages(desk.database, at(day, time(8, 30)), settings)
            if day == date(2026, 1, 8):
                report(desk, FINANCE, day)
                desk.act(send_again, SendAgain(post=WORKS, day=date(2026, 1, 5)), day, Role.ADMINISTRATOR)
            with desk.database.read() as session:
                assert broken_seal(session, 1) is None, day
        plan_reminders(desk.database, at(date(2026, 1, 19), time(0, 30)))
        with desk.database.read() as session:
            seals = len(read_seals(session, 1))
            assert broken_seal(session, 1) is None
            assert {MessageState.SENT, MessageState.GIVEN_UP, MessageState.WITHDRAWN} <= states(session)
            assert organizations_to_seal(session) == []
        assert mailbox.received
    assert seals >= 3
