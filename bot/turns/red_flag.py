"""Words of danger: they come before every other turn, at any hour, whoever is in charge of the talk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, customer_of
from nlu import red_flags_in
from workflow.access import Person
from workflow.follow_ups import Told, raise_red_flag, scoped_flags


def flags_in(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Sequence[str]:
    """This function will name the red flags in a customer's words that can concern her."""
    if person.customer is None or not event.text:
        return ()
    groups = red_flags_in(event.text, kit.phrases)
    return scoped_flags(session, customer_id=person.customer.id, groups=groups, now=now) if groups else ()


def red_flag(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will reach a person of the clinic, and tell the customer what to do meanwhile."""
    customer = customer_of(person)
    groups = list(flags_in(session, kit=kit, person=person, event=event, now=now))
    by = person.actor(customer.clinic_id)
    # What is said in a group is answered in her own chat, where the group's token does not lead.
    reply = event.reply if event.is_private else None
    told = Told(cause=str(event.id), by=person.identity, reply=reply)
    raise_red_flag(session, customer=customer, groups=groups, now=now, by=by, told=told, text=event.text)
