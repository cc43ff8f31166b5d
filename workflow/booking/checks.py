"""Whether a time can be agreed at all; whether it is free is decided by the cells."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.booking.needs import Needs
from workflow.booking.queries import safe_date
from workflow.booking.refusals import OutsideHours, SlotPassed, TooSoon
from workflow.booking.slots import is_on_grid, opening_of
from workflow.cases import Case
from workflow.refusal import BadRequest


def check_time(session: Session, *, case: Case, needs: Needs, starts_at: datetime, now: datetime) -> None:
    """This will pass in silence for a time that can be agreed, as far as the clock and the calendar go.

    Raises:
        BadRequest: It is not on a full five minutes.
        SlotPassed: It has passed.
        OutsideHours: The branch is not open for the whole of it.
        TooSoon: It is too few days after the same treatment.
    """
    if not is_on_grid(starts_at):
        raise BadRequest(starts_at=starts_at)
    if starts_at <= now:
        raise SlotPassed(starts_at=starts_at)
    day = starts_at.astimezone(needs.zone).date()
    opens, closes = opening_of(day, needs.branch, needs.zone)
    if starts_at < opens or starts_at + needs.length > closes:
        raise OutsideHours(opens_at=opens, closes_at=closes, zone=needs.zone.key)
    safe_on = safe_date(session, needs=needs, case=case)
    if safe_on is not None and day < safe_on:
        earliest_at, _ = opening_of(safe_on, needs.branch, needs.zone)
        raise TooSoon(first_safe_on=safe_on.isoformat(), earliest_at=earliest_at, zone=needs.zone.key)
