"""The double as most tests here want it: one channel, two people, a clock that stands still."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from PIL import Image

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


@pytest.fixture
def a_jpeg() -> bytes:
    """A noisy photo of 640 by 480."""
    written = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(written, "JPEG")
    return written.getvalue()
