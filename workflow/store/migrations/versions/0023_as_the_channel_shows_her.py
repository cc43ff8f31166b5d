"""The name a customer's channel shows stays known once she wants to be called another."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        customer.add_column(sa.Column("shown_name", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        customer.drop_column("shown_name")
