"""Work for one member of staff, with a due time: who gets it, who may take it, when it is done, and who hears if it is not."""

from workflow.store.models import Task, TaskEvent, TaskKind, TaskState
from workflow.tasks.absence import HandedOn, hand_on_tasks_of, tasks_of_absence
from workflow.tasks.assign import Candidate, Choice, Work, choose, ranked
from workflow.tasks.calls import (
    ABOUT_TIME,
    finish_calls_about_time,
    note_wish,
    rest_calls_about_time,
    waiting_call,
    wake_calls_about_time,
    wish_about_time,
    withdraw_calls_about_time,
)
from workflow.tasks.candidates import loads
from workflow.tasks.giving import assign_task
from workflow.tasks.giving_up import put_look_aside
from workflow.tasks.handing import Why, colleagues, decline_task, hand_over_task
from workflow.tasks.history import task_events, who_declined, who_heard
from workflow.tasks.looking import claim_task_to_look_at, look_at_task
from workflow.tasks.operations import (
    accept_task,
    cancel_tasks_of,
    finish_task,
    finish_tasks_of,
)
from workflow.tasks.performers import WrongPerformer, check_performer, may_treat, performing_roles
from workflow.tasks.queries import (
    cases_with_waiting_tasks,
    choose_staff,
    is_put_off,
    task,
    tasks_of,
    waiting_tasks_of_case,
    waiting_tasks_of_staff,
    who_may_perform,
)
from workflow.tasks.reaching import phone_to_call
from workflow.tasks.refusals import (
    AlreadyAccepted,
    AlreadyDone,
    CannotWait,
    NeedsNewTime,
    NobodyElse,
    NobodyHasRole,
    NotAble,
    NotYours,
)
from workflow.tasks.resting import cards_to_come
from workflow.tasks.steps import waits_for_others
from workflow.tasks.taking_over import Later, put_off_task, take_over_task
from workflow.tasks.telling import ANSWER_FOR_HEALTH, task_facts, tell_holder, treats

__all__ = [
    "ABOUT_TIME",
    "ANSWER_FOR_HEALTH",
    "AlreadyAccepted",
    "AlreadyDone",
    "Candidate",
    "CannotWait",
    "Choice",
    "HandedOn",
    "Later",
    "NeedsNewTime",
    "NobodyElse",
    "NobodyHasRole",
    "NotAble",
    "NotYours",
    "Task",
    "TaskEvent",
    "TaskKind",
    "TaskState",
    "Why",
    "Work",
    "WrongPerformer",
    "accept_task",
    "assign_task",
    "cancel_tasks_of",
    "cards_to_come",
    "cases_with_waiting_tasks",
    "check_performer",
    "choose",
    "choose_staff",
    "claim_task_to_look_at",
    "colleagues",
    "decline_task",
    "finish_calls_about_time",
    "finish_task",
    "finish_tasks_of",
    "hand_on_tasks_of",
    "hand_over_task",
    "is_put_off",
    "loads",
    "look_at_task",
    "may_treat",
    "note_wish",
    "performing_roles",
    "phone_to_call",
    "put_look_aside",
    "put_off_task",
    "ranked",
    "rest_calls_about_time",
    "take_over_task",
    "task",
    "task_events",
    "task_facts",
    "tasks_of",
    "tasks_of_absence",
    "tell_holder",
    "treats",
    "waiting_call",
    "waiting_tasks_of_case",
    "waiting_tasks_of_staff",
    "waits_for_others",
    "wake_calls_about_time",
    "who_declined",
    "who_heard",
    "who_may_perform",
    "wish_about_time",
    "withdraw_calls_about_time",
]
