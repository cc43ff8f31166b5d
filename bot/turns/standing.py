"""Where a customer stands: her case, her points, and how to look after her skin now."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, named
from workflow.access import Person, branch
from workflow.cases import last_finished_session, open_case_of, status_of
from workflow.catalogue import Protocol, protocol, protocol_of, treatment
from workflow.follow_ups import treatment_facts
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


def aftercare(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell how to look after the skin: after the treatment named, else after her last one."""
    del kit
    key = named(event, "treatment")
    steps = _named_steps(session, key) if key else _last_steps(session, person)
    data: dict[str, Any] = {"treatment": None, "lines_th": [], "lines_en": []}
    if steps is not None:
        of = treatment(session, treatment_type_id=steps.treatment_type_id)
        data = {
            "treatment": treatment_facts(of),
            "lines_th": steps.aftercare.get("th", {}).get("d1", []),
            "lines_en": steps.aftercare.get("en", {}).get("d1", []),
        }
    answer(session, person=person, event=event, kind="aftercare", data=data, now=now)


def _named_steps(session: Session, key: str) -> Protocol:
    return protocol_of(session, treatment_type_id=treatment(session, key=key).id)


def _last_steps(session: Session, person: Person) -> Protocol | None:
    case = open_case_of(session, customer_id=customer_of(person).id)
    done = last_finished_session(session, case_id=case.id) if case else None
    return protocol(session, protocol_id=done.protocol_id) if done else None


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
