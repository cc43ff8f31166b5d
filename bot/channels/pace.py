"""How fast a channel may be sent to: one bucket of tokens for each channel, shared by all processes through Redis.

LINE takes 2,000 sendings a second of a channel and answers 429 beyond (facts/LINE.md 1.3). What is held back here costs
no attempt. A process takes many tokens at once when many wait. While Redis is away each process keeps to a share of
its own: slower for everybody, and still within the limit for as many processes as a chain has.
"""

import asyncio
import math

from redis.asyncio import Redis
from redis.exceptions import RedisError

BURST = 200
MOST_AT_ONCE = 50
GRANT_LASTS = 1.0  # seconds; what is not used by then is lost, so that no process hoards
SHARE_ALONE = 0.25  # of the rate, for a process that cannot ask: four of them keep within it together
ANSWER_SECONDS = 2.0  # Redis is a neighbour: one that takes longer is not there
ASK_AGAIN = 5.0  # seconds without asking a Redis that did not answer

# KEYS: the bucket. ARGV: tokens a second, the most it holds, how many are wanted.
# Gives how many are granted, and in how many milliseconds there will be one. The clock is Redis's own; one that is
# set back only stops the filling for a moment.
_TAKE = """
local rate, burst, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
if now > at then tokens = math.min(burst, tokens + (now - at) * rate) end
local granted = math.min(want, math.floor(tokens))
tokens = tokens - granted
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return {granted, math.ceil(math.max(0, 1 - tokens) / rate * 1000)}
"""


class OwnPace:
    """The pace of one process, asking nobody."""

    def __init__(self, rate: float, *, burst: int = BURST) -> None:
        """This will begin with a full bucket.

        Args:
            rate: Sendings a second.
            burst: How many may go at once after a pause.
        """
        self._gap = 1 / rate
        self._ahead = (burst - 1) * self._gap
        self._next = -math.inf  # when the next one would go if all went evenly

    async def take(self, *, within: float) -> bool:
        """This will wait until one more may go, and say whether it may; False at once if that is more seconds away."""
        now = asyncio.get_running_loop().time()
        mine = max(self._next, now - self._ahead)
        if mine - now > within:
            return False
        self._next = mine + self._gap
        if mine > now:
            try:
                await asyncio.sleep(mine - now)
            except asyncio.CancelledError:
                self._next -= self._gap  # whoever stops waiting leaves the place to another
                raise
        return True


class SharedPace:
    """The pace of a channel, kept by all processes together."""

    def __init__(self, redis: Redis, *, channel: str, rate: float, burst: int = BURST) -> None:
        """This will connect to nothing yet.

        Args:
            redis: Without a time limit of its own (aura/wire.py says why); its owner closes it.
            channel: What names the channel for all processes.
            rate: Sendings a second, of all together.
            burst: How many may go at once after a pause, of all together.
        """
        self._script = redis.register_script(_TAKE)
        self._key = f"aura:pace:{channel}"
        self._rate = rate
        self._burst = burst
        self._alone = OwnPace(rate * SHARE_ALONE, burst=max(1, int(burst * SHARE_ALONE)))
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._granted = 0
        self._good_until = -math.inf
        self._ask_from = -math.inf

    async def take(self, *, within: float) -> bool:
        """This will wait until one more may go, so many seconds at most, and say whether it may; it never fails."""
        if not self._turn.locked() and self._has_granted():
            return True
        until = asyncio.get_running_loop().time() + within
        self._waiting += 1
        try:
            async with asyncio.timeout_at(until), self._turn:
                await self._be_granted(until)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    def _has_granted(self) -> bool:
        """This will use one that Redis granted before, if there is any."""
        if not self._granted or asyncio.get_running_loop().time() >= self._good_until:
            return False
        self._granted -= 1
        return True

    async def _be_granted(self, until: float) -> None:
        """This will wait for one, and not longer than until then by the loop's clock.

        Raises:
            TimeoutError: There was none by then.
        """
        loop = asyncio.get_running_loop()
        while loop.time() >= self._ask_from:
            if self._has_granted():
                return
            try:
                self._granted, wait = await self._ask()
            except (RedisError, OSError, TimeoutError):  # the wire says so in the log
                self._granted, self._ask_from = 0, loop.time() + ASK_AGAIN
                break
            self._good_until = loop.time() + GRANT_LASTS
            if not self._granted:
                await asyncio.sleep(wait)
        if not await self._alone.take(within=until - loop.time()):
            raise TimeoutError

    async def _ask(self) -> tuple[int, float]:
        want = min(self._waiting, MOST_AT_ONCE, self._burst)
        async with asyncio.timeout(ANSWER_SECONDS):
            granted, milliseconds = await self._script(keys=[self._key], args=[self._rate, self._burst, want])
        return int(granted), milliseconds / 1000
