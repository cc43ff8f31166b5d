"""A name counts as told only where the words say so: what else is called something, or called for, is nobody."""

import pytest

from bot.wording.contact_words import NameSaid, before_number, name_said


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ชื่อยา",
            "ชื่อคลินิก",
            "ชื่อหมอ",
            "ชื่อคอร์ส",
            "ชื่อครีม",
            "ชื่อโปร",
            "เรียกแท็กซี่",
            "เรียกรถ",
            "เรียกพนักงาน",
            "เรียกคิว",
        ),
        *("call me back", "call me later", "call me tomorrow", "call me a taxi", "name is botox"),
        *("ได้ไหม", "ดีไหม", "เปลี่ยนชื่อได้ไหม", "ชื่ออะไร"),
    ],
)
def test_things_and_calls_are_no_name(text: str) -> None:
    assert name_said(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ชื่อไหมค่ะ", NameSaid("ไหม", introduced=True)),
        ("เรียกว่าไหม", NameSaid("ไหม", introduced=True)),
        ("ไหมค่ะ", NameSaid("ไหม", introduced=False)),
        ("ยาค่ะ", NameSaid("ยา", introduced=False)),
        ("ชื่อยาหยี", NameSaid("ยาหยี", introduced=True)),
        ("เรียกพลอยก็ได้", NameSaid("พลอย", introduced=True)),
        ("call me An", NameSaid("An", introduced=True)),
        ("หนูชื่อวินค่ะ", NameSaid("วิน", introduced=True)),
        ("call me Joy", NameSaid("Joy", introduced=True)),
    ],
)
def test_a_nickname_that_means_something_else_too_is_a_name_where_it_is_told(
    text: str, said: NameSaid
) -> None:
    assert name_said(text) == said


def test_what_stands_before_a_number_has_single_blanks_however_many_were_typed() -> None:
    assert before_number("ชื่อ \n\n\n  แป้ง   081 234 5678") == "ชื่อ แป้ง"
