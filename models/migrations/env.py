"""Alembic's environment: runs migrations on the address given by the caller, else on the settings' one."""

from alembic import context
from sqlalchemy import create_engine, event

from models.settings import settings
from models.tables import METADATA


def run_migrations() -> None:
    url = context.config.attributes.get("url") or settings().url
    on_sqlite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"timeout": 30} if on_sqlite else {})
    if on_sqlite:
        # The driver would commit before each change of a table: an upgrade cut off half-way could not be gone on with.
        event.listen(engine, "connect", lambda connection, _record: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=on_sqlite,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run_migrations()
