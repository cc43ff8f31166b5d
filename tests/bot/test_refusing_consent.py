"""A typed no to consent: nothing is done without a yes, everything else stays open, and the buttons are there again."""

import pytest
import sqlalchemy as sa

from tests.bot.world import World, identity, presses_in, said
from tests.factories.people import a_consent
from workflow.customers import consents, open_question
from workflow.store.models import Consent, Purpose

pytestmark = pytest.mark.servers

NO = [
    ("ไม่สะดวกให้ยินยอม", "ไม่เก็บและไม่วัดอะไร"),
    ("ไม่ยินยอมค่ะ", "ไม่เก็บและไม่วัดอะไร"),
    ("ไม่ยินยอมให้เก็บรูปค่ะ", "ไม่เก็บและไม่วัดอะไร"),
    ("I don't agree", "nothing of your photos is kept or measured"),
    ("i do not consent", "nothing of your photos is kept or measured"),
]


@pytest.mark.parametrize(("words", "answer"), NO)
async def test_a_typed_no_is_taken_kindly_and_writes_nothing(world: World, words: str, answer: str) -> None:
    told = await world.says(world.mali, words)

    assert answer in said(told)
    assert presses_in(told, "consent"), "she may choose later"
    assert world.read(lambda session: session.scalars(sa.select(Consent)).all()) == []
    assert world.double.violations == []


async def test_a_photo_that_waits_stays_unread_after_it(world: World) -> None:
    await world.sends_photo(world.mali)

    assert "ไม่เก็บและไม่วัดอะไร" in said(await world.says(world.mali, "ไม่ยินยอมค่ะ"))

    assert open_question(identity(world, world.mali), world.clock()) is not None
    assert world.read(lambda session: session.scalars(sa.select(Consent)).all()) == []


async def test_who_has_said_yes_before_is_asked_what_she_takes_back(world: World) -> None:
    world.read(
        lambda session: a_consent(session, world.cast.mali, Purpose.PROGRESS_PHOTOS, granted=True) and None
    )

    told = await world.says(world.mali, "ไม่ยินยอมค่ะ")

    assert presses_in(told, "withdraw")
    assert world.read(lambda session: consents(session, customer_id=world.cast.mali.id)) == {
        Purpose.PROGRESS_PHOTOS: True
    }


@pytest.mark.parametrize("words", ["ไม่ยินยอมแล้วค่ะ", "ยินยอมค่ะ", "ไม่ค่ะ", "I agree"])
async def test_other_words_are_not_taken_for_one(world: World, words: str) -> None:
    assert "ไม่ให้ความยินยอมก็ไม่เป็นไร" not in said(await world.says(world.mali, words))
