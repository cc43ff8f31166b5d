"""LINE. Sendings and downloads go out by plain requests of frozen bytes; the SDK does what is not hot.

Source: facts/LINE.md sections 1 (what LINE asks), 2 (what the SDK does wrong: it cannot stream, nor send bytes).
"""

import asyncio
from typing import Protocol

import aiohttp
import orjson
import structlog
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging.exceptions import ApiException

from bot.channels.ports import Gone, Outcome, OutgoingMessage, Profile, TooLarge, Trouble

QUICK_SECONDS = 2.0  # profiles and loading animations: nice to have, never waited for
LOADING_SECONDS = 20
CHUNK = 64 * 1024
LONGEST_ID = 64
_GONE = {404, 410}

log = structlog.get_logger(__name__)


class TokenProvider(Protocol):
    """Gives the channel access token."""

    async def token(self) -> str: ...

    async def refresh(self) -> None: ...


class Pace(Protocol):
    """Keeps sendings within what the channel takes in a second."""

    async def take(self, *, within: float) -> bool: ...


class FixedToken:
    """A long-lived token from the console: it never changes while we run."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        """This will give the token."""
        return self._token

    async def refresh(self) -> None:
        """This will do nothing: a new token comes with a new configuration."""


class LineChannel:
    """One LINE account. Build it inside the running loop and close it there (`await close()`)."""

    knows_retry_keys = True  # for 24 hours: facts/LINE.md 1.3

    def __init__(
        self,
        *,
        tokens: TokenProvider,
        http: aiohttp.ClientSession,
        api_host: str,
        data_host: str,
        send_seconds: float = 5.0,
        photo_seconds: float = 30.0,
        pace: Pace | None = None,
    ) -> None:
        """This will prepare the account's calls.

        Args:
            tokens: Gives the access token.
            http: The session of plain requests; its owner closes it.
            api_host: LINE's address for everything but contents.
            data_host: LINE's address for contents.
            send_seconds: How long one sending waits for its answer.
            photo_seconds: How long one download may take.
            pace: Waited for in `take_turn`, so that LINE's limit is kept; None sends at once.
        """
        self._tokens = tokens
        self._http = http
        self._api_host = api_host.rstrip("/")
        self._data_host = data_host.rstrip("/")
        self._send_seconds = aiohttp.ClientTimeout(total=send_seconds)
        self._photo_seconds = aiohttp.ClientTimeout(total=photo_seconds)
        self._pace = pace
        self._sdk: AsyncApiClient | None = None

    async def take_turn(self, *, within: float) -> bool:
        """This will wait until LINE's limit lets one more sending go, so many seconds at most, and say whether it did."""
        if within <= 0:
            return False
        return self._pace is None or await self._pace.take(within=within)

    async def send(self, message: OutgoingMessage) -> Outcome:
        """This will try to send once: by reply where a token is given, else by push with the retry key."""
        headers = {"Authorization": f"Bearer {await self._tokens.token()}"}
        if message.reply_token is None:
            path, body = "push", _body("to", message.to, message.messages)
            headers["X-Line-Retry-Key"] = str(message.retry_key)
        else:
            path, body = "reply", _body("replyToken", message.reply_token, message.messages)
        try:
            async with self._http.post(
                f"{self._api_host}/v2/bot/message/{path}",
                # Wrapped here: aiohttp would try its whole list of kinds of bodies first.
                data=aiohttp.BytesPayload(body, content_type="application/json"),
                headers=headers,
                timeout=self._send_seconds,
                allow_redirects=False,
            ) as answer:
                words = await answer.read()
                return Outcome(
                    status=answer.status,
                    message="" if answer.ok else _message(words),
                    request_id=_id(answer.headers.get("x-line-request-id")),
                    accepted_id=_id(answer.headers.get("x-line-accepted-request-id")),
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Outcome(status=None, message=type(error).__name__)

    async def refresh_token(self) -> None:
        """This will ask for a new access token."""
        await self._tokens.refresh()

    async def download(self, message_id: str, *, max_bytes: int) -> bytes:
        """This will fetch what a person sent, and hang up as soon as it is too large.

        Raises:
            Gone: It was unsent, or LINE does not keep it any more.
            TooLarge: It has more than `max_bytes` bytes.
            Trouble: LINE did not answer, or answered that it is in trouble.
        """
        if not message_id.isalnum():
            raise Gone(message_id)
        address = f"{self._data_host}/v2/bot/message/{message_id}/content"
        headers = {"Authorization": f"Bearer {await self._tokens.token()}"}
        try:
            async with self._http.get(
                address, headers=headers, timeout=self._photo_seconds, allow_redirects=False
            ) as answer:
                if answer.status in _GONE:
                    raise Gone(message_id)
                if answer.status != 200:  # noqa: PLR2004 - HTTP
                    raise Trouble(f"status {answer.status}")
                return await _read_capped(answer, max_bytes)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Trouble(type(error).__name__) from error

    async def profile(self, user_id: str) -> Profile | None:
        """This will ask LINE for the name a person shows; None when LINE does not say in time."""
        try:
            api = await self._api()
            found = await api.get_profile(user_id, _request_timeout=QUICK_SECONDS)
        except (ApiException, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("profile.not_given", error=type(error).__name__)
            return None
        return Profile(name=str(found.display_name), language=found.language)

    async def show_loading(self, user_id: str) -> None:
        """This will show that an answer is coming; if LINE does not want to, nothing is lost."""
        try:
            api = await self._api()
            asked = ShowLoadingAnimationRequest.from_dict(
                {"chatId": user_id, "loadingSeconds": LOADING_SECONDS}
            )
            await api.show_loading_animation(asked, _request_timeout=QUICK_SECONDS)
        except (ApiException, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("loading.not_shown", error=type(error).__name__)

    async def close(self) -> None:
        """This will close what the SDK opened."""
        if self._sdk is not None:
            await self._sdk.close()
            self._sdk = None

    async def _api(self) -> AsyncMessagingApi:
        token = await self._tokens.token()
        if self._sdk is None:
            asyncio.get_running_loop()  # the SDK binds itself to the loop it is made in
            self._sdk = AsyncApiClient(Configuration(host=self._api_host, access_token=token))
        self._sdk.set_default_header("Authorization", f"Bearer {token}")
        return AsyncMessagingApi(self._sdk)


def _body(key: str, value: str, messages: str) -> bytes:
    """This function will put the frozen messages into a request without touching their bytes."""
    return b'{"%s":%s,"messages":%s}' % (key.encode(), orjson.dumps(value), messages.encode())


def _id(given: str | None) -> str | None:
    """This function will cut an id that is longer than LINE's ever were."""
    return None if given is None else given[:LONGEST_ID]


def _message(answer: bytes) -> str:
    """This function will read LINE's words about an answer; details follow, as they name what was wrong."""
    try:
        found = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return ""
    if not isinstance(found, dict):
        return ""
    details = found.get("details")
    named = [
        f"{detail.get('property')}: {detail.get('message')}"
        for detail in (details if isinstance(details, list) else [])
        if isinstance(detail, dict)
    ]
    return "; ".join([str(found.get("message", "")), *named])


async def _read_capped(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if answer.content_length is not None and answer.content_length > max_bytes:
        answer.close()
        raise TooLarge(answer.content_length)
    pieces = bytearray()
    async for piece in answer.content.iter_chunked(CHUNK):
        pieces += piece
        if len(pieces) > max_bytes:
            answer.close()
            raise TooLarge(len(pieces))
    return bytes(pieces)
