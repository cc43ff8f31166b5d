"""What was not understood: said honestly, then the likeliest offered, and the third time a person is called."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.handover import call_for_person
from bot.turns.kit import Turn, TurnKit, answer, customer_of, identity_of
from bot.turns.meanings import kept_of, note_miss, offered
from nlu.short_words import laughs
from workflow.access import Person
from workflow.customers import (
    GUESS_LASTS,
    Guess,
    Miss,
    Talk,
    close_question,
    hand_to_person,
    open_question,
    talk_of,
)
from workflow.follow_ups import follow_up_to_answer

TIMES = 3
"""The how manieth time in a row a person takes over."""

OFFERED = 3
"""How many guesses stand on buttons."""

COMMONEST = ("ask_price", "book_appointment", "check_appointment")
"""What is offered to somebody of whose words there is no guess at all: what most people write for."""


def is_laughter(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take laughter as it takes a sticker: it is nothing that was not understood."""
    del kit, meaning
    if not laughs(event.text):
        return False
    answer(session, person=person, event=event, kind="sticker_seen", data={}, now=now)
    return True


def not_understood(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    by_intent: Mapping[str, Turn],
    now: datetime,
) -> None:
    """This function will say honestly that a customer was not understood, each time with more help than before.

    The first time it says what can be done here; the second it offers what she most likely meant; the third time in a
    row a person takes over, who is told what was tried. While a follow-up waits, its two answers are offered instead.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: Her words.
        by_intent: What she can want.
        now: Aware UTC.
    """
    talk = replace(talk_of(identity_of(person), now), guess=None)
    likely = offered(event.understanding, by_intent, most=OFFERED)
    if len(talk.misses) + 1 >= TIMES:
        talk = talk.missed(Miss(likely, "person", event.id), now)
        _hand_over(session, kit=kit, person=person, event=event, talk=talk, now=now)
        return
    customer = customer_of(person)
    waiting = follow_up_to_answer(session, customer_id=customer.id, now=now, answered_too=False)
    if waiting is not None:
        note_miss(session, person=person, talk=talk.missed(Miss(likely, "check_in", event.id), now))
        data: dict[str, Any] = {"follow_up_id": str(waiting.id)}
        answer(session, person=person, event=event, kind="check_in_not_understood", data=data, now=now)
    elif talk.misses:
        likely = likely or COMMONEST
        talk = talk.missed(Miss(likely, "offered", event.id), now)
        guess = Guess(event.id, likely, kept_of(event), now + GUESS_LASTS)
        note_miss(session, person=person, talk=replace(talk, guess=guess))
        data = {"event_id": str(event.id), "intents": list(likely)}
        answer(session, person=person, event=event, kind="not_understood_again", data=data, now=now)
    else:
        note_miss(session, person=person, talk=talk.missed(Miss(likely, "said", event.id), now))
        answer(session, person=person, event=event, kind="not_understood", data={}, now=now)


def none_of_these(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will ask a customer for other words, after she said that none of our guesses was right.

    The question itself was counted when it was asked; who was asked for the third time is given to a person.
    """
    talk = replace(talk_of(identity_of(person), now), guess=None)
    if len(talk.misses) >= TIMES:
        _hand_over(session, kit=kit, person=person, event=event, talk=talk, now=now)
        return
    note_miss(session, person=person, talk=talk)
    answer(session, person=person, event=event, kind="say_otherwise", data={}, now=now)


def is_given_to_person(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, asked: str, now: datetime
) -> bool:
    """This function will count an answer to a question of ours that was none; the third time in a row a person takes over.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: Her words.
        asked: What is asked once more (`Miss.asked`).
        now: Aware UTC.

    Returns:
        Whether a person has the talk now; else the question is to be asked once more.
    """
    before = talk_of(identity_of(person), now)
    guesses = before.guess.intents if before.guess is not None else ()
    talk = before.missed(Miss(guesses, asked, event.id), now)
    if len(talk.misses) >= TIMES:
        _hand_over(session, kit=kit, person=person, event=event, talk=talk, now=now)
        return True
    note_miss(session, person=person, talk=talk)
    return False


def is_missed(person: Person, event: Incoming, now: datetime) -> bool:
    """This function will say whether words were no answer, and only had a question of ours asked once more."""
    missed = talk_of(identity_of(person), now).misses
    return bool(missed) and missed[-1].event_id == event.id


def _hand_over(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, talk: Talk, now: datetime
) -> None:
    """This function will give a talk to a person, with what was tried; the bot is silent meanwhile.

    Of the earlier messages only the guesses are told: words are quoted under the message that carried them, so that
    taking it back erases them.
    """
    tried = [{"asked": miss.asked, "guesses": list(miss.guesses)} for miss in talk.misses]
    identity = identity_of(person)
    question = open_question(identity, now)
    call_for_person(
        session,
        customer=customer_of(person),
        why="not_understood",
        words=event.text or None,
        key=f"not_understood:{event.id}",
        now=now,
        rules=kit.rules,
        wish={"tried": {"steps": tried, "question": question["kind"] if question else None}},
    )
    close_question(identity)
    hand_to_person(identity, now + timedelta(minutes=kit.settings.human_minutes))
    data = {"why": "not_understood"}
    answer(session, person=person, event=event, kind="handed_to_person", data=data, now=now)
