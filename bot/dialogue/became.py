"""What became of a booking that is over or was left, so that it can be said."""

from typing import Any

from bot.dialogue.talk import LASTS, Talk
from workflow.booking import Appointment, hold_of
from workflow.cases import booked_appointment, open_case_of
from workflow.tasks import waiting_call

_WISHES = ("wants_to_book", "wants_to_change")


def became(talk: Talk) -> dict[str, Any]:
    """This function will give what a booking led to: a time that is held or agreed, a wish with sales, or nothing."""
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    held = hold_of(talk.session, case_id=found.id) if found is not None else None
    if held is not None and held.held_until > talk.now:
        return {"state": "held", "starts_at": held.starts_at.isoformat(), "zone": talk.place.zone}
    agreed = _agreed(talk)
    if agreed is not None:
        return {"state": "agreed", "starts_at": agreed.starts_at.isoformat(), "zone": talk.place.zone}
    calls = (waiting_call(talk.session, customer_id=talk.customer.id, why=why) for why in _WISHES)
    is_asked = any(call and (call.snoozed_until is None or call.snoozed_until <= talk.now) for call in calls)
    return {"state": "asked"} if is_asked else {}


def agreed_time(talk: Talk) -> str | None:
    """This function will give when the appointment begins that is agreed with her; None where none is."""
    agreed = _agreed(talk)
    return agreed.starts_at.isoformat() if agreed is not None else None


def agreed_day(talk: Talk) -> str | None:
    """This function will give the day of that appointment (ISO 8601), by the clock of her branch."""
    agreed = _agreed(talk)
    return agreed.starts_at.astimezone(talk.zone).date().isoformat() if agreed is not None else None


def is_agreed_since(talk: Talk) -> bool:
    """This function will say whether a time was agreed with her after the last word of a form."""
    agreed, until = _agreed(talk), talk.identity.open_form_until
    return agreed is not None and until is not None and agreed.booked_at > until - LASTS


def _agreed(talk: Talk) -> Appointment | None:
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    return booked_appointment(talk.session, case_id=found.id) if found is not None else None
