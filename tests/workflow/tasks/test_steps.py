"""When a task is due and who hears of it when: the clinic's table, counted in working hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from pydantic import ValidationError

from workflow.actor import Role
from workflow.settings import TASK_RULES, ClinicRules, RoleWord, TaskWord
from workflow.store.models import Task, TaskKind, TaskState
from workflow.tasks.steps import due_time, next_look, step_time

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 12, 50, tzinfo=UTC)  # 19:50 in Bangkok


class TenToEight:
    """A branch that is open from 10:00 to 20:00 in Bangkok, every day."""

    def after(self, since: datetime, minutes: int) -> datetime:
        left = minutes
        at = since
        while left:
            left -= 3 <= at.hour < 13
            at += timedelta(minutes=1)
        return at

    def next_day(self, after: datetime) -> datetime:
        return after.replace(hour=3, minute=0) + timedelta(days=1)


HOURS = TenToEight()


def a_task(kind: TaskKind, **what: object) -> Task:
    told = {"state": TaskState.OPEN, "made_at": NOON, "due_at": NOON + timedelta(hours=1), "step": 0, **what}
    return Task(kind=kind, **told)


def test_the_words_of_the_settings_are_the_words_of_the_clinic() -> None:
    assert set(get_args(TaskWord)) == {kind.value for kind in TaskKind} == set(TASK_RULES)
    assert set(get_args(RoleWord)) == {role.value for role in Role}


def test_a_clinic_changes_one_kind_or_one_number_of_it() -> None:
    rules = ClinicRules.model_validate({"tasks": {"call_customer": {"due_minutes": 10}}})
    assert rules.tasks["call_customer"].due_minutes == 10
    assert rules.tasks["call_customer"].steps == TASK_RULES["call_customer"].steps
    assert rules.tasks["red_flag"] == TASK_RULES["red_flag"]


@pytest.mark.parametrize(
    "tasks",
    [
        {"call": {"due_minutes": 10}},
        {"call_customer": {"due_minutes": 0}},
        {"call_customer": {"steps": [{"after_minutes": 5, "roles": ["boss"]}]}},
        {"call_customer": {"steps": [{"after_minutes": 5, "roles": []}]}},
        {
            "call_customer": {
                "steps": [{"after_minutes": 9, "roles": ["owner"]}, {"after_minutes": 5, "roles": ["owner"]}]
            }
        },
        "at once",
    ],
)
def test_what_makes_no_sense_is_refused(tasks: object) -> None:
    with pytest.raises(ValidationError):
        ClinicRules.model_validate({"tasks": tasks})


@pytest.mark.parametrize(
    ("kind", "made_at", "due_at"),
    [
        ("call_customer", NOON, NOON + timedelta(minutes=30)),
        (
            "call_customer",
            EVENING,
            datetime(2026, 11, 24, 3, 20, tzinfo=UTC),
        ),  # ten minutes today, twenty tomorrow
        (
            "red_flag",
            EVENING + timedelta(hours=6),
            EVENING + timedelta(hours=6, minutes=5),
        ),  # at ten to two at night
    ],
)
def test_it_is_due_in_working_hours_but_for_red_flags(
    kind: TaskWord, made_at: datetime, due_at: datetime
) -> None:
    assert due_time(TASK_RULES[kind], made_at=made_at, hours=HOURS) == due_at


def test_red_flags_step_up_fastest_and_from_when_they_were_raised() -> None:
    flag = a_task(TaskKind.RED_FLAG, due_at=NOON + timedelta(hours=2))
    rule = TASK_RULES["red_flag"]
    times = [step_time(rule, flag, step, hours=HOURS) for step in rule.steps]
    assert times == [NOON + timedelta(minutes=minutes) for minutes in (5, 10, 30)]


@pytest.mark.parametrize(
    ("kind", "what", "minutes"),
    [
        (TaskKind.CALL_CUSTOMER, {}, 75),
        (TaskKind.CALL_CUSTOMER, {"snoozed_until": NOON + timedelta(minutes=15)}, 15),
        (
            TaskKind.CALL_CUSTOMER,
            {"snoozed_until": NOON + timedelta(hours=5)},
            75,
        ),  # putting off stops no step
        (TaskKind.CALL_CUSTOMER, {"state": TaskState.ACCEPTED}, 75),
        (TaskKind.CALL_CUSTOMER, {"step": 1}, 120),
        (TaskKind.CALL_CUSTOMER, {"step": 2}, None),
        (TaskKind.CALL_CUSTOMER, {"state": TaskState.DONE}, None),
        (TaskKind.CALL_CUSTOMER, {"state": TaskState.CANCELLED}, None),
        (TaskKind.PREPARE_TREATMENT, {}, 90),
        (TaskKind.PREPARE_TREATMENT, {"state": TaskState.ACCEPTED}, None),  # it waits for a date now
        (TaskKind.RED_FLAG, {"state": TaskState.ACCEPTED}, 30),
    ],
)
def test_time_looks_at_it_again(kind: TaskKind, what: dict[str, object], minutes: int | None) -> None:
    looked = next_look(TASK_RULES[kind.value], a_task(kind, **what), hours=HOURS)
    assert looked == (None if minutes is None else NOON + timedelta(minutes=minutes))
