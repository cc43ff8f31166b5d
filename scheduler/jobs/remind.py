"""Appointments: reminded of the day before and on the day, and who has not said that she comes."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.gate import next_polite
from bot.handover import call_for_person
from bot.turns.confirm import CONFIRM
from scheduler.jobs.one_by_one import for_each
from scheduler.rules import Ring
from workflow.booking import Appointment, Reminder, appointments_starting, remind_of_appointment
from workflow.customers import ask, customer, open_question
from workflow.notices import identity_of, notice_by_key

# Whoever has just agreed on a time knows it.
JUST_AGREED = timedelta(hours=3)


def remind_day_before(session: Session, ring: Ring) -> int:
    """This will remind those who come tomorrow, and ask whether they do."""
    return _remind(session, ring, reminder=Reminder.DAY_BEFORE, days_ahead=1)


def remind_same_day(session: Session, ring: Ring) -> int:
    """This will remind those who come today."""
    return _remind(session, ring, reminder=Reminder.SAME_DAY, days_ahead=0)


def call_unconfirmed(session: Session, ring: Ring) -> int:
    """This will give sales a call to make for each who was asked, comes tomorrow and has not said so."""

    def call(agreed: Appointment) -> bool:
        key = f"unconfirmed:{agreed.id}"
        was_asked = notice_by_key(session, key=f"{Reminder.DAY_BEFORE.value}:{agreed.id}") is not None
        is_called = notice_by_key(session, key=f"call_customer:{key}") is not None
        if agreed.confirmed_at is not None or not was_asked or is_called:
            return False
        whom = customer(session, customer_id=agreed.customer_id)
        return (
            call_for_person(session, customer=whom, why="unconfirmed", words=None, key=key, now=ring.now)
            is not None
        )

    if _polite_today(ring) is None:
        return 0
    return for_each(session, _of_day(session, ring, days_ahead=1), call, what="call_unconfirmed")


def _remind(session: Session, ring: Ring, *, reminder: Reminder, days_ahead: int) -> int:
    """This will remind of a day's appointments at a polite hour of the ring's own day, or not at all."""
    due_at = _polite_today(ring)
    if due_at is None:
        return 0

    def remind(agreed: Appointment) -> bool:
        told = remind_of_appointment(session, agreed=agreed, reminder=reminder, due_at=due_at, now=ring.now)
        if told is not None and reminder is Reminder.DAY_BEFORE and agreed.confirmed_at is None:
            _ask(session, agreed, ring.now)
        return told is not None

    rows = [
        agreed
        for agreed in _of_day(session, ring, days_ahead=days_ahead)
        if agreed.starts_at > due_at and ring.now - agreed.booked_at >= JUST_AGREED
    ]
    return for_each(session, rows, remind, what=reminder.value)


def _polite_today(ring: Ring) -> datetime | None:
    """This will give the next polite instant, if it is still the ring's own day: yesterday's words would be wrong."""
    due_at = next_polite(ring.now, zone=ring.zone, rules=ring.rules)
    return due_at if due_at.astimezone(ring.zone).date() == ring.day else None


def _of_day(session: Session, ring: Ring, *, days_ahead: int) -> list[Appointment]:
    day = ring.day + timedelta(days=days_ahead)
    from_at, until = (
        datetime.combine(day + timedelta(days=more), time(), tzinfo=ring.zone) for more in (0, 1)
    )
    return appointments_starting(session, branch_id=ring.branch_id, from_at=from_at, until=until)


def _ask(session: Session, agreed: Appointment, now: datetime) -> None:
    """This will let a bare yes or no answer the reminder, unless something else was asked and is still open."""
    identity = identity_of(session, customer_id=agreed.customer_id)
    if identity is None or open_question(identity, now) is not None:
        return
    ask(session, identity=identity, kind=CONFIRM, ref=str(agreed.id), now=now, lasts=agreed.starts_at - now)
