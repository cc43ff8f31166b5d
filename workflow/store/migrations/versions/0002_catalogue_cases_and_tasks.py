"""Catalogue, cases and tasks."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "treatment_type",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("names_in_chat", base.Json, nullable=False),
        sa.Column(
            "performer",
            sa.Enum(
                "physician",
                "operator",
                "beautician",
                name="performer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("price_satang", sa.Integer(), nullable=True),
        sa.Column("concerns", base.Json, nullable=False),
        sa.Column("resources", base.Json, nullable=False),
        sa.Column("contraindications", base.Json, nullable=False),
        sa.Column("red_flags", base.Json, nullable=False),
        sa.Column("min_gap_days", sa.Integer(), nullable=True),
        sa.Column("next_key", sa.String(length=40), nullable=True),
        sa.Column("file_version", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_treatment_type_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_type")),
        sa.UniqueConstraint("clinic_id", "key", name=op.f("uq_treatment_type_clinic_id_key")),
    )
    op.create_index(op.f("ix_treatment_type_clinic_id"), "treatment_type", ["clinic_id"], unique=False)
    op.create_table(
        "protocol",
        sa.Column("treatment_type_id", base.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepare", base.Json, nullable=False),
        sa.Column("steps", base.Json, nullable=False),
        sa.Column("aftercare", base.Json, nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_protocol_clinic_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_protocol_treatment_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol")),
        sa.UniqueConstraint(
            "treatment_type_id", "version", name=op.f("uq_protocol_treatment_type_id_version")
        ),
    )
    op.create_index(op.f("ix_protocol_clinic_id"), "protocol", ["clinic_id"], unique=False)
    op.create_table(
        "case",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("sales_id", base.Id(), nullable=True),
        sa.Column("beautician_id", base.Id(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "scanned",
                "treatment_scheduled",
                "in_treatment",
                "completed",
                "follow_up",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("concern", sa.String(length=40), nullable=True),
        sa.Column("treatment_type_id", base.Id(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", base.UtcDateTime(), nullable=False),
        sa.Column("stage_at", base.UtcDateTime(), nullable=False),
        sa.Column("closed_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_case_version_counts_up")),
        sa.ForeignKeyConstraint(["beautician_id"], ["staff.id"], name=op.f("fk_case_beautician_id")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_case_branch_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_case_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_case_customer_id")),
        sa.ForeignKeyConstraint(["sales_id"], ["staff.id"], name=op.f("fk_case_sales_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_case_treatment_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("clinic_id", "code", name=op.f("uq_case_clinic_id_code")),
    )
    op.create_index(op.f("ix_case_clinic_id"), "case", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_case_customer_id"), "case", ["customer_id"], unique=False)
    op.create_table(
        "case_event",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", base.Id(), nullable=True),
        sa.Column("detail", base.Json, nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_case_event_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_event_case_id_seq")),
    )
    op.create_index(op.f("ix_case_event_clinic_id"), "case_event", ["clinic_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("case_id", base.Id(), nullable=True),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "prepare_treatment",
                "book_appointment",
                "do_treatment",
                "offer_after_treatment",
                "red_flag",
                "call_customer",
                name="taskkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "done",
                "cancelled",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", base.Json, nullable=False),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column("accepted_at", base.UtcDateTime(), nullable=True),
        sa.Column("done_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_task_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_task_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_task_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_task_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_case_id"), "task", ["case_id"], unique=False)
    op.create_index(op.f("ix_task_clinic_id"), "task", ["clinic_id"], unique=False)
    op.create_index(
        "ix_task_waiting",
        "task",
        ["staff_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'accepted')"),
        sqlite_where=sa.text("state IN ('open', 'accepted')"),
    )
    op.create_table(
        "treatment_plan",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("treatment_type_id", base.Id(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("price_satang", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "done",
                name="planstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_treatment_plan_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_treatment_plan_clinic_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_treatment_plan_treatment_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_plan")),
    )
    op.create_index(op.f("ix_treatment_plan_case_id"), "treatment_plan", ["case_id"], unique=False)
    op.create_index(op.f("ix_treatment_plan_clinic_id"), "treatment_plan", ["clinic_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_treatment_plan_clinic_id"), table_name="treatment_plan")
    op.drop_index(op.f("ix_treatment_plan_case_id"), table_name="treatment_plan")
    op.drop_table("treatment_plan")
    op.drop_index(
        "ix_task_waiting",
        table_name="task",
        postgresql_where=sa.text("state IN ('open', 'accepted')"),
        sqlite_where=sa.text("state IN ('open', 'accepted')"),
    )
    op.drop_index(op.f("ix_task_clinic_id"), table_name="task")
    op.drop_index(op.f("ix_task_case_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_case_event_clinic_id"), table_name="case_event")
    op.drop_table("case_event")
    op.drop_index(op.f("ix_case_customer_id"), table_name="case")
    op.drop_index(op.f("ix_case_clinic_id"), table_name="case")
    op.drop_table("case")
    op.drop_index(op.f("ix_protocol_clinic_id"), table_name="protocol")
    op.drop_table("protocol")
    op.drop_index(op.f("ix_treatment_type_clinic_id"), table_name="treatment_type")
    op.drop_table("treatment_type")
