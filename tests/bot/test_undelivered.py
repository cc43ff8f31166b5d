"""What does not arrive, or not in time: nothing comes twice or weeks late, and a person takes over what matters."""

from __future__ import annotations

import itertools
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bot.channels.memory import MemoryChannel
from bot.channels.ports import Outcome, OutgoingMessage
from bot.gate import GO, Decision
from bot.outbox import Outbox
from bot.undelivered import LONGEST_KEY, next_key
from simulator.faults import Fault
from tests.bot.test_outbox import POINTS, a_token, calls, rows, state, told
from tests.bot.world import World
from tests.factories.people import an_identity
from workflow.notices import NoticePurpose, NoticeState, ReplyChance, tell
from workflow.settings import ClinicRules
from workflow.store.models import (
    Branch,
    Channel,
    ChannelIdentity,
    Clinic,
    Notice,
    Staff,
    Task,
    TaskKind,
    TaskState,
)
from workflow.unit_of_work import in_transaction, scope_to

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from bot.channels import ports

pytestmark = pytest.mark.servers
AN_ID = "01980000-0000-7000-8000-000000000001"
SECOND = timedelta(seconds=1)
QUARTER = timedelta(minutes=15, seconds=1)
URGENT_FACTS = {
    "task_id": "01980000-0000-7000-8000-000000000001",
    "case_id": None,
    "case_code": None,
    "customer_name": "มะลิ",
    "groups": ["vision"],
    "urgency": "emergency",
    "treatment": None,
    "finished_at": None,
    "told_at": "2026-11-23T03:00:00+00:00",
    "zone": "Asia/Bangkok",
}


def page(world: World, to: ChannelIdentity) -> None:
    told(
        world,
        to=to,
        key=f"red_flag:task:{to.staff_id}",
        kind="red_flag",
        purpose=NoticePurpose.URGENT,
        data=URGENT_FACTS,
    )


def paged(world: World) -> list[tuple[UUID, NoticeState]]:
    return [(row.recipient_id, row.state) for row in rows(world) if row.kind == "red_flag"]


def outbox_over(world: World, channel: ports.Channel) -> Outbox:
    return Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: channel},
        wording=world.outbox._preparing.wording,
    )


async def send_for(world: World, rounds: int, wait: timedelta) -> None:
    for _ in range(rounds):
        await world.outbox.send_due()
        world.clock.advance(wait)


@pytest.mark.parametrize("fault", [Fault.ERROR_AFTER, Fault.ERROR_BEFORE])
async def test_a_reply_of_unknown_fate_is_not_pushed_once_its_token_is_over(
    world: World, fault: Fault
) -> None:
    world.double.faults.script("reply", fault)
    told(world, purpose=NoticePurpose.TRANSACTIONAL, reply=a_token(world))
    await world.outbox.send_due()
    world.clock.advance(timedelta(seconds=90))
    await world.outbox.send_due()
    assert state(world) == ("unknown", "reply_unknown")
    assert len(world.heard(world.mali)) == (1 if fault is Fault.ERROR_AFTER else 0)
    assert calls(world) == 1


@pytest.mark.parametrize("fault", [Fault.ERROR_AFTER, Fault.ERROR_BEFORE])
async def test_who_may_not_have_had_an_answer_is_asked_to_write_again(world: World, fault: Fault) -> None:
    world.double.faults.script("reply", fault)
    told(world, purpose=NoticePurpose.ANSWER, reply=a_token(world))
    await world.outbox.send_due()
    world.clock.advance(timedelta(seconds=90))
    await send_for(world, 3, SECOND)
    answer, asked = rows(world)
    assert (answer.state, answer.reason) == (NoticeState.UNKNOWN, "reply_unknown")
    assert (asked.kind, asked.state) == ("answer_uncertain", NoticeState.ACCEPTED)
    assert len(world.heard(world.mali)) == (2 if fault is Fault.ERROR_AFTER else 1)
    assert calls(world) == 0, "she says herself whether it came"


async def test_while_its_token_lives_a_reply_is_asked_for_again_in_time(world: World) -> None:
    world.double.faults.script("reply", Fault.ERROR_AFTER)
    world.double.faults.script("reply", Fault.ERROR_BEFORE, times=5)
    told(world, purpose=NoticePurpose.ANSWER, reply=a_token(world))
    await send_for(world, 50, SECOND)
    assert state(world) == ("accepted", "reply_taken_before")
    assert len(world.heard(world.mali)) == 1


async def test_what_is_urgent_is_pushed_after_a_reply_of_unknown_fate(world: World) -> None:
    world.double.faults.script("reply", Fault.ERROR_BEFORE)
    told(world, purpose=NoticePurpose.URGENT, reply=a_token(world))
    await world.outbox.send_due()
    world.clock.advance(timedelta(seconds=90))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")


