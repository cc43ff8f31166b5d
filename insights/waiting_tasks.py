"""What waits for people: every task that is not done, who has it, and who is there today."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from insights.board import Names, names_of
from workflow.calendars import on_shift, time_off_of
from workflow.store.models import Branch, Case, Customer, Staff, Task, TaskEvent, TaskKind, TaskState
from workflow.tasks import is_put_off, waits_for_others

_WAITING = (TaskState.OPEN, TaskState.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tasks are asked for; nothing named: all of them.

    Attributes:
        staff_id: Of one person only.
        branch_id: Of one branch only.
        late: Only those whose time is over.
    """

    staff_id: uuid.UUID | None = None
    branch_id: uuid.UUID | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task that waits.

    Attributes:
        waits: Its holder has done her part and something else must happen first.
        put_off_until: When its holder wants to be reminded, if that is still to come.
        steps: How often somebody else was told that it waits too long.
        about: Why there is such a task, as a short word; None where its kind says enough.
    """

    task_id: uuid.UUID
    kind: TaskKind
    state: TaskState
    about: str | None
    customer: str
    case_id: uuid.UUID | None
    case_code: str | None
    holder_id: uuid.UUID
    holder: str
    branch_id: uuid.UUID
    branch: Names
    made_at: datetime
    due_at: datetime
    late: bool
    waits: bool
    put_off_until: datetime | None
    steps: int


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member of staff today.

    Attributes:
        there: Whether they are at work now.
        away_until: When they are back, if they are noted as away now.
        time_off_id: That note, so that it can be taken back.
    """

    staff_id: uuid.UUID
    name: str
    roles: Sequence[str]
    branch: Names
    there: bool
    away_until: datetime | None
    time_off_id: uuid.UUID | None
    waiting: int
    late: int


@dataclass(frozen=True, kw_only=True)
class WaitingTasks:
    """The page of tasks, in no language yet."""

    lines: Sequence[TaskLine]
    people: Sequence[Person]
    branches: Mapping[uuid.UUID, Names]
    all: int
    late: int


def waiting_tasks(session: Session, *, wanted: Wanted, now: datetime) -> WaitingTasks:
    """This will collect what waits, the most pressing first, and who is there."""
    every = [_line(row, now=now) for row in session.execute(_asked().where(Task.state.in_(_WAITING)))]
    branches = {one.id: one for one in session.scalars(sa.select(Branch).order_by(Branch.key))}
    shown = [line for line in every if _is_wanted(line, wanted)]
    shown.sort(key=lambda line: (line.kind is not TaskKind.RED_FLAG, line.waits, not line.late, line.due_at))
    return WaitingTasks(
        lines=shown,
        people=_people(session, lines=every, branches=branches, now=now),
        branches={key: names_of(one) for key, one in branches.items()},
        all=len(every),
        late=sum(line.late for line in every),
    )


@dataclass(frozen=True, kw_only=True)
class TaskFile:
    """One task with what became of it, and who has had a hand in it."""

    line: TaskLine
    events: Sequence[TaskEvent]
    names: Mapping[uuid.UUID, str]

    def name_of(self, staff_id: str) -> str | None:
        """This will give somebody's name, by the id as an event keeps it."""
        return self.names.get(uuid.UUID(staff_id))


def task_file(session: Session, *, task_id: uuid.UUID, now: datetime) -> TaskFile | None:
    """This will collect one task; None where the clinic has none of that id."""
    found = session.execute(_asked().where(Task.id == task_id)).one_or_none()
    if found is None:
        return None
    events = session.scalars(
        sa.select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(TaskEvent.seq)
    ).all()
    names = {one.id: one.name for one in session.scalars(sa.select(Staff))}
    return TaskFile(line=_line(found, now=now), events=events, names=names)


def _asked() -> Any:  # noqa: ANN401 - a select of rows that only SQLAlchemy can name
    branch_id = sa.func.coalesce(Case.branch_id, Customer.branch_id).label("branch_id")
    return (
        sa.select(
            Task,
            Customer.name.label("customer"),
            Case.code,
            Staff.name.label("holder"),
            branch_id,
            Branch.name_th,
            Branch.name_en,
        )
        .join(Customer, Customer.id == Task.customer_id)
        .join(Staff, Staff.id == Task.staff_id)
        .outerjoin(Case, Case.id == Task.case_id)
        .join(Branch, Branch.id == branch_id)
    )


def _is_wanted(line: TaskLine, wanted: Wanted) -> bool:
    return (
        wanted.staff_id in (None, line.holder_id)
        and wanted.branch_id in (None, line.branch_id)
        and (line.late or not wanted.late)
    )


def _line(row: Any, *, now: datetime) -> TaskLine:  # noqa: ANN401 - a row of `_asked`
    task: Task = row.Task
    waits = waits_for_others(task)
    ended = task.state not in _WAITING
    return TaskLine(
        task_id=task.id,
        kind=task.kind,
        state=task.state,
        about=task.detail.get("why"),
        customer=row.customer,
        case_id=task.case_id,
        case_code=row.code,
        holder_id=task.staff_id,
        holder=row.holder,
        branch_id=row.branch_id,
        branch=names_of(row),
        made_at=task.made_at,
        due_at=task.due_at,
        late=task.due_at < now and not waits and not ended,
        waits=waits,
        put_off_until=task.snoozed_until if is_put_off(task, now=now) else None,
        steps=task.step,
    )


def _people(
    session: Session, *, lines: Sequence[TaskLine], branches: Mapping[uuid.UUID, Branch], now: datetime
) -> list[Person]:
    everybody = session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.id)).all()
    there = {one for branch_id in branches for one in on_shift(session, branch_id=branch_id, at=now)}
    off = time_off_of(
        session,
        staff_ids=[one.id for one in everybody],
        from_at=now,
        until=now + timedelta(microseconds=1),
    )
    away = {one.staff_id: one for one in off}
    waiting = Counter(line.holder_id for line in lines)
    late = Counter(line.holder_id for line in lines if line.late)
    return [
        Person(
            staff_id=one.id,
            name=one.name,
            roles=list(one.roles),
            branch=names_of(branches[one.branch_id]),
            there=one.id in there,
            away_until=away[one.id].ends_at if one.id in away else None,
            time_off_id=away[one.id].id if one.id in away else None,
            waiting=waiting[one.id],
            late=late[one.id],
        )
        for one in everybody
    ]
