"""A PostgreSQL 15 server of the session's own: started on loopback, ended by its own process id."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from traimas.launcher import HOST, free_port

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
START_SECONDS = 60.0


def program(name: str) -> str | None:
    """Return a PostgreSQL 15 program, where Debian's packages or the path have it."""
    return str(PROGRAMS / name) if (PROGRAMS / name).exists() else shutil.which(name)


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server over a new folder and return its address. ``initdb`` refuses root: then ``postgres`` runs it."""
    initdb, postgres = program("initdb"), program("postgres")
    assert initdb is not None
    assert postgres is not None
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="traimas-postgresql-", ignore_cleanup_errors=True) as folder:
        if user:
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data, port = Path(folder) / "data", free_port()
        made = [initdb, "--pgdata", str(data), "--username", "traimas", "--auth", "trust", "--encoding", "UTF8"]
        subprocess.run([*made, "--no-sync"], user=user, check=True, capture_output=True, cwd=folder)
        server = subprocess.Popen(
            [postgres, "-D", str(data), "-h", HOST, "-p", str(port), "-k", folder, "-c", "fsync=off"],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"postgresql://traimas@{HOST}:{port}"
            _wait_for(address)
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # a fast end: SIGTERM would wait for idle connections
            server.wait(30)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"{address}/postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def new_database(address: str, name: str, template: str = "template1") -> str:
    """Create a database, empty or a copy of a template, and return its SQLAlchemy address."""
    statement = psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(statement.format(psycopg.sql.Identifier(name), psycopg.sql.Identifier(template)))
    return f"{address}/{name}".replace("postgresql://", "postgresql+psycopg://")
