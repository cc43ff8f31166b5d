"""The one table of a case's life, pair by pair. What is not written here as legal is refused."""

from __future__ import annotations

from itertools import product

import pytest

from workflow.actor import Actor, ActorKind, Role
from workflow.cases import TABLE, IllegalMove, Move, Stage, decide, hands_of
from workflow.cases.effects import EFFECTS
from workflow.cases.transitions import Effect, Hand
from workflow.refusal import NotAllowed
from workflow.store.base import new_id

HANDS: tuple[Hand, ...] = (*Role, ActorKind.CUSTOMER, ActorKind.SYSTEM)
SELLING = {Role.SALES, Role.MANAGER, Role.OWNER}
TREATING = {Role.BEAUTICIAN, Role.PHYSICIAN}
TIME = {ActorKind.SYSTEM}

# stage, move -> stage reached, who may. Written by hand from the clinic's rules, not from the table under test.
LEGAL: dict[tuple[str, str], tuple[str, set[Hand]]] = {
    ("scanned", "propose"): ("scanned", {*SELLING, Role.PHYSICIAN}),
    ("scanned", "schedule"): ("treatment_scheduled", {*SELLING}),
    ("scanned", "close"): ("scanned", {*SELLING}),
    ("treatment_scheduled", "reschedule"): ("treatment_scheduled", {*SELLING}),
    ("treatment_scheduled", "cancel"): ("scanned", {*SELLING}),
    ("treatment_scheduled", "start"): ("in_treatment", {*TREATING}),
    ("treatment_scheduled", "close"): ("treatment_scheduled", {*SELLING}),
    ("in_treatment", "stop"): ("treatment_scheduled", {*TREATING, Role.MANAGER, Role.OWNER}),
    ("in_treatment", "finish"): ("completed", {*TREATING}),
    ("completed", "follow_up"): ("follow_up", {*TIME}),
    ("completed", "close"): ("completed", {*SELLING, *TIME}),
    ("follow_up", "close"): ("follow_up", {*SELLING, *TIME}),
}


@pytest.mark.parametrize(("stage", "move"), list(product(Stage, Move)), ids=str)
def test_it_allows_what_the_clinic_allows_and_nothing_else(stage: Stage, move: Move) -> None:
    legal = LEGAL.get((stage.value, move.value))
    for hand in HANDS:
        if legal is None:
            with pytest.raises(IllegalMove) as refusal:
                decide(stage, move, {hand})
            assert refusal.value.facts == {"stage": stage.value, "move": move.value}
        elif hand in legal[1]:
            assert decide(stage, move, {hand}).to.value == legal[0]
        else:
            with pytest.raises(NotAllowed):
                decide(stage, move, {hand})


def test_it_allows_whoever_has_one_of_the_roles() -> None:
    assert decide(Stage.SCANNED, Move.SCHEDULE, {Role.BEAUTICIAN, Role.SALES}).to is Stage.TREATMENT_SCHEDULED


def test_it_lets_nobody_without_a_role_do_anything() -> None:
    for stage, move in TABLE:
        with pytest.raises(NotAllowed):
            decide(stage, move, set())


def test_it_never_skips_a_stage_going_forward() -> None:
    order = list(Stage)
    for (stage, _), step in TABLE.items():
        assert order.index(step.to) - order.index(stage) in (-1, 0, 1)


def test_it_has_a_function_for_every_effect_and_uses_each() -> None:
    used = {effect for step in TABLE.values() for effect in step.effects}
    assert used == set(Effect) == set(EFFECTS)


@pytest.mark.parametrize(
    ("actor", "hands"),
    [
        (Actor.system(new_id()), {ActorKind.SYSTEM}),
        (Actor.customer(new_id(), new_id()), {ActorKind.CUSTOMER}),
        (Actor.staff(new_id(), new_id(), frozenset({Role.SALES, Role.OWNER})), {Role.SALES, Role.OWNER}),
        (Actor.staff(new_id(), new_id(), frozenset()), set()),
    ],
)
def test_it_knows_whose_hands_an_actor_has(actor: Actor, hands: set[Hand]) -> None:
    assert hands_of(actor) == hands
