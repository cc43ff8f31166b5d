"""Where the clinic is and when it is open."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from workflow.access import Person, branch


def opening_hours(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell when the customer's branch is open."""
    del kit
    answer(session, person=person, event=event, kind="opening_hours", data=_facts(session, person), now=now)


def location(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell where the customer's branch is."""
    del kit
    answer(session, person=person, event=event, kind="location", data=_facts(session, person), now=now)


def _facts(session: Session, person: Person) -> dict[str, Any]:
    place = branch(session, branch_id=customer_of(person).branch_id)
    return {
        "branch": {
            "name_th": place.name_th,
            "name_en": place.name_en,
            "address_th": place.address_th,
            "address_en": place.address_en,
            "phone": place.phone,
        },
        "opens": f"{place.opens_at:%H:%M}",
        "closes": f"{place.closes_at:%H:%M}",
    }
