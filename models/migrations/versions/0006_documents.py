"""Documents: who posted a plan at a place, who took it down, and the witnesses.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_signer",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column(
            "event",
            sa.Enum("posted", "taken_down", name="event", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("post", AutoString(), nullable=False),
        sa.CheckConstraint("position BETWEEN 0 AND 2", name=op.f("ck_posting_signer_one_and_two_witnesses")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_posting_signer_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_signer_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_signer")),
        sa.UniqueConstraint(
            "posting_id", "event", "position", name=op.f("uq_posting_signer_posting_id_event_position")
        ),
    )
    op.create_index(op.f("ix_posting_signer_organization_id"), "posting_signer", ["organization_id"])


def downgrade() -> None:
    raise NotImplementedError("who signed the proofs of posting is not thrown away; restore a backup instead")
