"""What is told about a task: its card to whoever holds it, a reminder, and word to the next role when it waits too long."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.notices import NoticePurpose, identity_of, tell_staff
from workflow.store.models import Branch, Case, Customer, Notice, Staff, Task, TaskKind

# Whoever holds a task next is given its first card again, under the old key behind this word, so that words that were
# taken back are found and forgotten in it too (workflow/inbound/forgetting.py).
AGAIN = "again"
_LONGEST_KEY = 120

# Who may read what a customer told of her health: the wording she agreed to names those who treat her (PDPA s.26).
TREATING = frozenset({Role.PHYSICIAN, Role.BEAUTICIAN})
ANSWER_FOR_HEALTH = (Role.PHYSICIAN, Role.BEAUTICIAN, Role.MANAGER, Role.OWNER)
"""Who is given a question about it; the last two where there is nobody else, and without what she told."""


def treats(session: Session, *, staff_id: uuid.UUID) -> bool:
    """This will say whether somebody treats customers, and may read what they tell of their health."""
    return bool(session.get_one(Staff, staff_id).role_set & TREATING)


def purpose_of(task: Task) -> NoticePurpose:
    """This will say how urgently a task is told of."""
    return NoticePurpose.URGENT if task.kind is TaskKind.RED_FLAG else NoticePurpose.STAFF


def tell_holder(
    session: Session,
    *,
    task: Task,
    kind: str,
    data: dict[str, Any],
    key: str,
    now: datetime,
    due_at: datetime | None = None,
) -> Notice | None:
    """This will give the holder the card of a new task, and remember which it was.

    Args:
        session: The caller's transaction.
        task: The task.
        kind: Which card the wording room makes of it.
        data: Its facts; the task's id is added.
        key: What it is told once under.
        now: Aware UTC.
        due_at: Not before this time; at once if absent.
    """
    told = _tell(session, task, staff_id=task.staff_id, kind=kind, data=data, key=key, now=now, due_at=due_at)
    if told is not None:
        task.notice_id = told.id
        session.flush()
    return told


def tell_given(
    session: Session,
    *,
    task: Task,
    seq: int,
    from_name: str | None,
    why: str,
    now: datetime,
    because: str | None = None,
) -> Notice | None:
    """This will tell somebody that a task is hers now, who had it and why, and give her its card.

    Args:
        session: The caller's transaction.
        task: The task; its holder is told.
        seq: The number of the event that gave it to her.
        from_name: Who had it before.
        why: A word of a closed list: declined, handed_over, away, left.
        now: Aware UTC.
        because: Why she declined it, as a word of a closed list; her own words stand in the history only.
    """
    given = {"from_name": from_name, "why": why, "because": because}
    data = {**task_facts(session, task), **given}
    key = f"task_given:{task.id}:{seq}"
    told = _tell(session, task, staff_id=task.staff_id, kind="task_given", data=data, key=key, now=now)
    card = session.get(Notice, task.notice_id) if task.notice_id else None
    if card is not None:
        again = f"{AGAIN}:{seq}:{card.dedupe_key}"[:_LONGEST_KEY]
        # The card as it was, but for the time: whoever has it next has a little more of that.
        data = {**card.data, "due_at": data["due_at"], "given": given}
        _tell(session, task, staff_id=task.staff_id, kind=card.kind, data=data, key=again, now=now)
    return told


def tell_again(session: Session, *, task: Task, kind: str, key: str, now: datetime) -> Notice | None:
    """This will remind the holder, because she asked for it."""
    data = task_facts(session, task)
    return _tell(session, task, staff_id=task.staff_id, kind=kind, data=data, key=key, now=now)


def tell_late(session: Session, *, task: Task, is_told: bool, step: int, now: datetime) -> Notice | None:
    """This will tell the holder that her task waits too long, and whether anybody else has been told."""
    data = {**task_facts(session, task), "is_told": is_told}
    key = f"task_late:{task.id}:{step}"
    return _tell(session, task, staff_id=task.staff_id, kind="task_late", data=data, key=key, now=now)


def tell_passed_up(session: Session, *, task: Task, staff: Staff, step: int, now: datetime) -> bool:
    """This will tell somebody that a task of a colleague waits too long, so that she may take it over.

    Returns:
        False when she cannot be reached.
    """
    to = identity_of(session, staff_id=staff.id)
    if to is None or to.blocked_at is not None:
        return False
    data = {
        **task_facts(session, task),
        "holder_name": session.get_one(Staff, task.staff_id).name,
        "late_minutes": max(0, int((now - task.due_at).total_seconds() // 60)),
        "leads": staff.leads,
    }
    key = f"task_passed_up:{task.id}:{step}:{staff.id}"
    _tell(session, task, staff_id=staff.id, kind="task_passed_up", data=data, key=key, now=now)
    return True


def task_facts(session: Session, task: Task) -> dict[str, Any]:
    """This will give what every card says of a task."""
    customer = session.get_one(Customer, task.customer_id)
    case = session.get(Case, task.case_id) if task.case_id else None
    branch = session.get_one(Branch, case.branch_id if case else customer.branch_id)
    return {
        "task_id": str(task.id),
        "kind": task.kind.value,
        "state": task.state.value,
        "case_id": str(case.id) if case else None,
        "case_code": case.code if case else None,
        "customer_name": customer.name,
        "due_at": task.due_at.isoformat(),
        "zone": branch.zone,
        "about": task.detail.get("why"),
        "groups": task.detail.get("groups", []),
    }


def _tell(
    session: Session,
    task: Task,
    *,
    staff_id: uuid.UUID,
    kind: str,
    data: dict[str, Any],
    key: str,
    now: datetime,
    due_at: datetime | None = None,
) -> Notice | None:
    return tell_staff(
        session,
        staff_id=staff_id,
        kind=kind,
        purpose=purpose_of(task),
        data={"task_id": str(task.id), **_readable(session, data, staff_id=staff_id)},
        key=key,
        now=now,
        due_at=due_at,
        case_id=task.case_id,
    )


def _readable(session: Session, data: dict[str, Any], *, staff_id: uuid.UUID) -> dict[str, Any]:
    """This will mark a card that tells of a customer's health, for the wording to hide that from who does not treat.

    The facts stay whole, for the task may be handed to somebody who treats, and the card is copied then.
    """
    if not (data.get("conditions") or data.get("tells_health")):
        return data
    return {**data, "hides_health": not treats(session, staff_id=staff_id)}
