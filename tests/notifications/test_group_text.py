"""The text for the office's LINE group: posts alone, by duty and day, late ones first."""

from datetime import date, time
from pathlib import Path

from sqlmodel import col, select, update

from models.kinds import ObligationRule
from models.obligations import Obligation
from models.organizations import Organization, Person
from notifications.group_text import group_text
from procedure.calendar import at
from tests.notifications.letter_writing import FINANCE, LIAISON, WORKS, post_id
from tests.offices import Desk

MONDAY = at(date(2026, 1, 12), time(9))


def test_it_names_the_posts_that_owe_and_the_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.read() as session:
        text = group_text(session, 1, MONDAY, "https://plan.example.go.th")
        names = session.exec(select(col(Person.name)).where(~col(Person.name).contains("ผู้รายงาน"))).all()
    assert text.startswith("เทศบาลตำบลตัวอย่าง\nแจ้งเรื่องที่ต้องดำเนินการตามแผนการดำเนินงาน ณ วันจันทร์ที่ ๑๒ มกราคม ๒๕๖๙")
    assert text.count("● รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙\nครบกำหนดวันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙ เหลือเวลา ๓ วัน\n") == 1
    assert all(f"- {post}" in text for post in (WORKS, FINANCE, LIAISON))
    assert "https://plan.example.go.th" in text
    assert not any(name in text for name in names)
    assert not any(secret in text for secret in ("/in/", "@", "None", "{"))


def test_without_a_public_address_it_sends_nobody_to_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.read() as session:
        text = group_text(session, 1, MONDAY, None)
    assert "http" not in text
    assert "โปรดติดต่อนักวิเคราะห์นโยบายและแผน" in text


def test_what_is_late_stands_first_with_its_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        session.exec(
            update(Obligation)
            .where(
                col(Obligation.officer_id) == post_id(session, WORKS),
                col(Obligation.rule) == ObligationRule.REPORT_QUARTER,
            )
            .values(due_on=date(2026, 1, 9))
        )
        text = group_text(session, 1, MONDAY, None)
    assert text.index("เกินกำหนดแล้ว ๓ วัน โปรดดำเนินการโดยเร็ว") < text.index(WORKS) < text.index("เหลือเวลา ๓ วัน")


def test_what_is_more_than_a_month_off_is_left_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        session.exec(update(Obligation).values(due_on=date(2026, 2, 11)))  # thirty days from Monday
        assert "เหลือเวลา ๓๐ วัน" in group_text(session, 1, MONDAY, None)
        session.exec(update(Obligation).values(due_on=date(2026, 2, 12)))
        assert group_text(session, 1, MONDAY, None) == ""


def test_an_office_that_owes_nothing_has_no_text_and_no_other_offices(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        kind = session.get_one(Organization, 1).kind
        other = Organization(code="other", kind=kind, name="เทศบาลตำบลอื่น")
        session.add(other)
        session.flush()
        assert group_text(session, other.id or 0, MONDAY, None) == ""
        session.exec(update(Obligation).values(state="met", ended_on=date(2026, 1, 9)))
        assert group_text(session, 1, MONDAY, None) == ""
