"""Registering by talk: name, number, birthday, read back before anything is kept; in words, by buttons, in two languages."""

from datetime import timedelta

import pytest

from tests.bot.registering import (
    OTHER,
    PHONE,
    calls,
    comes_to_confirm,
    comes_to_number,
    is_open,
    kept,
    labels_in,
    speaks_english,
)
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("wish", ["สมัครสมาชิก", "ลงทะเบียน", "register", "อยากลงทะเบียนค่ะ", "สมักสมาชิกค่ะ"])
async def test_the_wish_begins_with_the_name_that_the_channel_knows_as_a_button(
    world: World, wish: str
) -> None:
    asked = await world.says(world.mali, wish)

    assert "เรียกคุณว่าอะไรดีคะ" in said(asked)
    assert "บันทึกหลังจากคุณตรวจแล้วเท่านั้น" in said(asked)
    assert labels_in(asked) == ["มะลิ", "ไว้ทีหลัง"]


async def test_in_thai_typed_and_tapped_and_nothing_is_kept_before_her_yes(world: World) -> None:
    asked = await comes_to_number(world)
    assert "ใช้ติดต่อเรื่องนัดและการดูแลเท่านั้น" in said(asked)

    read_back = await world.says(world.mali, "เบอร์ ๐๘๑ ๒๓๔ ๕๖๗๘ ค่ะ")
    assert "ถูกต้องไหมคะ" in said(read_back)
    assert "แป้ง" in said(read_back)
    assert "081-234-5678" in said(read_back)
    assert kept(world) == ("มะลิ", None, None)

    told = await world.presses(world.mali, presses_in(read_back, "form")[0])
    assert "คุณแป้ง บันทึกข้อมูลให้เรียบร้อย" in said(told)
    assert "ลงท้าย 5678" in said(told)
    assert "081-234-5678" not in said(told)
    assert kept(world) == ("แป้ง", PHONE, None)
    assert not is_open(world)
    assert world.double.violations == []


async def test_in_english_with_a_question_in_between_and_a_correction(world: World) -> None:
    await speaks_english(world)
    asked = await world.says(world.mali, "I'd like to register")
    assert "What would you like us to call you?" in said(asked)
    asked = await world.says(world.mali, "call me Joe")
    assert "never for sales calls" in said(asked)

    told = await world.says(world.mali, "what time do you open?")
    assert "10:00" in said(told)
    assert "Which phone number" in said(told[-1:])

    read_back = await world.says(world.mali, "+66 81 234 5678")
    assert "081-234-5678" in said(read_back)
    read_back = await world.says(world.mali, "no, my number is 089 876 5432")
    assert "089-876-5432" in said(read_back)
    await world.says(world.mali, "yes")

    assert kept(world) == ("Joe", OTHER, None)
    assert world.double.violations == []


async def test_the_name_is_kept_by_its_button(world: World) -> None:
    asked = await world.says(world.mali, "ลงทะเบียน")

    asked = await world.presses(world.mali, presses_in(asked, "form")[0])

    assert "ขอเบอร์โทร" in said(asked)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("แนนค่ะ", "แนน"),
        ("ชื่อนิดาค่ะ", "นิดา"),
        ("เรียกว่าแอนก็ได้ค่ะ", "แอน"),
        ("หนูชื่อฟ้าค่ะ", "ฟ้า"),
        ("สมหญิง ใจดี", "สมหญิง ใจดี"),
        ("Lisa", "Lisa"),
        ("ข้าม", "มะลิ"),
        ("ใช่ค่ะ", "มะลิ"),
        ("โบ", "โบ"),
        ("ไหมค่ะ", "ไหม"),
    ],
)
async def test_a_name_is_read_as_people_give_it(world: World, words: str, name: str) -> None:
    await world.says(world.mali, "ลงทะเบียน")

    await world.says(world.mali, words)
    await world.says(world.mali, "0812345678")
    await world.says(world.mali, "ถูกต้องค่ะ")

    assert kept(world) == (name, PHONE, None)


async def test_a_price_asked_in_between_is_told_and_the_question_comes_again(world: World) -> None:
    await world.says(world.mali, "ลงทะเบียน")

    told = await world.says(world.mali, "โบท็อกราคาเท่าไหร่นะ")

    assert "ราคาทรีตเมนต์" in said(told)
    assert "กลับมาเรื่องที่คุยค้างไว้" in said(told[-1:])
    assert "เรียกคุณว่าอะไรดีคะ" in said(told[-1:])
    assert "ขอเบอร์โทร" in said(await world.says(world.mali, "แป้ง"))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("081234567", "มีแค่ 9 หลัก"),
        ("081-234-56789", "มี 11 หลัก เกินมา"),
        ("1234567890", "ขึ้นต้นด้วย 06 08 หรือ 09"),
        ("+1 23 456", "8–15 หลัก"),
    ],
)
async def test_a_number_that_is_none_is_told_why_and_asked_again(world: World, words: str, why: str) -> None:
    await comes_to_number(world)

    asked = await world.says(world.mali, words)

    assert why in said(asked)
    assert "ขอเบอร์โทร" in said(asked)
    assert "ถูกต้องไหมคะ" in said(await world.says(world.mali, "0812345678"))


