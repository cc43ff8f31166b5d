"""Calls to a customer that still wait: one for each customer and reason, and done once what she wanted has happened."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.notices import take_back
from workflow.settings import ClinicRules
from workflow.store.models import Task, TaskKind, TaskState
from workflow.tasks.candidates import WAITING
from workflow.tasks.history import write_task_event
from workflow.tasks.resting import cards_to_come, rest_until, take_back_cards

# What a customer wants of her appointment: agreed, moved or cancelled, it is done.
ABOUT_TIME = frozenset({"wants_to_book", "wants_to_change", "wants_to_cancel"})

EARLIER = "earlier"
"""Where a noted wish keeps those before it, which wait as well."""

WISH = "wish"
"""Where the detail of a call keeps what she wishes: `treatment`, `day` and `time`; nothing of her words."""


def waiting_call(session: Session, *, customer_id: uuid.UUID, why: str) -> Task | None:
    """This will give the call to a customer that waits for a reason already; None if nobody was asked for one."""
    waiting = _waiting(session, customer_id=customer_id)
    return next((one for one in waiting if one.detail.get("why") == why), None)


def finish_calls_about_time(
    session: Session,
    *,
    customer_id: uuid.UUID,
    by: Actor,
    now: datetime,
    only_resting: bool = False,
    treatment: str | None = None,
) -> int:
    """This will mark a customer's waiting calls about a time as done, as there is a decision about it.

    Args:
        session: The caller's transaction.
        customer_id: Whose appointment was agreed, moved or cancelled.
        by: Who did that.
        now: Aware UTC.
        only_resting: Whether a call that somebody has heard of stays: she gave up what she had only begun to wish for.
        treatment: For which treatment there is a decision (its key); a wish for another one still waits. None: for all.

    Returns:
        How many were done by that.
    """
    settled = [
        one
        for one in _waiting(session, customer_id=customer_id)
        if one.detail.get("why") in ABOUT_TIME and (not only_resting or cards_to_come(session, one, now=now))
    ]
    done = 0
    for one in settled:
        if still := _wished_beside(one, treatment):
            one.detail = {**one.detail, WISH: {**still[0], EARLIER: still[1:]}}
            continue
        done += 1
        take_back_cards(session, one, now=now)
        one.state, one.done_at = TaskState.DONE, now
        one.look_at = one.snoozed_until = None
        write_task_event(session, one, TaskState.DONE.value, by=by, now=now)
    session.flush()
    return done


def _wished_beside(task: Task, treatment: str | None) -> list[Mapping[str, Any]]:
    """This function will give the wishes of a call that are for another treatment than the one that is decided on."""
    newest = dict(task.detail.get(WISH) or {})
    earlier = newest.pop(EARLIER, ())
    if treatment is None or not newest:
        return []
    return [one for one in (newest, *earlier) if (one.get("treatment") or treatment) != treatment]


def note_wish(session: Session, task: Task, *, wish: Mapping[str, Any]) -> None:
    """This will keep with a call which time is wished for, so that it can be changed; the newest wish counts."""
    task.detail = {**task.detail, WISH: dict(wish)}
    session.flush()


def wish_about_time(session: Session, *, customer_id: uuid.UUID) -> Mapping[str, Any] | None:
    """This will give the time that a customer has wished for and nobody has agreed to yet.

    Returns:
        What was noted of it (`note_wish`), empty where she has named nothing; None where no such call waits.
    """
    waiting = [
        one for one in _waiting(session, customer_id=customer_id) if one.detail.get("why") in ABOUT_TIME
    ]
    if not waiting:
        return None
    noted: Mapping[str, Any] = next((one.detail[WISH] for one in waiting if WISH in one.detail), {})
    return noted


def withdraw_calls_about_time(
    session: Session, *, customer_id: uuid.UUID, by: Actor, reason: str, now: datetime
) -> list[Task]:
    """This will take back a customer's waiting calls about a time: she wishes for none any more.

    Args:
        session: The caller's transaction.
        customer_id: Who has wished.
        by: Who takes it back.
        reason: Why, as a word of a closed list; it stands in the history.
        now: Aware UTC.

    Returns:
        Those of which somebody has heard already, and should hear that nothing is to be done.
    """
    heard: list[Task] = []
    for one in _waiting(session, customer_id=customer_id):
        if one.detail.get("why") not in ABOUT_TIME:
            continue
        if not cards_to_come(session, one, now=now):
            heard.append(one)
        take_back_cards(session, one, now=now)
        one.state, one.done_at = TaskState.CANCELLED, now
        one.look_at = one.snoozed_until = None
        write_task_event(session, one, TaskState.CANCELLED.value, by=by, now=now, reason=reason)
    return heard


def rest_calls_about_time(
    session: Session, *, customer_id: uuid.UUID, until: datetime, rules: ClinicRules, now: datetime
) -> None:
    """This will let a customer's resting calls about a time rest for longer: she has chosen one, which is held for her.

    If nobody agrees to it until then, somebody calls her. A call that somebody has heard of stays as it is.

    Args:
        session: The caller's transaction.
        customer_id: Who has chosen.
        until: Until when her time is held (aware UTC).
        rules: What the clinic has set.
        now: Aware UTC.
    """
    for one in _waiting(session, customer_id=customer_id):
        if one.detail.get("why") in ABOUT_TIME:
            rest_until(session, one, until=until, rules=rules, now=now)


def wake_calls_about_time(
    session: Session, *, customer_id: uuid.UUID, rules: ClinicRules, now: datetime
) -> None:
    """This will end the rest of a customer's calls about a time: she has said all she wishes, and one fuller card follows.

    The cards that would have come are taken back. A call that somebody has heard of stays as it is.

    Args:
        session: The caller's transaction.
        customer_id: Who has said it.
        rules: What the clinic has set.
        now: Aware UTC.
    """
    for one in _waiting(session, customer_id=customer_id):
        if one.detail.get("why") in ABOUT_TIME:
            cards = cards_to_come(session, one, now=now)
            rest_until(session, one, until=now, rules=rules, now=now)
            for card in cards:
                take_back(session, notice=card, now=now)


def _waiting(session: Session, *, customer_id: uuid.UUID) -> list[Task]:
    """This will list a customer's waiting calls in one order for everybody, and hold them until the transaction ends."""
    statement = sa.select(Task).where(
        Task.customer_id == customer_id,
        Task.kind == TaskKind.CALL_CUSTOMER,
        Task.state.in_(WAITING),
    )
    return list(session.scalars(statement.order_by(Task.id).with_for_update()))
