"""Cancelling: an appointment by a person of the clinic; a mere wish at a plain word, else asked first; with neither, that is said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue.taking_back import take_back, take_out
from bot.dialogue.whether import ALL, ask_which, asked_before, end_question
from bot.dialogue.wish import (
    ASKED,
    Wish,
    has_appointment,
    talk_of_wish,
    treatments_named,
    waiting_wishes,
    wishes_named,
)
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer, identity_of, press_of
from bot.turns.standing import status
from bot.turns.to_person import WANTS_TO_CANCEL
from bot.wording.cancel_words import cancels_plainly, denies_cancelling, is_free_then, says_all
from bot.wording.short_words import asks_or_waits, nth_said
from workflow.access import Person


def cancel(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass on that an appointment is to be cancelled, take back a mere wish, or say there is neither."""
    if denies_cancelling(event.text) or is_free_then(event.text):
        status(session, kit=kit, person=person, event=event, now=now)
        return
    question = asked_before(identity_of(person), now)
    if question is not None and question["ref"] is not None and not asks_or_waits(event.text):
        withdraw_by_words(session, kit=kit, person=person, event=event, now=now)
        return
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wishes = waiting_wishes(talk)
    about = wishes_named(event, wishes)
    if has_appointment(session, person=person) and not (about and treatments_named(event)):
        WANTS_TO_CANCEL(session, kit=kit, person=person, event=event, now=now)
    elif not wishes:
        answer(session, person=person, event=event, kind="no_appointment", data={}, now=now)
    elif _is_plain(event) and (part := _part_meant(event, wishes)) is not None:
        end_question(identity_of(person), now)
        take_out(talk, part, treatments_named(event))
    elif _is_plain(event) and (meant := _meant(event, wishes, about)):
        end_question(identity_of(person), now)
        take_back(talk, meant)
    else:
        ask_which(talk, about or wishes)


def withdraw(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take back a wish by the button of the question; one that has changed since is asked about anew."""
    _take_back_marked(
        session, kit=kit, person=person, event=event, mark=press_of(event).extra.get("w"), now=now
    )


def withdraw_by_words(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will take back the wish she was asked about, at a plain yes; of several it asks again which."""
    question = asked_before(identity_of(person), now)
    mark = question["ref"] if question is not None else None
    if mark is None:
        talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
        ask_which(talk, waiting_wishes(talk))
        return
    _take_back_marked(session, kit=kit, person=person, event=event, mark=mark, now=now)


def take_back_named(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will take back those of several wishes that her words name; where they name none, it asks again."""
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wishes = waiting_wishes(talk)
    nth = nth_said(event.text, plain_numbers=True)
    if says_all(event.text):
        meant = wishes
    elif nth and abs(nth) <= len(wishes):
        meant = [wishes[nth - 1 if nth > 0 else nth]]
    else:
        meant = wishes_named(event, wishes)
    if not meant:
        ask_which(talk, wishes)
        return
    end_question(talk.identity, now)
    take_back(talk, meant)


def leave_as_it_is(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will cancel nothing and move nothing, and tell her how it stands."""
    end_question(identity_of(person), now)
    status(session, kit=kit, person=person, event=event, now=now)


def _take_back_marked(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, mark: str | None, now: datetime
) -> None:
    end_question(identity_of(person), now)
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wishes = waiting_wishes(talk)
    meant = wishes if mark == ALL else [one for one in wishes if one.mark == mark]
    if not meant:
        status(session, kit=kit, person=person, event=event, now=now)
        return
    take_back(talk, meant)


def _is_plain(event: Incoming) -> bool:
    named = event.understanding.entities if event.understanding is not None else ()
    return cancels_plainly(event.text, [one.text for one in named])


def _meant(event: Incoming, wishes: Sequence[Wish], about: Sequence[Wish]) -> list[Wish]:
    """This function will give the wishes that a plain cancellation takes back; none where it must be asked."""
    if about:
        is_whole = len(about) == 1 and not about[0].facts.get("others")
        return list(about) if is_whole or len(wishes) > len(about) == 1 else []
    if says_all(event.text):
        return list(wishes)
    named = treatments_named(event)
    is_one = len(wishes) == 1 and (not named or wishes[0].key is None)
    return list(wishes) if is_one else []


def _part_meant(event: Incoming, wishes: Sequence[Wish]) -> Wish | None:
    """This function will give the wish for several treatments of which her words name some, but not all; None where none is."""
    named = treatments_named(event)
    for one in wishes:
        of_it = {one.key, *one.facts.get("others", ())}
        if one.stands == ASKED and one.facts.get("others") and named & of_it and of_it - named:
            return one
    return None


BY_INTENT: Mapping[str, Turn] = MappingProxyType({"cancel_appointment": cancel})
BY_BUTTON: Mapping[str, Turn] = MappingProxyType({"my_withdraw": withdraw})
