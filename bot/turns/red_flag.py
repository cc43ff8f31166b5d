"""Words of danger: they come before every other turn, at any hour, whoever is in charge of the talk."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from nlu import red_flags_in
from workflow.access import Person, branch
from workflow.follow_ups import raise_red_flag, scoped_flags
from workflow.tasks import NobodyHasRole

# Source: treatments.yaml meta.emergency_line_th (Thai national emergency medical number).
EMERGENCY_NUMBER = "1669"

log = structlog.get_logger(__name__)


def flags_in(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Sequence[str]:
    """This function will name the red flags in a customer's words that can concern her."""
    if person.customer is None or not event.text:
        return ()
    groups = red_flags_in(event.text, kit.phrases)
    return scoped_flags(session, customer_id=person.customer.id, groups=groups, now=now) if groups else ()


def red_flag(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will reach a person of the clinic, and tell the customer what to do meanwhile."""
    customer = customer_of(person)
    groups = list(flags_in(session, kit=kit, person=person, event=event, now=now))
    by = person.actor(customer.clinic_id)
    try:
        with session.begin_nested():
            raise_red_flag(session, customer=customer, groups=groups, now=now, by=by, text=event.text)
    except NobodyHasRole:
        # Nobody works here yet; she must still hear where to get help.
        log.error("red_flag.unheard", customer_id=str(customer.id), groups=groups)  # noqa: TRY400 - a refusal, no bug
        data = {
            "groups": groups,
            "urgency": "emergency",
            "emergency_number": EMERGENCY_NUMBER,
            "branch_phone": branch(session, branch_id=customer.branch_id).phone,
        }
        answer(session, person=person, event=event, kind="red_flag_customer", data=data, now=now)
