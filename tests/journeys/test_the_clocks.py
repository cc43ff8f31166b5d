"""The clocks of the running service: as days go by, everybody hears what they should, once, with nobody asking."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aura.stage import Stage, set_stage
from simulator import Phone, SimulatedClock

# A Friday, ten in the evening in Bangkok.
BEGINS = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


def heard(phone: Phone, words: str) -> int:
    return sum(words in str(message) for message in phone.messages())


async def pass_by(stage: Stage, clock: SimulatedClock, time: timedelta) -> None:
    clock.advance(time)
    await stage.service.drain()
    await stage.service.drain()


@pytest.mark.servers
@pytest.mark.timeout(300)
async def test_the_owner_hears_of_each_morning_and_of_the_month_once(tmp_path: Path) -> None:
    clock = SimulatedClock(BEGINS)
    async with set_stage(var=tmp_path, clock=clock, works_by_itself=False) as stage:
        await stage.join_staff()
        owner, sales = stage.phone(stage.cast.owner), stage.phone(stage.cast.sales)
        await pass_by(stage, clock, timedelta(hours=10, minutes=29))
        assert heard(owner, "สรุปประจำวัน") == 0

        await pass_by(stage, clock, timedelta(minutes=2))
        assert heard(owner, "ส. 28 พ.ย. 2569") == 1

        # Two days with nobody there: the latest morning only, and only as long as it is one.
        await pass_by(stage, clock, timedelta(days=2, hours=3))
        assert heard(owner, "อา. 29 พ.ย. 2569") == 0
        assert heard(owner, "จ. 30 พ.ย. 2569") == 1

        await pass_by(stage, clock, timedelta(days=1, hours=8))
        assert heard(owner, "อ. 1 ธ.ค. 2569") == 0, "seven in the evening is no morning"
        assert heard(owner, "สรุปเดือน พ.ย. 2569") == 1

        for _ in range(24):
            await pass_by(stage, clock, timedelta(hours=1))
        assert heard(owner, "สรุปเดือน") == 1
        assert heard(owner, "สรุปประจำวัน") == 3
        assert heard(sales, "สรุป") == 0
        assert stage.double.violations == []
