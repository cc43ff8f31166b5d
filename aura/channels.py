"""The channels that carry messages, opened for as long as the service runs."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import aiohttp

from aura.clinics import KnownClinics
from aura.settings import Settings
from aura.wire import redis_at
from bot.channels.line import FixedToken, LineChannel, Pace
from bot.channels.pace import OwnPace, SharedPace

__all__ = ["LineChannel", "open_channels"]


@asynccontextmanager
async def open_channels(settings: Settings, known: KnownClinics) -> AsyncIterator[dict[UUID, LineChannel]]:
    """This will open every configured channel, and close them when the block is left."""
    async with AsyncExitStack() as stack:
        # Unlimited here: the outbox knows how many sendings are out, and one that waited for a connection could time out.
        connections = aiohttp.TCPConnector(limit=0)
        http = await stack.enter_async_context(
            aiohttp.ClientSession(trust_env=False, connector=connections, cookie_jar=aiohttp.DummyCookieJar())
        )
        pace_of = await stack.enter_async_context(_open_paces(settings))
        channels = {}
        for key, told in settings.bot.channels.items():
            channel = LineChannel(
                tokens=FixedToken(told.access_token.get_secret_value()),
                http=http,
                api_host=settings.bot.api_host,
                data_host=settings.bot.data_host,
                send_seconds=settings.bot.send_seconds,
                photo_seconds=settings.bot.photo_seconds,
                pace=pace_of(known.channels[key][0]),
            )
            stack.push_async_callback(channel.close)
            channels[known.channels[key][0]] = channel
        yield channels


@asynccontextmanager
async def _open_paces(settings: Settings) -> AsyncIterator[Callable[[UUID], Pace]]:
    """This will give what keeps a channel's pace: with the other processes where there is Redis to ask, else alone."""
    rate = settings.bot.sends_per_second
    if not settings.redis_url:
        yield lambda _: OwnPace(rate)
        return
    async with redis_at(settings.redis_url) as redis:
        yield lambda channel_id: SharedPace(redis, channel=str(channel_id), rate=rate)
