"""Every act, at every step, by every role: done where it fits, else refused with its code and nothing written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from sqlmodel import col, select

from models.kinds import Role, Via
from models.organizations import Division, Officer
from procedure.act import RegisteredAct
from procedure.acts.register import REGISTER
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.permissions import Actor, officer_actor, officers_with_role, system_actor
from procedure.plans import identity
from tests.offices import Desk
from tests.procedure.every_act import EXAMPLES
from tests.procedure.stages import ANYWHERE, STAGES, Stage, put_back, stands

DIVISION = "กองช่าง"  # acts are tried by posts of this division where their role has several; it reports and reviews
RECORDED = "SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM event)"


class RolledBack(Exception):
    """An act was done, and is taken back."""


@dataclass(frozen=True)
class Office:
    """One office, what it holds at each stage, and a connection that sees what others commit."""

    desk: Desk
    held: dict[Stage, sqlite3.Connection]
    posts: dict[str, int]
    reader: sqlite3.Connection

    def told(self, act: RegisteredAct, actor: Actor, as_of: datetime) -> str:
        """Return what an act says: done, and taken back at once, or the code of its refusal."""
        facts = EXAMPLES[act.name].facts_at(self.posts)
        try:
            with self.desk.database.write() as session:
                outcome = act.act(session, actor, facts, as_of)
                session.flush()
                audited, told = session.connection().exec_driver_sql(RECORDED).one()
                raise RolledBack
        except RolledBack:
            before = self.reader.execute(RECORDED).fetchone()
            recorded = audited == before[0] + 1 and told > before[1]
            in_words = outcome.act == act.name and outcome.message_th and outcome.message_en
            return "done" if recorded and in_words else "done, without one record of it or its sentences"
        except ProcedureError as refusal:
            in_words = refusal.message_th and refusal.message_en
            return refusal.code if in_words else f"{refusal.code}, in no words"

    def commits(self) -> int:
        """Return a number that changes with whatever another connection commits to the database."""
        return int(self.reader.execute("PRAGMA data_version").fetchone()[0])

    def actors(self, on: date) -> dict[Role | None, Actor]:
        """Return who acts by each role on a day; None is the schedule."""
        actors: dict[Role | None, Actor] = {None: system_actor(1)}
        with self.desk.database.read() as session:
            division = session.exec(select(col(Division.id)).where(Division.name == DIVISION)).one()
            for role in Role:
                holding = officers_with_role(session, 1, role)
                post = next((one for one in holding if one.division_id == division), holding[0])
                held = officer_actor(session, 1, identity(post.id), on, Via.PORTAL)
                person, roles = held.person_id, frozenset({role})
                actors[role] = Actor(1, Via.PORTAL, held.officer_id, person, held.division_id, roles)
        return actors


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return an office that was brought through every stage once."""
    desk = Desk(tmp_path_factory.mktemp("every-act"))
    held = stands(desk)
    with desk.database.read() as session:
        posts = {post.title: identity(post.id) for post in session.exec(select(Officer))}
    with closing(sqlite3.connect(desk.path)) as reader:
        yield Office(desk, held, posts, reader)
    for connection in held.values():
        connection.close()


@pytest.mark.parametrize("stage", Stage)
def test_every_act_is_done_where_it_fits_and_else_refused_with_nothing_written(stage: Stage, office: Office) -> None:
    put_back(office.desk, office.held[stage])
    actors, as_of = office.actors(STAGES[stage].on), at(STAGES[stage].on, time(10))
    before, wrong = office.commits(), []
    for act in REGISTER:
        if act.name not in EXAMPLES:
            continue  # told by the test below
        for role, actor in actors.items():
            told = office.told(act, actor, as_of)
            due = EXAMPLES[act.name].told(stage, role) if actor.may(act.permission) else "not_permitted"
            if told != due:
                wrong.append(f"{act.name} by {role.value if role else 'the schedule'}: {told}, not {due}")
            assert office.commits() == before, f"{act.name} by {role} wrote something"
    assert not wrong


@pytest.mark.parametrize("act", REGISTER, ids=lambda act: act.name)
def test_an_act_has_an_example_that_is_done_at_some_stage(act: RegisteredAct) -> None:
    assert act.name in EXAMPLES, f"tests/procedure/every_act.py has no example of {act.name}: give EXAMPLES its facts"
    example = EXAMPLES[act.name]
    assert example.done_at <= ANYWHERE
    assert example.done_at
    assert not example.done_at & set(example.refused), "a stage where it is done names a refusal too"


def test_no_example_is_left_of_an_act_that_is_gone() -> None:
    assert set(EXAMPLES) == {act.name for act in REGISTER}
