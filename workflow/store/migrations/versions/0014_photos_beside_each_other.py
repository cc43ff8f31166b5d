"""Pictures of a progress photo beside the earlier one, and what the two said."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEYS = ("pair_key", "before_key", "after_key", "chart_key")
COMPARED = sa.text("compared_with_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("scan", sa.Column("compared_with_id", base.Id(), nullable=True))
    op.add_column("scan", sa.Column("comparison", base.Json, nullable=True))
    for key in KEYS:
        op.add_column("scan", sa.Column(key, sa.String(length=64), nullable=True))
    op.create_index(
        "ix_scan_compared_with",
        "scan",
        ["compared_with_id"],
        postgresql_where=COMPARED,
        sqlite_where=COMPARED,
    )


def downgrade() -> None:
    op.drop_index("ix_scan_compared_with", table_name="scan")
    for column in (*KEYS, "comparison", "compared_with_id"):
        op.drop_column("scan", column)
