"""A real selfie, a real picture: whoever cares for her says what they expect, sees what it shows, and sends it."""

from io import BytesIO
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image

from aura.play import Play
from aura.scenes import greeted, photo_waits, reads_selfie, staff_join
from aura.stage import set_stage
from aura.story import BEGINS
from simulator import SimulatedClock
from simulator.phone import Phone, texts_in
from vision.samples import sample_selfie
from workflow.scans import Simulation, SimulationState
from workflow.unit_of_work import in_transaction


def the_simulation(play: Play) -> Simulation:
    return in_transaction(
        play.stage.service.sessions,
        lambda session: session.scalars(sa.select(Simulation)).one(),
        clinic_id=play.stage.clinic_id,
    )


def pictures_of(phone: Phone, title: str) -> list[str]:
    """The addresses of the pictures on the cards of that title."""
    cards = [one for one in phone.messages() if title in " ".join(texts_in(one))]
    return [one["contents"]["hero"]["url"] for one in cards if "hero" in one.get("contents", {})]


@pytest.mark.servers
@pytest.mark.timeout(300)
async def test_it_is_made_of_her_photo_seen_by_staff_and_then_by_her(tmp_path: Path) -> None:
    clock = SimulatedClock(BEGINS)
    async with set_stage(var=tmp_path, clock=clock, works_by_itself=False) as stage:
        selfie = sample_selfie().read_bytes()
        play = Play(stage=stage, clock=clock, selfie=selfie, progress=selfie)
        for scene in (staff_join, greeted, photo_waits, reads_selfie):
            await scene(play)

        # When whoever prepares the treatment says what they expect
        carer = play.carer()
        await carer.press_for("simulate")
        await play.settle()
        await carer.press_for("simulation_make", "p=10")
        await play.settle()

        # Then it was made by a worker, shows no more than that, and only they have seen it
        row = the_simulation(play)
        assert row.state is SimulationState.MADE
        assert row.measured is not None
        [(metric, change)] = row.wish.items()
        assert change <= row.measured["reached"][metric] < 0
        assert len(pictures_of(carer, "ภาพจำลองของลูกค้า")) == 1
        assert pictures_of(play.mali, "ภาพจำลอง") == []

        # When they send it, she has the picture and the words that it is no promise
        await carer.press_for("simulation_send")
        await play.settle()
        [address] = pictures_of(play.mali, "ภาพจำลองจากรูปของคุณ")
        assert play.mali.sees("ไม่ใช่คำสัญญา")
        picture = await fetched(play, address)
        with Image.open(BytesIO(picture.content)) as shown:
            assert shown.size == (816, 1020)

        # When she takes her photo back, the picture goes with it
        await play.mali.unsend()
        await play.settle()
        assert the_simulation(play).state is SimulationState.WITHDRAWN
        assert (await fetched(play, address)).status_code == 404
        assert stage.double.violations == []


async def fetched(play: Play, address: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=play.stage.service.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://aura.example") as phone:
        return await phone.get(httpx.URL(address).path)
