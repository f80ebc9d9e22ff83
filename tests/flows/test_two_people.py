"""Two people at once, each in a process of their own, on both databases: one wins, the other is told clearly."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from flows.perform import perform
from models.evidence import AuditEntry
from models.kinds import PostingPlace, ResolutionOutcome, Role, SubmissionKind, Via
from models.obligations import Event
from models.organizations import Division
from models.plans import Edition, Posting
from models.quarters import Submission
from procedure.act import Facts, Outcome
from procedure.acts.announcing import AnnouncePlan
from procedure.acts.collecting import CorrectProject
from procedure.acts.deciding import RecordResolution
from procedure.acts.drafting import CompileDraft
from procedure.acts.posting import PostPlan
from procedure.acts.reporting import SubmitReports
from procedure.audit import broken_entry
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.permissions import Actor
from tests.offices import ANNOUNCED, POSTED, YEAR, Desk, established
from tests.postgresql import new_database

CHECKOUT = Path(__file__).parent.parent.parent
EXECUTIVE = "นายกเทศมนตรีตำบลตัวอย่าง"
_numbers = count()

# One person's process: told what to do, they have everything at hand, say so, and act on the word.
PERSON = """
import json, sys
from datetime import datetime
from flows.perform import NoRequester, perform
from models.database import Database
from models.kinds import Via
from procedure.acts.register import registered
from procedure.errors import ProcedureError
from procedure.permissions import officer_actor

while line := sys.stdin.readline():
    told = json.loads(line)
    act, as_of = registered(told["act"]), datetime.fromisoformat(told["as_of"])
    facts = act.facts.model_validate(told["facts"])
    database = Database(told["url"])
    with database.read() as session:
        actor = officer_actor(session, 1, told["officer_id"], as_of.date(), Via.COMMAND_LINE)
    print("> ready", flush=True)
    sys.stdin.readline()
    try:
        perform(database, NoRequester(), act.act, actor, facts, as_of)
        answer = "done"
    except ProcedureError as refusal:
        answer = refusal.code
    database.engine.dispose()
    print("> " + answer, flush=True)
"""


class Person:
    """Somebody at a desk of their own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PERSON], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
        )

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """Return the next answer, passing over what is logged between."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("> "):
                return line[2:].strip()
        raise AssertionError("the person has left")

    def leave(self) -> None:
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def people() -> Iterator[tuple[Person, Person]]:
    two = (Person(), Person())
    yield two
    for person in two:
        person.leave()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Return an office on each database in turn."""
    if request.param == "sqlite":
        yield Desk(tmp_path)
        return
    url = new_database(request.getfixturevalue("postgresql_server"), f"two_people_{next(_numbers)}")
    established(url, "municipality.toml").engine.dispose()
    office = Desk(tmp_path, url=url)
    yield office
    office.database.engine.dispose()


def at_once(people: tuple[Person, Person], desk: Desk, on: date, *acts: tuple[Actor, Facts, str]) -> list[str]:
    """Let two acts be done in two processes at the same moment; return what each person was told."""
    for person, (actor, facts, act) in zip(people, acts, strict=True):
        told = {
            "act": act,
            "facts": facts.model_dump(mode="json"),
            "officer_id": actor.officer_id,
            "as_of": at(on, time(10)).isoformat(),
            "url": desk.database.url,
        }
        person.tell(json.dumps(told))
    assert [person.answer() for person in people] == ["ready", "ready"]
    for person in people:
        person.tell("go")
    return [person.answer() for person in people]


def entries(desk: Desk, *acts: str) -> int:
    """Return how many entries of these acts the audit holds, having seen that its chain is whole."""
    with desk.database.read() as session:
        assert broken_entry(session, 1) is None
        found = session.exec(select(AuditEntry).where(col(AuditEntry.act).in_(acts))).all()
        assert session.exec(select(AuditEntry)).all()[-1].seq == len(session.exec(select(AuditEntry)).all())
        return len(found)


def test_a_draft_is_approved_or_returned_never_both(people: tuple[Person, Person], desk: Desk) -> None:
    desk.collect()
    desk.compile()
    desk.submit()
    on = date(2025, 10, 10)
    desk.meet("1/2568", on)
    analyst = desk.actor(Role.PLAN_ANALYST, on)
    approve, give_back = (
        RecordResolution(fiscal_year=YEAR, number="1/2568", considered_on=on, outcome=outcome, remarks="ข้อสังเกต")
        for outcome in (ResolutionOutcome.APPROVE, ResolutionOutcome.RETURN)
    )
    told = at_once(people, desk, on, (analyst, approve, "record_resolution"), (analyst, give_back, "record_resolution"))
    assert sorted(told) == ["done", "needs_submitted"]
    assert entries(desk, "record_resolution") == 1
    with desk.database.read() as session:
        edition = session.exec(select(Edition)).one()
    assert (edition.resolved_on is not None) == (told[0] == "done")


