"""One task whose row is held while somebody does something with it."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind
from workflow.refusal import NotFound, OutOfDate
from workflow.settings import ClinicRules, TaskRule
from workflow.store.models import Staff, Task, TaskKind, TaskState
from workflow.tasks.candidates import LEADING, place_of_task
from workflow.tasks.refusals import AlreadyAccepted, AlreadyDone, NeedsNewTime, NotYours
from workflow.tasks.steps import next_look
from workflow.tasks.working_hours import BranchHours, Hours


def task_for_change(session: Session, *, task_id: uuid.UUID) -> Task:
    """This will read the task afresh and hold its row, so that two presses of one button come one after the other.

    Raises:
        NotFound: There is no such task in this clinic.
    """
    statement = (
        sa.select(Task)
        .where(Task.id == task_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(task_id=str(task_id))
    return found


def refuse_settled(task: Task) -> None:
    """This will pass in silence for a task that waits.

    Raises:
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
    """
    if task.state is TaskState.DONE:
        raise AlreadyDone(task_id=str(task.id))
    if task.state is TaskState.CANCELLED:
        raise OutOfDate(task_id=str(task.id))


def accepted_before(session: Session, task: Task, *, by: Actor) -> AlreadyAccepted:
    """This will say that a task has its holder, and who that is where it is somebody else."""
    if task.staff_id == by.id:
        return AlreadyAccepted(task_id=str(task.id))
    return AlreadyAccepted(task_id=str(task.id), holder=session.get_one(Staff, task.staff_id).name)


def rule_of(kind: TaskKind, rules: ClinicRules) -> TaskRule:
    """This will give the clinic's rule for a kind of task."""
    return rules.tasks[kind.value]


def hours_of(session: Session, task: Task) -> BranchHours:
    """This will give the working hours by which a task's time counts: those of its branch."""
    return BranchHours(session, branch_id=place_of_task(session, task).branch_id)


def set_look(task: Task, *, rules: ClinicRules, hours: Hours) -> None:
    """This will write down when time must look at a task again."""
    task.look_at = next_look(rule_of(task.kind, rules), task, hours=hours)


def check_holder(task: Task, *, by: Actor, may_lead: bool) -> None:
    """This will pass in silence for a task's holder, and for whoever leads where that is enough.

    Raises:
        NotYours: It is somebody else's.
    """
    if by.kind is ActorKind.STAFF and (task.staff_id == by.id or (may_lead and by.has(*LEADING))):
        return
    raise NotYours(task_id=str(task.id))


def refuse_agreed(task: Task) -> None:
    """This will pass in silence for a task that is not tied to an agreed time.

    Raises:
        NeedsNewTime: It is a treatment at an agreed time.
    """
    if task.kind is TaskKind.DO_TREATMENT:
        raise NeedsNewTime(task_id=str(task.id))
