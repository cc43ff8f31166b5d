"""What the bot did not understand, masked, for review; and the consent that asks for it."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base
from workflow.store.wall import wall_around, wall_opened

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PURPOSES = ("scan_analysis", "progress_photos", "marketing_messages")
NEW_PURPOSE = "improve_understanding"
TABLES = ("last_words", "utterance_source", "utterance")


def upgrade() -> None:
    _allow((*PURPOSES, NEW_PURPOSE))
    op.create_table(
        "utterance",
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("why", _words("utterancewhy", "unsure unknown taken_over corrected"), nullable=False),
        sa.Column("guess", sa.String(length=60), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("ranking", base.Json, nullable=False),
        sa.Column("engine", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("chosen", sa.String(length=60), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", base.UtcDateTime(), nullable=False),
        sa.Column("last_at", base.UtcDateTime(), nullable=False),
        sa.Column("state", _words("utterancestate", "waiting learnt discarded"), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=True),
        sa.Column("reviewed_by", base.Id(), nullable=True),
        sa.Column("reviewed_at", base.UtcDateTime(), nullable=True),
        sa.Column("reviews", base.Json, nullable=False),
        *_of_a_clinic("utterance"),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name=op.f("fk_utterance_reviewed_by")),
        sa.UniqueConstraint("clinic_id", "text", name=op.f("uq_utterance_clinic_id_text")),
    )
    op.create_table(
        "utterance_source",
        sa.Column("utterance_id", base.Id(), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        *_of_a_clinic("utterance_source"),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterance.id"], name=op.f("fk_utterance_source_utterance_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_utterance_source_customer_id")
        ),
        sa.UniqueConstraint(
            "utterance_id", "message_id", name=op.f("uq_utterance_source_utterance_id_message_id")
        ),
    )
    op.create_table(
        "last_words",
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("heard", base.Json, nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        *_of_a_clinic("last_words"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_last_words_customer_id")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_last_words_customer_id")),
    )
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_clinic_id"), table, ["clinic_id"], unique=False)
    for column in ("customer_id", "message_id"):
        op.create_index(op.f(f"ix_utterance_source_{column}"), "utterance_source", [column], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        for statement in wall_around(table, across=False):
            op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    # An older release does not know the purpose, and cannot read a row that names it. Whoever is asked again says
    # again; until then it counts as no.
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


def _of_a_clinic(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """This will give what every table of a clinic has."""
    return (
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _words(name: str, words: str) -> sa.Enum:
    return sa.Enum(*words.split(), name=name, native_enum=False, create_constraint=True, length=32)
