"""What she answered about her health before a treatment stays with its record, also where she answers anew."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from workflow.store import base
from workflow.store.wall import wall_opened

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE, ONE = "health_answer", "uq_health_answer_customer_id_factor"
COUNTED_FOR = timedelta(days=90)
"""How long an answer counted when this was written (workflow/customers/health.py)."""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as answer:
        answer.add_column(sa.Column("counts_until", base.UtcDateTime(), nullable=True))
        answer.drop_constraint(op.f(ONE), type_="unique")
        answer.create_index(op.f("ix_health_answer_customer_id"), ["customer_id"], unique=False)
    with wall_opened(op.get_bind(), TABLE):
        _say_until_when()
    with op.batch_alter_table(TABLE) as answer:
        answer.alter_column("counts_until", existing_type=base.UtcDateTime(), nullable=False)


def downgrade() -> None:
    # The older shape knows one answer to a question: the newest.
    with wall_opened(op.get_bind(), TABLE):
        op.execute(
            "DELETE FROM health_answer WHERE EXISTS (SELECT 1 FROM health_answer AS newer"
            " WHERE newer.customer_id = health_answer.customer_id AND newer.factor = health_answer.factor"
            " AND (newer.at > health_answer.at OR (newer.at = health_answer.at AND newer.id > health_answer.id)))"
        )
    with op.batch_alter_table(TABLE) as answer:
        answer.drop_index(op.f("ix_health_answer_customer_id"))
        answer.create_unique_constraint(op.f(ONE), ["customer_id", "factor"])
        answer.drop_column("counts_until")


def _say_until_when() -> None:
    answer = sa.table(
        TABLE,
        sa.column("id", base.Id()),
        sa.column("at", base.UtcDateTime()),
        sa.column("counts_until", base.UtcDateTime()),
    )
    connection = op.get_bind()
    for row_id, at in connection.execute(sa.select(answer.c.id, answer.c.at)).all():
        until = answer.update().where(answer.c.id == row_id).values(counts_until=at + COUNTED_FOR)
        connection.execute(until)
