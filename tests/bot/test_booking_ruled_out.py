"""What does not suit her, in the middle of a booking: it is offered no more, and never taken for a cancellation."""

import pytest

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_open, offered
from tests.bot.world import World, presses_in, said

pytestmark = pytest.mark.servers

_IN_ENGLISH = "Sat 28 Nov 2026"
TUESDAY, FRIDAY, ON_SATURDAY = "2026-11-24", "2026-11-27", "2026-11-28"


@pytest.mark.parametrize(
    ("words", "out"),
    [
        ("พรุ่งนี้ไม่ได้ค่ะ", [TUESDAY]),
        ("เสาร์นี้ไม่ว่าง", [ON_SATURDAY]),
        ("ไม่ว่างเสาร์นี้ค่ะ", [ON_SATURDAY]),
        ("ไม่เอาวันศุกร์", [FRIDAY, "2026-12-04"]),
        ("พรุ่งนี้กับมะรืนไม่สะดวกค่ะ", [TUESDAY, "2026-11-25"]),
        ("เสาร์อาทิตย์ไม่ได้เลยค่ะ", [ON_SATURDAY, "2026-11-29"]),
        ("สัปดาห์หน้าไม่ได้ค่ะ", ["2026-11-30", "2026-12-01", "2026-12-02"]),
        ("tomorrow doesn't work", [TUESDAY]),
        ("I can't do tomorrow", [TUESDAY]),
        ("not friday", [FRIDAY, "2026-12-04"]),
        ("this saturday isn't good for me", [ON_SATURDAY]),
    ],
)
async def test_a_day_that_does_not_suit_is_left_out_and_others_are_offered(
    world: World, words: str, out: list[str]
) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")
    before = len(calls(world))

    told = await world.says(world.mali, words)

    assert "สะดวกวันไหนดีคะ" in said(told) or "Which day suits you?" in said(told)
    days = offered(world, told)
    assert len(days) == 10
    assert not set(days) & set(out)
    assert len(calls(world)) == before, "nobody is told of a cancellation"
    assert is_open(world)


@pytest.mark.parametrize("words", ["พรุ่งนี้ไม่ได้ค่ะ", "tomorrow doesn't work"])
async def test_it_is_the_same_on_the_card_of_her_case(world: World, words: str) -> None:
    await has_a_case(world)
    await answers(world, "อยากจองคิวค่ะ")

    assert TUESDAY not in offered(world, await world.says(world.mali, words))


@pytest.mark.parametrize(
    "words", ["ไม่เอาวันศุกร์", "ไม่ใช่วันศุกร์ค่ะ", "วันศุกร์ไม่ได้แล้วค่ะ", "วันนั้นไม่สะดวกแล้ว", "not friday"]
)
async def test_the_chosen_day_is_given_up_when_it_is_ruled_out(world: World, words: str) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ")

    told = await world.says(world.mali, words)

    assert FRIDAY not in offered(world, told)
    assert "14:00" in said(told), "the time she named is kept"
    told_then = await answers(world, "วันเสาร์ได้ค่ะ")
    assert f"{SATURDAY} 14:00 น. ถูกต้องไหมคะ" in told_then or f"{_IN_ENGLISH} 14:00" in told_then
    assert held(world) == []


