"""Learning from use: which messages a person of the clinic should look at, so that the next one is understood.

Only of a customer who agreed to it, and only what she says of her own accord: no answer to a question of ours (it may be
a name, or how her skin is), nothing while a person has the talk, and nothing that tells of symptoms or is urgent.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit
from nlu import SIDE_EFFECT, Understanding
from nlu.conditions import tells_of_condition
from nlu.masking import mask
from workflow.access import Person
from workflow.customers import (
    ChannelIdentity,
    Purpose,
    Talk,
    has_consent,
    is_with_person,
    open_form,
    open_question,
    talk_of,
)
from workflow.follow_ups import follow_up_to_answer
from workflow.learning import (
    Heard,
    UtteranceWhy,
    hear,
    hear_choice,
    hear_that_a_person_took_over,
    names_to_mask,
)

UNSURE_BELOW = 0.5
"""With less confidence than this a message is worth a look, though it was acted upon."""

# Who says this clearly needs a person; it is what she said before that was not understood.
ASKS_FOR_A_PERSON = frozenset({"talk_to_human", "complaint"})
# A question of ours that is none: it only says that something was not understood.
_STILL_HER_OWN = frozenset({"not_understood"})
_OF_HEALTH = frozenset({"symptom", "no_symptom", "since"})
_KEPT_GUESSES = 5
_THAI = re.compile("[\u0e01-\u0e5b]")


@contextmanager
def learning_from(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Iterator[None]:
    """This function will look at a turn from both sides, and keep for review what the bot did not understand.

    Args:
        session: The turn's session.
        kit: What turns have at hand; whoever takes her choice writes it down there.
        person: Who did something.
        event: What she did, understood where it is words.
        now: Aware UTC.
    """
    identity, customer = person.identity, person.customer
    if identity is None or customer is None or not event.is_private or is_with_person(identity, now):
        yield
        return
    question = open_question(identity, now)
    is_her_own = (question is None or question["kind"] in _STILL_HER_OWN) and open_form(identity, now) is None
    yield
    if event.kind in {"message.text", "postback"} and has_consent(
        session, customer_id=customer.id, purpose=Purpose.IMPROVE_UNDERSTANDING
    ):
        _learn(
            session, kit=kit, person=person, identity=identity, event=event, is_her_own=is_her_own, now=now
        )


def _learn(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    identity: ChannelIdentity,
    event: Incoming,
    is_her_own: bool,
    now: datetime,
) -> None:
    customer = person.customer
    if customer is None:
        return
    if kit.chosen:
        # "Both" says of neither that the words meant it.
        [(message_id, intent), *others] = kit.chosen
        if message_id is not None and not others:
            hear_choice(session, customer_id=customer.id, message_id=message_id, intent=intent, now=now)
        return
    found = event.understanding
    needs_person = is_with_person(identity, now)
    is_clear = found is None or (found.intent in ASKS_FOR_A_PERSON and not found.fallback)
    if needs_person and is_clear:
        hear_that_a_person_took_over(session, customer_id=customer.id, now=now)
    if found is None or event.message_id is None or not is_her_own:
        return
    if _is_of_health(event.text, found):
        return
    if follow_up_to_answer(session, customer_id=customer.id, now=now, answered_too=False) is not None:
        return  # it may be how her skin is
    hear(
        session,
        clinic_id=customer.clinic_id,
        customer_id=customer.id,
        message_id=event.message_id,
        heard=_heard(event.text, found, names=names_to_mask(session, customer_id=customer.id)),
        why=UtteranceWhy.TAKEN_OVER if needs_person and not is_clear else _why(found, talk_of(identity, now)),
        now=now,
    )


def _why(found: Understanding, talk: Talk) -> UtteranceWhy | None:
    if found.fallback:
        return UtteranceWhy.UNKNOWN
    return UtteranceWhy.UNSURE if found.confidence < UNSURE_BELOW or talk.guess is not None else None


def _is_of_health(text: str, found: Understanding) -> bool:
    return (
        found.urgent
        or tells_of_condition(text)
        or bool(found.red_flags)
        or found.intent == SIDE_EFFECT
        or any(entity.entity in _OF_HEALTH for entity in found.entities)
    )


def _heard(text: str, found: Understanding, *, names: Iterable[str]) -> Heard:
    """This function will mask the words: what is not masked is never handed on."""
    masked = mask(text, names=names)
    return Heard(
        text=masked,
        language="th" if _THAI.search(text) else "en",
        guess=found.intent,
        confidence=found.confidence,
        ranking=tuple(
            {"intent": intent, "confidence": confidence}
            for intent, confidence in found.ranking[:_KEPT_GUESSES]
        ),
        engine=found.engine,
        model=found.model,
    )
