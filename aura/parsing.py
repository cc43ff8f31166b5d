"""The embedded engine as a server of its own: `/model/parse` as Rasa has it, so that either can stand in for the other."""

import hmac
import json

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool

from nlu.engine import Engine
from nlu.layers import LONGEST_READ
from nlu.parse_contract import PATH, answer
from nlu.spelling import tidy

MOST_BYTES = 64 * 1024
"""The longest request that is read; LINE's longest text is 5,000 characters, 30 KB as JSON at most."""


def parsing_app(engine: Engine, *, token: str) -> FastAPI:
    """This will make the server; it knows no clinic, keeps nothing and logs no text.

    Args:
        engine: What guesses.
        token: What callers must give as `?token=`, because Rasa takes it there; never empty.
    """
    if not token:
        raise ValueError("without a token anybody could ask")
    app = FastAPI(title="BN-Aura's understanding", docs_url=None, redoc_url=None, openapi_url=None)

    async def parse(request: Request) -> JSONResponse:
        given = request.query_params.get("token", "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            return _failure(401)
        text = _text_of(await _body_of(request))
        if text is None:
            return _failure(400)
        read = tidy(text[:LONGEST_READ])
        guess = await run_in_threadpool(engine.guess, read) if read else None
        return JSONResponse(answer(text.strip(), guess))

    async def greet() -> PlainTextResponse:
        return PlainTextResponse("Hello from BN-Aura")

    app.add_api_route(PATH, parse, methods=["POST"])
    app.add_api_route("/", greet, methods=["GET"])
    return app


async def _body_of(request: Request) -> bytes:
    """This will read the request, and no more of it than a text can need."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return b""
    return bytes(body)


def _text_of(body: bytes) -> str | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    text = told.get("text") if isinstance(told, dict) else None
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else None


def _failure(status: int) -> JSONResponse:
    return JSONResponse({"status": "failure", "code": status}, status_code=status)
