"""The one table of a case's life: which move is legal from which stage, whose hand may make it, and what it causes.

    scanned -> treatment_scheduled -> in_treatment -> completed -> follow_up

Pure: no row, no clock. `cases/moves.py` makes the moves, `cases/effects.py` holds what each effect does.
Source: the clinic's fixed stages (DESIGN.md section 1).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from workflow.actor import Actor, ActorKind, Role
from workflow.refusal import NotAllowed, OutOfDate
from workflow.store.models import Stage


class Move(StrEnum):
    """What can be done with a case."""

    PROPOSE = "propose"  # another treatment, or somebody else to do it
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"  # she will not come then; another time is to be found
    START = "start"
    STOP = "stop"  # the customer is unwell: back, with a reason
    FINISH = "finish"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"


class Effect(StrEnum):
    """What a move causes, in the words of `cases/effects.py`."""

    TAKE_BACK_PREPARATION = "take_back_preparation"
    AGREE_PLAN = "agree_plan"
    FINISH_BOOKING_TASKS = "finish_booking_tasks"
    TAKE_BACK_BOOKING_TASKS = "take_back_booking_tasks"
    GIVE_TREATMENT_TASK = "give_treatment_task"
    TELL_BOOKED = "tell_booked"
    TELL_STARTED = "tell_started"
    TAKE_BACK_TREATMENT_TASK = "take_back_treatment_task"
    ASK_TO_BOOK_AGAIN = "ask_to_book_again"
    TELL_CANCELLED = "tell_cancelled"
    ASK_FOR_ANOTHER_TIME = "ask_for_another_time"
    FINISH_TREATMENT_TASK = "finish_treatment_task"
    FINISH_PLAN = "finish_plan"
    EARN_POINTS = "earn_points"
    PLAN_FOLLOW_UPS = "plan_follow_ups"
    GIVE_OFFER_TASK = "give_offer_task"
    TELL_FINISHED = "tell_finished"
    RELEASE_APPOINTMENT = "release_appointment"
    CANCEL_TASKS = "cancel_tasks"
    CANCEL_FOLLOW_UPS = "cancel_follow_ups"
    END_CASE = "end_case"


# Whose hand makes a move: a role of staff, or the system (time has passed), or the customer.
Hand: TypeAlias = Role | ActorKind


class IllegalMove(OutOfDate):
    """The case has moved on, or is not that far yet. Facts: `stage`, `move`."""

    code = "illegal_move"


@dataclass(frozen=True)
class Step:
    """One line of the table.

    Attributes:
        to: The stage the case reaches.
        hands: Who may make the move.
        effects: What it causes, in this order.
    """

    to: Stage
    hands: frozenset[Hand]
    effects: tuple[Effect, ...]


_SELLING = frozenset[Hand]({Role.SALES, Role.MANAGER, Role.OWNER})
_TREATING = frozenset[Hand]({Role.BEAUTICIAN, Role.PHYSICIAN})
_TIME = frozenset[Hand]({ActorKind.SYSTEM})

_CLOSED = (Effect.RELEASE_APPOINTMENT, Effect.CANCEL_TASKS, Effect.CANCEL_FOLLOW_UPS, Effect.END_CASE)

TABLE: Mapping[tuple[Stage, Move], Step] = MappingProxyType(
    {
        (Stage.SCANNED, Move.PROPOSE): Step(
            Stage.SCANNED,
            _SELLING | {Role.PHYSICIAN},
            (Effect.TAKE_BACK_PREPARATION,),
        ),
        (Stage.SCANNED, Move.SCHEDULE): Step(
            Stage.TREATMENT_SCHEDULED,
            _SELLING,
            (
                Effect.AGREE_PLAN,
                Effect.FINISH_BOOKING_TASKS,
                Effect.GIVE_TREATMENT_TASK,
                Effect.TELL_BOOKED,
            ),
        ),
        (Stage.TREATMENT_SCHEDULED, Move.RESCHEDULE): Step(
            Stage.TREATMENT_SCHEDULED,
            _SELLING,
            (
                Effect.TAKE_BACK_TREATMENT_TASK,
                Effect.FINISH_BOOKING_TASKS,
                Effect.GIVE_TREATMENT_TASK,
                Effect.TELL_BOOKED,
            ),
        ),
        (Stage.TREATMENT_SCHEDULED, Move.CANCEL): Step(
            Stage.SCANNED,
            _SELLING,
            (
                Effect.TAKE_BACK_TREATMENT_TASK,
                Effect.FINISH_BOOKING_TASKS,
                Effect.TELL_CANCELLED,
                Effect.RELEASE_APPOINTMENT,
                Effect.ASK_FOR_ANOTHER_TIME,
            ),
        ),
        (Stage.TREATMENT_SCHEDULED, Move.START): Step(
            Stage.IN_TREATMENT,
            _TREATING,
            (Effect.TAKE_BACK_BOOKING_TASKS, Effect.TELL_STARTED),
        ),
        (Stage.IN_TREATMENT, Move.STOP): Step(
            Stage.TREATMENT_SCHEDULED,
            _TREATING | {Role.MANAGER, Role.OWNER},
            (Effect.ASK_TO_BOOK_AGAIN,),
        ),
        (Stage.IN_TREATMENT, Move.FINISH): Step(
            Stage.COMPLETED,
            _TREATING,
            (
                Effect.FINISH_TREATMENT_TASK,
                Effect.FINISH_PLAN,
                Effect.EARN_POINTS,
                Effect.PLAN_FOLLOW_UPS,
                Effect.GIVE_OFFER_TASK,
                Effect.TELL_FINISHED,
            ),
        ),
        (Stage.COMPLETED, Move.FOLLOW_UP): Step(Stage.FOLLOW_UP, _TIME, ()),
        (Stage.SCANNED, Move.CLOSE): Step(Stage.SCANNED, _SELLING, _CLOSED),
        (Stage.TREATMENT_SCHEDULED, Move.CLOSE): Step(Stage.TREATMENT_SCHEDULED, _SELLING, _CLOSED),
        (Stage.COMPLETED, Move.CLOSE): Step(Stage.COMPLETED, _SELLING | _TIME, _CLOSED),
        (Stage.FOLLOW_UP, Move.CLOSE): Step(Stage.FOLLOW_UP, _SELLING | _TIME, _CLOSED),
    }
)


def decide(stage: Stage, move: Move, hands: Collection[Hand]) -> Step:
    """This will look a move up, for somebody with these hands.

    Args:
        stage: Where the case is.
        move: What is to be done.
        hands: The roles of a member of staff, or the kind of somebody else (see `hands_of`).

    Raises:
        IllegalMove: The table has no such move from this stage.
        NotAllowed: It has, but not for these hands.
    """
    step = TABLE.get((stage, move))
    if step is None:
        raise IllegalMove(stage=stage.value, move=move.value)
    if step.hands.isdisjoint(hands):
        raise NotAllowed(move=move.value)
    return step


def hands_of(actor: Actor) -> frozenset[Hand]:
    """This will give whose hands an actor has: the roles of staff, else what kind of somebody it is."""
    return frozenset(actor.roles) if actor.kind is ActorKind.STAFF else frozenset({actor.kind})
