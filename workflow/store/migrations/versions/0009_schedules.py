"""Schedules of clinics: by which rule each rings, and what their work needs to know of people."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("schedule") as schedule:
        schedule.add_column(sa.Column("rings", sa.String(length=120), nullable=True))
        schedule.add_column(sa.Column("not_before", base.UtcDateTime(), nullable=True))
        schedule.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("appointment") as appointment:
        appointment.add_column(sa.Column("confirmed_at", base.UtcDateTime(), nullable=True))
        appointment.create_index(
            op.f("ix_appointment_branch_id_starts_at"), ["branch_id", "starts_at"], unique=False
        )
    with op.batch_alter_table("customer") as customer:
        customer.add_column(sa.Column("birthday", sa.String(length=5), nullable=True))
        customer.create_index(op.f("ix_customer_birthday"), ["clinic_id", "birthday"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        customer.drop_index("ix_customer_birthday")
        customer.drop_column("birthday")
    with op.batch_alter_table("appointment") as appointment:
        appointment.drop_index("ix_appointment_branch_id_starts_at")
        appointment.drop_column("confirmed_at")
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_column("attempts")
        schedule.drop_column("not_before")
        schedule.drop_column("rings")
