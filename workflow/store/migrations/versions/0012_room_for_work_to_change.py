"""Room beside each row of work, where PostgreSQL writes its next states: then a change touches no index.

Every such row is changed a few times within minutes of being written: taken, sent, settled. A notice's body is kept as it
is, because to press it together costs more than all else that is done to the row (docs/decisions/0013).
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("notice", "follow_up", "inbound_event", "scan")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f'ALTER TABLE "{table}" SET (fillfactor = 50)')
    op.execute("ALTER TABLE notice ALTER COLUMN body SET STORAGE EXTERNAL")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE notice ALTER COLUMN body SET STORAGE EXTENDED")
    for table in TABLES:
        op.execute(f'ALTER TABLE "{table}" RESET (fillfactor)')
