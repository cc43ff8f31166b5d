"""Which times are free."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.booking.holds import hold_of
from workflow.booking.needs import Needs, needs_of
from workflow.booking.search import FreeDay, free_days
from workflow.booking.slots import Slot, first_safe_date
from workflow.cases import Case, booked_appointment, case
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, AppointmentState

# How many days to a customer's choice are looked through at most: a quarter of a year.
LOOK_AHEAD_DAYS = 90


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
    [found] = _free(session, case=wanted, needs=needs, first=day, days=1, now=now)
    slots = [Slot(starts_at, starts_at + needs.length, needs.staff_id) for starts_at in found.starts]
    return slots[:limit]


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
    found = coming_days(session, case_id=case_id, now=now, staff_id=staff_id, days=days, rules=rules)
    return [day.day for day in found if day.starts]


def coming_days(
    session: Session,
    *,
    case_id: uuid.UUID,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    days: int = LOOK_AHEAD_DAYS,
    rules: ClinicRules | None = None,
) -> list[FreeDay]:
    """This will give the coming dates with every time that is free for a case, closed dates with their reason too.

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
    return _free(session, case=wanted, needs=needs, first=first, days=min(days, LOOK_AHEAD_DAYS), now=now)


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


def _free(
    session: Session, *, case: Case, needs: Needs, first: date, days: int, now: datetime
) -> list[FreeDay]:
    """This will read the days; what the case itself has agreed or holds counts as free."""
    found = free_days(
        session,
        needs=needs,
        first=first,
        days=days,
        now=now,
        but_for=booked_appointment(session, case_id=case.id),
        also_but_for=hold_of(session, case_id=case.id),
    )
    safe_on = safe_date(session, needs=needs, case=case)
    if safe_on is None or safe_on <= first:
        return found
    return [day if day.day >= safe_on else FreeDay(day.opening, ()) for day in found]
