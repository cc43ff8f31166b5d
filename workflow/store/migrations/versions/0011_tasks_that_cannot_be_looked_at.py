"""Tasks that time cannot look at: how often it was tried, and why it was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "task", sa.Column("look_attempts", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("task", sa.Column("look_failure", sa.String(length=40), nullable=True))


def downgrade() -> None:
    for column in ("look_failure", "look_attempts"):
        op.drop_column("task", column)
