"""Rebuilding a table of SQLite, which alters no CHECK and drops no column that a constraint names."""

from collections.abc import Mapping

from sqlalchemy import Connection


def rebuild_table(bind: Connection, table: str, statement: str, filled: Mapping[str, str]) -> None:
    """Make a table anew by ``statement`` (its name written ``"{new}"``) and move the rows over.

    ``filled`` gives the new columns as SQL over the old row. Indexes and triggers are made again as they were.
    """
    # Else renaming a rebuilt table would look through the triggers of others, which name it while it is gone.
    bind.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    kept = bind.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    old = [row[1] for row in bind.exec_driver_sql(f'PRAGMA table_info("{table}")')]
    bind.exec_driver_sql(statement.replace("{new}", f"{table}_new"))
    new = [row[1] for row in bind.exec_driver_sql(f'PRAGMA table_info("{table}_new")')]
    source = [f'"{name}"' if name in old else filled[name] for name in new]
    names = ", ".join(f'"{name}"' for name in new)
    bind.exec_driver_sql(f'INSERT INTO "{table}_new" ({names}) SELECT {", ".join(source)} FROM "{table}"')  # noqa: S608
    bind.exec_driver_sql(f'DROP TABLE "{table}"')
    bind.exec_driver_sql(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for (sql,) in kept:
        bind.exec_driver_sql(sql)
    bind.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
