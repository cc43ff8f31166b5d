"""Words of danger in any chat, from anybody: a person of the clinic hears of them, whatever goes wrong."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.inbox import Inbox
from bot.turns.treat import STOP_REASON
from simulator.faults import Fault
from tests.bot.world import NEWCOMER, World, said
from tests.factories.cases import Walk
from workflow.customers import ask
from workflow.inbound import claim_next_events
from workflow.store.models import ChannelIdentity, Notice, Stage, Task, TaskKind
from workflow.unit_of_work import in_transaction

pytestmark = pytest.mark.servers
HOUR = timedelta(hours=1)


def in_a_group(event: dict[str, Any], who: str) -> dict[str, Any]:
    return {**event, "source": {"type": "group", "groupId": "C" + "1" * 32, "userId": who}}


def paged(world: World, kind: str = "red_flag") -> Sequence[Notice]:
    return world.read(lambda session: session.scalars(sa.select(Notice).where(Notice.kind == kind)).all())


def calls(world: World) -> Sequence[Task]:
    calls = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    return world.read(lambda session: session.scalars(calls).all())


class Broken:
    """An understanding that breaks every turn."""

    def understand(self, *_: object, **__: object) -> None:
        raise ZeroDivisionError


async def test_a_second_message_of_danger_in_the_same_minute_is_answered_too(world: World) -> None:
    await world.says(world.mali, "อยากตาย ไม่อยากอยู่แล้ว")
    world.clock.advance(timedelta(seconds=5))
    assert "1669" in said(await world.says(world.mali, "ตามองไม่เห็นเลยค่ะ"))


async def test_what_to_do_in_an_emergency_is_said_with_the_free_answer(world: World) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=100)
    assert "1669" in said(await world.says(world.mali, "ตามองไม่เห็นเลยค่ะ"))
    [kept] = world.double.requests_to("reply")
    assert kept.status == 200


async def test_danger_told_in_a_group_is_answered_in_her_own_chat(world: World) -> None:
    event = in_a_group(world.double.events.text(world.mali, "ตามองไม่เห็นเลยค่ะ"), world.mali)
    assert "1669" in said(await world.does(world.mali, event))
    assert world.double.requests_to("reply") == []


async def test_danger_is_answered_and_paged_while_another_bot_has_the_talk(world: World) -> None:
    event = {**world.double.events.text(world.mali, "ตามองไม่เห็นเลยค่ะ"), "mode": "standby"}
    assert "1669" in said(await world.does(world.mali, event))
    assert "ด่วน" in said(world.heard(world.anan))


@pytest.mark.parametrize(
    "words",
    [
        "จะฟ้องคลินิกแล้วนะ แล้วขอเลื่อนนัดพรุ่งนี้ด้วยค่ะ",
        "ไม่อยากอยู่แล้ว อยากตาย ขอเลื่อนนัดพรุ่งนี้ด้วยค่ะ",
        "ตามองไม่เห็นเลยค่ะ ขอเลื่อนนัดพรุ่งนี้ด้วยค่ะ",
    ],
)
async def test_a_wish_beside_words_of_danger_stands_on_the_page(world: World, words: str) -> None:
    await world.says(world.mali, words)
    assert words in said(world.heard(world.anan))


WISH = "ขอเลื่อนนัดพรุ่งนี้"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"ตามองไม่เห็นเลยค่ะ {WISH}", False),
        (f"อยากตาย {WISH}", False),
        (f"จะแจ้งความ {WISH}", True),
        (f"จะแจ้งความ เป็นเบาหวานก็ไม่ถาม ทำได้ไหม {WISH}", False),
    ],
)
async def test_what_may_tell_of_her_health_is_read_by_those_only_who_treat(
    world: World, words: str, *, shown: bool
) -> None:
    def block(session: sa.orm.Session) -> None:
        for one in (world.cast.anan_on_line, world.cast.ploy_on_line):
            session.get_one(ChannelIdentity, one.id).blocked_at = world.clock()

    world.read(block)
    await world.says(world.mali, words)
    page = said(world.heard(world.fon))
    assert "ด่วน" in page
    assert (WISH in page) is shown
    assert ("ผู้ทำทรีตเมนต์เท่านั้น" in page) is not shown


async def test_a_page_that_is_given_on_shows_her_words_to_whom_may_read_them(world: World) -> None:
    def block(session: sa.orm.Session) -> None:
        session.get_one(ChannelIdentity, world.cast.anan_on_line.id).blocked_at = world.clock()

    await world.double.deliver(world.double.events.text(world.mali, f"ตามองไม่เห็นเลยค่ะ {WISH}"))
    await world.inbox.handle_due()
    world.read(block)
    await world.settle()
    assert WISH in said(world.heard(world.ploy))
    assert WISH not in said(world.heard(world.fon))


DANGER = "ลูกค้าตามองไม่เห็นแล้ว หายใจไม่ออก ช่วยด้วย"


async def test_staff_who_tell_of_danger_have_it_passed_on_with_their_name(world: World) -> None:
    answer = await world.says(world.ploy, DANGER)
    assert "แจ้งทีมที่รับเรื่องด่วนแล้ว" in said(answer)
    page = said(world.heard(world.anan))
    assert "ด่วน" in page
    assert "พลอย" in page
    assert DANGER in page
    assert [notice.recipient_id for notice in paged(world, "danger_told")] == [world.cast.anan_on_line.id]


async def test_staff_who_write_of_despair_hear_of_somebody_to_talk_to(world: World) -> None:
    answer = said(await world.says(world.ploy, "ไม่อยากอยู่แล้ว อยากตาย"))
    assert "คุณไม่ต้องรับเรื่องนี้คนเดียว" in answer
    assert answer.index("1323") < answer.index("1669")
    assert "1323" not in said(await world.says(world.ploy, DANGER))


async def test_staff_are_told_when_their_words_of_danger_reach_nobody(world: World) -> None:
    def block(session: sa.orm.Session) -> None:
        for one in (world.cast.anan_on_line, world.cast.fon_on_line):
            session.get_one(ChannelIdentity, one.id).blocked_at = world.clock()

    world.read(block)
    answer = await world.says(world.ploy, DANGER)
    assert "ติดต่อใครในทีมไม่ได้" in said(answer)
    assert "1669" in said(answer)


async def test_the_physician_who_tells_of_danger_pages_others_not_herself(world: World) -> None:
    await world.says(world.anan, DANGER)
    told = {notice.recipient_id for notice in paged(world, "danger_told")}
    assert told == {world.cast.ploy_on_line.id, world.cast.fon_on_line.id}


@pytest.mark.parametrize("mode", ["standby", "group"])
async def test_staff_are_not_answered_where_the_bot_is_silent_but_heard(world: World, mode: str) -> None:
    event = world.double.events.text(world.ploy, DANGER)
    event = {**event, "mode": "standby"} if mode == "standby" else in_a_group(event, world.ploy)
    assert await world.does(world.ploy, event) == []
    assert "ด่วน" in said(world.heard(world.anan))


@pytest.mark.parametrize(
    "words",
    ["ลูกค้าหน้าบวมแดงนิดหน่อยหลังทำ ปกติค่ะ", "งานของฉัน", "ลูกค้ามีหนองเล็กน้อย นัดมาดูพรุ่งนี้"],
)
async def test_the_ordinary_talk_of_staff_pages_nobody(world: World, words: str) -> None:
    await world.says(world.ploy, words)
    assert paged(world, "danger_told") == []


async def test_the_reason_to_stop_a_treatment_is_taken_as_that_too(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).started() and None)
    case = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case)

    def asked(session: sa.orm.Session) -> None:
        ploy = session.get_one(ChannelIdentity, world.cast.ploy_on_line.id)
        ask(session, identity=ploy, kind=STOP_REASON, ref=str(case.id), now=world.clock(), lasts=HOUR)

    world.read(asked)
    await world.says(world.ploy, DANGER)
    stopped = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case)
    assert stopped.stage is Stage.TREATMENT_SCHEDULED
    assert len(paged(world, "danger_told")) == 1


async def test_a_strangers_danger_in_a_group_pages_and_the_bot_stays_silent(world: World) -> None:
    event = in_a_group(world.double.events.text(world.mali, "อยากตาย ไม่อยากอยู่แล้ว"), "U" + "8" * 32)
    await world.does(world.mali, event)
    assert "บุคคลที่ไม่รู้จัก" in said(world.heard(world.anan))
    assert world.double.requests_to("reply") == []
    await world.does(world.mali, in_a_group(world.double.events.text(world.mali, "สวัสดีค่ะ"), "U" + "8" * 32))
    assert len(paged(world, "danger_told")) == 1


async def test_danger_is_paged_and_answered_though_its_turn_breaks(world: World) -> None:
    broken = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=Broken()))
    world.double.people.add_person(NEWCOMER, "น้องใหม่")
    for who in (world.mali, NEWCOMER):
        await world.double.deliver(world.double.events.text(who, "ตามองไม่เห็นเลยค่ะ"))
    for _ in range(4):
        await broken.handle_due()
        world.clock.advance(timedelta(seconds=60))
    await world.settle()
    assert len(paged(world)) == 2
    for who in (world.mali, NEWCOMER):
        assert "1669" in said(world.heard(who))
        assert "ระบบขัดข้อง" not in said(world.heard(who))
    assert calls(world) == []


async def test_danger_is_not_lost_when_the_process_dies_in_each_turn(world: World) -> None:
    await world.double.deliver(world.double.events.text(world.mali, "ตามองไม่เห็นเลยค่ะ"))
    for _ in range(3):
        taken(world, limit=5)
        world.clock.advance(timedelta(seconds=31))
    await world.settle()
    assert "1669" in said(world.heard(world.mali))
    assert len(paged(world)) == 1


async def test_somebody_whose_event_killed_each_turn_is_called(world: World) -> None:
    await world.double.deliver(world.double.events.text(world.mali, "สวัสดีค่ะ"))
    for _ in range(3):
        taken(world, limit=5)
        world.clock.advance(timedelta(seconds=31))
    await world.settle()
    assert "ระบบขัดข้องชั่วคราว" in said(world.heard(world.mali))
    assert len(calls(world)) == 1


async def test_somebody_is_called_even_if_her_words_cannot_be_looked_through(world: World) -> None:
    broken = Inbox(sessions=world.sessions, kit=replace(world.kit, phrases=None))  # type: ignore[arg-type]
    await world.double.deliver(world.double.events.text(world.mali, "ตามองไม่เห็นเลยค่ะ"))
    for _ in range(4):
        await broken.handle_due()
        world.clock.advance(timedelta(seconds=60))
    await world.settle()
    assert "ระบบขัดข้องชั่วคราว" in said(world.heard(world.mali))
    assert len(calls(world)) == 1


def taken(world: World, *, limit: int) -> None:
    """Take events as a process does that dies in its turns."""
    lease = timedelta(seconds=30)
    in_transaction(
        world.sessions,
        lambda session: claim_next_events(session, now=world.clock(), lease=lease, limit=limit),
        clinic_id=None,
    )
