"""The OpenAI-compatible endpoint that may phrase answers: asked within a time, read up to a size, believed in nothing."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from nlu.grounded.asking import MOST_TOKENS

LARGEST_BODY = 64 * 1024
"""Bytes. An answer of 500 letters with all that stands around it is some kilobytes."""
TRIES = 2
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500


class GroundedSettings(BaseModel):
    """The endpoint. It is off unless switched on, and even then each clinic switches it on for itself.

    Attributes:
        enabled: Whether any answer is phrased by it.
        address: Up to and without `/chat/completions`, as `https://llm.example/v1`.
        model: The name of the model, as the endpoint knows it.
        seconds: How long one try may take in all; there are two.
        key: From AURA_GROUNDED_KEY; empty where the endpoint wants none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    address: str = ""
    model: str = ""
    seconds: float = Field(default=6.0, gt=0, le=15)
    key: SecretStr = SecretStr("")

    @field_validator("address")
    @classmethod
    def _is_safe(cls, address: str) -> str:
        """This function will refuse an address over which customers' words would go in the clear."""
        parts = urlsplit(address)
        if address and not (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        ):
            raise ValueError("it must begin with https://, or be on this machine")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("it holds no name, password or query; the key stands in AURA_GROUNDED_KEY")
        return address.rstrip("/")

    @model_validator(mode="after")
    def _is_whole(self) -> "GroundedSettings":
        if self.enabled and not (self.address and self.model):
            raise ValueError("with enabled: true, address and model must be set")
        return self


class EndpointFailedError(Exception):
    """No answer came. The message is one word that names why; it never holds what was sent or came back."""


@dataclass(frozen=True)
class _Failed:
    """One try that came to nothing."""

    why: str
    is_worth_another: bool


class Endpoint:
    """Asks the endpoint. Make it in the loop that uses it, and close it there."""

    def __init__(self, settings: GroundedSettings) -> None:
        """This function will open a client; nothing is sent before `ask`.

        Proxies named in the environment are left alone: the words go where the settings say, and nowhere else.
        """
        self._settings = settings
        key = settings.key.get_secret_value()
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=settings.seconds,
            follow_redirects=False,
            trust_env=False,
        )

    async def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """This function will give what the endpoint wrote: text, whatever it is.

        Raises:
            EndpointFailedError: It was away, late, too long or answered nothing that can be read.
        """
        failed = _Failed("not_tried", is_worth_another=True)
        for _ in range(TRIES):
            answered = await self._try(messages)
            if isinstance(answered, str):
                return answered
            failed = answered
            if not failed.is_worth_another:
                break
        raise EndpointFailedError(failed.why)

    async def close(self) -> None:
        """This function will close the client."""
        await self._http.aclose()

    async def _try(self, messages: Sequence[Mapping[str, str]]) -> str | _Failed:
        try:
            # The client's own timeout is per read, and somebody who drips a byte a second never breaks it.
            async with asyncio.timeout(self._settings.seconds):
                return await self._post(messages)
        except (TimeoutError, httpx.TimeoutException):
            return _Failed("timeout", is_worth_another=True)
        except httpx.TransportError:
            return _Failed("unreachable", is_worth_another=True)
        except httpx.HTTPError:
            return _Failed("http", is_worth_another=False)

    async def _post(self, messages: Sequence[Mapping[str, str]]) -> str | _Failed:
        wanted = {
            "model": self._settings.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": False,
            "response_format": {"type": "json_object"},
        }
        url = f"{self._settings.address}/chat/completions"
        async with self._http.stream("POST", url, json=wanted) as response:
            if response.status_code != _OK:
                again = response.status_code == _TOO_MANY or response.status_code >= _SERVER_ERROR
                return _Failed(f"status_{response.status_code}", is_worth_another=again)
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return _Failed("too_large", is_worth_another=False)
        content = _content(bytes(body))
        return _Failed("not_readable", is_worth_another=False) if content is None else content


def _content(body: bytes) -> str | None:
    """This function will find what was written in the envelope; None where there is none."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for step in ("choices", 0, "message", "content"):
        if isinstance(step, str) and isinstance(told, dict):
            told = told.get(step)
        elif isinstance(step, int) and isinstance(told, list) and told:
            told = told[step]
        else:
            return None
    return told if isinstance(told, str) else None
