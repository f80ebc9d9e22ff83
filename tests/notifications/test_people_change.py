"""Who is told when people change: leave, substitutes, vacant posts, no address; the duty passes up and nobody is
forgotten."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from models.contacts import Contact
from models.kinds import Capacity, ContactSource, ExtensionPaper, MessageState, NoticeState, ReviewOutcome, Role
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Assignment, Leave, Officer, Organization, Person, RoleGrant
from notifications.planning import plan_notices
from notifications.still_true import still_to_tell
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import at
from procedure.contacts import add_register_address
from procedure.plans import identity
from tests.offices import PROMULGATED, YEAR, Desk
from tests.procedure.quarters import FINANCE, LIAISON, WORKS, WORKS_HEAD, report

CLERK, EXECUTIVE = "ปลัดเทศบาลตำบลตัวอย่าง", "นายกเทศมนตรีตำบลตัวอย่าง"
ANALYST = "นักวิเคราะห์นโยบายและแผนชำนาญการ"
OPENING, WEEK_BEFORE, DUE = date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 15)
Told = tuple[str, str, str, str, str]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office whose first round is open, with nothing planned of it yet and all before it told."""
    desk = Desk(tmp_path).quarter_open()
    plan(desk, date(2025, 12, 20))
    sent(desk)
    return desk


def plan(desk: Desk, on: date, clock: time = time(0, 30)) -> int:
    with desk.database.write() as session:
        return plan_notices(session, at(on, clock)).planned


def sent(desk: Desk) -> None:
    with desk.database.write() as session:
        session.exec(
            update(Message)
            .where(col(Message.state) == MessageState.PLANNED)
            .values(state=MessageState.SENT, sent_at=at(OPENING, time(8, 30)))
        )
        planned = update(Notice).where(col(Notice.state) == NoticeState.PLANNED)
        session.exec(planned.values(state=NoticeState.SENT))


def of_post(desk: Desk, owing: str, after: int = 0) -> list[Told]:
    """Return the ledger of a post's report: post told, rung, kind, state or reason, and the post passed from."""
    with desk.database.read() as session:
        titles = {row.id: row.title for row in session.exec(select(Officer))}
        rows = session.exec(
            select(Notice)
            .join(Obligation, col(Obligation.id) == col(Notice.obligation_id))
            .where(Obligation.officer_id == desk.post_of(owing), Obligation.subject_kind == "quarter_round")
            .where(col(Notice.id) > after)
            .order_by(col(Notice.id))
        ).all()
    return [
        (
            titles[row.officer_id],
            row.rung,
            row.kind.value,
            row.reason or row.state.value,
            titles[row.passed_from_id] if row.passed_from_id else "",
        )
        for row in rows
    ]


