"""Who holds a post between two dates: assignments, their end, leave and substitutes, and who is told meanwhile."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.evidence import AuditEntry
from models.kinds import Capacity, OrganizationKind, Role, Via
from models.notices import Notice
from models.organizations import Assignment, Leave, Organization
from notifications.planning import plan_notices
from procedure.act import Facts
from procedure.acts.posts import (
    AssignPost,
    EndAssignment,
    RecordLeave,
    assign_post,
    end_assignment,
    record_leave,
)
from procedure.calendar import at
from procedure.contacts import address_of, persons_at
from procedure.errors import ProcedureError
from procedure.permissions import Actor, holder_of, posts_held
from procedure.plans import identity
from tests.offices import Desk

DAY = date(2025, 12, 1)
WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
WORKS_MAIL, FINANCE_MAIL = "works.officer@municipality.example.go.th", "finance.officer@municipality.example.go.th"
NEW = "new.officer@municipality.example.go.th"
NEW_NAME = "ผู้ดำรงตำแหน่งคนใหม่"
ORDER = "คำสั่งเทศบาลตำบลตัวอย่าง ที่ 60/2568"

ASSIGN = AssignPost(officer=WORKS, name=NEW_NAME, email=NEW, from_on=DAY)
ACT_FOR = AssignPost(
    officer=WORKS,
    email=FINANCE_MAIL,
    from_on=DAY,
    until_on=date(2025, 12, 31),
    capacity=Capacity.ACTING,
    authority=ORDER,
)
END = EndAssignment(officer=WORKS, until_on=DAY)
LEAVE = RecordLeave(officer=WORKS, from_on=date(2026, 1, 5), until_on=date(2026, 1, 9))
ACTS: list[tuple[Callable[..., Any], Facts]] = [
    (assign_post, ASSIGN),
    (end_assignment, END),
    (record_leave, LEAVE),
]
COVERED = LEAVE.model_copy(update={"substitute": FINANCE, "authority": ORDER})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def keep(desk: Desk, act: Callable[..., Any], facts: Facts, **changes: Any) -> str:
    """Perform an act as the administrator; return what it says in Thai."""
    return desk.act(act, facts.model_copy(update=changes), DAY, Role.ADMINISTRATOR).message_th


def refused(desk: Desk, act: Callable[..., Any], facts: Facts, **changes: Any) -> ProcedureError:
    """Return the refusal of an act, having seen that it says what to do and wrote nothing."""
    before, actor = desk.rows(), desk.actor(Role.ADMINISTRATOR, DAY)
    with pytest.raises(ProcedureError) as error, desk.database.write() as session:
        act(session, actor, facts.model_copy(update=changes), at(DAY, time(10)))
    assert desk.rows() == before
    assert error.value.message_th
    assert error.value.message_en
    return error.value


def holder(desk: Desk, on: date, post: str = WORKS) -> str:
    """Return the address of whoever holds a post on a day, or nothing."""
    with desk.database.read() as session:
        assignment = holder_of(session, desk.post_of(post), on)
        return address_of(session, assignment.person_id) if assignment else ""


def reports_for(desk: Desk, email: str, on: date) -> list[str]:
    """Return the titles of the posts that a person signs in for."""
    with desk.database.read() as session:
        (person,) = persons_at(session, email, 1)
        return [post.title for post in posts_held(session, 1, identity(person.id), on)]


# Assignments


def test_a_new_holder_ends_the_regular_one_the_day_before(desk: Desk) -> None:
    said = keep(desk, assign_post, ASSIGN)
    assert "ผู้ดำรงตำแหน่งเดิมพ้นตำแหน่งวันที่ ๓๐ พฤศจิกายน ๒๕๖๘" in said
    assert [holder(desk, DAY - timedelta(days=1)), holder(desk, DAY)] == [WORKS_MAIL, NEW]
    assert reports_for(desk, WORKS_MAIL, DAY) == []
    assert reports_for(desk, NEW, DAY) == [WORKS]


def test_a_person_on_record_takes_a_second_post_by_the_address(desk: Desk) -> None:
    before = desk.rows()["person"]
    keep(desk, assign_post, ASSIGN, name="", email=FINANCE_MAIL.upper())
    assert desk.rows()["person"] == before
    assert reports_for(desk, FINANCE_MAIL, DAY) == [FINANCE, WORKS]


def test_an_assignment_may_begin_later_and_end_on_a_day(desk: Desk) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    keep(desk, assign_post, ASSIGN, from_on=first, until_on=last)
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    assert [holder(desk, day) for day in days] == [WORKS_MAIL, NEW, NEW, ""]


def test_whoever_acts_holds_the_post_meanwhile_and_the_regular_holder_stays(desk: Desk) -> None:
    said = keep(desk, assign_post, ACT_FOR)
    assert "รักษาราชการแทน" in said
    assert "พ้นตำแหน่ง" not in said
    days = [DAY - timedelta(days=1), DAY, date(2025, 12, 31), date(2026, 1, 1)]
    assert [holder(desk, day) for day in days] == [WORKS_MAIL, FINANCE_MAIL, FINANCE_MAIL, WORKS_MAIL]
    assert reports_for(desk, WORKS_MAIL, DAY) == []
    assert reports_for(desk, WORKS_MAIL, date(2026, 1, 1)) == [WORKS]


@pytest.mark.parametrize(
    ("facts", "changes", "code"),
    [
        (ASSIGN, {"officer": "ไม่มีตำแหน่งนี้"}, "unknown_officer"),
        (ASSIGN, {"until_on": DAY - timedelta(days=1)}, "bad_dates"),
        (ASSIGN, {"name": ""}, "unknown_person"),
        (ASSIGN, {"name": "", "email": None}, "unknown_person"),
        (ASSIGN, {"email": FINANCE_MAIL}, "name_differs"),
        (ASSIGN, {"name": "", "email": WORKS_MAIL}, "already_assigned"),
        (ASSIGN, {"from_on": date(2025, 1, 1)}, "overlapping"),  # the regular holder's own first day
        (ASSIGN, {"from_on": date(2024, 6, 1), "until_on": date(2025, 1, 1)}, "overlapping"),
        (ACT_FOR, {"authority": ""}, "authority_missing"),
    ],
)
def test_a_wrong_assignment_is_refused(desk: Desk, facts: AssignPost, changes: dict[str, Any], code: str) -> None:
    assert refused(desk, assign_post, facts, **changes).code == code


def test_a_post_may_have_been_held_before_the_regular_holder_came(desk: Desk) -> None:
    keep(desk, assign_post, ASSIGN, from_on=date(2024, 6, 1), until_on=date(2024, 12, 31))
    assert holder(desk, date(2024, 12, 31)) == NEW
    assert holder(desk, date(2025, 1, 1)) == WORKS_MAIL


@pytest.mark.parametrize("until_on", [None, date(2026, 6, 30)])
def test_two_hold_no_post_in_the_same_way_on_one_day(desk: Desk, until_on: date | None) -> None:
    keep(desk, assign_post, ASSIGN, from_on=date(2026, 1, 1), until_on=date(2026, 1, 31))
    other = {"name": "ผู้ดำรงตำแหน่งอีกคน", "email": "other@municipality.example.go.th", "until_on": until_on}
    assert refused(desk, assign_post, ASSIGN, from_on=date(2026, 1, 31), **other).code == "overlapping"
    keep(desk, assign_post, ASSIGN, from_on=date(2026, 2, 1), **other)
    keep(desk, assign_post, ACT_FOR)
    assert refused(desk, assign_post, ACT_FOR, from_on=date(2025, 12, 31), until_on=None).code == "overlapping"


def test_one_person_does_not_act_in_the_post_they_took_that_very_day(desk: Desk) -> None:
    keep(desk, assign_post, ASSIGN)
    assert refused(desk, assign_post, ACT_FOR, email=NEW).code == "already_assigned"


def test_only_who_keeps_the_posts_records_them(desk: Desk) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = Actor(organization_id=1, via=Via.PORTAL, officer_id=1, person_id=1, roles=frozenset({role}))
        for act, facts in ACTS:
            with pytest.raises(ProcedureError) as error, desk.database.write() as session:
                act(session, actor, facts, at(DAY, time(10)))
            assert error.value.code == "not_permitted"
    assert desk.rows()["audit_entry"] == 1


def test_another_organizations_posts_and_people_are_not_found(desk: Desk) -> None:
    with desk.database.write() as session:
        session.add(Organization(id=2, code="other", kind=OrganizationKind.TOWN, name="เทศบาลเมืองอื่น", settings={}))
    roles = frozenset({Role.ADMINISTRATOR})
    actor = Actor(organization_id=2, via=Via.PORTAL, officer_id=99, person_id=99, roles=roles)
    for act, facts in ACTS:
        with pytest.raises(ProcedureError) as error, desk.database.write() as session:
            act(session, actor, facts, at(DAY, time(10)))
        assert error.value.code == "unknown_officer"


def test_no_name_and_no_address_stands_in_the_audit(desk: Desk) -> None:
    keep(desk, assign_post, ASSIGN)
    keep(desk, record_leave, COVERED)
    keep(desk, end_assignment, END, until_on=date(2026, 3, 31))
    with desk.database.read() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).all()
    assert [entry.act for entry in entries][1:] == ["assign_post", "record_leave", "end_assignment"]
    for entry in entries:
        assert "@" not in entry.body
        assert NEW_NAME not in entry.body
    assert '"person_digest":"' in entries[1].body


# The end of an assignment


def test_a_post_is_vacant_the_day_after_its_holder_leaves_it(desk: Desk) -> None:
    assert "วันสุดท้ายคือวันที่ ๑ ธันวาคม ๒๕๖๘" in keep(desk, end_assignment, END)
    assert [holder(desk, DAY), holder(desk, DAY + timedelta(days=1))] == [WORKS_MAIL, ""]
    assert refused(desk, end_assignment, END).code == "already_ended"
    assert refused(desk, end_assignment, END, until_on=DAY + timedelta(days=1)).code == "vacant_post"


def test_the_acting_holder_is_ended_unless_the_regular_one_is_meant(desk: Desk) -> None:
    keep(desk, assign_post, ACT_FOR)
    last = date(2025, 12, 15)
    keep(desk, end_assignment, END, until_on=last)
    assert [holder(desk, last), holder(desk, last + timedelta(days=1))] == [FINANCE_MAIL, WORKS_MAIL]
    keep(desk, end_assignment, END, until_on=last, capacity=Capacity.OWN)
    assert [holder(desk, last), holder(desk, last + timedelta(days=1))] == [FINANCE_MAIL, ""]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"officer": "ไม่มีตำแหน่งนี้"}, "unknown_officer"),
        ({"until_on": date(2024, 12, 31)}, "vacant_post"),  # before anybody held it
        ({"capacity": Capacity.PERFORMING}, "vacant_post"),
    ],
)
def test_a_wrong_end_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert refused(desk, end_assignment, END, **changes).code == code


# Leave and substitutes


def test_a_substitute_acts_between_the_days_of_the_leave(desk: Desk) -> None:
    assert f"โดย{FINANCE}รักษาราชการแทน" in keep(desk, record_leave, COVERED)
    days = [date(2026, 1, 4), date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 10)]
    assert [holder(desk, day) for day in days] == [WORKS_MAIL, FINANCE_MAIL, FINANCE_MAIL, WORKS_MAIL]
    assert [reports_for(desk, WORKS_MAIL, day) for day in days] == [[WORKS], [], [], [WORKS]]
    with desk.database.read() as session:
        acting = session.exec(select(Assignment).where(Assignment.capacity == Capacity.ACTING)).one()
        leave = session.exec(select(Leave)).one()
    assert (acting.from_on, acting.until_on, acting.authority) == (leave.from_on, leave.until_on, ORDER)


def test_a_leave_without_a_substitute_is_warned_of_and_the_person_still_reports(desk: Desk) -> None:
    outcome = desk.act(record_leave, LEAVE, DAY, Role.ADMINISTRATOR)
    assert "ไม่มีผู้รักษาราชการแทน" in outcome.warnings_th[0]
    assert reports_for(desk, WORKS_MAIL, LEAVE.from_on) == [WORKS]


@pytest.mark.parametrize(
    ("facts", "changes", "code"),
    [
        (LEAVE, {"officer": "ไม่มีตำแหน่งนี้"}, "unknown_officer"),
        (LEAVE, {"until_on": date(2026, 1, 4)}, "bad_dates"),
        (LEAVE, {"from_on": date(2024, 12, 31)}, "vacant_post"),
        (COVERED, {"authority": ""}, "authority_missing"),
        (COVERED, {"substitute": "ไม่มีตำแหน่งนี้"}, "unknown_officer"),
        (COVERED, {"substitute": WORKS}, "same_person"),
    ],
)
def test_a_wrong_leave_is_refused(desk: Desk, facts: RecordLeave, changes: dict[str, Any], code: str) -> None:
    assert refused(desk, record_leave, facts, **changes).code == code


def test_nobody_acts_for_another_while_on_leave_or_where_somebody_acts_already(desk: Desk) -> None:
    keep(desk, record_leave, LEAVE, officer=FINANCE, from_on=date(2026, 1, 9), until_on=date(2026, 1, 12))
    assert refused(desk, record_leave, COVERED).code == "substitute_on_leave"
    keep(desk, record_leave, COVERED, until_on=date(2026, 1, 8))
    keep(desk, assign_post, ACT_FOR, email="palad.officer@municipality.example.go.th")
    later = {"from_on": date(2025, 12, 31), "until_on": date(2025, 12, 31)}
    assert refused(desk, record_leave, COVERED, **later).code == "overlapping"


def test_a_leave_stands_once_but_a_second_post_may_be_covered_too(desk: Desk) -> None:
    keep(desk, assign_post, ASSIGN, officer="ผู้รายงานความก้าวหน้า กองการศึกษา", name="", email=WORKS_MAIL)
    keep(desk, record_leave, COVERED)
    assert refused(desk, record_leave, LEAVE).code == "leave_exists"
    assert refused(desk, record_leave, COVERED, until_on=date(2026, 1, 12)).code == "leave_exists"
    assert refused(desk, record_leave, COVERED).code == "overlapping"
    keep(desk, record_leave, COVERED, officer="ผู้รายงานความก้าวหน้า กองการศึกษา")
    assert desk.rows()["leave"] == 1
    assert reports_for(desk, WORKS_MAIL, LEAVE.from_on) == []


def told(desk: Desk, on: date) -> list[tuple[str, str, str]]:
    """Plan on a day; return rung, state and reason of what the quarter's round tells the post of กองช่าง."""
    with desk.database.write() as session:
        plan_notices(session, at(on, time(0, 30)))
    rows = [(rung, state, reason) for title, rung, state, reason in desk.notices() if title == WORKS]
    return [row for row in rows if row[0] != "request"]


def test_who_is_on_leave_without_a_substitute_is_not_told_and_the_ledger_says_why(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    keep(desk, record_leave, LEAVE)
    for _twice in range(2):
        assert told(desk, date(2026, 1, 5)) == [("opening", "not_sent", "on_leave")]
    assert told(desk, date(2026, 1, 12))[1:] == [
        ("due-7", "not_sent", "superseded"),
        ("due-3", "planned", ""),  # after the leave
    ]


def test_the_substitute_is_told_instead(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    keep(desk, record_leave, COVERED)
    assert told(desk, date(2026, 1, 5)) == [("opening", "planned", "")]
    with desk.database.read() as session:
        told_persons = session.exec(
            select(col(Notice.person_id)).where(Notice.officer_id == desk.post_of(WORKS), Notice.rung == "opening")
        ).all()
        assert [address_of(session, person or 0) for person in told_persons] == [FINANCE_MAIL]
