"""When we failed somebody: they are told so, and a person is asked to see to it."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.events import read_event
from bot.handover import call_for_person
from bot.people import meet
from bot.turns.kit import TurnKit
from bot.turns.red_flag import urgent_turn
from bot.turns.unsend import is_taken_back
from workflow.access import who_is
from workflow.inbound import InboundEvent
from workflow.notices import NoticePurpose, tell

log = structlog.get_logger(__name__)


def tell_of_failure(session: Session, *, kit: TurnKit, row: InboundEvent, now: datetime) -> None:
    """This function will apologise for an event we could not handle, and have the customer called.

    Words of danger are answered and paged as ever, instead: they must not be lost with the turn that broke.

    Args:
        session: A session of the event's clinic.
        kit: What turns have at hand.
        row: The event, failed for good.
        now: Aware UTC.
    """
    try:
        with session.begin_nested():
            if _is_urgent(session, kit=kit, row=row, now=now):
                return
    except Exception as error:  # whatever broke the turn may break this too; then she is called all the same
        log.exception("event.danger_unread", event_id=str(row.id), error=type(error).__name__)
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


def _is_urgent(session: Session, *, kit: TurnKit, row: InboundEvent, now: datetime) -> bool:
    """This will see to words of danger, and say whether there were any."""
    event = read_event(row, reply_for=timedelta(seconds=kit.settings.reply_seconds))
    if event.is_too_old or is_taken_back(session, event):
        return False
    person = meet(session, clinic_id=row.clinic_id, event=event, profile=None, now=now)
    turn = urgent_turn(session, kit=kit, person=person, event=event, now=now)
    if turn is None:
        return False
    turn(session, kit=kit, person=person, event=event, now=now)
    return True
