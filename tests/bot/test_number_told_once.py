"""A message that quotes a whole number is emptied once it has been told: then only the form, or her own row, holds it."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from simulator import Fault
from tests.bot.registering import PHONE, comes_to_confirm, comes_to_number, is_registered
from tests.bot.world import World, presses_in, said
from workflow.store.models import Notice, NoticeState

pytestmark = pytest.mark.servers


def is_quoted(world: World, number: str = "812345678") -> bool:
    """Whether any notice holds a number, as it is kept or as it is read aloud."""

    def look(session: Session) -> bool:
        rows = session.scalars(sa.select(Notice)).all()
        texts = [json.dumps(one.data) + (one.body or "") for one in rows]
        return any(number in text.replace("-", "") for text in texts)

    return world.read(look)


async def test_what_was_read_back_stays_in_no_message(world: World) -> None:
    assert "081-234-5678" in said(await comes_to_confirm(world))
    assert not is_quoted(world)

    assert "089-876-5432" in said(await world.says(world.mali, "ไม่ใช่ เบอร์ 089-876-5432"))
    assert not is_quoted(world, "898765432")


async def test_nor_where_it_is_asked_again_behind_something_else(world: World) -> None:
    await comes_to_confirm(world)

    told = await world.says(world.mali, "โบท็อกราคาเท่าไหร่นะ")

    assert "081-234-5678" in said(told)
    assert not is_quoted(world)


async def test_nor_on_the_buttons_of_two_numbers(world: World) -> None:
    await comes_to_number(world)

    assert "081-234-5678" in said(await world.says(world.mali, "0812345678 หรือ 0898765432 ก็ได้"))

    assert not is_quoted(world)


async def test_nor_on_the_card_of_who_may_call_her(world: World) -> None:
    is_registered(world)
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")

    shown = await world.presses(world.fon, presses_in(world.heard(world.fon)[-1:], "phone_of")[0])

    assert "081-234-5678" in said(shown)
    assert not is_quoted(world)


async def test_a_message_that_could_not_be_sent_yet_keeps_it_and_no_longer(world: World) -> None:
    await comes_to_number(world)
    world.double.faults.script("reply", Fault.RATE)
    await world.says(world.mali, "081-234-5678")
    assert is_quoted(world)

    world.clock.advance(timedelta(seconds=10))
    await world.settle()

    assert "081-234-5678" in said(world.heard(world.mali))
    assert not is_quoted(world)


async def test_one_that_never_arrives_is_emptied_too(world: World) -> None:
    await comes_to_number(world)
    await world.does(world.mali, world.double.events.unfollow(world.mali))
    await world.says(world.mali, "081-234-5678")

    states = world.read(lambda session: list(session.scalars(sa.select(Notice.state))))
    assert NoticeState.SKIPPED in states
    assert not is_quoted(world)
    assert PHONE not in said(world.heard(world.mali))
