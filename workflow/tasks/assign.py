"""Who should get a piece of work: a table of points over those who may have it. Pure: no row, no clock.

The first role that somebody there has decides; points below a role's step decide among its people. Whoever is chosen,
the points are kept with the task, so that anybody may ask why (docs/decisions/0016-who-gets-a-task.md).
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from workflow.actor import Role


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One member of staff, as far as the choice looks at her.

    Attributes:
        staff_id: Who it is; ids made earlier sort earlier, so they also say who has been there longer.
        roles: What she is.
        at_branch: Whether she works at the branch where the work is.
        on_shift: Whether she is there when the work is to be done.
        begins_at: When she begins, where nobody is at work yet; None: on_shift is said of this moment.
        may_perform: Whether roles, the physician's confirmation and her training let her do the treatment.
        is_trained: Whether the treatment is among the skills she is known for.
        knows_case: Whether she has had a hand in this case.
        knows_customer: Whether she sells to the customer or has treated her.
        load: How many tasks wait for her.
    """

    staff_id: uuid.UUID
    roles: frozenset[Role]
    at_branch: bool = True
    on_shift: bool = True
    begins_at: datetime | None = None
    may_perform: bool = True
    is_trained: bool = False
    knows_case: bool = False
    knows_customer: bool = False
    load: int = 0


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is to be given.

    Attributes:
        roles: Who may have it, first asked first.
        urgent: It waits for nobody's shift: whose role comes first is asked first, there or not.
        needs_licence: Only somebody who may perform the treatment may have it.
        but_not: Who must not get it: she declined it, hands it on, or is away.
    """

    roles: Sequence[Role]
    urgent: bool = False
    needs_licence: bool = False
    but_not: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who was chosen, and why.

    Attributes:
        staff_id: Who.
        role: The role it goes to.
        among: How many might have had it.
        points: What spoke for her and against her.
    """

    staff_id: uuid.UUID
    role: Role
    among: int
    points: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """This will give what is kept with the task."""
        return {"role": self.role.value, "among": self.among, "points": dict(self.points)}


ROLE_STEP = 100
# Beyond so many waiting tasks one more makes no difference: everybody is busy then.
MOST_LOAD = 6

Points = Callable[[Candidate], int]

# What speaks for somebody. Without a hurry being there outweighs any role, for the due time counts working hours.
CALM: Mapping[str, Points] = MappingProxyType(
    {
        "on_shift": lambda one: 1000 if one.on_shift else 0,
        "knows_case": lambda one: 24 if one.knows_case else 0,
        "knows_customer": lambda one: 18 if one.knows_customer else 0,
        "is_trained": lambda one: 12 if one.is_trained else 0,
        "load": lambda one: -6 * min(one.load, MOST_LOAD),
    }
)
# In a hurry the role decides, then who is there; whoever treated her is worth more than free hands.
URGENT: Mapping[str, Points] = MappingProxyType({**CALM, "on_shift": lambda one: 40 if one.on_shift else 0})


def role_of(candidate: Candidate, work: Work) -> Role | None:
    """This will give the first of the asked roles that a candidate has where the work is; an owner is one everywhere."""
    return next(
        (
            role
            for role in work.roles
            if role in candidate.roles and (candidate.at_branch or role is Role.OWNER)
        ),
        None,
    )


def may_have(candidate: Candidate, work: Work) -> bool:
    """This will say whether somebody may have the work at all."""
    return (
        candidate.staff_id not in work.but_not
        and role_of(candidate, work) is not None
        and (candidate.may_perform or not work.needs_licence)
    )


def points_of(candidate: Candidate, work: Work) -> dict[str, int]:
    """This will count what speaks for somebody, leaving out what says nothing."""
    role = role_of(candidate, work)
    if role is None:
        raise ValueError("points are for those who may have the work")
    table = URGENT if work.urgent else CALM
    counted = {name: points(candidate) for name, points in table.items()}
    counted["role"] = -ROLE_STEP * list(work.roles).index(role)
    return {name: points for name, points in counted.items() if points}


def ranked(candidates: Iterable[Candidate], work: Work) -> list[Candidate]:
    """This will order those who may have the work, the best first; ties go to who has been there longest."""
    able = [one for one in candidates if may_have(one, work)]
    return sorted(able, key=lambda one: (-sum(points_of(one, work).values()), one.staff_id))


def choose(candidates: Collection[Candidate], work: Work) -> Choice | None:
    """This will choose who gets the work, and say why; None where nobody may have it."""
    able = ranked(candidates, work)
    if not able:
        return None
    best = able[0]
    role = role_of(best, work)
    if role is None:
        raise AssertionError("whoever may have the work has a role for it")
    return Choice(staff_id=best.staff_id, role=role, among=len(able), points=points_of(best, work))
