"""LINE as a load needs it: people write at a steady rate, and the moment their answer arrives is kept.

It is cheap on purpose, because it shares the machine with what is measured; whether our requests are right is the
double's business (simulator/).
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web

# What people write to a clinic all day; each is understood, looked up and answered by a card or words.
WORDS = ("สวัสดีค่ะ", "โบท็อกซ์ราคาเท่าไหร่คะ", "เปิดกี่โมงคะ", "คะแนนของฉันมีเท่าไหร่", "คลินิกอยู่ที่ไหนคะ")


@dataclass
class Talk:
    """What one step of the load came to; times in seconds of the monotonic clock."""

    sent: dict[str, float] = field(default_factory=dict)  # reply token -> when the webhook left
    answered: dict[str, float] = field(default_factory=dict)  # reply token -> when the answer came
    refused: int = 0

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return len(self.sent) - len(self.answered)

    def percentile(self, share: float) -> float:
        """This will give the milliseconds from webhook to answer that `share` (0-1) of all stayed below.

        Whoever had no answer counts as endless.
        """
        took = [self.answered.get(token, float("inf")) - left for token, left in self.sent.items()]
        return round(sorted(took)[min(len(took) - 1, int(share * len(took)))] * 1000, 1)


class TalkingLine:
    """LINE's API on one side, people who write on the other."""

    def __init__(self, *, secret: str, bot_user_id: str, people: int) -> None:
        """This will know its people; nobody writes yet.

        Args:
            secret: Of the channel; signs webhooks.
            bot_user_id: The channel's own user id.
            people: How many write, in turns.
        """
        self._secret = secret.encode()
        self._bot = bot_user_id
        self.people = [f"U{number:032x}" for number in range(people)]
        self._owes: dict[str, str] = {}  # user id -> the reply token she waits for
        self.talk = Talk()

    def app(self) -> web.Application:
        """This will give LINE's API as the service calls it."""
        app = web.Application()
        app.router.add_post("/v2/bot/message/reply", self._reply)
        app.router.add_post("/v2/bot/message/push", self._push)
        app.router.add_get("/v2/bot/profile/{user}", self._profile)
        app.router.add_route("*", "/{rest:.*}", self._anything)
        return app

    async def _reply(self, request: web.Request) -> web.Response:
        told = orjson.loads(await request.read())
        self._answer(told["replyToken"])
        return _accepted()

    async def _push(self, request: web.Request) -> web.Response:
        told = orjson.loads(await request.read())
        self._answer(self._owes.get(told["to"], ""))
        return _accepted()

    def _answer(self, token: str) -> None:
        if token in self.talk.sent:
            self.talk.answered.setdefault(token, time.perf_counter())

    async def _profile(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"userId": request.match_info["user"], "displayName": "คุณ", "language": "th"}
        )

    async def _anything(self, _: web.Request) -> web.Response:
        return web.json_response({})

    async def write(self, address: str, *, per_second: float, seconds: float, patience: float) -> Talk:
        """This will let people write at a steady rate, and wait for the last answers.

        Args:
            address: Where the webhook stands.
            per_second: Messages in a second, whether or not earlier ones are answered.
            seconds: For how long.
            patience: Seconds to wait for answers after the last message.
        """
        self.talk = talk = Talk()
        number = int(per_second * seconds)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as client:
            began = time.perf_counter()
            sendings = []
            for count in range(number):
                await asyncio.sleep(max(0.0, began + count / per_second - time.perf_counter()))
                sendings.append(asyncio.create_task(self._send(client, address, count, talk)))
            await asyncio.gather(*sendings)
        until = time.perf_counter() + patience
        while talk.waiting and time.perf_counter() < until:  # noqa: ASYNC110 - answers come from another side
            await asyncio.sleep(0.05)
        return talk

    async def _send(self, client: aiohttp.ClientSession, address: str, count: int, talk: Talk) -> None:
        user, token = self.people[count % len(self.people)], secrets.token_hex(16)
        body = orjson.dumps(
            {"destination": self._bot, "events": [_event(user, token, WORDS[count % len(WORDS)])]}
        )
        signature = base64.b64encode(hmac.digest(self._secret, body, hashlib.sha256)).decode()
        self._owes[user] = token
        talk.sent[token] = time.perf_counter()
        headers = {"content-type": "application/json", "x-line-signature": signature}
        async with client.post(address, data=body, headers=headers) as answer:
            talk.refused += answer.status != 200


def _event(user: str, token: str, words: str) -> dict[str, Any]:
    return {
        "type": "message",
        "message": {"type": "text", "id": secrets.token_hex(9), "quoteToken": "q", "text": words},
        "webhookEventId": secrets.token_hex(13),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": int(time.time() * 1000),
        "source": {"type": "user", "userId": user},
        "replyToken": token,
        "mode": "active",
    }


def _accepted() -> web.Response:
    return web.json_response(
        {"sentMessages": [{"id": "461230966842064897"}]}, headers={"X-Line-Request-Id": secrets.token_hex(8)}
    )
