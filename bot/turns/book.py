"""Agreeing a time by buttons: sales see days, then times, then it is booked. A customer chooses in `choose.py`."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.choose import BOOKABLE, days_to_offer
from bot.turns.kit import TurnKit, answer, press_of, ref_of, staff_of
from bot.turns.moments import read_day, read_moment
from workflow.access import Person, branch
from workflow.actor import Role
from workflow.booking import book_appointment, free_slots, hold_for_change, move_appointment
from workflow.cases import Case, IllegalMove, Stage, case, check_selling, open_next_case, status_of
from workflow.customers import customer
from workflow.refusal import NotAllowed, OutOfDate

# How many days and times stand on one card beside its other buttons (LINE takes 13 in all).
_DAYS, _TIMES = 11, 11


def days(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the days that have a free time for a case, a card of them at a time."""
    found = sellers_case(session, person=person, event=event)
    since = press_of(event).extra.get("f")
    data = {
        **days_to_offer(session, found=found, kit=kit, now=now, since=since, count=_DAYS),
        "case_version": found.version,
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "can_cancel": found.stage is Stage.TREATMENT_SCHEDULED,
    }
    answer(session, person=person, event=event, kind="days_to_book", data=data, now=now)


def times(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the free times of a day, a card of them at a time."""
    found = sellers_case(session, person=person, event=event)
    refuse_stale(found, event)
    day = read_day(press_of(event).extra.get("d", ""))
    since = press_of(event).extra.get("f")
    first = read_moment(since) if since else now
    free = free_slots(session, case_id=found.id, day=day, now=now, rules=kit.rules)
    starts = [slot.starts_at.isoformat() for slot in free if slot.starts_at >= first]
    data = {
        "case_id": str(found.id),
        "case_version": found.version,
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "day": day.isoformat(),
        "slots": starts[:_TIMES],
        "later": starts[_TIMES] if len(starts) > _TIMES else None,
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="times_to_book", data=data, now=now)


def slot(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will book a time, or move the case's appointment to it; the rules decide whether it may be had."""
    found = sellers_case(session, person=person, event=event)
    wished = press_of(event).extra.get("h")
    if wished is None:
        refuse_stale(found, event)
    elif not _is_still_wished(session, found=found, wished=wished, person=person, event=event, now=now):
        return
    agree = book_appointment if found.stage is Stage.SCANNED else move_appointment
    agreed = agree(
        session,
        case_id=found.id,
        starts_at=read_moment(press_of(event).extra.get("t", "")),
        by=person.actor(found.clinic_id),
        now=now,
        rules=kit.rules,
    )
    data = {
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "starts_at": agreed.starts_at.isoformat(),
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="appointment_made", data=data, now=now)


def _is_still_wished(
    session: Session, *, found: Case, wished: str, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will say whether the customer still wishes for the held time of a button, or tell what she does now.

    What she holds says more than the case's version: she may hold another time, or give it back, while the case stands.

    Raises:
        OutOfDate: It was booked, or the case has changed otherwise, and nothing is held any more.
    """
    held = hold_for_change(session, case_id=found.id)
    if held is not None and held.id.hex == wished:
        return True
    if held is None:
        refuse_stale(found, event)
    asked_for = read_moment(press_of(event).extra.get("t", ""))
    data = {
        "case_id": str(found.id),
        "case_version": found.version,
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "asked_for": asked_for.isoformat(),
        "hold_id": held.id.hex if held is not None else None,
        "starts_at": held.starts_at.isoformat() if held is not None else None,
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="wish_changed", data=data, now=now)
    return False


def next_round(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will open a treated customer's next case; once it is accepted, its time can be agreed."""
    staff = staff_of(person)
    customer_id = ref_of(event)
    opened = open_next_case(
        session, customer_id=customer_id, by=person.actor(staff.clinic_id), now=now, rules=kit.rules
    )
    found = status_of(session, customer_id=customer_id)
    data = {
        "customer_name": customer(session, customer_id=customer_id).name,
        "case_code": opened.code,
        "treatment": found.treatment if found else None,
    }
    answer(session, person=person, event=event, kind="next_case_opened", data=data, now=now)


def sellers_case(session: Session, *, person: Person, event: Incoming) -> Case:
    """This function will give the case of a button, if this person sells for it and it can still be booked.

    Raises:
        NotAllowed: It is not for this role.
        NotYours: It is a colleague's case.
        IllegalMove: The case has moved on.
    """
    staff = staff_of(person)
    by = person.actor(staff.clinic_id)
    if not by.has(Role.SALES, Role.MANAGER, Role.OWNER):
        raise NotAllowed
    found = case(session, case_id=ref_of(event))
    check_selling(found, by=by)
    if found.closed_at is not None or found.stage not in BOOKABLE:
        raise IllegalMove(stage=found.stage.value, move="schedule")
    return found


def refuse_stale(found: Case, event: Incoming) -> None:
    """This function will refuse a button from before the case changed: an old time must not move a new appointment.

    Raises:
        OutOfDate: The case has changed since the button was made.
    """
    if press_of(event).extra.get("n") != str(found.version):
        raise OutOfDate(case_id=str(found.id))
