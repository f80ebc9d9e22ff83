"""The audit chain names what was altered, removed or reordered."""

from datetime import date
from pathlib import Path

import pytest

from procedure.audit import DayHead, broken_entry, daily_heads
from tests.offices import Desk


def test_a_whole_chain_is_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        assert broken_entry(session, 1) is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit_entry SET body = replace(body, '2569', '2568') WHERE seq = 3", 3),
        ("DELETE FROM audit_entry WHERE seq = 4", 4),
        ("DELETE FROM audit_entry WHERE seq = 9", 9),  # the tail, told by the head
        ("UPDATE audit_entry SET seq = 100 WHERE seq = 2", 2),
    ],
)
def test_tampering_is_named(tmp_path: Path, tampering: str, broken: int) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_kept_update")
        connection.exec_driver_sql("DROP TRIGGER audit_entry_kept_delete")
        connection.exec_driver_sql(tampering)
        connection.commit()
    with desk.database.read() as session:
        assert broken_entry(session, 1) == broken


def test_no_address_stands_in_the_audit(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.engine.connect() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM audit_entry").scalars().all()
    assert len(bodies) == 9
    assert not any("@" in body for body in bodies)


def test_the_head_of_a_day_is_its_last_entry_by_the_day_in_bangkok(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    recorded = {  # UTC: midnight in Bangkok is 17:00 of the day before
        1: "2025-09-26 16:59:59.000000",
        2: "2025-09-26 17:00:00.000000",
        3: "2025-09-27 16:59:59.000000",
    }
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_kept_update")
        for seq, instant in recorded.items():
            connection.exec_driver_sql("UPDATE audit_entry SET recorded_at = ? WHERE seq = ?", (instant, seq))
        hashes = dict(connection.exec_driver_sql("SELECT seq, hash FROM audit_entry").tuples().all())
        connection.commit()
    with desk.database.read() as session:
        heads = daily_heads(session, 1)
        assert heads[:2] == [DayHead(date(2025, 9, 26), 1, hashes[1]), DayHead(date(2025, 9, 27), 3, hashes[3])]
        assert heads[-1].seq == 9
        assert daily_heads(session, 1, until=date(2025, 9, 26)) == heads[:1]
        assert daily_heads(session, 2) == []
