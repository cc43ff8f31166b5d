"""Whatever LINE may send is handled or ignored, never failed: its own examples, and events nobody has seen."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.bot.test_webhook import CORPUS, ODD, a_text
from tests.bot.world import World
from workflow.store.models import InboundEvent, InboundState

pytestmark = pytest.mark.servers


def states(world: World) -> dict[InboundState, int]:
    counted = sa.select(InboundEvent.state, sa.func.count()).group_by(InboundEvent.state)
    return dict(world.read(lambda session: [tuple(row) for row in session.execute(counted)]))


async def test_odd_events_are_kept_and_ignored_and_their_neighbours_answered(world: World) -> None:
    texts = [world.double.events.text(world.mali, "แต้มของฉัน") for _ in range(2)]
    envelope = {"destination": world.cast.channel.bot_user_id, "events": [texts[0], *ODD, texts[1]]}
    assert await post(world, json.dumps(envelope).encode()) == 200
    await world.settle()
    assert len(world.heard(world.mali)) == 2
    found = states(world)
    assert found.get(InboundState.FAILED) is None
    assert InboundState.WAITING not in found
    assert sum(found.values()) == len(ODD) + 2


@pytest.mark.parametrize(
    "change",
    [
        {"message": {"type": "text", "id": "1"}},
        {"message": {"type": "text", "id": "1", "text": ""}},
        {"message": {"type": "text", "id": "1", "text": "\x00\ud83d"}},
        {"message": {"type": "text", "id": "1", "text": "ก" * 20_000}},
        {"message": {"type": "image"}},
        {"message": {"type": "image", "id": "1", "contentProvider": {"type": "external"}}},
        {"message": {"type": "image", "id": None, "contentProvider": "line"}},
        {"type": "postback", "postback": {}},
        {"type": "postback", "postback": {"data": 7}},
        {"type": "postback", "postback": {"data": "v1.accept..."}},
        {"type": "postback", "postback": {"data": "v1.accept.zzz.fff.x=y.mac", "params": {"date": {}}}},
        {"type": "unsend"},
        {"type": "unsend", "unsend": {"messageId": 5}},
        {"type": "unfollow"},
        {"type": "accountLink", "link": {"result": "failed"}},
        {"source": {"type": "room", "roomId": "R1"}},
        {"replyToken": 7},
        {"replyToken": "x" * 500},
    ],
    ids=range(18),
)
async def test_an_event_with_something_missing_or_wrong_fails_nobody(
    world: World, change: dict[str, Any]
) -> None:
    event = {**a_text(), "timestamp": int(world.clock().timestamp() * 1000), **change}
    event.setdefault("source", {"type": "user", "userId": world.mali})
    if "source" not in change:
        event["source"] = {"type": "user", "userId": world.mali}
    body = json.dumps({"destination": world.cast.channel.bot_user_id, "events": [event]}).encode()
    assert await post(world, body) == 200
    await world.settle()
    found = states(world)
    assert found.get(InboundState.FAILED) is None
    assert InboundState.WAITING not in found
    assert world.double.violations == []


async def post(world: World, body: bytes) -> int:
    from simulator.posting import webhook_headers

    poster, key = world.double.poster, world.cast.channel.key
    assert poster is not None
    return await poster(
        f"/line/{key}/webhook", body, webhook_headers(body, world.double.channels[key].secret)
    )


def corpus() -> Iterator[Path]:
    yield from sorted(CORPUS.rglob("*.json")) if CORPUS.is_dir() else []


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of LINE's own examples is not beside this checkout"
)
async def test_lines_own_examples_are_all_handled_or_ignored(world: World) -> None:
    for file in corpus():
        envelope = json.loads(file.read_text(encoding="utf-8"))
        for event in envelope.get("events") or []:
            # As if they came now; the printed ones are years old, and would be ignored for that alone.
            event["timestamp"] = int(world.clock().timestamp() * 1000)
            # LINE prints the same id in several examples; here each is an event of its own.
            event["webhookEventId"] = uuid4().hex
            if "userId" in event.get("source", {}):
                # Printed user ids end in dots.
                event["source"]["userId"] = (
                    f"U{blake2b(event['source']['userId'].encode(), digest_size=16).hexdigest()}"
                )
        body = json.dumps({**envelope, "destination": world.cast.channel.bot_user_id}).encode()
        assert await post(world, body) == 200, file.name
    await world.settle()
    found = states(world)
    assert found.get(InboundState.FAILED) is None
    assert InboundState.WAITING not in found
    assert found[InboundState.HANDLED] > 10
    assert world.double.violations == []
