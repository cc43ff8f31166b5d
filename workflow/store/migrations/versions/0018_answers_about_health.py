"""What a customer answered about her health before a treatment, and the consent that asks for it."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base
from workflow.store.wall import wall_around, wall_opened

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "health_answer"
PURPOSES = ("scan_analysis", "progress_photos", "marketing_messages", "improve_understanding")
NEW_PURPOSE = "health_answers"
SAID = sa.Enum("yes", "no", "unsure", name="healthsaid", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _allow((*PURPOSES, NEW_PURPOSE))
    op.create_table(
        TABLE,
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("factor", sa.String(length=40), nullable=False),
        sa.Column("said", SAID, nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_health_answer_clinic_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_health_answer_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_answer")),
        sa.UniqueConstraint("customer_id", "factor", name=op.f("uq_health_answer_customer_id_factor")),
    )
    op.create_index(op.f("ix_health_answer_clinic_id"), TABLE, ["clinic_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in wall_around(TABLE, across=False):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
    # An older release does not know the purpose, and cannot read a row that names it; until she is asked again it is no.
    with wall_opened(op.get_bind(), "consent"):
        consent = sa.table("consent", sa.column("purpose"))
        op.execute(consent.delete().where(consent.c.purpose == NEW_PURPOSE))
    _allow(PURPOSES)


def _allow(purposes: tuple[str, ...]) -> None:
    """This will say anew which purposes there are."""
    check = f"purpose IN ({', '.join(map(repr, purposes))})"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_consent_purpose"), "consent", type_="check")
        op.create_check_constraint(op.f("ck_consent_purpose"), "consent", check)
        return
    # SQLite changes no constraint of a table that is there; checks are not read with it, so the old one stays behind.
    with op.batch_alter_table("consent", recreate="always") as batch:
        batch.create_check_constraint(op.f("ck_consent_purpose"), check)
