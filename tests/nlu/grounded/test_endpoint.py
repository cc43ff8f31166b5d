"""Asking an endpoint that stalls, drips, floods and breaks: within the time, or not at all."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr, ValidationError

from nlu.grounded import Endpoint, EndpointFailedError, GroundedSettings
from tests.nlu.grounded.lying import (
    Behaviour,
    LyingEndpoint,
    body,
    drips,
    envelope,
    floods,
    saying,
    sends_elsewhere,
    stalls,
)

MESSAGES = [{"role": "user", "content": "hello"}]


@pytest.fixture
def lying() -> LyingEndpoint:
    return LyingEndpoint()


@pytest.fixture
async def endpoint(lying: LyingEndpoint, serve: Callable[..., str]) -> AsyncIterator[Endpoint]:
    settings = GroundedSettings(
        enabled=True, address=f"{serve(lying.app)}/v1", model="small", seconds=0.3, key=SecretStr("k" * 20)
    )
    asks = Endpoint(settings)
    yield asks
    await asks.close()


@pytest.mark.servers
async def test_it_gives_what_was_written(lying: LyingEndpoint, endpoint: Endpoint) -> None:
    lying.does(saying("whatever it is"))

    assert await endpoint.ask(MESSAGES) == "whatever it is"
    assert lying.keys == ["Bearer " + "k" * 20]
    [asked] = lying.asked
    assert (asked["model"], asked["messages"], asked["temperature"]) == ("small", MESSAGES, 0)
    assert "tools" not in asked


@pytest.mark.servers
@pytest.mark.parametrize(
    ("behaviour", "why", "tries"),
    [
        (stalls, "timeout", 2),
        (drips, "timeout", 2),
        (floods, "too_large", 1),
        (sends_elsewhere, "status_307", 1),
        (body("oops", 500), "status_500", 2),
        (body("slow down", 429), "status_429", 2),
        (body("who are you", 401), "status_401", 1),
        (body("<html>"), "not_readable", 1),
        (body("[" * 60_000), "not_readable", 1),
        (body("{}"), "not_readable", 1),
        (body('{"choices": []}'), "not_readable", 1),
        (body(json.dumps(envelope(None))), "not_readable", 1),
        (body(json.dumps(envelope({"text": "x"}))), "not_readable", 1),
        (body("\x00\xff"), "not_readable", 1),
    ],
)
async def test_it_says_why_there_is_no_answer(
    lying: LyingEndpoint, endpoint: Endpoint, behaviour: Behaviour, why: str, tries: int
) -> None:
    lying.does(behaviour)

    with pytest.raises(EndpointFailedError, match=f"^{why}$"):
        await endpoint.ask(MESSAGES)

    assert len(lying.asked) == tries
    assert lying.strayed == 0


@pytest.mark.servers
async def test_the_second_try_may_answer(lying: LyingEndpoint, endpoint: Endpoint) -> None:
    lying.does(body("oops", 500), saying("there"))

    assert await endpoint.ask(MESSAGES) == "there"


@pytest.mark.servers
async def test_nobody_there_is_said_as_well(serve: Callable[..., str]) -> None:
    asks = Endpoint(GroundedSettings(enabled=True, address="http://127.0.0.1:9/v1", model="m", seconds=0.3))
    with pytest.raises(EndpointFailedError, match=r"^(unreachable|timeout)$"):
        await asks.ask(MESSAGES)
    await asks.close()


@pytest.mark.parametrize(
    "told",
    [
        {"enabled": True},
        {"enabled": True, "address": "https://llm.example/v1"},
        {"address": "http://llm.example/v1"},
        {"address": "ftp://llm.example"},
        {"address": "https://me:secret@llm.example/v1"},
        {"address": "https://llm.example/v1?key=secret"},
        {"seconds": 60},
        {"adress": "https://llm.example"},
    ],
)
def test_settings_that_cannot_be_right_are_refused(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GroundedSettings.model_validate(told)


def test_it_is_off_unless_switched_on() -> None:
    assert not GroundedSettings().enabled
