"""Cancelling: an appointment by a person of the clinic; a mere wish at a plain word, else asked first; with neither, that is said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import known
from bot.dialogue.wish import has_appointment, mark_of, take_back, talk_of_wish, waiting_wish
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer, press_of
from bot.turns.standing import status
from bot.turns.to_person import WANTS_TO_CANCEL
from bot.wording.cancel_words import cancels_plainly, denies_cancelling
from nlu import Entity
from workflow.access import Person


def cancel(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass on that an appointment is to be cancelled, take back a mere wish, or say there is neither."""
    if denies_cancelling(event.text):
        status(session, kit=kit, person=person, event=event, now=now)
        return
    if has_appointment(session, person=person):
        WANTS_TO_CANCEL(session, kit=kit, person=person, event=event, now=now)
        return
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wish = waiting_wish(talk)
    if wish is None:
        answer(session, person=person, event=event, kind="no_appointment", data={}, now=now)
        return
    named = event.understanding.entities if event.understanding is not None else ()
    if cancels_plainly(event.text, [one.text for one in named]) and _means_it(wish, named):
        take_back(talk)
        return
    talk.filled.update(wish)
    data = {"known": known(talk), "zone": talk.place.zone, "wish": mark_of(wish)}
    answer(session, person=person, event=event, kind="wish_cancel_asked", data=data, now=now)


def withdraw(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take back a wish by the button of the question; one that has changed since is asked about anew."""
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wish = waiting_wish(talk)
    if wish is None or mark_of(wish) != press_of(event).extra.get("w"):
        status(session, kit=kit, person=person, event=event, now=now)
        return
    take_back(talk)


def _means_it(wish: Mapping[str, Any], named: Sequence[Entity]) -> bool:
    """This function will say whether a treatment that she names is the one she wished for, and the only one."""
    treatments = {one.value for one in named if one.entity == "treatment"}
    wished = {str(wish[name]) for name in ("treatment",) if wish.get(name)}
    return not treatments or not wished or (treatments >= wished and not wish.get("others"))


BY_INTENT: MappingProxyType[str, Turn] = MappingProxyType({"cancel_appointment": cancel})
BY_BUTTON: MappingProxyType[str, Turn] = MappingProxyType({"my_withdraw": withdraw})
