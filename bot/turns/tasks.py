"""Tasks in chat: accepting one, being done with one, seeing all of one's own. Handing one on stands in `handing.py`."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.choose import offer_once_accepted
from bot.turns.kit import TurnKit, answer, ref_of, staff_of
from workflow.access import Person, branch
from workflow.cases import Stage, accept_case_task, case
from workflow.customers import customer, hand_to_person
from workflow.notices import identity_of
from workflow.tasks import (
    Task,
    TaskKind,
    finish_task,
    is_put_off,
    phone_to_call,
    tasks_of,
    waits_for_others,
)

ON_A_CARD = 8


def accept(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a task on; one to prepare a treatment makes its holder the case's beautician."""
    staff = staff_of(person)
    by = person.actor(staff.clinic_id)
    taken = accept_case_task(session, task_id=ref_of(event), by=by, now=now, rules=kit.rules)
    data = {
        "customer_name": customer(session, customer_id=taken.customer_id).name,
        "task_kind": taken.kind.value,
    }
    answer(session, person=person, event=event, kind="task_taken", data=data, now=now)
    if taken.kind is TaskKind.PREPARE_TREATMENT and taken.case_id is not None:
        offer_once_accepted(session, found=case(session, case_id=taken.case_id), kit=kit, now=now)


def done(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will mark a task as done."""
    del kit
    staff = staff_of(person)
    by = person.actor(staff.clinic_id)
    finished = finish_task(session, task_id=ref_of(event), by=by, now=now)
    if finished.kind is TaskKind.CALL_CUSTOMER:
        _give_talk_back(session, finished, now)
    data = {"customer_name": customer(session, customer_id=finished.customer_id).name}
    answer(session, person=person, event=event, kind="task_done", data=data, now=now)


def _give_talk_back(session: Session, finished: Task, now: datetime) -> None:
    """This function will let the bot answer the customer again, now that somebody has talked to her."""
    identity = identity_of(session, customer_id=finished.customer_id)
    if identity is not None:
        hand_to_person(identity, now)


def show_number(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will show the number of the customer a button is about to who may call her."""
    del kit
    by = person.actor(staff_of(person).clinic_id)
    hers = customer(session, customer_id=ref_of(event))
    phone = phone_to_call(session, customer_id=hers.id, by=by)
    data = {"customer_name": hers.name, "phone": phone, "phone_of": str(hers.id)}
    answer(session, person=person, event=event, kind="customer_phone", data=data, now=now)


def my_tasks(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will list what waits for this member of staff, the most pressing first, a card of it at a time."""
    del kit
    staff = staff_of(person)
    waiting = tasks_of(session, staff_id=staff.id, now=now)
    page = int(event.press.extra.get("p", "0")) if event.press else 0
    shown = waiting[page * ON_A_CARD : (page + 1) * ON_A_CARD]
    data = {
        "tasks": [_facts(session, task, now) for task in shown],
        "total": len(waiting),
        "before": page * ON_A_CARD,
        "next_page": page + 1 if len(waiting) > (page + 1) * ON_A_CARD else None,
        "zone": branch(session, branch_id=staff.branch_id).zone,
    }
    answer(session, person=person, event=event, kind="my_tasks", data=data, now=now)


def _facts(session: Session, task: Task, now: datetime) -> dict[str, Any]:
    stage = case(session, case_id=task.case_id).stage if task.case_id else None
    waits = waits_for_others(task)
    put_off = task.snoozed_until if is_put_off(task, now=now) else None
    return {
        "task_id": str(task.id),
        "kind": task.kind.value,
        "state": task.state.value,
        "customer_name": customer(session, customer_id=task.customer_id).name,
        "case_id": str(task.case_id) if task.case_id else None,
        "due_at": task.due_at.isoformat(),
        "is_late": task.due_at < now and not waits,
        "waits": waits,
        "put_off_until": put_off.isoformat() if put_off else None,
        "about": task.detail.get("why"),
        "is_under_way": stage is Stage.IN_TREATMENT,
    }
