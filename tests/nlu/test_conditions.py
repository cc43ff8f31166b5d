"""A message that tells of a condition of the body is known by its words; words that look alike are none."""

from __future__ import annotations

import pytest

from nlu.conditions import tells_of_condition


@pytest.mark.parametrize(
    "text",
    [
        "เป็น HIV อยู่ ทำโบได้ไหม",
        "ท้อง 3 เดือนทำเลเซอร์ได้ไหมคะ",
        "กินยารักษาซึมเศร้าอยู่ ฉีดฟิลเลอร์ได้ไหม",
        "ให้นมลูกอยู่ทำโบได้มั้ย",
        "แพ้ยาชาทำได้ไหม",
        "เป็นเบาหวานทำได้มั้ย",
        "เพิ่งผ่าตัดมาค่ะ",
        "I'm HIV positive, can I get botox?",
        "I am 3 months pregnant, is laser ok",
        "I take antidepressants, can I have filler",
        "breastfeeding, can I do botox",
    ],
)
def test_what_tells_of_a_condition_is_known(text: str) -> None:
    assert tells_of_condition(text)


@pytest.mark.parametrize(
    "text",
    [
        "ท้องฟ้าสวยจัง",
        "สลายไขมันหน้าท้องกี่ครั้ง",
        "รอคิวยาวไหม",
        "อยากทำเลเซอร์",
        "ขึ้นเครื่องบินได้มั้ยคะหลังทำ",
        "ผลอยู่นานไหม พยายามจองอยู่",
        "คลินิกเปิดกี่โมงคะ",
        "can I fly after it",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not tells_of_condition(text)
