"""Steps that the stories of a booking share."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import acting
from workflow.booking import book_appointment
from workflow.customers import open_form
from workflow.settings import ClinicRules
from workflow.store.models import Hold, Task, TaskKind

SATURDAY = "ส. 28 พ.ย. 2569"
_WAYS = {"stop", "other_day"}


def held(world: World) -> list[str]:
    """The times that are held for anybody."""
    rows = world.read(lambda session: list(session.scalars(sa.select(Hold.starts_at))))
    return [at.isoformat() for at in rows]


def calls(world: World) -> list[str]:
    """Why people are to be called."""
    statement = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    return world.read(lambda session: [one.detail["why"] for one in session.scalars(statement)])


def is_open(world: World) -> bool:
    """Whether a form waits for her answer."""
    return open_form(identity(world, world.mali), world.clock()) is not None


async def has_a_case(world: World) -> None:
    """Let Mali have a case for which a time can be chosen."""
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()


async def answers(world: World, *words: str) -> str:
    """What was said to the last of some messages."""
    told = ""
    for one in words:
        told = said(await world.says(world.mali, one))
    return told


def offered(world: World, told: list[dict[str, Any]]) -> list[str]:
    """What stands behind the buttons of the question that was asked last, without the ways out of it."""
    pressed = [world.kit.buttons.read(one, world.clock()) for one in presses_in(told[-1:], "form")]
    return [one.extra["v"] for one in pressed if one.extra["v"] not in _WAYS]


async def is_booked_by_phone(world: World, case_id: UUID) -> None:
    """Sales agrees a Friday with her, past the bot."""

    def books(session: Session) -> None:
        book_appointment(
            session,
            case_id=case_id,
            starts_at=datetime(2026, 11, 27, 7, tzinfo=UTC),
            by=acting(world.cast.fon),
            now=world.clock(),
            rules=ClinicRules(),
        )

    world.read(books)
    await world.settle()
