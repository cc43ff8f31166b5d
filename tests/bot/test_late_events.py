"""What comes late does not undo what came after it: LINE sends a lost webhook again, minutes or hours later."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.customers import grant_consent, has_consent
from workflow.store.models import Consent, Purpose, Scan

pytestmark = pytest.mark.servers
MINUTE = timedelta(minutes=1)


def again(event: dict[str, Any]) -> dict[str, Any]:
    return {**event, "deliveryContext": {"isRedelivery": True}}


def agrees(world: World) -> bool:
    return world.read(
        lambda session: has_consent(session, customer_id=world.cast.mali.id, purpose=Purpose.SCAN_ANALYSIS)
    )


def answers(world: World) -> list[bool]:
    return world.read(lambda session: list(session.scalars(sa.select(Consent.granted).order_by(Consent.at))))


async def test_a_yes_that_comes_late_does_not_beat_the_no_after_it(world: World) -> None:
    asked = await world.sends_photo(world.mali)
    yes, no = presses_in(asked, "consent")[:2]
    lost = world.double.events.postback(world.mali, yes)
    world.clock.advance(MINUTE)
    await world.presses(world.mali, no)
    world.clock.advance(MINUTE)
    heard = await world.does(world.mali, again(lost))

    assert not agrees(world)
    assert answers(world) == [True, False], "the late yes is kept as history"
    assert world.read(lambda session: session.scalars(sa.select(Scan)).all()) == []
    assert "ข้อมูลเปลี่ยนไปแล้ว" in said(heard)


async def test_a_no_that_comes_late_does_not_withdraw_the_yes_after_it(world: World) -> None:
    asked = await world.sends_photo(world.mali)
    yes, no = presses_in(asked, "consent")[:2]
    lost = world.double.events.postback(world.mali, no)
    world.clock.advance(MINUTE)
    await world.presses(world.mali, yes)
    await world.does(world.mali, again(lost))

    assert agrees(world)
    [scan] = world.read(lambda session: session.scalars(sa.select(Scan)).all())
    assert scan.state.value == "waiting"


async def test_a_withdrawal_that_comes_late_withdraws_nothing_agreed_to_since(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    asked = await world.says(world.mali, "ขอถอนความยินยอม")
    lost = world.double.events.postback(world.mali, presses_in(asked, "withdraw")[-1])
    stop = world.double.events.text(world.mali, "ยกเลิกรับข่าวสาร")
    world.clock.advance(MINUTE)

    def agree(session: Session) -> None:
        for purpose in Purpose:
            grant_consent(
                session,
                customer=world.cast.mali,
                purpose=purpose,
                wording_version="th-1",
                channel_id=None,
                event_id=None,
                now=world.clock(),
            )

    world.read(agree)
    assert "ข้อมูลเปลี่ยนไปแล้ว" in said(await world.does(world.mali, again(lost)))
    assert "ข้อมูลเปลี่ยนไปแล้ว" in said(await world.does(world.mali, again(stop)))
    assert agrees(world)


async def test_a_follow_that_comes_late_does_not_unblock(world: World) -> None:
    lost = world.double.events.follow(world.mali)
    world.clock.advance(MINUTE)
    await world.does(world.mali, world.double.events.unfollow(world.mali))
    blocked_at = identity(world, world.mali).blocked_at
    assert blocked_at == world.clock()
    world.clock.advance(MINUTE)

    assert await world.does(world.mali, again(lost)) == []
    assert identity(world, world.mali).blocked_at == blocked_at


async def test_an_unfollow_that_comes_late_does_not_block(world: World) -> None:
    lost = world.double.events.unfollow(world.mali)
    world.clock.advance(MINUTE)
    assert await world.does(world.mali, world.double.events.follow(world.mali))
    await world.does(world.mali, again(lost))

    assert identity(world, world.mali).blocked_at is None
