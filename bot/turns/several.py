"""Several answers as one reply: to the requests of one message, or to "both" where one of two was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer
from bot.turns.refusing import Refuse
from nlu.requests import Request
from workflow.access import Person
from workflow.refusal import Refusal

SEVERAL = "several"

LAST = frozenset(
    {
        "book_appointment",
        "reschedule_appointment",
        "cancel_appointment",
        "register",
        "withdraw_consent",
        "scan_skin",
    }
)
"""These end with a question of ours, so they are answered last: the question is what she reads last."""


def each_request(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, do: Turn, now: datetime
) -> None:
    """This function will do each request of a message, and answer all of them in one reply.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: Who wrote.
        event: The message, with its requests.
        do: Takes the words of one.
        now: Aware UTC.
    """
    parts = [
        replace(event, text=one.text.strip(), understanding=one.found, requests=(), aside=None)
        for one in in_order(event.requests)
    ]
    in_one_reply(session, kit=kit, person=person, event=event, parts=parts, do=do, now=now)


def in_one_reply(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    parts: Iterable[Incoming],
    do: Turn,
    now: datetime,
) -> None:
    """This function will do a turn for each part; what one of them refuses does not undo the others.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: Who wrote.
        event: What is answered.
        parts: The same event, as each of its parts.
        do: What is done with each.
        now: Aware UTC.
    """
    gathered: list[tuple[str, dict[str, Any]]] = []
    for part in parts:
        before = len(gathered)
        alone = replace(part, gathered=gathered)
        try:
            with session.begin_nested():
                do(session, kit=kit, person=person, event=alone, now=now)
        except Refusal as refusal:
            del gathered[before:]
            Refuse(refusal)(session, kit=kit, person=person, event=alone, now=now)
    tell_together(session, person=person, event=event, gathered=gathered, now=now)


def tell_together(
    session: Session,
    *,
    person: Person,
    event: Incoming,
    gathered: Sequence[tuple[str, dict[str, Any]]],
    now: datetime,
) -> None:
    """This function will say gathered answers as one reply; what is asked behind each is asked once, behind the last.

    Args:
        session: The turn's session.
        person: Who wrote.
        event: What is answered.
        gathered: The answers, as their kind and facts.
        now: Aware UTC.
    """
    for _, earlier in gathered if event.then is not None else gathered[:-1]:
        earlier.pop("behind", None)
    if len(gathered) == 1:
        [(kind, data)] = gathered
        answer(session, person=person, event=event, kind=kind, data=data, now=now)
    elif gathered:
        data = {"answers": [{"kind": kind, "data": data} for kind, data in gathered]}
        answer(session, person=person, event=event, kind=SEVERAL, data=data, now=now)


def in_order(requests: Sequence[Request]) -> list[Request]:
    """This function will put requests in the order they are answered in: what asks something back comes last."""
    return sorted(requests, key=lambda one: one.found.intent in LAST)
