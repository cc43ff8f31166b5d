"""Where a customer stands: her case, the wish that nobody has agreed to yet, and her points."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.became import became
from bot.dialogue.booking_treatment import BOOKING
from bot.dialogue.talk import Talk, new_state
from bot.dialogue.wish import ASKED, HELD, LEFT, told_of, waiting_wishes
from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from workflow.access import Person, branch
from workflow.cases import status_of
from workflow.customers import talk_of
from workflow.loyalty import balance, history

_SHOWN = 5


def status(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell a customer where her case stands, and what she wishes that nobody has agreed to yet."""
    found = status_of(session, customer_id=customer_of(person).id)
    wish = _waits(
        Talk(session=session, kit=kit, person=person, event=event, now=now, state=new_state(BOOKING, event))
    )
    data: dict[str, Any] = {"stage": None}
    if found is not None and not found.closed:
        data = {
            "stage": found.stage.value,
            "case_code": found.case_code,
            "treatment": found.treatment,
            "starts_at": _written(found.next_appointment_at),
            "follow_up_at": _written(found.next_follow_up_at),
            "zone": found.zone,
        }
    answer(session, person=person, event=event, kind="status", data={**data, **wish}, now=now)


def nothing_asked(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will answer a yes or no to which there is no question; after a while it tells of a wish that waits."""
    wish = _waits(
        Talk(session=session, kit=kit, person=person, event=event, now=now, state=new_state(BOOKING, event))
    )
    if wish and talk_of(identity_of(person), now).about is None:
        status(session, kit=kit, person=person, event=event, now=now)
    else:
        answer(session, person=person, event=event, kind="nothing_open", data={}, now=now)


def points(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell a customer her points, which are the sum of her ledger."""
    del kit
    customer = customer_of(person)
    rows = history(session, customer_id=customer.id, limit=_SHOWN)
    data = {
        "balance": balance(session, customer_id=customer.id),
        "history": [{"points": row.points, "reason": row.reason, "at": row.at.isoformat()} for row in rows],
        "zone": branch(session, branch_id=customer.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="points", data=data, now=now)


def _waits(talk: Talk) -> dict[str, Any]:
    """This function will give the times she wished for, held for her or passed on; nothing where none waits."""
    is_asked = became(talk).get("state") in {"held", "asked"}
    waits = [
        one
        for one in waiting_wishes(talk)
        if one.stands == HELD or (one.facts and one.stands == ASKED) or (is_asked and one.stands != LEFT)
    ]
    told = told_of(talk, waits)
    if not told:
        return {}
    return {"wish": told[0], "more_wishes": told[1:], "zone": talk.place.zone}


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
