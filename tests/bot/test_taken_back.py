"""What a person takes back is gone wherever it was written down, and does not come back to life."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from tests.bot.world import NEWCOMER, World, a_photo, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import (
    ChannelIdentity,
    CheckIn,
    Customer,
    InboundEvent,
    Notice,
    Scan,
    ScanState,
    Staff,
)

pytestmark = pytest.mark.servers
SECRET = "เรื่องส่วนตัวของฉัน"


def consented(world: World) -> None:
    def agree(session: sa.orm.Session) -> None:
        session.get_one(Customer, world.cast.mali.id).sales_id = world.cast.fon.id
        Walk(session, world.cast, world.cast.mali).consents()

    world.read(agree)


def scans(world: World) -> list[ScanState]:
    return world.read(lambda session: list(session.scalars(sa.select(Scan.state))))


def everything_written(world: World) -> str:
    """Every place that can hold a person's words, as one text."""

    def look(session: sa.orm.Session) -> str:
        raws = [json.loads(raw) for raw in session.scalars(sa.select(InboundEvent.raw))]
        notices = [[notice.data, notice.body] for notice in session.scalars(sa.select(Notice))]
        check_ins = list(session.scalars(sa.select(CheckIn.text)))
        return json.dumps([raws, notices, check_ins], ensure_ascii=False)

    return world.read(look)


def unsend(world: World, who: str, event: dict[str, Any]) -> dict[str, Any]:
    return {**world.double.events.unsend(who, event["message"]["id"]), "source": event["source"]}


async def test_a_photo_that_comes_after_it_was_unsent_is_not_read(world: World) -> None:
    consented(world)
    lost = world.double.events.photo(world.mali, a_photo())
    await world.does(world.mali, unsend(world, world.mali, lost))
    heard = await world.does(world.mali, {**lost, "deliveryContext": {"isRedelivery": True}})

    assert heard == []
    assert scans(world) == []
    assert world.double.requests_to("content") == []


async def test_words_that_come_after_they_were_unsent_are_not_kept_or_answered(world: World) -> None:
    lost = world.double.events.text(world.mali, SECRET)
    await world.does(world.mali, unsend(world, world.mali, lost))
    assert await world.does(world.mali, {**lost, "deliveryContext": {"isRedelivery": True}}) == []
    assert SECRET not in everything_written(world)


async def test_staff_cannot_say_whose_an_unsent_photo_is(world: World) -> None:
    consented(world)
    photo = world.double.events.photo(world.fon, a_photo())
    asked = await world.does(world.fon, photo)
    await world.does(world.fon, unsend(world, world.fon, photo))

    assert "รูปนี้ถูกยกเลิกไปแล้ว" in said(await world.presses(world.fon, presses_in(asked, "photo_of")[0]))
    assert scans(world) == []


async def test_nobody_is_asked_for_consent_to_an_unsent_photo(world: World) -> None:
    photo = world.double.events.photo(world.fon, a_photo())
    asked = await world.does(world.fon, photo)
    await world.does(world.fon, unsend(world, world.fon, photo))

    assert "รูปนี้ถูกยกเลิกไปแล้ว" in said(await world.presses(world.fon, presses_in(asked, "photo_of")[0]))
    assert world.heard(world.mali) == []


async def test_a_withdrawn_photo_is_not_said_to_be_kept(world: World) -> None:
    consented(world)
    asked = await world.sends_photo(world.fon)
    press = presses_in(asked, "photo_of")[0]
    await world.presses(world.fon, press)
    await world.presses(world.mali, world.kit.buttons.make("withdraw", now=world.clock(), p="all"))
    yes = world.kit.buttons.make("consent", now=world.clock(), p="scan_analysis", a="yes", v="th-x")
    await world.presses(world.mali, yes)

    assert "รูปนี้ถูกยกเลิกไปแล้ว" in said(await world.presses(world.fon, press))


