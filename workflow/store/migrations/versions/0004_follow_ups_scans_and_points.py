"""Follow ups, scans and points."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loyalty_ledger_entry",
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("case_id", base.Id(), nullable=True),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_loyalty_ledger_entry_moves_something")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_loyalty_ledger_entry_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_loyalty_ledger_entry_clinic_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_loyalty_ledger_entry_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_ledger_entry")),
        sa.UniqueConstraint("clinic_id", "key", name=op.f("uq_loyalty_ledger_entry_clinic_id_key")),
    )
    op.create_index(
        op.f("ix_loyalty_ledger_entry_clinic_id"), "loyalty_ledger_entry", ["clinic_id"], unique=False
    )
    op.create_index(
        op.f("ix_loyalty_ledger_entry_customer_id"), "loyalty_ledger_entry", ["customer_id"], unique=False
    )
    op.create_table(
        "follow_up",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("session_id", base.Id(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "sent",
                "answered",
                "cancelled",
                name="followupstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", base.UtcDateTime(), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_follow_up_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_follow_up_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_follow_up_customer_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_follow_up_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("session_id", "day", name=op.f("uq_follow_up_session_id_day")),
    )
    op.create_index(op.f("ix_follow_up_case_id"), "follow_up", ["case_id"], unique=False)
    op.create_index(op.f("ix_follow_up_clinic_id"), "follow_up", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_follow_up_customer_id"), "follow_up", ["customer_id"], unique=False)
    op.create_index(
        "ix_follow_up_due",
        "follow_up",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'planned'"),
        sqlite_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "scan",
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("case_id", base.Id(), nullable=True),
        sa.Column("follow_up_id", base.Id(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "first", "progress", name="scankind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("channel_id", base.Id(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("sender_id", base.Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "read",
                "unreadable",
                "withdrawn",
                name="scanstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unreadable_reason", sa.String(length=40), nullable=True),
        sa.Column("photo_key", sa.String(length=64), nullable=True),
        sa.Column("overlay_key", sa.String(length=64), nullable=True),
        sa.Column("sent_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_scan_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_scan_channel_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_scan_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_scan_customer_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_scan_follow_up_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["channel_identity.id"], name=op.f("fk_scan_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("channel_id", "message_id", name=op.f("uq_scan_channel_id_message_id")),
    )
    op.create_index(op.f("ix_scan_clinic_id"), "scan", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_scan_customer_id"), "scan", ["customer_id"], unique=False)
    op.create_index(
        "ix_scan_due",
        "scan",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "check_in",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("follow_up_id", base.Id(), nullable=True),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("scan_id", base.Id(), nullable=True),
        sa.Column("red_flags", base.Json, nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_check_in_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_check_in_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_check_in_customer_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_check_in_follow_up_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_check_in_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_case_id"), "check_in", ["case_id"], unique=False)
    op.create_index(op.f("ix_check_in_clinic_id"), "check_in", ["clinic_id"], unique=False)
    op.create_table(
        "skin_reading",
        sa.Column("scan_id", base.Id(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.Column("concern", sa.String(length=40), nullable=True),
        sa.Column("quality", base.Json, nullable=False),
        sa.Column("metrics", base.Json, nullable=False),
        sa.Column("vision_version", sa.String(length=64), nullable=False),
        sa.Column("read_at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_skin_reading_clinic_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_skin_reading_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skin_reading")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_skin_reading_scan_id")),
    )
    op.create_index(op.f("ix_skin_reading_clinic_id"), "skin_reading", ["clinic_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_skin_reading_clinic_id"), table_name="skin_reading")
    op.drop_table("skin_reading")
    op.drop_index(op.f("ix_check_in_clinic_id"), table_name="check_in")
    op.drop_index(op.f("ix_check_in_case_id"), table_name="check_in")
    op.drop_table("check_in")
    op.drop_index(
        "ix_scan_due",
        table_name="scan",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_scan_customer_id"), table_name="scan")
    op.drop_index(op.f("ix_scan_clinic_id"), table_name="scan")
    op.drop_table("scan")
    op.drop_index(
        "ix_follow_up_due",
        table_name="follow_up",
        postgresql_where=sa.text("state = 'planned'"),
        sqlite_where=sa.text("state = 'planned'"),
    )
    op.drop_index(op.f("ix_follow_up_customer_id"), table_name="follow_up")
    op.drop_index(op.f("ix_follow_up_clinic_id"), table_name="follow_up")
    op.drop_index(op.f("ix_follow_up_case_id"), table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_index(op.f("ix_loyalty_ledger_entry_customer_id"), table_name="loyalty_ledger_entry")
    op.drop_index(op.f("ix_loyalty_ledger_entry_clinic_id"), table_name="loyalty_ledger_entry")
    op.drop_table("loyalty_ledger_entry")
