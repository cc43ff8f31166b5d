"""What a process of a deployment is there for."""

from collections.abc import Iterable
from enum import StrEnum


class ProcessRole(StrEnum):
    """One thing a process may do. On one machine a process does all of them; a chain gives each its own."""

    WEB = "web"  # takes webhooks, serves pages and pictures
    WORKER = "worker"  # handles what people wrote, sends what they must be told, rings what is due
    VISION = "vision"  # reads photos, and nothing else


EVERY_ROLE = frozenset(ProcessRole)
_ALL = "all"


def roles_named(told: str) -> frozenset[ProcessRole]:
    """This will read the roles of a process: `all`, one of them, or several with commas between.

    Raises:
        ValueError: One of them is none of ours; the message says which there are.
    """
    names = {name.strip() for name in told.split(",") if name.strip()}
    known = {_ALL, *ProcessRole}
    if not names or not names <= known:
        raise ValueError(
            f"{told!r} is no role; write all, or some of {', '.join(ProcessRole)} with commas between"
        )
    return EVERY_ROLE if _ALL in names else frozenset(ProcessRole(name) for name in names)


def in_words(roles: Iterable[ProcessRole]) -> list[str]:
    """This will name roles in their own order, for logs and answers."""
    given = set(roles)
    return [str(role) for role in ProcessRole if role in given]
