"""The memo that a mail carries where no public address is set."""

from datetime import date, time
from pathlib import Path

from sqlmodel import select

from flows.notice_memos import MEMO_NAME, memo_writer
from models.kinds import NoticeKind
from models.notices import Message, Notice
from models.settings import Settings
from notifications.dispatching import dispatch_messages
from notifications.planning import plan_notices
from procedure.calendar import at
from tests.offices import Desk
from tests.procedure.quarters import WORKS, report
from traimas.mailbox import Mailbox

OPENING = date(2026, 1, 5)


def test_a_digest_of_what_is_owed_carries_the_memo_and_one_of_what_is_met_carries_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        plan_notices(session, at(OPENING, time(0, 30)))
    write = memo_writer(tmp_path / "fonts")
    with desk.database.read() as session:
        mine = select(Notice).where(Notice.officer_id == desk.post_of(WORKS), Notice.kind == NoticeKind.OPENING)
        notice = session.exec(mine).one()
        message = session.get_one(Message, notice.message_ref)
        memo = write(session, message, [notice], at(OPENING, time(8, 30)))
        assert memo is not None
        assert (memo.name, memo.mime_type, memo.content[:5]) == (MEMO_NAME, "application/pdf", b"%PDF-")
        assert write(session, message, [], at(OPENING, time(8, 30))) is None
    report(desk, WORKS, date(2026, 1, 6))
    with desk.database.read() as session:
        assert write(session, message, [notice], at(date(2026, 1, 7), time(8, 30))) is None


def test_without_a_public_address_a_mail_carries_the_memo_and_no_link(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        plan_notices(session, at(OPENING, time(0, 30)))
    with Mailbox() as mailbox:
        settings = Settings(mail_url=mailbox.url, public_url=None)
        memo = memo_writer(tmp_path / "fonts")
        dispatch_messages(desk.database, at(OPENING, time(8, 30)), settings, memo=memo)
        mails = mailbox.messages()
    carried = {mail["To"]: [part.get_content_type() for part in mail.iter_attachments()] for mail in mails}
    assert "application/pdf" in carried["works.officer@municipality.example.go.th"]
    for mail in mails:
        body = mail.get_body(("plain",))
        assert body is not None
        assert "/in/" not in body.get_content()
