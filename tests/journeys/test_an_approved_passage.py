"""What an owner approves on the page is what a customer is told in the chat, in those words, and no longer than that."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from aura.play import Play
from aura.scenes import greeted, staff_join
from aura.stage import Stage, set_stage
from aura.story import BEGINS
from simulator import SimulatedClock
from simulator.phone import texts_in

ASKED = "ขึ้นเครื่องบินได้มั้ยคะหลังทำ"
LINE = "ทำเลเซอร์หรือทรีตเมนต์หน้าแล้วขึ้นเครื่องบินได้ค่ะ"
MAY_CARE = "หากเพิ่งฉีดหรือร้อยไหม แจ้งวันเดินทางให้แพทย์ทราบก่อนทำนะคะ"
FLYING = {
    "key": "flying",
    "title_th": "ขึ้นเครื่องบินหลังทำหัตถการ",
    "title_en": "Flying after a treatment",
    "lines_th": f"{LINE}\n{MAY_CARE}",
    "lines_en": "After a laser or facial you can fly.",
    "treatment": "",
    "asked": ASKED,
}
PAGE = "/admin/passages"


@asynccontextmanager
async def owners_desk(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """The owner's browser, signed in by the link of the chat."""
    transport = httpx.ASGITransport(app=stage.service.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://aura.example") as browser:
        entered = await browser.post(f"/admin/enter/{stage.owners_link()}")
        assert entered.status_code == 303
        yield browser


async def hears(play: Play) -> str:
    """What the customer is told when she asks."""
    before = len(play.mali.messages())
    await play.mali.write(ASKED)
    await play.settle()
    new = [text for message in play.mali.messages()[before:] for text in texts_in(message)]
    return "\n".join(new)


@pytest.mark.servers
@pytest.mark.timeout(300)
async def test_a_line_is_told_once_it_is_approved_and_until_it_is_taken_back(tmp_path: Path) -> None:
    clock = SimulatedClock(BEGINS)
    async with set_stage(var=tmp_path, clock=clock, works_by_itself=False) as stage:
        stage.service.pages.add_to(stage.service.app)
        play = Play(stage=stage, clock=clock, selfie=b"", progress=b"")
        for scene in (staff_join, greeted):
            await scene(play)

        # Before anybody wrote it, and while it is only a draft, nothing of it is told
        assert LINE not in await hears(play)
        async with owners_desk(stage) as desk:
            written = await desk.post(PAGE, data=FLYING)
            assert written.headers["location"].endswith("note=written")
            assert LINE not in await hears(play)

            # When the owner has read and approved it, she is told exactly that, and that it was approved
            row = await draft_on_the_page(desk)
            approved = await desk.post(f"{PAGE}/{row}", data={"say": "approve"})
            assert approved.headers["location"].endswith("note=approved")
            told = await hears(play)
            assert LINE in told
            assert MAY_CARE in told
            assert "ข้อความที่คลินิกอนุมัติแล้ว" in told

            # When the owner takes it back, it is told no more
            await desk.post(f"{PAGE}/{row}", data={"say": "retire"})
            assert LINE not in await hears(play)
        assert stage.double.violations == []


async def draft_on_the_page(desk: httpx.AsyncClient) -> str:
    """The row of the draft with her line, as its form names it."""
    shown = (await desk.get(PAGE)).text
    [*_, row] = re.findall(rf'action="{PAGE}/([0-9a-f-]{{36}})"', shown[: shown.index(LINE)])
    return str(row)
