"""Booking by talk, as stories: words and buttons fill the same form, and it survives what people do in between."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_open
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import a_customer
from workflow.store.models import Branch

pytestmark = pytest.mark.servers


async def test_day_and_time_in_words_are_echoed_and_held_after_a_yes(world: World) -> None:
    await has_a_case(world)
    echoed = await answers(world, "อยากจองคิวค่ะ", "เสาร์นี้บ่ายสาม")
    assert f"{SATURDAY} 15:00 น." in echoed
    assert "ถูกต้องไหมคะ" in echoed
    assert held(world) == []

    assert "ไว้ให้คุณถึง" in await answers(world, "ใช่ค่ะ")

    assert held(world) == ["2026-11-28T08:00:00+00:00"]
    assert presses_in(world.heard(world.fon), "slot"), "sales confirms it by one press"
    assert not is_open(world)
    assert world.double.violations == []


async def test_without_a_case_her_whole_wish_reaches_sales(world: World) -> None:
    before = len(world.heard(world.fon))
    assert "สนใจทำอะไรดีคะ" in await answers(world, "อยากจองคิวค่ะ")
    assert "สะดวกวันไหนดีคะ" in await answers(world, "โบกราม")
    assert "สะดวกกี่โมงดีคะ" in await answers(world, "เสาร์นี้ค่ะ")
    assert len(world.heard(world.fon)) == before, "nobody calls while she goes on"
    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in await answers(world, "บ่ายสาม")

    assert "รับคำขอนัดแล้วค่ะ" in await answers(world, "ค่ะ")

    told = said(world.heard(world.fon)[before:])
    assert f"{SATURDAY} 15:00 น." in told
    assert "โบ" in told
    assert len(presses_in(world.heard(world.fon)[before:], "accept")) == 1
    assert calls(world) == ["wants_to_book"]
    world.clock.advance(timedelta(minutes=20))
    await world.settle()
    assert len(presses_in(world.heard(world.fon)[before:], "accept")) == 1, "and she is told of it once"
    assert world.double.violations == []


async def test_who_leaves_the_form_is_called(world: World) -> None:
    before = len(world.heard(world.fon))
    await answers(world, "อยากจองโบท็อกซ์ค่ะ")

    world.clock.advance(timedelta(minutes=16))
    await world.settle()

    assert "ลูกค้าอยากนัดเวลา" in said(world.heard(world.fon)[before:])


async def test_a_question_in_between_is_answered_and_the_booking_goes_on(world: World) -> None:
    await answers(world, "อยากจองฟิลเลอร์วันเสาร์นี้ค่ะ")

    told = await world.says(world.mali, "ราคาเท่าไหร่นะ")

    assert "ราคาทรีตเมนต์" in said(told)
    assert "สะดวกกี่โมงดีคะ" in said(told[-1:])
    assert presses_in(told[-1:], "form"), "with the buttons of the open question"
    assert "quickReply" not in said(told[:-1])
    assert f"{SATURDAY} 15:00 น." in await answers(world, "บ่ายสามค่ะ")
    assert world.double.violations == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ไม่ใช่ เสาร์นี้", f"{SATURDAY} 14:00 น."),
        ("ไม่ใช่ค่ะ เสาร์นี้", f"{SATURDAY} 14:00 น."),
        ("เปลี่ยนเป็นบ่ายสาม", "ศ. 27 พ.ย. 2569 15:00 น."),
        ("วันเสาร์บ่ายสามแทนค่ะ", f"{SATURDAY} 15:00 น."),
        ("ขอเปลี่ยนเป็น 16:00", "ศ. 27 พ.ย. 2569 16:00 น."),
    ],
)
async def test_a_correction_changes_only_what_it_names(world: World, words: str, expected: str) -> None:
    await has_a_case(world)
    assert "ศ. 27 พ.ย. 2569 14:00 น." in await answers(world, "จองวันศุกร์บ่ายสองค่ะ")

    told = await answers(world, words)

    assert expected in told
    assert "ถูกต้องไหมคะ" in told
    assert held(world) == []


async def test_a_no_asks_what_is_to_be_changed(world: World) -> None:
    await has_a_case(world)
    told = await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ไม่ใช่ค่ะ")

    assert "เปลี่ยนวันหรือเวลาดีคะ" in told
    assert held(world) == []


@pytest.mark.parametrize("words", ["ไม่เอาแล้วค่ะ", "ไม่จองแล้ว", "ยกเลิกค่ะ", "never mind"])
async def test_she_gives_it_up(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    told = await answers(world, words)

    assert "ยังไม่ได้จองอะไรไว้" in told or "Nothing was booked" in told
    assert not is_open(world)
    before = len(world.heard(world.fon))
    world.clock.advance(timedelta(minutes=20))
    await world.settle()
    assert len(world.heard(world.fon)) == before, "nobody calls about what she has given up"


async def test_buttons_and_words_fill_the_same_booking(world: World) -> None:
    await has_a_case(world)
    days = await world.says(world.mali, "อยากจองคิวค่ะ")
    await world.presses(world.mali, presses_in(days, "my_day")[3])

    echoed = await world.says(world.mali, "บ่ายสามค่ะ")
    assert "15:00 น. ถูกต้องไหมคะ" in said(echoed)

    times = await world.presses(world.mali, presses_in(echoed, "form")[2])
    assert "สะดวกกี่โมงดีคะ" in said(times)
    again = await world.presses(world.mali, presses_in(times, "form")[0])
    assert "ถูกต้องไหมคะ" in said(again)
    assert "ไว้ให้คุณถึง" in said(await world.presses(world.mali, presses_in(again, "form")[0]))
    assert len(held(world)) == 1
    assert world.double.violations == []


async def test_a_button_of_an_earlier_question_is_told_to_be_old(world: World) -> None:
    await has_a_case(world)
    first = await world.says(world.mali, "จองวันศุกร์บ่ายสองค่ะ")
    await world.says(world.mali, "เปลี่ยนเป็นเสาร์นี้")

    told = await world.presses(world.mali, presses_in(first, "form")[0])

    assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in said(told)
    assert f"{SATURDAY} 14:00 น. ถูกต้องไหมคะ" in said(told)
    assert held(world) == []
    await world.says(world.mali, "ไม่เอาแล้ว")
    assert "คำถามที่จบไปแล้ว" in said(await world.presses(world.mali, presses_in(told, "form")[0]))


async def test_she_goes_back_from_the_times_to_the_days(world: World) -> None:
    times = await world.says(world.mali, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    days = await world.presses(world.mali, presses_in(times, "form")[-2])

    assert "สะดวกวันไหนดีคะ" in said(days)
    assert "สะดวกกี่โมงดีคะ" in said(await world.presses(world.mali, presses_in(days, "form")[0]))


async def test_a_left_form_swallows_no_words_and_is_picked_up_on_return(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")
    world.clock.advance(timedelta(minutes=31))
    await world.settle()

    assert "ถูกต้องไหมคะ" not in await answers(world, "ใช่ค่ะ")
    told = await answers(world, "จองคิวต่อค่ะ")

    assert "ต่อจากที่คุยกันไว้" in told
    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in told


async def test_two_messages_at_once_are_one_booking(world: World) -> None:
    one = world.double.events.text(world.mali, "อยากจองโบกรามค่ะ")
    two = world.double.events.text(world.mali, "เสาร์นี้บ่ายสามนะคะ")

    told = said(await world.does(world.mali, one, two))

    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told


async def test_danger_in_the_middle_comes_first_and_the_booking_is_left(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await answers(world, "หายใจไม่ออกค่ะ")

    assert "1669" in told
    assert "สะดวกกี่โมง" not in told
    assert not is_open(world)


async def test_a_person_of_the_clinic_takes_over_and_the_form_is_left(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")
    told = await answers(world, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert "แจ้งเจ้าหน้าที่แล้ว" in told
    assert "สะดวกกี่โมง" not in told

    assert "ถูกต้องไหมคะ" not in await answers(world, "บ่ายสาม")
    assert not is_open(world)


async def test_the_language_changes_in_the_middle(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await answers(world, "English please")
    assert "in English" in told
    assert "Sat 28 Nov 2026: what time suits you?" in told

    assert "Sat 28 Nov 2026 15:00. Is this right?" in await answers(world, "at 3pm please")


@pytest.mark.parametrize(
    ("words", "says", "offered"),
    [
        ("เสาร์หรืออาทิตย์", "หมายถึง ส. 28 พ.ย. 2569 หรือ อา. 29 พ.ย. 2569 ใช่ไหมคะ", ["2026-11-28", "2026-11-29"]),
        ("สิ้นเดือน", "หมายถึง จ. 30 พ.ย. 2569 ใช่ไหมคะ", ["2026-11-30"]),
        (
            "อาทิตย์หน้า",
            "สะดวกวันไหนดีคะ",
            [f"2026-1{day}" for day in ("1-30", "2-01", "2-02", "2-03", "2-04", "2-05", "2-06")],
        ),
        ("เมื่อวาน", "อา. 22 พ.ย. 2569 ผ่านไปแล้วค่ะ", None),
    ],
)
async def test_a_day_that_is_not_clear_is_asked(
    world: World, words: str, says: str, offered: list[str] | None
) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    told = await world.says(world.mali, words)

    assert says in said(told)
    days = [world.kit.buttons.read(one, world.clock()).extra["v"] for one in presses_in(told, "form")]
    assert days[-1] == "stop"
    assert offered is None or days[:-1] == offered


@pytest.mark.parametrize(
    ("words", "says", "offered"),
    [
        ("3 โมง", "หมายถึง 15:00 น. ใช่ไหมคะ", ["15:00"]),
        ("หลัง 5 โมงเย็น", "สะดวกกี่โมงดีคะ", ["17:00", "17:30", "18:00", "18:30", "19:00"]),
        ("ช่วงบ่าย", "สะดวกกี่โมงดีคะ", ["13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]),
        ("ตีสอง", "ไม่ว่างค่ะ", None),
    ],
)
async def test_a_time_that_is_not_clear_is_asked(
    world: World, words: str, says: str, offered: list[str] | None
) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await world.says(world.mali, words)

    assert says in said(told)
    times = [world.kit.buttons.read(one, world.clock()).extra["v"] for one in presses_in(told, "form")]
    assert times[-2:] == ["other_day", "stop"]
    assert offered is None or times[:-2] == offered


async def test_a_yes_takes_the_one_reading_that_was_named(world: World) -> None:
    told = await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ", "3 โมง", "ใช่ค่ะ")

    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told


async def test_a_part_of_the_day_settles_which_time_was_meant(world: World) -> None:
    told = await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ", "3 โมง", "ตอนบ่ายค่ะ")

    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told


async def test_a_yes_with_nothing_open_books_nothing(world: World) -> None:
    await has_a_case(world)

    await answers(world, "ใช่ค่ะ")

    assert held(world) == []
    assert calls(world) == []


async def test_a_time_that_went_meanwhile_is_told_and_others_are_offered(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")

    def takes(session: sa.orm.Session) -> None:
        place = session.get_one(Branch, world.cast.branch.id)
        other = Walk(session, world.cast, a_customer(session, place, name="ดาว", sales=world.cast.fon))
        other.now = world.clock()
        other.booked(starts_at=datetime(2026, 11, 28, 8, tzinfo=UTC))

    world.read(takes)
    told = await world.says(world.mali, "ใช่ค่ะ")

    assert "15:00 น. ไม่ว่างค่ะ" in said(told)
    assert presses_in(told, "form")
    assert held(world) == []

    assert "ศ. 27 พ.ย. 2569 14:00 น. ถูกต้องไหมคะ" in await answers(world, "วันศุกร์บ่ายสองค่ะ")
    assert held(world) == [], "her yes was to another time"


async def test_a_weekday_is_the_one_of_the_week_she_spoke_of(world: World) -> None:
    await answers(world, "ขอจองไฮดราค่ะ", "อาทิตย์หน้า")
    told = await answers(world, "วันพุธ")
    assert "พ. 2 ธ.ค. 2569" in told
    assert "25 พ.ย." not in told


@pytest.mark.parametrize("words", ["วันพุธนี้", "พรุ่งนี้"])
async def test_a_day_that_is_clear_is_taken_outside_that_week_too(world: World, words: str) -> None:
    told = await answers(world, "ขอจองไฮดราค่ะ", "อาทิตย์หน้า", words)
    assert "พ.ย. 2569 สะดวกกี่โมง" in told
