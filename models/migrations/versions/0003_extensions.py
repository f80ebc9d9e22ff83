"""Extensions: due days that move keep every superseded date.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("obligation") as obligation:
        obligation.add_column(sa.Column("extended_late_on", sa.Date(), nullable=True))
    op.create_table(
        "due_day_change",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("from_due_on", sa.Date(), nullable=False),
        sa.Column("to_due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column(
            "paper",
            sa.Enum(
                "announcement", "order", "memo", name="paper", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("withdrew_late", sa.Boolean(), nullable=False),
        sa.Column("as_of", UTCDateTime(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_due_day_change_forward")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_due_day_change_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_due_day_change_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_day_change")),
    )
    op.create_index(op.f("ix_due_day_change_obligation_id"), "due_day_change", ["obligation_id"])
    op.create_index(op.f("ix_due_day_change_organization_id"), "due_day_change", ["organization_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER due_day_change_kept_{verb} BEFORE {verb.upper()} ON due_day_change "
                "BEGIN SELECT RAISE(ABORT, 'append-only: due_day_change'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER due_day_change_kept BEFORE UPDATE OR DELETE ON due_day_change "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        op.execute(
            "CREATE TRIGGER due_day_change_kept_whole BEFORE TRUNCATE ON due_day_change "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def downgrade() -> None:
    raise NotImplementedError("the guards of the record are not taken off; restore a backup instead")
