"""Who is behind an event; somebody new becomes a customer with her first word."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.channels.ports import Profile
from bot.envelope import NOBODY
from bot.events import Incoming
from bot.turns.staff_door import looks_like_code
from bot.turns.unsend import is_taken_back
from workflow.access import Person, who_is
from workflow.customers import meet_customer

_LONGEST_NAME = 100
# What somebody new can begin with. Blocking us, or taking something back, is no beginning.
_BEGINNINGS = ("message.", "follow", "postback")


def is_worth_meeting(event: Incoming) -> bool:
    """This function will say whether an unknown person becomes a customer by this."""
    return (
        event.is_private
        and not event.is_too_old
        and not event.is_standby
        and event.person != NOBODY
        and event.kind.startswith(_BEGINNINGS)
        and not looks_like_code(event.text)
    )


def meet(
    session: Session, *, clinic_id: UUID, event: Incoming, profile: Profile | None, now: datetime
) -> Person:
    """This function will say who did it, and get to know somebody new.

    Args:
        session: The turn's session.
        clinic_id: The clinic.
        event: What was done.
        profile: How the channel shows the person, if it said.
        now: Aware UTC.

    Returns:
        The person; neither customer nor staff where it is a stranger (staff who left, somebody in a group).
    """
    person = who_is(session, channel_id=event.channel_id, external_id=event.person)
    if person.customer is not None or person.staff is not None:
        return person
    if is_taken_back(session, event):
        return person
    if not is_worth_meeting(event) or (person.identity is not None and person.identity.staff_id is not None):
        return person
    identity, customer = meet_customer(
        session,
        clinic_id=clinic_id,
        channel_id=event.channel_id,
        external_id=event.person,
        name=(profile.name if profile else "")[:_LONGEST_NAME].replace("\x00", ""),
        language=(profile.language if profile else None) or "th",
        now=now,
    )
    return Person(identity=identity, customer=customer, staff=None)
