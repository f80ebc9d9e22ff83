"""Two organizations in one database: no act of the one reads, names or changes what the other has recorded."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy import Connection, Table
from sqlmodel import Session, select

from models.kinds import ObstacleKind, ProgressStatus, Role, SubmissionKind, Via
from models.organizations import Officer
from models.tables import METADATA
from procedure.act import Act, Facts, RegisteredAct
from procedure.acts.register import REGISTER
from procedure.acts.reporting import RecordPaperReports, SubmitReports, record_paper_reports, submit_reports
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.evidence import EvidenceFile
from procedure.permissions import Actor, officer_actor, officers_with_role, system_actor
from procedure.plans import identity
from procedure.report_checks import ProjectProgress
from tests.offices import YEAR, Desk
from tests.procedure.every_act import EXAMPLES
from tests.procedure.quarters import WORKS
from tests.procedure.stages import QUARTER_DAY, STAGES, Stage, put_back, stands

OURS, THEIRS = 1, 2
SHIFT = 10_000  # between the ids of a row and of its copy
OWNED = [table for table in METADATA.sorted_tables if "organization_id" in table.c]


class RolledBack(Exception):
    """An act was done, and is taken back."""


@dataclass(frozen=True)
class Province:
    """A database of two organizations that stand at the same stage, each with rows of its own."""

    desk: Desk
    held: dict[Stage, sqlite3.Connection]

    def stand(self, stage: Stage) -> None:
        """Put both organizations at a stage."""
        put_back(self.desk, self.held[stage])
        with closing(sqlite3.connect(self.desk.path)) as office:
            _copy_organization(office)
            office.commit()

    def posts(self, organization_id: int) -> dict[str, int]:
        with self.desk.database.read() as session:
            mine = select(Officer).where(Officer.organization_id == organization_id)
            return {post.title: identity(post.id) for post in session.exec(mine)}

    def actor(self, organization_id: int, act: RegisteredAct, stage: Stage) -> Actor:
        """Return who does an act: the schedule, a post that reports, or whatever post has the permission."""
        if system_actor(organization_id).may(act.permission):
            return system_actor(organization_id)
        with self.desk.database.read() as session:
            posts = [self.posts(organization_id)[WORKS]] + [
                identity(post.id) for role in Role for post in officers_with_role(session, organization_id, role)
            ]
            actors = (officer_actor(session, organization_id, post, STAGES[stage].on, Via.PORTAL) for post in posts)
            able = [actor for actor in actors if actor.may(act.permission)]
            # The administrator may do everything everywhere in the own organization.
            return next((one for one in able if Role.ADMINISTRATOR in one.roles), able[0])

    def told(self, act: Act[Any], actor: Actor, facts: Facts, stage: Stage) -> str:
        """Return what an act says, and what is wrong with the two organizations' rows after it; it is taken back."""
        other = THEIRS if actor.organization_id == OURS else OURS
        try:
            with self.desk.database.write() as session:
                before = _rows_of(session.connection(), other)
                act(session, actor, facts, at(STAGES[stage].on, time(10)))
                session.flush()
                wrong = _mixed(session)
                if _rows_of(session.connection(), other) != before:
                    wrong.append("rows of the other organization have changed")
                raise RolledBack
        except RolledBack:
            return ", ".join(wrong) or "done"
        except ProcedureError as refusal:
            return refusal.code


def _copy_organization(office: sqlite3.Connection) -> None:
    """Give the database a second organization with a copy of each row of the first, under ids of its own."""
    for (trigger,) in office.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        office.execute(f"DROP TRIGGER {trigger}")
    for table in METADATA.sorted_tables:
        if table.name != "organization" and table not in OWNED and not _owned_by_another(table):
            continue  # kept once for the installation: holidays
        names, values = [], []
        for column in table.c:
            names.append(f'"{column.name}"')
            values.append(_copied(table, column.name, [key.column.table.name for key in column.foreign_keys]))
        into, copies = f'"{table.name}" ({", ".join(names)})', ", ".join(values)
        office.execute(f'INSERT INTO {into} SELECT {copies} FROM "{table.name}"')  # noqa: S608 - our own tables


def _owned_by_another(table: Table) -> bool:
    return any(key.column.table in OWNED for key in table.foreign_keys)


def _copied(table: Table, name: str, references: list[str]) -> str:
    if "organization" in references or (table.name == "organization" and name == "id"):
        return str(THEIRS)
    if references or (name == "id" and table.c[name].primary_key) or name == "subject_id":
        return f'"{name}" + {SHIFT}'
    if name.endswith(("token_hash", "message_id")) or (table.name == "organization" and name == "code"):
        return f"'other ' || \"{name}\""
    return f'"{name}"'


def _rows_of(connection: Connection, organization_id: int) -> dict[str, list[object]]:
    mine = [(table, table.select().where(table.c.organization_id == organization_id)) for table in OWNED]
    return {table.name: list(connection.execute(rows.order_by(*table.primary_key))) for table, rows in mine}


