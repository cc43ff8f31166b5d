"""Talks of several turns: what each message means after the ones before it, and what is not carried."""

import pytest

from nlu.context import Context, carried, talked_of
from nlu.entities import ClinicNames, EntityFinder
from nlu.understanding import Understanding
from tests.nlu.conftest import NAMES, TREATMENTS, Listener

BOTOX, JAW, FILLER = "botox_upper_face", "botox_masseter", "ha_filler"
PRICE, INFO, BOOK, CARE, HOURS = (
    "ask_price",
    "ask_treatment_info",
    "book_appointment",
    "ask_aftercare",
    "ask_opening_hours",
)
KINDS = frozenset({"treatment", "treatment_unclear", "other_treatment", "brand"})


@pytest.fixture(scope="module")
def hear_all(understander: object) -> Listener:
    from dataclasses import replace

    named = {**TREATMENTS, "fat": ["เมโสแฟต"], "glow": ["เมโสหน้าใส"]}
    finder = EntityFinder(ClinicNames(named, NAMES.branches, NAMES.staff, NAMES.holidays))
    return Listener(replace(understander, finder=finder))  # type: ignore[type-var,arg-type]


def _talk(hear: Listener, *turns: str) -> Understanding:
    context: Context | None = None
    found = hear("")
    for text in turns:
        found = carried(context, hear(text), text)
        context = talked_of(context, found)
    return found


def _about(found: Understanding) -> set[str]:
    return {one.value for one in found.entities if one.entity in KINDS}


THAI = [
    (("โบท็อกราคาเท่าไหร่คะ", "แล้วฟิลเลอร์ล่ะ"), PRICE, {FILLER}),
    (("โบท็อกราคาเท่าไหร่คะ", "แล้วฟิลล่ะคะ"), PRICE, {FILLER}),
    (("ฟิลเลอร์ราคาเท่าไหร่คะ", "แล้วโบล่ะ"), PRICE, {BOTOX}),
    (("ฟิลเลอร์ราคาเท่าไหร่คะ", "โบอะคะ"), PRICE, {BOTOX}),
    (("โบราคาเท่าไหร่", "แล้วกรามล่ะ"), PRICE, {JAW}),
    (("โบราคาเท่าไหร่", "ส่วนไฮฟู"), PRICE, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "โบราคาเท่าไหร่"), PRICE, {BOTOX}),
    (("ไฮฟูราคาเท่าไหร่", "ตัวนั้นเจ็บไหม"), INFO, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "เจ็บป่ะ"), INFO, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "อันนี้อยู่ได้นานไหมคะ"), INFO, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "อยู่ได้กี่เดือน"), INFO, {"hifu"}),
    (("ไฮฟูคืออะไร", "ราคาล่ะ"), PRICE, {"hifu"}),
    (("ไฮฟูคืออะไร", "ราคาเท่าไหร่คะ"), PRICE, {"hifu"}),
    (("ไฮฟูคืออะไร", "กี่บาทคะ"), PRICE, {"hifu"}),
    (("ไฮฟูคืออะไร", "แพงไหม"), PRICE, {"hifu"}),
    (("ไฮฟูคืออะไร", "แล้วราคาล่ะคะ"), PRICE, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "เอาอันนี้แหละ จองเลย"), BOOK, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "จองเลยค่ะ"), BOOK, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "งั้นขอจองคิวเลย"), BOOK, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "อันเมื่อกี้ราคาเท่าไหร่นะ"), PRICE, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "อันเมื่อกี้"), PRICE, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "ตัวเมื่อกี้อะ"), PRICE, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "เปิดกี่โมงคะ", "เจ็บไหม"), INFO, {"hifu"}),
    (("ไฮฟูราคาเท่าไหร่", "ขอบคุณค่ะ", "แล้วฟิลเลอร์ล่ะ"), PRICE, {FILLER}),
    (("ไฮฟูราคาเท่าไหร่", "แล้วฟิลเลอร์ล่ะ", "ตัวนี้เจ็บไหม"), INFO, {FILLER}),
    (("ไฮฟูราคาเท่าไหร่", "แล้วฟิลเลอร์ล่ะ", "เจ็บไหม", "จองเลยค่ะ"), BOOK, {FILLER}),
    (("ไฮฟูราคาเท่าไหร่", "เจ็บไหม", "แล้วโบล่ะ"), INFO, {BOTOX}),
    (("ไฮฟูราคาเท่าไหร่", "เจ็บไหม", "แล้วโบล่ะ", "กี่บาท"), PRICE, {BOTOX}),
    (("เมโสแฟตราคาเท่าไหร่", "แล้วเมโสล่ะ"), PRICE, {"fat,glow"}),
    (("โบราคาเท่าไหร่", "เลเซอร์หลุมสิวล่ะ"), PRICE, {"fractional_laser,pico"}),
    (("โบราคาเท่าไหร่", "เลเซอร์หลุมสิวราคาเท่าไหร่"), PRICE, {"fractional_laser,pico"}),
    (("เลเซอร์หลุมสิวราคาเท่าไหร่", "เจ็บไหม"), INFO, {"fractional_laser,pico"}),
    (("ฟิลเลอร์ราคาเท่าไหร่", "แล้วใต้ตาล่ะ"), PRICE, {FILLER}),
    (("โบราคาเท่าไหร่", "แล้วหน้าผากล่ะ"), PRICE, {BOTOX}),
    (("โบกรามกี่บาท", "แล้วหน้าผากล่ะ"), PRICE, {f"{BOTOX},{FILLER}"}),
    (("โบราคาเท่าไหร่", "แล้วร่องแก้มล่ะ"), PRICE, {FILLER}),
    (("พิโคราคาเท่าไหร่", "เลเซอร์เจ็บไหม"), INFO, {"pico"}),
    (("โบราคาเท่าไหร่", "หลังทำห้ามกินอะไรบ้าง"), CARE, {BOTOX}),
    (("โบราคาเท่าไหร่", "ผลข้างเคียงมีอะไรบ้าง"), INFO, {BOTOX}),
    (("ร้อยไหมเจ็บไหม", "แล้วฟิลเลอร์เจ็บไหม"), INFO, {FILLER}),
    (("ฟิลเลอร์ราคาเท่าไหร่", "แล้วจูวีเดิร์มล่ะ"), PRICE, {"juvederm"}),
]
ENGLISH = [
    (("how much is botox?", "what about filler?"), PRICE, {FILLER}),
    (("how much is botox?", "how about hifu"), PRICE, {"hifu"}),
    (("how much is botox?", "and filler?"), PRICE, {FILLER}),
    (("how much is botox?", "filler?"), PRICE, {FILLER}),
    (("how much is botox?", "and how long does it last?"), INFO, {BOTOX}),
    (("how much is botox?", "does it hurt?"), INFO, {BOTOX}),
    (("how much is botox?", "is that one painful?"), INFO, {BOTOX}),
    (("what is hifu?", "how much is it?"), PRICE, {"hifu"}),
    (("what is hifu?", "and the price?"), PRICE, {"hifu"}),
    (("what is hifu?", "how much does that cost"), PRICE, {"hifu"}),
    (("how much is hifu?", "ok i want to book it"), BOOK, {"hifu"}),
    (("how much is hifu?", "ok book that one please"), BOOK, {"hifu"}),
    (("how much is hifu?", "what about filler?", "does it hurt?"), INFO, {FILLER}),
    (("how much is hifu?", "what about filler?", "does it hurt?", "book it please"), BOOK, {FILLER}),
    (("how much is hifu?", "thanks", "and botox?"), PRICE, {BOTOX}),
    (("how much is hifu?", "what time do you open?", "does it hurt?"), INFO, {"hifu"}),
    (("how much is hifu?", "the one before"), PRICE, {"hifu"}),
]


