"""Backups: whole, verified, never overwritten, and the heads beside them show what was changed since."""

import json
import sqlite3
import stat
from contextlib import closing
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from models.kinds import PostingPlace
from procedure.acts.posting import PostPlan, post_plan
from procedure.calendar import at
from tests.offices import POSTED, YEAR, Desk, established
from tests.postgresql import new_database, program
from tests.traimas.conftest import Run
from traimas.answers import CommandError
from traimas.backup import back_up

DAY = at(date(2026, 1, 5), time(23, 59))
CODE = "sample-municipality"


def tamper(desk: Desk, *statements: str) -> None:
    with desk.database.engine.connect() as connection:
        for trigger in ("audit_entry_kept_update", "audit_entry_kept_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def test_a_backup_holds_every_row_and_the_head_of_each_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    made = back_up(desk.database, tmp_path / "kept", DAY)
    copy = tmp_path / "kept" / "traimas-2026-01-05.sqlite3"
    assert sorted(path.name for path in copy.parent.iterdir()) == ["traimas-2026-01-05.heads.json", copy.name]
    assert made.sha256 == sha256(copy.read_bytes()).hexdigest()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    document = json.loads((copy.parent / "traimas-2026-01-05.heads.json").read_text(encoding="utf-8"))
    assert (document["file"], document["sha256"], document["broken"]) == (copy.name, made.sha256, {})
    with desk.database.engine.connect() as connection:
        seq, head = connection.exec_driver_sql("SELECT seq, hash FROM audit_head").one()
    assert (document["organizations"][CODE][-1]["seq"], document["organizations"][CODE][-1]["hash"]) == (seq, head)
    restored = Desk(tmp_path, url=f"sqlite:///{copy}")
    assert restored.rows() == desk.rows()
    restored.database.engine.dispose()


def test_a_backup_is_taken_while_somebody_writes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    with desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE organization SET name = 'ระหว่างเขียน'")
        made = back_up(desk.database, tmp_path / "kept", DAY)
        session.rollback()
    with closing(sqlite3.connect(tmp_path / "kept" / made.file)) as copy:
        assert copy.execute("SELECT name FROM organization").fetchall() == [("เทศบาลตำบลตัวอย่าง",)]


@pytest.mark.parametrize("there", ["traimas-2026-01-05.sqlite3", "traimas-2026-01-05.heads.json"])
def test_a_backup_never_overwrites(tmp_path: Path, there: str) -> None:
    desk = Desk(tmp_path)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / there).write_text("an older backup")
    with pytest.raises(CommandError) as error:
        back_up(desk.database, kept, DAY)
    assert error.value.code == "backup_exists"
    assert [(path.name, path.read_text()) for path in kept.iterdir()] == [(there, "an older backup")]


def test_a_broken_chain_is_backed_up_as_evidence_and_named(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    tamper(desk, "UPDATE audit_entry SET body = '{}' WHERE seq = 3")
    code, out, _err = traimas("backup", "--to", str(tmp_path / "kept"), "--json")
    assert (code, json.loads(out)["broken"]) == (1, {CODE: 3})
    assert (tmp_path / "kept" / json.loads(out)["file"]).exists()


def test_kept_heads_show_a_removed_tail_and_a_chain_built_anew(traimas: Run, tmp_path: Path) -> None:
    def verify(file: Path) -> tuple[int, dict[str, Any]]:
        code, out, _err = traimas("audit", "verify", "--heads", str(file), "--json")
        return code, json.loads(out)

    desk = Desk(tmp_path).announced()
    code, out, _err = traimas("backup", "--to", str(tmp_path / "kept"))
    assert code == 0
    assert "sha256" in out
    of_backup = next((tmp_path / "kept").glob("*.heads.json"))
    printed = tmp_path / "heads.json"
    printed.write_text(traimas("audit", "heads", "--json")[1], encoding="utf-8")
    days = len(json.loads(printed.read_text(encoding="utf-8"))["organizations"][CODE])
    for file in (of_backup, printed):
        code, answer = verify(file)
        assert (code, answer["entries"], answer["heads_checked"]) == (0, 9, days)
    assert traimas("audit", "heads")[0] == 0
    before = json.loads(traimas("audit", "heads", "--as-of", "2020-01-01", "--json")[1])
    assert before == {"organizations": {CODE: []}}

    # Whoever has the database can mend the chain they broke; the kept heads still tell.
    mended = "UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit_entry WHERE seq = 8)"
    tamper(desk, "DELETE FROM audit_entry WHERE seq = 9", mended)
    assert traimas("audit", "verify")[0] == 0
    code, answer = verify(of_backup)
    assert (code, answer["error"]["code"]) == (1, "audit_tail_removed")
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED), POSTED)
    assert traimas("audit", "verify")[0] == 0
    code, answer = verify(of_backup)
    assert (code, answer["error"]["code"]) == (1, "audit_rewritten")


@pytest.mark.parametrize(("content", "error"), [(None, "unreadable_file"), ("{}", "bad_heads_file")])
def test_a_file_that_keeps_no_heads_is_told(traimas: Run, tmp_path: Path, content: str | None, error: str) -> None:
    Desk(tmp_path).open()
    file = tmp_path / "heads.json"
    if content:
        file.write_text(content)
    code, out, _err = traimas("audit", "verify", "--heads", str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, error)


def test_a_file_of_another_organization_vouches_for_nothing(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).open()
    file = tmp_path / "heads.json"
    file.write_text('{"organizations": {"other": []}}')
    code, out, _err = traimas("audit", "verify", "--heads", str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "no_kept_head")


def test_a_damaged_database_is_told_and_leaves_no_backup(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.database.engine.dispose()
    with desk.path.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(CommandError) as error:
        back_up(desk.database, tmp_path / "kept", DAY)
    assert error.value.code == "backup_damaged"
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(CommandError) as error:
        back_up(desk.database, tmp_path / "kept", DAY)
    assert error.value.code == "backup_failed"


@pytest.mark.postgresql
def test_postgresql_is_backed_up_by_its_own_program(
    tmp_path: Path, postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = established(new_database(postgresql_server, "backed_up"), "municipality.toml")
    found = program("pg_dump")
    assert found is not None
    monkeypatch.setenv("PATH", str(Path(found).parent))
    made = back_up(database, tmp_path / "kept", DAY)
    dump = tmp_path / "kept" / "traimas-2026-01-05.dump"
    assert dump.read_bytes()[:5] == b"PGDMP"
    assert (made.sha256, made.broken) == (sha256(dump.read_bytes()).hexdigest(), {})
    assert made.organizations[CODE][-1].seq == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError) as error:
        back_up(database, tmp_path / "again", DAY)
    assert error.value.code == "no_pg_dump"
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    (tmp_path / "pg_dump").chmod(0o755)
    with pytest.raises(CommandError, match="mismatch") as error:
        back_up(database, tmp_path / "again", DAY)
    assert error.value.code == "backup_failed"
    assert list((tmp_path / "again").iterdir()) == []
    database.engine.dispose()
