"""Who should get a piece of work: rules as tables, over people who are not in any database."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.actor import Role
from workflow.tasks import Candidate, Work, choose, ranked

FON, KOY, PLOY, ANAN = (uuid.UUID(int=number) for number in range(1, 5))
SALES, BEAUTY, DOCTOR = frozenset({Role.SALES}), frozenset({Role.BEAUTICIAN}), frozenset({Role.PHYSICIAN})
SELLING = Work(roles=(Role.SALES, Role.MANAGER, Role.OWNER))
TREATING = Work(roles=(Role.BEAUTICIAN, Role.PHYSICIAN), needs_licence=True)
TROUBLE = Work(roles=(Role.PHYSICIAN, Role.BEAUTICIAN, Role.OWNER), urgent=True)


def fon(**what: object) -> Candidate:
    return replace(Candidate(staff_id=FON, roles=SALES), **what)


def koy(**what: object) -> Candidate:
    return replace(Candidate(staff_id=KOY, roles=SALES), **what)


def ploy(**what: object) -> Candidate:
    return replace(Candidate(staff_id=PLOY, roles=BEAUTY), **what)


def anan(**what: object) -> Candidate:
    return replace(Candidate(staff_id=ANAN, roles=DOCTOR | {Role.OWNER}), **what)


@pytest.mark.parametrize(
    ("why", "people", "work", "chosen"),
    [
        ("the first role asked", [anan(), fon()], SELLING, FON),
        ("whoever is there, of any role", [fon(on_shift=False), anan()], SELLING, ANAN),
        ("nobody is there: the role decides", [fon(on_shift=False), anan(on_shift=False)], SELLING, FON),
        ("whose hands are free", [fon(load=2), koy(load=1)], SELLING, KOY),
        ("equal: whoever has been there longer", [koy(), fon()], SELLING, FON),
        ("she knows the customer", [fon(load=1), koy(load=3, knows_customer=True)], SELLING, KOY),
        ("but not when she is swamped", [fon(load=0), koy(load=4, knows_customer=True)], SELLING, FON),
        ("she knows the case", [fon(knows_customer=True), koy(knows_case=True)], SELLING, KOY),
        (
            "whoever is there before whoever knows her",
            [fon(), koy(on_shift=False, knows_case=True)],
            SELLING,
            FON,
        ),
        ("no amount of knowing makes up for a role", [fon(load=9), anan(knows_case=True)], SELLING, FON),
        ("an owner is one everywhere", [anan(at_branch=False)], SELLING, ANAN),
        ("others only at their branch", [fon(at_branch=False)], SELLING, None),
        ("only who may perform it", [ploy(may_perform=False), anan()], TREATING, ANAN),
        ("nobody may", [ploy(may_perform=False)], TREATING, None),
        ("whoever is trained in it", [ploy(), replace(koy(is_trained=True), roles=BEAUTY)], TREATING, KOY),
        ("in a hurry the physician, there or not", [anan(on_shift=False), ploy()], TROUBLE, ANAN),
        (
            "of two physicians the one who is there",
            [anan(on_shift=False), replace(anan(), staff_id=KOY)],
            TROUBLE,
            KOY,
        ),
        ("nobody who declined it", [fon(), koy(load=5)], replace(SELLING, but_not=frozenset({FON})), KOY),
        ("nobody at all", [], SELLING, None),
    ],
)
def test_it_goes_to(why: str, people: list[Candidate], work: Work, chosen: uuid.UUID | None) -> None:
    choice = choose(people, work)
    assert (choice and choice.staff_id) == chosen, why


def test_it_says_why() -> None:
    choice = choose([fon(load=2, knows_customer=True), koy(on_shift=False), ploy()], SELLING)
    assert choice is not None
    assert choice.to_json() == {
        "role": "sales",
        "among": 2,
        "points": {"on_shift": 1000, "knows_customer": 18, "load": -12},
    }


people = st.builds(
    Candidate,
    staff_id=st.integers(1, 2**64).map(lambda number: uuid.UUID(int=number)),
    roles=st.frozensets(st.sampled_from(Role), min_size=1),
    at_branch=st.booleans(),
    on_shift=st.booleans(),
    may_perform=st.booleans(),
    is_trained=st.booleans(),
    knows_case=st.booleans(),
    knows_customer=st.booleans(),
    load=st.integers(0, 40),
)
works = st.builds(
    Work,
    roles=st.lists(st.sampled_from(Role), min_size=1, unique=True),
    urgent=st.booleans(),
    needs_licence=st.booleans(),
)


@given(st.lists(people, unique_by=lambda one: one.staff_id), works)
def test_nobody_gets_what_they_may_not_have_and_the_first_role_that_is_there_decides(
    everybody: list[Candidate], work: Work
) -> None:
    choice = choose(everybody, work)
    if choice is None:
        assert not ranked(everybody, work)
        return
    [best] = [one for one in everybody if one.staff_id == choice.staff_id]
    assert choice.role in best.roles
    assert best.may_perform or not work.needs_licence
    assert best.at_branch or choice.role is Role.OWNER
    able = ranked(everybody, work)
    if not work.urgent and any(one.on_shift for one in able):
        assert best.on_shift
    assert ranked(reversed(everybody), work) == able  # the order in which they are looked at decides nothing
