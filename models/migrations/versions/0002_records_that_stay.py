"""Records that stay: the audit chain is append-only, and what was announced is frozen.

Revision: 0002, after 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ANNOUNCED = "SELECT announced_on FROM edition WHERE id = {edition}"
# Table and the edition that a row belongs to, told from OLD or NEW.
FROZEN = {
    "project_entry": "{row}.edition_id",
    "equipment_item": "{row}.edition_id",
    "entry_division": "(SELECT edition_id FROM project_entry WHERE id = {row}.entry_id)",
    "funding_line": (
        "COALESCE((SELECT edition_id FROM project_entry WHERE id = {row}.entry_id),"
        " (SELECT edition_id FROM equipment_item WHERE id = {row}.equipment_id))"
    ),
}
# An update is refused out of an announced edition, and into one.
VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
APPEND_ONLY = (
    "audit_entry",
    "submission",
    "progress_report",
    "resolution",
    "resolution_remark",
    "announcement",
    "stored_file",
    "event",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table, edition in FROZEN.items():
        for verb, rows in VERBS.items():
            op.execute(
                f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} "
                f"WHEN {_announced(edition, rows)} "
                f"BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: {table}'); END"
            )
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_kept_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )


def _postgresql() -> None:
    for table, edition in FROZEN.items():
        for verb, rows in VERBS.items():
            op.execute(
                f"CREATE FUNCTION {table}_frozen_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {_announced(edition, rows)} THEN "
                f"RAISE EXCEPTION 'announced edition is frozen: {table}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if verb == 'delete' else 'NEW'}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen_{verb}()"
            )
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _announced(edition: str, rows: tuple[str, ...]) -> str:
    """Return the condition that one of the rows belongs to an announced edition."""
    return " OR ".join(f"({ANNOUNCED.format(edition=edition.format(row=row))}) IS NOT NULL" for row in rows)


def downgrade() -> None:
    raise NotImplementedError("the guards of the record are not taken off; restore a backup instead")
