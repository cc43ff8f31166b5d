"""What comes in, goes out and rings."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("next_run_at", base.UtcDateTime(), nullable=False),
        sa.Column("last_run_at", base.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_schedule")),
    )
    op.create_index(op.f("ix_schedule_next_run_at"), "schedule", ["next_run_at"], unique=False)
    op.create_table(
        "inbound_event",
        sa.Column("channel_id", base.Id(), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_at", base.UtcDateTime(), nullable=False),
        sa.Column("received_at", base.UtcDateTime(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "handled",
                "ignored",
                "failed",
                name="inboundstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("settled_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_inbound_event_channel_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_inbound_event_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_event")),
        sa.UniqueConstraint("channel_id", "event_id", name=op.f("uq_inbound_event_channel_id_event_id")),
    )
    op.create_index(
        "ix_inbound_event_due",
        "inbound_event",
        ["person", "happened_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "notice",
        sa.Column("channel_id", base.Id(), nullable=False),
        sa.Column("recipient_id", base.Id(), nullable=False),
        sa.Column("case_id", base.Id(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "answer",
                "transactional",
                "care",
                "staff",
                "urgent",
                name="noticepurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("data", base.Json, nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("reply_token", sa.String(length=64), nullable=True),
        sa.Column("reply_until", base.UtcDateTime(), nullable=True),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "skipped",
                "dead",
                "unknown",
                name="noticestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_sent_at", base.UtcDateTime(), nullable=True),
        sa.Column("may_have_gone", sa.Boolean(), nullable=False),
        sa.Column("lets_others_pass", sa.Boolean(), nullable=False),
        sa.Column("settled_at", base.UtcDateTime(), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_notice_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_notice_channel_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_notice_clinic_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["channel_identity.id"], name=op.f("fk_notice_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("clinic_id", "dedupe_key", name=op.f("uq_notice_clinic_id_dedupe_key")),
    )
    op.create_index(op.f("ix_notice_clinic_id"), "notice", ["clinic_id"], unique=False)
    op.create_index(
        "ix_notice_due",
        "notice",
        ["lane", "due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_notice_recipient",
        "notice",
        ["recipient_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_notice_recipient",
        table_name="notice",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "ix_notice_due",
        table_name="notice",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_notice_clinic_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(
        "ix_inbound_event_due",
        table_name="inbound_event",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.drop_table("inbound_event")
    op.drop_index(op.f("ix_schedule_next_run_at"), table_name="schedule")
    op.drop_table("schedule")