async def test_a_token_that_dies_while_line_answers_tells_nothing(world: World) -> None:
    class Slow(MemoryChannel):
        """The first reply is not answered; the second is, once the token is over."""

        answers = (Outcome(status=None), Outcome(status=400, message="Invalid reply token"))
        asked = 0

        async def send(self, message: OutgoingMessage) -> Outcome:
            assert message.reply_token, "no push"
            self.asked += 1
            world.clock.advance(timedelta(seconds=1 if self.asked == 1 else 40))
            return self.answers[self.asked - 1]

    outbox = outbox_over(world, Slow())
    told(world, reply=a_token(world))
    await outbox.send_due()
    world.clock.advance(timedelta(seconds=25))
    await outbox.send_due()
    assert state(world) == ("unknown", "reply_unknown")


async def test_a_push_that_followed_a_dead_token_goes_again_with_its_key_after_a_crash(world: World) -> None:
    class DiesAfterPushing(MemoryChannel):
        async def send(self, message: OutgoingMessage) -> Outcome:
            outcome = await world.channel.send(message)
            if message.reply_token is None:
                raise KeyError
            return outcome

    token = ReplyChance(token="0" * 32, until=world.clock() + timedelta(seconds=50))
    told(world, reply=token)
    await outbox_over(world, DiesAfterPushing()).send_due()
    world.clock.advance(timedelta(seconds=90))
    await world.outbox.send_due()
    assert state(world) == ("accepted", "accepted_before")
    assert len(world.heard(world.mali)) == 1


async def test_a_push_instead_of_a_reply_that_was_too_old_goes_again_as_well(world: World) -> None:
    world.double.faults.script("push", Fault.ERROR_AFTER)
    told(world, reply=a_token(world))
    world.clock.advance(timedelta(seconds=55))
    await world.outbox.send_due()
    world.clock.advance(2 * SECOND)
    await world.outbox.send_due()
    assert state(world) == ("accepted", "accepted_before")


async def test_too_fast_does_not_make_us_forget_that_it_may_have_gone(world: World) -> None:
    world.double.faults.script("reply", Fault.ERROR_AFTER)
    world.double.faults.script("reply", Fault.RATE)
    told(world, reply=a_token(world))
    await send_for(world, 8, 2 * SECOND)
    assert state(world) == ("accepted", "reply_taken_before")
    assert len(world.heard(world.mali)) == 1


@pytest.mark.parametrize(
    ("purpose", "called"),
    [
        (NoticePurpose.ANSWER, 0),
        (NoticePurpose.TRANSACTIONAL, 1),
        (NoticePurpose.CARE, 1),
        (NoticePurpose.URGENT, 1),
    ],
)
async def test_what_the_quota_held_up_for_too_long_is_not_sent_and_somebody_calls_once(
    world: World, purpose: NoticePurpose, called: int
) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=1000)
    told(world, purpose=purpose)
    await world.outbox.send_due()
    world.clock.advance(timedelta(days=9))
    await world.outbox.send_due()
    world.double.faults.clear()
    await send_for(world, 3, QUARTER)
    assert state(world) == ("skipped", "too_late")
    assert world.heard(world.mali) == []
    assert calls(world) == called


async def test_what_the_quota_held_up_goes_when_there_is_quota_again_also_after_a_day(world: World) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=1000)
    told(world, purpose=NoticePurpose.CARE)
    await world.outbox.send_due()
    world.clock.advance(timedelta(days=2))
    world.double.faults.clear()
    await world.outbox.send_due()
    assert state(world) == ("accepted", "push")


async def test_what_may_have_gone_is_unknown_when_it_is_too_late(world: World) -> None:
    world.double.faults.script("push", Fault.ERROR_BEFORE, times=1000)
    told(world, purpose=NoticePurpose.URGENT)
    await send_for(world, 12, timedelta(minutes=10))
    assert state(world) == ("unknown", "too_late")
    assert calls(world) == 1


async def test_an_appointment_that_has_passed_is_not_announced(world: World) -> None:
    starts_at = (world.clock() + timedelta(hours=1)).isoformat()
    world.double.faults.script("push", Fault.MONTHLY)
    told(world, data={**POINTS, "starts_at": starts_at})
    await world.outbox.send_due()
    world.clock.advance(timedelta(hours=1))
    await world.outbox.send_due()
    assert state(world) == ("skipped", "too_late")


async def test_a_page_to_who_has_blocked_us_goes_to_the_owner(world: World) -> None:
    page(world, world.cast.ploy_on_line)

    def block(session: Session) -> None:
        session.get_one(ChannelIdentity, world.cast.ploy_on_line.id).blocked_at = world.clock()

    world.read(block)
    await send_for(world, 2, SECOND)
    assert paged(world) == [
        (world.cast.ploy_on_line.id, NoticeState.SKIPPED),
        (world.cast.anan_on_line.id, NoticeState.ACCEPTED),
    ]


