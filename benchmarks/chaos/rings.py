"""Reading what only the time brings about: where each schedule stands, and which tasks were passed up to whom."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from benchmarks.chaos.testimony import Clock, Errand
from benchmarks.chaos.world import ZONE
from scheduler.table import TABLE
from scheduler.times import Times
from workflow.settings import ClinicRules
from workflow.store.models import Case, ChannelIdentity, Schedule, Staff, Stage, Task, TaskEvent

# Six hundred minutes of a branch's open hours are over after so long, also where it is closed for two days.
_SURELY_OVER = timedelta(days=4)
_LEADERS = frozenset({"owner", "manager"})


def read_clocks(connection: sa.Connection, *, now: datetime, rules: ClinicRules) -> list[Clock]:
    """This will read where the schedules stand; those whose work failed and waits are told by what they log."""
    times: dict[str, Times | None] = {rule.what: rule.when(rules) for rule in TABLE}
    found: list[Clock] = []
    for row in connection.execute(sa.select(Schedule.key, Schedule.next_run_at)):
        rings = times.get(row.key.partition(":")[0])
        if rings is None:
            continue
        latest = rings.following(rings.following(now, zone=ZONE), zone=ZONE)
        found.append(Clock(key=row.key, now=now, next_run_at=row.next_run_at, latest=latest))
    return found


def read_errands(connection: sa.Connection, *, now: datetime, rules: ClinicRules) -> Iterator[Errand]:
    """This will read the tasks, with the steps that were taken and those that surely had to be."""
    passed_up: defaultdict[UUID, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    history = sa.select(TaskEvent.task_id, TaskEvent.detail).where(TaskEvent.name == "task.passed_up")
    for row in connection.execute(history.order_by(TaskEvent.task_id, TaskEvent.seq)):
        passed_up[row.task_id].append((row.detail["step"], tuple(row.detail["told"])))
    tasks = sa.select(
        Task.id, Task.kind, Task.state, Task.step, Task.made_at, Task.due_at, Case.stage.label("stage")
    ).outerjoin(Case, Case.id == Task.case_id)
    for row in connection.execute(tasks):
        yield Errand(
            id=str(row.id),
            steps_due=_steps_due(row, now=now, rules=rules),
            steps_taken=row.step,
            passed_up=tuple(passed_up[row.id]),
        )


def read_leaders(connection: sa.Connection) -> Iterator[str]:
    """This will give the ids of the owners and managers who have joined the chat."""
    statement = sa.select(Staff.id, Staff.roles).join(ChannelIdentity, ChannelIdentity.staff_id == Staff.id)
    for row in connection.execute(statement.where(Staff.active)):
        if _LEADERS & set(row.roles):
            yield str(row.id)


def _steps_due(row: Any, *, now: datetime, rules: ClinicRules) -> int:  # noqa: ANN401 - a row of chosen columns
    """This will say how many steps up a task must have taken by now; what depends on hours is given days."""
    if row.state not in {"open", "accepted"} or row.stage is Stage.IN_TREATMENT:
        return 0
    rule = rules.tasks[row.kind.value]
    base = row.made_at if rule.counted_from == "made" else row.due_at
    due = 0
    for number, step in enumerate(rule.steps, start=1):
        is_spared = row.state == "accepted" and (step.unless_accepted or row.kind == "prepare_treatment")
        grace = timedelta(minutes=5) if rule.any_hour else _SURELY_OVER
        if not is_spared and base + timedelta(minutes=step.after_minutes) + grace <= now:
            due = number
    return due
