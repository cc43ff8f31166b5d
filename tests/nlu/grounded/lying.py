"""An endpoint on loopback that does what a test tells it to: lies, stalls, drips, floods, breaks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

Behaviour = Callable[[Request], Awaitable[Response]]


def envelope(content: object) -> dict[str, Any]:
    """What an OpenAI-compatible endpoint puts around what it wrote."""
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}


def saying(content: object) -> Behaviour:
    async def do(_: Request) -> Response:
        return Response(json.dumps(envelope(content)), media_type="application/json")

    return do


def answering(answer: str, ids: tuple[str, ...] = ("p1",), *, enough: bool = True) -> Behaviour:
    return saying(json.dumps({"answer": answer, "passage_ids": ids, "enough": enough}))


def body(text: str, status: int = 200) -> Behaviour:
    async def do(_: Request) -> Response:
        return PlainTextResponse(text, status_code=status)

    return do


async def stalls(_: Request) -> Response:
    await asyncio.sleep(60)
    return PlainTextResponse("too late")


async def drips(_: Request) -> Response:
    async def bytes_() -> AsyncIterator[bytes]:
        for _ in range(600):
            yield b" "
            await asyncio.sleep(0.1)

    return StreamingResponse(bytes_(), media_type="application/json")


async def floods(_: Request) -> Response:
    async def bytes_() -> AsyncIterator[bytes]:
        for _ in range(10_000):
            yield b"x" * 10_000

    return StreamingResponse(bytes_(), media_type="application/json")


async def sends_elsewhere(_: Request) -> Response:
    return RedirectResponse("/elsewhere", status_code=307)


@dataclass
class LyingEndpoint:
    """Does what stands in `behaviours`, one for each request; the last again and again.

    Attributes:
        asked: What each request held.
        keys: What each request was signed with.
    """

    behaviours: list[Behaviour] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    strayed: int = 0

    def does(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    @property
    def app(self) -> Starlette:
        async def complete(request: Request) -> Response:
            self.asked.append(await request.json())
            self.keys.append(request.headers.get("authorization", ""))
            behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
            return await behaviour(request)

        async def elsewhere(_: Request) -> Response:
            self.strayed += 1
            return PlainTextResponse("")

        return Starlette(
            routes=[
                Route("/v1/chat/completions", complete, methods=["POST"]),
                Route("/elsewhere", elsewhere, methods=["POST"]),
            ]
        )