async def test_the_third_number_that_is_none_goes_to_a_person_with_what_was_tried(world: World) -> None:
    await comes_to_number(world)
    await world.says(world.mali, "081234567")
    await world.says(world.mali, "0812345")

    told = await world.says(world.mali, "08123456")

    assert "เจ้าหน้าที่ช่วยบันทึกเบอร์ให้" in said(told)
    assert calls(world) == ["registration"]
    card = said(world.heard(world.fon)[-1:])
    assert card.count("ขอเบอร์โทร แต่เบอร์ที่พิมพ์มายังใช้ไม่ได้") == 3
    assert "08123456" not in card
    assert not is_open(world)
    assert kept(world) == ("มะลิ", None, None)


async def test_words_not_understood_three_times_go_to_a_person_too(world: World) -> None:
    await comes_to_number(world)
    for _ in range(3):
        told = await world.says(world.mali, "ฟ้าใสลมพัดใบไม้ปลิวว่อนทั่วสวน")

    assert "แจ้งเจ้าหน้าที่ให้มาดูแลต่อ" in said(told)
    assert calls(world) == ["not_understood"]


@pytest.mark.parametrize("words", ["ข้าม", "ไม่สะดวกบอกค่ะ", "ไม่ค่ะ"])
async def test_the_number_can_be_left_out_while_nothing_is_booked(world: World, words: str) -> None:
    await comes_to_number(world)

    assert "ถูกต้องไหมคะ" in said(await world.says(world.mali, words))
    await world.says(world.mali, "ใช่ค่ะ")

    assert kept(world) == ("แป้ง", None, None)


