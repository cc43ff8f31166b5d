"""Whether a time can be agreed at all; whether it is free is decided by the cells."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflow.booking.needs import Needs
from workflow.booking.queries import safe_date
from workflow.booking.refusals import BranchClosed, OutsideHours, SlotPassed, StaffAway, TooSoon
from workflow.booking.slots import is_on_grid
from workflow.calendars import Opening, holds, openings, working_within
from workflow.cases import Case
from workflow.refusal import BadRequest


def check_time(session: Session, *, case: Case, needs: Needs, starts_at: datetime, now: datetime) -> None:
    """This will pass in silence for a time that can be agreed, as far as the clock and the calendars go.

    Raises:
        BadRequest: It is not on a full five minutes.
        SlotPassed: It has passed.
        BranchClosed: The branch is closed on that day.
        OutsideHours: The branch is not open for the whole of it.
        StaffAway: Whoever treats is not there for the whole of it.
        TooSoon: It is too few days after the same treatment.
    """
    if not is_on_grid(starts_at):
        raise BadRequest(starts_at=starts_at)
    if starts_at <= now:
        raise SlotPassed(starts_at=starts_at)
    day = starts_at.astimezone(needs.zone).date()
    # The day before may last past midnight.
    opened = openings(session, branch_id=needs.branch.id, first=day - timedelta(days=1), days=2)
    span = (starts_at, starts_at + needs.length)
    _check_open(opened, starts_at=starts_at, ends_at=span[1], needs=needs)
    working = working_within(session, branch_id=needs.branch.id, opened=opened, staff_ids=[needs.staff_id])
    if not holds(working.get(needs.staff_id, ()), span):
        raise StaffAway(starts_at=starts_at, staff_id=str(needs.staff_id))
    safe_on = safe_date(session, needs=needs, case=case)
    if safe_on is not None and day < safe_on:
        earliest = openings(session, branch_id=needs.branch.id, first=safe_on, days=14)
        earliest_at = next((one.hours[0] for one in earliest if one.hours), starts_at)
        raise TooSoon(first_safe_on=safe_on.isoformat(), earliest_at=earliest_at, zone=needs.zone.key)


def _check_open(opened: list[Opening], *, starts_at: datetime, ends_at: datetime, needs: Needs) -> None:
    if holds([day.hours for day in opened if day.hours], (starts_at, ends_at)):
        return
    own = opened[-1]
    if own.hours is None:
        raise BranchClosed(day=own.day.isoformat(), name_th=own.name_th, name_en=own.name_en)
    raise OutsideHours(opens_at=own.hours[0], closes_at=own.hours[1], zone=needs.zone.key)
