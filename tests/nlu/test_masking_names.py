"""Names that stand beside a number, or that somebody is to be called by, do not stay in a message that is kept."""

import pytest

from nlu.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ปัง 0812345678", "<name> <phone>"),
        ("กานดา สุขใจ (081) 234-5678 ค่ะ", "<name> <phone> ค่ะ"),
        ("ปังค่ะ เบอร์โทร 0812345678", "<name>ค่ะ เบอร์โทร <phone>"),
        ("หนูพลอย\n081/234/5678", "หนู<name> <phone>"),
        ("สวัสดีค่ะ พลอย 0812345678 จองโบเสาร์นี้", "สวัสดีค่ะ <name> <phone> จองโบเสาร์นี้"),
        ("0812345678 กานดา สุขใจ", "<phone> <name>"),
        ("081–234–5678 (ปัง)", "<phone> (<name>)"),
        ("Joy Smith, 081-234-5678", "<name>, <phone>"),
        ("+1 415 555 2671 Joy", "<phone> <name>"),
    ],
)
def test_what_stands_beside_a_number_is_a_name(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("เปลี่ยนชื่อเป็นพลอย", "เปลี่ยนชื่อเป็น<name>"),
        ("ขอเปลี่ยนชื่อเป็นพลอยใสค่ะ", "ขอเปลี่ยนชื่อเป็น<name>ค่ะ"),
        ("เรียกพลอยก็ได้", "เรียก<name>ก็ได้"),
        ("เรียกว่าพลอยนะคะ", "เรียกว่า<name>นะคะ"),
        ("เรียกเราว่าแป้งแทนชื่อไลน์", "เรียกเราว่า<name>แทนชื่อไลน์"),
        ("เรียกวินก็ได้", "เรียก<name>ก็ได้"),
        ("call me Joy", "call me <name>"),
        ("please call me Joy Smith", "please call me <name>"),
    ],
)
def test_what_somebody_is_to_be_called_is_a_name(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        *("โทรหาหนูหน่อย {}", "เบอร์ใหม่ {} ค่ะ", "จองโบท็อก {}", "พร้อมเพย์ {}", "ขอคืนเงิน {} กสิกร", "มือถือ {} ค่ะ"),
        *(
            "call me at {}",
            "my new number is {}",
            "{} is mine",
            "use my mobile {} please",
            "text me on {} thanks",
        ),
        *("{} จองพรุ่งนี้ค่ะ", "ฟิลเลอร์ {}", "ติดต่อกลับ {} นะคะ", "{}, i'd like hifu on saturday"),
    ],
)
def test_words_beside_a_number_stay(text: str) -> None:
    assert mask(text.format("0812345678")) == text.format("<phone>")


@pytest.mark.parametrize(
    "text",
    [
        *("เรียกแท็กซี่ให้หน่อย", "ยาตัวนี้เรียกว่าอะไร", "เรียกคิวหรือยัง", "เรียกชื่อเล่นได้ไหม", "เรียกหัวหน้ามาคุยหน่อย"),
        *("call me back tomorrow", "call me when it is my turn", "ขอเปลี่ยนชื่อเป็นภาษาอังกฤษ"),
    ],
)
def test_what_is_called_otherwise_stays(text: str) -> None:
    assert mask(text) == text
