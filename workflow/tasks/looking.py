"""What happens to a task because time passes: a reminder its holder asked for, and word to the next role.

The claim, the notices and the step are one transaction, so whoever dies in between loses nothing and tells nobody twice.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.settings import ClinicRules, StepUp, TaskRule
from workflow.store.due_work import take_ringing
from workflow.store.models import Branch, Case, Customer, Notice, Staff, Stage, Task, TaskKind, TaskState
from workflow.tasks.handing import give_on
from workflow.tasks.held import rule_of, set_look
from workflow.tasks.history import who_heard, write_task_event
from workflow.tasks.steps import is_spared, step_time
from workflow.tasks.telling import tell_again, tell_late, tell_passed_up
from workflow.tasks.working_hours import BranchHours

log = structlog.get_logger(__name__)


def claim_task_to_look_at(session: Session, *, now: datetime) -> Task | None:
    """This will take the task that time must look at longest, and hold its row until the transaction ends.

    There is no lease: it is seen to in the same transaction, so a crash gives it back at once.

    Args:
        session: A session across clinics.
        now: Aware UTC.
    """
    return take_ringing(session, Task, at=Task.look_at, now=now)


def look_at_task(session: Session, *, task: Task, now: datetime, rules: ClinicRules) -> None:
    """This will do what is due: remind the holder, and tell the next roles that it waits too long.

    A task whose holder has left goes to the next by the rule first.

    Args:
        session: A session of the task's clinic, in the transaction that claimed it.
        task: The claimed row.
        now: Aware UTC.
        rules: What the clinic has set.
    """
    if task.state not in (TaskState.OPEN, TaskState.ACCEPTED):
        task.look_at = None
        return
    task.look_attempts, task.look_failure = (
        0,
        None,
    )  # of looks that failed (giving_up.py); this one is going well
    by = Actor.system(task.clinic_id)
    if not session.get_one(Staff, task.staff_id).active and not give_on(
        session, task=task, why="left", by=by, now=now, rules=rules
    ):
        log.error("task.without_holder", task_id=str(task.id), kind=task.kind.value)
    if task.snoozed_until is not None and task.snoozed_until <= now:
        _remind(session, task, by=by, now=now)
    branch = _branch_of(session, task)
    hours = BranchHours(session, branch_id=branch.id)
    _take_steps(session, task, rule=rule_of(task.kind, rules), hours=hours, branch=branch, now=now)
    set_look(task, rules=rules, hours=hours)
    session.flush()


def _remind(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """This will end a task's rest: its holder is reminded, unless its first card comes only now."""
    card = session.get(Notice, task.notice_id) if task.notice_id else None
    is_new = card is not None and card.due_at == task.snoozed_until
    task.snoozed_until = None
    if is_new:
        return
    event = write_task_event(session, task, "reminded", by=by, now=now)
    tell_again(session, task=task, kind="task_reminder", key=f"task_reminder:{task.id}:{event.seq}", now=now)


def _take_steps(
    session: Session, task: Task, *, rule: TaskRule, hours: BranchHours, branch: Branch, now: datetime
) -> None:
    """This will take every step that is due, each once; steps nobody need hear of are passed over."""
    under_way = _is_under_way(session, task)
    first = None
    while task.step < len(rule.steps):
        step = rule.steps[task.step]
        spared = is_spared(task, step, is_under_way=under_way)
        if not spared and step_time(rule, task, step, hours=hours) > now:
            break
        task.step += 1
        if spared:
            continue
        first = first or task.step
        told = _pass_up(session, task, step=step, branch=branch, hours=hours, now=now)
        write_task_event(
            session,
            task,
            "passed_up",
            by=Actor.system(task.clinic_id),
            now=now,
            step=task.step,
            told=[str(one) for one in told],
        )
    if first is not None:
        tell_late(session, task=task, is_told=bool(who_heard(session, task_id=task.id)), step=first, now=now)


def _pass_up(
    session: Session, task: Task, *, step: StepUp, branch: Branch, hours: BranchHours, now: datetime
) -> list[uuid.UUID]:
    """This will tell whoever has one of the step's roles: those at work first, all of them if none is or it is urgent."""
    roles = {Role(role) for role in step.roles}
    heard = {*who_heard(session, task_id=task.id), task.staff_id}
    everybody = session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.id)).all()
    asked = [one for one in everybody if one.id not in heard and _has(one, roles, branch=branch)]
    there = hours.there_at(now)
    working = [one for one in asked if one.id in there]
    chosen = asked if task.kind is TaskKind.RED_FLAG or not working else working
    told = [
        one.id for one in chosen if tell_passed_up(session, task=task, staff=one, step=task.step, now=now)
    ]
    if not told:
        log.warning("task.nobody_to_tell", task_id=str(task.id), step=task.step)
    return told


def _has(staff: Staff, roles: set[Role], *, branch: Branch) -> bool:
    """This will say whether somebody has one of the roles at a branch; an owner is one everywhere."""
    held = roles & staff.role_set
    return bool(held) and (staff.branch_id == branch.id or Role.OWNER in held)


def _branch_of(session: Session, task: Task) -> Branch:
    case = session.get(Case, task.case_id) if task.case_id else None
    about = case or session.get_one(Customer, task.customer_id)
    return session.get_one(Branch, about.branch_id)


def _is_under_way(session: Session, task: Task) -> bool:
    """This will say whether a treatment is being done right now: then it is no longer waited for."""
    if task.kind is not TaskKind.DO_TREATMENT or task.case_id is None:
        return False
    return session.get_one(Case, task.case_id).stage is Stage.IN_TREATMENT
