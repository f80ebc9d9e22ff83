"""Upgrading a database that the first version made keeps all that it held, on both databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from models.database import Database
from models.kinds import Capacity, ObligationRule, TriggerKind
from models.obligations import DueDayChange, Obligation
from models.organizations import Assignment
from models.plans import Edition
from models.quarters import Submission
from procedure.audit import broken_entry
from procedure.contacts import address_of
from tests.postgresql import new_database

# A year begun with the first version: extended, returned, approved, announced, posted, a quarter open, one report.
OLD = Path(__file__).parent / "databases" / "revision_0003.sql"
# Columns that say the same elsewhere now: under another name, and as an encrypted contact.
RENAMED = {"assignment": {"acting"}, "person": {"email"}}

Rows = dict[str, list[dict[str, Any]]]


def _old_database(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    connection.close()
    return f"sqlite:///{path}"


def _rows(connection: Connection) -> Rows:
    tables = MetaData()
    tables.reflect(connection)
    return {
        name: [dict(row._mapping) for row in connection.execute(table.select().order_by(*table.primary_key))]
        for name, table in tables.tables.items()
        if name != "alembic_version"
    }


def _copied(source: str, target: str) -> None:
    """Copy the rows of an old SQLite database into a PostgreSQL one of the same revision."""
    Database(target).upgrade("0003")
    old_tables, tables = MetaData(), MetaData()
    with (
        create_engine(source, poolclass=NullPool).connect() as old,
        create_engine(target, poolclass=NullPool).begin() as new,
    ):
        old_tables.reflect(old)
        tables.reflect(new)
        new.execute(text("SET session_replication_role = replica"))  # the guards were passed when the rows were written
        for name, table in tables.tables.items():
            rows = [dict(row._mapping) for row in old.execute(old_tables.tables[name].select())]
            for row in rows:
                for key, value in row.items():
                    if isinstance(value, datetime):
                        row[key] = value.replace(tzinfo=UTC)
            if rows and name != "alembic_version":
                new.execute(table.insert(), rows)


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_an_upgrade_keeps_all_that_the_first_version_wrote(
    request: pytest.FixtureRequest, tmp_path: Path, backend: str
) -> None:
    url = old = _old_database(tmp_path / "old.sqlite3")
    if backend == "postgresql":
        url = new_database(request.getfixturevalue("postgresql_server"), "upgraded")
        _copied(old, url)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        before = _rows(connection)
    database = Database(url)
    database.upgrade()
    with create_engine(url, poolclass=NullPool).connect() as connection:
        after = _rows(connection)
    assert sum(len(rows) for rows in before.values()) > 200
    for name, rows in before.items():
        assert len(after[name]) == len(rows), name
        for old_row, new_row in zip(rows, after[name], strict=True):
            assert set(old_row) - set(new_row) == RENAMED.get(name, set()), name
            assert {key: new_row[key] for key in old_row if key in new_row} == {
                key: value for key, value in old_row.items() if key in new_row
            }, name
    with database.read() as session:
        for person in before["person"]:
            assert address_of(session, person["id"]) == (person["email"] or "")
    kept = {row["address"] for row in after["contact"]}
    assert len(kept) == sum(bool(person["email"]) for person in before["person"]) > 0
    assert not any("@" in address for address in kept)


def test_an_upgraded_year_goes_on(tmp_path: Path) -> None:
    database = Database(_old_database(tmp_path / "old.sqlite3"))
    database.upgrade()
    with database.read() as session:
        edition = session.exec(select(Edition)).one()
        completion = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.COMPLETE_PLAN)).one()
        extended = session.exec(select(DueDayChange)).one()
        submission = session.exec(select(Submission)).one()
        assert (edition.resolved_on, edition.approved_on) == (date(2025, 10, 13), date(2025, 10, 13))
        assert completion.trigger_kind is TriggerKind.ANNUAL_BUDGET
        assert extended.withdrew_late
        assert submission.received_on == date(2026, 1, 14)  # 23:30 in Bangkok, 16:30 UTC
        assert {row.capacity for row in session.exec(select(Assignment))} == {Capacity.OWN}
        assert broken_entry(session, 1) is None


@pytest.mark.parametrize("table", ["submission", "resolution", "progress_report", "due_day_change", "announcement"])
def test_what_was_append_only_stays_so(tmp_path: Path, table: str) -> None:
    database = Database(_old_database(tmp_path / "old.sqlite3"))
    database.upgrade()
    with database.engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own tables


def test_an_upgrade_that_fails_half_way_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    url = _old_database(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE trigger_new (id INTEGER)")  # in the way of the last table that is rebuilt
    before = _dump(path)
    with pytest.raises(OperationalError):
        Database(url).upgrade()
    assert _dump(path) == before
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE trigger_new")
    Database(url).upgrade()
    with Database(url).read() as session:
        assert broken_entry(session, 1) is None


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
