"""One of several, named by its place."""

import pytest

from bot.wording.short_words import nth_said


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("อันแรก", 1),
        ("อันแรกก็ได้ค่ะ", 1),
        ("เอาอันแรกละกัน", 1),
        ("วันแรกเลยค่ะ", 1),
        ("ข้อ 2 ค่ะ", 2),
        ("อันที่สอง", 2),
        ("ขออันที่ 3 ค่ะ", 3),
        ("อันสุดท้าย", -1),
        ("อันหลังค่ะ", -1),
        ("เวลาแรก", 1),
        ("the first one please", 1),
        ("second one", 2),
        ("the last one", -1),
        ("option 2", 2),
    ],
)
def test_a_place_is_heard(text: str, place: int) -> None:
    assert nth_said(text, plain_numbers=False) == place


@pytest.mark.parametrize(
    "text", ["2", "สองค่ะ", "วันที่ 2", "เอา 3 ละกัน", "บ่ายสอง", "ครั้งแรกค่ะ", "สองคน", "last week", "ok", ""]
)
def test_what_may_be_an_hour_or_a_day_is_no_place(text: str) -> None:
    assert nth_said(text, plain_numbers=False) is None


@pytest.mark.parametrize(("text", "place"), [("2", 2), ("สองค่ะ", 2), ("เอา 3 ละกัน", 3)])
def test_where_nothing_else_is_counted_a_number_is_a_place(text: str, place: int) -> None:
    assert nth_said(text, plain_numbers=True) == place
