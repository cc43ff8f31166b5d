"""A customer's sticker: a yes where exactly one question of ours waits for one, never an answer about health, never a consent."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.stickers import form_takes, sticker_says_yes
from bot.events import Incoming
from bot.turns import check_in, confirm
from bot.turns.consent import PHOTO_WAITS, ask_for
from bot.turns.kit import TurnKit, answer, identity_of
from bot.turns.uncertain import CHOOSING, as_chosen
from workflow.access import Person
from workflow.customers import is_with_person, open_question, talk_of

Taker = Callable[..., bool]


def sticker(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a sticker for what waits for an answer; where nothing waits, it is an acknowledgement.

    While a person of the clinic has the talk, nothing is said.
    """
    if is_with_person(identity_of(person), now):
        return
    for takes in TAKERS:
        if takes(session, kit=kit, person=person, event=event, now=now):
            return
    answer(session, person=person, event=event, kind="sticker_seen", data={}, now=now)


def _photo_waits(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will ask for the consent that a photo waits for: no sticker is one."""
    del kit
    question = open_question(identity_of(person), now)
    if question is None or question["kind"] != PHOTO_WAITS:
        return False
    photo = str(question["ref"])
    ask_for(session, person=person, event=event, because="text", now=now, waiting_photo=photo)
    return True


def _follow_up_waits(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will ask how her skin is once more, in words or by a button."""
    del kit
    return check_in.asks_again(session, person=person, event=event, now=now)


def _reminder_waits(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will take a yes to a reminder, if nothing else waits for one; other stickers have it asked again."""
    identity = identity_of(person)
    question = open_question(identity, now)
    if question is None or question["kind"] != confirm.CONFIRM:
        return False
    if sticker_says_yes(event.sticker) and talk_of(identity, now).guess is None:
        confirm.confirm_by_words(session, kit=kit, person=person, event=event, now=now)
    else:
        confirm.asks_again(session, person=person, event=event, now=now)
    return True


def _guess_waits(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will take a yes to the one thing that she may have meant, or ask which it was."""
    guess = talk_of(identity_of(person), now).guess
    if guess is None:
        return False
    if sticker_says_yes(event.sticker) and len(guess.intents) == 1:
        meant = replace(event, understanding=as_chosen("affirm", ()))
        return CHOOSING.takes_words(session, kit=kit, person=person, event=meant, now=now)
    data = {"event_id": str(guess.event_id), "intents": list(guess.intents)[:2]}
    answer(session, person=person, event=event, kind="which_meant", data=data, now=now)
    return True


TAKERS: Sequence[Taker] = (form_takes, _photo_waits, _follow_up_waits, _reminder_waits, _guess_waits)
"""In this order; the first for which something waits has the sticker."""
