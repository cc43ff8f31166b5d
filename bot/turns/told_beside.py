"""What a message tells of her health beside whatever it is for: those who treat look at it, and her wish goes on.

A booking, a registration, a follow-up take the words for what they need of them; none of these may lose a pregnancy.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.words import answers_about_health
from bot.events import Incoming
from bot.handover import ASKS_HEALTH, SEEN_FIRST, have_looked_at, takes_health_back, tells_of_health
from bot.turns.conditions import is_for_a_doctor, treatment_of
from bot.turns.customer_table import PASSES_A_PERSON
from bot.turns.kit import Turn, TurnKit, customer_of, identity_of
from bot.turns.several import in_one_reply
from workflow.access import Person
from workflow.customers import is_with_person, open_form

__all__ = ["is_for_a_doctor", "is_told_beside", "take_beside"]

_SAYS_SO = frozenset({ASKS_HEALTH, SEEN_FIRST})
"""Why a person was called, in an answer that tells her the same by itself."""


def take_beside(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, do: Turn, now: datetime
) -> None:
    """This function will take words, and have those who treat look at once at what they tell of her health beside.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: Her words.
        do: Takes the words for whatever they are for.
        now: Aware UTC.
    """
    ahead: list[tuple[str, dict[str, Any]]] = []
    form = open_form(identity_of(person), now)
    if have_looked_at(
        session,
        customer=customer_of(person),
        told=event.text,
        treatment=treatment_of(session, event, form.filled.get("treatment") if form else None),
        event_id=str(event.id),
        rules=kit.rules,
        now=now,
    ):
        ahead.append(("handed_to_person", {"why": SEEN_FIRST}))
    in_one_reply(
        session,
        kit=kit,
        person=person,
        event=event,
        parts=[event],
        do=do,
        now=now,
        ahead=ahead,
        unless=_SAYS_SO,
    )


def is_told_beside(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will say whether words tell of a condition to the clinic, be they for something else as well.

    Not where they answer our question about it, nor where they are for a person who has the talk, or about her rights.
    """
    is_ours = meaning not in PASSES_A_PERSON and not is_with_person(identity_of(person), now)
    customer = customer_of(person)
    tells = tells_of_health(event.text) or takes_health_back(session, customer=customer, words=event.text)
    if event.is_part or not is_ours or not tells:
        return False
    return not answers_about_health(session, kit=kit, person=person, event=event, now=now)
