"""A customer chooses a time herself: it is held for her, sales confirms it by one press, closed days say why."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from tests.bot.world import World, presses_in, said
from tests.factories.calendars import a_special_day
from tests.factories.cases import Walk
from tests.factories.people import a_customer
from workflow.store.models import Appointment, Branch, Hold, Stage

pytestmark = pytest.mark.servers


async def asks_for_a_time(world: World) -> list[dict[str, object]]:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    return await world.presses(world.mali, world.kit.buttons.make("ask_to_book", now=world.clock()))


async def holds_a_time(world: World) -> str:
    """Mali chooses the second day's third time; what stands behind its button."""
    days = await asks_for_a_time(world)
    times = await world.presses(world.mali, presses_in(days, "my_day")[1])
    chosen = presses_in(times, "my_slot")[2]
    assert "ไว้ให้คุณถึง" in said(await world.presses(world.mali, chosen))
    return chosen


def held(world: World) -> int:
    return world.read(lambda session: len(session.scalars(sa.select(Hold)).all()))


async def test_what_she_chooses_is_held_and_confirmed_by_one_press(world: World) -> None:
    await holds_a_time(world)
    assert held(world) == 1
    assert "ลูกค้าเลือกเวลานัดแล้ว" in said(world.heard(world.fon))

    confirm = presses_in(world.heard(world.fon), "slot")[-1]
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, confirm))

    assert held(world) == 0
    assert "นัดหมายของคุณ" in said(world.heard(world.mali))
    assert world.double.violations == []


async def test_she_still_reaches_a_person_as_before(world: World) -> None:
    said_to_her = said(await asks_for_a_time(world))

    assert "เจ้าหน้าที่จะติดต่อ" in said_to_her
    assert "เลือกวันที่สะดวก" in said_to_her
    world.clock.advance(timedelta(minutes=15))
    await world.settle()
    assert presses_in(world.heard(world.fon), "book")


async def test_nobody_else_is_offered_a_held_time_until_it_is_over(world: World) -> None:
    await holds_a_time(world)

    def another(session: sa.orm.Session) -> str:
        branch = session.get_one(Branch, world.cast.branch.id)
        other = a_customer(session, branch, name="ดาว", sales=world.cast.fon)
        return str(Walk(session, world.cast, other).accepted().id)

    case_id = world.read(another)
    [starts_at] = world.read(lambda session: list(session.scalars(sa.select(Hold.starts_at))))

    async def is_offered() -> bool:
        day = starts_at.date().isoformat()
        version = str(world.read(lambda session: Walk(session, world.cast, world.cast.mali).case.version))
        make = world.kit.buttons.make
        times = await world.presses(world.fon, make("day", case_id, now=world.clock(), d=day, n=version))
        slots = [
            world.kit.buttons.read(one, now=world.clock()).extra["t"] for one in presses_in(times, "slot")
        ]
        assert slots
        return starts_at.isoformat() in slots

    assert not await is_offered()
    world.clock.advance(timedelta(minutes=31))
    assert await is_offered()


async def test_she_gives_it_back_or_takes_another(world: World) -> None:
    await holds_a_time(world)
    give_back = presses_in(world.heard(world.mali), "my_free")[-1]

    assert "ยกเลิกการกันเวลาแล้ว" in said(await world.presses(world.mali, give_back))

    assert held(world) == 0
    days = await world.presses(world.mali, presses_in(world.heard(world.mali), "my_days")[-1])
    assert presses_in(days, "my_day")


async def test_a_time_confirmed_too_late_is_refused_if_somebody_has_it(world: World) -> None:
    await holds_a_time(world)
    world.clock.advance(timedelta(hours=2))
    confirm = presses_in(world.heard(world.fon), "slot")[-1]

    def took(session: sa.orm.Session) -> None:
        branch = session.get_one(Branch, world.cast.branch.id)
        other = Walk(session, world.cast, a_customer(session, branch, name="ดาว", sales=world.cast.fon))
        other.now = world.clock()
        [starts_at] = session.scalars(sa.select(Hold.starts_at))
        other.booked(starts_at=starts_at)

    world.read(took)

    assert "ไม่ได้กันไว้ให้ลูกค้า" in said(await world.presses(world.fon, confirm))
    states = world.read(lambda session: list(session.scalars(sa.select(Appointment.state))))
    assert states == ["booked"]


async def test_a_holiday_is_not_offered_and_is_named(world: World) -> None:
    today = world.clock().date()

    def closed(session: sa.orm.Session) -> None:
        branch = session.get_one(Branch, world.cast.branch.id)
        a_special_day(session, branch, today + timedelta(days=2))

    world.read(closed)
    days = await asks_for_a_time(world)

    offered = [
        date.fromisoformat(world.kit.buttons.read(one, now=world.clock()).extra["d"])
        for one in presses_in(days, "my_day")
    ]
    assert today + timedelta(days=2) not in offered
    assert today + timedelta(days=3) in offered
    assert "สาขาปิด (วันสงกรานต์)" in said(days)


async def test_a_strangers_button_moves_nothing(world: World) -> None:
    chosen = await holds_a_time(world)

    assert presses_in(await world.presses(world.fon, chosen), "my_free") == []
    assert held(world) == 1
    stages = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case.stage)
    assert stages is Stage.SCANNED


async def test_sales_cancels_an_appointment_after_being_asked_once(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()
    case_id = str(world.read(lambda session: Walk(session, world.cast, world.cast.mali).case.id))
    days = await world.presses(world.fon, world.kit.buttons.make("book", case_id, now=world.clock()))
    asked = await world.presses(world.fon, presses_in(days, "ask_cancel")[0])
    assert "ใช่ไหมคะ" in said(asked)

    done = await world.presses(world.fon, presses_in(asked, "cancel")[0])

    assert "ยกเลิกนัด" in said(done)
    assert "ยกเลิกแล้วค่ะ" in said(world.heard(world.mali))
    assert "ยกเลิกแล้วค่ะ" in said(world.heard(world.ploy))
    assert presses_in(await world.presses(world.fon, presses_in(done, "book")[0]), "day")
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.fon, presses_in(asked, "cancel")[0]))
    assert world.double.violations == []


async def test_who_asks_on_which_day_it_is_closed_hears_that_it_is_open_every_day(world: World) -> None:
    told = said(await world.says(world.mali, "ปิดวันไหนคะ"))

    assert "สองสัปดาห์นี้เปิดทุกวัน 10:00–20:00 น." in told


async def test_the_hours_she_is_told_are_those_of_the_coming_days(world: World) -> None:
    today = world.clock().date()

    def unusual(session: sa.orm.Session) -> None:
        branch = session.get_one(Branch, world.cast.branch.id)
        a_special_day(session, branch, today + timedelta(days=2))
        a_special_day(session, branch, today + timedelta(days=3), time(12), time(15), name_th="งานเลี้ยง")

    world.read(unusual)
    told = said(await world.says(world.mali, "เปิดกี่โมงคะ"))

    assert "ปกติเปิด 10:00–20:00 น." in told
    assert "ปิด (วันสงกรานต์)" in told
    assert "เปิด 12:00–15:00 น." in told
