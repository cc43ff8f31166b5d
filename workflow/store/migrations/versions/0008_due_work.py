"""Due work: the same columns on every queue, and an index for each thing that a claim asks."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from workflow.store import base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Name, table, columns, condition.
INDEXES = (
    ("ix_inbound_event_first", "inbound_event", ["happened_at"], "state = 'waiting'"),
    ("ix_inbound_event_worn_out", "inbound_event", ["lease_until"], "state = 'waiting' AND attempts >= 3"),
    ("ix_scan_worn_out", "scan", ["lease_until"], "state = 'waiting' AND attempts >= 5"),
    ("ix_follow_up_worn_out", "follow_up", ["lease_until"], "state = 'planned' AND attempts >= 5"),
)
STATES = ("planned", "sent", "answered", "cancelled")


def upgrade() -> None:
    with _follow_ups(*STATES, "failed") as follow_up:
        follow_up.add_column(sa.Column("lease_until", base.UtcDateTime(), nullable=True))
        follow_up.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        follow_up.add_column(sa.Column("settled_at", base.UtcDateTime(), nullable=True))
        follow_up.add_column(sa.Column("failure", sa.Text(), nullable=True))
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    # What was put aside was not sent either.
    op.execute("UPDATE follow_up SET state = 'cancelled' WHERE state = 'failed'")
    with _follow_ups(*STATES) as follow_up:
        for name in ("failure", "settled_at", "attempts", "lease_until"):
            follow_up.drop_column(name)


@contextmanager
def _follow_ups(*states: str) -> Iterator[BatchOperations]:
    """This will change the table so that it knows these states. SQLite builds it anew."""
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("follow_up") as follow_up:
        follow_up.drop_constraint(op.f("ck_follow_up_followupstate"), type_="check")
        yield follow_up
        follow_up.create_check_constraint(op.f("ck_follow_up_followupstate"), sa.text(f"state IN ({words})"))
