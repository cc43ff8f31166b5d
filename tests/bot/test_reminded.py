"""What customers answer to a reminder, and telling one's birthday: through real webhooks and LINE's double."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.gate import is_too_late
from bot.undelivered import see_to
from scheduler.jobs.birthdays import wish_birthdays
from scheduler.jobs.owner_cards import tell_month, tell_morning
from scheduler.jobs.remind import remind_day_before, remind_same_day
from scheduler.rules import Job, Ring
from tests.bot.world import NOW, World, presses_in, said
from tests.factories.cases import Walk
from workflow.notices import NoticePurpose, tell
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    AppointmentState,
    ChannelIdentity,
    Customer,
    Notice,
    Task,
    TaskKind,
)

pytestmark = pytest.mark.servers
DAY = timedelta(days=1)


def booked(world: World) -> None:
    """Khun Mali comes on Wednesday at 14:00; she agreed on Monday."""
    world.read(
        lambda session: (
            Walk(session, world.cast, world.cast.mali, now=NOW).booked(
                starts_at=NOW + 2 * DAY + timedelta(hours=4)
            )
            and None
        )
    )


async def rung(world: World, job: Job, who: str, *, after: timedelta = DAY) -> list[dict[str, Any]]:
    """Ring a job by the world's clock, and give what somebody hears."""
    await world.settle()
    world.clock.advance(after)
    now = world.clock()
    ring = Ring(
        clinic_id=world.cast.clinic_id,
        branch_id=world.cast.branch.id,
        zone=ZoneInfo("Asia/Bangkok"),
        slot=now,
        now=now,
        rules=ClinicRules(),
    )
    before = len(world.heard(who))
    world.read(lambda session: job(session, ring))
    await world.settle()
    return world.heard(who)[before:]


def confirmed(world: World) -> bool:
    return world.read(lambda session: session.scalars(sa.select(Appointment.confirmed_at)).one()) is not None


def calls(world: World) -> list[str]:
    def look(session: Session) -> list[str]:
        return [
            task.detail["why"]
            for task in session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER))
        ]

    return world.read(look)


async def test_she_confirms_by_the_button_of_a_reminder(world: World) -> None:
    booked(world)
    card = await rung(world, remind_day_before, world.mali)
    assert "พ. 25 พ.ย. 2569 14:00 น." in said(card)
    [yes] = presses_in(card, "confirm")

    answer = await world.presses(world.mali, yes)
    assert "ยืนยันนัด พ. 25 พ.ย. 2569 14:00 น. แล้ว" in said(answer)
    assert confirmed(world)
    assert "14:00 น. ยืนยันไว้แล้วค่ะ" in said(await world.presses(world.mali, yes))

    again = await rung(world, remind_same_day, world.mali)
    assert presses_in(again, "confirm") == []
    assert len(presses_in(again, "ask_to_move")) == 1


@pytest.mark.parametrize("words", ["ค่ะ", "ได้ค่ะ", "โอเคค่ะ", "ok"])
async def test_a_plain_yes_confirms(world: World, words: str) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    answer = await world.says(world.mali, words)

    assert "แล้วพบกันนะคะ" in said(answer)
    assert confirmed(world)


async def test_a_no_goes_to_sales_and_the_time_stays(world: World) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    answer = await world.says(world.mali, "ไม่ค่ะ")

    assert "นัดเดิมยังอยู่" in said(answer)
    assert calls(world) == ["wants_to_change"]
    await world.says(world.mali, "ค่ะ")
    assert not confirmed(world), "a yes to that is no yes to the reminder any more"


async def test_asking_for_another_time_goes_to_sales(world: World) -> None:
    booked(world)
    card = await rung(world, remind_day_before, world.mali)

    await world.presses(world.mali, presses_in(card, "ask_to_move")[0])

    assert calls(world) == ["wants_to_change"]
    assert not confirmed(world)


async def test_the_button_of_a_cancelled_or_passed_appointment_says_so(world: World) -> None:
    booked(world)
    card = await rung(world, remind_day_before, world.mali)
    [yes] = presses_in(card, "confirm")
    world.clock.advance(2 * DAY)
    assert "เวลานี้ผ่านไปแล้วค่ะ" in said(await world.presses(world.mali, yes))

    world.read(
        lambda session: (
            session.execute(sa.update(Appointment).values(state=AppointmentState.CANCELLED)) and None
        )
    )
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.mali, yes))
    assert not confirmed(world)


async def test_somebody_elses_reminder_confirms_nothing(world: World) -> None:
    booked(world)
    card = await rung(world, remind_day_before, world.mali)
    [yes] = presses_in(card, "confirm")
    stranger = "U" + "7" * 32
    world.double.people.add_person(stranger, "คนอื่น")

    await world.presses(stranger, yes)

    assert not confirmed(world)


