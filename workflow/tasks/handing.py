"""A task changes hands, or is put off. Whoever had it has it until somebody else has: it is never without a holder."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.settings import ClinicRules
from workflow.store.models import Case, Staff, Task, TaskKind, TaskState
from workflow.tasks.assign import Candidate, Choice, choose, ranked
from workflow.tasks.candidates import Place, candidates, place_of, work_of
from workflow.tasks.held import refuse_settled, rule_of, set_look, task_for_change
from workflow.tasks.history import who_declined, who_heard, write_task_event
from workflow.tasks.operations import take_on
from workflow.tasks.red_flags import may_see_to
from workflow.tasks.refusals import CannotWait, NeedsNewTime, NobodyElse, NotAble, NotYours
from workflow.tasks.telling import tell_given
from workflow.tasks.working_hours import BranchHours

# Whoever gets a task from somebody has at least so many working minutes, or as many as the kind has if that is less.
GRACE_MINUTES = 15
# Who has to sort it out where nobody of the task's own roles may have it.
_LEADING = (Role.MANAGER, Role.OWNER)
# Whoever is asked for a kind of task, where the task does not say (it was made for one person, or before roles were kept).
_ROLES_OF = {
    TaskKind.PREPARE_TREATMENT: (Role.BEAUTICIAN, Role.PHYSICIAN),
    TaskKind.DO_TREATMENT: (Role.BEAUTICIAN, Role.PHYSICIAN),
    TaskKind.RED_FLAG: (Role.PHYSICIAN, Role.BEAUTICIAN, Role.OWNER, Role.MANAGER, Role.SALES),
}
_SELLING = (Role.SALES, Role.MANAGER, Role.OWNER, Role.BEAUTICIAN, Role.PHYSICIAN)


class Why(StrEnum):
    """Why somebody declines a task; `other` is followed by her own words."""

    BUSY = "busy"  # with a customer
    NOT_TRAINED = "not_trained"
    LEAVING = "leaving"  # her shift ends, or she is away
    OTHER = "other"


class Later(StrEnum):
    """How long a task is put off."""

    MINUTES_15 = "15m"
    HOUR = "1h"
    TOMORROW = "tomorrow"


def decline_task(
    session: Session,
    *,
    task_id: uuid.UUID,
    why: Why,
    by: Actor,
    now: datetime,
    words: str | None = None,
    rules: ClinicRules | None = None,
) -> Task:
    """This will give a task back: the next by the same rule has it, else whoever leads.

    Args:
        session: The caller's transaction.
        task_id: The task.
        why: The reason.
        by: Its holder.
        now: Aware UTC.
        words: The reason in her own words.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
        NeedsNewTime: It is a treatment at an agreed time.
        NobodyElse: Nobody else may have it, and it stays with her.
    """
    waiting = task_for_change(session, task_id=task_id)
    _check_holder(waiting, by=by, may_lead=False)
    refuse_settled(waiting)
    _refuse_agreed(waiting)
    declined = {*who_declined(session, task_id=task_id), waiting.staff_id}
    choice = _next_holder(session, waiting, but_not=declined, rules=rules or ClinicRules(), now=now)
    if choice is None:
        raise NobodyElse(task_id=str(task_id))
    write_task_event(session, waiting, "declined", by=by, now=now, why=why.value, words=words)
    _give(session, waiting, to=choice.staff_id, why="declined", chosen=choice, by=by, now=now, rules=rules)
    return waiting


def hand_over_task(
    session: Session,
    *,
    task_id: uuid.UUID,
    to: uuid.UUID,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Task:
    """This will hand a task to one colleague; its holder may, and so may a manager or owner.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
        NeedsNewTime: It is a treatment at an agreed time.
        NotAble: That colleague may not have it, or has left.
    """
    waiting = task_for_change(session, task_id=task_id)
    _check_holder(waiting, by=by, may_lead=True)
    refuse_settled(waiting)
    _refuse_agreed(waiting)
    if to not in {one.staff_id for one in colleagues(session, task=waiting, now=now, rules=rules)}:
        found = session.get(Staff, to)
        raise NotAble(task_id=str(task_id), name=found.name if found else None)
    _give(session, waiting, to=to, why="handed_over", chosen=None, by=by, now=now, rules=rules)
    return waiting


def take_over_task(
    session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Task:
    """This will make a colleague's task one's own: whoever was told that it waits too long may, and whoever leads.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: Nobody told this person of it.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
        NeedsNewTime: It is a treatment at an agreed time.
        NotAble: They may not do this treatment.
    """
    waiting = task_for_change(session, task_id=task_id)
    if by.kind is not ActorKind.STAFF or by.id is None or not _may_take(session, waiting, by=by):
        raise NotYours(task_id=str(task_id))
    refuse_settled(waiting)
    _refuse_agreed(waiting)
    rules = rules or ClinicRules()
    place = _place(session, waiting)
    [own] = [one for one in candidates(session, place=place, rules=rules, at=now) if one.staff_id == by.id]
    if place.treatment is not None and not own.may_perform:
        raise NotAble(task_id=str(task_id), name=None)
    before = waiting.staff_id
    take_on(session, waiting, by=by, now=now, rules=rules)
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
    _check_holder(waiting, by=by, may_lead=False)
    refuse_settled(waiting)
    if waiting.kind in (TaskKind.RED_FLAG, TaskKind.DO_TREATMENT):
        raise CannotWait(task_id=str(task_id), kind=waiting.kind.value)
    hours = BranchHours(session, branch_id=_place(session, waiting).branch_id)
    waits = {Later.MINUTES_15: timedelta(minutes=15), Later.HOUR: timedelta(hours=1)}
    waiting.snoozed_until = now + waits[later] if later in waits else hours.next_day(now)
    set_look(waiting, rules=rules or ClinicRules(), hours=hours)
    write_task_event(session, waiting, "put_off", by=by, now=now, until=waiting.snoozed_until.isoformat())
    return waiting


def colleagues(
    session: Session, *, task: Task, now: datetime, rules: ClinicRules | None = None
) -> list[Candidate]:
    """This will list who else may have a task, whoever suits best first."""
    place = _place(session, task)
    work = work_of(task.kind, place=place, roles=_roles_to_ask(task), but_not=[task.staff_id])
    return ranked(candidates(session, place=place, rules=rules or ClinicRules(), at=now), work)


def give_on(
    session: Session,
    *,
    task: Task,
    why: str,
    by: Actor,
    now: datetime,
    but_not: Collection[uuid.UUID] = (),
    rules: ClinicRules | None = None,
) -> bool:
    """This will give a held task to the next by the rule, because its holder is not there.

    Args:
        session: The caller's transaction.
        task: A waiting task whose row is held.
        why: away or left.
        by: Who says so.
        now: Aware UTC.
        but_not: Who must not get it, beside its holder and whoever declined it.
        rules: What the clinic has set.

    Returns:
        False when nobody else may have it: then it stays.
    """
    without = {*who_declined(session, task_id=task.id), task.staff_id, *but_not}
    choice = _next_holder(session, task, but_not=without, rules=rules or ClinicRules(), now=now)
    if choice is None:
        return False
    _give(session, task, to=choice.staff_id, why=why, chosen=choice, by=by, now=now, rules=rules)
    return True


def _next_holder(
    session: Session, task: Task, *, but_not: Collection[uuid.UUID], rules: ClinicRules, now: datetime
) -> Choice | None:
    """This will choose by the task's own roles; where nobody is left, whoever leads the branch or the clinic."""
    place = _place(session, task)
    everybody = candidates(session, place=place, rules=rules, at=now)
    found = choose(everybody, work_of(task.kind, place=place, roles=_roles_of(task), but_not=but_not))
    lead = Place(branch_id=place.branch_id, customer=place.customer, case=place.case)
    return found or choose(everybody, work_of(task.kind, place=lead, roles=_LEADING, but_not=but_not))


