"""The form a customer fills in by talk."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channel_identity", sa.Column("open_form", base.Json, nullable=True))
    op.add_column("channel_identity", sa.Column("open_form_until", base.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("channel_identity", "open_form_until")
    op.drop_column("channel_identity", "open_form")
