"""The language of the talk: it follows the customer's own words, and she may ask for one by name."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from bot.wording.languages import asked_language, language_of
from workflow.access import Person


def follow_words(person: Person, event: Incoming) -> None:
    """This function will answer in the language of a customer's words from now on, where they tell one."""
    if person.customer is None or not event.text:
        return
    person.customer.language = (
        asked_language(event.text) or language_of(event.text) or person.customer.language
    )


def asks_for_language(event: Incoming) -> bool:
    """This function will say whether the words ask for a language, and for nothing else."""
    return asked_language(event.text or "") is not None


def language_set(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will say, in the language asked for, that it is spoken from now on."""
    del kit
    follow_words(person, event)
    session.flush()
    data = {"name": customer_of(person).name}
    answer(session, person=person, event=event, kind="language_set", data=data, now=now)
