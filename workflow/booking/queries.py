"""Which times are free."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.booking.needs import Needs, cells_to_take, needs_of, taken_cells
from workflow.booking.slots import Slot, first_safe_date, opening_of, starts_between
from workflow.cases import Case, booked_appointment, case
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, AppointmentState

# How many days to a customer's choice are looked through at most.
LOOK_AHEAD_DAYS = 60


def free_slots(
    session: Session,
    *,
    case_id: uuid.UUID,
    day: date,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    limit: int | None = None,
    rules: ClinicRules | None = None,
) -> list[Slot]:
    """This will give the times of a day at which a case can be treated, earliest first.

    Args:
        session: The caller's transaction.
        case_id: The case.
        day: A date of the branch's calendar.
        now: Aware UTC; times before it are left out.
        staff_id: Who shall treat, if not the one who accepted the case.
        limit: How many at most; None for the whole day.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such case or member of staff in this clinic.
        IllegalMove: Nobody has accepted the case yet.
        WrongPerformer: The member of staff may not do this treatment.
    """
    wanted = case(session, case_id=case_id)
    needs = needs_of(session, case=wanted, staff_id=staff_id, rules=rules or ClinicRules())
    found = _free(session, case=wanted, needs=needs, days=[day], now=now)
    return list(islice(found, limit))


def days_with_slots(
    session: Session,
    *,
    case_id: uuid.UUID,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    days: int = 14,
    rules: ClinicRules | None = None,
) -> list[date]:
    """This will give the dates, from today on, that have a free time for a case.

    Args:
        session: The caller's transaction.
        case_id: The case.
        now: Aware UTC.
        staff_id: Who shall treat, if not the one who accepted the case.
        days: How many dates are looked at, counted from the first on which the treatment may be done again.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such case or member of staff in this clinic.
        IllegalMove: Nobody has accepted the case yet.
        WrongPerformer: The member of staff may not do this treatment.
    """
    wanted = case(session, case_id=case_id)
    needs = needs_of(session, case=wanted, staff_id=staff_id, rules=rules or ClinicRules())
    today = now.astimezone(needs.zone).date()
    safe_on = safe_date(session, needs=needs, case=wanted)
    first = max(today, safe_on) if safe_on else today
    looked_at = [first + timedelta(days=number) for number in range(min(days, LOOK_AHEAD_DAYS))]
    found = _free(session, case=wanted, needs=needs, days=looked_at, now=now)
    return list(dict.fromkeys(slot.starts_at.astimezone(needs.zone).date() for slot in found))


def safe_date(session: Session, *, needs: Needs, case: Case) -> date | None:
    """This will give the first date on which this customer may have this treatment again.

    Finished sessions and times agreed in other cases count. This case's own agreed time does not (it may be moved),
    nor does a session that was stopped: whether she may soon try again is for whoever stopped it to say.
    """
    statement = sa.select(Appointment.starts_at).where(
        Appointment.customer_id == needs.customer_id,
        Appointment.treatment_type_id == needs.treatment.id,
        sa.or_(
            Appointment.state == AppointmentState.DONE,
            sa.and_(Appointment.state == AppointmentState.BOOKED, Appointment.case_id != case.id),
        ),
    )
    done_on = [at.astimezone(needs.zone).date() for at in session.scalars(statement)]
    return first_safe_date(done_on, needs.treatment.min_gap_days)


def _free(session: Session, *, case: Case, needs: Needs, days: list[date], now: datetime) -> Iterator[Slot]:
    """This will go through the days' half-hours with one read of what is taken."""
    if not days:
        return
    openings = [opening_of(day, needs.branch, needs.zone) for day in days]
    safe_on = safe_date(session, needs=needs, case=case)
    taken = taken_cells(
        session,
        resource_ids=needs.resource_ids,
        from_at=openings[0][0],
        until=openings[-1][1] + needs.cleaning,
        but_for=booked_appointment(session, case_id=case.id),
    )
    for day, (opens, closes) in zip(days, openings, strict=True):
        if safe_on is None or day >= safe_on:
            yield from _free_on(needs, opens=opens, closes=closes, taken=taken, now=now)


def _free_on(
    needs: Needs,
    *,
    opens: datetime,
    closes: datetime,
    taken: Mapping[uuid.UUID, set[datetime]],
    now: datetime,
) -> Iterator[Slot]:
    for starts_at in starts_between(opens, closes, needs.length):
        if starts_at > now and cells_to_take(needs, starts_at=starts_at, taken=taken) is not None:
            yield Slot(starts_at, starts_at + needs.length, needs.staff_id)
