"""Whether this machine's clock agrees with the database's: leases and due times are compared by each process's own clock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import structlog

# The shortest lease is 10 s: with half of that between two machines, one takes what another is still sending.
AGREE_WITHIN = timedelta(seconds=5)
EVERY = timedelta(minutes=10)
_LOOKS = 3

log = structlog.get_logger(__name__)


def machine_now() -> datetime:
    """This will give the time by this machine's own clock, whatever clock the service goes by."""
    return datetime.now(UTC)


def ahead_of_database(engine: sa.Engine, *, clock: Callable[[], datetime] = machine_now) -> timedelta | None:
    """This will say by how much this machine's clock is ahead of the database's (negative: behind it).

    Args:
        engine: The database.
        clock: What time it is here, aware UTC.

    Returns:
        The difference, as exact as the fastest of some answers; None where the database has no clock of its own.

    Raises:
        SQLAlchemyError: The database cannot be asked.
    """
    if engine.dialect.name != "postgresql":
        return None
    looks: list[tuple[timedelta, timedelta]] = []
    with engine.connect() as connection:
        for _ in range(_LOOKS):
            asked_at = clock()
            there: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            took = clock() - asked_at
            looks.append((abs(took), asked_at + took / 2 - there))
    return min(looks)[1]


def advice_on(ahead: timedelta | None) -> str:
    """This will say what to do about clocks that differ by so much; nothing where they agree."""
    if ahead is None or abs(ahead) <= AGREE_WITHIN:
        return ""
    way = "ahead of" if ahead > timedelta(0) else "behind"
    return (
        f"this machine's clock is {abs(ahead).total_seconds():.0f} s {way} the database's: let NTP set both "
        "(`timedatectl set-ntp true`, `timedatectl timesync-status`), or work is taken over too early or too late"
    )


class ClockWatch:
    """Looks at the start and now and then whether the clocks agree, and says so in the log when that changes.

    Attributes:
        ahead: By how much this machine was ahead of the database when it last looked; None where that is not known.
    """

    def __init__(self, engine: sa.Engine, *, clock: Callable[[], datetime] = machine_now) -> None:
        """This will keep what to look at."""
        self._engine = engine
        self._clock = clock
        self.ahead: timedelta | None = None

    @property
    def advice(self) -> str:
        """What to do; nothing while the clocks agree."""
        return advice_on(self.ahead)

    def look(self) -> None:
        """This will compare the clocks. A database that cannot be asked is said by whoever needs it."""
        was_off = bool(self.advice)
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            self.ahead = ahead_of_database(self._engine, clock=self._clock)
        if self.ahead is None or bool(self.advice) is was_off:
            return
        seconds = round(self.ahead.total_seconds(), 1)
        if was_off:
            log.info("clock.agrees", seconds_ahead=seconds)
        else:
            log.error("clock.is_off", seconds_ahead=seconds, advice=self.advice)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """This will look every ten minutes until the block is left: clocks run apart after the start, too."""
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _watch(self) -> None:
        while self._engine.dialect.name == "postgresql":
            await asyncio.sleep(EVERY.total_seconds())
            await asyncio.to_thread(self.look)
