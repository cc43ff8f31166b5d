"""From a message nobody understood to one that is: her consent, one press in the browser, training, and the next message."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from aura.learning import open_versions, train_on_what_was_learnt
from aura.understanders import follow_understander
from bot.inbox import Inbox
from tests.admin_web.app import Desk
from tests.bot.world import World, presses_in, said
from tests.servers.chromium import chromium
from workflow.learning import count_waiting, learnt_utterances

# It trains for real, and judges by 483 utterances: minutes where others keep the machine busy.
pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.timeout(480)]

STRANGE = "อู้วหู่วอู้ว"
HELD_OUT = Path(__file__).parents[1] / "nlu" / "held_out_blind.tsv"


async def test_what_was_unknown_is_understood_once_it_was_taught(
    world: World, tmp_path: Path, serve: Callable[..., str]
) -> None:
    # The bot of this world follows what is learnt, as a deployment's does.
    kit = replace(world.kit, understander=follow_understander(tmp_path))
    world = replace(world, kit=kit, inbox=Inbox(sessions=world.sessions, kit=kit))
    asked = await world.says(world.mali, "สแกนผิว")
    yes = next(data for data in presses_in(asked, "consent") if "improve_understanding&a=yes" in data)
    await world.presses(world.mali, yes)
    before = said(await world.says(world.mali, STRANGE))

    desk = Desk(world.sessions, now=world.clock.now(), home=world.cast.clinic_id)
    address = serve(desk.app)
    await asyncio.to_thread(_teach, desk, world, address)
    desk.changes.close()

    assert world.read(count_waiting) == 0
    assert [(one.intent, one.text) for one in world.read(learnt_utterances)] == [("ask_location", STRANGE)]
    done = await asyncio.to_thread(
        train_on_what_was_learnt,
        world.sessions,
        var=tmp_path,
        files=[HELD_OUT],
        by="nok",
        now=world.clock.now(),
    )
    assert done.outcome.faults == ()
    assert open_versions(tmp_path).current == done.outcome.version

    after = said(await world.says(world.mali, STRANGE))
    place = said(await world.says(world.mali, "คลินิกอยู่ที่ไหนคะ"))
    assert before != after == place


def _teach(desk: Desk, world: World, address: str) -> None:
    """The owner opens the page and says what it means."""
    with chromium() as browser:
        page = browser.new_page(locale="th-TH")
        page.goto(f"{address}/admin/enter/{desk.link_for(world.cast.anan)}?to=/admin/learning")
        page.get_by_role("button", name="เข้าหน้าหลังบ้าน").click()
        row = page.locator(".lessons li", has_text=STRANGE)
        row.get_by_role("combobox").select_option("ask_location")
        row.get_by_role("button", name="ใช้ความหมายนี้").click()
        expect(page.locator(".note")).to_contain_text("= ถามที่ตั้ง")
        browser.contexts[0].close()
