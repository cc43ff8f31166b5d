"""Cancelling an appointment by buttons: asked once, then done."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.book import refuse_stale, sellers_case
from bot.turns.kit import TurnKit, answer
from workflow.access import Person, branch
from workflow.booking import Appointment, cancel_appointment
from workflow.cases import Case, IllegalMove, booked_appointment
from workflow.customers import customer


def ask(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will ask whether the case's appointment is really to be cancelled."""
    del kit
    found = sellers_case(session, person=person, event=event)
    agreed = booked_appointment(session, case_id=found.id)
    if agreed is None:
        raise IllegalMove(stage=found.stage.value, move="cancel")
    data = _facts(session, found=found, agreed=agreed)
    answer(session, person=person, event=event, kind="cancel_asked", data=data, now=now)


def cancel(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will cancel the case's appointment; the case goes on and waits for another time."""
    found = sellers_case(session, person=person, event=event)
    refuse_stale(found, event)
    agreed = cancel_appointment(
        session, case_id=found.id, by=person.actor(found.clinic_id), now=now, rules=kit.rules
    )
    data = _facts(session, found=found, agreed=agreed)
    answer(session, person=person, event=event, kind="cancel_made", data=data, now=now)


def _facts(session: Session, *, found: Case, agreed: Appointment) -> dict[str, Any]:
    return {
        "case_id": str(found.id),
        "case_version": found.version,
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "starts_at": agreed.starts_at.isoformat(),
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
