"""The double as most tests here want it: one channel, two people, a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from simulator import LineDouble, SimulatedClock
from tests.simulator.cast import CHANNEL, FON, PLOY


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))


@pytest.fixture
def double(clock: SimulatedClock) -> LineDouble:
    line = LineDouble(clock=clock, channels=[CHANNEL])
    line.people.add_person(PLOY, "พลอย")
    line.people.add_person(FON, "ฝน")
    line.faults.hang_seconds = 0
    return line


@pytest.fixture
async def bot(double: LineDouble) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=double.app),
        base_url="https://api.line.me",
        headers={"authorization": f"Bearer {CHANNEL.access_token}"},
    ) as client:
        yield client
