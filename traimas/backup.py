"""Backing up: a copy of the database while it is in use, verified, with the heads of its audit chains beside it."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

import click
from pydantic import AwareDatetime, Field
from sqlalchemy import Engine, NullPool, create_engine
from sqlmodel import Session, col, select

from models.addresses import KEY_FILE, keys_are_set
from models.database import Database
from models.organizations import Organization
from models.settings import settings
from procedure.audit import broken_entry
from procedure.calendar import bangkok_date
from procedure.plans import identity
from traimas.answers import REFUSED, CommandError
from traimas.kept_heads import KeptHeads, heads_of


class Backup(KeptHeads):
    """What was copied, and the heads: the document that stands beside the copy."""

    file: str
    sha256: str
    made_at: AwareDatetime
    broken: dict[str, int] = Field(default_factory=dict)

    def say(self) -> None:
        """Print the backup for people."""
        click.echo(f"สำรองข้อมูลแล้ว: {self.file}\nBacked up: {self.file}\nsha256 {self.sha256}")
        # Both in one place would make the encryption vain; without the keys the copy's addresses are lost.
        keys = "TRAIMAS_ADDRESS_KEYS" if keys_are_set(settings()) else str(settings().data_dir / KEY_FILE)
        click.echo(
            f"ที่อยู่ในสำเนาเข้ารหัสไว้ โปรดเก็บสำเนาของกุญแจ ({keys}) แยกไว้คนละที่\n"
            f"The copy's addresses are encrypted: keep a copy of the keys ({keys}) in another place."
        )
        for code, heads in self.organizations.items():
            if heads:
                click.echo(f"{code}: {heads[-1].day} #{heads[-1].seq} head {heads[-1].hash}")
        for code, entry in self.broken.items():
            said = f"บันทึกการตรวจสอบรายการที่ {entry} ถูกแก้ไข ลบ หรือสลับลำดับ (audit entry {entry} is broken)"
            click.echo(f"! {code}: {said}", err=True)


def back_up(database: Database, folder: Path, now: datetime | None = None) -> Backup:
    """Copy the database to ``traimas-DAY.sqlite3`` (PostgreSQL: ``.dump``) and its heads to ``traimas-DAY.heads.json``.

    DAY is the Bangkok day of the clock. The copy is verified before it gets its name; a broken audit chain is kept as
    it is, for it is evidence, and named. No file is ever overwritten. Raises ``CommandError``: ``backup_exists``,
    ``backup_damaged``, ``no_pg_dump``, ``backup_failed``.
    """
    made_at = now or datetime.now(UTC)
    try:
        return _back_up(database, folder, made_at)
    except OSError as error:
        raise CommandError(
            "backup_failed",
            f"เขียนในโฟลเดอร์ {folder} ไม่ได้ ({error.strerror}) โปรดตรวจสอบโฟลเดอร์และเนื้อที่ว่าง",
            f"Cannot write into {folder} ({error.strerror}); check the folder and its free space.",
        ) from error


def _back_up(database: Database, folder: Path, made_at: datetime) -> Backup:
    on_file = database.engine.dialect.name == "sqlite"
    file = folder / f"traimas-{bangkok_date(made_at)}{'.sqlite3' if on_file else '.dump'}"
    heads_file = folder / f"traimas-{bangkok_date(made_at)}.heads.json"
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_existing(file, heads_file)
    with tempfile.TemporaryDirectory(prefix=".traimas-", dir=folder) as work:  # same disk, readable by us alone
        copy = Path(work) / file.name
        if on_file:
            _copy_sqlite(database.engine, copy)
            heads, broken = _chains(_opened_copy(copy))
        else:
            heads, broken = _chains(database.engine)  # what is recorded from here on is in the dump, but no head of it
            _dump_postgresql(database.engine, copy)
        copy.chmod(0o600)  # it holds names and addresses
        with copy.open("rb") as content:
            sha256 = file_digest(content, "sha256").hexdigest()
        made = Backup(organizations=heads.organizations, file=file.name, sha256=sha256, made_at=made_at, broken=broken)
        document = Path(work) / heads_file.name
        document.write_text(made.model_dump_json(indent=2) + "\n", encoding="utf-8")
        _keep(copy, file)
        _keep(document, heads_file)
    return made


def _opened_copy(copy: Path) -> Engine:
    """Return an engine that reads a finished copy and leaves nothing beside it."""
    address = f"{copy.resolve().as_uri()}?mode=ro&immutable=1"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def _copy_sqlite(engine: Engine, copy: Path) -> None:
    """Copy a database by SQLite's own online backup: writers go on, and the copy is of one moment."""
    try:
        with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, with no -wal beside it
            found = str(target.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise CommandError(
            "backup_damaged",
            f"สำเนาไม่สมบูรณ์: {found} โปรดตรวจสอบดิสก์แล้วสำรองใหม่",
            f"The copy is damaged: {found}. Check the disk and back up again.",
        )


def _dump_postgresql(engine: Engine, copy: Path) -> None:
    pg_dump = shutil.which("pg_dump")
    if pg_dump is None:
        raise CommandError(
            "no_pg_dump",
            "ไม่พบโปรแกรม pg_dump โปรดติดตั้ง postgresql-client รุ่นเดียวกับฐานข้อมูล หรือสำรองที่เครื่องฐานข้อมูล",
            "pg_dump is not installed: install postgresql-client of the server's version, or back up on the server.",
        )
    # The password goes through the environment, where `ps` does not show it.
    address = engine.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": str(engine.url.password)} if engine.url.password else {})}
    command = [pg_dump, "--format=custom", "--no-password", f"--file={copy}", f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        restore = Path(pg_dump).with_name("pg_restore")  # reads the whole list of contents, and so the file
        listed = [str(restore), "--list", str(copy)]
        done = subprocess.run(listed, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise CommandError(
            "backup_failed",
            f"สำรองข้อมูลไม่สำเร็จ: {done.stderr.strip()}",
            f"pg_dump failed: {done.stderr.strip()}",
        )


def _chains(engine: Engine) -> tuple[KeptHeads, dict[str, int]]:
    """Return the heads of every organization, and the first broken entry of each chain that is not whole."""
    with Session(engine, autoflush=False) as session:
        organizations = session.exec(select(Organization).order_by(col(Organization.id))).all()
        found = {row.code: broken_entry(session, identity(row.id)) for row in organizations}
        return heads_of(session, organizations), {code: seq for code, seq in found.items() if seq is not None}


def _refuse_existing(*files: Path) -> None:
    for file in files:
        if file.exists():
            raise CommandError(
                "backup_exists",
                f"มีแฟ้ม {file} อยู่แล้ว ระบบไม่เขียนทับแฟ้มสำรอง โปรดย้ายแฟ้มเดิมหรือเลือกโฟลเดอร์อื่น",
                f"{file} is there already, and a backup is never overwritten; move it or choose another folder.",
                exit_code=REFUSED,
            )


def _keep(made: Path, file: Path) -> None:
    """Give a finished file its name, never that of another; what it says is on the disk by then."""
    with made.open("rb") as content:
        os.fsync(content.fileno())
    try:
        os.link(made, file)
    except FileExistsError:
        _refuse_existing(file)
    except OSError:  # a disk without hard links, such as a memory stick
        _refuse_existing(file)
        made.rename(file)
