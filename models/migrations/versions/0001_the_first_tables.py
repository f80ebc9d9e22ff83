"""The first tables.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("region", AutoString(length=40), nullable=False),
        sa.Column("name_th", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("forecast", "confirmed", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("authority", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("on_day", "region", name=op.f("uq_holiday_on_day_region")),
    )
    op.create_table(
        "installation",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("rehearsal_on", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "organization",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pao",
                "city",
                "town",
                "subdistrict_municipality",
                "sao",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("district", AutoString(), nullable=False),
        sa.Column("province", AutoString(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_organization_code")),
    )
    op.create_table(
        "agency",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_agency_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_agency_organization_id_name")),
    )
    op.create_table(
        "audit_head",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", AutoString(length=64), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_audit_head_seq_not_negative")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_audit_head_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "committee",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "support",
                "development",
                "evaluation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_committee_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("organization_id", "kind", name=op.f("uq_committee_organization_id_kind")),
    )
    op.create_table(
        "division",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_division_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_division_organization_id_name")),
    )
    op.create_table(
        "event",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(length=60), nullable=False),
        sa.Column("subject_kind", AutoString(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("as_of", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_event_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_kind_subject_kind_subject_id"), ["kind", "subject_kind", "subject_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_event_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "operation_plan",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_operation_plan_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_plan")),
        sa.UniqueConstraint(
            "organization_id", "fiscal_year", name=op.f("uq_operation_plan_organization_id_fiscal_year")
        ),
    )
    op.create_table(
        "person",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_person_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("organization_id", "email", name=op.f("uq_person_organization_id_email")),
    )
    op.create_table(
        "stored_file",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("purpose", AutoString(length=40), nullable=False),
        sa.Column("subject_kind", AutoString(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("facts_digest", AutoString(length=64), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("media_type", AutoString(length=100), nullable=False),
        sa.Column("sha256", AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_stored_file_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint(
            "organization_id",
            "purpose",
            "subject_kind",
            "subject_id",
            "facts_digest",
            name=op.f("uq_stored_file_organization_id_purpose_subject_kind_subject_id_facts_digest"),
        ),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("base", "addition", "amendment", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("uses_approaches", sa.Boolean(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("compiled_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "announced_on IS NULL OR announced_on >= approved_on", name=op.f("ck_edition_announced_after_approved")
        ),
        sa.CheckConstraint(
            "announced_on IS NULL OR approved_on IS NOT NULL", name=op.f("ck_edition_approved_before_announced")
        ),
        sa.CheckConstraint(
            "approved_on IS NULL OR approved_on >= submitted_on", name=op.f("ck_edition_approved_after_submitted")
        ),
        sa.CheckConstraint(
            "approved_on IS NULL OR submitted_on IS NOT NULL", name=op.f("ck_edition_submitted_before_approved")
        ),
        sa.CheckConstraint(
            "submitted_on IS NULL OR compiled_on IS NOT NULL", name=op.f("ck_edition_compiled_before_submitted")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_edition_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["operation_plan.id"], name=op.f("fk_edition_plan_id_operation_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("plan_id", "kind", "number", name=op.f("uq_edition_plan_id_kind_number")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", AutoString(length=20), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "request",
                "opening",
                "reminder",
                "returned",
                "escalation",
                "sign_in",
                "alarm",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message_id", AutoString(length=120), nullable=False),
        sa.Column("send_at", UTCDateTime(), nullable=False),
        sa.Column("give_up_at", UTCDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "claimed",
                "sent",
                "failed",
                "given_up",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("target", AutoString(length=200), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_message_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state_send_at"), ["state", "send_at"], unique=False)
        batch_op.create_index(
            "uq_message_digest",
            ["person_id", "day", "channel"],
            unique=True,
            sqlite_where=sa.text("digest"),
            postgresql_where=sa.text("digest"),
        )

    op.create_table(
        "officer",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_officer_agency_id_agency")),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_officer_division_id_division")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_officer_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("organization_id", "title", name=op.f("uq_officer_organization_id_title")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_officer_division_id"), ["division_id"], unique=False)

    op.create_table(
        "portal_session",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", AutoString(length=64), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_portal_session_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_portal_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_session_token_hash")),
    )
    with op.batch_alter_table("portal_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portal_session_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "project",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_project_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_project_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["operation_plan.id"], name=op.f("fk_project_plan_id_operation_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_project_plan_id_number")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "quarter_round",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lock_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("closed_on IS NULL OR closed_on > lock_on", name=op.f("ck_quarter_round_closed_after_lock")),
        sa.CheckConstraint("number BETWEEN 1 AND 4", name=op.f("ck_quarter_round_four_quarters")),
        sa.CheckConstraint("opens_on <= due_on AND due_on <= lock_on", name=op.f("ck_quarter_round_days_in_order")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_quarter_round_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["operation_plan.id"], name=op.f("fk_quarter_round_plan_id_operation_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_round")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_quarter_round_plan_id_number")),
    )
    with op.batch_alter_table("quarter_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarter_round_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "strategy",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_strategy_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["operation_plan.id"], name=op.f("fk_strategy_plan_id_operation_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_strategy_plan_id_name")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_strategy_plan_id_number")),
    )
    with op.batch_alter_table("strategy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strategy_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "announcement",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=False),
        sa.Column("signatory_name", AutoString(), nullable=False),
        sa.Column("acting_for", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_announcement_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_announcement_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["signatory_id"], ["officer.id"], name=op.f("fk_announcement_signatory_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_announcement_edition_id")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "approach",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_approach_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_approach_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach")),
        sa.UniqueConstraint("strategy_id", "name", name=op.f("uq_approach_strategy_id_name")),
        sa.UniqueConstraint("strategy_id", "number", name=op.f("uq_approach_strategy_id_number")),
    )
    with op.batch_alter_table("approach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approach_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("authority", AutoString(), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_assignment_until_after_from")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_assignment_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_assignment_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "officer_id", "person_id", "from_on", name=op.f("uq_assignment_officer_id_person_id_from_on")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", AutoString(length=60), nullable=False),
        sa.Column(
            "via",
            sa.Enum(
                "portal",
                "command_line",
                "prefect",
                "system",
                name="via",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("as_of", UTCDateTime(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("previous_hash", AutoString(length=64), nullable=False),
        sa.Column("hash", AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_audit_entry_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_audit_entry_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("organization_id", "seq", name=op.f("uq_audit_entry_organization_id_seq")),
    )
    op.create_table(
        "equipment_item",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "office",
                "education",
                "vehicles",
                "agriculture",
                "construction",
                "household",
                "electrical_and_radio",
                "advertising",
                "science_or_medicine",
                "factory",
                "sport",
                "survey",
                "computer",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("months BETWEEN 0 AND 4095", name=op.f("ck_equipment_item_twelve_months")),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_equipment_item_division_id_division")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_equipment_item_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_equipment_item_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_item")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_equipment_item_edition_id_number")),
    )
    with op.batch_alter_table("equipment_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equipment_item_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "obligation",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "complete_plan",
                "post_announcement",
                "keep_posted",
                "report_quarter",
                name="rule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", AutoString(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lock_on", sa.Date(), nullable=True),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("in_rates", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "met", "missed", "withdrawn", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f("ck_obligation_ended_or_open")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_obligation_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_obligation_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["operation_plan.id"], name=op.f("fk_obligation_plan_id_operation_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "organization_id",
            "rule",
            "subject_kind",
            "subject_id",
            "officer_id",
            name=op.f("uq_obligation_organization_id_rule_subject_kind_subject_id_officer_id"),
        ),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligation_officer_id_state"), ["officer_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_state_due_on"), ["state", "due_on"], unique=False)

    op.create_table(
        "project_source",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "division",
                "agency_letter",
                "provincial_plan",
                "district_plan",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("looked_through_on", sa.Date(), nullable=True),
        sa.Column("reference", AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'agency_letter' OR agency_id IS NOT NULL", name=op.f("ck_project_source_agency_named")
        ),
        sa.CheckConstraint(
            "kind <> 'division' OR division_id IS NOT NULL", name=op.f("ck_project_source_division_named")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_project_source_agency_id_agency")),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_project_source_division_id_division")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_project_source_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_project_source_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_source")),
        sa.UniqueConstraint("edition_id", "kind", "title", name=op.f("uq_project_source_edition_id_kind_title")),
    )
    with op.batch_alter_table("project_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_source_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "resolution",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("considered_on", sa.Date(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("approve", "return", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("remarks", AutoString(), nullable=False),
        sa.CheckConstraint("considered_on >= submitted_on", name=op.f("ck_resolution_considered_after_submitted")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_resolution_committee_id_committee")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_resolution_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_resolution_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("edition_id", "draft_number", name=op.f("uq_resolution_edition_id_draft_number")),
    )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "plan_analyst",
                "officer",
                "division_head",
                "finance_officer",
                "clerk",
                "executive",
                "auditor",
                "agency_contact",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_role_grant_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_role_grant_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("officer_id", "role", name=op.f("uq_role_grant_officer_id_role")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_grant_organization_id_role"), ["organization_id", "role"], unique=False
        )

    op.create_table(
        "sign_in_link",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_ref", sa.Integer(), nullable=True),
        sa.Column("token_hash", AutoString(length=64), nullable=False),
        sa.Column("target", AutoString(length=200), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("consumed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["message_ref"], ["message.id"], name=op.f("fk_sign_in_link_message_ref_message")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_sign_in_link_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("report", "nothing", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_submission_edition_id_edition")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_submission_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_submission_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["quarter_round.id"], name=op.f("fk_submission_round_id_quarter_round")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_submission_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "round_id", "officer_id", "revision", name=op.f("uq_submission_round_id_officer_id_revision")
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "trigger",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annual_budget",
                "supplementary_budget",
                "accumulated_funds",
                "other_agency",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("document", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_trigger_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_trigger_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["operation_plan.id"], name=op.f("fk_trigger_plan_id_operation_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trigger")),
        sa.UniqueConstraint("edition_id", "kind", "occurred_on", name=op.f("uq_trigger_edition_id_kind_occurred_on")),
    )
    with op.batch_alter_table("trigger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trigger_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("rung", AutoString(length=20), nullable=False),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "request",
                "opening",
                "reminder",
                "returned",
                "escalation",
                "sign_in",
                "alarm",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message_ref", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("planned", "sent", "not_sent", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", AutoString(), nullable=False),
        sa.CheckConstraint("(obligation_id IS NULL) <> (event_id IS NULL)", name=op.f("ck_notice_one_cause")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id_event")),
        sa.ForeignKeyConstraint(["message_ref"], ["message.id"], name=op.f("fk_notice_message_ref_message")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_notice_obligation_id_obligation")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notice_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_message_ref"), ["message_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            "uq_notice_event",
            ["event_id", "person_id", "rung"],
            unique=True,
            sqlite_where=sa.text("event_id IS NOT NULL"),
            postgresql_where=sa.text("event_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_notice_obligation",
            ["obligation_id", "person_id", "rung", "due_version"],
            unique=True,
            sqlite_where=sa.text("obligation_id IS NOT NULL"),
            postgresql_where=sa.text("obligation_id IS NOT NULL"),
        )

    op.create_table(
        "posting",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "office_board",
                "website",
                "community_board",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("evidence", AutoString(), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.CheckConstraint("taken_down_on IS NULL OR taken_down_on > posted_on", name=op.f("ck_posting_down_after_up")),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_posting_announcement_id_announcement")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_posting_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("announcement_id", "place", name=op.f("uq_posting_announcement_id_place")),
    )
    op.create_table(
        "progress_report",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "in_progress",
                "completed",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("disbursed_satang", sa.Integer(), nullable=False),
        sa.Column("result", AutoString(), nullable=False),
        sa.Column("obstacle", AutoString(), nullable=False),
        sa.CheckConstraint(
            "status <> 'completed' OR percent IS NULL OR percent = 100",
            name=op.f("ck_progress_report_completed_is_100"),
        ),
        sa.CheckConstraint("disbursed_satang >= 0", name=op.f("ck_progress_report_disbursed_not_negative")),
        sa.CheckConstraint(
            "percent IS NULL OR percent BETWEEN 0 AND 100", name=op.f("ck_progress_report_percent_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_progress_report_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_progress_report_project_id_project")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_progress_report_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint("submission_id", "project_id", name=op.f("uq_progress_report_submission_id_project_id")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_report_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_entry",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "add", "change", "cancel", "merge", name="action", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("approach_id", sa.Integer(), nullable=True),
        sa.Column(
            "programme",
            sa.Enum(
                "general_administration",
                "internal_peace",
                "education",
                "public_health",
                "social_welfare",
                "housing_and_community",
                "community_strength",
                "religion_culture_recreation",
                "industry_and_civil_works",
                "agriculture",
                "commerce",
                "central_fund",
                name="programme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("learnt_from", AutoString(), nullable=False),
        sa.Column("plan_reference", AutoString(), nullable=False),
        sa.Column("budget_reference", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("months BETWEEN 0 AND 4095", name=op.f("ck_project_entry_twelve_months")),
        sa.ForeignKeyConstraint(["approach_id"], ["approach.id"], name=op.f("fk_project_entry_approach_id_approach")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_project_entry_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["project.id"], name=op.f("fk_project_entry_merged_into_id_project")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_project_entry_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_project_entry_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_entry_project_id_project")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["project_source.id"], name=op.f("fk_project_entry_source_id_project_source")
        ),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_project_entry_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_entry")),
        sa.UniqueConstraint("edition_id", "project_id", name=op.f("uq_project_entry_edition_id_project_id")),
    )
    with op.batch_alter_table("project_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_entry_officer_id_edition_id"), ["officer_id", "edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_entry_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_entry_project_id"), ["project_id"], unique=False)

    op.create_table(
        "resolution_remark",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("remark", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_resolution_remark_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_resolution_remark_project_id_project")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_remark_resolution_id_resolution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_remark")),
        sa.UniqueConstraint("resolution_id", "project_id", name=op.f("uq_resolution_remark_resolution_id_project_id")),
    )
    with op.batch_alter_table("resolution_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_remark_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "entry_division",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_entry_division_division_id_division")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["project_entry.id"], name=op.f("fk_entry_division_entry_id_project_entry")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_entry_division_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_division")),
        sa.UniqueConstraint("entry_id", "division_id", name=op.f("uq_entry_division_entry_id_division_id")),
        sa.UniqueConstraint("entry_id", "position", name=op.f("uq_entry_division_entry_id_position")),
    )
    with op.batch_alter_table("entry_division", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_division_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_division_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "funding_line",
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("equipment_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "annual_budget",
                "supplementary_budget",
                "accumulated_funds",
                "earmarked_subsidy",
                "other_organization_subsidy",
                "non_budget",
                "loan",
                "none",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.Integer(), nullable=False),
        sa.Column("authority", AutoString(), nullable=False),
        sa.CheckConstraint("source <> 'none' OR amount_satang = 0", name=op.f("ck_funding_line_no_source_no_money")),
        sa.CheckConstraint("(entry_id IS NULL) <> (equipment_id IS NULL)", name=op.f("ck_funding_line_one_subject")),
        sa.CheckConstraint("amount_satang >= 0", name=op.f("ck_funding_line_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["project_entry.id"], name=op.f("fk_funding_line_entry_id_project_entry")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment_item.id"], name=op.f("fk_funding_line_equipment_id_equipment_item")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_funding_line_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_line")),
    )
    with op.batch_alter_table("funding_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_line_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_line_equipment_id"), ["equipment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_line_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("funding_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_line_organization_id"))
        batch_op.drop_index(batch_op.f("ix_funding_line_equipment_id"))
        batch_op.drop_index(batch_op.f("ix_funding_line_entry_id"))

    op.drop_table("funding_line")
    with op.batch_alter_table("entry_division", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_division_organization_id"))
        batch_op.drop_index(batch_op.f("ix_entry_division_division_id"))

    op.drop_table("entry_division")
    with op.batch_alter_table("resolution_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_remark_organization_id"))

    op.drop_table("resolution_remark")
    with op.batch_alter_table("project_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_entry_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_entry_organization_id"))
        batch_op.drop_index(batch_op.f("ix_project_entry_officer_id_edition_id"))

    op.drop_table("project_entry")
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_report_project_id"))
        batch_op.drop_index(batch_op.f("ix_progress_report_organization_id"))

    op.drop_table("progress_report")
    op.drop_table("posting")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notice_obligation",
            sqlite_where=sa.text("obligation_id IS NOT NULL"),
            postgresql_where=sa.text("obligation_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_notice_event",
            sqlite_where=sa.text("event_id IS NOT NULL"),
            postgresql_where=sa.text("event_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_organization_id"))
        batch_op.drop_index(batch_op.f("ix_notice_message_ref"))

    op.drop_table("notice")
    with op.batch_alter_table("trigger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trigger_organization_id"))

    op.drop_table("trigger")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_organization_id"))

    op.drop_table("submission")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_organization_id"))

    op.drop_table("sign_in_link")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_organization_id_role"))

    op.drop_table("role_grant")
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_organization_id"))

    op.drop_table("resolution")
    with op.batch_alter_table("project_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_source_organization_id"))

    op.drop_table("project_source")
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligation_state_due_on"))
        batch_op.drop_index(batch_op.f("ix_obligation_plan_id"))
        batch_op.drop_index(batch_op.f("ix_obligation_organization_id"))
        batch_op.drop_index(batch_op.f("ix_obligation_officer_id_state"))

    op.drop_table("obligation")
    with op.batch_alter_table("equipment_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_item_organization_id"))

    op.drop_table("equipment_item")
    op.drop_table("audit_entry")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_organization_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("approach", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approach_organization_id"))

    op.drop_table("approach")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_organization_id"))

    op.drop_table("announcement")
    with op.batch_alter_table("strategy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_strategy_organization_id"))

    op.drop_table("strategy")
    with op.batch_alter_table("quarter_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarter_round_organization_id"))

    op.drop_table("quarter_round")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_organization_id"))

    op.drop_table("project")
    with op.batch_alter_table("portal_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portal_session_organization_id"))

    op.drop_table("portal_session")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_division_id"))
        batch_op.drop_index(batch_op.f("ix_officer_agency_id"))

    op.drop_table("officer")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("uq_message_digest", sqlite_where=sa.text("digest"), postgresql_where=sa.text("digest"))
        batch_op.drop_index(batch_op.f("ix_message_state_send_at"))
        batch_op.drop_index(batch_op.f("ix_message_organization_id"))

    op.drop_table("message")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_organization_id"))

    op.drop_table("edition")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_organization_id"))

    op.drop_table("stored_file")
    op.drop_table("person")
    op.drop_table("operation_plan")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_organization_id"))
        batch_op.drop_index(batch_op.f("ix_event_kind_subject_kind_subject_id"))

    op.drop_table("event")
    op.drop_table("division")
    op.drop_table("committee")
    op.drop_table("audit_head")
    op.drop_table("agency")
    op.drop_table("organization")
    op.drop_table("installation")
    op.drop_table("holiday")
