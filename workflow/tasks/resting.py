"""A task that rests: its cards come when the rest is over, unless it has come to nothing by then."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.notices import identity_of, take_back
from workflow.settings import ClinicRules
from workflow.store.models import Notice, NoticeState, Task
from workflow.tasks.held import hours_of, rule_of, set_look
from workflow.tasks.steps import due_time


def cards_to_come(session: Session, task: Task, *, now: datetime) -> list[Notice]:
    """This will list the cards of a task that come when its rest is over; none of one that its holder has put off."""
    if task.snoozed_until is None or task.snoozed_until <= now:
        return []
    to = identity_of(session, staff_id=task.staff_id)
    if to is None:
        return []
    waiting = sa.select(Notice).where(
        Notice.recipient_id == to.id,
        Notice.state == NoticeState.WAITING,
        Notice.first_sent_at.is_(None),
        Notice.due_at > now,
    )
    return [one for one in session.scalars(waiting) if one.data.get("task_id") == str(task.id)]


def rest_until(session: Session, task: Task, *, until: datetime, rules: ClinicRules, now: datetime) -> None:
    """This will let a resting task rest until another time, its cards with it; one that does not rest stays as it is.

    Args:
        session: The caller's transaction.
        task: A task that rests.
        until: The end of its rest (aware UTC).
        rules: What the clinic has set.
        now: Aware UTC.
    """
    cards = cards_to_come(session, task, now=now)
    if not cards:
        return
    for card in cards:
        card.due_at = until
    hours = hours_of(session, task)
    task.snoozed_until, task.due_at = until, due_time(rule_of(task.kind, rules), made_at=until, hours=hours)
    set_look(task, rules=rules, hours=hours)
    session.flush()


def take_back_cards(session: Session, task: Task, *, now: datetime) -> None:
    """This will take back the cards of a resting task: there is nothing to be done about it any more."""
    for card in cards_to_come(session, task, now=now):
        take_back(session, notice=card, now=now)


def end_rest(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """This will let a resting task's cards come at once to its holder, who takes it on; nobody else needs them."""
    if by.id != task.staff_id:
        take_back_cards(session, task, now=now)
        return
    for card in cards_to_come(session, task, now=now):
        card.due_at = now
    session.flush()
