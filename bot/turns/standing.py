"""Where a customer stands: her case and her points."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from workflow.access import Person, branch
from workflow.cases import status_of
from workflow.loyalty import balance, history

_SHOWN = 5


def status(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell a customer where her case stands."""
    del kit
    customer = customer_of(person)
    found = status_of(session, customer_id=customer.id)
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
    answer(session, person=person, event=event, kind="status", data=data, now=now)


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


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
