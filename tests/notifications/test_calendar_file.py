"""The calendar file: read back, one event for each due day, replaced as the day moves, and nobody's name in it."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from models.kinds import NoticeKind, Role
from models.obligations import Obligation
from notifications.digest import write_digest
from notifications.written import WrittenMessage
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.calendar import at
from procedure.holiday_days import office_working_days
from tests.notifications.letter_writing import (
    DUE,
    EXECUTIVE,
    FINANCE,
    OPENING,
    WORKS,
    WORKS_HEAD,
    Told,
    event_notice,
    new_message,
    write_letter,
)
from tests.offices import YEAR, Desk

ON = date(2026, 1, 5)
OPENED = Told(WORKS, rung="opening", kind=OPENING)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).quarter_open()


def events(written: WrittenMessage) -> list[Any]:
    (attached,) = written.attachments
    assert (attached.name, attached.mime_type) == ("traimas.ics", "text/calendar; charset=utf-8; method=PUBLISH")
    calendar = Calendar.from_ical(attached.content)
    assert (str(calendar["method"]), str(calendar["version"])) == ("PUBLISH", "2.0")
    return list(calendar.walk("VEVENT"))


def test_the_opening_message_carries_the_due_day(desk: Desk) -> None:
    (event,) = events(write_letter(desk, ON, OPENED, public_url="https://plan.example.go.th/"))
    assert str(event["summary"]) == "ครบกำหนดรายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    assert "ภายในวันพฤหัสบดีที่ ๑๕ มกราคม ๒๕๖๙ เวลา ๒๓.๕๙ น." in str(event["description"])
    assert (event["dtstart"].dt, event["dtend"].dt) == (DUE, DUE + timedelta(days=1))
    assert event["dtstamp"].dt == datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    assert event["sequence"] == 0
    assert str(event["url"]) == f"https://plan.example.go.th/report/2569/1/{desk.post_of(WORKS)}"
    (alarm,) = event.walk("VALARM")
    assert at(DUE, time()) + alarm["trigger"].dt == at(date(2026, 1, 14), time(8, 30))


def test_an_event_keeps_its_uid_and_names_nobody(desk: Desk) -> None:
    first, again = (write_letter(desk, day, OPENED) for day in (ON, ON + timedelta(days=1)))
    assert str(events(first)[0]["uid"]) == str(events(again)[0]["uid"])
    content = first.attachments[0].content.replace(b"\r\n ", b"").decode()
    assert first.person not in content
    assert "@municipality.example.go.th" not in content
    assert "URL" not in content  # no public address is set


def test_lines_fold_within_75_octets_and_keep_thai_characters_whole(desk: Desk) -> None:
    content = write_letter(desk, ON, OPENED).attachments[0].content
    lines = content.split(b"\r\n")
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        assert len(line) <= 75
        line.decode()


def test_every_duty_of_ones_own_is_in_it_and_no_others(desk: Desk) -> None:
    told = (OPENED, Told(FINANCE, FINANCE, "due-3"), Told(WORKS_HEAD, FINANCE, "x", NoticeKind.ESCALATION))
    assert len(events(write_letter(desk, ON, *told))) == 2


@pytest.mark.parametrize("told", [Told(WORKS), Told(WORKS_HEAD, rung="opening", kind=OPENING, passed_from=WORKS)])
def test_a_reminder_and_a_head_get_none(desk: Desk, told: Told) -> None:
    assert write_letter(desk, ON, told).attachments == ()


def test_a_moved_day_replaces_the_event_of_the_old_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    for by in (date(2025, 10, 20), date(2025, 10, 24)):
        desk.act(choose_days, ChooseDays(fiscal_year=YEAR, announced_by=by), date(2025, 10, 1), Role.PLAN_ANALYST)
    with desk.database.write() as session:
        message = new_message(session, EXECUTIVE, date(2025, 10, 2))
        notice = event_notice(session, "due_day_moved", EXECUTIVE, NoticeKind.REMINDER)
        as_of = at(date(2025, 10, 2), time(9))
        written = write_digest(session, message, [notice], as_of, office_working_days(session))
        moved = session.exec(select(Obligation).where(col(Obligation.due_version) == 2)).one()
    (event,) = events(written)
    assert (event["dtstart"].dt, event["sequence"]) == (date(2025, 10, 24), 1)
    assert str(event["uid"]).startswith(f"obligation-{moved.id}.")
    assert written.subject == "เลื่อนกำหนดประกาศใช้แผนการดำเนินงาน"
