"""How webhooks travel from the double to the product: over the network, or straight into its ASGI app."""

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

Poster = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
USER_AGENT = "LineBotWebhook/2.0"


def sign(body: bytes, channel_secret: str) -> str:
    """This function will make the `x-line-signature` of a webhook body.

    Source: LINE developers, "Verify webhook signature": base64 of HMAC-SHA256 over the raw body.
    """
    return base64.b64encode(hmac.digest(channel_secret.encode(), body, hashlib.sha256)).decode()


def webhook_headers(body: bytes, channel_secret: str) -> dict[str, str]:
    """This function will make the headers LINE posts a webhook with."""
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": USER_AGENT,
        "x-line-signature": sign(body, channel_secret),
    }


def posting_to(app: Any) -> Poster:  # noqa: ANN401 - any ASGI app; its type differs between frameworks
    """This function will make a poster that calls an ASGI app in this process."""

    async def post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            return (await client.post(path, content=body, headers=dict(headers))).status_code

    return post


def posting_over_network(address: str, seconds: float = 10.0) -> Poster:
    """This function will make a poster that calls a server.

    Args:
        address: scheme, host and port of the product.
        seconds: how long an answer may take before `httpx.TimeoutException` is raised.
    """

    async def post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
        async with httpx.AsyncClient(base_url=address, timeout=seconds, trust_env=False) as client:
            return (await client.post(path, content=body, headers=dict(headers))).status_code

    return post
