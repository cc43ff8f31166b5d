"""Showing a customer's telephone number to whoever of the clinic may call her, one at a time and by a button."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, ref_of, staff_of
from workflow.access import Person
from workflow.customers import customer
from workflow.tasks import phone_to_call


def show(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will show the number of the customer a button is about."""
    del kit
    customer_id = ref_of(event)
    by = person.actor(staff_of(person).clinic_id)
    phone = phone_to_call(session, customer_id=customer_id, by=by)
    data = {"customer_name": customer(session, customer_id=customer_id).name, "phone": phone}
    answer(session, person=person, event=event, kind="customer_phone", data=data, now=now)
