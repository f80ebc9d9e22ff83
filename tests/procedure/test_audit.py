"""The audit chain names what was altered, removed or reordered."""

from pathlib import Path

import pytest

from procedure.audit import broken_entry
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
        ("DELETE FROM audit_entry WHERE seq = 7", 7),  # the tail, told by the head
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
