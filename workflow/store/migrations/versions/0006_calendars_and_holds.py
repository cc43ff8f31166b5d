"""When a branch is open, who is there, and times that are held for a while."""

import sqlalchemy as sa
from alembic import op

from workflow.store import base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _when_a_branch_is_open()
    _who_is_there()
    _what_is_held()
    op.add_column("branch", sa.Column("holidays_until", sa.Date(), nullable=True))
    with op.batch_alter_table("resource") as resource:
        resource.add_column(sa.Column("place", sa.Integer(), server_default=sa.text("1"), nullable=False))
        resource.add_column(sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
        resource.drop_constraint("uq_resource_branch_id_kind_name", type_="unique")
        resource.create_unique_constraint(
            op.f("uq_resource_branch_id_kind_name_place"), ["branch_id", "kind", "name", "place"]
        )
    with op.batch_alter_table("resource_cell") as cell:
        cell.add_column(sa.Column("hold_id", base.Id(), nullable=True))
        cell.add_column(sa.Column("held_until", base.UtcDateTime(), nullable=True))
        cell.alter_column("appointment_id", existing_type=base.Id(), nullable=True)
        cell.create_index(op.f("ix_resource_cell_hold_id"), ["hold_id"], unique=False)
        cell.create_foreign_key(op.f("fk_resource_cell_hold_id"), "hold", ["hold_id"], ["id"])
        cell.create_check_constraint(
            op.f("ck_resource_cell_agreed_or_held"), "(appointment_id IS NULL) <> (hold_id IS NULL)"
        )
        cell.create_check_constraint(
            op.f("ck_resource_cell_a_hold_ends"), "(hold_id IS NULL) = (held_until IS NULL)"
        )


def downgrade() -> None:
    # What the older shape cannot say goes: cells that are only held, places beyond a room's first.
    op.execute("DELETE FROM resource_cell WHERE appointment_id IS NULL")
    op.execute("DELETE FROM resource WHERE place > 1")
    with op.batch_alter_table("resource_cell") as cell:
        cell.drop_constraint(op.f("ck_resource_cell_agreed_or_held"), type_="check")
        cell.drop_constraint(op.f("ck_resource_cell_a_hold_ends"), type_="check")
        cell.drop_constraint("fk_resource_cell_hold_id", type_="foreignkey")
        cell.drop_index("ix_resource_cell_hold_id")
        cell.alter_column("appointment_id", existing_type=base.Id(), nullable=False)
        cell.drop_column("held_until")
        cell.drop_column("hold_id")
    with op.batch_alter_table("resource") as resource:
        resource.drop_constraint("uq_resource_branch_id_kind_name_place", type_="unique")
        resource.create_unique_constraint(
            op.f("uq_resource_branch_id_kind_name"), ["branch_id", "kind", "name"]
        )
        resource.drop_column("active")
        resource.drop_column("place")
    op.drop_column("branch", "holidays_until")
    for table in ("hold", "time_off", "shift", "special_day", "opening_hours"):
        op.drop_table(table)


def _when_a_branch_is_open() -> None:
    op.create_table(
        "opening_hours",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        *_of_a_clinic("opening_hours"),
        sa.CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL)", name=op.f("ck_opening_hours_both_hours_or_none")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_is_a_weekday")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_opening_hours_branch_id")),
        sa.UniqueConstraint("branch_id", "weekday", name=op.f("uq_opening_hours_branch_id_weekday")),
    )
    op.create_index(op.f("ix_opening_hours_clinic_id"), "opening_hours", ["clinic_id"], unique=False)
    op.create_table(
        "special_day",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "holiday",
                "closure",
                "hours",
                name="daykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        *_of_a_clinic("special_day"),
        sa.CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL)", name=op.f("ck_special_day_both_hours_or_none")
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_special_day_branch_id")),
        sa.UniqueConstraint("branch_id", "day", "by_hand", name=op.f("uq_special_day_branch_id_day_by_hand")),
    )
    op.create_index(op.f("ix_special_day_clinic_id"), "special_day", ["clinic_id"], unique=False)


def _who_is_there() -> None:
    op.create_table(
        "shift",
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        *_of_a_clinic("shift"),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name=op.f("ck_shift_weekday_or_date")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_shift_is_a_weekday")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_shift_branch_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shift_staff_id")),
    )
    op.create_index("ix_shift_branch_id_staff_id", "shift", ["branch_id", "staff_id"], unique=False)
    op.create_index(op.f("ix_shift_clinic_id"), "shift", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_shift_staff_id"), "shift", ["staff_id"], unique=False)
    op.create_table(
        "time_off",
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(), nullable=False),
        sa.Column("ends_at", base.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_by", base.Id(), nullable=True),
        sa.Column("noted_at", base.UtcDateTime(), nullable=False),
        *_of_a_clinic("time_off"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_time_off_ends_after_start")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name=op.f("fk_time_off_noted_by")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_time_off_staff_id")),
    )
    op.create_index(op.f("ix_time_off_clinic_id"), "time_off", ["clinic_id"], unique=False)
    op.create_index("ix_time_off_staff_id_ends_at", "time_off", ["staff_id", "ends_at"], unique=False)


def _what_is_held() -> None:
    op.create_table(
        "hold",
        sa.Column("case_id", base.Id(), nullable=False),
        sa.Column("branch_id", base.Id(), nullable=False),
        sa.Column("staff_id", base.Id(), nullable=False),
        sa.Column("treatment_type_id", base.Id(), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(), nullable=False),
        sa.Column("ends_at", base.UtcDateTime(), nullable=False),
        sa.Column("held_at", base.UtcDateTime(), nullable=False),
        sa.Column("held_until", base.UtcDateTime(), nullable=False),
        *_of_a_clinic("hold"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_hold_ends_after_start")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_hold_branch_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hold_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_hold_staff_id")),
        sa.ForeignKeyConstraint(
            ["treatment_type_id"], ["treatment_type.id"], name=op.f("fk_hold_treatment_type_id")
        ),
        sa.UniqueConstraint("case_id", name=op.f("uq_hold_case_id")),
    )
    op.create_index(op.f("ix_hold_clinic_id"), "hold", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_hold_held_until"), "hold", ["held_until"], unique=False)


def _of_a_clinic(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    """What every row of a clinic has."""
    return (
        sa.Column("id", base.Id(), nullable=False),
        sa.Column("clinic_id", base.Id(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
