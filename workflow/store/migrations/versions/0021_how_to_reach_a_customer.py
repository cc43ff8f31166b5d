"""How a customer wants to be called and reached: her telephone number, and when she said that all of it is right."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        customer.add_column(sa.Column("phone", sa.String(length=16), nullable=True))
        customer.add_column(sa.Column("registered_at", base.UtcDateTime(), nullable=True))
        customer.add_column(sa.Column("phone_asked_at", base.UtcDateTime(), nullable=True))
        customer.create_index(op.f("ix_customer_phone"), ["clinic_id", "phone"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        customer.drop_index("ix_customer_phone")
        customer.drop_column("phone_asked_at")
        customer.drop_column("registered_at")
        customer.drop_column("phone")
