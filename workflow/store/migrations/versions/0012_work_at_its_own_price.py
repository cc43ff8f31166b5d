"""Work is taken and changed at the price of its own rows, whatever else waits (docs/decisions/0013).

Each kind of work is found by the person whose turn it is. On PostgreSQL there is room beside each row for its next
states, as it is changed a few times within minutes: then a change touches no index. A notice's body is kept as it is,
because to press it together costs more than all else that is done to the row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("notice", "follow_up", "inbound_event", "scan")
# Counted and swept again as soon as some hundred rows have changed: at ten o'clock thousands fall due at once, and
# figures of the night before say that nothing waits.
SETTINGS = {
    "fillfactor": 50,
    "autovacuum_analyze_scale_factor": 0,
    "autovacuum_analyze_threshold": 500,
    "autovacuum_vacuum_scale_factor": 0.02,
}
WAITING = {"follow_up": sa.text("state = 'planned'"), "scan": sa.text("state = 'waiting'")}


def upgrade() -> None:
    for table, waits in WAITING.items():
        op.create_index(
            f"ix_{table}_customer", table, ["customer_id"], postgresql_where=waits, sqlite_where=waits
        )
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
        op.execute(f'ALTER TABLE "{table}" SET ({settings})')
    op.execute("ALTER TABLE notice ALTER COLUMN body SET STORAGE EXTERNAL")


def downgrade() -> None:
    for table in WAITING:
        op.drop_index(f"ix_{table}_customer", table)
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE notice ALTER COLUMN body SET STORAGE EXTENDED")
    for table in TABLES:
        op.execute(f'ALTER TABLE "{table}" RESET ({", ".join(SETTINGS)})')
