"""The opening mail as it is received: read back from a real mail server with all that it carries."""

from datetime import date, time
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlmodel import col, select, update

from models.kinds import MessageState, NoticeState
from models.notices import Message, Notice, SignInLink
from models.settings import Settings
from notifications.digest import template_version
from notifications.dispatching import dispatch_messages
from notifications.links import token_hash
from notifications.planning import plan_notices
from procedure.calendar import at
from tests.notifications.letter_writing import WORKS
from tests.offices import Desk
from traimas.mailbox import Mailbox

OPENING = date(2026, 1, 5)


def test_the_opening_mail_reads_back_with_its_words_link_and_calendar_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        plan_notices(session, at(date(2025, 10, 17), time(12)))
        session.exec(update(Message).values(state=MessageState.WITHDRAWN))
        session.exec(update(Notice).values(state=NoticeState.NOT_SENT, reason="before the test"))
        plan_notices(session, at(OPENING, time(0, 30)))
    with Mailbox() as box:
        settings = Settings(mail_url=box.url, public_url="https://plan.example.go.th")
        assert dispatch_messages(desk.database, at(OPENING, time(8, 30)), settings).sent == 3
        mail = next(one for one in box.messages() if str(one["To"]).startswith("works.officer@"))
    said = {}
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        said[kind] = str(part.get_content())
        assert "เปิดรอบรายงานแล้ว ครบกำหนดวันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙ เหลือเวลา ๑๐ วัน" in said[kind]
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "traimas.ics"
    assert attached.get_content_type() == "text/calendar"
    content = attached.get_content()
    calendar = Calendar.from_ical(content if isinstance(content, str) else content.decode())
    event: Any = calendar.walk("VEVENT")[0]
    assert event["dtstart"].dt == date(2026, 1, 15)
    token = said["plain"].split("/in/")[1].split()[0]
    assert f"/in/{token}" in said["html"]
    with desk.database.read() as session:
        link = session.exec(select(SignInLink).where(SignInLink.token_hash == token_hash(token))).one()
        versions = session.exec(select(col(Message.template_version)).where(Message.day == OPENING)).all()
    assert link.target == f"/report/2569/1/{desk.post_of(WORKS)}"
    assert set(versions) == {template_version()}
