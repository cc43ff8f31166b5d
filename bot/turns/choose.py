"""A customer chooses a time herself: it is held for her while sales confirms it by one press."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, press_of, ref_of
from bot.turns.moments import read_day, read_moment
from workflow.access import Person, branch
from workflow.actor import Actor
from workflow.booking import FreeDay, coming_days, free_slots, hold_of, hold_slot, release_hold
from workflow.cases import Case, IllegalMove, Stage, case
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.refusal import NotAllowed
from workflow.tasks import rest_calls_about_time, waiting_call

# How many days and times stand on one card beside its other buttons (LINE takes 13 in all).
DAYS, TIMES = 11, 11
BOOKABLE = frozenset({Stage.SCANNED, Stage.TREATMENT_SCHEDULED})
# More closed dates than these in one sentence nobody reads.
_CLOSED = 4


def days(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the days that have a free time for her case, a card of them at a time."""
    found = _case(session, person=person, event=event)
    data = days_to_offer(session, found=found, kit=kit, now=now, since=press_of(event).extra.get("f"))
    answer(session, person=person, event=event, kind="days_to_choose", data=data, now=now)


def times(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer the free times of a day, a card of them at a time."""
    found = _case(session, person=person, event=event)
    extra = press_of(event).extra
    day = read_day(extra.get("d", ""))
    first = read_moment(extra["f"]) if "f" in extra else now
    free = free_slots(session, case_id=found.id, day=day, now=now, rules=kit.rules)
    starts = [slot.starts_at.isoformat() for slot in free if slot.starts_at >= first]
    data = {
        "case_id": str(found.id),
        "day": day.isoformat(),
        "slots": starts[:TIMES],
        "later": starts[TIMES] if len(starts) > TIMES else None,
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="times_to_choose", data=data, now=now)


def hold(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will hold the time of her button, and ask sales to confirm it."""
    found = _case(session, person=person, event=event)
    starts_at = read_moment(press_of(event).extra.get("t", ""))
    hold_time(session, kit=kit, person=person, event=event, found=found, starts_at=starts_at, now=now)


def hold_time(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    found: Case,
    starts_at: datetime,
    now: datetime,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """This function will hold a time she chose for her case, tell her until when, and ask sales to confirm it.

    What else she wishes (`beside`: `others`, `people`) is told with it: a person of the clinic arranges that.

    Raises:
        Refusal: It cannot be had.
    """
    customer = customer_of(person)
    held = hold_slot(
        session,
        case_id=found.id,
        starts_at=starts_at,
        by=Actor.customer(customer.clinic_id, customer.id),
        now=now,
        rules=kit.rules,
    )
    data = {
        "case_id": str(found.id),
        "starts_at": held.starts_at.isoformat(),
        "held_until": held.held_until.isoformat(),
        "zone": branch(session, branch_id=found.branch_id).zone,
        **(beside or {}),
    }
    answer(session, person=person, event=event, kind="time_held", data=data, now=now)
    rest_calls_about_time(session, customer_id=customer.id, until=held.held_until, rules=kit.rules, now=now)
    if found.sales_id is not None:
        tell_staff(
            session,
            staff_id=found.sales_id,
            kind="time_wished",
            purpose=NoticePurpose.STAFF,
            data={
                **data,
                "case_version": found.version,
                "hold_id": held.id.hex,
                "customer_name": customer.name,
            },
            key=f"time_wished:{event.id}",
            now=now,
            case_id=found.id,
        )


def let_go(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will give the held time back: she has changed her mind."""
    del kit
    found = _case(session, person=person, event=event)
    give_back(session, person=person, found=found, cause=event.id, now=now)
    answer(session, person=person, event=event, kind="time_let_go", data={"case_id": str(found.id)}, now=now)


def held_time(session: Session, *, found: Case, now: datetime) -> datetime | None:
    """This function will give the time that is held for a case; None where none is, or it is over."""
    held = hold_of(session, case_id=found.id)
    return held.starts_at if held is not None and held.held_until > now else None


def give_back(
    session: Session, *, person: Person, found: Case, cause: UUID, now: datetime
) -> datetime | None:
    """This function will give back what is held for a case, and tell sales; when that was to begin, or None.

    Args:
        session: The turn's session.
        person: The case's customer.
        found: The case.
        cause: The event by which she gives it back.
        now: Aware UTC.
    """
    customer = customer_of(person)
    starts_at = held_time(session, found=found, now=now)
    release_hold(session, case_id=found.id, by=Actor.customer(customer.clinic_id, customer.id), now=now)
    if starts_at is not None and found.sales_id is not None:
        tell_staff(
            session,
            staff_id=found.sales_id,
            kind="time_given_back",
            purpose=NoticePurpose.STAFF,
            data={
                "case_id": str(found.id),
                "customer_name": customer.name,
                "starts_at": starts_at.isoformat(),
                "zone": branch(session, branch_id=found.branch_id).zone,
            },
            key=f"time_given_back:{cause}",
            now=now,
            case_id=found.id,
        )
    return starts_at


def offer_once_accepted(session: Session, *, found: Case, kit: TurnKit, now: datetime) -> None:
    """This function will offer the days of a case that was just accepted, to a customer who has asked for a time before."""
    asked = waiting_call(session, customer_id=found.customer_id, why="wants_to_book")
    if asked is None or not may_choose(found):
        return
    offered = days_to_offer(session, found=found, kit=kit, now=now)
    if not offered["days"]:
        return
    tell_customer(
        session,
        customer_id=found.customer_id,
        kind="days_to_choose",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={**offered, "accepted": True},
        key=f"days_to_choose:{asked.id}:{found.beautician_id}",
        now=now,
        case_id=found.id,
    )


def days_to_offer(
    session: Session, *, found: Case, kit: TurnKit, now: datetime, since: str | None = None, count: int = DAYS
) -> dict[str, Any]:
    """This function will give the facts of a card that offers days: the free ones, and which are closed and why."""
    first = read_day(since) if since else date.min
    ahead = [
        day for day in coming_days(session, case_id=found.id, now=now, rules=kit.rules) if day.day >= first
    ]
    free = [day.day for day in ahead if day.starts]
    shown = free[:count]
    return {
        "case_id": str(found.id),
        "days": [day.isoformat() for day in shown],
        "later": free[count].isoformat() if len(free) > count else None,
        "closed": _closed(ahead, until=shown[-1] if shown else date.max),
        "zone": branch(session, branch_id=found.branch_id).zone,
    }


def may_choose(found: Case | None) -> bool:
    """This function will say whether a case is at a point where its customer can choose a time."""
    return (
        found is not None
        and found.closed_at is None
        and found.stage in BOOKABLE
        and found.beautician_id is not None
    )


def _closed(ahead: Sequence[FreeDay], *, until: date) -> list[dict[str, str]]:
    """This function will give the closed dates that have a name, as holidays do, among those just offered."""
    return [
        {"day": day.day.isoformat(), "name_th": day.opening.name_th, "name_en": day.opening.name_en}
        for day in ahead
        if day.opening.hours is None and day.opening.name_th and day.day <= until
    ][:_CLOSED]


def _case(session: Session, *, person: Person, event: Incoming) -> Case:
    """This function will give the case of her button, if it is hers and a time can be chosen for it.

    Raises:
        NotAllowed: It is another customer's case.
        IllegalMove: The case has moved on, or nobody has accepted it yet.
    """
    customer = customer_of(person)
    found = case(session, case_id=ref_of(event))
    if found.customer_id != customer.id:
        raise NotAllowed
    if not may_choose(found):
        raise IllegalMove(stage=found.stage.value, move="schedule")
    return found
