"""The database keeps what the acts rely on: frozen editions, an append-only record, dates in order."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select, update

from models.database import Database
from models.kinds import OrganizationKind
from models.migrations.check import check_migrations
from models.obligations import Obligation
from models.organizations import Organization
from models.plans import Edition, ProjectEntry
from tests.offices import Desk


def test_migrations_lead_to_the_tables_as_declared() -> None:
    check_migrations()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE project_entry SET place = 'ที่อื่น'",
        "DELETE FROM project_entry",
        "UPDATE funding_line SET amount_satang = 1",
        "DELETE FROM entry_division",
        "UPDATE equipment_item SET name = 'อื่น'",
        "INSERT INTO funding_line"
        " (recorded_at, organization_id, entry_id, source, fiscal_year, amount_satang, authority)"
        " VALUES ('2025-10-20', 1, 1, 'annual_budget', 2569, 100, '')",
    ],
)
def test_an_announced_edition_cannot_be_changed_by_anybody(tmp_path: Path, statement: str) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.engine.connect() as connection, pytest.raises(IntegrityError, match="frozen"):
        connection.exec_driver_sql(statement)


def test_an_upgrade_keeps_what_an_older_database_held(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    database.upgrade("0002")
    with database.engine.connect() as connection:
        for statement in (
            "INSERT INTO organization (recorded_at, id, code, kind, name, district, province, settings) VALUES"
            " ('2025-09-26 01:00:00', 1, 'x', 'sao', 'อบต.', '', '', '{}')",
            "INSERT INTO operation_plan (recorded_at, id, organization_id, fiscal_year)"
            " VALUES ('2025-09-26 01:00:00', 1, 1, 2569)",
            "INSERT INTO officer (recorded_at, id, organization_id, title)"
            " VALUES ('2025-09-26 01:00:00', 1, 1, 'นักวิเคราะห์')",
            "INSERT INTO obligation (recorded_at, id, organization_id, rule, plan_id, subject_kind, subject_id,"
            " officer_id, started_on, opens_on, due_on, due_version, in_rates, state, late) VALUES"
            " ('2025-09-26 01:00:00', 1, 1, 'complete_plan', 1, 'trigger', 1, 1,"
            " '2025-09-26', '2025-09-26', '2025-10-26', 1, 1,"
            " 'open', 0)",
        ):
            connection.exec_driver_sql(statement)
        connection.commit()
    database.upgrade()
    with database.read() as session:
        kept = session.exec(select(Obligation)).one()
        assert session.exec(select(Organization)).one().name == "อบต."
    assert (kept.due_on, kept.extended_late_on) == (date(2025, 10, 26), None)


def test_nothing_is_moved_into_an_announced_edition(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO edition (recorded_at, organization_id, plan_id, kind, number, opened_on, uses_approaches,"
            " draft_number, version, reason, passes_committee, needs_posting)"
            " VALUES ('2025-10-20', 1, 1, 'addition', 1, '2025-10-20', 1, 0, 1, '', 1, 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO equipment_item (recorded_at, organization_id, edition_id, number, category, name, detail,"
            " place, months, division_id, action, reason, authority)"
            " VALUES ('2025-10-20', 1, 2, 1, 'office', 'โต๊ะ', '', '', 1, 1, 'add', '', '')"
        )
        with pytest.raises(IntegrityError, match="frozen"):
            connection.exec_driver_sql("UPDATE equipment_item SET edition_id = 1, number = 99 WHERE edition_id = 2")


def test_an_edition_not_yet_announced_can_be_changed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    with desk.database.write() as session:
        entry = session.exec(select(ProjectEntry)).first()
        assert entry is not None
        entry.place = "หมู่ที่ ๙"
        session.add(entry)


@pytest.mark.parametrize("table", ["audit_entry", "event", "resolution", "announcement", "stored_file"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET recorded_at = '2020-01-01'", "DELETE FROM {}"])
def test_the_record_is_append_only(tmp_path: Path, table: str, verb: str) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.engine.connect() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.exec_driver_sql(verb.format(table))


@pytest.mark.parametrize(
    "dates",
    [
        {"submitted_on": date(2025, 10, 8)},  # not compiled
        {"compiled_on": date(2025, 10, 7), "resolved_on": date(2025, 10, 8)},  # not submitted
        {"announced_on": date(2025, 10, 8)},  # not approved
        {
            "compiled_on": date(2025, 10, 7),
            "submitted_on": date(2025, 10, 9),
            "approved_on": date(2025, 10, 8),
        },  # approved before it was submitted
    ],
)
def test_the_steps_of_an_edition_stay_in_order(tmp_path: Path, dates: dict[str, date]) -> None:
    desk = Desk(tmp_path)
    desk.open()
    statement = update(Edition).values(**dates)
    with pytest.raises(IntegrityError), desk.database.write() as session:
        session.exec(statement)


def test_a_failed_transaction_leaves_nothing_and_what_was_read_stays_readable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    database.upgrade()

    def write_and_stop(session: Session) -> None:
        session.add(Organization(code="x", kind=OrganizationKind.SUBDISTRICT, name="อบต."))
        session.flush()
        raise RuntimeError("the machine stops here")

    with pytest.raises(RuntimeError), database.write() as session:
        write_and_stop(session)
    with database.read() as session:
        assert session.exec(select(Organization)).all() == []


def test_settings_of_sqlite_are_those_that_keep_the_record(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with database.engine.connect() as connection:
        read = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS}
    assert read == _PRAGMAS


_PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30000, "synchronous": 2}
