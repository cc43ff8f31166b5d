"""A question that comes with a condition of the body: those who treat answer it, no card and no passage.

What she told is health data: its card goes to a physician or whoever treats, and names it only to them
(`workflow/tasks/telling.py`); she is told what was passed on, and what to do until then. What a message
tells beside something else goes to them as well (`told_beside.py`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.words import asks_again
from bot.events import Incoming
from bot.handover import (
    ASKS_HEALTH,
    SEEN_FIRST,
    condition_names,
    have_looked_at,
    takes_health_back,
)
from bot.shelf import ASKS
from bot.turns.kit import TurnKit, answer, customer_of, named
from nlu.conditions import conditions_in
from workflow.access import Person
from workflow.catalogue import treatments
from workflow.follow_ups import treatment_facts

_MAY_BE_OF_IT = ASKS | {None} | {"ask_price", "ask_promotion", "ask_doctor"}


def is_for_a_doctor(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will pass on a question that tells of a condition, and say whether it did; an open form goes on."""
    if meaning not in _MAY_BE_OF_IT:
        return False
    told = conditions_in(event.text)
    if not any(one.alone for one in told):
        return _is_taken_back(session, kit=kit, person=person, event=event, now=now)
    about: dict[str, Any] = {"conditions": condition_names(told), "treatment": treatment_of(session, event)}
    have_looked_at(
        session,
        customer=customer_of(person),
        told=event.text,
        treatment=about["treatment"],
        event_id=str(event.id),
        rules=kit.rules,
        now=now,
    )
    if event.then is None:
        event = asks_again(session, kit=kit, person=person, event=event, now=now)
    answer(
        session,
        person=person,
        event=event,
        kind="handed_to_person",
        data={"why": ASKS_HEALTH, **about},
        now=now,
    )
    return True


def _is_taken_back(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will answer words that only deny what she told before; they were passed on as that was."""
    if not takes_health_back(session, customer=customer_of(person), words=event.text):
        return False
    if event.then is None:
        event = asks_again(session, kit=kit, person=person, event=event, now=now)
    answer(session, person=person, event=event, kind="handed_to_person", data={"why": SEEN_FIRST}, now=now)
    return True


def treatment_of(session: Session, event: Incoming, known: str | None = None) -> dict[str, Any] | None:
    """This function will give the treatment her words name, or the talk is about."""
    key = named(event, "treatment") or known
    found = next((row for row in treatments(session) if row.key == key), None)
    return treatment_facts(found) if found is not None else None
