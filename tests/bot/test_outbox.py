"""Sending, through LINE's double and its faults: nothing is lost, nothing comes twice, nobody waits for another."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import preparing
from bot.channels.memory import MemoryChannel
from bot.channels.ports import Outcome, OutgoingMessage
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.recipients import Address
from simulator.faults import Fault
from tests.bot.world import World, said
from workflow.notices import NoticePurpose, NoticeState, ReplyChance, tell
from workflow.store.models import ChannelIdentity, Notice, Task, TaskKind

pytestmark = pytest.mark.servers

POINTS = {"balance": 10, "history": [], "zone": "Asia/Bangkok"}


def told(
    world: World,
    *,
    key: str = "k1",
    to: ChannelIdentity | None = None,
    purpose: NoticePurpose = NoticePurpose.TRANSACTIONAL,
    kind: str = "points",
    data: dict[str, Any] | None = None,
    reply: ReplyChance | None = None,
) -> None:
    world.read(
        lambda session: (
            tell(
                session,
                to=to or world.cast.mali_on_line,
                kind=kind,
                purpose=purpose,
                data=POINTS if data is None else data,
                key=key,
                now=world.clock(),
                reply=reply,
            )
            and None
        )
    )


def rows(world: World) -> list[Notice]:
    return world.read(lambda session: list(session.scalars(sa.select(Notice).order_by(Notice.id))))


def state(world: World) -> tuple[str, str | None]:
    [row] = [row for row in rows(world) if row.kind != "call_customer"]
    return row.state.value, row.reason


def a_token(world: World) -> ReplyChance:
    token = world.double.events.text(world.mali, "hello")["replyToken"]
    return ReplyChance(token=token, until=world.clock() + timedelta(seconds=50))


async def test_a_push_carries_the_notices_id_as_its_key(world: World) -> None:
    told(world)
    await world.outbox.send_due()
    [push] = world.double.requests_to("push")
    [row] = rows(world)
    assert push.retry_key == str(row.id)
    assert (row.state, row.reason, row.request_id) == (NoticeState.ACCEPTED, "push", push.request_id)


async def test_a_fresh_token_is_used_and_costs_nothing(world: World) -> None:
    told(world, reply=a_token(world))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "reply")
    assert world.double.requests_to("push") == []


async def test_a_token_of_a_minute_ago_is_not_even_tried(world: World) -> None:
    told(world, reply=a_token(world))
    world.clock.advance(timedelta(seconds=61))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")
    assert world.double.requests_to("reply") == []


async def test_a_token_that_is_dead_after_all_becomes_a_push_at_once(world: World) -> None:
    told(world, reply=ReplyChance(token="0" * 32, until=world.clock() + timedelta(seconds=50)))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")
    assert len(world.heard(world.mali)) == 1


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.TIMEOUT, Fault.TIMEOUT_AFTER])
async def test_a_push_whose_fate_is_unknown_goes_again_with_the_same_bytes_and_arrives_once(
    world: World, fault: Fault
) -> None:
    world.double.faults.hang_seconds = 3
    world.double.faults.script("push", fault)
    told(world)
    await world.outbox.send_due()
    assert state(world)[0] == "waiting"
    assert await world.outbox.send_due() == 0, "not before the wait is over"
    world.clock.advance(timedelta(seconds=2))
    await world.outbox.send_due()
    first, second = world.double.requests_to("push")
    assert (first.retry_key, first.body) == (second.retry_key, second.body)
    assert len(world.heard(world.mali)) == 1
    assert state(world)[0] == "accepted"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.ERROR_AFTER, "reply_taken_before"), (Fault.ERROR_BEFORE, "reply")],
)
async def test_a_reply_whose_fate_is_unknown_is_asked_for_once_more_and_arrives_once(
    world: World, fault: Fault, reason: str
) -> None:
    world.double.faults.script("reply", fault)
    told(world, reply=a_token(world))
    await world.outbox.send_due()
    world.clock.advance(timedelta(seconds=2))
    await world.outbox.send_due()
    assert len(world.heard(world.mali)) == 1
    assert world.double.requests_to("push") == []
    assert state(world) == ("accepted", reason)


async def test_a_process_that_died_after_sending_sends_the_same_and_line_says_it_knows(world: World) -> None:
    told(world)

    class DiesAfterSending(MemoryChannel):
        async def send(self, message: OutgoingMessage) -> Outcome:
            await world.channel.send(message)
            raise KeyboardInterrupt

    dying = Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: DiesAfterSending()},
        wording=world.outbox._preparing.wording,
        gate=world.outbox._preparing.gate,
    )
    with pytest.raises(KeyboardInterrupt):
        await dying._sender.send((await asyncio.to_thread(dying._prepare, 2, 1)).ready[0])
    assert await world.outbox.send_due() == 0, "its lease still runs"
    world.clock.advance(timedelta(seconds=11))
    await world.outbox.send_due()
    assert len(world.heard(world.mali)) == 1
    assert state(world) == ("accepted", "accepted_before")


async def test_after_a_day_without_an_answer_it_is_unknown_and_somebody_calls(world: World) -> None:
    world.double.faults.script("push", Fault.ERROR_BEFORE, times=500)
    told(world)
    for _ in range(400):
        await world.outbox.send_due()
        if state(world)[0] != "waiting":
            break
        world.clock.advance(timedelta(minutes=10))
    assert state(world)[0] == "unknown"
    made = len(world.double.requests_to("push"))
    world.clock.advance(timedelta(hours=2))
    await world.outbox.send_due()
    pushes = [
        kept for kept in world.double.requests_to("push")[made:] if kept.retry_key == str(rows(world)[0].id)
    ]
    assert pushes == [], "the key is not used again once LINE may have forgotten it"
    assert calls(world) == 1


def calls(world: World) -> int:
    return (
        world.read(
            lambda session: session.scalar(
                sa.select(sa.func.count()).select_from(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
            )
        )
        or 0
    )


async def test_the_monthly_limit_is_asked_every_quarter_of_an_hour_and_staff_hear_of_it_once(
    world: World,
) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=100)
    told(world, purpose=NoticePurpose.CARE)
    for _ in range(4):
        await world.outbox.send_due()
        await world.outbox.send_due()
        world.clock.advance(timedelta(minutes=15, seconds=1))
    care = [kept for kept in world.double.requests_to("push") if kept.retry_key == str(rows(world)[0].id)]
    assert len(care) == 4
    assert calls(world) == 1
    world.double.faults.clear()
    await world.outbox.send_due()
    await world.outbox.send_due()
    assert len(world.heard(world.mali)) == 1


async def test_too_fast_is_tried_later_and_none_is_lost(world: World) -> None:
    world.double.faults.script("push", Fault.RATE, times=5)
    for number in range(5):
        told(world, key=f"k{number}")
    for _ in range(30):
        await world.outbox.send_due()
        world.clock.advance(timedelta(seconds=5))
    assert [row.state for row in rows(world)] == [NoticeState.ACCEPTED] * 5
    assert len(world.heard(world.mali)) == 5


async def test_what_line_will_never_take_is_dead_and_does_not_hold_up_the_next(world: World) -> None:
    told(world, key="k1", kind="handed_to_person", data={"why": "asked"})
    world.read(lambda session: session.execute(sa.update(Notice).values(body='[{"type":"wrong"}]')) and None)
    told(world, key="k2")
    await world.outbox.send_due()
    await world.outbox.send_due()
    first, second = (row for row in rows(world) if row.kind != "call_customer")
    assert (first.state, second.state) == (NoticeState.DEAD, NoticeState.ACCEPTED)
    world.double.violations.clear()


async def test_a_notice_that_cannot_be_worded_is_our_bug_and_stops_nobody(world: World) -> None:
    told(world, key="k1", kind="no_such_kind")
    told(world, key="k2")
    await world.outbox.send_due()
    await world.outbox.send_due()
    first, second = (row for row in rows(world) if row.kind != "call_customer")
    assert (first.state, first.reason) == (NoticeState.DEAD, "not_worded")
    assert second.state is NoticeState.ACCEPTED
    assert calls(world) == 1, "she has not heard of it"


async def test_a_bug_in_one_sending_stops_no_other_and_loses_nothing(world: World) -> None:
    class BreaksOnce(MemoryChannel):
        broken = False

        async def send(self, message: OutgoingMessage) -> Outcome:
            if not self.broken:
                self.broken = True
                raise ZeroDivisionError
            return await world.channel.send(message)

    outbox = Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: BreaksOnce()},
        wording=world.outbox._preparing.wording,
        gate=world.outbox._preparing.gate,
    )
    told(world, key="m", to=world.cast.mali_on_line)
    told(world, key="f", to=world.cast.fon_on_line)
    await outbox.send_due()
    assert sorted([len(world.heard(world.mali)), len(world.heard(world.fon))]) == [0, 1]
    world.clock.advance(timedelta(seconds=11))
    await outbox.send_due()
    assert [len(world.heard(world.mali)), len(world.heard(world.fon))] == [1, 1]


async def test_a_red_flag_never_waits_behind_an_answer_that_is_stuck(world: World) -> None:
    world.double.faults.script("reply", Fault.ERROR_BEFORE, times=100)
    told(world, key="answer", purpose=NoticePurpose.ANSWER, reply=a_token(world))
    for _ in range(7):
        await world.outbox.send_due()
        world.clock.advance(timedelta(seconds=5))
    told(world, key="urgent", purpose=NoticePurpose.URGENT)
    await world.outbox.send_due()
    answer, urgent = rows(world)
    assert (answer.state, urgent.state) == (NoticeState.WAITING, NoticeState.ACCEPTED)


async def test_a_person_hears_things_in_the_order_they_were_told(world: World) -> None:
    for balance in range(8):
        told(world, key=f"k{balance}", data={**POINTS, "balance": balance})
    while await world.outbox.send_due():
        pass
    heard = [message["altText"] for message in world.heard(world.mali)]
    assert heard == [f"คุณมี {balance} แต้มค่ะ" for balance in range(8)]


async def test_a_care_message_waits_for_the_morning_and_goes_then(world: World) -> None:
    world.clock.set(world.clock().replace(hour=19))  # 02:00 in Bangkok
    told(world, purpose=NoticePurpose.CARE)
    await world.outbox.send_due()
    assert state(world) == ("waiting", "quiet_hours")
    world.clock.advance(timedelta(hours=7))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")


async def test_an_access_token_that_ran_out_is_renewed_once(world: World) -> None:
    world.double.faults.script("push", Fault.UNAUTHORIZED)
    told(world)
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")


async def test_two_outboxes_at_once_send_everything_once(world: World) -> None:
    for number in range(6):
        told(world, key=f"m{number}", to=world.cast.mali_on_line)
        told(world, key=f"f{number}", to=world.cast.fon_on_line)
    for _ in range(8):
        await asyncio.gather(world.outbox.send_due(), world.outbox.send_due())
    assert (len(world.heard(world.mali)), len(world.heard(world.fon))) == (6, 6)


async def test_a_turn_that_breaks_is_tried_again_then_set_aside_and_people_are_told(world: World) -> None:
    class Broken:
        def understand(self, *_: object, **__: object) -> None:
            raise ZeroDivisionError

    from dataclasses import replace

    broken = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=Broken()))
    await world.double.deliver(world.double.events.text(world.mali, "สวัสดีค่ะ"))
    for _ in range(4):
        await broken.handle_due()
        world.clock.advance(timedelta(seconds=60))
    await world.settle()
    assert "ระบบขัดข้องชั่วคราว" in said(world.heard(world.mali))
    assert calls(world) == 1
    assert "คุณมะลิ" in said(await world.says(world.mali, "สวัสดีค่ะ")), "the next words are heard again"


async def test_the_webhook_answers_while_a_turn_hangs(world: World) -> None:
    import threading
    import time

    let_go = threading.Event()

    class Hanging:
        def understand(self, *_: object, **__: object) -> None:
            let_go.wait(20)
            raise ZeroDivisionError

    from dataclasses import replace

    hanging = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=Hanging()))
    await world.double.deliver(world.double.events.text(world.mali, "สวัสดีค่ะ"))
    turn = asyncio.create_task(hanging.handle_due())
    await asyncio.sleep(0.2)
    began = time.monotonic()
    posted = asyncio.create_task(world.double.deliver(world.double.events.follow(world.fon)))
    await asyncio.sleep(0)
    done, _ = await asyncio.wait([posted], timeout=2)
    let_go.set()
    await turn
    assert await posted == 200
    assert done, "LINE waits two seconds at most"
    assert time.monotonic() - began < 10


def test_what_is_on_its_way_is_not_taken_a_second_time(world: World) -> None:
    told(world)
    assert [world.outbox._prepare(2, 5).taken for _ in range(2)] == [1, 0]


async def test_one_notice_that_breaks_us_is_pushed_aside_and_the_others_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(world, key="k1")
    told(world, key="k2")
    looked_up = preparing.addresses_of

    def not_of_the_first(session: Session, notices: Sequence[Notice]) -> dict[UUID, Address]:
        kept = [notice for notice in notices if notice.dedupe_key != "k1"]
        return looked_up(session, kept)

    monkeypatch.setattr(preparing, "addresses_of", not_of_the_first)
    await world.outbox.send_due()
    await world.outbox.send_due()

    first, second = rows(world)
    assert (first.state, first.reason) == (NoticeState.WAITING, "not_ready")
    assert second.state is NoticeState.ACCEPTED

    monkeypatch.setattr(preparing, "addresses_of", looked_up)
    world.clock.advance(timedelta(hours=1))
    await world.outbox.send_due()
    assert rows(world)[0].state is not NoticeState.WAITING
