"""What LINE answers when a bot sends: tokens, retry keys, quota and the two kinds of 429.

The rules are those of LINE's reference; time is moved, never waited for.
"""

import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest

from simulator import Fault, LineDouble, SimulatedClock
from tests.simulator.cast import CHANNEL, FON, PLOY

HELLO = [{"type": "text", "text": "สวัสดีค่ะ"}]
PUSH = "/v2/bot/message/push"
REPLY = "/v2/bot/message/reply"
MULTICAST = "/v2/bot/message/multicast"


def key() -> dict[str, str]:
    return {"x-line-retry-key": str(uuid.uuid4())}


async def push(
    bot: httpx.AsyncClient, to: str = PLOY, headers: dict[str, str] | None = None
) -> httpx.Response:
    return await bot.post(PUSH, json={"to": to, "messages": HELLO}, headers=headers)


async def test_a_reply_reaches_the_chat_once_and_costs_nothing(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    token = double.events.text(PLOY, "สวัสดี")["replyToken"]

    first = await bot.post(REPLY, json={"replyToken": token, "messages": HELLO})
    second = await bot.post(REPLY, json={"replyToken": token, "messages": HELLO})

    assert first.status_code == 200
    assert len(first.json()["sentMessages"]) == 1
    assert (second.status_code, second.json()) == (400, {"message": "Invalid reply token"})
    assert double.chats.messages(PLOY) == HELLO
    assert (await bot.get("/v2/bot/message/quota/consumption")).json() == {"totalUsage": 0}


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (60, 200), (61, 400)])
async def test_a_reply_token_is_good_for_a_minute(
    bot: httpx.AsyncClient, double: LineDouble, clock: SimulatedClock, seconds: int, status: int
) -> None:
    token = double.events.text(PLOY, "สวัสดี")["replyToken"]
    clock.advance(timedelta(seconds=seconds))

    answer = await bot.post(REPLY, json={"replyToken": token, "messages": HELLO})

    assert answer.status_code == status


async def test_a_reply_takes_no_retry_key(bot: httpx.AsyncClient, double: LineDouble) -> None:
    token = double.events.text(PLOY, "สวัสดี")["replyToken"]

    answer = await bot.post(REPLY, json={"replyToken": token, "messages": HELLO}, headers=key())

    assert answer.status_code == 400
    assert double.chats.messages(PLOY) == []


@pytest.mark.parametrize(("hours", "status", "copies"), [(0, 409, 1), (23, 409, 1), (24, 200, 2)])
async def test_a_retry_key_keeps_a_push_single_for_a_day(
    bot: httpx.AsyncClient, double: LineDouble, clock: SimulatedClock, *, hours: int, status: int, copies: int
) -> None:
    same = key()
    first = await push(bot, headers=same)
    clock.advance(timedelta(hours=hours))

    again = await push(bot, headers=same)

    assert again.status_code == status
    assert len(double.chats.messages(PLOY)) == copies
    if status == 409:
        assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
        assert again.json()["sentMessages"] == first.json()["sentMessages"]


async def test_a_multicast_told_twice_answers_409_without_messages(bot: httpx.AsyncClient) -> None:
    same = key()
    body = {"to": [PLOY, FON], "messages": HELLO}
    assert (await bot.post(MULTICAST, json=body, headers=same)).json() == {}

    again = await bot.post(MULTICAST, json=body, headers=same)

    assert again.status_code == 409
    assert "sentMessages" not in again.json()
    assert "x-line-accepted-request-id" in again.headers


async def test_a_bad_retry_key_is_refused(bot: httpx.AsyncClient) -> None:
    assert (await push(bot, headers={"x-line-retry-key": "again"})).status_code == 400


