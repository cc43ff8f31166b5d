"""No row of another clinic, said by PostgreSQL itself. SQLite has no such thing; there is nothing to do there."""

import sqlalchemy as sa
from alembic import op

from workflow.store.wall import wall_around, wall_taken_down

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Sessions across clinics see these: what workers claim, and what is known by a token only.
ACROSS_CLINICS = {"follow_up", "inbound_event", "notice", "scan", "sign_in_link", "task", "web_session"}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables_of_clinics():
        for statement in wall_around(table, across=table in ACROSS_CLINICS):
            op.execute(statement)
    # A clinic's own row is its name: whoever asks must find out which clinics there are, before being held to one.
    for statement in wall_around("clinic", across=True, owner="id"):
        op.execute(statement)
    op.execute("CREATE POLICY known_to_all ON clinic FOR SELECT USING (true)")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP POLICY known_to_all ON clinic")
    for table in [*tables_of_clinics(), "clinic"]:
        for statement in wall_taken_down(table, across=table in {*ACROSS_CLINICS, "clinic"}):
            op.execute(statement)


def tables_of_clinics() -> list[str]:
    """Every table there is that says of each row which clinic it belongs to, whoever added it."""
    inspector = sa.inspect(op.get_bind())
    return sorted(
        table
        for table in inspector.get_table_names()
        if any(column["name"] == "clinic_id" for column in inspector.get_columns(table))
    )