@pytest.mark.parametrize(
    ("turns", "intent", "about"),
    [*THAI, *ENGLISH],
    ids=lambda row: " / ".join(row) if isinstance(row, tuple) else "",
)
def test_the_last_message_leans_on_the_talk(
    hear_all: Listener, turns: tuple[str, ...], intent: str, about: set[str]
) -> None:
    found = _talk(hear_all, *turns)
    assert (found.intent, found.fallback, _about(found)) == (intent, False, about)


NOT_OURS = [
    (("โบราคาเท่าไหร่", "แล้วจมูกล่ะ"), {"nose_surgery"}),
    (("โบราคาเท่าไหร่", "แล้วดูดไขมันล่ะ"), {"liposuction"}),
    (("โบราคาเท่าไหร่", "ดูดไขมันกี่บาท"), {"liposuction"}),
    (("โบราคาเท่าไหร่", "แล้วสักคิ้วล่ะคะ"), {"permanent_makeup"}),
    (("โบราคาเท่าไหร่", "แล้วดูดไขมันล่ะ", "เจ็บไหม"), {"liposuction"}),
    (("โบราคาเท่าไหร่", "แล้วอโรม่าล่ะ"), {""}),
    (("โบราคาเท่าไหร่", "แล้วอะควาโกลว์ล่ะคะ"), {""}),
    (("โบราคาเท่าไหร่", "แล้วไวเทนนิ่งล่ะ"), {""}),
    (("how much is botox?", "what about a nose job?"), {"nose_surgery"}),
    (("how much is botox?", "and liposuction?"), {"liposuction"}),
    (("how much is botox?", "what about aquashine?"), {""}),
    (("how much is botox?", "how about the aqua package"), {""}),
    (("โบราคาเท่าไหร่", "แล้วดูดไขมันล่ะ", "แล้วฟิลเลอร์ล่ะ"), {FILLER}),
]


