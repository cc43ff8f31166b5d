"""The questions about health before a treatment: behind consent, in words or by buttons, seen by those who treat her."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.dialogue.intake import SEEN_BY_STAFF
from bot.wording.health_words import NOT_TO_THIS, consent_said, health_said
from tests.bot.test_dead_ends import a_check_in_waits, check_ins
from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.catalogue import TREATMENTS
from workflow.catalogue.files import read_research
from workflow.customers import Purpose, ask, has_consent, health_answers
from workflow.store.models import Task, TaskKind

pytestmark = pytest.mark.servers


def answers(world: World) -> dict[str, str]:
    kept = world.read(
        lambda session: health_answers(session, customer_id=world.cast.mali.id, now=world.clock())
    )
    return {factor: one.value for factor, one in kept.items()}


def calls(world: World) -> list[tuple[str, str]]:
    tasks = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    names = {
        world.cast.anan.id: "anan",
        world.cast.ploy.id: "ploy",
        world.cast.fon.id: "fon",
    }
    return [
        (one.detail["why"], names[one.staff_id])
        for one in world.read(lambda session: list(session.scalars(tasks)))
    ]


async def test_sales_hears_that_she_answered_and_not_what(world: World) -> None:
    asked = await agrees(world)
    await answers_all(world, asked, "ใช่ค่ะ")

    told = said(world.heard(world.fon)[-1:])
    assert "ต้องดูคำตอบก่อน" in told
    said_yes = [FACTORS[factor].ask_th for factor, one in answers(world).items() if one == "yes"]
    assert said_yes
    assert not any(one in told for one in said_yes)
    assert "ให้แพทย์" in said(world.heard(world.ploy)[-1:])
    assert calls(world) == [("health_answers", "anan")]
    assert "ถามต่อ" in said(world.heard(world.anan)[-1:])


@pytest.mark.parametrize("answer", ["ใช่ค่ะ", "ไม่ค่ะ"])
async def test_without_a_case_her_answers_are_a_task_of_those_who_treat(world: World, answer: str) -> None:
    await answers_all(world, await asks_for_questions(world), answer)

    assert calls(world) == [("health_answers", "anan")]
    assert "รบกวนแพทย์หรือผู้ดูแลทรีตเมนต์ดูคำตอบ" in said(world.heard(world.anan)[-1:])
    assert FACTORS["pregnancy"].ask_th not in said(world.heard(world.fon))
    assert (FACTORS["pregnancy"].ask_th in said(world.heard(world.anan)[-1:])) == (answer == "ใช่ค่ะ")


async def begins(world: World) -> list[dict[str, object]]:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    return await world.says(world.mali, "ตอบคำถามสุขภาพ")


async def agrees(world: World) -> list[dict[str, object]]:
    return await world.presses(world.mali, presses_in(await begins(world), "form")[0])


async def asks_for_questions(world: World) -> list[dict[str, object]]:
    """Ask by a button for the questions of a treatment that has many, and agree to them."""
    button = world.kit.buttons.make("intake", now=world.clock(), k="botox_masseter")
    asked = await world.presses(world.mali, button)
    return await world.presses(world.mali, presses_in(asked, "form")[0])


async def asked_about(world: World, factor: str) -> list[dict[str, object]]:
    """Answer no until a question stands there."""
    asked = await asks_for_questions(world)
    while FACTORS[factor].ask_th not in said(asked[-1:]):
        asked = await world.presses(world.mali, presses_in(asked, "form")[0])
    return asked


async def answers_all(world: World, last: list[dict[str, object]], words: str) -> str:
    for _ in range(20):
        if not presses_in(last, "form"):
            break
        last = await world.says(world.mali, words)
    return said(last)


FACTORS = read_research(TREATMENTS).risk_factors


def question(factor: str) -> str:
    return f"{FACTORS[factor].ask_th} {FACTORS[factor].ask_en}"


@pytest.mark.parametrize("factor", sorted(set(FACTORS) - SEEN_BY_STAFF))
def test_every_question_is_one_that_a_yes_or_a_no_answers(factor: str) -> None:
    asked = FACTORS[factor]

    assert asked.ask_th.count("ไหมคะ") == 1
    assert not re.search("อะไร|เมื่อไร|เท่าไร|แบบไหน|อย่างไร|กี่(?!ย)", asked.ask_th)
    assert re.match("(Are|Do|Does|Have) ", asked.ask_en)
    assert asked.ask_en.count("?") == 1
    plain = {"ใช่ค่ะ": "yes", "ไม่ค่ะ": "no", "เปล่าค่ะ": "no", "yes": "yes", "no": "no", "ไม่แน่ใจ": "unsure"}
    assert {words: health_said(words, question(factor)) for words in plain} == plain


@pytest.mark.parametrize(
    ("factor", "words", "meant"),
    [
        ("pregnancy", "ใช่ กินยาอยู่", NOT_TO_THIS),
        ("pregnancy", "ไม่ได้กินค่ะ", NOT_TO_THIS),
        ("pregnancy", "ไม่มีค่ะ", NOT_TO_THIS),
        ("pregnancy", "เคยค่ะ", NOT_TO_THIS),
        ("pregnancy", "ไม่ได้ค่ะ", NOT_TO_THIS),
        ("pregnancy", "ท้องอยู่ค่ะ", "yes"),
        ("pregnancy", "ใช่ค่ะ ท้องอยู่", "yes"),
        ("pregnancy", "ไม่ได้ท้องค่ะ", "no"),
        ("pregnancy", "ยังไม่ท้องค่ะ", "no"),
        ("pregnancy", "ไม่ค่ะ ท้องอยู่", NOT_TO_THIS),
        ("pregnancy", "ใช่ ไม่ได้ท้อง", NOT_TO_THIS),
        ("pregnancy", "I am", "yes"),
        ("pregnancy", "no, I'm not", "no"),
        ("pregnancy", "not pregnant", "no"),
        ("pregnancy", "I don't", NOT_TO_THIS),
        ("pregnancy", "I'm on the pill", None),
        ("pregnancy", "ราคาเท่าไหร่", None),
        ("pregnancy", "ใช่ไหม", None),
        ("pregnancy", "ค่ะ", None),
        ("pregnancy", "👍", None),
        ("pregnancy", "ได้ค่ะ", None),
        ("pregnancy", "เอา", None),
        ("pregnancy", "โอเค", None),
        ("isotretinoin", "ใช่ กินยาอยู่", "yes"),
        ("isotretinoin", "ทานอยู่ค่ะ", "yes"),
        ("isotretinoin", "ไม่ได้กินค่ะ", "no"),
        ("isotretinoin", "ไม่ท้อง", NOT_TO_THIS),
        ("isotretinoin", "ไม่ได้ทานมาสองเดือนแล้ว", None),
        ("isotretinoin", "ไม่กินแล้ว", "unsure"),
        ("isotretinoin", "ไม่ทานแล้วค่ะ", "unsure"),
        ("isotretinoin", "ไม่ได้ใช้แล้ว", "unsure"),
        ("isotretinoin", "ไม่ใช่แล้วค่ะ", "unsure"),
        ("isotretinoin", "เลิกกินแล้ว", "unsure"),
        ("isotretinoin", "I haven't taken any", "no"),
        ("isotretinoin", "not any more", "unsure"),
        ("herpes", "ไม่เคยค่ะ", "no"),
        ("herpes", "เคยค่ะ", "yes"),
        ("herpes", "ไม่ค่อยแน่ใจ", "unsure"),
        ("herpes", "กินยาอยู่", NOT_TO_THIS),
        ("autoimmune", "ไม่มีค่ะ", "no"),
        ("autoimmune", "มีค่ะ", "yes"),
        ("pcos_hormonal", "ปกติค่ะ", None),
        ("retinoid_topical", "ทาอยู่ค่ะ", "yes"),
        ("retinoid_topical", "กินอยู่ค่ะ", NOT_TO_THIS),
    ],
)
def test_an_answer_counts_only_where_it_is_about_what_was_asked(
    factor: str, words: str, meant: str | None
) -> None:
    assert health_said(words, question(factor)) == meant


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ยินยอมค่ะ", "yes"),
        ("I agree", "yes"),
        ("ไม่ยินยอมค่ะ", "no"),
        ("I don't agree", "no"),
        ("ยินยอมไหม", None),
    ],
)
def test_words_about_the_consent_are_told_apart(words: str, said: str | None) -> None:
    assert consent_said(words) == said


@pytest.mark.parametrize("refusal", ["ไม่ค่ะ", "ไม่ยินยอมค่ะ"])
async def test_nothing_is_asked_before_she_agrees_by_the_button(world: World, refusal: str) -> None:
    asked = await begins(world)
    assert "PDPA" in said(asked)

    assert "รบกวนกดปุ่ม" in said(await world.says(world.mali, "ใช่ค่ะ"))
    assert answers(world) == {}
    assert "รบกวนกดปุ่ม" in said(await world.says(world.mali, "ยินยอมค่ะ"))
    assert answers(world) == {}
    assert "วันนัดแทนได้" in said(await world.says(world.mali, refusal))
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
    assert "ทั้ง " in said(world.heard(world.ploy)[-1:])
    assert calls(world) == []
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


@pytest.mark.parametrize(
    ("words", "kept"), [("ใช่ กินยาอยู่", None), ("ไม่ได้กินค่ะ", None), ("ไม่ได้ท้องค่ะ", "no"), ("ท้องอยู่ค่ะ", "yes")]
)
async def test_an_answer_about_something_else_is_none_and_the_question_is_asked_again(
    world: World, words: str, kept: str | None
) -> None:
    await asked_about(world, "pregnancy")

    asked = await world.says(world.mali, words)

    assert answers(world).get("pregnancy") == kept
    assert ("ยังไม่ชัดสำหรับข้อนี้" in said(asked)) == (kept is None)
    assert (FACTORS["pregnancy"].ask_th in said(asked)) == (kept is None)
    assert presses_in(asked, "form")


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


@pytest.mark.parametrize("words", ["ไม่ค่ะ", "ไม่แน่ใจ", "ใช่ค่ะ"])
async def test_an_answer_that_could_be_to_a_follow_up_too_is_asked_again_once(
    world: World, words: str
) -> None:
    await a_check_in_waits(world)
    await asks_for_questions(world)

    asked = await world.says(world.mali, words)

    assert "คำถามติดตามผลหลังทำที่รอคำตอบอยู่" in said(asked)
    assert (answers(world), check_ins(world)) == ({}, [])
    await world.says(world.mali, words)
    assert len(answers(world)) == 1, "the question was asked again, and this is its answer"
    await world.says(world.mali, words)
    assert len(answers(world)) == 2, "she was asked once, and not with each question"
    assert check_ins(world) == []


async def test_a_worry_in_the_middle_of_the_questions_is_the_answer_to_the_follow_up(world: World) -> None:
    await a_check_in_waits(world)
    await asks_for_questions(world)

    told = await world.says(world.mali, "ไม่ค่อยดีค่ะ")

    assert "ทีมของคลินิกได้รับแจ้งแล้ว" in said(told)
    assert (answers(world), check_ins(world)) == ({}, ["odd"])


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
