"""When a task is due, and when who else hears of it. Pure: the table is `ClinicRules.tasks`, the hours are given."""

from datetime import datetime, timedelta

from workflow.settings import StepUp, TaskRule
from workflow.store.models import Task, TaskKind, TaskState
from workflow.tasks.working_hours import Hours

# A preparation that was accepted waits for a date, which is another task with a due time of its own.
_DONE_ONCE_ACCEPTED = frozenset({TaskKind.PREPARE_TREATMENT})


def due_time(rule: TaskRule, *, made_at: datetime, hours: Hours) -> datetime:
    """This will say when a task made now is due."""
    return _later(rule, made_at, rule.due_minutes, hours)


def step_time(rule: TaskRule, task: Task, step: StepUp, *, hours: Hours) -> datetime:
    """This will say when a step upwards is due."""
    base = task.made_at if rule.counted_from == "made" else task.due_at
    return _later(rule, base, step.after_minutes, hours)


def is_spared(task: Task, step: StepUp, *, is_under_way: bool = False) -> bool:
    """This will say whether nobody need hear of this step any more."""
    accepted = task.state is TaskState.ACCEPTED
    return is_under_way or (accepted and (step.unless_accepted or task.kind in _DONE_ONCE_ACCEPTED))


def waits_for_others(task: Task) -> bool:
    """This will say whether the holder has done her part and something else must happen first."""
    return task.state is TaskState.ACCEPTED and task.kind in _DONE_ONCE_ACCEPTED


def next_look(rule: TaskRule, task: Task, *, hours: Hours) -> datetime | None:
    """This will say when time must look at a task again: a reminder or a step, whichever is first; None for never."""
    if task.state not in (TaskState.OPEN, TaskState.ACCEPTED):
        return None
    steps = [step for step in rule.steps[task.step :] if not is_spared(task, step)]
    times = [step_time(rule, task, step, hours=hours) for step in steps[:1]]
    if task.snoozed_until is not None:
        times.append(task.snoozed_until)
    return min(times, default=None)


def _later(rule: TaskRule, since: datetime, minutes: int, hours: Hours) -> datetime:
    return since + timedelta(minutes=minutes) if rule.any_hour else hours.after(since, minutes)
