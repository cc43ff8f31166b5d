"""What LINE tells the bot: the shape of events, their signature, redelivery and taking things back."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator import LineDouble, SimulatedClock
from simulator.posting import posting_to
from tests.simulator.cast import CHANNEL, PLOY

PHOTO = b"\xff\xd8\xff" + b"0" * 100
_CONTENT = "https://api-data.line.me/v2/bot/message/{}/content"


class Inbox:
    """Stands for the product: keeps what was posted and answers with a status."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, bytes, Mapping[str, str]]] = []
        self.status = 200

    async def __call__(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.posts.append((path, body, headers))
        return self.status

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for _, body, _ in self.posts for event in json.loads(body)["events"]]


@pytest.fixture
def inbox(double: LineDouble) -> Inbox:
    double.poster = inbox = Inbox()
    return inbox


async def test_a_webhook_is_signed_over_its_bytes(double: LineDouble, inbox: Inbox) -> None:
    status = await double.deliver(double.events.text(PLOY, "สวัสดีค่ะ"))

    [(path, body, headers)] = inbox.posts
    expected = base64.b64encode(hmac.digest(CHANNEL.secret.encode(), body, hashlib.sha256)).decode()
    assert status == 200
    assert path == "/line/aura/webhook"
    assert headers["x-line-signature"] == expected
    assert json.loads(body)["destination"] == CHANNEL.bot_user_id


async def test_an_event_carries_what_line_sends(double: LineDouble, clock: SimulatedClock) -> None:
    event = double.events.text(PLOY, "สวัสดีค่ะ")

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", event["webhookEventId"])
    assert event["timestamp"] == int(clock.now().timestamp() * 1000)
    assert event["mode"] == "active"
    assert event["source"] == {"type": "user", "userId": PLOY}
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert event["message"].keys() == {"type", "id", "quoteToken", "markAsReadToken", "text"}


async def test_photos_sent_at_once_share_an_image_set(double: LineDouble) -> None:
    first, second = double.events.photos(PLOY, [PHOTO, PHOTO])

    assert first["message"]["imageSet"]["id"] == second["message"]["imageSet"]["id"]
    assert [event["message"]["imageSet"]["index"] for event in (first, second)] == [1, 2]
    assert first["message"]["contentProvider"] == {"type": "line"}


async def test_redelivery_keeps_the_event_and_its_unused_token(
    double: LineDouble, inbox: Inbox, clock: SimulatedClock, bot: httpx.AsyncClient
) -> None:
    event = double.events.text(PLOY, "สวัสดี")
    await double.deliver(event)
    clock.advance(timedelta(minutes=5))

    await double.redeliver(event)

    first, again = inbox.events
    assert again == {**first, "deliveryContext": {"isRedelivery": True}}
    answer = await bot.post(
        "/v2/bot/message/reply",
        json={"replyToken": again["replyToken"], "messages": [{"type": "text", "text": "ค่ะ"}]},
    )
    assert answer.status_code == 200


async def test_a_redelivered_token_is_dead_after_twenty_minutes(
    double: LineDouble, inbox: Inbox, clock: SimulatedClock, bot: httpx.AsyncClient
) -> None:
    event = double.events.text(PLOY, "สวัสดี")
    clock.advance(timedelta(minutes=21))
    await double.redeliver(event)

    answer = await bot.post(
        "/v2/bot/message/reply",
        json={"replyToken": event["replyToken"], "messages": [{"type": "text", "text": "ค่ะ"}]},
    )

    assert answer.status_code == 400


async def test_content_is_served_until_it_is_unsent(double: LineDouble, bot: httpx.AsyncClient) -> None:
    event = double.events.photo(PLOY, PHOTO)
    address = _CONTENT.format(event["message"]["id"])

    served = await bot.get(address)
    unsend = double.events.unsend(PLOY, event["message"]["id"])
    gone = await bot.get(address)
    unknown = await bot.get(_CONTENT.format("123"))

    assert (served.status_code, served.content, served.headers["content-type"]) == (200, PHOTO, "image/jpeg")
    assert "replyToken" not in unsend
    assert (gone.status_code, unknown.status_code) == (410, 404)
    assert double.chats[PLOY][0]["unsent"] is True
    assert {request.host for request in double.requests_to("content")} == {"api-data.line.me"}


async def test_content_asked_for_at_the_wrong_host_is_a_violation(
    double: LineDouble, bot: httpx.AsyncClient
) -> None:
    event = double.events.photo(PLOY, PHOTO)

    answer = await bot.get(f"/v2/bot/message/{event['message']['id']}/content")

    assert answer.status_code == 404
    assert double.violations[0].faults[0].message == "must be asked at api-data.line.me"


async def test_a_photo_has_a_small_preview(double: LineDouble, bot: httpx.AsyncClient, a_jpeg: bytes) -> None:
    event = double.events.photo(PLOY, a_jpeg)

    preview = await bot.get(_CONTENT.format(event["message"]["id"]) + "/preview")

    assert preview.status_code == 200
    assert preview.content.startswith(b"\xff\xd8\xff")
    assert len(preview.content) < len(a_jpeg)


async def test_blocking_hides_the_profile_until_the_person_comes_back(
    double: LineDouble, bot: httpx.AsyncClient
) -> None:
    profile = f"/v2/bot/profile/{PLOY}"
    assert (await bot.get(profile)).json() == {"userId": PLOY, "displayName": "พลอย", "language": "th"}

    unfollow = double.events.unfollow(PLOY)
    assert (await bot.get(profile)).status_code == 404
    follow = double.events.follow(PLOY)

    assert "replyToken" not in unfollow
    assert follow["follow"] == {"isUnblocked": True}
    assert (await bot.get(profile)).status_code == 200


async def test_a_postback_shows_its_text_in_the_chat(double: LineDouble) -> None:
    event = double.events.postback(
        PLOY, "v1.book", params={"datetime": "2026-11-24T10:00"}, display_text="จองคิว"
    )

    assert event["postback"] == {"data": "v1.book", "params": {"datetime": "2026-11-24T10:00"}}
    assert double.chats.messages(PLOY, sender="person") == [{"type": "text", "text": "จองคิว"}]


async def test_the_status_of_a_webhook_is_handed_back_and_kept(double: LineDouble, inbox: Inbox) -> None:
    inbox.status = 500

    assert await double.deliver(double.events.sticker(PLOY)) == 500
    assert await double.check_webhook() == 500
    assert [delivery.status for delivery in double.deliveries] == [500, 500]


async def test_webhooks_reach_an_asgi_app(double: LineDouble) -> None:
    async def webhook(request: Request) -> Response:
        return Response(status_code=202 if await request.body() else 400)

    double.poster = posting_to(Starlette(routes=[Route("/line/aura/webhook", webhook, methods=["POST"])]))

    assert await double.deliver(double.events.text(PLOY, "สวัสดี")) == 202


async def test_a_double_without_a_poster_says_so(double: LineDouble) -> None:
    with pytest.raises(RuntimeError, match="no poster"):
        await double.deliver(double.events.text(PLOY, "สวัสดี"))
