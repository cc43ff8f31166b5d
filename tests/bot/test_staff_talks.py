"""Staff at work in their chats: photos, tasks, appointments, treatments, doors; by real webhooks and LINE's double."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.bot.world import NEWCOMER, World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.access import invite_staff
from workflow.actor import Actor
from workflow.store.models import (
    Appointment,
    ChannelIdentity,
    Customer,
    InboundEvent,
    InboundState,
    Scan,
)

pytestmark = pytest.mark.servers


async def test_sales_sends_a_customers_photo_and_is_asked_whose_it_is(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    asked = await world.sends_photo(world.fon)
    [mali] = presses_in(asked, "photo_of")
    answer = await world.presses(world.fon, mali)
    assert "รับรูปของลูกค้า มะลิ แล้ว" in said(answer)
    [scan] = world.read(lambda session: session.scalars(sa.select(Scan)).all())
    assert scan.customer_id == world.cast.mali.id
    assert scan.sender_id == world.cast.fon_on_line.id


async def test_sales_may_type_the_customers_code(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    await world.sends_photo(world.fon)
    nobody = await world.says(world.fon, "ไม่มีคนนี้")
    assert "ไม่พบลูกค้า" in said(nobody)
    answer = await world.says(world.fon, world.cast.mali.code)
    assert "รับรูปของลูกค้า มะลิ แล้ว" in said(answer)


async def test_the_case_goes_all_its_way_by_buttons(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    await world.settle()
    assert "ผลอ่านค่าผิวของคุณ" in said(world.heard(world.mali))
    await world.presses(world.ploy, presses_in(world.heard(world.ploy), "accept")[0])
    assert "รับเคสของลูกค้า มะลิ แล้ว" in said(world.heard(world.ploy))
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    times = await world.presses(world.fon, presses_in(days, "day")[0])
    booked = await world.presses(world.fon, presses_in(times, "slot")[0])
    assert "เรียบร้อยแล้วค่ะ จ. 23 พ.ย. 2569" in said(booked)
    assert "เตรียมตัวอย่างไร" in said(world.heard(world.mali))
    world.clock.advance(timedelta(minutes=30))
    begun = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "start")[-1])
    world.clock.advance(timedelta(minutes=50))
    await world.presses(world.ploy, presses_in(begun, "finish")[0])
    assert "ลูกค้า มะลิ เสร็จ treatment แล้ว พร้อมขายผลิตภัณฑ์ต่อ" in said(world.heard(world.fon))
    assert "ดูแลผิววันนี้" in said(world.heard(world.mali))
    points = await world.says(world.mali, "แต้มของฉัน")
    assert "แต้มของคุณ" in said(points)
    status = await world.says(world.mali, "สถานะ")
    assert "ทำทรีตเมนต์เสร็จแล้ว" in said(status)
    assert world.double.violations == []


async def test_a_treatment_is_stopped_with_a_reason(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).started() and None)
    world.clock.advance(timedelta(hours=2))
    tasks = await world.says(world.ploy, "งานของฉัน")
    assert presses_in(tasks, "finish"), "a treatment under way offers to finish it"
    case_button = presses_in(tasks, "finish")[0]
    ref = world.kit.buttons.read(case_button, world.clock()).ref
    asked = await world.presses(world.ploy, world.kit.buttons.make("stop", ref, now=world.clock()))
    halted = await world.presses(world.ploy, presses_in(asked, "stop_why")[0])
    assert "หยุดทรีตเมนต์ของลูกค้า มะลิ" in said(halted)
    assert "ลูกค้าไม่สบาย" in said(world.heard(world.fon))


async def test_an_invited_member_of_staff_becomes_known_and_the_code_works_once(world: World) -> None:
    code = world.read(
        lambda session: invite_staff(
            session, staff=world.cast.ploy, by=Actor.system(world.cast.clinic_id), now=world.clock()
        )
    )
    world.double.people.add_person(NEWCOMER, "พลอย")
    assert "พลอย" in said(await world.says(NEWCOMER, code.lower()))
    assert identity(world, NEWCOMER).staff_id == world.cast.ploy.id
    assert (
        world.read(lambda session: session.scalar(sa.select(sa.func.count()).select_from(Customer))) == 1
    ), "no customer was made of her on the way"
    other = "U" + "8" * 32
    world.double.people.add_person(other, "ใครไม่รู้")
    assert "ถูกใช้ไปแล้ว" in said(await world.says(other, code))


async def test_wrong_codes_are_counted_although_they_are_refused(world: World) -> None:
    world.double.people.add_person(NEWCOMER, "ใครไม่รู้")
    for _ in range(5):
        assert "รหัสนี้ไม่ถูกต้อง" in said(await world.says(NEWCOMER, "AURA-0000-0000-0000"))
    assert "พักไว้" in said(await world.says(NEWCOMER, "AURA-0000-0000-0000"))
    count = world.read(
        lambda session: session.scalar(
            sa.select(ChannelIdentity.wrong_codes).where(ChannelIdentity.external_id == NEWCOMER)
        )
    )
    assert count == 5


async def test_only_the_owner_gets_the_link_to_the_admin_page(world: World) -> None:
    assert "https://aura.example/admin/enter/" in said(await world.says(world.anan, "หลังบ้าน"))
    assert "/admin/enter/" not in said(await world.says(world.ploy, "หลังบ้าน"))


async def test_a_button_of_somebody_else_changes_nothing_and_says_so(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    await world.settle()
    [accept] = presses_in(world.heard(world.ploy), "accept")[:1]
    assert "สำหรับผู้รับผิดชอบเท่านั้น" in said(await world.presses(world.mali, accept))
    refused = await world.presses(world.fon, accept)
    assert "งานนี้เป็นของ พลอย ค่ะ" in said(refused)
    assert presses_in(refused, "my_tasks")
    await world.presses(world.ploy, accept)
    assert "รับไว้แล้ว" in said(await world.presses(world.ploy, accept))


async def test_an_old_time_button_does_not_move_the_appointment(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    times = await world.presses(world.fon, presses_in(days, "day")[0])
    first, second = presses_in(times, "slot")[:2]
    await world.presses(world.fon, first)
    for late in (second, first):
        refused = await world.presses(world.fon, late)
        assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(refused)
        assert "ตอนนี้ลูกค้า มะลิ: นัดทำทรีตเมนต์แล้ว จ. 23 พ.ย. 2569" in said(refused)
    assert presses_in(await world.presses(world.fon, presses_in(refused, "book")[0]), "day"), "it leads on"
    agreed = world.read(lambda session: session.scalars(sa.select(Appointment)).all())
    assert len(agreed) == 1


async def test_sales_see_their_tasks_and_finish_one(world: World) -> None:
    assert "ไม่มีงานค้าง" in said(await world.says(world.fon, "งานของฉัน"))
    await world.says(world.mali, "อยากจองคิวค่ะ")
    tasks = await world.says(world.fon, "งานของฉัน")
    assert "โทรหาลูกค้า" in said(tasks)
    await world.presses(world.fon, presses_in(tasks, "accept")[0])
    again = await world.says(world.fon, "งานของฉัน")
    assert "บันทึกว่าเสร็จแล้ว" in said(await world.presses(world.fon, presses_in(again, "done")[0]))


@pytest.mark.parametrize("action", ["accept", "start", "finish", "stop", "book", "done", "slot", "photo_of"])
async def test_a_button_about_nothing_that_exists_changes_nothing(world: World, action: str) -> None:
    press = world.kit.buttons.make(action, uuid4(), now=world.clock(), t="x", d="y", m="z")
    for who in (world.ploy, world.fon, world.mali):
        assert len(await world.presses(who, press)) == 1
    failed = world.read(
        lambda session: session.scalars(
            sa.select(InboundEvent).where(InboundEvent.state == InboundState.FAILED)
        ).all()
    )
    assert failed == []


async def test_a_wish_for_a_time_brings_sales_the_free_times(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    await world.says(world.mali, "อยากจองคิวค่ะ")
    world.clock.advance(timedelta(minutes=15))  # she was offered days, and chose none
    await world.settle()
    asked = world.heard(world.fon)[-1:]
    assert "ลูกค้าอยากนัดเวลา" in said(asked)
    days = await world.presses(world.fon, presses_in(asked, "book")[0])
    assert presses_in(days, "day")


async def test_a_photo_is_not_kept_for_two_customers(world: World) -> None:
    world.double.people.add_person(NEWCOMER, "น้องใหม่")
    await world.says(NEWCOMER, "สวัสดีค่ะ")

    def agree(session: sa.orm.Session) -> None:
        for customer in session.scalars(sa.select(Customer)):
            customer.sales_id = world.cast.fon.id
            Walk(session, world.cast, customer).consents()

    world.read(agree)
    asked = await world.sends_photo(world.fon)
    first, second = dict.fromkeys(presses_in(asked, "photo_of"))
    assert "แล้วค่ะ" in said(await world.presses(world.fon, first))
    answer = await world.presses(world.fon, second)

    assert "บันทึกเป็นของลูกค้าท่านอื่นไปแล้ว" in said(answer)
    assert "รับรูปของลูกค้า" not in said(answer)
    assert len(world.read(lambda session: session.scalars(sa.select(Scan)).all())) == 1


async def test_a_part_of_a_name_has_to_be_confirmed_by_a_button(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    await world.sends_photo(world.fon)
    asked = await world.says(world.fon, "ะ")
    assert "หมายถึงท่านนี้ใช่ไหมคะ" in said(asked)
    assert world.read(lambda session: session.scalars(sa.select(Scan)).all()) == []

    [mali] = dict.fromkeys(presses_in(asked, "photo_of"))
    assert "รับรูปของลูกค้า มะลิ แล้ว" in said(await world.presses(world.fon, mali))


async def test_a_whole_name_is_taken_at_once(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    await world.sends_photo(world.fon)
    assert "รับรูปของลูกค้า มะลิ แล้ว" in said(await world.says(world.fon, " มะลิ "))
