"""Nothing that points at somebody is left of a message before it is kept to learn from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.masking import PLACES, mask

NAMES = ["มะลิ ใจดี", "ฝน", "Mali", "BA7K2"]

TAKEN_OUT = [
    ("โทร 081-234-5678 นะคะ", "โทร <phone> นะคะ"),
    ("เบอร์ ๐๘๑๒๓๔๕๖๗๘ ค่ะ", "เบอร์ <phone> ค่ะ"),
    ("call me +66 81 234 5678", "call me <phone>"),
    ("เลขบัตร 1 1037 02111 22 3", "เลขบัตร <number>"),
    ("สลิปเลขที่ 20261122001", "สลิปเลขที่ <number>"),
    ("ชื่อนิดา ใจงามค่ะ", "ชื่อ<name>ค่ะ"),
    ("ขอคิวให้คุณนิดาหน่อย", "ขอคิวให้คุณ<name>หน่อย"),
    ("my name is nida jai", "my name is <name>"),
    ("มะลิเองนะ จองกับฝน", "<name>เองนะ จองกับ<name>"),
    ("คุณใจดีอยู่ไหม", "คุณ<name>อยู่ไหม"),
    ("รหัส ba7k2 ค่ะ mali เอง", "รหัส <number> ค่ะ <name> เอง"),
    ("ไลน์ไอดี mali99 ค่ะ", "<line> ค่ะ"),
    ("line id: mali_99", "<line>"),
    ("ทักมาที่ @mali99", "ทักมาที่ <line>"),
    ("U0123456789abcdef0123456789abcdef", "<line>"),
    ("เมล a.b+c@mail.example.co.th ค่ะ", "เมล <email> ค่ะ"),
    ("ดู https://x.example/a?b=1 หน่อย", "ดู <link> หน่อย"),
    ("www.aura.example/me", "<link>"),
    ("เกิด 5 พ.ค. 2535 ค่ะ", "เกิด <date> ค่ะ"),
    ("เกิดวันที่ 12/3/35", "เกิดวันที่ <date>"),
    ("วันเกิด 14 กุมภา", "<date>"),
    ("born May 5, 1990", "born <date>"),
    ("dob 1990-05-05", "dob <date>"),
    ("อยู่บ้านเลขที่ 12/3 ซอยสุขุมวิท 21", "อยู่<address>"),
    ("จัดส่ง ต.บางรัก อ.เมือง จ.ตรัง", "จัดส่ง <address>"),
    ("I live at 12 Sukhumvit road", "i live at <address>"),
]


@pytest.mark.parametrize(("text", "masked"), TAKEN_OUT, ids=[text for text, _ in TAKEN_OUT])
def test_what_points_at_somebody_is_taken_out(text: str, masked: str) -> None:
    assert mask(text, names=NAMES) == masked


LEFT = [
    *("จอง 15 ธ.ค. บ่ายสอง", "โปร 11.11 มีไหม", "ราคา 3,900 บาทเหรอ", "ราคา 1500-2000 ไหม", "botox 50u ได้ไหม"),
    *("คลินิกอยู่ซอยไหน", "อยู่ถนนอะไรคะ", "10.30-12.00 ได้ไหม", "22/11 ว่างไหม", "ขอบคุณค่ะคุณหมอ"),
    *("ทำฟิลเลอร์ 10000 บาทแพงไป", "สนใจ ultraformer 3 ค่ะ 300 ช็อต", "normality is fine"),
]


@pytest.mark.parametrize("text", LEFT)
def test_what_a_clinic_is_asked_about_stays(text: str) -> None:
    assert mask(text, names=NAMES) == text


def test_it_is_one_line() -> None:
    assert mask("จองคิว\n\nวันเสาร์  ค่ะ") == "จองคิว วันเสาร์ ค่ะ"


@given(st.text(max_size=120))
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    once = mask(text, names=NAMES)
    assert mask(once, names=NAMES) == once


@given(
    st.text(alphabet="กขคงมะลิ 0123-.@", max_size=60),
    st.sampled_from(["0812345678", "11037021112 23", "a@b.example"]),
)
def test_whatever_stands_around_it_it_is_taken_out(around: str, telling: str) -> None:
    assert telling not in mask(f"{around} {telling} {around}", names=NAMES)


def test_no_place_is_a_name_of_somebody() -> None:
    assert mask("<phone> <name>", names=list(PLACES)) == "<phone> <name>"
