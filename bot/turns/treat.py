"""Starting, finishing and stopping a treatment, by the beautician's buttons."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, identity_of, press_of, ref_of, staff_of
from workflow.access import Person
from workflow.cases import IllegalMove, Stage, case, finish_treatment, start_treatment, stop_treatment
from workflow.customers import ask, close_question, customer, open_question
from workflow.refusal import NotFound

STOP_REASON = "stop_reason"
_ASKED_FOR = timedelta(minutes=30)
_LONGEST_REASON = 200


def start(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin the treatment."""
    staff = staff_of(person)
    by = person.actor(staff.clinic_id)
    start_treatment(session, case_id=ref_of(event), by=by, now=now, rules=kit.rules)
    data = _facts(session, event)
    answer(session, person=person, event=event, kind="treatment_begun", data=data, now=now)


def finish(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will finish the treatment: the care plan, the points and the follow-ups come of it."""
    staff = staff_of(person)
    by = person.actor(staff.clinic_id)
    finish_treatment(session, case_id=ref_of(event), by=by, now=now, rules=kit.rules)
    data = _facts(session, event)
    answer(session, person=person, event=event, kind="treatment_done", data=data, now=now)


def ask_why_stopped(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will ask for the reason first; nothing is stopped without one."""
    del kit
    staff_of(person)
    found = case(session, case_id=ref_of(event))
    if found.stage is not Stage.IN_TREATMENT:
        raise IllegalMove(stage=found.stage.value, move="stop")
    identity = identity_of(person)
    ask(session, identity=identity, kind=STOP_REASON, ref=str(found.id), now=now, lasts=_ASKED_FOR)
    data = _facts(session, event)
    answer(session, person=person, event=event, kind="stop_reason_asked", data=data, now=now)


def stop_by_button(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will stop the treatment for a reason that was chosen."""
    reason = press_of(event).extra.get("r", "")
    _stop(session, kit=kit, person=person, event=event, case_id=str(ref_of(event)), reason=reason, now=now)


def stop_by_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will stop the treatment for a reason that was typed."""
    question = open_question(identity_of(person), now)
    if question is None:
        raise NotFound
    reason, case_id = event.text[:_LONGEST_REASON], str(question["ref"])
    _stop(session, kit=kit, person=person, event=event, case_id=case_id, reason=reason, now=now)


def _stop(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    case_id: str,
    reason: str,
    now: datetime,
) -> None:
    staff = staff_of(person)
    close_question(identity_of(person))
    by = person.actor(staff.clinic_id)
    stopped = stop_treatment(session, case_id=UUID(case_id), reason=reason, by=by, now=now, rules=kit.rules)
    name = customer(session, customer_id=stopped.customer_id).name
    data = {"case_id": str(stopped.id), "customer_name": name}
    answer(session, person=person, event=event, kind="treatment_halted", data=data, now=now)


def _facts(session: Session, event: Incoming) -> dict[str, Any]:
    found = case(session, case_id=ref_of(event))
    return {
        "case_id": str(found.id),
        "case_code": found.code,
        "customer_name": customer(session, customer_id=found.customer_id).name,
    }
