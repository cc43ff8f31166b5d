"""Tasks that are handed on, put off and passed upwards; what people are trained in."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LOOKED_AT = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("staff", sa.Column("skills", base.Json, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("task", sa.Column("roles", base.Json, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("task", sa.Column("snoozed_until", base.UtcDateTime(), nullable=True))
    op.add_column("task", sa.Column("look_at", base.UtcDateTime(), nullable=True))
    op.add_column("task", sa.Column("step", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("task", sa.Column("notice_id", base.Id(), nullable=True))
    op.create_index(
        "ix_task_to_look_at",
        "task",
        ["look_at", "id"],
        unique=False,
        postgresql_where=_LOOKED_AT,
        sqlite_where=_LOOKED_AT,
    )
    # What waits already is looked at when it is due, as if it were new.
    op.execute("UPDATE task SET look_at = due_at WHERE state IN ('open', 'accepted')")
    op.create_table(
        "task_event",
        sa.Column("task_id", base.Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", base.Id(), nullable=True),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("detail", base.Json, nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_task_event_clinic_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_task_event_staff_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_event_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_event")),
        sa.UniqueConstraint("task_id", "seq", name=op.f("uq_task_event_task_id_seq")),
    )
    op.create_index(op.f("ix_task_event_clinic_id"), "task_event", ["clinic_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_task_event_clinic_id"), table_name="task_event")
    op.drop_table("task_event")
    op.drop_index(
        "ix_task_to_look_at", table_name="task", postgresql_where=_LOOKED_AT, sqlite_where=_LOOKED_AT
    )
    for column in ("notice_id", "step", "look_at", "snoozed_until", "roles"):
        op.drop_column("task", column)
    op.drop_column("staff", "skills")
