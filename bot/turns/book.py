"""Agreeing a time by buttons: sales see days, then times, then it is booked. A customer's wish goes to sales."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, press_of, ref_of, staff_of
from workflow.access import Person, branch
from workflow.actor import Role
from workflow.booking import book_appointment, days_with_slots, free_slots, move_appointment
from workflow.cases import Case, IllegalMove, Stage, case, check_selling, open_next_case, status_of
from workflow.customers import customer
from workflow.refusal import BadRequest, NotAllowed, OutOfDate

# How far ahead a date is offered, and how many days and times stand on one card beside its other buttons (LINE takes 13 in all).
_DAYS_AHEAD = 60
_DAYS, _TIMES = 12, 11
_BOOKABLE = {Stage.SCANNED, Stage.TREATMENT_SCHEDULED}


def days(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the days that have a free time for a case, a card of them at a time."""
    found = _case(session, person=person, event=event)
    since = press_of(event).extra.get("f")
    first = _day(since) if since else date.min
    ahead = days_with_slots(session, case_id=found.id, now=now, days=_DAYS_AHEAD, rules=kit.rules)
    free = [day for day in ahead if day >= first]
    data = {
        "case_id": str(found.id),
        "case_version": found.version,
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "days": [day.isoformat() for day in free[:_DAYS]],
        "later": free[_DAYS].isoformat() if len(free) > _DAYS else None,
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="days_to_book", data=data, now=now)


def times(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the free times of a day, a card of them at a time."""
    found = _case(session, person=person, event=event)
    _refuse_stale(found, event)
    day = _day(press_of(event).extra.get("d", ""))
    since = press_of(event).extra.get("f")
    first = _moment(since) if since else now
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
    found = _case(session, person=person, event=event)
    _refuse_stale(found, event)
    agree = book_appointment if found.stage is Stage.SCANNED else move_appointment
    agreed = agree(
        session,
        case_id=found.id,
        starts_at=_moment(press_of(event).extra.get("t", "")),
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


def _case(session: Session, *, person: Person, event: Incoming) -> Case:
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
    if found.closed_at is not None or found.stage not in _BOOKABLE:
        raise IllegalMove(stage=found.stage.value, move="schedule")
    return found


def _refuse_stale(found: Case, event: Incoming) -> None:
    """This function will refuse a button from before the case changed: an old time must not move a new appointment.

    Raises:
        OutOfDate: The case has changed since the button was made.
    """
    if press_of(event).extra.get("n") != str(found.version):
        raise OutOfDate(case_id=str(found.id))


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise BadRequest(day=word) from error


def _moment(word: str) -> datetime:
    try:
        moment = datetime.fromisoformat(word)
    except ValueError as error:
        raise BadRequest(time=word) from error
    if moment.tzinfo is None:
        raise BadRequest(time=word)
    return moment
