"""Short questions mean what was just talked of, for some minutes; several requests are answered in one reply."""

from datetime import timedelta

import pytest

from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers

OTHERS = "โบท็อก"


async def test_and_fillers_asks_the_price_that_was_asked_of_botox(world: World) -> None:
    await world.says(world.mali, "โบท็อกราคาเท่าไหร่คะ")
    answer = said(await world.says(world.mali, "แล้วฟิลเลอร์ล่ะ"))
    assert "บาท" in answer or "ราคา" in answer
    assert "ฟิลเลอร์" in answer
    assert OTHERS not in answer


async def test_does_it_hurt_is_about_the_treatment_just_named(world: World) -> None:
    await world.says(world.mali, "ขอราคาฟิลเลอร์ค่ะ")
    answer = await world.says(world.mali, "เจ็บไหมคะ")
    assert presses_in(answer, "treatment_info") == [], "it is not asked which one"
    assert "ฟิลเลอร์" in said(answer)


async def test_in_english_too(world: World) -> None:
    await world.says(world.mali, "how much is filler?")
    answer = said(await world.says(world.mali, "what about botox?"))
    assert "iller" not in answer
    assert "otulinum" in answer or "otox" in answer


@pytest.mark.parametrize(
    "passes",
    [timedelta(minutes=11), None],
    ids=["after ten minutes", "after seven other messages"],
)
async def test_it_leans_for_a_while_only(world: World, passes: timedelta | None) -> None:
    await world.says(world.mali, "ขอราคาฟิลเลอร์ค่ะ")
    if passes:
        world.clock.advance(passes)
    else:
        for _ in range(7):
            await world.says(world.mali, "ขอบคุณค่ะ")
    assert presses_in(await world.says(world.mali, "เจ็บไหมคะ"), "treatment_info"), "it is asked which one"


async def test_and_sunday_tells_the_hours_of_sunday(world: World) -> None:
    assert "ส. 28 พ.ย. 2569 เปิด" in said(await world.says(world.mali, "วันเสาร์เปิดกี่โมงคะ"))
    assert "อา. 29 พ.ย. 2569" in said(await world.says(world.mali, "แล้ววันอาทิตย์ล่ะ"))


async def test_a_person_who_takes_over_ends_it(world: World) -> None:
    await world.says(world.mali, "ขอราคาฟิลเลอร์ค่ะ")
    assert identity(world, world.mali).talk is not None
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert identity(world, world.mali).talk is None


async def test_a_message_taken_back_is_leant_on_no_more(world: World) -> None:
    event = world.double.events.text(world.mali, "ขอราคาฟิลเลอร์ค่ะ")
    await world.does(world.mali, event)
    await world.does(world.mali, world.double.events.unsend(world.mali, event["message"]["id"]))
    assert presses_in(await world.says(world.mali, "เจ็บไหมคะ"), "treatment_info"), "it is asked which one"


async def test_each_of_two_requests_is_answered_in_one_reply(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted())
    await world.settle()
    pushes = len(world.double.requests_to("push"))
    answer = await world.says(world.mali, "จองเสาร์นี้บ่ายสาม แล้วก็ขอราคาฟิลเลอร์ด้วยค่ะ")
    assert 2 <= len(answer) <= 5
    assert "ฟิลเลอร์" in said(answer[:1]), "what is only told comes first"
    assert "28 พ.ย. 2569" in said(answer[1:]), "the day she named, with the question behind it"
    assert len(world.double.requests_to("reply")) == 1
    assert len(world.double.requests_to("push")) == pushes


async def test_hours_and_the_way_in_one_reply(world: World) -> None:
    answer = await world.says(world.mali, "ร้านเปิดกี่โมงคะ แล้วมีที่จอดรถไหม")
    assert len(answer) == 2
    assert [("quickReply" in one) for one in answer] == [False, True]


async def test_two_treatments_in_one_question_are_both_priced(world: World) -> None:
    answer = said(await world.says(world.mali, "ขอราคาโบท็อกกับไฮฟู่ค่ะ"))
    assert "ฟิลเลอร์" not in answer
    assert "ไฮฟู" in answer or "HIFU" in answer


async def test_a_red_flag_among_requests_is_seen_in_the_whole_message(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished())
    answer = await world.says(world.mali, "ขอราคาฟิลเลอร์ค่ะ แล้วก็ตามัวมองไม่เห็นเลย")
    assert "1669" in said(answer)


async def test_how_much_is_it_is_about_the_treatment_that_is_being_booked(world: World) -> None:
    await world.says(world.mali, "Hi I'd like to book a facial")
    await world.says(world.mali, "hydra please")
    answer = said(await world.says(world.mali, "how much is it?"))
    assert "1,900" in answer
    assert "Botulinum" not in answer


async def test_a_day_talked_of_before_asks_nothing_that_is_answered(world: World) -> None:
    for words in ("จองไฮดราค่ะ", "เสาร์หรืออาทิตย์ก็ได้", "อันที่สอง"):
        await world.says(world.mali, words)
    answer = said(await world.says(world.mali, "สายๆ"))
    assert "อา. 29 พ.ย. 2569" in answer
    assert "ส. 28 พ.ย. 2569" not in answer


async def test_but_not_where_another_was_talked_of_since(world: World) -> None:
    await world.says(world.mali, "จองไฮดราค่ะ")
    await world.says(world.mali, "แล้วฟิลเลอร์ล่ะ เท่าไหร่")
    answer = await world.says(world.mali, "เจ็บไหมคะ")
    assert "ฟิลเลอร์" in said(answer[:1])
    assert "ไฮดรา" in said(answer[-1:]), "the booking stays what it is"


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("actually 3pm", "15:00"),
        ("oops sorry, 4pm", "16:00"),
        ("โทษที บ่ายสามค่ะ", "15:00"),
        ("อ้าวไม่ใช่ๆ บ่ายสามดีกว่า", "15:00"),
    ],
)
async def test_a_slip_is_corrected_as_people_say_it(world: World, words: str, hour: str) -> None:
    await world.says(world.mali, "จองไฮดราเสาร์นี้บ่ายสองค่ะ")
    assert hour in said(await world.says(world.mali, words))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("ช่วงปีใหม่เปิดมั้ยคะ", "ศ. 1 ม.ค. 2570", "ศ. 1 ม.ค. 2570"),
        ("สงกรานต์เปิดไหมคะ", "อ. 13 เม.ย. 2570", "พฤ. 15 เม.ย. 2570"),
    ],
)
async def test_the_hours_of_a_holiday_are_those_of_its_days(
    world: World, words: str, first: str, last: str
) -> None:
    told = said(await world.says(world.mali, words))
    assert first in told
    assert last in told
