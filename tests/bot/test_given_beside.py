"""A name or a number given while something else is talked about is put aside, and read back once that is done."""

from datetime import timedelta

import pytest

from tests.bot.booking_steps import answers
from tests.bot.registering import OTHER, PHONE, is_open, is_registered, kept, speaks_english
from tests.bot.world import World, presses_in, said

pytestmark = pytest.mark.servers


async def comes_to_day(world: World) -> str:
    return await answers(world, "อยากจองโบกรามค่ะ")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ชื่อมะลิวัลย์ 081-234-5678 ค่ะ", "มะลิวัลย์"),
        ("ชื่อ Joe โทร 081 234 5678", "Joe"),
        ("หนูชื่อแป้งค่ะ เบอร์ 0812345678", "แป้ง"),
    ],
)
async def test_name_and_number_given_to_another_question_are_read_back_when_that_is_done(
    world: World, words: str, name: str
) -> None:
    asked = await comes_to_day(world)
    again = await answers(world, words)
    assert "จดไว้ให้ก่อน" in again
    assert "วันไหน" in asked
    assert "วันไหน" in again
    assert "ขออภัย" not in again

    assert "ที่ให้ไว้" not in await answers(world, "เสาร์นี้บ่ายสาม")
    read_back = await world.says(world.mali, "ใช่ค่ะ")
    assert "ที่ให้ไว้" in said(read_back)
    assert name in said(read_back)
    assert "081-234-5678" in said(read_back)
    assert kept(world) == ("มะลิ", None, None)

    await world.presses(world.mali, presses_in(read_back, "form")[0])
    assert kept(world) == (name, PHONE, None)
    assert world.double.violations == []


async def test_with_the_day_in_the_same_words_nothing_of_either_is_lost(world: World) -> None:
    await comes_to_day(world)

    asked = await answers(world, "เสาร์นี้บ่ายสามค่ะ ชื่อแป้ง เบอร์ 0812345678")
    assert "15:00" in asked
    assert "จดไว้ให้ก่อน" in asked
    read_back = await answers(world, "ใช่ค่ะ")

    assert "แป้ง" in read_back
    assert "081-234-5678" in read_back


async def test_in_the_words_that_begin_the_booking_too(world: World) -> None:
    asked = await answers(world, "อยากจองโบกราม เสาร์นี้บ่ายสาม ชื่อแป้ง 0812345678")
    assert "จดไว้ให้ก่อน" in asked

    assert "081-234-5678" in await answers(world, "ใช่ค่ะ")


async def test_a_number_alone_then_asks_for_the_name(world: World) -> None:
    await comes_to_day(world)
    assert "วันไหน" in await answers(world, "0812345678")
    await answers(world, "เสาร์นี้บ่ายสาม")

    assert "เรียกคุณว่าอะไรดีคะ" in await answers(world, "ใช่ค่ะ")
    assert "081-234-5678" in await answers(world, "แป้งค่ะ")


async def test_a_name_alone_then_asks_for_the_number(world: World) -> None:
    await comes_to_day(world)
    assert "วันไหน" in await answers(world, "ชื่อแป้งค่ะ")
    await answers(world, "เสาร์นี้บ่ายสาม")

    assert "ขอเบอร์โทร" in await answers(world, "ใช่ค่ะ")


async def test_a_number_from_abroad_too(world: World) -> None:
    await speaks_english(world)
    await comes_to_day(world)
    assert "noted the name or number" in await answers(world, "My name is Joe, my number is +44 7911 123456")
    await answers(world, "Saturday 3pm")
    read_back = await answers(world, "yes")

    assert "Joe" in read_back
    assert "+447911123456" in read_back


async def test_who_gives_the_booking_up_is_read_back_what_she_gave(world: World) -> None:
    await comes_to_day(world)
    await answers(world, "ชื่อแป้ง 0812345678")

    told = await answers(world, "ไม่จองแล้วค่ะ")

    assert "ยังไม่ได้จองอะไร" in told
    assert "081-234-5678" in told


async def test_who_wants_to_think_about_it_too(world: World) -> None:
    await comes_to_day(world)
    await answers(world, "ชื่อแป้ง 0812345678")

    assert "081-234-5678" in await answers(world, "ขอคิดดูก่อนนะคะ")


