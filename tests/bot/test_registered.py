"""Around registering: when it is offered, what is asked of whom, who sees the number, and how it goes again."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.bot.registering import (
    OTHER,
    PHONE,
    calls,
    comes_to_confirm,
    comes_to_number,
    is_open,
    is_registered,
    kept,
    labels_in,
    mali_of,
    wants_news,
    with_every_log,
)
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import a_customer
from workflow.access import Branch
from workflow.customers import Customer, Purpose, grant_consent
from workflow.store.models import Utterance

pytestmark = pytest.mark.servers


async def test_a_birthday_is_asked_only_of_who_wants_to_be_written_to(world: World) -> None:
    wants_news(world)
    await comes_to_number(world)
    asked = await world.says(world.mali, "0812345678")
    assert "วันเกิดวันไหนคะ" in said(asked)
    assert labels_in(asked) == ["เลือกวันเกิด", "ข้าม", "ไว้ทีหลัง"]

    read_back = await world.says(world.mali, "14 กุมภา 2535")
    assert "14 ก.พ." in said(read_back)
    await world.says(world.mali, "ถูกต้องค่ะ")

    assert kept(world) == ("แป้ง", PHONE, "02-14")


async def test_a_birthday_can_be_picked_on_the_calendar_or_left_out(world: World) -> None:
    wants_news(world)
    await comes_to_number(world)
    asked = await world.says(world.mali, "0812345678")
    picked = world.double.events.postback(
        world.mali, presses_in(asked, "form")[0], params={"date": "1992-02-29"}
    )

    read_back = await world.does(world.mali, picked)
    assert "29 ก.พ." in said(read_back)
    asked = await world.presses(world.mali, presses_in(read_back, "form")[3])
    assert "วันเกิดวันไหนคะ" in said(asked)
    await world.says(world.mali, "ไม่บอกค่ะ")
    await world.says(world.mali, "ใช่ค่ะ")

    assert kept(world) == ("แป้ง", PHONE, None)


async def test_a_birthday_nobody_may_be_greeted_on_is_not_kept(world: World) -> None:
    is_registered(world)

    told = await world.says(world.mali, "แก้วันเกิดค่ะ")

    assert "ตอนนี้จึงยังไม่เก็บวันเกิด" in said(told)


async def test_a_new_number_in_the_wish_itself_is_read_back_at_once(world: World) -> None:
    is_registered(world)

    read_back = await world.says(world.mali, "ขอเปลี่ยนเบอร์เป็น 089-876-5432")
    assert "089-876-5432" in said(read_back)
    await world.says(world.mali, "ถูกต้อง")

    assert kept(world) == ("มะลิ", OTHER, None)


async def test_who_is_registered_may_take_her_number_back(world: World) -> None:
    is_registered(world)

    asked = await world.says(world.mali, "ขอเปลี่ยนเบอร์")
    assert labels_in(asked) == ["ใช้เบอร์เดิม …5678", "ลบเบอร์โทร", "ไว้ทีหลัง"]
    read_back = await world.presses(world.mali, presses_in(asked, "form")[1])
    assert "จะลบออก" in said(read_back)
    assert kept(world)[1] == PHONE
    told = await world.presses(world.mali, presses_in(read_back, "form")[0])

    assert "ลบเบอร์โทรให้แล้ว" in said(told)
    assert kept(world) == ("มะลิ", None, None)


@pytest.mark.parametrize("words", ["ลบเบอร์ให้หน่อยค่ะ", "ช่วยลบเบอร์โทรของหนูด้วยค่ะ", "please delete my number"])
async def test_a_wish_to_forget_the_number_is_read_back_at_once(world: World, words: str) -> None:
    is_registered(world)

    read_back = await world.says(world.mali, words)
    assert "จะลบออก" in said(read_back) or "will be removed" in said(read_back)
    await world.presses(world.mali, presses_in(read_back, "form")[0])

    assert kept(world) == ("มะลิ", None, None)


async def test_a_number_of_another_customer_is_not_told_to_her_but_a_person_looks(world: World) -> None:
    def mother(session: Session) -> None:
        row = a_customer(session, session.get_one(Branch, world.cast.branch.id), name="คุณแม่")
        row.phone = PHONE

    world.read(mother)
    read_back = await comes_to_confirm(world)
    told = await world.presses(world.mali, presses_in(read_back, "form")[0])

    assert "คุณแม่" not in said(world.heard(world.mali))
    assert "เรียบร้อย" in said(told)
    assert calls(world) == ["same_phone"]
    card = said(world.heard(world.fon)[-1:])
    assert "ช่วยดูว่าเป็นคนเดียวกันไหม" in card
    assert "คุณแม่" in card
    assert "081-234-5678" not in card


async def test_sales_sees_the_end_and_the_whole_by_a_button_that_is_logged(world: World) -> None:
    is_registered(world)
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    card = world.heard(world.fon)[-1:]
    assert "ลงท้าย 5678" in said(card)
    assert "081-234-5678" not in said(card)

    with_every_log()
    with capture_logs() as logs:
        shown = await world.presses(world.fon, presses_in(card, "phone_of")[0])

    assert "081-234-5678" in said(shown)
    assert "tel:+66812345678" in said(shown)
    [seen] = [entry for entry in logs if entry["event"] == "phone.shown"]
    assert seen["staff_id"] == str(world.cast.fon.id)
    assert "812345678" not in repr(logs)


async def test_who_calls_herself_otherwise_is_known_by_her_line_name_too(world: World) -> None:
    is_registered(world, name="แป้ง")

    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")

    card = said(world.heard(world.fon)[-1:])
    assert "แป้ง" in card
    assert "ชื่อในไลน์" in card
    assert "มะลิ" in card


async def test_neither_of_her_names_stands_in_what_is_to_be_reviewed(world: World) -> None:
    agrees_to_learning(world)
    is_registered(world, name="แป้ง")

    await world.says(world.mali, "ฟ้าใสลมพัด มะลิ กับ แป้ง ปลิวว่อน")

    texts = world.read(lambda session: [one.text for one in session.scalars(sa.select(Utterance))])
    assert texts
    assert not any(name in text for text in texts for name in ("มะลิ", "แป้ง"))


async def test_a_beautician_without_work_for_her_is_not_shown_her_number(world: World) -> None:
    is_registered(world)
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    button = presses_in(world.heard(world.fon)[-1:], "phone_of")[0]

    refused = await world.presses(world.ploy, button)

    assert "081-234-5678" not in said(refused)
    assert "สำหรับผู้รับผิดชอบเท่านั้น" in said(refused)


async def test_after_her_first_booking_she_is_offered_it_once(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()
    booked = world.heard(world.mali)[-1:]
    assert "ฝากเบอร์โทรไว้ได้นะคะ" in said(booked)
    assert "เรียกคุณว่าอะไรดีคะ" in said(await world.presses(world.mali, presses_in(booked, "register")[0]))

    asked_at = mali_of(world).phone_asked_at
    assert asked_at is not None


async def test_who_has_a_number_is_not_offered_it(world: World) -> None:
    is_registered(world)

    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()

    assert "ฝากเบอร์โทร" not in said(world.heard(world.mali))


async def test_no_log_of_a_registration_holds_her_name_or_number(world: World) -> None:
    with_every_log()
    with capture_logs() as logs:
        read_back = await comes_to_confirm(world)
        await world.presses(world.mali, presses_in(read_back, "form")[0])

    assert "customer.registered" in {entry["event"] for entry in logs}
    assert "812345678" not in repr(logs)
    assert "234-5678" not in repr(logs)
    assert "แป้ง" not in repr(logs)


@pytest.mark.parametrize("words", ["0812345678", "แจ้งเบอร์ค่ะ 081-234-5678", "เบอร์หนูนะคะ ๐๘๑๒๓๔๕๖๗๘"])
async def test_a_number_of_her_own_accord_begins_it_and_is_read_back_with_the_rest(
    world: World, words: str
) -> None:
    asked = await world.says(world.mali, words)
    assert "เรียกคุณว่าอะไรดีคะ" in said(asked)

    assert "081-234-5678" in said(await world.says(world.mali, "มะลิ"))


async def test_a_message_taken_back_takes_what_was_typed_so_far_with_it(world: World) -> None:
    await comes_to_number(world)
    typed = world.double.events.text(world.mali, "081-234-5678")
    await world.does(world.mali, typed)
    assert is_open(world)

    await world.does(world.mali, world.double.events.unsend(world.mali, typed["message"]["id"]))

    assert not is_open(world)
    assert kept(world) == ("มะลิ", None, None)


async def test_the_list_of_what_to_review_holds_no_number(world: World) -> None:
    agrees_to_learning(world)
    for words in ("๐๘๑-๒๓๔-๕๖๗๘ จ้า", "แป้ง", "0812345", "ไว้ก่อน", "ฟ้าใสลมพัด 089 876 5432 ปลิวว่อน"):
        await world.says(world.mali, words)

    texts = world.read(lambda session: [one.text for one in session.scalars(sa.select(Utterance))])
    assert texts
    assert not any(letter.isdigit() for text in texts for letter in text)


def agrees_to_learning(world: World) -> None:
    def agrees(session: Session) -> None:
        grant_consent(
            session,
            customer=session.get_one(Customer, world.cast.mali.id),
            purpose=Purpose.IMPROVE_UNDERSTANDING,
            wording_version="th-1",
            channel_id=None,
            event_id=None,
            now=world.clock(),
        )

    world.read(agrees)


async def comes_to_birthday(world: World) -> None:
    wants_news(world)
    await comes_to_number(world)
    assert "วันเกิดวันไหนคะ" in said(await world.says(world.mali, "0812345678"))


@pytest.mark.parametrize(
    "words",
    ["อยากจองโบวันเสาร์นี้ค่ะ", "พรุ่งนี้คลินิกเปิดไหมคะ", "14 กุมภา 2580", "14/2/2570", "วันเกิด 14 กุมภา 2580"],
)
async def test_a_day_that_is_told_for_something_else_or_is_to_come_is_no_birthday(
    world: World, words: str
) -> None:
    await comes_to_birthday(world)

    told = said(await world.says(world.mali, words))

    assert "ถูกต้องไหมคะ" not in told
    await world.says(world.mali, "ถูกต้องค่ะ")
    assert kept(world)[2] is None


@pytest.mark.parametrize("words", ["14 กุมภา", "14/2/2535 ค่ะ", "วันเกิดหนู 14 กุมภาค่ะ", "born 14 Feb 1992"])
async def test_a_birthday_is_a_bare_day_or_one_that_is_called_so(world: World, words: str) -> None:
    await comes_to_birthday(world)

    await world.says(world.mali, words)
    await world.says(world.mali, "ถูกต้องค่ะ")

    assert kept(world)[2] == "02-14"
