"""What a talk is about, for some minutes."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channel_identity", sa.Column("talk", base.Json, nullable=True))


def downgrade() -> None:
    op.drop_column("channel_identity", "talk")