async def test_what_was_said_in_a_group_goes_too(world: World) -> None:
    event = world.double.events.text(world.mali, SECRET)
    event["source"] = {"type": "group", "groupId": "C" + "1" * 32, "userId": world.mali}
    await world.does(world.mali, event)
    assert SECRET in everything_written(world)
    await world.does(world.mali, unsend(world, world.mali, event))

    assert SECRET not in everything_written(world)


async def test_what_a_stranger_said_in_a_group_goes_and_makes_nobody_known(world: World) -> None:
    event = world.double.events.text(world.mali, SECRET)
    event["source"] = {"type": "group", "groupId": "C" + "1" * 32, "userId": NEWCOMER}
    await world.does(world.mali, event)
    await world.does(world.mali, unsend(world, world.mali, event))

    assert SECRET not in everything_written(world)
    known = sa.select(ChannelIdentity).where(ChannelIdentity.external_id == NEWCOMER)
    assert world.read(lambda session: session.scalars(known).all()) == []


async def test_what_staff_said_who_have_left_goes_too(world: World) -> None:
    event = world.double.events.text(world.fon, SECRET)
    await world.does(world.fon, event)

    def leave(session: sa.orm.Session) -> None:
        session.get_one(Staff, world.cast.fon.id).active = False

    world.read(leave)
    await world.does(world.fon, unsend(world, world.fon, event))

    assert SECRET not in everything_written(world)


async def test_words_that_a_colleague_was_told_go_too(world: World) -> None:
    await world.says(world.mali, "อยากจองคิวทำหน้าค่ะ")
    event = world.double.events.text(world.mali, f"ขอคุยกับเจ้าหน้าที่ค่ะ เรื่อง{SECRET}")
    await world.does(world.mali, event)
    assert SECRET in said(world.heard(world.fon))
    await world.does(world.mali, unsend(world, world.mali, event))

    assert SECRET not in everything_written(world)
    assert "อยากจองคิว" in everything_written(world), "another message's words stay"


async def test_the_words_of_a_red_flag_go_and_the_flag_stays(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    event = world.double.events.text(world.mali, f"ตามองไม่เห็นเลยค่ะ {SECRET}")
    await world.does(world.mali, event)
    assert world.read(lambda session: session.scalars(sa.select(CheckIn.text)).all()) == [
        event["message"]["text"]
    ]
    await world.does(world.mali, unsend(world, world.mali, event))

    [check_in] = world.read(lambda session: session.scalars(sa.select(CheckIn)).all())
    assert check_in.text is None
    assert check_in.red_flags
    assert SECRET not in everything_written(world)


@pytest.mark.parametrize("who", ["mali", "ploy"])
async def test_the_words_of_danger_go_from_pages_that_were_given_on_too(world: World, who: str) -> None:
    def block(session: sa.orm.Session) -> None:
        session.get_one(ChannelIdentity, world.cast.anan_on_line.id).blocked_at = world.clock()

    writer = getattr(world, who)
    event = world.double.events.text(writer, f"ตามองไม่เห็นเลยค่ะ {SECRET}")
    await world.double.deliver(event)
    await world.inbox.handle_due()
    world.read(block)
    await world.settle()
    pages = sa.select(Notice.dedupe_key).where(Notice.kind.in_(("red_flag", "danger_told")))
    assert len(world.read(lambda session: session.scalars(pages).all())) > 1
    assert SECRET in everything_written(world)
    await world.does(writer, unsend(world, writer, event))

    assert SECRET not in everything_written(world)


async def test_a_picture_that_cannot_be_erased_keeps_nobody_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    tried: list[str] = []

    def refuse(key: str) -> None:
        tried.append(key)
        raise PermissionError

    monkeypatch.setattr(world.kit.photos, "erase", refuse)
    everything = world.kit.buttons.make("withdraw", now=world.clock(), p="all")

    assert "ถอนความยินยอมแล้ว" in said(await world.presses(world.mali, everything))
    assert len(tried) == 2
