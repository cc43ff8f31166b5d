"""When we failed somebody: they are told so, and a person is asked to see to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handover import call_for_person
from workflow.access import who_is
from workflow.inbound import InboundEvent
from workflow.notices import NoticePurpose, tell


def tell_of_failure(session: Session, *, row: InboundEvent, now: datetime) -> None:
    """This function will apologise for an event we could not handle, and have the customer called.

    Args:
        session: A session of the event's clinic.
        row: The event, failed for good.
        now: Aware UTC.
    """
    person = who_is(session, channel_id=row.channel_id, external_id=row.person)
    if person.identity is None:
        return
    tell(
        session,
        to=person.identity,
        kind="failed",
        purpose=NoticePurpose.ANSWER,
        data={},
        key=f"failed:{row.id}",
        now=now,
    )
    if person.customer is not None:
        call_for_person(
            session, customer=person.customer, why="failed", words=None, key=f"failed:{row.id}", now=now
        )
