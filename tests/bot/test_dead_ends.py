"""Ways that ended nowhere, walked to their end: by real webhooks, the real workflow and LINE's double."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import CheckIn

pytestmark = pytest.mark.servers


async def test_a_red_flag_is_taken_by_whoever_is_first_and_the_others_hear_who(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    await world.says(world.mali, "ตามัวมากเลยค่ะ มองไม่เห็น")
    asked = presses_in(await world.says(world.ploy, "งานของฉัน"), "accept")[0]
    first_of_list = presses_in(await world.says(world.anan, "งานของฉัน"), "accept")[0]
    assert "รับงานของลูกค้า มะลิ แล้ว" in said(await world.presses(world.ploy, asked))
    assert "พลอย รับเรื่องนี้ไว้แล้วค่ะ" in said(await world.presses(world.anan, first_of_list))


async def test_every_free_time_of_a_day_can_be_reached(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    times = await world.presses(world.fon, presses_in(days, "day")[1])
    assert "15:00 น." in said(times)
    later = await world.presses(world.fon, presses_in(times, "day")[0])
    assert "15:30 น." in said(later)
    assert "19:00 น." in said(later), "the branch closes at eight, and it takes fifty minutes"
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, presses_in(later, "slot")[-1]))
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.fon, presses_in(times, "day")[0]))
    assert world.double.violations == []


async def test_a_day_weeks_ahead_can_be_reached(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    seen = len(presses_in(days, "day"))
    for _ in range(8):
        days = await world.presses(world.fon, presses_in(days, "book")[0])
        seen += len(presses_in(days, "day"))
    assert seen == 90
    assert presses_in(days, "book") == []
    assert presses_in(await world.presses(world.fon, presses_in(days, "day")[-1]), "slot")
    assert world.double.violations == []


async def test_a_returning_customer_gets_to_a_new_time(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    world.clock.advance(timedelta(days=28))
    await world.settle()
    wish = world.kit.buttons.make("ask_to_book", now=world.clock())
    await world.presses(world.mali, wish)
    tasks_before = len(world.heard(world.anan)) + len(world.heard(world.ploy))
    opened = await world.presses(world.fon, presses_in(world.heard(world.fon), "next")[-1])
    assert "เปิดเคสใหม่" in said(opened)
    assert len(world.heard(world.anan)) + len(world.heard(world.ploy)) == tasks_before + 1
    again = await world.presses(world.fon, presses_in(world.heard(world.fon), "next")[-1])
    assert "จึงทำรายการนี้ไม่ได้" in said(again)
    for who in (world.anan, world.ploy):
        if accept := presses_in(world.heard(who), "accept"):
            await world.presses(who, accept[-1])
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[-1])
    times = await world.presses(world.fon, presses_in(days, "day")[0])
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, presses_in(times, "slot")[0]))
    assert world.double.violations == []


async def a_check_in_waits(world: World) -> None:
    from workflow.cases import send_due_follow_up
    from workflow.follow_ups import claim_due_follow_ups

    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    world.clock.set(world.clock() + timedelta(days=1, hours=1))

    def send(session: sa.orm.Session) -> None:
        for due in claim_due_follow_ups(session, now=world.clock(), limit=10):
            send_due_follow_up(session, follow_up=due, now=world.clock())

    world.read(send)
    await world.settle()


def check_ins(world: World) -> list[str | None]:
    return list(world.read(lambda session: session.scalars(sa.select(CheckIn.text)).all()))


@pytest.mark.parametrize("words", ["งานของฉัน", "ฟุตบอลเมื่อคืนใครชนะ"])
async def test_words_nobody_understands_are_no_answer_to_a_check_in(world: World, words: str) -> None:
    await a_check_in_waits(world)
    answer = await world.says(world.mali, words)
    assert "ยังไม่เข้าใจ" in said(answer)
    assert len(presses_in(answer, "feels")) == 2
    assert check_ins(world) == []
    assert "ขอบคุณที่แจ้งค่ะ" in said(await world.presses(world.mali, presses_in(answer, "feels")[0]))


@pytest.mark.parametrize("words", ["ผิวดูดีขึ้นกว่าเมื่อวานเยอะเลยค่ะ", "ยังไม่ลอกค่ะ", "ขอบคุณค่ะ"])
async def test_words_of_how_she_is_are_the_answer(world: World, words: str) -> None:
    await a_check_in_waits(world)
    assert "บันทึกไว้ให้ผู้ดูแลแล้ว" in said(await world.says(world.mali, words))
    assert check_ins(world) == [words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ถอนความยินยอม", "ไม่ได้ให้ความยินยอมเรื่องใดไว้"),
        ("ยกเลิกรับข่าวสารค่ะ", "จะไม่ส่งข่าวสาร"),
        ("ขอลบข้อมูลของฉัน", "รับคำขอแล้ว"),
    ],
)
async def test_her_rights_wait_for_no_person(world: World, words: str, expected: str) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert expected in said(await world.says(world.mali, words))


async def test_she_is_told_once_that_a_person_has_the_talk(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert "เจ้าหน้าที่ได้รับข้อความแล้ว" in said(await world.says(world.mali, "ราคาเท่าไหร่คะ"))
    assert await world.says(world.mali, "แต้มของฉัน") == []


async def test_english_is_answered_in_english_and_thai_in_thai(world: World) -> None:
    assert "10:00–20:00" in said(await world.says(world.mali, "What are your opening hours?"))
    assert "10:00–20:00 น." in said(await world.says(world.mali, "เปิดกี่โมงคะ"))
    assert "in English" in said(await world.says(world.mali, "English please"))
    assert "ภาษาไทย" in said(await world.says(world.mali, "ภาษาไทย"))
    assert "in English" in said(await world.says(world.mali, "ภาษาอังกฤษ"))


async def test_the_time_she_wishes_for_reaches_sales_and_is_said_back(world: World) -> None:
    answer = await world.says(world.mali, "อยากจองคิววันศุกร์บ่ายสองค่ะ")
    assert "ศ. 27 พ.ย. 2569 14:00 น." in said(answer)
    world.clock.advance(timedelta(minutes=15))  # she was asked what for, and did not say
    await world.settle()
    assert "ศ. 27 พ.ย. 2569 14:00 น." in said(world.heard(world.fon)[-1:])


async def test_words_of_danger_in_english_are_answered_in_english(world: World) -> None:
    heard = await world.says(world.mali, "I can not breathe")
    assert "1669" in said(heard)
    assert "Call 1669" in said(heard) or "call 1669" in said(heard)
    assert "ทีมของคลินิก" not in said(heard)
    assert "ด่วน" in said(world.heard(world.anan)), "staff are called in Thai"


async def test_a_customer_whose_time_is_over_is_led_to_the_days_there_are(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    case = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case)
    passed = (world.clock() - timedelta(hours=1)).isoformat()
    button = world.kit.buttons.make("my_slot", case.id, now=world.clock(), t=passed)

    refused = await world.presses(world.mali, button)

    assert "เวลานี้ผ่านไปแล้วค่ะ" in said(refused)
    assert presses_in(await world.presses(world.mali, presses_in(refused, "my_days")[0]), "my_day")


async def test_who_is_refused_learns_whose_customer_it_is_and_goes_on_where_they_may(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()
    start = presses_in(world.heard(world.ploy), "start")[0]
    case = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case)
    book = world.kit.buttons.make("book", case.id, now=world.clock())

    treats_not = await world.presses(world.anan, start)
    assert "งานนี้เป็นของ พลอย ค่ะ" in said(treats_not)
    assert presses_in(treats_not, "book"), "who leads may find another time"
    assert presses_in(await world.presses(world.fon, start), "book")

    sells_not = await world.presses(world.ploy, book)
    assert "ตอนนี้ลูกค้า" not in said(sells_not)
    assert presses_in(sells_not, "book") == []
    assert presses_in(sells_not, "my_tasks")
