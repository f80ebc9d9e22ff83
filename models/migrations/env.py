"""Alembic's environment: runs migrations on the address given by the caller, else on the settings' one."""

from alembic import context
from sqlalchemy import create_engine

from models.settings import settings
from models.tables import METADATA


def run_migrations() -> None:
    url = context.config.attributes.get("url") or settings().url
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run_migrations()