def newest(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.exec(select(col(Notice.id)).order_by(col(Notice.id).desc())).first() or 0


def holder(desk: Desk, title: str) -> int:
    with desk.database.read() as session:
        found = session.exec(select(Assignment).where(Assignment.officer_id == desk.post_of(title))).first()
        assert found is not None
        return found.person_id


def leave(desk: Desk, title: str, from_on: date, until_on: date) -> None:
    with desk.database.write() as session:
        away = Leave(organization_id=1, person_id=holder(desk, title), from_on=from_on, until_on=until_on)
        session.add(away)


def vacate(desk: Desk, title: str, last_on: date) -> None:
    with desk.database.write() as session:
        session.exec(
            update(Assignment).where(col(Assignment.officer_id) == desk.post_of(title)).values(until_on=last_on)
        )


def unreachable(desk: Desk, title: str) -> None:
    with desk.database.write() as session:
        mine = update(Contact).where(col(Contact.person_id) == holder(desk, title))
        session.exec(mine.values(ended_at=at(date(2026, 1, 2), time(1))))


def take(
    desk: Desk,
    title: str,
    from_on: date,
    until_on: date | None = None,
    person_id: int = 0,
    capacity: Capacity = Capacity.OWN,
) -> int:
    """Let somebody take a post: a newcomer, or a person on record."""
    with desk.database.write() as session:
        if not person_id:
            person = Person(organization_id=1, name="ผู้มาใหม่")
            session.add(person)
            session.flush()
            add_register_address(session, person, f"new{person.id}@municipality.example.go.th")
            person_id = identity(person.id)
        session.add(
            Assignment(
                organization_id=1,
                officer_id=desk.post_of(title),
                person_id=person_id,
                from_on=from_on,
                until_on=until_on,
                capacity=capacity,
            )
        )
    return person_id


def office(desk: Desk, **settings: int) -> None:
    with desk.database.write() as session:
        session.exec(update(Organization).values(settings=settings))


@pytest.mark.parametrize("reason", ["vacant_post", "on_leave", "no_address"])
def test_a_post_that_cannot_be_told_is_recorded_and_its_head_hears_in_its_place(desk: Desk, reason: str) -> None:
    if reason == "vacant_post":
        vacate(desk, WORKS, date(2026, 1, 2))
    elif reason == "on_leave":
        leave(desk, WORKS, OPENING, DUE)
    else:
        unreachable(desk, WORKS)
    for _twice in range(2):
        plan(desk, OPENING)
    assert of_post(desk, WORKS) == [
        (WORKS, "opening", "opening", reason, ""),
        (WORKS_HEAD, "opening", "opening", "planned", WORKS),
    ]
    assert of_post(desk, FINANCE) == [(FINANCE, "opening", "opening", "planned", "")]


def test_where_the_head_cannot_be_told_either_the_clerk_hears_and_then_nobody_but_the_list(desk: Desk) -> None:
    vacate(desk, WORKS, date(2026, 1, 2))
    leave(desk, WORKS_HEAD, OPENING, OPENING)
    plan(desk, OPENING)
    assert of_post(desk, WORKS) == [
        (WORKS, "opening", "opening", "vacant_post", ""),
        (WORKS_HEAD, "opening", "opening", "on_leave", WORKS),
        (CLERK, "opening", "opening", "planned", WORKS),
    ]
    sent(desk)
    seen = newest(desk)
    unreachable(desk, WORKS_HEAD)
    unreachable(desk, CLERK)
    plan(desk, WEEK_BEFORE)
    assert [row[0::3] for row in of_post(desk, WORKS, seen) if row[1] == "due-7"] == [
        (WORKS, "vacant_post"),
        (WORKS_HEAD, "no_address"),
        (CLERK, "no_address"),
    ]


def test_the_executive_is_told_only_where_the_office_has_turned_it_on(desk: Desk) -> None:
    vacate(desk, WORKS, date(2026, 1, 2))
    unreachable(desk, WORKS_HEAD)
    unreachable(desk, CLERK)
    plan(desk, OPENING)
    assert EXECUTIVE not in {row[0] for row in of_post(desk, WORKS)}
    office(desk, executive_from_days=30)
    plan(desk, WEEK_BEFORE)
    assert of_post(desk, WORKS)[-1] == (EXECUTIVE, "due-7", "reminder", "planned", WORKS)


def test_a_vacant_liaison_post_passes_to_the_clerk_but_is_never_escalated(desk: Desk) -> None:
    plan(desk, date(2026, 1, 22))
    assert {row[0] for row in of_post(desk, LIAISON)} == {LIAISON}
    vacate(desk, LIAISON, date(2026, 1, 23))
    plan(desk, date(2026, 1, 29))
    assert of_post(desk, LIAISON)[-1] == (CLERK, "due+14", "escalation", "planned", LIAISON)


def test_a_substitute_hears_in_place_of_who_is_on_leave_and_nothing_passes_up(desk: Desk) -> None:
    leave(desk, WORKS, OPENING, OPENING)
    substitute = take(desk, WORKS, OPENING, OPENING, capacity=Capacity.ACTING)
    plan(desk, OPENING)
    assert of_post(desk, WORKS) == [(WORKS, "opening", "opening", "planned", "")]
    with desk.database.read() as session:
        told = session.exec(select(Notice).where(Notice.person_id == substitute)).all()
    assert [notice.rung for notice in told] == ["opening"]


def test_back_from_leave_the_next_rung_is_ones_own_again(desk: Desk) -> None:
    leave(desk, WORKS, OPENING, OPENING)
    plan(desk, OPENING)
    sent(desk)
    assert plan(desk, OPENING + timedelta(days=1)) == 0
    seen = newest(desk)
    plan(desk, WEEK_BEFORE)
    assert of_post(desk, WORKS, seen) == [(WORKS, "due-7", "reminder", "planned", "")]


def test_whoever_takes_a_post_within_the_round_hears_once_what_is_open(desk: Desk) -> None:
    plan(desk, OPENING)
    sent(desk)
    vacate(desk, WORKS, date(2026, 1, 5))
    newcomer = take(desk, WORKS, date(2026, 1, 6))
    assert [plan(desk, date(2026, 1, 6)), plan(desk, date(2026, 1, 7))] == [1, 0]
    with desk.database.read() as session:
        told = session.exec(select(Notice).where(Notice.person_id == newcomer)).all()
    assert [(notice.rung, notice.state.value) for notice in told] == [("opening", "planned")]


def test_what_a_post_was_told_already_does_not_pass_up_when_its_holder_goes_on_leave(desk: Desk) -> None:
    plan(desk, OPENING)
    sent(desk)
    seen = newest(desk)
    leave(desk, WORKS, date(2026, 1, 6), DUE)
    assert plan(desk, date(2026, 1, 6)) == 0
    assert of_post(desk, WORKS, seen) == []
    plan(desk, WEEK_BEFORE)
    assert [row[0::3] for row in of_post(desk, WORKS, seen)] == [(WORKS, "on_leave"), (WORKS_HEAD, "planned")]


def test_a_message_that_waits_goes_to_nobody_who_has_left_or_is_on_leave_by_then(desk: Desk) -> None:
    plan(desk, OPENING)
    vacate(desk, WORKS, date(2026, 1, 5))
    newcomer = take(desk, WORKS, date(2026, 1, 6))
    leave(desk, FINANCE, date(2026, 1, 6), DUE)
    seen = newest(desk)
    plan(desk, date(2026, 1, 6))  # the machine was off on the 5th
    assert of_post(desk, WORKS)[0][3] == "post_left"
    assert of_post(desk, FINANCE)[0][3] == "on_leave"
    assert of_post(desk, FINANCE, seen) == [("ผู้อำนวยการกองคลัง", "opening", "opening", "planned", FINANCE)]
    with desk.database.read() as session:
        waiting = session.exec(select(Message).where(Message.state == "planned")).all()
    assert all(message.day == date(2026, 1, 6) for message in waiting)
    assert {newcomer, holder(desk, "ผู้อำนวยการกองคลัง")} < {message.person_id for message in waiting}


def test_an_officer_who_acts_as_head_hears_of_the_duty_once(desk: Desk) -> None:
    take(desk, WORKS_HEAD, OPENING, person_id=holder(desk, WORKS), capacity=Capacity.ACTING)
    plan(desk, date(2026, 1, 18))
    rows = [row for row in of_post(desk, WORKS) if row[1] == "due+3"]
    assert rows == [(WORKS, "due+3", "reminder", "planned", "")]


def test_a_rung_that_waits_is_not_told_beside_the_later_one_whatever_post_it_came_by(desk: Desk) -> None:
    person = holder(desk, WORKS)
    plan(desk, date(2026, 1, 16))
    take(desk, WORKS, date(2026, 1, 17), capacity=Capacity.ACTING)
    take(desk, WORKS_HEAD, date(2026, 1, 18), person_id=person, capacity=Capacity.ACTING)
    plan(desk, date(2026, 1, 18))
    with desk.database.write() as session:
        message = session.exec(select(Message).where(Message.person_id == person, Message.state == "planned")).one()
        told = still_to_tell(session, message)
    assert [(notice.officer_id, notice.rung) for notice in told] == [(desk.post_of(WORKS_HEAD), "due+3")]


@pytest.mark.parametrize(
    ("owing", "above"),
    [(WORKS_HEAD, [CLERK]), (CLERK, []), (EXECUTIVE, [])],
)
def test_nobody_is_escalated_to_themselves_or_to_those_below(desk: Desk, owing: str, above: list[str]) -> None:
    with desk.database.write() as session:
        session.exec(
            update(Obligation)
            .where(col(Obligation.officer_id) == desk.post_of(WORKS), col(Obligation.subject_kind) == "quarter_round")
            .values(officer_id=desk.post_of(owing))
        )
    plan(desk, date(2026, 1, 22))
    told = [(row[0], row[2]) for row in of_post(desk, owing) if row[1] == "due+7"]
    assert told == [(owing, "reminder"), *((title, "escalation") for title in above)]


def test_the_clerk_hears_of_what_is_a_week_late_as_an_escalation(desk: Desk) -> None:
    plan(desk, date(2026, 1, 22))
    assert [row for row in of_post(desk, WORKS) if row[3] == "planned"] == [
        (WORKS, "due+7", "reminder", "planned", ""),
        (WORKS_HEAD, "due+7", "escalation", "planned", ""),
        (CLERK, "due+7", "escalation", "planned", ""),
    ]
    with desk.database.read() as session:
        digest = session.exec(
            select(Message).where(Message.person_id == holder(desk, CLERK), Message.day == date(2026, 1, 22))
        ).one()
    assert digest.kind.value == "escalation"


def test_a_digest_that_waits_follows_its_person_to_the_channel_they_prefer(desk: Desk) -> None:
    plan(desk, OPENING)
    with desk.database.write() as session:
        person = session.get_one(Person, holder(desk, WORKS))
        person.channel = "line"
        session.add(person)
    digest = select(Message).where(Message.person_id == holder(desk, WORKS), Message.day == OPENING)
    plan(desk, OPENING, time(1))
    with desk.database.write() as session:
        assert session.exec(digest).one().channel == "mail"  # they prefer it, but are not reached there yet
        session.add(
            Contact(
                organization_id=1,
                person_id=holder(desk, WORKS),
                channel="line",
                address="U" + "0" * 32,
                fingerprint="0" * 64,
                source=ContactSource.OFFICE,
            )
        )
    plan(desk, OPENING, time(2))
    with desk.database.read() as session:
        assert session.exec(digest).one().channel == "line"


def test_who_is_reached_by_no_mail_is_told_over_another_channel(desk: Desk) -> None:
    with desk.database.write() as session:
        mine = update(Contact).where(col(Contact.person_id) == holder(desk, WORKS))
        session.exec(mine.values(channel="webhook"))
    plan(desk, OPENING)
    with desk.database.read() as session:
        message = session.exec(select(Message).where(Message.person_id == holder(desk, WORKS), Message.day == OPENING))
        assert message.one().channel == "webhook"


def test_two_posts_with_the_same_role_above_are_both_told_and_one_of_them_is_enough(desk: Desk) -> None:
    with desk.database.write() as session:
        session.add(RoleGrant(organization_id=1, officer_id=desk.post_of(FINANCE), role=Role.CLERK))
    vacate(desk, WORKS, date(2026, 1, 2))
    unreachable(desk, WORKS_HEAD)
    unreachable(desk, CLERK)
    office(desk, executive_from_days=30)
    plan(desk, OPENING)
    assert {row[0]: row[3] for row in of_post(desk, WORKS)} == {
        WORKS: "vacant_post",
        WORKS_HEAD: "no_address",
        CLERK: "no_address",
        FINANCE: "planned",
    }


def test_a_moved_day_of_a_vacant_post_is_told_to_its_head_and_is_still_true_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    plan(desk, PROMULGATED, time(12))
    sent(desk)
    vacate(desk, ANALYST, date(2025, 10, 19))
    facts = ExtendCompletion(fiscal_year=YEAR, days=15, paper=ExtensionPaper.ORDER, dated_on=date(2025, 10, 20))
    desk.act(extend_completion, facts, date(2025, 10, 20), Role.EXECUTIVE)
    for clock in (time(1), time(2)):
        plan(desk, date(2025, 10, 21), clock)
    rows = [row for row in desk.notices() if row[1] == "moved"]
    assert rows == [
        (ANALYST, "moved", "not_sent", "vacant_post"),
        ("ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ", "moved", "planned", ""),
    ]
    with desk.database.write() as session:
        notice = session.exec(select(Notice).where(Notice.rung == "moved", Notice.state == "planned")).one()
        assert notice.passed_from_id == desk.post_of(ANALYST)
        assert notice in still_to_tell(session, session.get_one(Message, notice.message_ref))


def test_a_report_sent_back_to_a_vacant_post_is_told_to_its_head(desk: Desk) -> None:
    report(desk, WORKS, date(2026, 1, 9))
    vacate(desk, WORKS, date(2026, 1, 10))
    returned = ReviewSubmission(
        fiscal_year=YEAR, quarter=1, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="แก้ยอด"
    )
    desk.act(review_submission, returned, date(2026, 1, 12), Role.ADMINISTRATOR)
    plan(desk, date(2026, 1, 13))
    assert [row for row in desk.notices() if row[1] == "returned"] == [
        (WORKS, "returned", "not_sent", "vacant_post"),
        (WORKS_HEAD, "returned", "planned", ""),
    ]
