"""A colleague's task is taken over; one's own is put off."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind
from workflow.settings import ClinicRules
from workflow.store.models import Task, TaskKind
from workflow.tasks.candidates import LEADING, candidates, place_of_task
from workflow.tasks.held import check_holder, refuse_agreed, refuse_settled, set_look, task_for_change
from workflow.tasks.history import who_heard, write_task_event
from workflow.tasks.operations import take_on
from workflow.tasks.red_flags import may_see_to
from workflow.tasks.refusals import CannotWait, NotAble, NotYours
from workflow.tasks.working_hours import BranchHours


class Later(StrEnum):
    """How long a task is put off."""

    MINUTES_15 = "15m"
    HOUR = "1h"
    TOMORROW = "tomorrow"


def take_over_task(
    session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Task:
    """This will make a colleague's task one's own: whoever was told that it waits too long may, and whoever leads.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: Nobody told this person of it, or they have left.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
        NeedsNewTime: It is a treatment at an agreed time.
        NotAble: They may not do this treatment.
    """
    waiting = task_for_change(session, task_id=task_id)
    if by.kind is not ActorKind.STAFF or by.id is None or not _may_take(session, waiting, by=by):
        raise NotYours(task_id=str(task_id))
    refuse_settled(waiting)
    refuse_agreed(waiting)
    rules = rules or ClinicRules()
    place = place_of_task(session, waiting)
    able = {one.staff_id: one for one in candidates(session, place=place, rules=rules, at=now)}
    own = able.get(by.id)
    if own is None:  # she has left: whom it was brought to then is no way back in
        raise NotYours(task_id=str(task_id))
    if place.treatment is not None and not own.may_perform:
        raise NotAble(task_id=str(task_id), name=None)
    before = waiting.staff_id
    take_on(session, task=waiting, by=by, now=now, rules=rules)
    write_task_event(session, waiting, "taken_over", by=by, now=now, before=str(before))
    return waiting


def put_off_task(
    session: Session,
    *,
    task_id: uuid.UUID,
    later: Later,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Task:
    """This will remind the holder later. When it is due does not change, nor who hears of it when it waits too long.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
        CannotWait: It is a red flag, or a treatment at an agreed time.
    """
    waiting = task_for_change(session, task_id=task_id)
    check_holder(waiting, by=by, may_lead=False)
    refuse_settled(waiting)
    if waiting.kind in (TaskKind.RED_FLAG, TaskKind.DO_TREATMENT):
        raise CannotWait(task_id=str(task_id), kind=waiting.kind.value)
    hours = BranchHours(session, branch_id=place_of_task(session, waiting).branch_id)
    waits = {Later.MINUTES_15: timedelta(minutes=15), Later.HOUR: timedelta(hours=1)}
    waiting.snoozed_until = now + waits[later] if later in waits else hours.next_day(now)
    set_look(waiting, rules=rules or ClinicRules(), hours=hours)
    write_task_event(session, waiting, "put_off", by=by, now=now, until=waiting.snoozed_until.isoformat())
    return waiting


def _may_take(session: Session, task: Task, *, by: Actor) -> bool:
    if by.has(*LEADING) or may_see_to(session, task, by=by):
        return True
    return by.id in who_heard(session, task_id=task.id)
