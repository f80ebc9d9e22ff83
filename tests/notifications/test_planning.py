"""Who is told what, when: rungs on their days, one message a person a day, and what is not told and why."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from models.contacts import Contact
from models.kinds import Capacity, NoticeKind, OrganizationKind
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Assignment, Organization, Person
from notifications.planning import plan_notices
from procedure.calendar import at
from procedure.contacts import add_register_address
from procedure.plans import identity
from tests.offices import Desk

WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"
HEAD, CLERK = "ผู้อำนวยการกองช่าง", "ปลัดเทศบาลตำบลตัวอย่าง"


def plan(desk: Desk, on: date, clock: time = time(0, 30)) -> int:
    """Plan on a day and return how many notices were planned."""
    with desk.database.write() as session:
        return plan_notices(session, at(on, clock)).planned


def told(desk: Desk) -> list[tuple[str, str]]:
    """Return who is told which rung."""
    return [(title, rung) for title, rung, state, _reason in desk.notices() if state == "planned"]


def test_collection_asks_every_division_and_agency_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    assert plan(desk, date(2025, 9, 26), time(10)) == 10  # the analyst is told by when the plan is to be completed
    assert plan(desk, date(2025, 9, 26), time(11)) == 0
    assert plan(desk, date(2025, 9, 30)) == 0
    assert sum(title.startswith("ผู้แทน") for title, _rung in told(desk)) == 2
    assert not any("หัวหน้า" in title or title.startswith("ผู้ประสานงาน") for title, _rung in told(desk))


def test_a_quarter_tells_the_posts_on_the_first_working_day_and_not_before(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2025, 10, 17))  # what collection and the announcement told is told
    before = len(told(desk))
    assert [plan(desk, day) for day in (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 4))] == [0, 0, 0]
    assert plan(desk, date(2026, 1, 5)) == 3
    assert sorted(told(desk)[before:]) == sorted((title, "opening") for title in (WORKS, FINANCE, LIAISON))


def test_each_level_joins_on_its_day_and_none_above_a_liaison(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    owing = [(title, "") for title in (WORKS, FINANCE, LIAISON)]
    joined: dict[int, list[str]] = {}
    for late in (0, 1, 3, 7, 14):
        plan(desk, date(2026, 1, 14) + timedelta(days=late))
        before = len(desk.notices())
        plan(desk, date(2026, 1, 15) + timedelta(days=late))
        new = [(title, rung) for title, rung, state, _reason in desk.notices()[before:] if state == "planned"]
        assert {rung for _title, rung in new} == {f"due+{late}" if late else "due"}
        joined[late] = sorted({title for title, _rung in new} - {title for title, _ in owing})
    heads = sorted([HEAD, "ผู้อำนวยการกองคลัง"])
    everybody = sorted([*heads, CLERK])
    assert joined == {0: [], 1: [], 3: heads, 7: everybody, 14: everybody}


def test_after_three_days_of_downtime_each_is_told_once_about_today(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2026, 1, 9))
    before = len(desk.notices())
    plan(desk, date(2026, 1, 18))  # off since the tenth: five rungs have come
    new = desk.notices()[before:]
    assert [(rung, state, reason) for title, rung, state, reason in new if title == WORKS] == [
        ("due-3", "not_sent", "superseded"),
        ("due-1", "not_sent", "superseded"),
        ("due", "not_sent", "superseded"),
        ("due+1", "not_sent", "superseded"),
        ("due+3", "planned", ""),
    ]
    assert plan(desk, date(2026, 1, 18)) == 0


def test_nobody_is_told_anything_once_the_lock_day_is_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2026, 1, 5))
    assert plan(desk, date(2026, 1, 31)) == 0  # the schedule was off, and has not closed the round yet
    assert (WORKS, "due+14", "not_sent", "locked") in desk.notices()


def test_a_reminder_found_late_waits_for_a_working_day_but_not_past_the_due_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2026, 1, 5))
    plan(desk, date(2026, 1, 10))  # a Saturday; the rung of the 8th was missed
    with desk.database.read() as session:
        days = session.exec(
            select(col(Message.day))
            .join(Notice, col(Notice.message_ref) == col(Message.id))
            .where(Notice.rung == "due-7")
        ).all()
    assert set(days) == {date(2026, 1, 12)}


def test_one_message_a_person_a_day_carries_all_that_they_owe(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        # One person holds both reporting posts.
        first = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        second = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(FINANCE))).one()
        second.person_id = first.person_id
        session.add(second)
    plan(desk, date(2026, 1, 5))
    with desk.database.read() as session:
        messages = session.exec(select(Message).where(Message.person_id == first.person_id)).all()
    opening = [message for message in messages if message.day == date(2026, 1, 5)]
    assert len(opening) == 1
    assert opening[0].kind is NoticeKind.OPENING
    assert opening[0].send_at == at(date(2026, 1, 5), time(8, 30))


def test_a_notice_after_the_days_message_was_claimed_goes_into_the_next_working_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2026, 1, 16))
    with desk.database.write() as session:
        session.exec(update(Message).values(state="claimed", claimed_at=at(date(2026, 1, 18), time(8, 30))))
        session.exec(update(Message).values(day=date(2026, 1, 18)).where(col(Message.day) == date(2026, 1, 16)))
    plan(desk, date(2026, 1, 18), time(9))  # a Sunday
    with desk.database.read() as session:
        days = set(session.exec(select(col(Message.day)).where(Message.state == "planned")).all())
    assert days == {date(2026, 1, 18), date(2026, 1, 19)}  # the heads' own day, and the officers' next: a Monday


def test_a_person_without_an_address_is_recorded_and_not_forgotten(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        holder = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        session.exec(
            update(Contact)
            .where(col(Contact.person_id) == holder.person_id)
            .values(ended_at=at(date(2026, 1, 2), time(1)))
        )
    plan(desk, date(2026, 1, 5))
    assert (WORKS, "opening", "not_sent", "no_address") in desk.notices()


def test_an_acting_holder_is_told_in_place_of_the_regular_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        acting = Person(organization_id=1, name="ผู้รักษาราชการแทน")
        session.add(acting)
        session.flush()
        add_register_address(session, acting, "acting@municipality.example.go.th")
        session.add(
            Assignment(
                organization_id=1,
                officer_id=desk.post_of(WORKS),
                person_id=identity(acting.id),
                from_on=date(2026, 1, 2),
                until_on=date(2026, 1, 9),
                capacity=Capacity.ACTING,
                authority="คำสั่งที่ ๑/๒๕๖๙",
            )
        )
    plan(desk, date(2026, 1, 5))
    with desk.database.read() as session:
        days = session.exec(select(Message).where(Message.person_id == acting.id)).all()
    assert [message.day for message in days] == [date(2026, 1, 5)]


@pytest.mark.parametrize("later", [1, 5])
def test_a_met_duty_is_told_no_more(tmp_path: Path, later: int) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        session.exec(
            update(Obligation)
            .where(col(Obligation.officer_id) == desk.post_of(WORKS))
            .values(state="met", ended_on=date(2026, 1, 5))
        )
    plan(desk, date(2026, 1, 15) + timedelta(days=later))
    assert WORKS not in {title for title, rung in told(desk) if rung != "request"}


def test_a_request_is_not_made_once_the_draft_is_compiled(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    assert plan(desk, date(2025, 10, 17)) == 1
    assert {(rung, state, reason) for _title, rung, state, reason in desk.notices()} == {
        ("request", "not_sent", "superseded"),
        ("opening", "planned", ""),  # of the fifteen days in which the plan is to be posted
    }


def test_a_vacant_post_is_recorded_and_whoever_takes_it_is_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    with desk.database.write() as session:
        holder = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(WORKS))).one()
        holder.until_on = date(2025, 9, 25)
        session.add(holder)
    assert plan(desk, date(2025, 9, 26), time(10)) == 10
    assert plan(desk, date(2025, 9, 27)) == 0
    assert [row for row in desk.notices() if row[0] in (WORKS, HEAD)] == [
        (WORKS, "request", "not_sent", "vacant_post"),
        (HEAD, "request", "planned", ""),  # asked in its place
    ]
    with desk.database.write() as session:
        again = Assignment(
            organization_id=1,
            officer_id=holder.officer_id,
            person_id=holder.person_id,
            from_on=date(2025, 9, 29),
        )
        session.add(again)
    assert plan(desk, date(2025, 9, 29)) == 1


def test_an_office_whose_settings_cannot_be_read_never_stops_the_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    with desk.database.write() as session:
        other = Organization(
            code="other", kind=OrganizationKind.TOWN, name="เทศบาลเมืองอื่น", settings={"lock_after_days": -1}
        )
        session.add(other)
        session.flush()
        planned = plan_notices(session, at(date(2025, 9, 26), time(10)))
    assert planned.planned == 10
    assert planned.unreadable == [other.id]