def _mixed(session: Session) -> list[str]:
    """Return each reference by which a row of one organization names a row of the other."""
    found: list[str] = []
    owned = {table.name for table in OWNED if "id" in table.c}
    for table in OWNED:
        named = [(key.parent.name, key.column.table.name, "") for key in table.foreign_keys]
        if "subject_kind" in table.c:
            named += [("subject_id", kind, f"AND one.subject_kind = '{kind}'") for kind in sorted(owned)]
        for name, target, which in named:
            if target not in owned:
                continue
            one, other = f'"{table.name}" one', f'"{target}" other'
            across = (
                f'SELECT 1 FROM {one} JOIN {other} ON other.id = one."{name}" '  # noqa: S608 - our own tables
                f"WHERE one.organization_id <> other.organization_id {which} LIMIT 1"
            )
            if session.connection().exec_driver_sql(across).first():
                found.append(f"{table.name}.{name} names a {target} of the other organization")
    return found


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Return two organizations that can stand at every stage."""
    desk = Desk(tmp_path_factory.mktemp("province"))
    held = stands(desk)
    yield Province(desk, held)
    for connection in held.values():
        connection.close()


# Each act at the last stage at which it is done: there both organizations have recorded most.
LAST = {act.name: [stage for stage in STAGES if stage in EXAMPLES[act.name].done_at][-1] for act in REGISTER}
BY_STAGE = {stage: [act for act in REGISTER if LAST[act.name] is stage] for stage in STAGES}
TRIED = [stage for stage in STAGES if BY_STAGE[stage]]


@pytest.mark.parametrize("stage", TRIED)
def test_an_act_of_one_organization_leaves_the_other_ones_rows_alone_and_names_none_of_them(
    stage: Stage, province: Province
) -> None:
    province.stand(stage)
    wrong: list[str] = []
    for organization_id in (OURS, THEIRS):
        posts = province.posts(organization_id)
        for act in BY_STAGE[stage]:
            actor = province.actor(organization_id, act, stage)
            told = province.told(act.act, actor, EXAMPLES[act.name].facts_at(posts), stage)
            if told != "done":
                wrong.append(f"{act.name} by organization {organization_id}: {told}")
    assert not wrong


@pytest.mark.parametrize("stage", TRIED)
def test_a_plan_of_another_organization_is_no_plan(stage: Stage, province: Province) -> None:
    province.stand(stage)
    with closing(sqlite3.connect(province.desk.path)) as office:
        office.execute("UPDATE operation_plan SET fiscal_year = fiscal_year - 1 WHERE organization_id = ?", (THEIRS,))
        office.commit()
    posts, wrong = province.posts(THEIRS), []
    for act in BY_STAGE[stage]:
        facts = EXAMPLES[act.name].facts_at(posts)
        if "fiscal_year" in type(facts).model_fields and act.name != "open_plan":
            told = province.told(act.act, province.actor(THEIRS, act, stage), facts, stage)
            if told != "no_plan":
                wrong.append(f"{act.name}: {told}")
    assert not wrong


def _progress(project_id: int) -> ProjectProgress:
    return ProjectProgress(
        project_id=project_id,
        status=ProgressStatus.IN_PROGRESS,
        percent=40,
        obstacle_kind=ObstacleKind.WEATHER,
        obstacle="ฝนตกหนัก",
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIVISION_HEAD, Role.ADMINISTRATOR])
def test_the_ids_of_another_organization_are_unknown(role: Role, province: Province) -> None:
    stage = Stage.QUARTER_OPEN
    province.stand(stage)
    ours, theirs = province.posts(OURS)[WORKS], province.posts(THEIRS)[WORKS]
    with province.desk.database.read() as session:
        held = officer_actor(session, THEIRS, theirs, QUARTER_DAY, Via.PORTAL)
    reporter = replace(held, roles=frozenset({role}))
    recorder = replace(held, roles=frozenset({Role.PLAN_ANALYST}))
    submitted: dict[str, Any] = {"fiscal_year": YEAR, "quarter": 1}
    on_paper = {**submitted, "received_on": QUARTER_DAY, "document": "ที่ ๑/๒๕๖๙"}
    of_ours = {"officer_id": ours, "kind": SubmissionKind.NOTHING}
    with_ours = {"officer_id": theirs, "reports": (_progress(1),)}
    own = {"officer_id": theirs, "reports": (_progress(1 + SHIFT),)}
    picture = EvidenceFile(project_id=1, name="1.jpg", content=b"\xff\xd8\xff")
    tried: list[tuple[Act[Any], Actor, Facts, str]] = [
        (submit_reports, reporter, SubmitReports(**submitted, **of_ours), "not_your_post"),
        (record_paper_reports, recorder, RecordPaperReports(**on_paper, **of_ours), "unknown_officer"),
        (submit_reports, reporter, SubmitReports(**submitted, **with_ours), "reports_not_owed"),
        (record_paper_reports, recorder, RecordPaperReports(**on_paper, **with_ours), "reports_not_owed"),
        (submit_reports, reporter, SubmitReports(**submitted, **own, evidence=(picture,)), "evidence_not_owed"),
        (submit_reports, reporter, SubmitReports(**submitted, **own), "done"),
    ]
    for act, actor, facts, due in tried:
        assert province.told(act, actor, facts, stage) == due
