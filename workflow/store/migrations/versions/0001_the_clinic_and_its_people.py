"""The clinic and its people."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sa.UniqueConstraint("key", name=op.f("uq_clinic_key")),
    )
    op.create_table(
        "branch",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("address_th", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_branch_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("clinic_id", "key", name=op.f("uq_branch_clinic_id_key")),
    )
    op.create_index(op.f("ix_branch_clinic_id"), "branch", ["clinic_id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("bot_user_id", sa.String(length=64), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_channel_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("key", name=op.f("uq_channel_key")),
    )
    op.create_index(op.f("ix_channel_clinic_id"), "channel", ["clinic_id"], unique=False)
    op.create_table(
        "resource",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_resource_branch_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_resource_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("branch_id", "kind", "name", name=op.f("uq_resource_branch_id_kind_name")),
    )
    op.create_index(op.f("ix_resource_clinic_id"), "resource", ["clinic_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", base.Json, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_staff_branch_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staff_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_clinic_id"), "staff", ["clinic_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sales_id", base.Id(), nullable=True),
        sa.Column("created_at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_customer_branch_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_customer_clinic_id")),
        sa.ForeignKeyConstraint(["sales_id"], ["staff.id"], name=op.f("fk_customer_sales_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("clinic_id", "code", name=op.f("uq_customer_clinic_id_code")),
    )
    op.create_index(op.f("ix_customer_clinic_id"), "customer", ["clinic_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", base.UtcDateTime(), nullable=False),
        sa.Column("used_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_sign_in_link_clinic_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_link_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_link_clinic_id"), "sign_in_link", ["clinic_id"], unique=False)
    op.create_table(
        "staff_invite",
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", base.UtcDateTime(), nullable=False),
        sa.Column("used_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staff_invite_clinic_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_invite_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invite")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_staff_invite_code_hash")),
    )
    op.create_index(op.f("ix_staff_invite_clinic_id"), "staff_invite", ["clinic_id"], unique=False)
    op.create_table(
        "channel_identity",
        sa.Column("channel_id", base.Id(), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=True),
        sa.Column("staff_id", base.Id(), nullable=True),
        sa.Column("blocked_at", base.UtcDateTime(), nullable=True),
        sa.Column("open_question", base.Json, nullable=True),
        sa.Column("open_question_until", base.UtcDateTime(), nullable=True),
        sa.Column("human_until", base.UtcDateTime(), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.CheckConstraint(
            "customer_id IS NULL OR staff_id IS NULL", name=op.f("ck_channel_identity_one_somebody")
        ),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_channel_identity_channel_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_channel_identity_clinic_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_channel_identity_customer_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_channel_identity_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_identity")),
        sa.UniqueConstraint(
            "channel_id", "external_id", name=op.f("uq_channel_identity_channel_id_external_id")
        ),
    )
    op.create_index(op.f("ix_channel_identity_clinic_id"), "channel_identity", ["clinic_id"], unique=False)
    op.create_index(
        op.f("ix_channel_identity_customer_id"), "channel_identity", ["customer_id"], unique=False
    )
    op.create_index(op.f("ix_channel_identity_staff_id"), "channel_identity", ["staff_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "scan_analysis",
                "progress_photos",
                "marketing_messages",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("wording_version", sa.String(length=40), nullable=False),
        sa.Column("channel_id", base.Id(), nullable=True),
        sa.Column("event_id", sa.String(length=64), nullable=True),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_consent_channel_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_consent_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_clinic_id"), "consent", ["clinic_id"], unique=False)
    op.create_index("ix_consent_newest", "consent", ["customer_id", "purpose", "at"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("staff_id", base.Id(), nullable=True),
        sa.Column("customer_id", base.Id(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.Column("seen_at", base.UtcDateTime(), nullable=False),
        sa.Column("expires_at", base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.CheckConstraint(
            "(staff_id IS NULL) <> (customer_id IS NULL)", name=op.f("ck_web_session_one_somebody")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_web_session_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_web_session_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_web_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    op.create_index(op.f("ix_web_session_clinic_id"), "web_session", ["clinic_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_web_session_clinic_id"), table_name="web_session")
    op.drop_table("web_session")
    op.drop_index("ix_consent_newest", table_name="consent")
    op.drop_index(op.f("ix_consent_clinic_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_channel_identity_staff_id"), table_name="channel_identity")
    op.drop_index(op.f("ix_channel_identity_customer_id"), table_name="channel_identity")
    op.drop_index(op.f("ix_channel_identity_clinic_id"), table_name="channel_identity")
    op.drop_table("channel_identity")
    op.drop_index(op.f("ix_staff_invite_clinic_id"), table_name="staff_invite")
    op.drop_table("staff_invite")
    op.drop_index(op.f("ix_sign_in_link_clinic_id"), table_name="sign_in_link")
    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_customer_clinic_id"), table_name="customer")
    op.drop_table("customer")
    op.drop_index(op.f("ix_staff_clinic_id"), table_name="staff")
    op.drop_table("staff")
    op.drop_index(op.f("ix_resource_clinic_id"), table_name="resource")
    op.drop_table("resource")
    op.drop_index(op.f("ix_channel_clinic_id"), table_name="channel")
    op.drop_table("channel")
    op.drop_index(op.f("ix_branch_clinic_id"), table_name="branch")
    op.drop_table("branch")
    op.drop_table("clinic")
