"""The domain database: the engine, read and write transactions, and bringing the schema up to date."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlmodel import Session

MIGRATIONS = Path(__file__).parent / "migrations"
# PostgreSQL takes 65,535 values in one statement, and SQLite from 32,766.
MOST_VALUES = 5_000

T = TypeVar("T")


class Database:
    """One domain database. On SQLite: WAL, foreign keys on, busy timeout, writers begin immediately."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; nothing it changes is kept."""
        with Session(self.engine, autoflush=False) as session:
            try:
                yield session
            finally:
                session.expunge_all()  # what was read stays readable; a rollback would expire it
                session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a write transaction: committed at the end, rolled back whole on any error."""
        with Session(self.engine, expire_on_commit=False) as session:
            if self.engine.dialect.name == "sqlite":
                session.connection(execution_options={"traimas_write": True})
            yield session
            session.commit()

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema to a migration (Alembic), by default the newest."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["url"] = self.url
        command.upgrade(config, revision)


def one_at_a_time(session: Session, work: str) -> None:
    """Let one transaction at a time do a kind of work. SQLite's writers queue by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(hashtext(:work))"), {"work": work})


def in_parts(values: Iterable[T], size: int = MOST_VALUES) -> Iterator[list[T]]:
    """Yield some values, each once, in lists that one statement takes; none at all yield nothing."""
    left = iter(dict.fromkeys(values))
    while part := list(islice(left, size)):
        yield part


_ENGINES_KEPT = 8
_engines: OrderedDict[str, Engine] = OrderedDict()
_engines_lock = threading.Lock()


def _engine(url: str) -> Engine:
    """Return the one engine of an address; of many, the one used longest ago is ended with its idle connections."""
    with _engines_lock:
        engine = _engines.pop(url, None) or _made(url)
        _engines[url] = engine
        if len(_engines) > _ENGINES_KEPT:
            _engines.popitem(last=False)[1].dispose()
        return engine


def _made(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: SqliteConnection, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred writer that upgrades its lock fails at once in spite of the busy timeout.
        write = connection.get_execution_options().get("traimas_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
