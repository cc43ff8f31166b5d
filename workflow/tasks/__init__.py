"""Work for one member of staff, with a due time: who gets it, who may take it, when it is done."""

from workflow.store.models import Task, TaskKind, TaskState
from workflow.tasks.operations import (
    accept_task,
    assign_task,
    cancel_tasks_of,
    finish_task,
    finish_tasks_of,
)
from workflow.tasks.performers import WrongPerformer, check_performer, performing_roles
from workflow.tasks.queries import choose_staff, task, tasks_of, waiting_tasks_of_case, who_may_perform
from workflow.tasks.refusals import AlreadyAccepted, AlreadyDone, NobodyHasRole, NotYours

__all__ = [
    "AlreadyAccepted",
    "AlreadyDone",
    "NobodyHasRole",
    "NotYours",
    "Task",
    "TaskKind",
    "TaskState",
    "WrongPerformer",
    "accept_task",
    "assign_task",
    "cancel_tasks_of",
    "check_performer",
    "choose_staff",
    "finish_task",
    "finish_tasks_of",
    "performing_roles",
    "task",
    "tasks_of",
    "waiting_tasks_of_case",
    "who_may_perform",
]
