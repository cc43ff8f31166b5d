"""Appointments and sessions."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("treatment_type_id", base.Id(), nullable=False),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(), nullable=False),
        sa.Column("ends_at", base.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "done",
                "cancelled",
                name="appointmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("booked_at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointment_ends_after_start")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_appointment_branch_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_appointment_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_appointment_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_appointment_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_appointment_staff_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_appointment_treatment_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_case_id"), "appointment", ["case_id"], unique=False)
    op.create_index(op.f("ix_appointment_clinic_id"), "appointment", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_appointment_customer_id"), "appointment", ["customer_id"], unique=False)
    op.create_table(
        "resource_cell",
        sa.Column("resource_id", base.Id(), nullable=False),
        sa.Column("cell_at", base.UtcDateTime(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.Column("appointment_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_resource_cell_appointment_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_resource_cell_clinic_id")),
        sa.PrimaryKeyConstraint("resource_id", "cell_at", name=op.f("pk_resource_cell")),
    )
    op.create_index(
        op.f("ix_resource_cell_appointment_id"), "resource_cell", ["appointment_id"], unique=False
    )
    op.create_table(
        "treatment_session",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("appointment_id", base.Id(), nullable=False),
        sa.Column("treatment_type_id", base.Id(), nullable=False),
        sa.Column("protocol_id", base.Id(), nullable=False),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("started_at", base.UtcDateTime(), nullable=False),
        sa.Column("finished_at", base.UtcDateTime(), nullable=True),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_treatment_session_appointment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_treatment_session_case_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_treatment_session_clinic_id")),
        sa.ForeignKeyConstraint(
            ["protocol_id"], ["protocol.id"], name=op.f("fk_treatment_session_protocol_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_treatment_session_staff_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_treatment_session_treatment_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_session")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_treatment_session_appointment_id")),
    )
    op.create_index(op.f("ix_treatment_session_case_id"), "treatment_session", ["case_id"], unique=False)
    op.create_index(op.f("ix_treatment_session_clinic_id"), "treatment_session", ["clinic_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_treatment_session_clinic_id"), table_name="treatment_session")
    op.drop_index(op.f("ix_treatment_session_case_id"), table_name="treatment_session")
    op.drop_table("treatment_session")
    op.drop_index(op.f("ix_resource_cell_appointment_id"), table_name="resource_cell")
    op.drop_table("resource_cell")
    op.drop_index(op.f("ix_appointment_customer_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_clinic_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_case_id"), table_name="appointment")
    op.drop_table("appointment")
