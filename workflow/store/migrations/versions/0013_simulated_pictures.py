"""Simulated pictures, with the wish they show and the numbers that prove it."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base
from workflow.store.wall import wall_around

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WAITS = sa.text("state = 'waiting'")
POINTS_TO = ("clinic", "customer", "case", "scan", "staff")
# As the other tables of work that is found by the person (0012): room for a row's next states beside it.
SETTINGS = "fillfactor = 50"


def upgrade() -> None:
    op.create_table(
        "simulation",
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("case_id", base.Id(), nullable=True),
        sa.Column("scan_id", base.Id(), nullable=False),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("askers", base.Json, nullable=False),
        sa.Column("wish", base.Json, nullable=False),
        sa.Column("wish_code", sa.String(length=120), nullable=False),
        sa.Column("words_version", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("waiting", "made", "failed", "withdrawn"),
                name="simulationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("failure", sa.String(length=40), nullable=True),
        sa.Column("measured", base.Json, nullable=True),
        sa.Column("vision_version", sa.String(length=64), nullable=True),
        sa.Column("picture_key", sa.String(length=64), nullable=True),
        sa.Column("asked_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column("sent_at", base.UtcDateTime(), nullable=True),
        sa.Column("sent_by", base.Id(), nullable=True),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", base.UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_simulation_{other}_id"))
            for other in POINTS_TO
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["staff.id"], name=op.f("fk_simulation_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
        sa.UniqueConstraint("scan_id", "wish_code", name=op.f("uq_simulation_scan_id_wish_code")),
    )
    for column in ("clinic_id", "customer_id", "picture_key"):
        op.create_index(op.f(f"ix_simulation_{column}"), "simulation", [column], unique=False)
    _partial_index("ix_simulation_due", "due_at", WAITS)
    _partial_index("ix_simulation_customer", "customer_id", WAITS)
    _partial_index("ix_simulation_worn_out", "lease_until", sa.text("state = 'waiting' AND attempts >= 3"))
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f'ALTER TABLE "simulation" SET ({SETTINGS})')
    for statement in wall_around("simulation", across=True):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("simulation")


def _partial_index(name: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, "simulation", [column], postgresql_where=where, sqlite_where=where)
