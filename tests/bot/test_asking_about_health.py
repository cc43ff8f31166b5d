"""A question asked with a condition of the body goes to those who treat: named to them, and to nobody else."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.test_dead_ends import a_check_in_waits
from tests.bot.test_taken_back import unsend
from tests.bot.world import World, presses_in, said
from workflow.actor import Actor, Role
from workflow.customers import health_answers
from workflow.store.models import Notice, Staff, Task
from workflow.tasks import TaskKind, hand_over_task

pytestmark = pytest.mark.servers

ASKS = "ท้อง 3 เดือน ทำโบกรามได้ไหมคะ"
OF_IT = ("ท้อง 3 เดือน", "การตั้งครรภ์")


def tasks(world: World) -> list[Task]:
    def look(session: sa.orm.Session) -> list[Task]:
        found = list(session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)))
        session.expunge_all()
        return found

    return world.read(look)


def nobody_treats(session: sa.orm.Session, world: World) -> None:
    session.get_one(Staff, world.cast.anan.id).roles = ["owner"]
    session.get_one(Staff, world.cast.ploy.id).active = False


async def test_it_reaches_a_physician_with_the_treatment_and_the_condition(world: World) -> None:
    told = said(await world.says(world.mali, ASKS))

    assert "ส่งคำถามเรื่อง" in told
    assert "โบท็อกซ์" in told
    assert "การตั้งครรภ์" in told
    assert "แพทย์หรือผู้ดูแลทรีตเมนต์เป็นผู้ตอบ" in told
    assert "ไม่ต้องหยุดหรือปรับยาเอง" in told
    assert "ชื่อและเวลา" not in told, "she asked for no doctor's name"
    [task] = tasks(world)
    assert (task.staff_id, task.detail) == (world.cast.anan.id, {"why": "asks_health"})
    card = said(world.heard(world.anan)[-1:])
    assert "ลูกค้าถามเรื่องทรีตเมนต์ และบอกเรื่องสุขภาพของตน" in card
    assert "โบท็อกซ์" in card
    assert "แพทย์เป็นผู้ตัดสินใจ" in card
    assert all(words in card for words in OF_IT)
    assert world.double.violations == []


async def test_in_english_it_reads_the_same(world: World) -> None:
    told = said(await world.says(world.mali, "I'm pregnant, can I have botox?"))

    assert "I have passed on your question about" in told
    assert "pregnancy" in told
    assert "do not stop or change any medicine by yourself" in told


async def test_nobody_who_does_not_treat_reads_of_it(world: World) -> None:
    await world.says(world.mali, ASKS)

    for who in (world.fon, world.ploy):
        assert not any(words in said(world.heard(who)) for words in OF_IT)


async def test_where_nobody_treats_whoever_has_it_is_told_to_find_somebody(world: World) -> None:
    world.read(lambda session: nobody_treats(session, world))

    await world.says(world.mali, ASKS)

    card = said(world.heard(world.anan)[-1:])
    assert "แพทย์และผู้ทำทรีตเมนต์เท่านั้นที่เห็นได้" in card
    assert not any(words in card for words in OF_IT)


@pytest.mark.parametrize("words", [ASKS, "โบกรามราคาเท่าไหร่คะ ท้อง 3 เดือนทำได้ไหมคะ"])
async def test_an_unsent_question_is_gone_from_all_that_told_of_it(world: World, words: str) -> None:
    event = world.double.events.text(world.mali, words)
    told = said(await world.does(world.mali, event))
    assert "การตั้งครรภ์" in told
    assert ("ราคา" in told) == (words != ASKS)
    assert "ดูก่อนแล้ว" not in told, "it is said once"
    await world.does(world.mali, unsend(world, world.mali, event))

    kept = world.read(
        lambda session: [
            json.dumps([row.data, row.body], ensure_ascii=False) for row in session.scalars(sa.select(Notice))
        ]
    )
    assert not any(words in row for row in kept for words in OF_IT)


async def test_asked_in_the_middle_of_the_questions_these_go_on(world: World) -> None:
    button = world.kit.buttons.make("intake", now=world.clock(), k="botox_masseter")
    asked = await world.presses(world.mali, button)
    await world.presses(world.mali, presses_in(asked, "form")[0])

    told = await world.says(world.mali, "เป็นเบาหวานด้วย ทำได้ไหมคะ")

    assert "เบาหวาน" in said(told)
    assert "กลับมาเรื่องที่คุยค้างไว้" in said(told)
    assert presses_in(told, "form")
    assert len(tasks(world)) == 1
    assert world.read(lambda s: health_answers(s, customer_id=world.cast.mali.id, now=world.clock())) == {}


async def test_handed_on_by_somebody_who_may_not_read_it_whoever_treats_reads_it(world: World) -> None:
    world.read(lambda session: nobody_treats(session, world))
    await world.says(world.mali, ASKS)
    [task] = tasks(world)

    def hands_on(session: sa.orm.Session) -> None:
        ploy = session.get_one(Staff, world.cast.ploy.id)
        ploy.active, ploy.roles = True, ["physician"]
        session.flush()
        by = Actor.staff(world.cast.clinic_id, world.cast.anan.id, frozenset({Role.OWNER}))
        hand_over_task(session, task_id=task.id, to=ploy.id, by=by, now=world.clock())

    world.read(hands_on)
    await world.settle()

    assert not any(words in said(world.heard(world.anan)) for words in OF_IT)
    assert all(words in said(world.heard(world.ploy)) for words in OF_IT)
    assert "เท่านั้นที่เห็นได้" not in said(world.heard(world.ploy))


BESIDE_A_WISH = {
    "ท้องอยู่ค่ะ ขอจองโบวันเสาร์นี้บ่ายสอง": "wants_to_book",
    "ท้องอยู่ ขอคุยกับเจ้าหน้าที่ค่ะ": "asked",
}


@pytest.mark.parametrize(("words", "why"), BESIDE_A_WISH.items())
async def test_told_beside_another_wish_it_reaches_those_who_treat_and_the_wish_goes_on(
    world: World, words: str, why: str
) -> None:
    told = said(await world.says(world.mali, words))
    world.clock.advance(timedelta(minutes=30))
    await world.settle()

    assert "ส่งให้แพทย์หรือผู้ดูแลทรีตเมนต์ดูก่อนแล้ว" in told
    assert {one.detail["why"]: one.staff_id for one in tasks(world)} == {
        "asks_health": world.cast.anan.id,
        why: world.cast.fon.id,
    }
    assert words in said(world.heard(world.anan))
    assert "ลูกค้าบอกเรื่องสุขภาพของตนด้วย" in said(world.heard(world.fon))
    assert not any(of_it in said(world.heard(world.fon)) for of_it in ("ท้อง", "การตั้งครรภ์"))
    assert world.double.violations == []


async def test_a_booking_that_tells_of_a_condition_goes_on(world: World) -> None:
    asked = await world.says(world.mali, next(iter(BESIDE_A_WISH)))

    assert presses_in(asked, "form")


async def in_a_booking(world: World) -> None:
    await world.says(world.mali, "อยากจองโบกราม")


async def in_a_registration(world: World) -> None:
    await world.says(world.mali, "ลงทะเบียน")


async def in_a_follow_up(world: World) -> None:
    await a_check_in_waits(world)


async def in_questions_about_another_thing(world: World) -> None:
    button = world.kit.buttons.make("intake", now=world.clock(), k="botox_masseter")
    await world.presses(world.mali, button)


async def in_nothing(world: World) -> None:
    """Nothing is open."""


@pytest.mark.parametrize(
    ("before", "words", "goes_on"),
    [
        (in_a_booking, "ท้องอยู่ค่ะ เสาร์บ่ายสอง", "28 พ.ย."),
        (in_a_booking, "แพ้ลิโดเคน จองพรุ่งนี้บ่ายสาม", "15:00"),
        (in_a_booking, "I'm pregnant, Saturday 2pm", "28 Nov"),
        (in_a_booking, "กินวาร์ฟารินอยู่ค่ะ พรุ่งนี้เช้าก็ได้", ""),
        (in_a_registration, "ให้นมลูกอยู่ เบอร์ 0812345678", "081"),
        (in_a_follow_up, "ดีค่ะ แต่เพิ่งรู้ว่าท้อง", ""),
        (in_questions_about_another_thing, "ท้องอยู่ค่ะ", ""),
        (in_nothing, "สวัสดีค่ะ ตอนนี้กินโรแอคคิวเทนอยู่", ""),
        (in_nothing, "มีนัดวันไหนคะ ตอนนี้ท้องอยู่", ""),
    ],
)
async def test_whatever_a_message_is_for_those_who_treat_hear_at_once_what_it_tells_of_her_health(
    world: World, before: Callable[[World], Awaitable[None]], words: str, goes_on: str
) -> None:
    await before(world)
    told = said(await world.says(world.mali, words))

    assert ("ดูก่อน" in told) or ("เป็นผู้ตอบ" in told) or ("look at it first" in told)
    assert goes_on in told
    assert [one.staff_id for one in tasks(world) if one.detail["why"] == "asks_health"] == [
        world.cast.anan.id
    ]
    assert words in said(world.heard(world.anan))
    assert words not in said(world.heard(world.fon))
    assert world.double.violations == []


@pytest.mark.parametrize(
    "words", ["ไม่ได้ท้องค่ะ เสาร์บ่ายสอง", "I'm not pregnant, Saturday 2pm", "ไม่แพ้ยาชา เสาร์บ่ายสอง"]
)
async def test_what_is_denied_in_the_middle_of_a_booking_calls_nobody(world: World, words: str) -> None:
    await in_a_booking(world)
    await world.says(world.mali, words)

    assert not [one for one in tasks(world) if one.detail["why"] == "asks_health"]


async def test_the_answer_to_our_own_question_about_it_calls_nobody_by_itself(world: World) -> None:
    await in_questions_about_another_thing(world)
    asked = world.heard(world.mali)[-1:]
    await world.presses(world.mali, presses_in(asked, "form")[0])
    for _ in range(20):
        if "ตั้งครรภ์" in said(world.heard(world.mali)[-1:]):
            break
        await world.says(world.mali, "ไม่ค่ะ")
    await world.says(world.mali, "ท้องอยู่ค่ะ")

    assert tasks(world) == []


async def test_a_wish_that_is_refused_keeps_nobody_from_hearing_of_her_health(world: World) -> None:
    await world.says(world.mali, "ท้องอยู่ค่ะ ยกเลิกนัด")

    assert "asks_health" in {one.detail["why"] for one in tasks(world)}


@pytest.mark.parametrize("words", ["ไม่ได้ท้องค่ะ พิมพ์ผิด", "ไม่ใช่ค่ะ ไม่ได้ท้อง", "I'm not pregnant, sorry"])
async def test_what_she_takes_back_reaches_whoever_was_told(world: World, words: str) -> None:
    await in_a_booking(world)
    await world.says(world.mali, "ท้องอยู่ค่ะ เสาร์บ่ายสอง")

    told = said(await world.says(world.mali, words))

    assert ("ดูก่อนแล้ว" in told) or ("look at it first" in told)
    assert "ยังไม่เข้าใจ" not in told
    assert words in said(world.heard(world.anan)[-1:])
    assert words not in said(world.heard(world.fon))