def _give(
    session: Session,
    task: Task,
    *,
    to: uuid.UUID,
    why: str,
    chosen: Choice | None,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None,
) -> None:
    """This will make a task somebody else's, to be accepted anew, with a little time for it."""
    rules = rules or ClinicRules()
    before = session.get_one(Staff, task.staff_id)
    hours = BranchHours(session, branch_id=_place(session, task).branch_id)
    task.staff_id, task.state, task.accepted_at, task.snoozed_until = to, TaskState.OPEN, None, None
    rule = rule_of(task.kind, rules)
    if not rule.any_hour:
        task.due_at = max(task.due_at, hours.after(now, min(GRACE_MINUTES, rule.due_minutes)))
    set_look(task, rules=rules, hours=hours)
    reasons = chosen.to_json() if chosen else {"named": True}
    event = write_task_event(
        session, task, "handed_on", by=by, now=now, why=why, before=str(before.id), **reasons
    )
    tell_given(session, task=task, seq=event.seq, from_name=before.name, why=why, now=now)


def _roles_of(task: Task) -> tuple[Role, ...]:
    return tuple(Role(role) for role in task.roles) or _ROLES_OF.get(task.kind, _SELLING)


def _roles_to_ask(task: Task) -> tuple[Role, ...]:
    """This will give whom a task may be handed to: those it is for, and whoever leads."""
    return tuple(dict.fromkeys((*_roles_of(task), *_LEADING)))


def _place(session: Session, task: Task) -> Place:
    case = session.get(Case, task.case_id) if task.case_id else None
    return place_of(session, customer_id=task.customer_id, case=case, kind=task.kind)


def _may_take(session: Session, task: Task, *, by: Actor) -> bool:
    if by.has(*_LEADING) or may_see_to(session, task, by=by):
        return True
    return by.id in who_heard(session, task_id=task.id)


def _check_holder(task: Task, *, by: Actor, may_lead: bool) -> None:
    if by.kind is ActorKind.STAFF and (task.staff_id == by.id or (may_lead and by.has(*_LEADING))):
        return
    raise NotYours(task_id=str(task.id))


def _refuse_agreed(task: Task) -> None:
    if task.kind is TaskKind.DO_TREATMENT:
        raise NeedsNewTime(task_id=str(task.id))
