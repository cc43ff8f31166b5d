"""At a question at which something is done, only a plain yes is a yes."""

import pytest
import sqlalchemy as sa

from bot.wording.short_words import says_yes
from tests.bot.booking_steps import has_a_case
from tests.bot.world import World, said
from workflow.tasks import Task, TaskKind


@pytest.mark.parametrize(
    "text",
    [
        "ใช่ค่ะ", "ค่ะ", "ครับผม", "โอเคค่ะ ขอบคุณค่ะ", "ได้เลยค่ะ", "ตกลงค่ะ ตามนี้", "จองเลยค่ะ", "โอเคจองเลย", "ถูกต้องค่ะ", "👍", "👍🏻", "👌",
        "yes", "Yes please", "ok thanks", "yea", "yesss", "that's right", "yes, that's correct", "จัดไปค่ะ", "เออ", "ใช่แล้วค่ะ!",
    ],
)  # fmt: skip
def test_a_plain_yes_is_one(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "คะ?", "คะ", "ค่ะ?", "ขอบคุณค่ะ", "ขอบคุณมากค่ะ", "อืม...", "ใช่ไหม", "ใช่มั้ย", "โอเคไหม", "ถูกต้องไหม", "ได้มั้ย", "แน่ใจนะ", "ok?", "yes?",
        "is it ok?", "ok wait", "ลลลล", "อันที่สอง", "the second one", "ล่ะคะ", "🙏", "โอเค เดี๋ยวดูก่อน", "yes but later", "ได้ปะ", "",
    ],
)  # fmt: skip
def test_a_question_thanks_or_a_wait_is_none(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.servers
@pytest.mark.parametrize(
    "text", ["คะ?", "ขอบคุณค่ะ", "ใช่ไหม", "แน่ใจนะ", "is it ok?", "ok wait", "ลลลล", "อันที่สอง", "โอเคไหม"]
)
async def test_what_is_no_plain_yes_books_nothing(world: World, text: str) -> None:
    await has_a_case(world)
    await world.says(world.mali, "จองไฮดราเสาร์นี้บ่ายสอง")

    await world.says(world.mali, text)

    assert "ไว้ให้คุณถึง" not in said(world.heard(world.mali))
    assert "รับคำขอนัดแล้ว" not in said(world.heard(world.mali))


@pytest.mark.servers
@pytest.mark.parametrize("text", ["ไม่ใช่ เอาโบท็อกซ์ลดกราม", "ไม่ใช่ค่ะ เอาร้อยไหม"])
async def test_another_treatment_behind_a_no_is_not_booked_as_the_first(world: World, text: str) -> None:
    await world.says(world.mali, "จองไฮดราเสาร์นี้บ่ายสอง")

    told = said(await world.says(world.mali, text))

    assert "ไฮดรา" not in told
    assert "ถูกต้องไหมคะ" in told


@pytest.mark.servers
async def test_a_question_answered_by_nothing_but_yes_goes_to_a_person_in_the_end(world: World) -> None:
    await world.says(world.mali, "จองไฮดราค่ะ")

    told = [said(await world.says(world.mali, "ใช่")) for _ in range(3)]

    assert all("ขอคำตอบข้อนี้อีกนิด" in one for one in told[:2])
    assert all("สะดวกวันไหน" in one for one in told[:2])
    assert "แจ้งเจ้าหน้าที่" in told[2]
    calls = sa.select(Task.detail).where(Task.kind == TaskKind.CALL_CUSTOMER)
    whys = world.read(lambda session: [one["why"] for one in session.scalars(calls)])
    assert "not_understood" in whys
