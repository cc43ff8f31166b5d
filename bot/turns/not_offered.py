"""A treatment that the clinic does not have, or a name that several have: said so, with what there is and a person beside it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, named, named_all
from bot.turns.meanings import note_talk
from nlu.concerns import concerns_in
from workflow.access import Person
from workflow.catalogue import TreatmentType, treatments, treatments_against
from workflow.follow_ups import treatment_facts

_PRICE = "ask_price"
_BOOKS = "book_appointment"
"""Which of several she would book, the booking itself asks."""

_ASKED = frozenset({_PRICE, "ask_promotion", "ask_treatment_info", "ask_aftercare", _BOOKS, None})
"""With these meanings what is said of another treatment would be wrong; all else is for a person anyway."""


def is_of_no_one_treatment(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will answer words about a treatment that is not ours, or could be several, and say whether it did."""
    del kit
    if meaning not in _ASKED or named(event, "treatment") is not None:
        return False
    is_other = named(event, "other_treatment") is not None
    rows = _instead(session, event) if is_other else _could_be(session, event)
    if not rows or (meaning == _BOOKS and not is_other):
        return False
    note_talk(session, person=person, found=event.understanding, now=now)
    data = {"treatments": [treatment_facts(row) for row in rows]}
    if meaning == _PRICE and not is_other:
        answer(session, person=person, event=event, kind="prices", data=data, now=now)
        return True
    data_of_which = {**data, "because": "not_offered" if is_other else "several"}
    answer(session, person=person, event=event, kind="which_treatment", data=data_of_which, now=now)
    return True


def _instead(session: Session, event: Incoming) -> Sequence[TreatmentType]:
    """This function will give what there is: for her concern where she names one, else all."""
    return treatments_against(session, concerns=concerns_in(event.text)) or treatments(session)


def _could_be(session: Session, event: Incoming) -> Sequence[TreatmentType]:
    """This function will give what a name that several have may mean."""
    keys = {key for value in named_all(event, "treatment_unclear") for key in value.split(",")}
    return [row for row in treatments(session) if row.key in keys]
