"""Whoever says goodbye, or has no time now, hears that what was begun is kept; and coming back, goes on with it."""

from datetime import timedelta

import pytest

from bot.wording.talk_words import says_back, says_goodbye, says_later
from scheduler.jobs.remind import remind_day_before
from tests.bot.booking_steps import SATURDAY, answers, has_a_case, held, is_open
from tests.bot.registering import PHONE, kept
from tests.bot.test_dead_ends import a_check_in_waits, check_ins
from tests.bot.test_reminded import booked, calls, confirmed, rung
from tests.bot.world import World, presses_in, said

GOODBYES = ["บายค่ะ", "บ๊ายบายค่า", "ไว้คุยกันใหม่นะคะ", "ไปก่อนนะคะ", "bye!", "gotta go, talk later"]


@pytest.mark.parametrize("words", [*GOODBYES, "ขอบคุณค่ะ บายค่ะ", "แล้วเจอกันค่ะ", "See you later"])
def test_a_goodbye_is_heard(words: str) -> None:
    assert says_goodbye(words)


@pytest.mark.parametrize("words", ["ชื่อบายค่ะ", "ไปก่อนบ่ายสอง", "แล้วเจอกันวันเสาร์", "ได้ค่ะ", "รับทราบค่ะ", "ok", ""])
def test_what_says_more_is_none(words: str) -> None:
    assert not says_goodbye(words)


@pytest.mark.parametrize(
    "words", ["รับทราบค่ะ เดี๋ยวมาตอบ", "ไว้มาตอบนะคะ", "เดี๋ยวค่อยตอบค่ะ", "ยุ่งอยู่ค่ะ", "ตอนนี้ไม่สะดวกค่ะ", "I'm busy now"]
)
def test_no_time_now_is_later(words: str) -> None:
    assert says_later(words)


@pytest.mark.parametrize("words", ["ต่อค่ะ", "กลับมาแล้วค่ะ", "ทำต่อเลยค่ะ", "I'm back", "Let's continue"])
def test_being_back_is_heard(words: str) -> None:
    assert says_back(words)


@pytest.mark.parametrize("words", ["ต่อขนตา", "เสาร์ต่อไป", "back pain", "มาแล้วสองครั้ง"])
def test_other_words_are_no_being_back(words: str) -> None:
    assert not says_back(words)


@pytest.mark.servers
@pytest.mark.parametrize("words", GOODBYES)
async def test_a_booking_is_kept_over_a_goodbye_and_goes_on(world: World, words: str) -> None:
    await answers(world, "จองไฮดราค่ะ", "เสาร์นี้")

    told = await answers(world, words)

    assert "เก็บไว้ให้ถึง" in told or "I keep" in told
    assert SATURDAY in told or "28 Nov" in told
    assert "จองคิวต่อ" in told or "Continue booking" in told
    assert not is_open(world)
    assert f"{SATURDAY} 14:00 น. ถูกต้องไหมคะ" in await answers(world, "กลับมาแล้วค่ะ", "บ่ายสองค่ะ")


@pytest.mark.servers
async def test_a_goodbye_gives_back_no_time_that_is_held(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองไฮดราเสาร์นี้บ่ายสองค่ะ", "ใช่ค่ะ", "ขอเปลี่ยนเป็นวันอาทิตย์ค่ะ")

    told = await answers(world, "ไปก่อนนะคะ")

    assert "ที่กันไว้ยังอยู่นะคะ" in told
    assert held(world) == ["2026-11-28T07:00:00+00:00"]


@pytest.mark.servers
@pytest.mark.parametrize("words", ["บายค่ะ", "รับทราบค่ะ เดี๋ยวมาตอบ", "ขอคิดดูก่อน", "ไว้ก่อนค่ะ"])
async def test_a_registration_is_kept_and_goes_on(world: World, words: str) -> None:
    await answers(world, "สมัครสมาชิก", "แป้งค่ะ")

    told = await world.says(world.mali, words)

    assert "จะเก็บให้ถึง" in said(told)
    assert presses_in(told, "register")
    assert kept(world)[1] is None, "nothing is saved yet"
    assert "เบอร์โทร" in await answers(world, "ต่อค่ะ")
    await answers(world, "0812345678", "ถูกต้องค่ะ")
    assert kept(world)[:2] == ("แป้ง", PHONE)


@pytest.mark.servers
async def test_a_goodbye_is_no_name(world: World) -> None:
    await answers(world, "สมัครสมาชิก", "บายค่ะ", "ต่อค่ะ")

    assert "แป้ง" in await answers(world, "ชื่อแป้งค่ะ", "0812345678")


@pytest.mark.servers
@pytest.mark.parametrize("back", ["ต่อค่ะ", "คำถามสุขภาพ", ""])
async def test_the_questions_about_health_go_on_where_they_were(world: World, back: str) -> None:
    asked = await world.says(world.mali, "คำถามสุขภาพ")
    await answers(world, "ไฮดรา")
    agreed = world.heard(world.mali)[-1:]
    await world.presses(world.mali, presses_in(agreed, "form")[0])
    second = await answers(world, "ไม่ค่ะ")
    assert "เหลือ 7 ข้อ" in second

    told = await world.says(world.mali, "บายค่ะ")

    assert "คำตอบที่ให้ไว้แล้วยังอยู่" in said(told)
    world.clock.advance(timedelta(hours=2))
    go_on = world.says(world.mali, back) if back else world.presses(world.mali, presses_in(told, "intake")[0])
    assert "เหลือ 7 ข้อ" in said(await go_on)
    assert asked


@pytest.mark.servers
@pytest.mark.parametrize("words", ["บายค่ะ", "รับทราบค่ะ เดี๋ยวมาตอบ", "ขอคิดดูก่อน", "ไว้ก่อนค่ะ"])
async def test_a_follow_up_is_answered_whenever_it_suits_her(world: World, words: str) -> None:
    await a_check_in_waits(world)

    told = await world.says(world.mali, words)

    assert "สะดวกเมื่อไหร่" in said(told)
    assert len(presses_in(told, "feels")) == 2
    assert check_ins(world) == [], "that is no answer"
    assert len(presses_in(await world.says(world.mali, "กลับมาแล้วค่ะ"), "feels")) == 2
    await world.says(world.mali, "ปกติดีค่ะ")
    assert check_ins(world) == ["good"]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("words", "kept_as"),
    [("ดีค่ะ บายค่ะ", "good"), ("ไม่ค่อยดีค่ะ ไปก่อนนะคะ", "odd"), ("all good, see you later", "good")],
)
async def test_an_answer_before_a_goodbye_is_heard(world: World, words: str, kept_as: str) -> None:
    await a_check_in_waits(world)

    await world.says(world.mali, words)

    assert check_ins(world) == [kept_as]


@pytest.mark.servers
async def test_a_reminder_may_wait_and_nobody_is_called(world: World) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    told = await world.says(world.mali, "ขอเช็คตารางก่อนนะคะ")

    assert "ยังอยู่นะคะ" in said(told)
    assert presses_in(told, "confirm")
    assert calls(world) == []
    await world.says(world.mali, "ยืนยันค่ะ")
    assert confirmed(world)