async def tells_birthday(world: World, picked: str) -> list[dict[str, Any]]:
    """She says yes to messages, and picks a date on the calendar that is offered then."""
    asked = await world.says(world.mali, "สแกนผิว")
    yes = next(data for data in presses_in(asked, "consent") if "marketing_messages&a=yes" in data)
    kept = await world.presses(world.mali, yes)
    [offered] = presses_in(kept, "birthday")
    return await world.does(
        world.mali, world.double.events.postback(world.mali, offered, params={"date": picked})
    )


def birthday(world: World) -> str | None:
    return world.read(lambda session: session.get_one(Customer, world.cast.mali.id).birthday)


async def test_a_birthday_is_kept_without_its_year_and_wished_well_on_once(world: World) -> None:
    answer = await tells_birthday(world, "1990-11-24")
    assert birthday(world) == "11-24"
    assert "24 พ.ย." in said(answer)
    assert "1990" not in said(answer)

    wish = await rung(world, wish_birthdays, world.mali)
    assert "สุขสันต์วันเกิดค่ะ คุณมะลิ" in said(wish)
    assert await rung(world, wish_birthdays, world.mali, after=timedelta(hours=1)) == []


@pytest.mark.parametrize("picked", ["", "1990-13-01", "วันนี้"])
async def test_what_is_no_date_is_no_birthday(world: World, picked: str) -> None:
    await tells_birthday(world, picked)

    assert birthday(world) is None


async def test_a_birthday_goes_with_the_yes_to_messages(world: World) -> None:
    await tells_birthday(world, "1990-11-24")
    await world.says(world.mali, "เลิกรับข่าวสาร")

    assert birthday(world) is None
    assert await rung(world, wish_birthdays, world.mali) == []


async def test_no_greeting_leaves_after_she_took_her_yes_back(world: World) -> None:
    await tells_birthday(world, "1990-11-24")
    world.clock.advance(DAY)
    now = world.clock()
    ring = Ring(
        clinic_id=world.cast.clinic_id,
        branch_id=world.cast.branch.id,
        zone=ZoneInfo("Asia/Bangkok"),
        slot=now,
        now=now,
        rules=ClinicRules(),
    )
    world.read(lambda session: wish_birthdays(session, ring))
    heard = await world.says(world.mali, "เลิกรับข่าวสาร")

    assert "สุขสันต์" not in said(heard)
    [wish] = world.read(
        lambda session: session.scalars(sa.select(Notice).where(Notice.kind == "birthday_wish")).all()
    )
    assert wish.reason == "no_consent"


async def test_the_owner_gets_the_day_and_the_month_at_a_glance(world: World) -> None:
    booked(world)
    morning = await rung(world, tell_morning, world.anan, after=2 * DAY)
    assert "1 นัด เริ่ม 14:00 น." in said(morning)
    [open_admin] = presses_in(morning, "open_admin")
    assert "ลิงก์เข้าหน้าหลังบ้าน" in said(await world.presses(world.anan, open_admin))

    month = await rung(world, tell_month, world.anan, after=8 * DAY)
    assert "สรุปเดือน พ.ย. 2569" in said(month)
    assert world.heard(world.fon) != month


@pytest.mark.parametrize(
    ("kind", "why", "calls_her"),
    [
        ("birthday_wish", "dead", False),
        ("birthday_wish", "too_late", False),
        ("reminder_same_day", "too_late", False),
        ("reminder_same_day", "dead", True),
        ("reminder_day_before", "monthly_limit", True),
    ],
)
async def test_she_is_called_for_a_reminder_that_does_not_arrive_and_never_for_a_greeting(
    world: World, kind: str, why: str, *, calls_her: bool
) -> None:
    def fails(session: Session) -> None:
        to = session.get(ChannelIdentity, world.cast.mali_on_line.id)
        assert to is not None
        purpose = NoticePurpose.CARE if kind == "birthday_wish" else NoticePurpose.TRANSACTIONAL
        lost = tell(session, to=to, kind=kind, purpose=purpose, data={}, key="lost", now=NOW)
        assert lost is not None
        see_to(session, notice=lost, why=why, now=NOW)

    world.read(fails)

    assert bool(calls(world)) is calls_her


@pytest.mark.parametrize("kind", ["birthday_wish", "morning_card"])
def test_what_speaks_of_a_day_does_not_go_on_the_next(kind: str) -> None:
    def late(hours: int) -> bool:
        made_at = NOW - timedelta(hours=hours)
        return is_too_late(kind=kind, purpose=NoticePurpose.STAFF, made_at=made_at, event_at=None, now=NOW)

    assert (late(11), late(13)) == (False, True)