@pytest.mark.parametrize(
    ("turns", "about"), NOT_OURS, ids=lambda row: " / ".join(row) if isinstance(row, tuple) else ""
)
def test_a_treatment_we_do_not_know_is_not_taken_for_the_one_before(
    hear_all: Listener, turns: tuple[str, ...], about: set[str]
) -> None:
    found = _talk(hear_all, *turns)
    assert (_about(found), found.fallback) == (about, False)


@pytest.mark.parametrize(
    "turns",
    [
        ("โบราคาเท่าไหร่", "ขอราคาทั้งหมดค่ะ"),
        ("โบราคาเท่าไหร่", "ตัวอื่นราคาเท่าไหร่"),
        ("โบราคาเท่าไหร่", "แล้วตัวอื่นล่ะ"),
        ("โบราคาเท่าไหร่", "มีทรีตเมนต์อะไรบ้าง"),
        ("โบราคาเท่าไหร่", "นวดอโรม่ากี่บาท"),
        ("โบราคาเท่าไหร่", "ทำโกลว์สกินราคาเท่าไหร่คะ"),
        ("โบราคาเท่าไหร่", "เปิดกี่โมงคะ"),
        ("โบราคาเท่าไหร่", "อยู่ตรงไหนคะ"),
        ("โบราคาเท่าไหร่", "ขอบคุณค่ะ"),
        ("โบราคาเท่าไหร่", "มีหมอคนไหนบ้าง"),
        ("โบราคาเท่าไหร่", "ขอคุยกับแอดมิน"),
        ("โบราคาเท่าไหร่", "ขอยกเลิกนัดค่ะ"),
        ("โบราคาเท่าไหร่", "เช็คแต้มหน่อย"),
        ("โบราคาเท่าไหร่", "แล้วที่จอดรถล่ะ"),
        ("how much is botox?", "what about parking?"),
        ("how much is botox?", "what other treatments do you have"),
        ("how much is botox?", "how much is the aqua glow facial"),
        ("how much is botox?", "cancel my appointment"),
        ("โบราคาเท่าไหร่", "แล้วหลุมสิวล่ะ"),
        ("โบราคาเท่าไหร่", "แล้วแผ่นหลังล่ะ"),
        ("how much is botox?", "what about acne scars?"),
        ("เปิดกี่โมงคะ", "ราคาล่ะ"),
        ("เปิดกี่โมงคะ", "แล้วเจ็บไหม"),
    ],
    ids=" / ".join,
)
def test_a_new_topic_leans_on_no_treatment(hear_all: Listener, turns: tuple[str, ...]) -> None:
    assert _about(_talk(hear_all, *turns)) & {BOTOX, FILLER, "hifu"} == set()


@pytest.mark.parametrize(
    ("turns", "intent"),
    [
        (("โบราคาเท่าไหร่", "แล้วผลข้างเคียงล่ะ"), INFO),
        (("โบราคาเท่าไหร่", "แล้วพักฟื้นล่ะ"), INFO),
        (("โบราคาเท่าไหร่", "แล้วโปรล่ะ"), "ask_promotion"),
        (("ไฮฟูคืออะไร", "แล้วราคาล่ะ"), PRICE),
        (("what is hifu?", "what about the price?"), PRICE),
        (("how much is botox?", "what about downtime?"), INFO),
        (("how much is botox?", "what about side effects?"), INFO),
    ],
    ids=lambda row: " / ".join(row) if isinstance(row, tuple) else "",
)
def test_what_is_asked_about_a_treatment_is_no_other_treatment(
    hear_all: Listener, turns: tuple[str, ...], intent: str
) -> None:
    found = _talk(hear_all, *turns)
    assert not any(one.entity == "other_treatment" for one in found.entities)
    assert found.fallback or (found.intent == intent and _about(found) & {BOTOX, "hifu"})


@pytest.mark.parametrize(
    "then",
    ["ทำแล้วตามัวมองไม่เห็นค่ะ", "แล้วบวมมากเลยค่ะ มีหนองด้วย", "my lips are turning white after filler"],
)
def test_what_may_be_urgent_leans_on_nothing(hear_all: Listener, then: str) -> None:
    context = talked_of(None, hear_all("โบราคาเท่าไหร่"))
    assert carried(context, hear_all(then), then) == hear_all(then)


def test_without_a_talk_nothing_is_taken_for_an_unknown_treatment(hear_all: Listener) -> None:
    assert _about(_talk(hear_all, "แล้วอโรม่าล่ะ")) == set()
