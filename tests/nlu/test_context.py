"""What a message means after the ones before it."""

import pytest

from nlu.context import Context, carried, talked_of
from nlu.understanding import Entity
from tests.nlu.conftest import Listener

BOTOX = "botox_upper_face"
TALKS = [
    ("โบท็อกราคาเท่าไหร่คะ", "แล้วฟิลเลอร์ล่ะ", "ask_price", {("treatment", "ha_filler")}),
    ("โบท็อกราคาเท่าไหร่คะ", "แล้วฟิลเล่อล่ะคะ", "ask_price", {("treatment", "ha_filler")}),
    ("โบท็อกราคาเท่าไหร่คะ", "ไฮฟู่ล่ะ", "ask_price", {("treatment", "hifu")}),
    ("โบท็อกราคาเท่าไหร่คะ", "and filler?", "ask_price", {("treatment", "ha_filler")}),
    ("ฟิลเลอร์คืออะไรคะ", "what about botox?", "ask_treatment_info", {("treatment", BOTOX)}),
    ("how much is filler?", "what about botox?", "ask_price", {("treatment", BOTOX)}),
    ("ฟิลเลอร์คืออะไรคะ", "ราคาล่ะ", "ask_price", {("treatment", "ha_filler")}),
    ("ฟิลเลอร์คืออะไรคะ", "กี่บาทคะ", "ask_price", {("treatment", "ha_filler")}),
    ("ฟิลเลอร์คืออะไรคะ", "เจ็บไหมคะ", "ask_treatment_info", {("treatment", "ha_filler")}),
    ("ขอราคาฟิลเลอร์", "เจ็บไหมคะ", "ask_treatment_info", {("treatment", "ha_filler")}),
    ("how much is filler?", "does it hurt?", "ask_treatment_info", {("treatment", "ha_filler")}),
    ("วันเสาร์เปิดกี่โมงคะ", "แล้ววันอาทิตย์ล่ะ", "ask_opening_hours", {("date", "2026-11-22")}),
    ("จองวันเสาร์ค่ะ", "แล้ววันอาทิตย์ล่ะ", "book_appointment", {("date", "2026-11-22")}),
    ("ร้านสาขาสยามอยู่ไหนคะ", "แล้วทองหล่อล่ะคะ", "ask_location", {("branch", "thonglor")}),
]


@pytest.fixture(scope="session")
def hear_places(understander: object) -> Listener:
    from dataclasses import replace

    from nlu.entities import EntityFinder
    from tests.nlu.conftest import NAMES

    return Listener(replace(understander, finder=EntityFinder(NAMES)))  # type: ignore[type-var,arg-type]


@pytest.mark.parametrize(("before", "then", "intent", "about"), TALKS)
def test_a_short_question_leans_on_what_was_talked_of(
    hear_places: Listener, before: str, then: str, intent: str, about: set[tuple[str, str]]
) -> None:
    context = talked_of(None, hear_places(before))
    found = carried(context, hear_places(then), then)
    assert (found.intent, found.fallback) == (intent, False)
    assert {(one.entity, one.value) for one in found.entities} == about


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("โบท็อกราคาเท่าไหร่คะ", "ขอราคาทั้งหมดเลยค่ะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "มีทรีตเมนต์อะไรบ้างคะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "ขอบคุณค่ะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "เปิดกี่โมงคะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "ไฮฟู่ดูแลหลังทำยังไงคะ"),
        ("เปิดกี่โมงคะ", "ขอราคาฟิลเลอร์ค่ะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "ทำแล้วตามัวมองไม่เห็นค่ะ"),
    ],
)
def test_what_stands_for_itself_means_itself(hear_places: Listener, before: str, then: str) -> None:
    found = hear_places(then)
    assert carried(talked_of(None, hear_places(before)), found, then) == found


def test_nothing_leans_on_nothing(hear: Listener) -> None:
    found = hear("แล้วฟิลเลอร์ล่ะ")
    assert carried(None, found, "แล้วฟิลเลอร์ล่ะ") == found


@pytest.mark.parametrize("text", ["พรุ่งนี้สามทุ่ม", "เสาร์นี้บ่ายสองค่ะ", "งั้นพรุ่งนี้บ่ายๆ", "tomorrow 3pm", "วันที่ 28 นะคะ"])
def test_a_bare_day_or_time_is_a_wish_for_it(hear: Listener, text: str) -> None:
    assert carried(None, hear(text), text).intent == "book_appointment"


