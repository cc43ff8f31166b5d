"""Care before a treatment, or care after it."""

import pytest

from nlu.preparing import asks_to_prepare


@pytest.mark.parametrize(
    "text",
    [
        "โบท็อกต้องเตรียมตัวยังไงคะ",
        "ก่อนทำเลเซอร์งดอะไรบ้าง",
        "ก่อนฉีดกินยาแก้ปวดได้ไหม",
        "how should i prepare?",
        "what not to do before filler",
        "เตรียมผิวยังไงก่อนไปทำ",
    ],
)
def test_before(text: str) -> None:
    assert asks_to_prepare(text)


@pytest.mark.parametrize(
    "text",
    ["หลังทำโดนแดดได้ไหม", "ฉีดไปแล้วนอนคว่ำได้มั้ย", "after care?", "ก่อนทำกับหลังทำต้องดูแลยังไง", "ขอลองก่อนนะ", ""],
)
def test_after(text: str) -> None:
    assert not asks_to_prepare(text)
