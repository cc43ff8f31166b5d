"""A case's task changes hands: whoever prepared its treatment does so no longer until somebody accepts it anew."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.acceptance import settle_acceptance
from workflow.cases.events import write_event
from workflow.cases.moves import case_for_change
from workflow.settings import ClinicRules
from workflow.store.models import Stage, Task, TaskKind
from workflow.tasks import Why, decline_task, hand_over_task, take_over_task, task


def decline_case_task(
    session: Session,
    *,
    task_id: uuid.UUID,
    why: Why,
    by: Actor,
    now: datetime,
    words: str | None = None,
    rules: ClinicRules | None = None,
) -> Task:
    """This will give a task back; one to prepare a treatment leaves the case without a beautician until somebody accepts.

    Raises:
        Refusal: Everything `decline_task` refuses.
    """
    with session.begin_nested():
        _hold_case(session, task_id=task_id)
        declined = decline_task(session, task_id=task_id, why=why, by=by, now=now, words=words, rules=rules)
        let_go(session, task=declined, by=by, now=now)
        return declined


def hand_over_case_task(
    session: Session,
    *,
    task_id: uuid.UUID,
    to: uuid.UUID,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Task:
    """This will hand a task to one colleague, who accepts it anew.

    Raises:
        Refusal: Everything `hand_over_task` refuses.
    """
    with session.begin_nested():
        _hold_case(session, task_id=task_id)
        handed = hand_over_task(session, task_id=task_id, to=to, by=by, now=now, rules=rules)
        let_go(session, task=handed, by=by, now=now)
        return handed


def take_over_case_task(
    session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Task:
    """This will make a colleague's task one's own; taking over a preparation is accepting the case.

    Raises:
        Refusal: Everything `take_over_task` refuses.
        IllegalMove: The case has moved on without it.
    """
    with session.begin_nested():
        _hold_case(session, task_id=task_id)
        taken = take_over_task(session, task_id=task_id, by=by, now=now, rules=rules)
        settle_acceptance(session, task=taken, by=by, now=now, rules=rules or ClinicRules())
        return taken


def let_go(session: Session, *, task: Task, by: Actor, now: datetime) -> None:
    """This will take the case from whoever had accepted its preparation, where no time is agreed yet."""
    if task.kind is not TaskKind.PREPARE_TREATMENT or task.case_id is None:
        return
    case = case_for_change(session, case_id=task.case_id)
    if case.stage is not Stage.SCANNED or case.beautician_id in (None, task.staff_id):
        return
    detail = {"task_id": str(task.id), "before": str(case.beautician_id), "to": str(task.staff_id)}
    case.beautician_id = None
    write_event(session, case=case, name="case.let_go", by=by, now=now, detail=detail)


def _hold_case(session: Session, *, task_id: uuid.UUID) -> None:
    """This will hold the case's row before the task's, as everywhere, so that two of us never wait for each other."""
    case_id = task(session, task_id=task_id).case_id
    if case_id is not None:
        case_for_change(session, case_id=case_id)