async def test_with_an_appointment_the_clinic_says_what_it_needs_the_number_for(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()
    asked = await comes_to_number(world)
    assert labels_in(asked) == ["ไว้ทีหลัง"]

    asked = await world.says(world.mali, "ข้าม")

    assert "เผื่อนัดมีการเปลี่ยนแปลง" in said(asked)
    assert "ขอเบอร์โทร" in said(asked)
    assert "ยังไม่ได้บันทึกอะไรไว้" in said(await world.presses(world.mali, presses_in(asked, "form")[-1]))
    assert not is_open(world)


async def test_of_two_numbers_she_is_asked_which(world: World) -> None:
    await comes_to_number(world)

    asked = await world.says(world.mali, "0812345678 หรือ 0898765432 ก็ได้")
    assert "ใช้เบอร์ไหนดีคะ" in said(asked)
    assert labels_in(asked)[:2] == ["081-234-5678", "089-876-5432"]
    read_back = await world.presses(world.mali, presses_in(asked, "form")[1])

    assert "089-876-5432" in said(read_back)


async def test_no_not_this_but_that_takes_that(world: World) -> None:
    await comes_to_confirm(world)

    read_back = await world.says(world.mali, "ไม่ใช่ 081-234-5678 แต่เป็น 089-876-5432 ค่ะ")

    assert "089-876-5432" in said(read_back)


@pytest.mark.parametrize(
    ("words", "name", "number"),
    [
        ("ไม่ใช่ เบอร์ 089-876-5432", "แป้ง", "089-876-5432"),
        ("ไม่ใช่ค่ะ ชื่อปุ๊ก", "ปุ๊ก", "081-234-5678"),
        ("ขอเปลี่ยนชื่อเป็นหวานค่ะ", "หวาน", "081-234-5678"),
    ],
)
async def test_a_correction_of_what_was_read_back_is_read_back_again(
    world: World, words: str, name: str, number: str
) -> None:
    await comes_to_confirm(world)

    read_back = said(await world.says(world.mali, words))

    assert "ถูกต้องไหมคะ" in read_back
    assert name in read_back
    assert number in read_back
    assert kept(world) == ("มะลิ", None, None)


async def test_a_bare_no_asks_what_to_change_and_a_wish_to_change_asks_for_it(world: World) -> None:
    await comes_to_confirm(world)

    assert "แก้ตรงไหนดีคะ" in said(await world.says(world.mali, "ไม่ใช่ค่ะ"))
    assert "ขอเบอร์โทร" in said(await world.says(world.mali, "ขอเปลี่ยนเบอร์"))
    assert "ถูกต้องไหมคะ" in said(await world.says(world.mali, "0898765432"))


async def test_an_old_button_changes_nothing(world: World) -> None:
    read_back = await comes_to_confirm(world)
    yes = presses_in(read_back, "form")[0]
    await world.says(world.mali, "เบอร์ 0898765432")

    told = await world.presses(world.mali, yes)

    assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in said(told)
    assert kept(world) == ("มะลิ", None, None)


async def test_after_silence_a_word_is_no_name_any_more_and_the_same_wish_picks_up_what_was_told(
    world: World,
) -> None:
    await comes_to_number(world)
    world.clock.advance(timedelta(minutes=31))

    told = await world.says(world.mali, "ข้าม")
    assert "ถูกต้องไหมคะ" not in said(told)
    asked = await world.says(world.mali, "ลงทะเบียน")

    assert "ต่อจากที่คุยกันไว้" in said(asked)
    assert "ขอเบอร์โทร" in said(asked)
    assert kept(world) == ("มะลิ", None, None)


async def test_after_silence_a_number_picks_it_up_and_is_read_back(world: World) -> None:
    await comes_to_number(world)
    world.clock.advance(timedelta(minutes=31))

    read_back = said(await world.says(world.mali, "0812345678"))

    assert "ต่อจากที่คุยกันไว้" in read_back
    assert "แป้ง" in read_back
    assert "081-234-5678" in read_back


async def test_after_a_day_it_begins_anew(world: World) -> None:
    await comes_to_number(world)
    world.clock.advance(timedelta(days=1, minutes=31))

    assert "เรียกคุณว่าอะไรดีคะ" in said(await world.says(world.mali, "ลงทะเบียน"))


async def test_who_gives_up_is_told_that_nothing_is_kept(world: World) -> None:
    await comes_to_confirm(world)

    told = await world.says(world.mali, "ไม่เอาแล้วค่ะ")

    assert "ยังไม่ได้บันทึกอะไรไว้" in said(told)
    assert kept(world) == ("มะลิ", None, None)
    assert not is_open(world)


async def test_a_red_flag_in_between_is_taken_first_and_closes_the_form(world: World) -> None:
    await comes_to_number(world)

    told = await world.says(world.mali, "หายใจไม่ออก หน้าบวมมาก")

    assert "1669" in said(told)
    assert not is_open(world)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("เอาเบอร์ไปทำอะไรคะ", "ใช้โทรแจ้งเมื่อเวลานัด"),
        ("ทำไมต้องให้เบอร์ด้วยคะ", "ใช้โทรแจ้งเมื่อเวลานัด"),
        ("why do you need my number?", "something about your appointment"),
    ],
)
async def test_who_asks_what_it_is_for_is_told_and_asked_again(world: World, words: str, why: str) -> None:
    await comes_to_number(world)

    asked = said(await world.says(world.mali, words))

    assert why in asked
    assert "ขอเบอร์โทร" in asked or "Which phone number" in asked
    assert kept(world) == ("มะลิ", None, None)


@pytest.mark.parametrize("words", ["แป้งค่ะ เบอร์ ๐๘๑-๒๓๔-๕๖๗๘", "แป้ง (081) 234–5678 ค่ะ", "แป้ง 081/234/5678"])
async def test_name_and_number_in_one_message_fill_both(world: World, words: str) -> None:
    await world.says(world.mali, "ลงทะเบียน")

    read_back = said(await world.says(world.mali, words))

    assert "ถูกต้องไหมคะ" in read_back
    assert "แป้ง" in read_back
    assert "081-234-5678" in read_back


async def test_what_hurts_her_is_no_name(world: World) -> None:
    await world.says(world.mali, "ลงทะเบียน")

    told = said(await world.says(world.mali, "แสบค่ะ"))

    assert "ขอเบอร์โทร" not in told
    assert kept(world) == ("มะลิ", None, None)


async def test_beside_another_question_it_is_answered_last(world: World) -> None:
    told = await world.says(world.mali, "ลงทะเบียนค่ะ แล้วโบท็อกราคาเท่าไหร่คะ")

    assert "ราคาทรีตเมนต์" in said(told)
    assert "เรียกคุณว่าอะไรดีคะ" in said(told[-1:])


@pytest.mark.parametrize(
    "text",
    [
        "เมื่อวานมีเบอร์ 0899999999 โทรมาอ้างว่าเป็นคลินิก ใช่ไหมคะ",
        "0899999999 เบอร์ใครคะ",
        "somebody with 0899999999 keeps calling, is it you?",
    ],
)
async def test_a_number_that_is_told_of_begins_no_registration(world: World, text: str) -> None:
    assert "ลงทะเบียน" not in said(await world.says(world.mali, text))
    assert not is_open(world)
