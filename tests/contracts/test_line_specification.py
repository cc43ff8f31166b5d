"""LINE's published specification, made strict: it must refuse wrong requests and take right ones.

As published it lets 11 of these 16 wrong requests pass (facts of section 3.2). Made strict, only the link without an
address passes, because the specification doesn't ask for it; our own contract refuses that one too.
"""

import json
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator import DoubleChannel, LineDouble, SimulatedClock, check_messages
from simulator.record import KeptRequest
from simulator.specification import LineSpecification

PLOY = "U" + "1" * 32
PUSH = "/v2/bot/message/push"
CORPUS = Path(__file__).parents[2].parent / "shared" / "line" / "flex_corpus"
TEXT = {"type": "text", "text": "สวัสดีค่ะ"}
WORDS = {"type": "text", "text": "ผล"}


def push(*messages: dict[str, Any]) -> dict[str, Any]:
    return {"to": PLOY, "messages": list(messages)}


def bubble(*parts: dict[str, Any], **changes: object) -> dict[str, Any]:
    box = {"type": "box", "layout": "vertical", "contents": list(parts)} | changes
    return {"type": "flex", "altText": "ผล", "contents": {"type": "bubble", "body": box}}


def quick_replies(count: int) -> dict[str, Any]:
    item = {"type": "action", "action": {"type": "message", "label": "ค่ะ", "text": "ค่ะ"}}
    return TEXT | {"quickReply": {"items": [item] * count}}


def bubbles(count: int) -> dict[str, Any]:
    one = bubble(WORDS)["contents"]
    return {"type": "flex", "altText": "ผล", "contents": {"type": "carousel", "contents": [one] * count}}


NO_ADDRESS = push(bubble({"type": "button", "action": {"type": "uri", "label": "ดู"}}))
WRONG: dict[str, dict[str, Any]] = {
    "nobody addressed": {"messages": [TEXT]},
    "no messages": push(),
    "six messages": push(*[TEXT] * 6),
    "text without text": push({"type": "text"}),
    "unknown kind of message": push({"type": "hologram"}),
    "fourteen quick replies": push(quick_replies(14)),
    "no alt text": push({key: value for key, value in bubble(WORDS).items() if key != "altText"}),
    "wrong layout": push(bubble(WORDS, layout="diagonal")),
    "misspelt property": push(bubble(WORDS | {"colour": "#ffffff"})),
    "unknown component": push(bubble({"type": "blink"})),
    "button without action": push(bubble({"type": "button"})),
    "image without address": push(bubble({"type": "image"})),
    "thirteen bubbles": push(bubbles(13)),
    "emptied bubble in a carousel": push(
        {
            "type": "flex",
            "altText": "ผล",
            "contents": {"type": "carousel", "contents": [{"type": "carousel"}]},
        }
    ),
    "a number as text": push({"type": "text", "text": 5}),
}


def asked(body: dict[str, Any], path: str = PUSH, **headers: str) -> KeptRequest:
    return KeptRequest(
        at=datetime(2026, 11, 23, tzinfo=UTC),
        endpoint="push",
        method="POST",
        path=path,
        query={},
        host="api.line.me",
        headers={"content-type": "application/json", **headers},
        body=json.dumps(body).encode(),
        request_id="r",
    )


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_the_specification_refuses_a_wrong_request(
    specification: LineSpecification, body: dict[str, Any]
) -> None:
    assert specification.check(asked(body))


def test_the_specification_lets_a_link_without_address_pass_but_our_contract_does_not(
    specification: LineSpecification,
) -> None:
    assert specification.check(asked(NO_ADDRESS)) == []
    assert [fault.path for fault in check_messages(NO_ADDRESS["messages"])] == [
        "messages[0].contents.body.contents[0].action.uri"
    ]


def test_the_specification_names_the_place(specification: LineSpecification) -> None:
    [fault] = specification.check(asked(WRONG["wrong layout"]))

    assert fault.path == "messages[0].contents.body.layout"


def test_the_specification_refuses_a_retry_key_that_is_no_uuid(specification: LineSpecification) -> None:
    assert specification.check(asked(push(TEXT), **{"x-line-retry-key": "again"}))
    assert specification.check(asked(push(TEXT), **{"x-line-retry-key": str(uuid.uuid4())})) == []


def test_the_specification_takes_lines_own_samples(specification: LineSpecification) -> None:
    samples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.json"))]

    faults = [
        specification.check(asked(push({"type": "flex", "altText": "ผล", "contents": sample})))
        for sample in samples
    ]

    assert faults == [[]] * 13


@pytest.fixture
async def bot(specification: LineSpecification) -> AsyncIterator[tuple[LineDouble, httpx.AsyncClient]]:
    channel = DoubleChannel(key="aura", secret="s", access_token="t", bot_user_id="U" + "b" * 32)
    clock = SimulatedClock(datetime(2026, 11, 23, tzinfo=UTC))
    double = LineDouble(clock=clock, channels=[channel], specification=specification)
    double.people.add_person(PLOY, "พลอย")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=double.app),
        base_url="https://api.line.me",
        headers={"authorization": "Bearer t"},
    ) as client:
        yield double, client


async def test_a_double_with_the_specification_holds_every_request_against_it(
    bot: tuple[LineDouble, httpx.AsyncClient],
) -> None:
    double, client = bot

    right = await client.post(PUSH, json=push(TEXT, bubble(WORDS)))
    wrong = await client.post(PUSH, json=WRONG["wrong layout"])

    assert (right.status_code, wrong.status_code) == (200, 400)
    assert {violation.source for violation in double.violations} == {"contract", "specification"}


async def test_right_requests_of_every_kind_break_nothing(bot: tuple[LineDouble, httpx.AsyncClient]) -> None:
    double, client = bot
    event = double.events.photo(PLOY, b"\xff\xd8\xff")
    data = "https://api-data.line.me"
    menu = {
        "size": {"width": 800, "height": 540},
        "selected": False,
        "name": "customer",
        "chatBarText": "เมนู",
        "areas": [],
    }
    menu_id = (await client.post("/v2/bot/richmenu", json=menu)).json()["richMenuId"]
    await client.post("/v2/bot/message/reply", json={"replyToken": event["replyToken"], "messages": [TEXT]})
    await client.post("/v2/bot/message/multicast", json={"to": [PLOY], "messages": [TEXT]})
    await client.post("/v2/bot/message/validate/push", json={"messages": [TEXT]})
    await client.post("/v2/bot/chat/loading/start", json={"chatId": PLOY, "loadingSeconds": 5})
    await client.post("/v2/bot/richmenu/bulk/unlink", json={"userIds": [PLOY]})
    await client.get("/v2/bot/message/quota")
    await client.get("/v2/bot/message/quota/consumption")
    await client.get(f"/v2/bot/profile/{PLOY}")
    await client.get(f"/v2/bot/user/{PLOY}/richmenu")
    await client.get(f"{data}/v2/bot/message/{event['message']['id']}/content")
    await client.post(
        f"{data}/v2/bot/richmenu/{menu_id}/content",
        content=b"no picture",
        headers={"content-type": "image/png"},
    )

    assert double.violations == []
    assert len(double.requests) == 12
