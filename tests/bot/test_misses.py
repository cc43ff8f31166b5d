"""What is not understood: said honestly, then guessed, then given to a person who reads what was tried."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.hearing import unsure
from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.customers import ask, open_question
from workflow.store.models import Appointment, ChannelIdentity, Task, TaskKind

pytestmark = pytest.mark.servers

NOTHING = "ฟุตบอลเมื่อคืนใครชนะ"


async def test_first_it_says_what_can_be_done_here(world: World) -> None:
    answer = said(await world.says(world.mali, NOTHING))
    assert "ยังไม่เข้าใจ" in answer
    assert "ถามราคา" in answer
    assert "จองหรือเลื่อนนัด" in answer


async def test_then_it_offers_the_likeliest_and_a_person(world: World) -> None:
    unsure(world, งงๆ=(("ask_promotion", 0.2), ("ask_price", 0.19), ("out_of_scope", 0.18)))
    await world.says(world.mali, "งงๆ")
    second = await world.says(world.mali, "งงๆ")
    assert "ใช่เรื่องไหนในนี้ไหมคะ" in said(second)
    assert len(presses_in(second, "meant")) == 3, "two guesses, and none of them"
    assert presses_in(second, "talk_to_human")
    assert "ข้อเสนอ" in said(await world.presses(world.mali, presses_in(second, "meant")[0]))


async def test_where_there_is_no_guess_it_offers_what_most_people_write_for(world: World) -> None:
    unsure(world, งงๆ=(("out_of_scope", 0.99), ("thanks", 0.01)))
    await world.says(world.mali, "งงๆ")
    second = await world.says(world.mali, "งงๆ")
    assert len(presses_in(second, "meant")) == 4
    assert "จองนัด" in said(second)


async def test_the_third_time_whoever_is_called_reads_what_was_tried(world: World) -> None:
    unsure(world, งงๆ=(("ask_promotion", 0.2), ("ask_price", 0.19), ("out_of_scope", 0.18)))
    for _ in range(3):
        answer = await world.says(world.mali, "งงๆ")
    assert "แจ้งเจ้าหน้าที่ให้มาดูแลต่อ" in said(answer)
    card = said(world.heard(world.fon))
    assert "ข้อความที่ไม่เข้าใจ 3 ข้อความติดกัน" in card
    assert "บอกว่าไม่เข้าใจ" in card
    assert "ให้เลือกจาก โปรโมชั่น / ถามราคา" in card
    assert "งงๆ" in card, "her last words"
    [task] = world.read(
        lambda session: session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)).all()
    )
    assert [step["asked"] for step in task.detail["tried"]["steps"]] == ["said", "offered", "person"]
    assert "งงๆ" not in str(task.detail), (
        "the words stand in the card only, where taking them back erases them"
    )
    assert identity(world, world.mali).talk is None


async def test_a_question_that_stays_unanswered_counts(world: World) -> None:
    unsure(world, ฟิลเลอร์คุ้มๆ=(("ask_price", 0.46), ("ask_promotion", 0.41)))
    await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")
    await world.says(world.mali, NOTHING)
    assert "แจ้งเจ้าหน้าที่ให้มาดูแลต่อ" in said(await world.says(world.mali, NOTHING))
    assert "ถามว่าหมายถึง ถามราคา / โปรโมชั่น" in said(world.heard(world.fon))


@pytest.mark.parametrize("between", ["แต้มของฉัน", None], ids=["something understood", "half an hour"])
async def test_the_count_begins_anew(world: World, between: str | None) -> None:
    for _ in range(2):
        await world.says(world.mali, NOTHING)
    if between:
        await world.says(world.mali, between)
    else:
        world.clock.advance(timedelta(minutes=31))
    assert "ถามราคา ข้อมูลทรีตเมนต์" in said(await world.says(world.mali, NOTHING)), "as the first time"


def asked_to_confirm(world: World) -> None:
    """Mali has an appointment, and was asked whether she comes."""

    def work(session: sa.orm.Session) -> None:
        case = Walk(session, world.cast, world.cast.mali).booked()
        agreed = session.scalars(sa.select(Appointment).where(Appointment.case_id == case.id)).one()
        her = session.get_one(ChannelIdentity, world.cast.mali_on_line.id)
        lasts = timedelta(days=1)
        ask(
            session,
            identity=her,
            kind="confirm_appointment",
            ref=str(agreed.id),
            now=world.clock(),
            lasts=lasts,
        )

    world.read(work)


async def test_what_is_not_understood_leaves_an_open_question_open(world: World) -> None:
    asked_to_confirm(world)
    await world.says(world.mali, NOTHING)
    question = open_question(identity(world, world.mali), world.clock())
    assert question is not None
    assert "ยืนยัน" in said(await world.says(world.mali, "ใช่ค่ะ"))


YES = ["ใช่", "ใช่ค่ะ", "ค่ะ", "เคค่ะ", "โอเค", "👍", "yes", "ok"]
NO = ["ไม่", "ไม่ค่ะ", "ไม่ใช่ค่ะ", "no"]


@pytest.mark.parametrize("words", [*YES, *NO])
async def test_a_bare_yes_or_no_means_nothing_where_nothing_was_asked(world: World, words: str) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked())
    await world.says(world.mali, words)
    [agreed] = world.read(lambda session: session.scalars(sa.select(Appointment)).all())
    assert agreed.confirmed_at is None
    calls = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    assert world.read(lambda session: session.scalars(calls).all()) == []


@pytest.mark.parametrize("words", YES)
async def test_a_bare_yes_answers_the_question_that_is_open(world: World, words: str) -> None:
    asked_to_confirm(world)
    await world.says(world.mali, words)
    [agreed] = world.read(lambda session: session.scalars(sa.select(Appointment)).all())
    assert agreed.confirmed_at is not None


@pytest.mark.parametrize("words", NO)
async def test_a_bare_no_answers_it_too(world: World, words: str) -> None:
    asked_to_confirm(world)
    await world.says(world.mali, words)
    [agreed] = world.read(lambda session: session.scalars(sa.select(Appointment)).all())
    assert agreed.confirmed_at is None
    calls = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    [call] = world.read(lambda session: session.scalars(calls).all())
    assert call.detail["why"] == "wants_to_change"