async def test_a_blocked_or_unknown_person_costs_nothing_and_gets_nothing(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    double.events.unfollow(FON)

    blocked = await push(bot, FON)
    unknown = await push(bot, "U" + "9" * 32)

    assert [blocked.status_code, unknown.status_code] == [200, 200]
    assert double.chats.messages(FON) == []
    assert double.quotas["aura"].used(now=double.clock()) == 0


async def test_the_quota_counts_people_and_ends_in_429(bot: httpx.AsyncClient, double: LineDouble) -> None:
    for _ in range(4):
        await bot.post(MULTICAST, json={"to": [PLOY, FON], "messages": HELLO * 5})
    await push(bot)
    await push(bot)

    over = await push(bot)

    assert (over.status_code, over.json()) == (429, {"message": "You have reached your monthly limit."})
    assert (await bot.get("/v2/bot/message/quota")).json() == {"type": "limited", "value": 10}
    assert (await bot.get("/v2/bot/message/quota/consumption")).json() == {"totalUsage": 10}


async def test_the_quota_starts_anew_with_the_month(
    bot: httpx.AsyncClient, double: LineDouble, clock: SimulatedClock
) -> None:
    double.quotas["aura"].spend(10, now=clock.now())
    assert (await push(bot)).status_code == 429

    clock.advance(timedelta(days=8))

    assert (await push(bot)).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status", "message", "reaches"),
    [
        (Fault.TIMEOUT, 504, "Gateway timeout", False),
        (Fault.TIMEOUT_AFTER, 504, "Gateway timeout", True),
        (Fault.ERROR_BEFORE, 500, "Internal server error", False),
        (Fault.ERROR_AFTER, 500, "Internal server error", True),
        (Fault.UNAUTHORIZED, 401, "Authentication failed", False),
        (Fault.RATE, 429, "The API rate limit has been exceeded. Try again later.", False),
        (Fault.MONTHLY, 429, "You have reached your monthly limit.", False),
    ],
)
async def test_a_scripted_fault_comes_as_often_as_told(
    bot: httpx.AsyncClient, double: LineDouble, fault: Fault, status: int, message: str, *, reaches: bool
) -> None:
    double.faults.script("push", fault, times=2)
    same = key()

    first = await push(bot, headers=same)
    second = await push(bot, headers=same)
    third = await push(bot, headers=same)

    assert first.status_code == status
    assert message in first.json()["message"]
    # The second try of an accepted request answers 409 before the fault could take it away again.
    assert second.status_code == (409 if reaches else status)
    assert third.status_code == (409 if reaches else 200)
    assert len(double.chats.messages(PLOY)) == 1


@pytest.mark.parametrize(
    "headers", [{"authorization": ""}, {"authorization": "Bearer wrong"}, {"authorization": "Basic a-token"}]
)
async def test_only_the_channels_own_token_opens_it(bot: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await push(bot, headers=headers)).status_code == 401


async def test_every_request_is_kept_with_its_answer_and_without_its_token(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    answer = await push(bot, headers=key())

    [kept] = double.requests_to("push")
    assert (kept.method, kept.path, kept.status) == ("POST", PUSH, 200)
    assert kept.request_id == answer.headers["x-line-request-id"]
    assert kept.json == {"to": PLOY, "messages": HELLO}
    assert kept.answer == answer.content
    assert CHANNEL.access_token not in str(kept)


@pytest.mark.parametrize(
    ("path", "body", "property_"),
    [
        (PUSH, {"messages": HELLO}, "to"),
        (PUSH, {"to": PLOY, "messages": []}, "messages"),
        (PUSH, {"to": PLOY, "messages": HELLO * 6}, "messages"),
        (PUSH, {"to": PLOY, "messages": [{"type": "text"}]}, "messages[0].text"),
        (MULTICAST, {"to": [PLOY] * 501, "messages": HELLO}, "to"),
        ("/v2/bot/chat/loading/start", {"chatId": PLOY, "loadingSeconds": 7}, "loadingSeconds"),
        (
            "/v2/bot/message/validate/reply",
            {"messages": [{"type": "video"}]},
            "messages[0].originalContentUrl",
        ),
    ],
)
async def test_a_breach_of_the_contract_answers_400_and_is_kept(
    bot: httpx.AsyncClient, double: LineDouble, path: str, body: dict[str, Any], property_: str
) -> None:
    answer = await bot.post(path, json=body)

    assert answer.status_code == 400
    assert property_ in [detail["property"] for detail in answer.json()["details"]]
    [violation] = double.violations
    assert violation.path == path


async def test_an_operation_line_does_not_have_is_a_violation(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    assert (await bot.get("/v3/bot/message/push")).status_code == 404
    assert [violation.path for violation in double.violations] == ["/v3/bot/message/push"]


async def test_the_loading_animation_shows_until_the_bot_writes(
    bot: httpx.AsyncClient, double: LineDouble, clock: SimulatedClock
) -> None:
    answer = await bot.post("/v2/bot/chat/loading/start", json={"chatId": PLOY, "loadingSeconds": 10})
    assert answer.status_code == 202
    assert double.chats.is_loading(PLOY, now=clock.now())

    await push(bot)

    assert not double.chats.is_loading(PLOY, now=clock.now())
