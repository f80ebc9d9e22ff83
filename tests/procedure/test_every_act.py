"""Every act, at every step, by every role: done where it fits, else refused with its code and nothing written."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, time

import pytest
from sqlmodel import col, select

from models.database import Database
from models.kinds import Role, Via
from models.organizations import Division, Officer
from models.tables import METADATA
from procedure.act import RegisteredAct
from procedure.acts.register import REGISTER
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.permissions import Actor, officer_actor, officers_with_role, system_actor
from procedure.plans import identity
from tests.offices import Desk
from tests.procedure.every_act import DIVISION, EXAMPLES, STAGES, Stage

COUNTS = "SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in METADATA.tables)  # noqa: S608


class RolledBack(Exception):
    """An act was done, and is taken back."""


@dataclass(frozen=True)
class Office:
    """An office at a stage, its posts, and who acts by each role; None is the schedule."""

    database: Database
    stage: Stage
    as_of: datetime
    posts: dict[str, int]
    actors: dict[Role | None, Actor]
    reader: sqlite3.Connection

    def told(self, act: RegisteredAct, actor: Actor) -> str:
        """Return what an act says: done, and taken back at once, or the code of its refusal."""
        facts = EXAMPLES[act.name].facts_at(self.posts)
        try:
            with self.database.write() as session:
                outcome = act.act(session, actor, facts, self.as_of)
                assert outcome.act == act.name
                raise RolledBack
        except RolledBack:
            return "done"
        except ProcedureError as refusal:
            in_words = refusal.message_th and refusal.message_en
            return refusal.code if in_words else f"{refusal.code}, in no words"

    def records(self) -> list[object]:
        """Return the number of rows of every table and the heads of the audit."""
        return [self.reader.execute(COUNTS).fetchone(), self.reader.execute("SELECT * FROM audit_head").fetchall()]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> list[Office]:
    """Return one office for each stage, made once."""
    found = []
    for stage, (build, on) in STAGES.items():
        desk = Desk(tmp_path_factory.mktemp(stage.value))
        build(desk)
        as_of = at(on, time(10))
        with desk.database.read() as session:
            posts = {post.title: identity(post.id) for post in session.exec(select(Officer))}
            division = session.exec(select(col(Division.id)).where(Division.name == DIVISION)).one()
            actors: dict[Role | None, Actor] = {None: system_actor(1)}
            for role in Role:
                holding = officers_with_role(session, 1, role) or officers_with_role(session, 1, Role.ADMINISTRATOR)
                post = next((one for one in holding if one.division_id == division), holding[0])
                held = officer_actor(session, 1, identity(post.id), on, Via.PORTAL)
                actors[role] = Actor(
                    1, Via.PORTAL, held.officer_id, held.person_id, held.division_id, frozenset({role})
                )
        found.append(Office(desk.database, stage, as_of, posts, actors, sqlite3.connect(desk.path)))
    return found


@pytest.mark.parametrize("act", REGISTER, ids=lambda act: act.name)
def test_an_act_is_done_where_it_fits_and_else_refused_with_nothing_written(
    act: RegisteredAct, offices: list[Office]
) -> None:
    assert act.name in EXAMPLES, f"tests/procedure/every_act.py has no example of {act.name}: give EXAMPLES its facts"
    example, wrong = EXAMPLES[act.name], []
    for office in offices:
        before = office.records()
        for role, actor in office.actors.items():
            told = office.told(act, actor)
            right = example.fits(office.stage, role, told) if actor.may(act.permission) else told == "not_permitted"
            if not right:
                wrong.append(f"{office.stage.value} by {role.value if role else 'the schedule'}: {told}")
            assert office.records() == before, f"{act.name} at {office.stage.value} by {role}"
    assert not wrong


def test_no_example_is_left_of_an_act_that_is_gone() -> None:
    assert set(EXAMPLES) <= {act.name for act in REGISTER}
