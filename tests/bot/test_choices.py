"""Bare answers to "do you mean this or that?"."""

import pytest

from bot.wording.choices import NEITHER, chosen_in


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("อันแรก", (0,)),
        ("อันแรกค่ะ", (0,)),
        ("ตัวแรกค่า", (0,)),
        ("ข้อ 1", (0,)),
        ("๒", (1,)),
        ("เอาอันที่ 2 ค่ะ", (1,)),
        ("อันที่สอง", (1,)),
        ("the first one", (0,)),
        ("The second one please", (1,)),
        ("เอาอันแรกก็ได้ค่ะ", (0,)),
        ("อันสุดท้ายค่ะ", (1,)),
        ("two", (1,)),
        ("I mean the first one", (0,)),
        ("ไม่ค่ะ", (NEITHER,)),
        ("number 2", (1,)),
        ("ทั้งสองอย่างค่ะ", (0, 1)),
        ("both", (0, 1)),
        ("อย่างอื่นค่ะ", (NEITHER,)),
        ("ไม่ใช่ทั้งสองอัน", (NEITHER,)),
        ("ไม่ใช่ค่ะ", (NEITHER,)),
        ("neither", (NEITHER,)),
        ("something else", (NEITHER,)),
    ],
)
def test_a_bare_answer_chooses(words: str, chosen: tuple[int, ...]) -> None:
    assert chosen_in(words, among=2) == chosen


@pytest.mark.parametrize(
    "words", ["ขอราคา", "สองคน", "เสาร์", "10", "อันที่สาม", "ใช่", "จองครั้งแรกค่ะ", "เปิดวันแรกของปีไหม", ""]
)
def test_anything_else_chooses_nothing(words: str) -> None:
    assert chosen_in(words, among=2) == ()


def test_of_one_there_is_no_second() -> None:
    assert chosen_in("อันที่สอง", among=1) == ()
    assert chosen_in("ทั้งสองอย่าง", among=1) == ()
