"""Moving or cancelling where nothing is booked: a mere wish is changed or taken back, and what is not there is not spoken of."""

import pytest
import sqlalchemy as sa

from tests.bot.booking_steps import SATURDAY, answers, has_a_case, held, is_open
from tests.bot.world import World, presses_in, said
from workflow.store.models import Task, TaskEvent, TaskKind, TaskState

pytestmark = pytest.mark.servers

HYDRA = "ไฮดราเฟเชียล"


def calls(world: World) -> list[Task]:
    statement = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER).order_by(Task.made_at)
    return world.read(lambda session: list(session.scalars(statement)))


async def wishes(world: World) -> None:
    """Mali wishes for Saturday at two; nobody has agreed to it."""
    told = await answers(world, "จองไฮดราเสาร์นี้บ่ายสอง", "ใช่ค่ะ")
    assert "รับคำขอนัดแล้วค่ะ" in told


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("ขอเลื่อนนัดค่ะ", "ยังไม่มีนัดของคุณ"),
        ("ยกเลิกนัด", "ยังไม่มีนัดของคุณ"),
        ("ขอเลื่อนนัดเป็นวันเสาร์ค่ะ", "ยังไม่มีนัดของคุณ"),
        ("i want to cancel my appointment", "no appointment of yours"),
        ("i'd like to reschedule", "no appointment of yours"),
    ],
)
async def test_who_has_nothing_booked_is_told_so_and_nobody_is_called(
    world: World, words: str, answer: str
) -> None:
    told = await world.says(world.mali, words)

    assert answer in said(told)
    assert presses_in(told, "ask_to_book")
    assert presses_in(told, "talk_to_human")
    assert calls(world) == []
    assert world.double.violations == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [("ขอยกเลิกนัดค่ะ", "ยกเลิกคำขอนัด"), ("please cancel my appointment", "request is withdrawn")],
)
async def test_a_wish_is_taken_back_at_once_and_staff_need_do_nothing(
    world: World, words: str, answer: str
) -> None:
    await wishes(world)
    before = len(world.heard(world.fon))

    told = await answers(world, words)

    assert answer in told
    assert "14:00" in told
    assert [one.state for one in calls(world)] == [TaskState.CANCELLED]
    ended = sa.select(TaskEvent).where(TaskEvent.name == "task.cancelled")
    [event] = world.read(lambda session: list(session.scalars(ended)))
    assert event.detail == {"reason": "withdrawn_by_customer"}
    [card] = world.heard(world.fon)[before:]
    assert "ไม่ต้องติดต่อเรื่องนัดนี้แล้ว" in said([card])
    assert "ยังไม่มีนัดของคุณ" in said(await world.says(world.mali, "ยกเลิกนัดค่ะ")) or "no appointment" in said(
        world.heard(world.mali)[-1:]
    )
    assert world.double.violations == []


async def test_a_booking_in_the_middle_is_taken_back_before_anybody_hears_of_it(world: World) -> None:
    await answers(world, "อยากจองไฮดราค่ะ")
    before = len(world.heard(world.fon))

    assert "ยกเลิกคำขอนัด" in await answers(world, "ขอยกเลิกนัดค่ะ")

    assert not is_open(world)
    assert [one.state for one in calls(world)] == [TaskState.CANCELLED]
    assert len(world.heard(world.fon)) == before


async def test_a_time_that_is_held_is_given_back(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")
    assert len(held(world)) == 1

    told = await answers(world, "ขอยกเลิกนัดค่ะ")

    assert "ยกเลิกคำขอนัด" in told
    assert "14:00" in told
    assert held(world) == []
    assert "ไม่รับเวลา" in said(world.heard(world.fon)[-1:])


async def test_a_later_time_keeps_the_day_and_changes_the_one_wish(world: World) -> None:
    await wishes(world)

    told = await answers(world, "ขอเลื่อนเป็นบ่ายสามค่ะ")

    assert HYDRA in told
    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told
    assert "นัดเดิม" not in told
    assert "รับคำขอนัดแล้วค่ะ" in await answers(world, "ใช่ค่ะ")
    [call] = calls(world)
    assert call.state is TaskState.OPEN
    assert (call.detail["wish"]["day"], call.detail["wish"]["time"]) == ("2026-11-28", "15:00")
    assert "15:00" in said(world.heard(world.fon)[-1:])


@pytest.mark.parametrize(("words", "stands"), [("ขอเลื่อนนัดค่ะ", "นัดเดิม"), ("i'd like to reschedule", "stands")])
async def test_who_only_wants_another_time_is_asked_which_day(world: World, words: str, stands: str) -> None:
    await wishes(world)

    told = await world.says(world.mali, words)

    assert presses_in(told, "form"), "she is asked for a day"
    assert stands not in said(told)
    assert "14:00" not in said(told)
    assert len(calls(world)) == 1
