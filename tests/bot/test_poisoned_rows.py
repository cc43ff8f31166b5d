"""A row that the database will not take is that row's trouble: it stands aside, and its lane goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from bot import outbox as outbox_module
from bot import preparing, settling
from bot.channels.memory import MemoryChannel
from bot.channels.ports import Outcome
from bot.gate import TOO_LATE, Decision, May
from bot.outbox import Outbox
from bot.preparing import PUSHED_ASIDE
from bot.settling import write_down
from bot.undelivered import see_to
from tests.bot.test_outbox import rows, told
from workflow.notices import NoticeState, begin_sending_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.channels.ports import OutgoingMessage
    from bot.settling import Tried
    from tests.bot.world import World
    from workflow.store.models import Notice

pytestmark = pytest.mark.servers
ROWS_OWN = [DataError, IntegrityError]


def refused(kind: type[DBAPIError]) -> DBAPIError:
    return kind("INSERT INTO task", {}, Exception("the driver's words"))


def break_for(
    monkeypatch: pytest.MonkeyPatch, poison: Notice, kind: type[DBAPIError], calls: list[str]
) -> None:
    """Have the database refuse whatever is done about one notice that did not arrive."""

    def refuse(session: Session, *, notice: Notice, **asked: Any) -> None:
        if notice.id == poison.id:
            calls.append(notice.dedupe_key)
            raise refused(kind)
        see_to(session, notice=notice, **asked)

    monkeypatch.setattr(settling, "see_to", refuse)


def outbox_that_ends(world: World, poison: Notice) -> Outbox:
    """An outbox whose gate never lets one notice go."""
    gate = world.outbox._preparing.gate
    made_at = poison.made_at

    def decide(**asked: Any) -> Decision:
        return Decision(May.NEVER, TOO_LATE) if asked["made_at"] == made_at else gate(**asked)

    return Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: MemoryChannel()},
        wording=world.outbox._preparing.wording,
        gate=decide,
    )


def poison_and_neighbour(world: World) -> Notice:
    told(world, key="poison")
    world.clock.advance(timedelta(milliseconds=5))
    told(world, key="neighbour", to=world.cast.fon_on_line)
    return rows(world)[0]


@pytest.mark.parametrize("kind", ROWS_OWN)
async def test_a_notice_that_cannot_be_ended_stands_aside_and_its_lane_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: type[DBAPIError]
) -> None:
    poison, calls = poison_and_neighbour(world), list[str]()
    break_for(monkeypatch, poison, kind, calls)

    await outbox_that_ends(world, poison).send_lane(2)

    first, second = rows(world)
    assert calls == ["poison"]
    assert (first.state, first.reason, first.due_at) == (
        NoticeState.WAITING,
        "not_ready",
        world.clock() + PUSHED_ASIDE,
    )
    assert second.state is NoticeState.ACCEPTED


async def test_the_databases_own_trouble_puts_nobody_aside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, calls = poison_and_neighbour(world), list[str]()
    break_for(monkeypatch, poison, OperationalError, calls)

    with pytest.raises(OperationalError):
        await outbox_that_ends(world, poison).send_lane(2)

    assert [(row.state, row.attempts) for row in rows(world)] == [(NoticeState.WAITING, 0)] * 2


@pytest.mark.parametrize("kind", ROWS_OWN)
async def test_bytes_that_the_database_will_not_keep_spare_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: type[DBAPIError]
) -> None:
    poison = poison_and_neighbour(world)

    def refuse(session: Session, leaving: Sequence[Any], **asked: Any) -> None:
        if any(one.notice_id == poison.id for one in leaving):
            raise refused(kind)
        begin_sending_all(session, leaving, **asked)

    monkeypatch.setattr(preparing, "begin_sending_all", refuse)
    await world.outbox.send_lane(2)
    aside, sent = rows(world)
    assert (aside.state, aside.reason, aside.due_at) == (
        NoticeState.WAITING,
        "not_ready",
        world.clock() + PUSHED_ASIDE,
    )
    assert (aside.attempts, aside.lease_until) == (0, None), "it did not leave"
    assert (sent.state, sent.attempts) == (NoticeState.ACCEPTED, 1)


class RefusesOne(MemoryChannel):
    """Will never take one notice."""

    def __init__(self, poison: Notice) -> None:
        super().__init__()
        self.poison = poison

    async def send(self, message: OutgoingMessage) -> Outcome:
        if message.retry_key == self.poison.id:
            return Outcome(status=400, message="no")
        return await super().send(message)


@pytest.mark.parametrize("kind", ROWS_OWN)
async def test_an_answer_that_cannot_be_written_down_spares_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: type[DBAPIError]
) -> None:
    poison, calls = poison_and_neighbour(world), list[str]()
    break_for(monkeypatch, poison, kind, calls)
    outbox = Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: RefusesOne(poison)},
        wording=world.outbox._preparing.wording,
    )
    await outbox.send_lane(2)
    assert calls
    assert [row.state for row in rows(world)] == [NoticeState.WAITING, NoticeState.ACCEPTED]


@pytest.mark.parametrize("kind", ROWS_OWN)
async def test_one_that_breaks_the_common_commit_is_written_down_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: type[DBAPIError]
) -> None:
    poison = poison_and_neighbour(world)

    def refuse(session: Session, tried: Sequence[Tried], now: Any) -> None:
        if any(one.notice.id == poison.id for one in tried):
            raise refused(kind)
        write_down(session, tried, now)

    monkeypatch.setattr(outbox_module, "write_down", refuse)
    await world.outbox.send_lane(2)
    assert [row.state for row in rows(world)] == [NoticeState.WAITING, NoticeState.ACCEPTED]
