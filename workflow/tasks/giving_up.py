"""A task that time cannot look at, because looking at it fails: tried again later, and then put aside with the reason.

Whoever leads is told then, so that a person does what time would have done. When somebody does something with the
task, it is looked at again.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.store.due_work import RetryRule, decide_retry
from workflow.store.models import Staff, Task
from workflow.tasks.candidates import LEADING
from workflow.tasks.telling import tell_passed_up
from workflow.unit_of_work import is_the_databases_trouble

# 35 minutes in all: red flags are passed upwards in this way too, and somebody must hear of them today.
LOOKS = RetryRule(attempts=4, first_wait=timedelta(minutes=5))
_LONGEST_REASON = 40
# The steps of a rule begin at 1; by this one it is told once that there will be none.
_NO_STEP = 0

log = structlog.get_logger(__name__)


def put_look_aside(session: Session, *, task_id: uuid.UUID, failure: str, now: datetime) -> None:
    """This will look at a task later that could not be looked at, so that it does not hold up the others.

    After some tries it is not looked at any more, and whoever leads is told.

    Args:
        session: A session of the task's clinic, in another transaction than the one that failed.
        task_id: Which.
        failure: What kept it from being looked at, as a short word.
        now: Aware UTC.
    """
    task = session.get(Task, task_id, with_for_update={"key_share": True})
    if task is None or task.look_at is None:
        return
    task.look_attempts += 1
    wait = decide_retry(LOOKS, attempts=task.look_attempts)
    if wait is not None:
        task.look_at = now + wait
        return
    task.look_at, task.look_failure = None, failure[:_LONGEST_REASON]
    session.flush()
    log.error("task.given_up", task_id=str(task.id), kind=task.kind.value, reason=failure)
    try:
        with session.begin_nested():
            _tell_who_leads(session, task, now=now)
    except Exception as error:
        if is_the_databases_trouble(error):
            raise
        log.exception("task.untold", task_id=str(task_id), error=type(error).__name__)


def _tell_who_leads(session: Session, task: Task, *, now: datetime) -> None:
    staff = session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.id))
    leading = [one for one in staff if one.role_set & set(LEADING)]
    told = [tell_passed_up(session, task=task, staff=one, step=_NO_STEP, now=now) for one in leading]
    if not any(told):
        log.critical("task.nobody_to_tell", task_id=str(task.id))
