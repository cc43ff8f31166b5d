"""What people type in the middle of a talk that is neither a yes nor a no."""

import pytest

from bot.wording import talk_words
from bot.wording.talk_words import says_before, says_later, without_goodbye


@pytest.mark.parametrize(
    "words",
    [
        "เดี๋ยวขอคิดดูก่อนนะคะ",
        "ขอคิดดูก่อนค่ะ",
        "ขอไปคิดก่อนนะคะ",
        "เดี๋ยวคิดดูอีกทีค่ะ",
        "ขอถามแฟนก่อนนะ",
        "ขอไปปรึกษาที่บ้านก่อนค่ะ",
        "ขอดูตารางงานก่อนนะคะ",
        "ขอเช็คคิวก่อนค่ะ",
        "เดี๋ยวทักมาใหม่นะคะ",
        "เดี๋ยวบอกอีกทีค่ะ",
        "ยังตัดสินใจไม่ได้เลยค่ะ",
        "ยังไม่จองตอนนี้ค่ะ",
        "let me think about it",
        "Let me think",
        "I'll think about it",
        "let me check my calendar first",
        "I need to ask my husband first",
        "I'll let you know",
        "ok, I'll get back to you later",
        "maybe later",
        "เดี๋ยวก่อน",
        "เดี๋ยวก่อนนะคะ",
        "แป๊บนะ",
        "แป๊บนะคะ",
        "รอแป๊บ",
        "ขอเวลาแป๊บนึงค่ะ",
        "รับทราบค่ะ เดี๋ยวมาตอบ",
        "เดี๋ยวกลับมาตอบนะคะ",
        "ไว้ก่อนนะคะ ขอปรึกษาแฟนก่อน",
        "ไว้คราวหน้านะคะ",
        "ยังไม่พร้อมค่ะ เดี๋ยวคิดดูก่อน",
        "hold on",
        "just a moment please",
    ],
)
def test_it_puts_a_decision_off(words: str) -> None:
    assert says_later(words)


@pytest.mark.parametrize(
    "words",
    [
        "ขอปรึกษาคุณหมอก่อนค่ะ",
        "ขอปรึกษาก่อนได้ไหมคะ",
        "ขอดูราคาก่อนค่ะ",
        "ขอถามก่อนว่าเจ็บไหม",
        "คิดว่าเสาร์นี้ค่ะ",
        "ก่อนบ่ายสองค่ะ",
        "ดู",
        "can you check?",
        "I'd like to consult a doctor",
        "I think saturday",
        "ask",
        "ไม่เอาแล้วค่ะ",
        "ยกเลิกค่ะ",
    ],
)
def test_it_puts_nothing_off(words: str) -> None:
    assert not says_later(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ก่อน 14:00", True),
        ("ก่อนบ่ายสองค่ะ", True),
        ("before 2pm", True),
        ("ไม่เกิน 14:00", False),
        ("by 2pm", False),
        ("ขอช่วงบ่ายก่อนนะคะ", False),
        ("ขอช่วงบ่ายก่อน", False),
        ("หลัง 14:00", False),
    ],
)
def test_before_a_time_is_told_from_at_the_latest(words: str, *, expected: bool) -> None:
    assert says_before(words) is expected


def test_a_goodbye_behind_a_long_message_is_parted_from_it() -> None:
    told = "อยากถามเรื่องผิวค่ะ " * 100

    assert without_goodbye(f"{told}ไปก่อนนะคะ").strip() == told.strip()


def test_a_goodbye_is_looked_for_near_the_end_only(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(talk_words, "says_goodbye", lambda text: bool(tried.append(text)))

    without_goodbye("ก " * 2_500)

    assert 0 < len(tried) <= 100
