"""What a clinic sets for its rules. Joined from config.yml by the front desk; an unknown key is refused there by name."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

# The words of `actor.Role` and of `TaskKind`; a test holds them together, for this file imports nothing.
RoleWord = Literal["sales", "beautician", "physician", "manager", "owner"]
TaskWord = Literal[
    "prepare_treatment",
    "book_appointment",
    "do_treatment",
    "offer_after_treatment",
    "red_flag",
    "call_customer",
]


class StepUp(BaseModel):
    """Who else hears of a task that waits too long.

    Attributes:
        after_minutes: So long after the task is due (or was made, see `TaskRule.counted_from`).
        roles: Whoever has one of these roles is told, and may take the task over.
        unless_accepted: It is enough that the holder has accepted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    after_minutes: int = Field(ge=0)
    roles: tuple[RoleWord, ...] = Field(min_length=1)
    unless_accepted: bool = False


class TaskRule(BaseModel):
    """How long one kind of task may take, and who hears of it when it takes longer.

    Attributes:
        due_minutes: It is due so long after it was made, where nothing else says when (as an agreed time does).
        any_hour: Minutes count at any hour; else only while the branch is open.
        counted_from: What the steps upwards are counted from.
        steps: In order of time; each is taken once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    due_minutes: int = Field(gt=0)
    any_hour: bool = False
    counted_from: Literal["due", "made"] = "due"
    steps: tuple[StepUp, ...] = ()

    @field_validator("steps")
    @classmethod
    def _in_order(cls, steps: tuple[StepUp, ...]) -> tuple[StepUp, ...]:
        if [step.after_minutes for step in steps] != sorted(step.after_minutes for step in steps):
            raise ValueError("steps must stand in order of after_minutes")
        return steps


def _steps(*steps: tuple[int, str], unless_accepted: bool = False) -> tuple[StepUp, ...]:
    return tuple(
        StepUp.model_validate(
            {"after_minutes": minutes, "roles": roles.split(), "unless_accepted": unless_accepted}
        )
        for minutes, roles in steps
    )


# Source of a red flag's five minutes: facts/CLINIC.md section 7, row 1. The others are this product's defaults.
TASK_RULES: Mapping[TaskWord, TaskRule] = MappingProxyType(
    {
        "prepare_treatment": TaskRule(
            due_minutes=60, steps=_steps((30, "manager owner"), (120, "owner sales"), unless_accepted=True)
        ),
        "book_appointment": TaskRule(due_minutes=600, steps=_steps((120, "manager sales"), (600, "owner"))),
        "do_treatment": TaskRule(due_minutes=60, steps=_steps((15, "manager sales"), (60, "owner"))),
        "offer_after_treatment": TaskRule(due_minutes=600, steps=_steps((600, "manager owner"))),
        "red_flag": TaskRule(
            due_minutes=5,
            any_hour=True,
            counted_from="made",
            steps=(
                *_steps((5, "physician owner"), (10, "owner manager sales beautician"), unless_accepted=True),
                *_steps((30, "owner manager")),
            ),
        ),
        "call_customer": TaskRule(due_minutes=30, steps=_steps((15, "sales manager"), (60, "manager owner"))),
    }
)


class ScheduleRules(BaseModel):
    """When the clinic's clocks ring, by the wall clock of the branch; null switches one off.

    Attributes:
        remind_day_before_at: Customers with an appointment tomorrow are reminded and asked whether they come.
        unconfirmed_at: Sales hears which of those have not said so yet.
        remind_same_day_at: Customers with an appointment today are reminded.
        birthday_at: Customers who told us their birthday, and want to be written to, are wished well.
        morning_card_at: Owners and managers get the day at a glance.
        monthly_card_at: Owners and managers get the month that is over, on the first day of the next.
        tidy_at: What is over the time it is kept for is thrown away.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    remind_day_before_at: time | None = time(10, 0)
    unconfirmed_at: time | None = time(16, 0)
    remind_same_day_at: time | None = time(9, 0)
    birthday_at: time | None = time(10, 0)
    morning_card_at: time | None = time(8, 30)
    monthly_card_at: time | None = time(9, 0)
    tidy_at: time = time(3, 0)