@pytest.mark.parametrize("text", ["พรุ่งนี้ปวดหัวค่ะ", "วันเสาร์ร้านปิดไหม", "ฉีดมาเมื่อวานบวมมาก"])
def test_a_day_with_something_said_of_it_is_none(hear: Listener, text: str) -> None:
    found = hear(text)
    assert carried(None, found, text) == found


def test_a_day_after_a_price_is_a_wish_for_that_treatment(hear: Listener) -> None:
    context = talked_of(None, hear("โบท็อกราคาเท่าไหร่คะ"))
    found = carried(context, hear("เสาร์นี้บ่ายสอง"), "เสาร์นี้บ่ายสอง")
    assert found.intent == "book_appointment"
    assert {one.value for one in found.entities} == {"2026-11-21", "14:00", BOTOX}


@pytest.mark.parametrize("text", ["งั้นเอาวันอื่นค่ะ", "ขอจองวันอื่นได้ไหม", "can i book some other day?"])
def test_another_day_is_for_the_treatment_talked_of(hear: Listener, text: str) -> None:
    context = talked_of(None, hear("อยากทำ hifu พรุ่งนี้บ่ายสอง"))
    found = carried(context, hear(text), text)
    assert found.intent == "book_appointment"
    assert ("treatment", "hifu") in {(one.entity, one.value) for one in found.entities}


def test_a_new_time_leaves_the_day(hear: Listener) -> None:
    context = talked_of(None, hear("ขอเลื่อนเป็นวันเสาร์ค่ะ"))
    found = carried(context, hear("บ่ายสอง"), "บ่ายสอง")
    assert (found.intent, {one.value for one in found.entities}) == (
        "reschedule_appointment",
        {"2026-11-21", "14:00"},
    )


def test_small_talk_leaves_what_is_talked_of(hear: Listener) -> None:
    context = talked_of(None, hear("โบท็อกราคาเท่าไหร่คะ"))
    assert context is not None
    assert talked_of(context, hear("ขอบคุณค่ะ")) == context


def test_a_treatment_stays_while_hours_are_asked(hear: Listener) -> None:
    context = talked_of(talked_of(None, hear("โบท็อกราคาเท่าไหร่คะ")), hear("เปิดกี่โมงคะ"))
    assert context == Context("ask_opening_hours", (Entity("treatment", BOTOX, ""),))
    assert {one.value for one in carried(context, hear("เจ็บไหมคะ"), "เจ็บไหมคะ").entities} == {BOTOX}


def test_a_new_day_takes_the_place_of_the_one_before_and_the_time_with_it(hear: Listener) -> None:
    context = talked_of(None, hear("จองโบท็อกวันเสาร์บ่ายสาม"))
    found = carried(context, hear("แล้ววันอาทิตย์ล่ะ"), "แล้ววันอาทิตย์ล่ะ")
    assert {(one.entity, one.value) for one in found.entities} == {
        ("date", "2026-11-22"),
        ("treatment", BOTOX),
    }


def test_no_name_and_no_number_is_remembered(hear: Listener) -> None:
    context = talked_of(None, hear("จองโบท็อกวันเสาร์ ชื่อคุณมะลิ เบอร์ 081-234-5678"))
    assert context is not None
    assert {one.entity for one in context.entities} <= {"treatment", "brand", "date", "time", "branch"}
    assert all(one.text == "" for one in context.entities)


@pytest.mark.parametrize(
    "then",
    [
        "ขมับบุ๋ม",
        "อยากปากอวบ",
        "กรามใหญ่",
        "ตีนกาเยอะ",
        "อยากให้ผิวขาวขึ้น",
        "แม่อายุหกสิบ อยากให้หน้าตึงขึ้น",
        "saggy cheeks",
    ],
)
def test_what_she_would_have_otherwise_is_not_about_the_treatment_before(
    hear_places: Listener, then: str
) -> None:
    context = talked_of(None, hear_places("ฟิลเลอร์คืออะไรคะ"))
    found = carried(context, hear_places(then), then)

    assert found.intent == "ask_treatment_info"
    assert ("treatment", "ha_filler") not in {(one.entity, one.value) for one in found.entities}


@pytest.mark.parametrize(
    "then", ["ช่วยร่องแก้มได้ไหมคะ", "ลดริ้วรอยได้มั้ย", "ดีไหม", "does it help with wrinkles?", "อยากรู้ว่าเจ็บไหม"]
)
def test_whether_it_helps_is_asked_of_the_treatment_before(hear_places: Listener, then: str) -> None:
    context = talked_of(None, hear_places("ฟิลเลอร์คืออะไรคะ"))
    found = carried(context, hear_places(then), then)

    assert ("treatment", "ha_filler") in {(one.entity, one.value) for one in found.entities}
