"""What tests of registering do again and again: who is registered, how far the talk is, and what is kept by now."""

from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from tests.bot.world import World
from workflow.customers import Customer, Purpose, grant_consent, keep_contact
from workflow.store.models import ChannelIdentity, Task, TaskKind

PHONE, OTHER = "+66812345678", "+66898765432"


def mali_of(world: World) -> Customer:
    return world.read(lambda session: session.get_one(Customer, world.cast.mali.id))


def kept(world: World) -> tuple[str, str | None, str | None]:
    hers = mali_of(world)
    return hers.name, hers.phone, hers.birthday


def is_open(world: World) -> bool:
    row = world.read(lambda session: session.get_one(ChannelIdentity, world.cast.mali_on_line.id))
    return row.open_form is not None


def calls(world: World) -> list[str]:
    waiting = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    return [one.detail["why"] for one in world.read(lambda session: list(session.scalars(waiting)))]


def wants_news(world: World) -> None:
    def work(session: Session) -> None:
        grant_consent(
            session,
            customer=session.get_one(Customer, world.cast.mali.id),
            purpose=Purpose.MARKETING_MESSAGES,
            wording_version="th-1",
            channel_id=None,
            event_id=None,
            now=world.clock(),
        )

    world.read(work)


def is_registered(world: World, *, phone: str | None = PHONE, name: str = "มะลิ") -> None:
    def work(session: Session) -> None:
        hers = session.get_one(Customer, world.cast.mali.id)
        keep_contact(session, customer=hers, name=name, phone=phone, now=world.clock())

    world.read(work)


def with_every_log() -> None:
    """The world is quiet; where a log is looked at it must not be."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))


async def speaks_english(world: World) -> None:
    world.read(lambda session: setattr(session.get_one(Customer, world.cast.mali.id), "language", "en"))


def labels_in(messages: list[dict[str, Any]]) -> list[str]:
    items = messages[-1].get("quickReply", {}).get("items", [])
    return [item["action"]["label"] for item in items]


async def comes_to_number(world: World) -> list[dict[str, Any]]:
    await world.says(world.mali, "สมัครสมาชิก")
    return await world.says(world.mali, "แป้งค่ะ")


async def comes_to_confirm(world: World) -> list[dict[str, Any]]:
    await comes_to_number(world)
    return await world.says(world.mali, "081-234-5678")
