"""Staff have a picture made of what they expect for a customer, look at it first, and send it to her."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, press_of, ref_of, staff_of
from bot.wording import simulation_words_version
from vision import SIMULATION_LIMITS
from workflow.access import Person
from workflow.customers import customer
from workflow.refusal import BadRequest
from workflow.scans import (
    ask_for_simulation,
    check_may_simulate,
    reading_of,
    scan,
    send_simulation,
)

# How much less staff may say they expect: little, medium, much. Each lies within what vision shows of any value.
PERCENTS = (10, 20, 30)


def choices(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer what a photo could show: the values that are above their own error."""
    del kit
    found = scan(session, scan_id=ref_of(event))
    check_may_simulate(person.actor(found.clinic_id))
    row = reading_of(session, scan_id=found.id)
    measured = row.metrics if row else {}
    data = {
        "scan_id": str(found.id),
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "metrics": {
            name: {key: measured[name][key] for key in ("value", "mdc", "unit")}
            for name in SIMULATION_LIMITS
            if name in measured
            and measured[name]["measurable"]
            and measured[name]["value"] > measured[name]["mdc"]
        },
        "percents": list(PERCENTS),
    }
    answer(session, person=person, event=event, kind="simulation_choices", data=data, now=now)


def make(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will have the picture made."""
    del kit
    staff, extra = staff_of(person), press_of(event).extra
    if not extra.get("p", "").isdecimal():
        raise BadRequest
    kept = ask_for_simulation(
        session,
        scan_id=ref_of(event),
        wish={extra.get("m", ""): -int(extra["p"]) / 100},
        words_version=simulation_words_version(),
        by=person.actor(staff.clinic_id),
        now=now,
    )
    data = {"customer_name": customer(session, customer_id=kept.customer_id).name}
    answer(session, person=person, event=event, kind="simulation_asked", data=data, now=now)


def send(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will send the picture to the customer."""
    del kit
    by = person.actor(staff_of(person).clinic_id)
    sent = send_simulation(session, simulation_id=ref_of(event), by=by, now=now)
    data = {"customer_name": customer(session, customer_id=sent.customer_id).name}
    answer(session, person=person, event=event, kind="simulation_sent", data=data, now=now)
