"""A wish that is to be changed is laid ready, so that the booking picks it up where it stood."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING, key_of
from bot.dialogue.putting_off import holds
from bot.dialogue.talk import Talk, new_state
from bot.dialogue.wish import IN_PLACE_OF, noted_wishes, talk_of_wish, treatments_named
from bot.events import Incoming
from bot.turns.kit import TurnKit, customer_of, identity_of
from workflow.access import Person
from workflow.customers import form_to_resume, keep_form
from workflow.tasks import wish_about_time

_MOMENTS = ("date", "time")
_FOR = frozenset({"treatment", "others", "people", "branch"})


def lay_ready(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will say whether she has wished for a time; what she wished is laid ready to be picked up.

    Who names neither day nor time wants another one than the one she had named: only the treatment is picked up. Of
    several wishes it is the one whose treatment she names, else the newest.
    """
    identity = identity_of(person)
    if form_to_resume(identity, now, kind=BOOKING) is not None:
        return True
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wish = _meant(talk, noted_wishes(session, customer_id=customer_of(person).id))
    if wish is None:
        has_call = wish_about_time(session, customer_id=customer_of(person).id) is not None
        return has_call or holds(session, person=person, now=now)
    named = event.understanding.entities if event.understanding is not None else ()
    kept = _FOR | {"day", "time"} if any(one.entity.startswith(_MOMENTS) for one in named) else _FOR
    state = new_state(BOOKING, event)
    state.filled.update({name: value for name, value in wish.items() if name in kept})
    state.filled[IN_PLACE_OF] = [wish.get("treatment") or None]
    keep_form(session, identity=identity, state=state, now=now, lasts=timedelta(0))
    return True


def _meant(talk: Talk, wishes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """This function will give which of some wishes her words are about."""
    named = treatments_named(talk.event)
    about = [one for one in wishes if key_of(talk, one) in named]
    return next(iter([*about, *wishes]), None)
