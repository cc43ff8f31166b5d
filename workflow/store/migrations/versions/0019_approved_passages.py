"""Passages that the clinic approved, questions whose answers are phrased of them, and the consent that asks for it."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base
from workflow.store.wall import wall_around, wall_opened

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PURPOSES = (
    "scan_analysis",
    "progress_photos",
    "marketing_messages",
    "improve_understanding",
    "health_answers",
)
NEW_PURPOSE = "outside_words"
WAITS = sa.text("state = 'waiting'")
WORN_OUT = sa.text("state = 'waiting' AND attempts >= 2")
APPROVED = sa.text("state = 'approved'")
# As the other tables of work that is found by its state (0012): room for a row's next states beside it.
SETTINGS = "fillfactor = 50"


def upgrade() -> None:
    _allow((*PURPOSES, NEW_PURPOSE))
    op.create_table(
        "passage",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("treatment_key", sa.String(length=40), nullable=True),
        sa.Column("origin", _words("passageorigin", "catalogue clinic"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title_th", "title_en")),
        *(sa.Column(name, base.Json, nullable=False) for name in ("lines_th", "lines_en", "asked")),
        sa.Column("state", _words("passagestate", "draft approved retired"), nullable=False),
        sa.Column("written_by", base.Id(), nullable=True),
        sa.Column("written_at", base.UtcDateTime(), nullable=False),
        sa.Column("approved_by", base.Id(), nullable=True),
        sa.Column("approved_at", base.UtcDateTime(), nullable=True),
        sa.Column("retired_by", base.Id(), nullable=True),
        sa.Column("retired_at", base.UtcDateTime(), nullable=True),
        *_of_a_clinic("passage"),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_passage_{column}"))
            for column in ("written_by", "approved_by", "retired_by")
        ),
        sa.UniqueConstraint("clinic_id", "key", "version", name=op.f("uq_passage_clinic_id_key_version")),
    )
    op.create_index(
        "uq_passage_approved",
        "passage",
        ["clinic_id", "key"],
        unique=True,
        postgresql_where=APPROVED,
        sqlite_where=APPROVED,
    )
    op.create_table(
        "phrasing",
        sa.Column("event_id", base.Id(), nullable=False),
        sa.Column("customer_id", base.Id(), nullable=False),
        sa.Column("intent", sa.String(length=40), nullable=False),
        sa.Column("passage_ids", base.Json, nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            _words("phrasingstate", "waiting phrased verbatim as_usual dropped failed"),
            nullable=False,
        ),
        sa.Column("asked_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column("called_at", base.UtcDateTime(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("answer_hash", sa.String(length=64), nullable=True),
        sa.Column("told_ids", base.Json, nullable=True),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", base.UtcDateTime(), nullable=True),
        *_of_a_clinic("phrasing"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_phrasing_customer_id")),
        sa.UniqueConstraint("event_id", name=op.f("uq_phrasing_event_id")),
    )
    for table, column in (("passage", "clinic_id"), ("phrasing", "clinic_id"), ("phrasing", "customer_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index("ix_phrasing_called", "phrasing", ["clinic_id", "called_at"], unique=False)
    for name, column, where in (
        ("ix_phrasing_due", "due_at", WAITS),
        ("ix_phrasing_customer", "customer_id", WAITS),
        ("ix_phrasing_worn_out", "lease_until", WORN_OUT),
    ):
        op.create_index(name, "phrasing", [column], postgresql_where=where, sqlite_where=where)
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f'ALTER TABLE "phrasing" SET ({SETTINGS})')
    for table, across in (("passage", False), ("phrasing", True)):
        for statement in wall_around(table, across=across):
            op.execute(statement)


def downgrade() -> None:
    for table in ("phrasing", "passage"):
        op.drop_table(table)
    # An older release does not know the purpose, and cannot read a row that names it.
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
