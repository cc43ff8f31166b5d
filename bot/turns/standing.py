"""Where a customer stands: her case, her points, and how to look after her skin now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, named
from workflow.access import Person, branch
from workflow.cases import TreatmentSession, last_finished_session, open_case_of, status_of
from workflow.catalogue import Protocol, protocol, protocol_of, treatment
from workflow.follow_ups import treatment_facts
from workflow.loyalty import balance, history

_SHOWN = 5
# The lists of a protocol's care: on leaving, and from the day after.
TODAY, NEXT_DAY = "today", "d1"
FIRST_DAY = timedelta(days=1)


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
    done = None if key else _last_session(session, person)
    steps = (
        _named_steps(session, key)
        if key
        else protocol(session, protocol_id=done.protocol_id)
        if done
        else None
    )
    when = TODAY if done is None or _is_fresh(done, now) else NEXT_DAY
    data: dict[str, Any] = {"treatment": None, "lines_th": [], "lines_en": []}
    if steps is not None:
        of = treatment(session, treatment_type_id=steps.treatment_type_id)
        data = {
            "treatment": treatment_facts(of),
            "lines_th": _care(steps, "th", when=when),
            "lines_en": _care(steps, "en", when=when),
        }
    answer(session, person=person, event=event, kind="aftercare", data=data, now=now)


def _named_steps(session: Session, key: str) -> Protocol:
    return protocol_of(session, treatment_type_id=treatment(session, key=key).id)


def _last_session(session: Session, person: Person) -> TreatmentSession | None:
    case = open_case_of(session, customer_id=customer_of(person).id)
    return last_finished_session(session, case_id=case.id) if case else None


def _is_fresh(done: TreatmentSession, now: datetime) -> bool:
    """This function will say whether the rules of the first day still hold."""
    return done.finished_at is not None and now - done.finished_at < FIRST_DAY


def _care(steps: Protocol, language: str, *, when: str) -> list[str]:
    """This function will give the steps of care; protocols kept before there was a first day have only the next."""
    told = steps.aftercare.get(language, {})
    return list(told.get(when) or told.get(NEXT_DAY, []))


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
