"""A simulated picture that would be made otherwise now is an edition of its own: the older one stays what it is."""

import sqlalchemy as sa
from alembic import op

from workflow.store.wall import wall_opened

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ONE, EACH = "uq_simulation_scan_id_wish_code", "uq_simulation_scan_id_wish_code_edition"


def upgrade() -> None:
    with op.batch_alter_table("simulation") as simulation:
        simulation.add_column(sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False))
        simulation.drop_constraint(op.f(ONE), type_="unique")
        simulation.create_unique_constraint(op.f(EACH), ["scan_id", "wish_code", "edition"])


def downgrade() -> None:
    # The older shape knows one of each: the newest. The sweep erases the pictures of the others.
    with wall_opened(op.get_bind(), "simulation"):
        op.execute(
            "DELETE FROM simulation WHERE edition < (SELECT max(other.edition) FROM simulation AS other"
            " WHERE other.scan_id = simulation.scan_id AND other.wish_code = simulation.wish_code)"
        )
    with op.batch_alter_table("simulation") as simulation:
        simulation.drop_constraint(op.f(EACH), type_="unique")
        simulation.create_unique_constraint(op.f(ONE), ["scan_id", "wish_code"])
        simulation.drop_column("edition")
