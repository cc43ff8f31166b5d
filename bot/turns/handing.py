"""A task in chat that somebody cannot or need not do now: put off, declined, handed over, taken over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, identity_of, press_of, ref_of, staff_of
from workflow.access import Person, branch, staff_member
from workflow.actor import Actor
from workflow.booking import move_appointment
from workflow.cases import (
    booked_appointment,
    case,
    decline_case_task,
    hand_over_case_task,
    take_over_case_task,
)
from workflow.customers import ask, close_question, customer, open_question
from workflow.refusal import BadRequest, NotFound
from workflow.tasks import (
    Later,
    Task,
    TaskKind,
    TaskState,
    Why,
    colleagues,
    put_off_task,
    task,
    task_facts,
)

DECLINE_REASON = "decline_reason"
_ASKED_FOR = timedelta(minutes=30)
_LONGEST_REASON = 200
# LINE takes 13 quick replies; one is for the list of tasks.
_COLLEAGUES = 12


def choices(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will offer what else can be done with a task."""
    del kit
    staff_of(person)
    asked = task(session, task_id=ref_of(event))
    can_wait = asked.kind not in (TaskKind.RED_FLAG, TaskKind.DO_TREATMENT)
    data = {
        **task_facts(session, asked),
        "can_wait": can_wait,
        "can_go": asked.kind is not TaskKind.DO_TREATMENT,
        "is_accepted": asked.state is TaskState.ACCEPTED,
    }
    answer(session, person=person, event=event, kind="task_choices", data=data, now=now)


def later(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will put a task off for a while; when it is due stays."""
    by = person.actor(staff_of(person).clinic_id)
    try:
        wait = Later(press_of(event).extra.get("u", ""))
    except ValueError as error:
        raise BadRequest from error
    put_off = put_off_task(session, task_id=ref_of(event), later=wait, by=by, now=now, rules=kit.rules)
    until = put_off.snoozed_until or now
    data = {
        **task_facts(session, put_off),
        "until": until.isoformat(),
        "is_after_due": until > put_off.due_at,
    }
    answer(session, person=person, event=event, kind="task_put_off", data=data, now=now)


def decline(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will give a task back for a reason that was chosen; without one it asks for it first."""
    reason = press_of(event).extra.get("r")
    if reason is not None and reason != Why.OTHER.value:
        _decline(
            session, kit=kit, person=person, event=event, task_id=ref_of(event), why=Why(reason), now=now
        )
        return
    staff_of(person)
    asked = task(session, task_id=ref_of(event))
    identity = identity_of(person)
    ask(session, identity=identity, kind=DECLINE_REASON, ref=str(asked.id), now=now, lasts=_ASKED_FOR)
    data = {**task_facts(session, asked), "in_words": reason is not None}
    answer(session, person=person, event=event, kind="decline_asked", data=data, now=now)


def decline_by_words(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will give a task back for a reason that was typed."""
    question = open_question(identity_of(person), now)
    if question is None:
        raise NotFound
    task_id, words = UUID(str(question["ref"])), event.text[:_LONGEST_REASON]
    _decline(
        session, kit=kit, person=person, event=event, task_id=task_id, why=Why.OTHER, words=words, now=now
    )


def _decline(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    task_id: UUID,
    why: Why,
    now: datetime,
    words: str | None = None,
) -> None:
    by = person.actor(staff_of(person).clinic_id)
    close_question(identity_of(person))
    given = decline_case_task(session, task_id=task_id, why=why, words=words, by=by, now=now, rules=kit.rules)
    data = {**task_facts(session, given), "to_name": staff_member(session, staff_id=given.staff_id).name}
    answer(session, person=person, event=event, kind="task_handed", data=data, now=now)


def hand_over(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will hand a task to the colleague who was chosen; without one it lists who may have it."""
    by = person.actor(staff_of(person).clinic_id)
    to = press_of(event).extra.get("to")
    asked = task(session, task_id=ref_of(event))
    if to is None:
        data = {**task_facts(session, asked), "colleagues": _able(session, asked, kit=kit, by=by, now=now)}
        answer(session, person=person, event=event, kind="colleagues_offered", data=data, now=now)
        return
    handed = hand_over_case_task(session, task_id=asked.id, to=UUID(to), by=by, now=now, rules=kit.rules)
    data = {**task_facts(session, handed), "to_name": staff_member(session, staff_id=handed.staff_id).name}
    answer(session, person=person, event=event, kind="task_handed", data=data, now=now)


def take_over(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will make a colleague's task this person's own."""
    by = person.actor(staff_of(person).clinic_id)
    taken = take_over_case_task(session, task_id=ref_of(event), by=by, now=now, rules=kit.rules)
    data = {
        "customer_name": customer(session, customer_id=taken.customer_id).name,
        "task_kind": taken.kind.value,
    }
    answer(session, person=person, event=event, kind="task_taken", data=data, now=now)


def stand_in(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will let a colleague keep a time that somebody who is away cannot keep."""
    by = person.actor(staff_of(person).clinic_id)
    found = case(session, case_id=ref_of(event))
    agreed = booked_appointment(session, case_id=found.id)
    if agreed is None:
        raise NotFound
    moved = move_appointment(
        session,
        case_id=found.id,
        starts_at=agreed.starts_at,
        staff_id=UUID(press_of(event).extra.get("to", "")),
        by=by,
        now=now,
        rules=kit.rules,
    )
    data = {
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "staff_name": staff_member(session, staff_id=moved.staff_id).name,
        "starts_at": moved.starts_at.isoformat(),
        "zone": branch(session, branch_id=found.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="stand_in_agreed", data=data, now=now)


def _able(session: Session, asked: Task, *, kit: TurnKit, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """This function will list who may have a task, whoever suits best first."""
    found = [
        one for one in colleagues(session, task=asked, now=now, rules=kit.rules) if one.staff_id != by.id
    ]
    return [
        {
            "staff_id": str(one.staff_id),
            "name": staff_member(session, staff_id=one.staff_id).name,
            "waiting": one.load,
            "is_there": one.on_shift and one.begins_at is None,
            "there_at": one.begins_at.isoformat() if one.begins_at else None,
        }
        for one in found[:_COLLEAGUES]
    ]
