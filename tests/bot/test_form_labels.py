"""The label of a form's button, typed, does what the button does."""

import pytest

from bot.dialogue.table import FORMS
from bot.wording.form_labels import label_said, labels_of
from bot.wording.texts import sentences
from tests.bot.booking_steps import SATURDAY, answers, is_open
from tests.bot.registering import comes_to_confirm, comes_to_number, is_registered, kept
from tests.bot.world import World, said

EVERY = [
    (form, label, value) for form in FORMS for label, all_of in labels_of(form).items() for value in all_of
]


@pytest.mark.parametrize(("form", "label", "value"), EVERY)
def test_every_label_is_known_with_politeness_around_it(form: str, label: str, value: str) -> None:
    assert label_said(f"{label} ค่ะ", form=form, values={value}) == value
    assert label_said(label, form=form, values=set()) is None


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("booking", "stop"),
        ("intake", "stop_treatment"),
        ("intake", "stop_consent"),
        ("intake", "stop_answer"),
        ("registration", "stop"),
        ("registration", "do_not_keep"),
    ],
)
def test_every_way_out_is_one_as_typed(language: str, form: str, key: str) -> None:
    assert label_said(sentences(language)[f"form_{form}.{key}"], form=form, values={"stop"}) == "stop"


@pytest.mark.servers
@pytest.mark.parametrize("words", ["ไม่บันทึก", "ไม่บันทึกค่ะ", "ไว้ทีหลัง", "Don't save", "Later"])
async def test_what_was_read_back_is_not_kept(world: World, words: str) -> None:
    await comes_to_confirm(world)

    told = said(await world.says(world.mali, words))

    assert "ยังไม่ได้บันทึกอะไรไว้" in told or "nothing was saved" in told
    assert not is_open(world)
    assert kept(world) == ("มะลิ", None, None)


@pytest.mark.servers
@pytest.mark.parametrize("words", ["ไว้ทีหลัง", "ไว้ทีหลังค่ะ"])
async def test_later_leaves_the_form_at_its_name_and_its_number(world: World, words: str) -> None:
    await world.says(world.mali, "ลงทะเบียน")
    assert "ยังไม่ได้บันทึกอะไรไว้" in said(await world.says(world.mali, words))
    await comes_to_number(world)

    assert "ยังไม่ได้บันทึกอะไรไว้" in said(await world.says(world.mali, words))
    assert not is_open(world)


@pytest.mark.servers
@pytest.mark.parametrize(
    ("label", "asked"),
    [("แก้ชื่อ", "เรียกคุณว่าอะไร"), ("แก้เบอร์โทร", "ขอเบอร์โทร"), ("Change number", "Which phone number")],
)
async def test_what_is_to_be_changed_is_asked_anew(world: World, label: str, asked: str) -> None:
    await comes_to_confirm(world)

    assert asked in said(await world.says(world.mali, label))


@pytest.mark.servers
async def test_a_number_is_removed_by_its_label(world: World) -> None:
    is_registered(world)
    assert "จะลบออก" in await answers(world, "ขอเปลี่ยนเบอร์", "ลบเบอร์โทร")


@pytest.mark.servers
async def test_the_labels_of_a_booking(world: World) -> None:
    assert f"{SATURDAY} 15:00 น." in await answers(world, "อยากจองโบกรามค่ะ", "เสาร์นี้บ่ายสาม")

    assert "กี่โมงดีคะ" in await answers(world, "เปลี่ยนเวลา")
    assert "สะดวกวันไหนดีคะ" in await answers(world, "เปลี่ยนวัน")
    await answers(world, "ไม่จองแล้ว")
    assert not is_open(world)


@pytest.mark.servers
async def test_the_questions_about_health_are_left_by_their_labels(world: World) -> None:
    await answers(world, "คำถามสุขภาพ")
    await answers(world, "ไว้ตอบทีหลัง")
    assert not is_open(world)
