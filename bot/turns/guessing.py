"""Which of two was meant: asked where words could be either, and done once the person has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming, read_event
from bot.turns.kit import Turn, TurnKit, answer, identity_of, press_of, understood
from bot.turns.meanings import as_chosen, kept_of, note_miss, note_talk
from bot.turns.misses import is_given_to_person
from bot.turns.several import in_one_reply
from bot.wording import NEITHER, chosen_in, says_yes_to_it, wish_named
from workflow.access import Person
from workflow.customers import GUESS_LASTS, Guess, Miss, talk_of
from workflow.inbound import InboundEvent
from workflow.refusal import OutOfDate

ACTION = "meant"
"""The button that says which was meant: its row is the event in doubt, `i` the intent, or that it was none of them."""

ELSE = "else"
MOST = 3
"""More places than this are never offered."""

_ONE = "affirm"
_NONE = "deny"


def ask_which(
    session: Session, *, person: Person, event: Incoming, intents: tuple[str, ...], now: datetime
) -> None:
    """This function will ask which was meant; a button answers it, or words.

    Args:
        session: The turn's session.
        person: Who wrote.
        event: What was written.
        intents: What it may mean: two, or one that is only to be confirmed.
        now: Aware UTC.
    """
    talk = talk_of(identity_of(person), now).missed(Miss(intents, "doubt", event.id), now)
    guess = Guess(event.id, intents, kept_of(event), now + GUESS_LASTS)
    note_miss(session, person=person, talk=replace(talk, guess=guess))
    data = {"event_id": str(event.id), "intents": list(intents)}
    answer(session, person=person, event=event, kind="which_meant", data=data, now=now)


@dataclass(frozen=True)
class Choosing:
    """Takes the answer to the question which was meant.

    Attributes:
        by_intent: What whoever answers can want.
        none_of_these: What is done when it was none of them.
    """

    by_intent: Mapping[str, Turn]
    none_of_these: Turn

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will do what a button says was meant, once, and while its question is open.

        Raises:
            OutOfDate: It was answered, is long past, or a person has taken the talk over since.
        """
        press = press_of(event)
        guess = talk_of(identity_of(person), now).guess
        intent = press.extra.get("i", ELSE)
        if guess is None or guess.event_id != press.ref or intent not in {ELSE, *guess.intents}:
            raise OutOfDate
        bare = replace(event, press=None)
        if intent == ELSE:
            self.none_of_these(session, kit=kit, person=person, event=bare, now=now)
            return
        meant = _meant(session, event=bare, intent=intent, guess=guess)
        self._do(session, kit=kit, person=person, event=meant, now=now)

    def takes_words(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> bool:
        """This function will take words as the answer, if the question is open and they are one.

        Returns:
            Whether they were; others are for another turn.
        """
        guess = talk_of(identity_of(person), now).guess
        if guess is None or (event.understanding is not None and event.understanding.urgent):
            return False
        chosen = _chosen(guess, event)
        if NEITHER in chosen:
            self.none_of_these(session, kit=kit, person=person, event=event, now=now)
            return True

        # "The first one" names no first of the month.
        answer_only = replace(event, understanding=None) if chosen_in(event.text, among=MOST) else event
        parts = [_meant(session, event=answer_only, intent=guess.intents[at], guess=guess) for at in chosen]
        if parts:
            in_one_reply(session, kit=kit, person=person, event=parts[0], parts=parts, do=self._do, now=now)
            return True
        if not _is_yes(event):
            return False
        if person.customer is None or not is_given_to_person(
            session, kit=kit, person=person, event=event, asked="doubt", now=now
        ):
            data = {"event_id": str(guess.event_id), "intents": list(guess.intents), "again": True}
            answer(session, person=person, event=event, kind="which_meant", data=data, now=now)
        return True

    def _do(self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
        """This will do what was wanted.

        Raises:
            OutOfDate: This cannot be wanted any more.
        """
        found = understood(event)
        turn = self.by_intent.get(found.intent)
        if turn is None:
            raise OutOfDate
        note_talk(session, person=person, found=found, now=now)
        kit.chosen.append((event.message_id, found.intent))
        turn(session, kit=kit, person=person, event=event, now=now)


def _meant(session: Session, *, event: Incoming, intent: str, guess: Guess) -> Incoming:
    """This function will give the message that was in doubt with what it means, to be answered now.

    What it causes is keyed by that message, so that taking it back erases its words from all that quotes them. What the
    answer names ("the first, on Sunday") takes the place of what the message named.
    """
    named = dict(kept_of(event))
    row = session.get(InboundEvent, guess.event_id)
    said = read_event(row, reply_for=GUESS_LASTS) if row is not None else None
    found = as_chosen(intent, tuple({**dict(guess.entities), **named}.items()))
    return replace(
        event,
        id=guess.event_id,
        message_id=said.message_id if said is not None else None,
        text=said.text if said is not None else "",
        understanding=found,
    )


def _is_yes(event: Incoming) -> bool:
    """This function will say whether words are a bare yes, which takes one thing that was named, and none of several."""
    found = event.understanding
    is_heard = found is not None and not found.fallback and found.intent == _ONE
    return says_yes_to_it(event.text, is_heard=is_heard)


def _chosen(guess: Guess, event: Incoming) -> tuple[int, ...]:
    """This function will give which of the guesses words choose: by place, by name, or by a yes where there is one."""
    by_place = chosen_in(event.text, among=len(guess.intents))
    if by_place:
        return by_place
    by_name = wish_named(event.text, guess.intents)
    if by_name is not None:
        return (guess.intents.index(by_name),)
    found = event.understanding
    if _is_yes(event):
        return (0,) if len(guess.intents) == 1 else ()
    if found is None or found.fallback:
        return ()
    if found.intent == _NONE:
        return (NEITHER,)
    # Who names a day or a treatment of her own, or wants several things, says it anew and answers nothing.
    is_answer = found.intent in guess.intents and not event.requests and not kept_of(event)
    return (guess.intents.index(found.intent),) if is_answer else ()
