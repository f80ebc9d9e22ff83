"""Mails as they are received: read back from a real mail server, with all that they carry."""

from datetime import date, time
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlmodel import col, select, update

from models.kinds import MessageState, NoticeState
from models.notices import Message, Notice, SignInLink
from models.organizations import Assignment
from models.settings import Settings
from notifications.digest import template_version
from notifications.dispatching import dispatch_messages
from notifications.links import token_hash
from notifications.planning import plan_notices
from procedure.calendar import at
from tests.notifications.letter_writing import FINANCE, WORKS, post_id
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


def test_on_the_seventh_day_each_level_reads_its_own_words(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        # Nobody holds the finance division's reporting post any more: what it owes passes to its head.
        post = post_id(session, FINANCE)
        held = session.exec(select(Assignment).where(Assignment.officer_id == post)).one()
        held.until_on = date(2026, 1, 10)
        session.add(held)
        session.flush()
        for day in (date(2026, 1, 5), date(2026, 1, 18), date(2026, 1, 22)):
            plan_notices(session, at(day, time(0, 30)))
            if day != date(2026, 1, 22):
                session.exec(update(Message).values(state=MessageState.SENT))
                session.exec(update(Notice).where(col(Notice.message_ref).is_not(None)).values(state=NoticeState.SENT))
    with Mailbox() as box:
        settings = Settings(mail_url=box.url, public_url="https://plan.example.go.th")
        dispatch_messages(desk.database, at(date(2026, 1, 22), time(8, 30)), settings)
        received = {str(one["To"]).split("@")[0].split("<")[-1]: one for one in box.messages()}
    said = {}
    for to, mail in received.items():
        part = mail.get_body(("plain",))
        assert part is not None
        said[to] = str(part.get_content())
    assert "เกินกำหนดแล้ว ๗ วัน ได้เรียนปลัดเทศบาลเพื่อพิจารณาสั่งการแล้ว โปรดรายงานทันที" in said["works.officer"]
    assert "หน่วยงานในกำกับของท่านยังไม่ได้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙ เกินกำหนดแล้ว ๗ วัน" in said["works.head"]
    assert f"ตำแหน่ง{FINANCE}ว่าง จึงแจ้งท่านเพื่อโปรดพิจารณามอบหมายผู้ดำเนินการ" in said["finance.head"]
    assert said["clerk"].startswith("เรียน ปลัดเทศบาล เพื่อโปรดทราบและพิจารณาสั่งการ")
    assert said["clerk"].index("■ กองคลังยังไม่ได้") < said["clerk"].index("■ กองช่างยังไม่ได้")
    assert "finance.officer" not in said
