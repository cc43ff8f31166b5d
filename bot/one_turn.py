"""One turn, in one transaction: who it is, what is to be done, and that the event is settled."""

from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.channels.ports import Profile
from bot.events import Incoming
from bot.learning import learning_from
from bot.people import meet
from bot.routing import choose_turn, is_stranger, refusal_turn
from bot.turns.kit import Turn, TurnKit
from workflow.access import Person
from workflow.inbound import InboundEvent, InboundState, settle_event
from workflow.refusal import Refusal

log = structlog.get_logger(__name__)


def do_turn(
    session: Session, *, kit: TurnKit, row: InboundEvent, event: Incoming, profile: Profile | None
) -> None:
    """This function will do one turn and settle its event. It may be called again from the start.

    Args:
        session: A session of the event's clinic; its transaction is this turn and nothing else.
        kit: What turns have at hand, for this turn.
        row: The event as it was claimed.
        event: The same, read and understood.
        profile: How the channel shows somebody new, if it said.

    Raises:
        LeaseLostError: Somebody else settled the event before; nothing of this turn may be kept.
    """
    now = kit.clock()
    kit.to_erase.clear()
    kit.chosen.clear()
    person = meet(session, clinic_id=row.clinic_id, event=event, profile=profile, now=now)
    state = act(session, kit, person, event, now)
    settle_event(session, event_id=row.id, state=state, now=now)
    log.info("event.settled", event_id=str(row.id), kind=row.kind, state=state.value)


def act(session: Session, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> InboundState:
    """This will choose and do the turn; a refusal takes back what the turn wrote, and is worded instead."""
    try:
        with session.begin_nested():
            if event.kind == "postback" and event.is_private and not is_stranger(person, event):
                event = replace(event, press=kit.buttons.read(event.postback, now))
            turn: Turn | None = choose_turn(session, kit=kit, person=person, event=event, now=now)
            if turn is None:
                return InboundState.IGNORED
            with learning_from(session, kit=kit, person=person, event=event, now=now):
                turn(session, kit=kit, person=person, event=event, now=now)
    except Refusal as refusal:
        kit.to_erase.clear()
        log.info("event.refused", event_id=str(event.id), code=refusal.code)
        refusal_turn(refusal)(session, kit=kit, person=person, event=event, now=now)
    return InboundState.HANDLED
