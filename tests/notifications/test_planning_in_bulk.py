"""Planning many duties asks no more of the database than planning one, and no organization hears of another."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.kinds import EditionKind, ObligationRule, Role
from models.notices import Message, Notice
from models.obligations import Obligation
from models.organizations import Leave, Officer, Person
from models.plans import Edition, OperationPlan
from notifications.planning import plan_notices
from procedure.calendar import at
from procedure.establishing import OfficeDescription, establish_organization
from procedure.permissions import officers_with_role
from procedure.plans import identity
from tests.flows.test_idle_rounds import counted
from tests.offices import PROMULGATED, SAMPLES, Desk

OPENS, DUE = date(2026, 3, 2), date(2026, 3, 18)


def second_organization(desk: Desk) -> int:
    """Establish a second organization with the very same posts."""
    described = tomllib.loads((SAMPLES / "municipality.toml").read_text(encoding="utf-8"))
    described |= {"code": "second", "name": "เทศบาลตำบลที่สอง"}
    with desk.database.write() as session:
        made = establish_organization(session, OfficeDescription.model_validate(described), at(PROMULGATED, time(9)))
        return identity(made.id)


def owe(desk: Desk, organization_id: int, count: int) -> None:
    """Have the reporting posts of an organization owe some duties, in turn."""
    with desk.database.write() as session:
        plan = OperationPlan(organization_id=organization_id, fiscal_year=2569)
        session.add(plan)
        session.flush()
        session.add(
            Edition(
                organization_id=organization_id,
                plan_id=identity(plan.id),
                kind=EditionKind.BASE,
                number=0,
                opened_on=date(2025, 10, 1),
            )
        )
        posts = [identity(row.id) for row in officers_with_role(session, organization_id, Role.OFFICER)]
        for number in range(count):
            session.add(
                Obligation(
                    organization_id=organization_id,
                    rule=ObligationRule.SUBMIT_PROJECTS,
                    plan_id=identity(plan.id),
                    subject_kind="project_source",
                    subject_id=number + 1,
                    officer_id=posts[number % len(posts)],
                    started_on=OPENS,
                    opens_on=OPENS,
                    due_on=DUE,
                )
            )


def told(desk: Desk, organization_id: int) -> list[tuple[str, str, str]]:
    """Return what an organization's posts are told, having seen that all of it is its own."""
    with desk.database.read() as session:
        rows = session.exec(
            select(Notice, Message, Obligation)
            .join(Message, col(Message.id) == col(Notice.message_ref))
            .join(Obligation, col(Obligation.id) == col(Notice.obligation_id))
            .where(Notice.organization_id == organization_id)
        ).all()
        found = []
        for notice, message, obligation in rows:
            officer, person = session.get_one(Officer, notice.officer_id), session.get_one(Person, notice.person_id)
            owners = {message.organization_id, obligation.organization_id, officer.organization_id}
            assert owners | {person.organization_id, notice.organization_id} == {organization_id}
            found.append((officer.title, notice.rung, notice.state.value))
        return sorted(found)


@pytest.mark.parametrize("on", [OPENS, DUE + timedelta(days=7)])
def test_planning_forty_duties_asks_no_more_of_the_database_than_planning_one(tmp_path: Path, on: date) -> None:
    asked: list[int] = []
    for count in (1, 40):
        (tmp_path / str(count)).mkdir()
        desk = Desk(tmp_path / str(count))
        owe(desk, 1, count)
        with counted(desk.database) as first, desk.database.write() as session:
            assert plan_notices(session, at(on, time(0, 30))).planned >= count
        # A day later all of it is folded into that day's messages.
        with counted(desk.database) as second, desk.database.write() as session:
            assert plan_notices(session, at(on + timedelta(days=1), time(0, 30))).planned == 0
        asked += [len(first), len(second)]
    assert asked[:2] == asked[2:]
    assert max(asked) < 30


def test_two_organizations_never_hear_of_each_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    other = second_organization(desk)
    for organization_id in (1, other):
        owe(desk, organization_id, 9)
    days = (OPENS, DUE, DUE + timedelta(days=3), DUE + timedelta(days=7))
    for on in days[:-1]:
        with desk.database.write() as session:
            plan_notices(session, at(on, time(0, 30)))
    assert told(desk, 1) == told(desk, other)
    with desk.database.write() as session:  # the one's clerk is away; that concerns nobody of the other
        clerk = officers_with_role(session, 1, Role.CLERK)[0]
        held = session.exec(select(Person).where(Person.name == f"ผู้ดำรงตำแหน่ง{clerk.title}")).all()
        mine = next(person for person in held if person.organization_id == 1)
        session.add(Leave(organization_id=1, person_id=identity(mine.id), from_on=days[-1], until_on=days[-1]))
        plan_notices(session, at(days[-1], time(0, 30)))
    assert (clerk.title, "due+7", "planned") in told(desk, other)
    assert (clerk.title, "due+7", "planned") not in told(desk, 1)


def test_one_organization_planned_by_itself_leaves_the_other_as_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    other = second_organization(desk)
    for organization_id in (1, other):
        owe(desk, organization_id, 3)
    with desk.database.write() as session:
        plan_notices(session, at(OPENS, time(0, 30)), other)
    assert told(desk, 1) == []
    with desk.database.write() as session:
        plan_notices(session, at(OPENS + timedelta(days=2), time(0, 30)), 1)  # folds nothing of the other's
    with desk.database.read() as session:
        days = {row.organization_id: row.day for row in session.exec(select(Message))}
        states = {row.state.value for row in session.exec(select(Message))}
    assert days == {1: OPENS + timedelta(days=2), other: OPENS}
    assert states == {"planned"}
    assert told(desk, 1) == told(desk, other)
