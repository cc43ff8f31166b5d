"""Which tokens are good now: reply tokens, retry keys and channel access tokens.

Source: LINE developers, "Send reply message" (one use, within one minute; a redelivered one within a minute of the
redelivery unless used or older than 20 minutes), "Retry failed API requests" (24 hours), "Channel access token".
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.channels import DoubleChannel

REPLY_WITHIN = timedelta(seconds=60)
REPLY_AT_MOST_AFTER = timedelta(minutes=20)
RETRY_KEY_LIVES = timedelta(hours=24)
STATELESS_LIVES = timedelta(minutes=15)
SHORT_LIVED_LIVES = timedelta(days=30)


@dataclass(slots=True)
class _Reply:
    channel_key: str
    user_id: str
    issued_at: datetime
    delivered_at: datetime


class ReplyTokens:
    """The reply tokens that were sent out in webhooks and not used yet."""

    def __init__(self) -> None:
        self._open: dict[str, _Reply] = {}

    def issue(self, channel_key: str, user_id: str, *, now: datetime) -> str:
        token = secrets.token_hex(16)
        self._open[token] = _Reply(channel_key, user_id, now, now)
        return token

    def redeliver(self, token: str, *, now: datetime) -> None:
        """This function will start the minute of an unused token anew, as a redelivered webhook does."""
        reply = self._open.get(token)
        if reply is not None:
            reply.delivered_at = now

    def use(self, token: str, channel_key: str, *, now: datetime) -> str | None:
        """This function will use a token up and return whose chat it answers; None if it is not valid."""
        reply = self._open.get(token)
        if reply is None or reply.channel_key != channel_key:
            return None
        del self._open[token]
        in_time = now - reply.delivered_at <= REPLY_WITHIN and now - reply.issued_at <= REPLY_AT_MOST_AFTER
        return reply.user_id if in_time else None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request that a retry key was first accepted with."""

    request_id: str
    sent_messages: list[dict[str, str]]
    accepted_at: datetime


class RetryKeys:
    """The retry keys of requests that were accepted in the last 24 hours."""

    def __init__(self) -> None:
        self._accepted: dict[tuple[str, str], Accepted] = {}

    def remember(self, channel_key: str, retry_key: str, accepted: Accepted) -> None:
        self._accepted[channel_key, retry_key] = accepted

    def recall(self, channel_key: str, retry_key: str, *, now: datetime) -> Accepted | None:
        accepted = self._accepted.get((channel_key, retry_key))
        if accepted is None or now - accepted.accepted_at >= RETRY_KEY_LIVES:
            return None
        return accepted


class AccessTokens:
    """The channel access tokens that open each channel."""

    def __init__(self, channels: tuple[DoubleChannel, ...]) -> None:
        self._long_lived = {channel.access_token: channel.key for channel in channels}
        self._issued: dict[str, tuple[str, datetime]] = {}

    def issue(self, channel_key: str, lives: timedelta, *, now: datetime) -> str:
        token = secrets.token_urlsafe(96)
        self._issued[token] = (channel_key, now + lives)
        return token

    def revoke(self, token: str) -> None:
        self._issued.pop(token, None)

    def expires_at(self, token: str) -> datetime | None:
        issued = self._issued.get(token)
        return issued[1] if issued else None

    def channel_key(self, token: str, *, now: datetime) -> str | None:
        """This function will tell which channel a token opens; None if it is unknown or over."""
        if token in self._long_lived:
            return self._long_lived[token]
        issued = self._issued.get(token)
        return issued[0] if issued and now < issued[1] else None
