"""How the questions about health begin: by a button, or by words that ask for them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import Talk, intake, new_state, proceed
from bot.dialogue.wish import noted_wishes
from bot.events import Incoming
from bot.turns.kit import TurnKit, press_of
from workflow.access import Person
from workflow.cases import Case, case, open_case_of
from workflow.catalogue import treatment
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
    if not key and found is not None and found.treatment_type_id is not None:
        key = treatment(session, treatment_type_id=found.treatment_type_id).key
    left = form_to_resume(talk.identity, now, kind=intake.INTAKE)
    key = key or (left.filled.get("treatment") if left is not None else None) or _wished(talk)
    if key:
        talk.filled["treatment"] = key
    if found is not None:
        talk.filled["case_id"] = str(found.id)
    proceed(talk, intake.FORM)


def _wished(talk: Talk) -> str | None:
    """This function will give the treatment she asked a time for; None where there are several, or none."""
    wishes = noted_wishes(talk.session, customer_id=talk.customer.id)
    keys = {one["treatment"] for one in wishes if one.get("treatment")}
    return keys.pop() if len(keys) == 1 else None


def _case_of(talk: Talk) -> Case | None:
    ref = press_of(talk.event).ref if talk.event.press is not None else None
    if ref is None:
        return open_case_of(talk.session, customer_id=talk.customer.id)
    found = case(talk.session, case_id=ref)
    if found.customer_id != talk.customer.id:
        raise NotAllowed
    return found
