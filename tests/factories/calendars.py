"""Hours of a branch, single dates and shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.store.models import DayKind, OpeningHours, Shift, SpecialDay

if TYPE_CHECKING:
    from datetime import date, time

    from sqlalchemy.orm import Session

    from workflow.store.models import Branch, Staff


def a_weekday(
    session: Session,
    branch: Branch,
    weekday: int,
    opens_at: time | None = None,
    closes_at: time | None = None,
) -> OpeningHours:
    row = OpeningHours(
        clinic_id=branch.clinic_id,
        branch_id=branch.id,
        weekday=weekday,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    session.add(row)
    session.flush()
    return row


def a_special_day(
    session: Session,
    branch: Branch,
    day: date,
    opens_at: time | None = None,
    closes_at: time | None = None,
    *,
    kind: DayKind = DayKind.HOLIDAY,
    name_th: str = "วันสงกรานต์",
    name_en: str = "Songkran",
    by_hand: bool = False,
) -> SpecialDay:
    row = SpecialDay(
        clinic_id=branch.clinic_id,
        branch_id=branch.id,
        day=day,
        kind=kind,
        opens_at=opens_at,
        closes_at=closes_at,
        name_th=name_th,
        name_en=name_en,
        by_hand=by_hand,
    )
    session.add(row)
    session.flush()
    return row


def a_shift(
    session: Session,
    staff: Staff,
    starts_at: time,
    ends_at: time,
    *,
    weekday: int | None = None,
    day: date | None = None,
    branch: Branch | None = None,
) -> Shift:
    row = Shift(
        clinic_id=staff.clinic_id,
        branch_id=branch.id if branch else staff.branch_id,
        staff_id=staff.id,
        weekday=weekday,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    session.add(row)
    session.flush()
    return row