async def test_what_she_names_in_its_place_is_taken_at_once(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ")

    assert f"{SATURDAY} 14:00 น. ถูกต้องไหมคะ" in await answers(world, "วันศุกร์ไม่ได้แล้ว ขอเป็นเสาร์นี้ค่ะ")


@pytest.mark.parametrize(
    ("words", "out", "still"),
    [
        ("บ่ายสามไม่ได้ค่ะ", ["15:00"], ["14:00", "16:00"]),
        ("ไม่เอาช่วงเช้า", ["10:00", "11:00"], ["13:00", "15:00"]),
        ("not before 2pm", ["10:00", "13:00"], ["14:00", "15:00"]),
        ("หลัง 5 โมงเย็นไม่สะดวกค่ะ", ["17:00", "18:00"], ["16:00"]),
    ],
)
async def test_a_time_that_does_not_suit_is_left_out(
    world: World, words: str, out: list[str], still: list[str]
) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    times = offered(world, await world.says(world.mali, words))

    assert not set(times) & set(out)
    assert set(still) <= set(times)


async def test_a_part_of_a_day_that_does_not_suit_leaves_the_day(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    assert ON_SATURDAY in offered(world, await world.says(world.mali, "เสาร์นี้ไม่ว่างตอนเช้าค่ะ"))
    times = offered(world, await world.says(world.mali, "เสาร์นี้ค่ะ"))
    assert "10:00" not in times
    assert "15:00" in times
    assert "10:00" in offered(world, await world.says(world.mali, "เปลี่ยนเป็นวันศุกร์นี้ค่ะ"))


async def test_a_time_that_does_not_suit_leaves_the_day_she_names_with_it(world: World) -> None:
    told = await world.says(world.mali, "จองโบกรามวันเสาร์นี้ ไม่เอาก่อนบ่ายสองค่ะ")

    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in said(told)
    assert offered(world, told)[0] == "14:00"


async def test_a_time_of_the_chosen_day_rules_out_that_time_only(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้บ่ายสามค่ะ")

    told = await world.says(world.mali, "เสาร์นี้บ่ายสามไม่ได้แล้วค่ะ")

    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in said(told)
    assert "15:00" not in offered(world, told)


async def test_who_names_a_day_after_all_gets_it(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ", "เสาร์นี้ไม่ว่าง")

    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in await answers(world, "งั้นเสาร์นี้ก็ได้ค่ะ")


async def test_a_wish_may_begin_with_what_does_not_suit(world: World) -> None:
    told = await world.says(world.mali, "อยากจองโบกรามค่ะ แต่พรุ่งนี้ไม่ว่าง")

    assert TUESDAY not in offered(world, told)


@pytest.mark.parametrize("words", ["พรุ่งนี้ไม่ได้เหรอคะ", "พรุ่งนี้ไม่ได้ไปไหนค่ะ"])
async def test_a_question_and_free_time_rule_nothing_out(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")
    told = await world.says(world.mali, words)

    assert "24 พ.ย. 2569 ไม่สะดวกนะคะ" not in said(told)
    assert "จะไม่เสนอ" not in said(told)


async def test_a_cancellation_in_so_many_words_is_one(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    assert "ยกเลิกคำขอนัด" in await answers(world, "พรุ่งนี้ไม่ได้แล้ว ขอยกเลิกนัดค่ะ")
    assert not is_open(world)
    assert "wants_to_cancel" not in calls(world), "nothing was booked"


@pytest.mark.parametrize(
    "asked", [("อยากจองโบกรามค่ะ",), ("อยากจองโบกรามค่ะ", "วันศุกร์ค่ะ"), ("อยากจองโบกรามวันศุกร์บ่ายสามค่ะ",)]
)
@pytest.mark.parametrize("words", ["ไม่ใช่ เสาร์นี้", "ไม่ใช่ค่ะ เสาร์นี้", "no, this saturday"])
async def test_a_correction_names_the_day_at_any_question(
    world: World, asked: tuple[str, ...], words: str
) -> None:
    await answers(world, *asked)

    told = await answers(world, words)

    assert (
        f"{SATURDAY} สะดวกกี่โมงดีคะ" in told or f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told or _IN_ENGLISH in told
    )


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("ก่อน 14:00", "10:00", "13:30"),
        ("ก่อนบ่ายสองค่ะ", "10:00", "13:30"),
        ("before 2pm", "10:00", "13:30"),
        ("ไม่เกิน 14:00", "10:00", "14:00"),
        ("by 2pm", "10:00", "14:00"),
        ("หลัง 17:00", "17:00", "19:00"),
        ("หลังห้าโมงเย็น", "17:00", "19:00"),
        ("after 5pm", "17:00", "19:00"),
        ("หลังบ่ายสอง ก่อนห้าโมงเย็น", "14:00", "16:30"),
    ],
)
async def test_before_excludes_the_time_itself_and_after_includes_it(
    world: World, words: str, first: str, last: str
) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    times = offered(world, await world.says(world.mali, words))

    assert (times[0], times[-1]) == (first, last)
    assert presses_in(world.heard(world.mali)[-1:], "form")


@pytest.mark.parametrize("words", ["เมื่อวานไปเที่ยวมา", "เมื่อคืนหวยออกอะไร", "I was out yesterday"])
async def test_what_she_tells_of_yesterday_changes_no_day_she_chose(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้บ่ายสามค่ะ")

    assert "ผ่านไปแล้ว" not in await answers(world, words)
    assert f"{SATURDAY} 15:00 น." in await answers(world, "อยากจองโบกรามค่ะ")


@pytest.mark.parametrize(
    "words", [("หลังบ่ายสี่ค่ะ", "ก่อนห้าโมงเย็นค่ะ"), ("ก่อนห้าโมงเย็นค่ะ", "หลังบ่ายสี่ค่ะ"), ("after 4pm", "before 5pm")]
)
async def test_after_and_before_together_are_what_lies_between(world: World, words: tuple[str, str]) -> None:
    await answers(world, "อยากจองโบกรามค่ะ", *words)

    assert offered(world, await world.says(world.mali, "เสาร์นี้ค่ะ")) == ["16:00", "16:30"]