async def test_who_chooses_by_buttons_too(world: World) -> None:
    await comes_to_day(world)
    asked = await world.says(world.mali, "ชื่อแป้ง 0812345678")
    asked = await world.presses(world.mali, presses_in(asked, "form")[0])
    asked = await world.presses(world.mali, presses_in(asked, "form")[0])
    told = await world.presses(world.mali, presses_in(asked, "form")[0])

    assert "081-234-5678" in said(told)


async def test_after_silence_it_is_read_back_behind_the_next_answer(world: World) -> None:
    await comes_to_day(world)
    await answers(world, "ชื่อแป้ง 0812345678")
    world.clock.advance(timedelta(hours=2))

    told = await answers(world, "คลินิกเปิดกี่โมงคะ")

    assert "10:00" in told
    assert "081-234-5678" in told


async def test_beside_a_question_that_is_only_answered_the_number_is_taken_at_once(world: World) -> None:
    told = await answers(world, "โบท็อกราคาเท่าไหร่คะ เบอร์หนู 0812345678 ค่ะ")

    assert "ราคาทรีตเมนต์" in told
    assert "เรียกคุณว่าอะไรดีคะ" in told


async def test_two_numbers_are_asked_about_then(world: World) -> None:
    await comes_to_day(world)
    await answers(world, "ชื่อแป้ง 0812345678 หรือ 0898765432")
    await answers(world, "เสาร์นี้บ่ายสาม")

    assert "ใช้เบอร์ไหนดีคะ" in await answers(world, "ใช่ค่ะ")


async def test_a_later_number_stands_for_the_earlier(world: World) -> None:
    await comes_to_day(world)
    await answers(world, "ชื่อแป้ง 0812345678", "เบอร์ 0898765432 ค่ะ", "เสาร์นี้บ่ายสาม")
    read_back = await answers(world, "ใช่ค่ะ")

    assert "089-876-5432" in read_back
    assert "081-234-5678" not in read_back


async def test_a_number_that_is_none_is_told_so_at_once(world: World) -> None:
    await comes_to_day(world)

    asked = await answers(world, "081234567")

    assert "มีแค่ 9 หลัก" in asked
    assert "วันไหน" in asked


async def test_what_is_kept_already_is_asked_no_more(world: World) -> None:
    is_registered(world)
    await comes_to_day(world)

    asked = await answers(world, "ชื่อมะลิ 0812345678 ค่ะ")
    assert "มีบันทึกไว้แล้ว" in asked
    await answers(world, "เสาร์นี้บ่ายสาม")

    assert "ที่ให้ไว้" not in await answers(world, "ใช่ค่ะ")
    assert not is_open(world)


async def test_a_new_number_of_who_is_registered_changes_nothing_before_her_yes(world: World) -> None:
    is_registered(world)
    await comes_to_day(world)
    await answers(world, "เบอร์ใหม่ 089-876-5432 นะคะ", "เสาร์นี้บ่ายสาม")
    read_back = await world.says(world.mali, "ใช่ค่ะ")
    assert "089-876-5432" in said(read_back)
    assert kept(world) == ("มะลิ", PHONE, None)

    await world.presses(world.mali, presses_in(read_back, "form")[0])
    assert kept(world) == ("มะลิ", OTHER, None)


@pytest.mark.parametrize(
    "words",
    [
        "เพื่อนชื่อแป้งจะไปด้วยค่ะ",
        "เมื่อวานมีเบอร์ 0899999999 โทรมาอ้างว่าเป็นคลินิก",
        "0899999999 เบอร์ใครคะ",
        "หมอชื่อแนนอยู่ไหมคะ",
    ],
)
async def test_of_somebody_else_nothing_is_put_aside(world: World, words: str) -> None:
    await comes_to_day(world)

    assert "จดไว้ให้ก่อน" not in await answers(world, words)


async def test_a_message_taken_back_takes_what_was_put_aside_with_it(world: World) -> None:
    await comes_to_day(world)
    typed = world.double.events.text(world.mali, "ชื่อแป้ง 0812345678")
    await world.does(world.mali, typed)
    await world.does(world.mali, world.double.events.unsend(world.mali, typed["message"]["id"]))
    await answers(world, "เสาร์นี้บ่ายสาม")

    assert "ที่ให้ไว้" not in await answers(world, "ใช่ค่ะ")
