"""Notices that are never lost: contacts encrypted at rest, attempts kept, unknown outcomes, what was told otherwise.

Revision: 0005, after 0004
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from models.addresses import address_keys
from models.migrations.rebuilding import rebuild_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = "'request', 'opening', 'reminder', 'returned', 'escalation', 'sign_in', 'confirmation', 'alarm'"
STATES = "'planned', 'claimed', 'sent', 'failed', 'unknown', 'given_up', 'withdrawn'"
FILLED: dict[str, dict[str, str]] = {
    "person": {"channel": "'mail'", "language": "'th'"},
    "message": {
        # When the older versions ended a message other than by sending it was not kept.
        "ended_at": "sent_at",
        "contact_id": "NULL",
        "stands_in_for_id": "NULL",
        "template_version": "''",
        "sealed_seq": "NULL",
    },
    "notice": {
        "passed_from_id": "NULL",
        "means": "NULL",
        "told_on": "NULL",
        "told_by_id": "NULL",
        "document": "''",
    },
}


def upgrade() -> None:
    _create_tables()
    _move_addresses()
    if op.get_bind().dialect.name == "sqlite":
        for table, statement in REBUILT.items():
            rebuild_table(op.get_bind(), table, statement, FILLED[table])
    else:
        _postgresql()
    op.create_index("ix_person_organization_id", "person", ["organization_id"])
    _guard_attempts()


def _move_addresses() -> None:
    """Move each person's mail address into an encrypted contact of the office's register."""
    bind, keys = op.get_bind(), address_keys()
    contact = sa.table(
        "contact",
        sa.column("recorded_at", UTCDateTime()),
        *(sa.column(name) for name in ("organization_id", "person_id", "channel", "address", "fingerprint", "source")),
        sa.column("wrong_codes"),
    )
    person = sa.table(
        "person",
        sa.column("recorded_at", UTCDateTime()),
        *(sa.column(name) for name in ("id", "organization_id", "email")),
    )
    for row in bind.execute(sa.select(person).where(person.c.email.is_not(None)).order_by(person.c.id)).fetchall():
        bind.execute(
            contact.insert().values(
                recorded_at=row.recorded_at,
                organization_id=row.organization_id,
                person_id=row.id,
                channel="mail",
                address=keys.encrypt(row.email),
                fingerprint=keys.fingerprint("mail", row.email),
                source="office",
                wrong_codes=0,
            )
        )


def _postgresql() -> None:
    op.drop_constraint(op.f("uq_person_organization_id_email"), "person")
    op.drop_column("person", "email")
    for table, columns in ADDED.items():
        for make in columns:
            column = make()
            nullable, column.nullable = column.nullable, True
            op.add_column(table, column)
            op.execute(f"UPDATE {table} SET {column.name} = {FILLED[table][str(column.name)]}")
            if not nullable:
                op.alter_column(table, str(column.name), nullable=False)
    for table, name, target in REFERENCES:
        op.create_foreign_key(op.f(f"fk_{table}_{name}_{target}"), table, target, [name], ["id"])
    for table, name, condition in CHECKS:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS ck_{table}_{name}")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _guard_attempts() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER message_attempt_kept_{verb} BEFORE {verb.upper()} ON message_attempt "
                "BEGIN SELECT RAISE(ABORT, 'append-only: message_attempt'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER message_attempt_kept BEFORE UPDATE OR DELETE ON message_attempt "
        "FOR EACH ROW EXECUTE FUNCTION append_only()"
    )
    op.execute(
        "CREATE TRIGGER message_attempt_kept_whole BEFORE TRUNCATE ON message_attempt "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )


def _create_tables() -> None:
    op.create_table(
        "channel_account",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(length=20), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("monthly_quota", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_channel_account_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_account")),
        sa.UniqueConstraint("organization_id", "channel", name=op.f("uq_channel_account_organization_id_channel")),
    )
    op.create_table(
        "contact",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fingerprint", AutoString(length=64), nullable=False),
        sa.Column(
            "source",
            sa.Enum("office", "person", name="source", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contact_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_fingerprint"), "contact", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_index(
        "uq_contact_person",
        "contact",
        ["person_id", "channel", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_contact_register",
        "contact",
        ["organization_id", "channel", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND source = 'office'"),
        postgresql_where=sa.text("ended_at IS NULL AND source = 'office'"),
    )
    op.create_table(
        "message_attempt",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("message_ref", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(length=20), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "claimed",
                "sent",
                "failed",
                "unknown",
                "given_up",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["message_ref"], ["message.id"], name=op.f("fk_message_attempt_message_ref_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_message_attempt_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attempt")),
        sa.UniqueConstraint("message_ref", "number", name=op.f("uq_message_attempt_message_ref_number")),
    )
    op.create_index(
        op.f("ix_message_attempt_organization_id_channel_ended_at"),
        "message_attempt",
        ["organization_id", "channel", "ended_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_message_attempt_channel_ended_at"), "message_attempt", ["channel", "ended_at"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("addresses are not decrypted again; restore a backup instead")


ADDED: dict[str, tuple[Callable[[], sa.Column[Any]], ...]] = {
    "person": (
        lambda: sa.Column("channel", AutoString(length=20), nullable=False),
        lambda: sa.Column("language", sa.String(length=40), nullable=False),
    ),
    "message": (
        lambda: sa.Column("ended_at", UTCDateTime()),
        lambda: sa.Column("contact_id", sa.Integer()),
        lambda: sa.Column("stands_in_for_id", sa.Integer()),
        lambda: sa.Column("template_version", AutoString(length=20), nullable=False),
        lambda: sa.Column("sealed_seq", sa.Integer()),
    ),
    "notice": (
        lambda: sa.Column("passed_from_id", sa.Integer()),
        lambda: sa.Column("means", sa.String(length=40)),
        lambda: sa.Column("told_on", sa.Date()),
        lambda: sa.Column("told_by_id", sa.Integer()),
        lambda: sa.Column("document", AutoString(length=100), nullable=False),
    ),
}
REFERENCES = (
    ("message", "contact_id", "contact"),
    ("message", "stands_in_for_id", "message"),
    ("notice", "passed_from_id", "officer"),
    ("notice", "told_by_id", "officer"),
)
CHECKS = (
    ("person", "language", "language IN ('th', 'en')"),
    ("message", "kind", f"kind IN ({KINDS})"),
    ("message", "state", f"state IN ({STATES})"),
    ("notice", "kind", f"kind IN ({KINDS})"),
    ("notice", "means", "means IN ('line', 'phone', 'letter')"),
    ("notice", "told_on_a_day", "means IS NULL OR (told_on IS NOT NULL AND told_by_id IS NOT NULL)"),
)

# SQLite: the changed tables as they are from now on.
REBUILT = {
    "person": """
        CREATE TABLE "{new}" (
            recorded_at DATETIME NOT NULL,
            id INTEGER NOT NULL,
            organization_id INTEGER NOT NULL,
            name VARCHAR NOT NULL,
            channel VARCHAR(20) NOT NULL,
            language VARCHAR(40) NOT NULL,
            CONSTRAINT pk_person PRIMARY KEY (id),
            CONSTRAINT fk_person_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id),
            CONSTRAINT ck_person_language CHECK (language IN ('th', 'en'))
        )
    """,
    "message": """
        CREATE TABLE "{new}" (
            recorded_at DATETIME NOT NULL,
            id INTEGER NOT NULL,
            organization_id INTEGER NOT NULL,
            person_id INTEGER NOT NULL,
            day DATE NOT NULL,
            channel VARCHAR(20) NOT NULL,
            digest BOOLEAN NOT NULL,
            kind VARCHAR(40) NOT NULL,
            message_id VARCHAR(120) NOT NULL,
            send_at DATETIME NOT NULL,
            give_up_at DATETIME NOT NULL,
            state VARCHAR(40) NOT NULL,
            attempts INTEGER NOT NULL,
            claimed_at DATETIME,
            sent_at DATETIME,
            ended_at DATETIME,
            contact_id INTEGER,
            stands_in_for_id INTEGER,
            subject VARCHAR NOT NULL,
            template_version VARCHAR(20) NOT NULL,
            target VARCHAR(200) NOT NULL,
            reason VARCHAR NOT NULL,
            sealed_seq INTEGER,
            CONSTRAINT pk_message PRIMARY KEY (id),
            CONSTRAINT uq_message_message_id UNIQUE (message_id),
            CONSTRAINT fk_message_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id),
            CONSTRAINT fk_message_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
            CONSTRAINT ck_message_kind CHECK (kind IN ('request', 'opening', 'reminder', 'returned', 'escalation', 'sign_in', 'confirmation', 'alarm')),
            CONSTRAINT ck_message_state CHECK (state IN ('planned', 'claimed', 'sent', 'failed', 'unknown', 'given_up', 'withdrawn')),
            CONSTRAINT fk_message_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id),
            CONSTRAINT fk_message_stands_in_for_id_message FOREIGN KEY(stands_in_for_id) REFERENCES message (id)
        )
    """,
    "notice": """
        CREATE TABLE "{new}" (
            recorded_at DATETIME NOT NULL,
            id INTEGER NOT NULL,
            organization_id INTEGER NOT NULL,
            obligation_id INTEGER,
            event_id INTEGER,
            officer_id INTEGER NOT NULL,
            person_id INTEGER,
            rung VARCHAR(20) NOT NULL,
            due_version INTEGER NOT NULL,
            kind VARCHAR(40) NOT NULL,
            message_ref INTEGER,
            state VARCHAR(40) NOT NULL,
            reason VARCHAR NOT NULL,
            passed_from_id INTEGER,
            means VARCHAR(40),
            told_on DATE,
            told_by_id INTEGER,
            document VARCHAR(100) NOT NULL,
            CONSTRAINT pk_notice PRIMARY KEY (id),
            CONSTRAINT ck_notice_one_cause CHECK ((obligation_id IS NULL) <> (event_id IS NULL)),
            CONSTRAINT ck_notice_told_on_a_day CHECK (means IS NULL OR (told_on IS NOT NULL AND told_by_id IS NOT NULL)),
            CONSTRAINT fk_notice_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id),
            CONSTRAINT fk_notice_obligation_id_obligation FOREIGN KEY(obligation_id) REFERENCES obligation (id),
            CONSTRAINT fk_notice_event_id_event FOREIGN KEY(event_id) REFERENCES event (id),
            CONSTRAINT fk_notice_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id),
            CONSTRAINT fk_notice_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
            CONSTRAINT ck_notice_kind CHECK (kind IN ('request', 'opening', 'reminder', 'returned', 'escalation', 'sign_in', 'confirmation', 'alarm')),
            CONSTRAINT fk_notice_message_ref_message FOREIGN KEY(message_ref) REFERENCES message (id),
            CONSTRAINT ck_notice_state CHECK (state IN ('planned', 'sent', 'not_sent')),
            CONSTRAINT fk_notice_passed_from_id_officer FOREIGN KEY(passed_from_id) REFERENCES officer (id),
            CONSTRAINT ck_notice_means CHECK (means IN ('line', 'phone', 'letter')),
            CONSTRAINT fk_notice_told_by_id_officer FOREIGN KEY(told_by_id) REFERENCES officer (id)
        )
    """,
}
