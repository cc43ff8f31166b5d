"""How the questions about health begin: by a button, or by words that ask for them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import Talk, intake, new_state, proceed
from bot.dialogue.wish import treatment_meant
from bot.events import Incoming
from bot.turns.kit import TurnKit, press_of
from bot.wording.short_words import asks_for_intake
from workflow.access import Person
from workflow.cases import Case, case, open_case_of
from workflow.customers import form_to_resume
from workflow.refusal import NotAllowed


def start(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin the questions for the treatment of a button, of her open case, or of the one wish she has.

    Raises:
        NotAllowed: It is another customer's case.
    """
    state = new_state(intake.INTAKE, event)
    talk = Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)
    found = _case_of(talk)
    key = press_of(event).extra.get("k") if event.press is not None else None
    left = form_to_resume(talk.identity, now, kind=intake.INTAKE)
    begun = left.filled.get("treatment") if left is not None else None
    key = key or treatment_meant(talk, case_id=str(found.id) if found is not None else None, begun=begun)
    if key:
        talk.filled["treatment"] = key
    if found is not None:
        talk.filled["case_id"] = str(found.id)
    proceed(talk, intake.FORM)


def is_asked_for(event: Incoming) -> bool:
    """This function will say whether words ask for the questions, and for nothing else."""
    return asks_for_intake(event.text)


def _case_of(talk: Talk) -> Case | None:
    ref = press_of(talk.event).ref if talk.event.press is not None else None
    if ref is None:
        return open_case_of(talk.session, customer_id=talk.customer.id)
    found = case(talk.session, case_id=ref)
    if found.customer_id != talk.customer.id:
        raise NotAllowed
    return found