class KeepRules(BaseModel):
    """How long what is kept for which purpose; after that it is erased in the night (PDPA s.37, facts/CLINIC.md 6.2).

    Attributes:
        webhook_days: What came in, as it came: to know a repeated webhook and to look into trouble.
        message_days: The words of messages sent: to answer questions about them. Buttons live 100 days.
        picture_days: Photos and overlays: to compare before and after. Day 90 is compared with the first.
        reading_days: The numbers read in photos: part of the treatment record, which a clinic keeps for five years.
        utterance_days: What was not understood, masked, that nobody reviewed. What was reviewed names nobody, and stays.
        intake_days: Answers about health that no treatment came of. They count for 90 days; less would ask twice.
        health_days: Answers a treatment came of: part of its record, which a clinic keeps for five years.
        phrasing_days: That a question waited for the endpoint or went there, without its words: to answer questions
            about that. A day's budget looks back 24 hours.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    webhook_days: int = Field(default=30, ge=2)
    message_days: int = Field(default=365, ge=100)
    picture_days: int = Field(default=730, ge=100)
    reading_days: int = Field(default=1827, ge=1827)
    utterance_days: int = Field(default=90, ge=1)
    intake_days: int = Field(default=90, ge=90)
    health_days: int = Field(default=1827, ge=1827)
    phrasing_days: int = Field(default=90, ge=2)


class AnswerRules(BaseModel):
    """What may be answered out of the passages that the clinic approved.

    Attributes:
        tell_passages: A passage that is surely about a question is told as it stands.
        may_leave_the_house: The switch for PDPA: a customer's masked question may go to the endpoint that phrases
            answers, once she agreed to that. Without it nobody is asked, whatever the endpoint's own switch says.
        questions_a_day: How many questions of the clinic may go there within 24 hours.
        questions_a_day_each: How many of one customer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tell_passages: bool = True
    may_leave_the_house: bool = False
    questions_a_day: int = Field(default=200, ge=0)
    questions_a_day_each: int = Field(default=10, ge=0)


class Buffers(BaseModel):
    """Minutes that a treatment keeps people and things besides its own length.

    Attributes:
        before: Room and device are made ready.
        after: Room and device are cleaned.
        staff_before: Whoever treats is busy with it already.
        staff_after: Whoever treats is busy with it still.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: int = Field(default=0, ge=0, le=240)
    after: int = Field(default=10, ge=0, le=240)
    staff_before: int = Field(default=0, ge=0, le=240)
    staff_after: int = Field(default=0, ge=0, le=240)


class ClinicRules(BaseModel):
    """The numbers the clinic's rules are run with.

    Attributes:
        satang_per_point: One point for each full amount of this size paid for a treatment.
        points_per_visit: Points for a visit whose treatment has no list price.
        follow_up_time: When follow-ups go out, by the branch's clock.
        polite_from: Before this, by the branch's clock, nothing that can wait is sent.
        polite_until: From this on nothing that can wait is sent.
        confirmed_operators: Treatments whose trained-operator step the clinic's physician has confirmed.
        tasks: How long each kind of task may take and who hears of it then; a kind that is not named has
            `TASK_RULES`.
        cleaning_minutes: How long room and device stay taken after a treatment, where `buffers` says nothing else.
        buffers: Treatment key to what it keeps besides its own length.
        hold_minutes: How long a time is kept for somebody who is deciding.
        schedules: When the clinic's clocks ring.
        keep: How long what is kept.
        answers: What may be answered out of approved passages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    satang_per_point: int = Field(default=10_000, gt=0)
    points_per_visit: int = Field(default=10, ge=0)
    follow_up_time: time = time(10, 0)
    polite_from: time = time(9, 0)
    polite_until: time = time(20, 0)
    confirmed_operators: frozenset[str] = frozenset()
    tasks: Mapping[TaskWord, TaskRule] = Field(default_factory=lambda: dict(TASK_RULES))
    cleaning_minutes: int = Field(default=10, ge=0)
    buffers: dict[str, Buffers] = Field(default_factory=dict)
    hold_minutes: int = Field(default=30, ge=1, le=24 * 60)
    schedules: ScheduleRules = ScheduleRules()
    keep: KeepRules = KeepRules()
    answers: AnswerRules = AnswerRules()

    @field_validator("tasks", mode="before")
    @classmethod
    def _with_the_others(cls, named: Any) -> Any:  # noqa: ANN401 - whatever the file says; it is judged by the field
        """This will fill in what the clinic leaves as it is: whole kinds, and parts of a kind."""
        if not isinstance(named, Mapping):
            return named
        told = {
            kind: {**TASK_RULES[kind].model_dump(), **rule}
            if kind in TASK_RULES and isinstance(rule, Mapping)
            else rule
            for kind, rule in named.items()
        }
        return {**TASK_RULES, **told}
