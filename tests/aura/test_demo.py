"""The demo's clock: no hour of the day is jumped over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aura.demo import pass_time
from simulator import SimulatedClock

NIGHT = datetime(2026, 11, 22, 14, 50, tzinfo=UTC)


@pytest.mark.parametrize("hours", [1, 24, 24 * 7, 0.5])
async def test_a_day_passes_hour_by_hour_and_each_hours_work_is_done(hours: float) -> None:
    clock, looked = SimulatedClock(NIGHT), []

    async def settle() -> int:
        looked.append(clock.now())
        return 0

    await pass_time(timedelta(hours=hours), advance=clock.advance, settle=settle)
    assert clock.now() == NIGHT + timedelta(hours=hours)
    assert looked[-1] == clock.now()
    steps = [after - before for before, after in zip([NIGHT, *looked], looked, strict=False)]
    assert max(steps) <= timedelta(hours=1)
