"""A process does what its roles say: which there are, what each works on, and what it answers when asked."""

import pytest

from aura.roles import EVERY_ROLE, ProcessRole, in_words, roles_named
from aura.work import WORK


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        ("all", EVERY_ROLE),
        ("web", {ProcessRole.WEB}),
        ("worker, vision", {ProcessRole.WORKER, ProcessRole.VISION}),
        ("web,all", EVERY_ROLE),
    ],
)
def test_roles_are_named_with_commas_between(told: str, roles: frozenset[ProcessRole]) -> None:
    assert roles_named(told) == roles


@pytest.mark.parametrize("told", ["", ",", "wroker", "web,wroker", "WEB"])
def test_it_refuses_what_is_no_role_and_names_those_there_are(told: str) -> None:
    with pytest.raises(ValueError, match="web, worker, vision"):
        roles_named(told)


def test_roles_are_told_in_their_own_order() -> None:
    assert in_words({ProcessRole.VISION, ProcessRole.WEB}) == ["web", "vision"]


def test_only_the_vision_role_works_on_photos_and_it_does_nothing_else() -> None:
    assert [kind.name for kind in WORK if kind.role is ProcessRole.VISION] == ["scans", "simulations"]


def test_whoever_is_rung_is_there() -> None:
    names = {kind.name for kind in WORK}

    assert {name for kind in WORK for name in kind.causes} <= names