def test_a_plan_is_announced_on_one_day_only(people: tuple[Person, Person], desk: Desk) -> None:
    desk.collect()
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)
    executive = desk.actor(Role.EXECUTIVE, ANNOUNCED)
    days = (date(2025, 10, 16), ANNOUNCED)
    acts = [(executive, AnnouncePlan(fiscal_year=YEAR, announced_on=day, signatory=EXECUTIVE)) for day in days]
    told = at_once(people, desk, ANNOUNCED, *((actor, facts, "announce_plan") for actor, facts in acts))
    assert sorted(told) == ["done", "needs_approved"]
    assert entries(desk, "announce_plan") == 1
    with desk.database.read() as session:
        assert session.exec(select(Edition)).one().announced_on == days[told.index("done")]


def test_a_correction_is_in_the_draft_or_refused_never_lost(people: tuple[Person, Person], desk: Desk) -> None:
    desk.collect()
    on = date(2025, 10, 7)
    analyst = desk.actor(Role.PLAN_ANALYST, on)
    correct = CorrectProject(fiscal_year=YEAR, project_number=1, reason="แก้ไข", place="หมู่ที่ ๒")
    told = at_once(
        people,
        desk,
        on,
        (analyst, CompileDraft(fiscal_year=YEAR), "compile_draft"),
        (analyst, correct, "correct_project"),
    )
    assert told in (["done", "done"], ["done", "needs_collecting"])
    assert entries(desk, "correct_project") == told[1:].count("done")
    with desk.database.read() as session:
        order = session.exec(
            select(col(AuditEntry.act))
            .where(col(AuditEntry.act).in_(("correct_project", "compile_draft")))
            .order_by(col(AuditEntry.seq))
        ).all()
    assert order[-1] == "compile_draft"


def test_a_place_is_posted_once(people: tuple[Person, Person], desk: Desk) -> None:
    desk.announced()
    analyst = desk.actor(Role.PLAN_ANALYST, POSTED)
    facts = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED)
    told = at_once(people, desk, POSTED, (analyst, facts, "post_plan"), (analyst, facts, "post_plan"))
    assert sorted(told) == ["already_posted", "done"]
    assert entries(desk, "post_plan") == 1
    with desk.database.read() as session:
        assert len(session.exec(select(Posting)).all()) == 1


def test_two_submissions_of_one_post_are_two_revisions(people: tuple[Person, Person], desk: Desk) -> None:
    desk.quarter_open()
    on = date(2026, 1, 5)
    post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    officer = desk.actor(Role.OFFICER, on, post)
    facts = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=post, kind=SubmissionKind.NOTHING)
    told = at_once(people, desk, on, (officer, facts, "submit_reports"), (officer, facts, "submit_reports"))
    assert told == ["done", "done"]
    assert entries(desk, "submit_reports") == 2
    with desk.database.read() as session:
        revisions = session.exec(select(col(Submission.revision)).order_by(col(Submission.revision))).all()
    assert list(revisions) == [1, 2]


class NoFacts(Facts):
    """Nothing."""


def overtaken(session: Session, actor: Actor, facts: NoFacts, as_of: Any) -> Outcome:
    """Change an edition that another transaction has changed since it was read."""
    edition = session.exec(select(Edition)).one()
    session.execute(text("UPDATE edition SET version = version + 1"))
    edition.draft_number += 1
    session.add(edition)
    session.flush()
    raise AssertionError("the edition was taken for unchanged")


def written_twice(session: Session, actor: Actor, facts: NoFacts, as_of: Any) -> Outcome:
    """Write a row that another transaction has written already."""
    session.add(Division(organization_id=1, name="กองช่าง", position=99))
    session.flush()
    raise AssertionError("the row was written twice")


def faulty(session: Session, actor: Actor, facts: NoFacts, as_of: Any) -> Outcome:
    """Write of an organization that is none: a fault of ours, and no conflict."""
    session.add(Event(organization_id=999, kind="none", subject_kind="none", subject_id=1, payload={}, as_of=as_of))
    session.flush()
    raise AssertionError("the row was written")


@pytest.mark.parametrize("act", [overtaken, written_twice])
def test_who_comes_second_in_the_database_itself_is_told_of_a_conflict(desk: Desk, act: Any) -> None:
    desk.open()
    before = desk.rows()
    actor = Actor(organization_id=1, via=Via.COMMAND_LINE)
    with pytest.raises(ProcedureError) as refused:
        perform(desk.database, desk.requester, act, actor, NoFacts(), at(ANNOUNCED, time(10)))
    assert refused.value.code == "conflict"
    assert refused.value.message_th == "มีผู้บันทึกรายการนี้พร้อมกัน โปรดเปิดดูใหม่แล้วลองอีกครั้ง"
    assert refused.value.message_en
    assert desk.rows() == before


def test_a_fault_is_not_called_a_conflict(desk: Desk) -> None:
    with pytest.raises(IntegrityError):
        perform(
            desk.database,
            desk.requester,
            faulty,
            Actor(organization_id=1, via=Via.COMMAND_LINE),
            NoFacts(),
            at(ANNOUNCED, time(10)),
        )
