"""Several requests in one message, and single ones that only look so."""

from pathlib import Path

import pytest

from nlu.evaluate import read_rows
from nlu.requests import requests_in
from nlu.understanding import Understanding
from tests.nlu.conftest import Listener

HERE = Path(__file__).parent
SEVERAL = [
    ("จองเสาร์นี้บ่ายสาม แล้วก็ขอราคาฟิลเลอร์ด้วยค่ะ", ["book_appointment", "ask_price"]),
    ("ร้านเปิดกี่โมงคะ แล้วมีที่จอดรถไหม", ["ask_opening_hours", "ask_location"]),
    ("ขอเลื่อนนัดเป็นวันศุกร์ค่ะ อีกอย่างอยากเช็คแต้มด้วย", ["reschedule_appointment", "check_points"]),
    ("how much is botox and what time do you open on sunday?", ["ask_price", "ask_opening_hours"]),
    ("อยากจองคิวโบท็อกพรุ่งนี้\nขอแผนที่ร้านด้วยค่ะ", ["book_appointment", "ask_location"]),
    ("book me for saturday 3pm, also what's the price of filler?", ["book_appointment", "ask_price"]),
    ("เช็คแต้มให้หน่อยค่ะ แล้วร้านอยู่ตรงไหน", ["check_points", "ask_location"]),
    ("ขอราคาไฮฟู่ และขอที่อยู่คลินิกด้วยครับ", ["ask_price", "ask_location"]),
    ("where are you located? what time do you close?", ["ask_location", "ask_opening_hours"]),
    ("ยกเลิกนัดพรุ่งนี้ให้ด้วยค่ะ แล้วก็ขอดูแต้มสะสม", ["cancel_appointment", "check_points"]),
]
SINGLE = [
    "ขอราคาโบท็อกกับฟิลเลอร์ค่ะ",
    "สวัสดีค่ะ ขอจองคิววันเสาร์",
    "ขอบคุณค่ะ แล้วขอดูแต้มหน่อย",
    "ยกเลิกนัดวันเสาร์แล้วก็จองวันอาทิตย์แทน",
    "ลูกป่วยค่ะ ขอเลื่อนไปอาทิตย์หน้าก่อน",
    "จองวันเสาร์กับวันอาทิตย์ได้ไหมคะ",
    "โบท็อกเจ็บไหมคะ แล้วพักฟื้นกี่วัน",
    "อยากทำ hifu + botox วันเดียวกัน มีคิวมั้ย",
    "hi, can i book for 2 people on sunday and monday?",
    "ไม่พอใจบริการเลยค่ะ แล้วก็ขอเงินคืนด้วย",
    "ขอคุยกับเจ้าหน้าที่ แล้วก็ขอราคาฟิลเลอร์ค่ะ",
    "หน้าบวมมากเลยค่ะ แล้วก็ขอเลื่อนนัดด้วย",
    "ขอราคา\nฟิลเลอร์\nค่ะ",
    "เมื่อวานฟุตบอลใครชนะ แล้วก็ราคาโบท็อกเท่าไหร่",
]


@pytest.mark.parametrize(("words", "intents"), SEVERAL)
def test_each_request_of_a_message_is_found(hear: Listener, words: str, intents: list[str]) -> None:
    assert [one.found.intent for one in requests_in(words, hear(words), hear)] == intents


def test_each_request_keeps_its_own_day_and_treatment(hear: Listener) -> None:
    words = SEVERAL[0][0]
    booked, priced = requests_in(words, hear(words), hear)
    assert {(one.entity, one.value) for one in booked.found.entities} == {
        ("date", "2026-11-21"),
        ("time", "15:00"),
    }
    assert [(one.entity, one.value) for one in priced.found.entities] == [("treatment", "ha_filler")]


@pytest.mark.parametrize(("words", "_"), SEVERAL)
def test_no_part_is_asked_about_twice(hear: Listener, words: str, _: list[str]) -> None:
    asked: list[str] = []

    def count(part: str) -> Understanding:
        asked.append(part)
        return hear(part)

    requests_in(words, hear(words), count)

    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("words", SINGLE)
def test_one_request_stays_whole(hear: Listener, words: str) -> None:
    assert requests_in(words, hear(words), hear) == ()


@pytest.mark.parametrize("name", ["held_out", "held_out_blind", "held_out_hard"])
def test_hardly_a_single_request_of_those_nobody_trained_on_is_cut(hear: Listener, name: str) -> None:
    rows = read_rows(HERE / f"{name}.tsv")
    cut = [row.text for row in rows if requests_in(row.text, hear(row.text), hear)]
    assert len(cut) <= 0.01 * len(rows)
