"""A task changes hands. Whoever had it has it until somebody else has: it is never without a holder."""

import uuid
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.settings import ClinicRules
from workflow.store.models import Staff, Task, TaskKind, TaskState
from workflow.tasks.assign import Candidate, Choice, choose, ranked
from workflow.tasks.candidates import LEADING, Place, candidates, place_of_task, work_of
from workflow.tasks.held import (
    check_holder,
    hours_of,
    refuse_agreed,
    refuse_settled,
    rule_of,
    set_look,
    task_for_change,
)
from workflow.tasks.history import who_declined, write_task_event
from workflow.tasks.refusals import NobodyElse, NotAble
from workflow.tasks.resting import take_back_cards
from workflow.tasks.telling import tell_given

# Whoever gets a task from somebody has at least so many working minutes, or as many as the kind has if that is less.
GRACE_MINUTES = 15
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
    check_holder(waiting, by=by, may_lead=False)
    refuse_settled(waiting)
    refuse_agreed(waiting)
    declined = {*who_declined(session, task_id=task_id), waiting.staff_id}
    choice = _next_holder(session, waiting, but_not=declined, rules=rules or ClinicRules(), now=now)
    if choice is None:
        raise NobodyElse(task_id=str(task_id))
    write_task_event(session, waiting, "declined", by=by, now=now, why=why.value, words=words)
    _give(
        session,
        waiting,
        to=choice.staff_id,
        why="declined",
        because=why,
        chosen=choice,
        by=by,
        now=now,
        rules=rules,
    )
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
    check_holder(waiting, by=by, may_lead=True)
    refuse_settled(waiting)
    refuse_agreed(waiting)
    if to not in {one.staff_id for one in colleagues(session, task=waiting, now=now, rules=rules)}:
        found = session.get(Staff, to)
        raise NotAble(task_id=str(task_id), name=found.name if found else None)
    _give(session, waiting, to=to, why="handed_over", chosen=None, by=by, now=now, rules=rules)
    return waiting


def colleagues(
    session: Session, *, task: Task, now: datetime, rules: ClinicRules | None = None
) -> list[Candidate]:
    """This will list who else may have a task, whoever suits best first."""
    place = place_of_task(session, task)
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
    place = place_of_task(session, task)
    everybody = candidates(session, place=place, rules=rules, at=now)
    found = choose(everybody, work_of(task.kind, place=place, roles=_roles_of(task), but_not=but_not))
    lead = Place(branch_id=place.branch_id, customer=place.customer, case=place.case)
    return found or choose(everybody, work_of(task.kind, place=lead, roles=LEADING, but_not=but_not))


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
    because: Why | None = None,
) -> None:
    """This will make a task somebody else's, to be accepted anew, with a little time for it."""
    rules = rules or ClinicRules()
    before = session.get_one(Staff, task.staff_id)
    hours = hours_of(session, task)
    take_back_cards(session, task, now=now)
    task.staff_id, task.state, task.accepted_at, task.snoozed_until = to, TaskState.OPEN, None, None
    rule = rule_of(task.kind, rules)
    if not rule.any_hour:
        task.due_at = max(task.due_at, hours.after(now, min(GRACE_MINUTES, rule.due_minutes)))
    set_look(task, rules=rules, hours=hours)
    reasons = chosen.to_json() if chosen else {"named": True}
    event = write_task_event(
        session, task, "handed_on", by=by, now=now, why=why, before=str(before.id), **reasons
    )
    said = because.value if because else None
    tell_given(session, task=task, seq=event.seq, from_name=before.name, why=why, because=said, now=now)


def _roles_of(task: Task) -> tuple[Role, ...]:
    return tuple(Role(role) for role in task.roles) or _ROLES_OF.get(task.kind, _SELLING)


def _roles_to_ask(task: Task) -> tuple[Role, ...]:
    """This will give whom a task may be handed to: those it is for, and whoever leads."""
    return tuple(dict.fromkeys((*_roles_of(task), *LEADING)))