@pytest.mark.parametrize(
    "key",
    [
        f"red_flag:{AN_ID}:{AN_ID}",
        f"danger_told:{AN_ID}:{AN_ID}",
        f"task_given:{AN_ID}:12",
        f"task_reminder:{AN_ID}:12",
        f"task_late:{AN_ID}:12",
        f"task_passed_up:{AN_ID}:12:{AN_ID}",
        f"again:12:red_flag:{AN_ID}:{AN_ID}",
        f"again:12:again:11:red_flag:{AN_ID}:{AN_ID}",
        "k" * LONGEST_KEY,
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_the_key_of_a_page_given_on_fits_and_is_one_for_each_person(key: str, *, is_named: bool) -> None:
    people = [uuid4() for _ in range(4)]
    if is_named:
        key = f"{key.removesuffix(AN_ID)[: LONGEST_KEY - len(AN_ID)]}{people[0]}"
    keys = [key]
    for missed, following in itertools.pairwise(people):
        keys.append(next_key(keys[-1], missed=missed, next_one=following))
    from_second = [next_key(keys[1], missed=people[1], next_one=one) for one in people[2:]]

    assert max(map(len, keys)) <= LONGEST_KEY
    assert len(set(keys)) == len(keys)
    assert from_second == keys[2:], "whoever missed it, the key of the next is the same"


def test_the_key_of_a_page_is_as_long_as_the_store_keeps() -> None:
    assert Notice.__table__.c.dedupe_key.type.length == LONGEST_KEY  # type: ignore[attr-defined]


async def test_a_page_held_up_by_the_quota_is_given_to_each_once(world: World) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=1000)
    page(world, world.cast.anan_on_line)
    await send_for(world, 12, QUARTER)
    everybody = {world.cast.anan_on_line.id, world.cast.ploy_on_line.id, world.cast.fon_on_line.id}
    assert dict(paged(world)) == dict.fromkeys(everybody, NoticeState.SKIPPED)
    assert len(paged(world)) == 3


@pytest.mark.parametrize("end", ["refused", "left", "unknown"])
async def test_a_page_goes_to_the_owner_when_it_ends_otherwise_than_accepted(world: World, end: str) -> None:
    page(world, world.cast.ploy_on_line)

    def leave(session: Session) -> None:
        session.get_one(Staff, world.cast.ploy.id).active = False

    def break_it(session: Session) -> None:
        session.execute(sa.update(Notice).values(body='[{"type":"wrong"}]'))

    if end == "unknown":
        world.double.faults.script("push", Fault.ERROR_BEFORE, times=12)
        await send_for(world, 13, timedelta(minutes=10))
    else:
        world.read(leave if end == "left" else break_it)
    await send_for(world, 3, SECOND)
    assert (world.cast.anan_on_line.id, NoticeState.ACCEPTED) in paged(world)
    world.double.violations.clear()


async def test_each_notice_is_looked_at_with_its_own_clinics_eyes(world: World) -> None:
    """A stranger stands where the clinic's first branch stands, and polite hours are the clinic's own."""
    asked: list[dict[str, Any]] = []

    def note(**question: Any) -> Decision:
        asked.append(question)
        return GO

    def of_the_second(session: Session) -> ChannelIdentity:
        second = session.scalars(sa.select(Clinic.id).where(Clinic.id != world.cast.clinic_id)).one()
        scope_to(session, second)
        channel = session.scalars(sa.select(Channel)).one()
        branch = session.scalars(sa.select(Branch)).one()
        branch.zone = "Asia/Tokyo"
        return an_identity(session, channel)

    stranger = in_transaction(world.sessions, of_the_second, clinic_id=None)
    theirs = ClinicRules(polite_from=time(11, 0))
    in_transaction(
        world.sessions,
        lambda session: tell(
            session,
            to=stranger,
            kind="points",
            purpose=NoticePurpose.CARE,
            data=POINTS,
            key="theirs",
            now=world.clock(),
        ),
        clinic_id=stranger.clinic_id,
    )
    told(world)
    outbox = Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: MemoryChannel(), stranger.channel_id: MemoryChannel()},
        wording=world.outbox._preparing.wording,
        gate=note,
        rules_of={stranger.clinic_id: theirs},
    )
    await outbox.send_due()
    seen = {question["purpose"]: (question["to"].zone.key, question["rules"]) for question in asked}
    assert seen == {
        NoticePurpose.TRANSACTIONAL: ("Asia/Bangkok", ClinicRules()),
        NoticePurpose.CARE: ("Asia/Tokyo", theirs),
    }


async def test_a_call_goes_to_the_clinics_own_people_however_busy_they_are(world: World) -> None:
    def keep_busy(session: Session) -> None:
        session.get_one(Staff, world.cast.fon.id).active = False
        session.add(
            Task(
                clinic_id=world.cast.clinic_id,
                customer_id=world.cast.mali.id,
                kind=TaskKind.CALL_CUSTOMER,
                staff_id=world.cast.anan.id,
                state=TaskState.OPEN,
                detail={},
                made_at=world.clock(),
                due_at=world.clock(),
            )
        )

    world.read(keep_busy)
    told(world)
    world.clock.advance(timedelta(hours=25))
    await world.outbox.send_due()
    tasks = in_transaction(
        world.sessions, lambda session: session.scalars(sa.select(Task)).all(), clinic_id=None
    )
    assert [task.staff_id for task in tasks] == [world.cast.anan.id] * 2
