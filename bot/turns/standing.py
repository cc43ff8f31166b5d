"""Where a customer stands: her case and her points."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.became import became
from bot.dialogue.booking_treatment import BOOKING, known
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from workflow.access import Person, branch
from workflow.cases import status_of
from workflow.loyalty import balance, history
from workflow.tasks import wish_about_time

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
    """This function will give the time she wished for, held for her or passed on; nothing where none waits."""
    stands = became(talk)
    if stands.get("state") not in {"held", "asked"}:
        return {}
    talk.filled.update(wish_about_time(talk.session, customer_id=talk.customer.id) or {})
    if stands["state"] == "held":
        here = datetime.fromisoformat(stands["starts_at"]).astimezone(talk.zone)
        talk.filled.update(
            {"day": here.date().isoformat(), "time": here.time().isoformat("minutes")},
        )
    return {"wish": {"state": stands["state"], "known": known(talk)}, "zone": talk.place.zone}


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
