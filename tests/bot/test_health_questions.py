"""The questions about health before a treatment: behind consent, in words or by buttons, seen by those who treat her."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.wording.short_words import health_said
from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.customers import Purpose, ask, has_consent, health_answers
from workflow.store.models import Task, TaskKind

pytestmark = pytest.mark.servers


def answers(world: World) -> dict[str, str]:
    kept = world.read(
        lambda session: health_answers(session, customer_id=world.cast.mali.id, now=world.clock())
    )
    return {factor: one.value for factor, one in kept.items()}


async def begins(world: World) -> list[dict[str, object]]:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    return await world.says(world.mali, "ตอบคำถามสุขภาพ")


async def agrees(world: World) -> list[dict[str, object]]:
    return await world.presses(world.mali, presses_in(await begins(world), "form")[0])


async def answers_all(world: World, last: list[dict[str, object]], words: str) -> str:
    for _ in range(20):
        if not presses_in(last, "form"):
            break
        last = await world.says(world.mali, words)
    return said(last)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ไม่ค่ะ", "no"),
        ("ไม่มีค่ะ", "no"),
        ("ไม่เคยค่ะ", "no"),
        ("ไม่ได้ทานค่ะ", "no"),
        ("no", "no"),
        ("ใช่ค่ะ", "yes"),
        ("เคยค่ะ", "yes"),
        ("ทานอยู่ค่ะ", "yes"),
        ("มีค่ะ", "yes"),
        ("ไม่แน่ใจค่ะ", "unsure"),
        ("ไม่ค่อยแน่ใจ", "unsure"),
        ("not sure", "unsure"),
        ("ไม่ได้ทานมาสองเดือนแล้ว", None),
        ("ราคาเท่าไหร่", None),
        ("ไม่กินแล้ว", "unsure"),
        ("ไม่ทานแล้วค่ะ", "unsure"),
        ("ไม่ได้ใช้แล้ว", "unsure"),
        ("ไม่ได้กินแล้ว", "unsure"),
        ("ไม่ใช่แล้วค่ะ", "unsure"),
        ("เลิกกินแล้ว", "unsure"),
        ("ค่ะ", None),
        ("👍", None),
        ("ได้ค่ะ", None),
        ("เอา", None),
        ("โอเค", None),
    ],
)
def test_an_answer_about_health_counts_only_where_it_is_plain(words: str, meant: str | None) -> None:
    assert health_said(words) == meant


async def test_nothing_is_asked_before_she_agrees_by_the_button(world: World) -> None:
    asked = await begins(world)
    assert "PDPA" in said(asked)

    assert "รบกวนกดปุ่ม" in said(await world.says(world.mali, "ใช่ค่ะ"))
    assert answers(world) == {}
    assert "วันนัดแทนได้" in said(await world.says(world.mali, "ไม่ค่ะ"))
    agreed = world.read(
        lambda session: has_consent(session, customer_id=world.cast.mali.id, purpose=Purpose.HEALTH_ANSWERS)
    )
    assert not agreed


async def test_no_to_all_reaches_those_who_treat_her_and_calls_nobody(world: World) -> None:
    asked = await agrees(world)
    assert "ไหมคะ" in said(asked)

    told = await answers_all(world, asked, "ไม่ค่ะ")

    assert "ขอบคุณที่ตอบครบ" in told
    assert set(answers(world).values()) == {"no"}
    for who in (world.ploy, world.fon):
        assert "คำตอบสุขภาพของลูกค้า" in said(world.heard(who)[-1:])
    assert world.double.violations == []


async def test_a_yes_that_matters_brings_a_person_and_judges_nothing(world: World) -> None:
    asked = await agrees(world)
    asked = await world.says(world.mali, "ใช่ค่ะ")
    asked = await world.presses(world.mali, presses_in(asked, "form")[2])

    told = await answers_all(world, asked, "ไม่ค่ะ")

    assert "เจ้าหน้าที่จะติดต่อกลับ" in told
    assert sorted(answers(world).values()).count("no") == len(answers(world)) - 2
    assert "ไม่แน่ใจ" in said(world.heard(world.ploy)[-1:])
    tasks = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    assert [one.detail["why"] for one in world.read(lambda session: list(session.scalars(tasks)))] == [
        "health_answers"
    ]
    assert world.double.violations == []


@pytest.mark.parametrize("words", ["ค่ะ", "👍", "ได้ค่ะ"])
async def test_politeness_alone_is_no_answer_and_is_asked_again(world: World, words: str) -> None:
    await agrees(world)

    asked = await world.says(world.mali, words)

    assert presses_in(asked, "form")
    assert answers(world) == {}


async def test_a_yes_that_could_be_to_a_reminder_too_is_asked_again(world: World) -> None:
    await agrees(world)

    def reminds(session: sa.orm.Session) -> None:
        row = session.merge(identity(world, world.mali))
        ask(
            session,
            identity=row,
            kind="confirm_appointment",
            ref="x",
            now=world.clock(),
            lasts=timedelta(hours=1),
        )

    world.read(reminds)
    asked = await world.says(world.mali, "ใช่ค่ะ")

    assert "ขอถามให้ชัดอีกครั้ง" in said(asked)
    assert answers(world) == {}


async def test_the_last_answer_can_be_changed_and_a_question_in_between_is_answered(world: World) -> None:
    await agrees(world)
    asked = await world.says(world.mali, "ใช่ค่ะ")
    [first] = answers(world)

    again = await world.presses(world.mali, presses_in(asked, "form")[3])
    await world.says(world.mali, "ไม่ค่ะ")
    assert answers(world) == {first: "no"}
    assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in said(await world.presses(world.mali, presses_in(again, "form")[1]))
    assert answers(world) == {first: "no"}

    told = await world.says(world.mali, "เปิดกี่โมงคะ")
    assert "10:00–20:00" in said(told)
    assert "กลับมาเรื่องที่คุยค้างไว้" in said(told[-1:])
    assert presses_in(told[-1:], "form")


async def test_answers_that_still_count_are_not_asked_again(world: World) -> None:
    await answers_all(world, await agrees(world), "ไม่ค่ะ")

    told = await world.says(world.mali, "ตอบคำถามสุขภาพ")

    assert "ขอบคุณที่ตอบครบ" in said(told)


async def test_without_a_case_she_is_asked_for_which_treatment(world: World) -> None:
    assert "จะทำอะไรดีคะ" in said(await world.says(world.mali, "ตอบคำถามสุขภาพ"))

    told = said(await world.says(world.mali, "โบกราม"))

    assert "PDPA" in told
    assert world.double.violations == []


async def test_with_the_consent_her_answers_go(world: World) -> None:
    await answers_all(world, await agrees(world), "ไม่ค่ะ")
    asked = await world.says(world.mali, "ขอถอนความยินยอมค่ะ")
    assert "คำตอบเรื่องสุขภาพ" in said(asked)

    await world.presses(world.mali, presses_in(asked, "withdraw")[-2])

    assert answers(world) == {}
