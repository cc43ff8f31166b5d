"""Several answers as one reply: to the requests of one message, or to "both" where one of two was asked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.table import takes_words
from bot.events import Incoming, Then
from bot.turns.customer_table import LETS_A_FORM_WAIT
from bot.turns.grounded import has_form
from bot.turns.kit import Turn, TurnKit, answer
from bot.turns.listening import meaning_of
from bot.turns.refusing import Refuse
from nlu.requests import Request
from workflow.access import Person
from workflow.refusal import Refusal

SEVERAL = "several"

ABOUT_A_DAY = frozenset({"ask_opening_hours", "ask_promotion", "check_appointment"})
"""Beside these, a day that only a space parts from them is rather theirs: "this Saturday what time do you open?"."""

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


@dataclass(frozen=True)
class AnswersAndAsks:
    """Takes a message in two parts, while a form is open that takes one of them.

    Attributes:
        do: Takes the words of the other.
    """

    do: Turn

    def __call__(
        self,
        session: Session,
        *,
        kit: TurnKit,
        person: Person,
        event: Incoming,
        meaning: str | None,
        now: datetime,
    ) -> bool:
        """This function will let the form have its part, and answer the other; what that names is not the form's."""
        del meaning
        aside = event.aside
        if aside is None or not has_form(person, now):
            return False
        asked = aside.question.found.intent
        if asked not in LETS_A_FORM_WAIT or (aside.is_loose and asked in ABOUT_A_DAY):
            return False
        said: list[tuple[str, dict[str, Any]]] = []
        part = replace(
            event,
            text=aside.answer.text,
            understanding=aside.answer.found,
            requests=(),
            aside=None,
            is_part=True,
            gathered=said,
        )
        means = meaning_of(session, person=person, event=part)
        if not takes_words(session, kit=kit, person=person, event=part, meaning=means, now=now):
            return False
        question = replace(part, text=aside.question.text, understanding=aside.question.found)
        if has_form(person, now):
            kind, data = said.pop()
            question = replace(question, then=Then(kind=kind, data=data))
        self.do(session, kit=kit, person=person, event=question, now=now)
        tell_together(session, person=person, event=event, gathered=said, now=now)
        return True


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
    ahead: Sequence[tuple[str, dict[str, Any]]] = (),
    unless: Collection[str] = (),
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
        ahead: What is said before all of it.
        unless: What an answer is about (`why`) that says as much by itself: nothing is said ahead of it then.
    """
    gathered: list[tuple[str, dict[str, Any]]] = []
    for part in parts:
        before = len(gathered)
        alone = replace(part, is_part=True, gathered=gathered)
        try:
            with session.begin_nested():
                do(session, kit=kit, person=person, event=alone, now=now)
        except Refusal as refusal:
            del gathered[before:]
            Refuse(refusal)(session, kit=kit, person=person, event=alone, now=now)
    gathered = _each_alone(gathered)
    if not any(data.get("why") in unless for _, data in gathered):
        gathered = [*ahead, *gathered]
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


def _each_alone(gathered: Iterable[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """This function will take answers that were put together apart again, with the question behind them on the last."""
    alone: list[tuple[str, dict[str, Any]]] = []
    for kind, data in gathered:
        if kind != SEVERAL:
            alone.append((kind, data))
            continue
        alone += [(one["kind"], one["data"]) for one in data["answers"]]
        if "behind" in data:
            alone[-1][1]["behind"] = data["behind"]
    return alone


def in_order(requests: Sequence[Request]) -> list[Request]:
    """This function will put requests in the order they are answered in: what asks something back comes last."""
    return sorted(requests, key=lambda one: one.found.intent in LAST)
