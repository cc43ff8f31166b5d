"""LINE posts here. The signature over the raw bytes is checked, each event is stored, and then LINE gets its 200.

Nothing else happens here: whatever a turn needs comes after the answer, because LINE waits two seconds at most.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from bot.envelope import KnownChannel, NotJsonError, read_envelope, rows_in
from bot.intake import Intake

MAX_BODY = 1024 * 1024  # Source: facts/LINE.md section 7; LINE's own webhooks stay far below.

log = structlog.get_logger(__name__)

_TAKEN = (b"{}", 200)
_UNKNOWN = (b'{"detail":"signature not accepted"}', 401)
_TOO_LARGE = (b'{"detail":"body too large"}', 413)
_NOT_JSON = (b'{"detail":"body is not JSON"}', 400)
_TRY_AGAIN = (b'{"detail":"could not be stored"}', 500)


class _TooLargeError(Exception):
    """More bytes came than a webhook may have."""


def make_router(*, channels: Mapping[str, KnownChannel], intake: Intake) -> APIRouter:
    """This function will make the route that LINE posts webhooks to.

    Args:
        channels: What is known of each channel, by the key in its address.
        intake: Where events are kept; it answers after the commit.
    """
    router = APIRouter()

    async def take_webhook(request: Request) -> Response:
        return await _take(channels.get(request.path_params["channel"]), request, intake)

    # A plain route: nothing of FastAPI's reading of parameters is needed, and this is the hottest path there is.
    router.add_route("/line/{channel}/webhook", take_webhook, methods=["POST"], include_in_schema=False)
    return router


async def _take(channel: KnownChannel | None, request: Request, intake: Intake) -> Response:
    try:
        body = await _read_capped(request)
    except _TooLargeError:
        return _answer(_TOO_LARGE)
    if channel is None or not is_signed(
        body, request.headers.get("x-line-signature", ""), secrets=channel.secrets
    ):
        log.warning("webhook.refused", channel_id=str(channel.id) if channel else None)
        return _answer(_UNKNOWN)
    try:
        envelope = read_envelope(body)
    except NotJsonError:
        return _answer(_NOT_JSON)
    destination = envelope.get("destination")
    if destination is not None and destination != channel.bot_user_id:
        log.warning("webhook.misdirected", channel_id=str(channel.id))
        return _answer(_UNKNOWN)
    rows = rows_in(envelope, channel=channel, received_at=intake.clock())
    if rows:
        try:
            await intake.keep(rows)
        except SQLAlchemyError as error:
            log.exception("webhook.not_stored", channel_id=str(channel.id), error=type(error).__name__)
            return _answer(_TRY_AGAIN)
    return _answer(_TAKEN)


async def _read_capped(request: Request) -> bytes:
    """This function will read the body, and stop reading as soon as it is too large."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > MAX_BODY:
        raise _TooLargeError
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_BODY:
            raise _TooLargeError
        pieces.append(piece)
    return b"".join(pieces)


def is_signed(body: bytes, signature: str, *, secrets: tuple[bytes, ...]) -> bool:
    """This function will say whether one of the secrets signed exactly these bytes.

    Args:
        body: The raw body.
        signature: What the header says; empty if there is none.
        secrets: The channel's secrets; none accepts nothing.

    Source: LINE developers, "Verify webhook signature": base64 of HMAC-SHA256 in `x-line-signature`.
    """
    try:
        given = base64.b64decode(signature.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        given = b""
    found = [
        hmac.compare_digest(hmac.digest(secret, body, hashlib.sha256), given) for secret in secrets if secret
    ]
    return any(found)


def _answer(what: tuple[bytes, int]) -> Response:
    content, status = what
    return Response(content, status_code=status, media_type="application/json")
