"""A bare word for what the clinic has several of: none is chosen for her."""

import pytest
import sqlalchemy as sa

from tests.bot.booking_steps import SATURDAY, answers, offered
from tests.bot.world import World, presses_in, said
from workflow.store.models import TreatmentType

pytestmark = pytest.mark.servers

UPPER, JAW = "botox_upper_face", "botox_masseter"
LASERS = {"fractional_laser", "ipl", "laser_hair_removal", "laser_toning_qs", "pico"}


@pytest.mark.parametrize("words", ["โบท็อกราคาเท่าไหร่", "โบเท่าไหร่คะ", "โบท๊อกซ์กี่บาท", "how much is botox"])
async def test_the_price_of_both_is_told(world: World, words: str) -> None:
    told = await answers(world, words)

    assert ("ลดริ้วรอย" in told and "ลดกราม" in told) or ("upper face" in told and "masseter" in told)


@pytest.mark.parametrize("words", ["โบกรามราคาเท่าไหร่", "โบท็อกลดกรามกี่บาท"])
async def test_who_says_which_is_told_of_that_one(world: World, words: str) -> None:
    told = await answers(world, words)

    assert "ลดกราม" in told
    assert "ลดริ้วรอย" not in told


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("จองโบท็อกวันเสาร์", {UPPER, JAW}),
        ("book botox on saturday", {UPPER, JAW}),
        ("จองเลเซอร์วันเสาร์", LASERS),
        ("ท้องอยู่ค่ะ ขอจองโบวันเสาร์", {UPPER, JAW}),
        ("i'm pregnant, i want to book botox on saturday", {UPPER, JAW}),
    ],
)
async def test_a_booking_asks_which_of_them_and_keeps_the_day(
    world: World, words: str, kind: set[str]
) -> None:
    told = await world.says(world.mali, words)

    assert set(offered(world, told)) - {"unsure"} == kind
    assert "28" in said(told)
    assert world.double.violations == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("กราม", "โบท็อกซ์ลดกราม"),
        ("หน้าผากค่ะ", "ลดริ้วรอย"),
        ("ลดริ้วรอย", "ลดริ้วรอย"),
        ("อันหลังค่ะ", "ลดริ้วรอย"),
        ("อันแรก", "โบท็อกซ์ลดกราม"),
    ],
)
async def test_words_say_which_of_them(world: World, words: str, name: str) -> None:
    told = await answers(world, "จองโบท็อกวันเสาร์", words)

    assert name in told
    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in told


async def test_who_was_told_both_prices_is_asked_which_to_book(world: World) -> None:
    await answers(world, "โบท็อกราคาเท่าไหร่")

    told = await world.says(world.mali, "จองวันเสาร์เลยค่ะ")

    assert set(offered(world, told)) - {"unsure"} == {UPPER, JAW}


@pytest.mark.parametrize("words", ["โบท็อกคืออะไร", "เลเซอร์คืออะไร", "tell me about botox"])
async def test_what_it_is_asks_which(world: World, words: str) -> None:
    told = await world.says(world.mali, words)

    assert len(presses_in(told, "treatment_info")) > 1


async def test_where_the_clinic_has_one_nothing_is_asked(world: World) -> None:
    gone = sa.update(TreatmentType).where(TreatmentType.key == JAW).values(active=False)
    world.read(lambda session: session.execute(gone) and None)

    assert f"ลดริ้วรอย {SATURDAY} สะดวกกี่โมงดีคะ" in await answers(world, "จองโบท็อกวันเสาร์")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ไม่ใช่ลดกราม ริ้วรอยค่ะ", "โบทูลินั่มท็อกซินลดริ้วรอย ส. 28"),
        ("ไม่ใช่โบกรามค่ะ", "โบทูลินั่มท็อกซินลดริ้วรอย ส. 28"),
        ("ไม่เอาโบกราม เอาไฮดราค่ะ", "ไฮดราเฟเชียล (ทำความสะอาดผิวล้ำลึก) ส. 28"),
    ],
)
async def test_what_she_did_not_mean_is_not_booked(world: World, words: str, name: str) -> None:
    await answers(world, "จองโบกรามวันเสาร์ 4 โมงเย็น")
    told = await answers(world, words)

    assert f"สรุปเป็น {name}" in told
    assert "ลดกราม" not in told
