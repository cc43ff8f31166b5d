"""What comes back where a message names no single day or time. Now is Wednesday 18 November 2026, 09:00 in Bangkok."""

from datetime import UTC, datetime

import pytest

from nlu.entities import EntityFinder
from tests.nlu.conftest import BANGKOK, NAMES, NOW


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(NAMES)


def _values(finder: EntityFinder, text: str, *, now: datetime = NOW) -> dict[str, str]:
    found = finder.find(text, now=now, zone=BANGKOK)
    return {
        entity.entity: entity.value for entity in found if entity.entity.split("_")[0] in {"date", "time"}
    }


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("3 โมง", "09:00,15:00"),
        ("5 โมงครึ่ง", "11:30,17:30"),
        ("6 โมง", "06:00,18:00"),
        ("7.30", "07:30,19:30"),
        ("3.30", "15:30"),
        ("บ่ายสามกว่าๆ", "15:00"),
        ("บ่ายสองหรือบ่ายสาม", "14:00,15:00"),
        ("at 4", "16:00"),
        ("3 โมงเช้า", "09:00"),
    ],
)
def test_an_unclear_time_comes_with_what_it_could_be(finder: EntityFinder, text: str, choices: str) -> None:
    assert _values(finder, text) == {"time_unclear": choices}


@pytest.mark.parametrize(
    ("text", "moment"),
    [("เย็นนี้ 5 โมง", "17:00"), ("ช่วงบ่าย 3 โมง", "15:00"), ("บ่าย 2.30", "14:30"), ("ตอนเช้า 9 โมง", "09:00")],
)
def test_a_part_of_the_day_settles_the_hour(finder: EntityFinder, text: str, moment: str) -> None:
    assert _values(finder, text)["time"] == moment


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("วันพุธค่ะ", "2026-11-18,2026-11-25"),
        ("พุธนี้", "2026-11-18,2026-11-25"),
        ("วันอาทิตย์หน้า", "2026-11-22,2026-11-29"),
        ("วันที่ 18", "2026-11-18,2026-12-18"),
        ("วันที่ 31", ""),
        ("5/12", "2026-12-05,2027-05-12"),
        ("วันศุกร์ที่ 5", "2026-11-20,2026-12-05"),
        ("วันเสาร์ที่ 22 พ.ย.", "2026-11-21,2026-11-22"),
        ("พรุ่งนี้หรือมะรืน", "2026-11-19,2026-11-20"),
        ("25 หรือ 26 พ.ย.", "2026-11-25,2026-11-26"),
        ("สิ้นเดือน", "2026-11-30"),
        ("สิ้นปี", "2026-12-31"),
        ("ปีใหม่", "2027-01-01"),
        ("อีก 2 อาทิตย์", "2026-12-02"),
        ("เลื่อนไปอีก 3 วัน", ""),
        ("ฉีดวันที่ 10 ค่ะ ตอนนี้บวม", "2026-12-10"),
        ("วันศุกร์สุดท้ายของเดือน", "2026-11-20"),
        ("เข้าพรรษา", ""),
        ("15 พ.ย.", ""),
        ("เสาร์นี้ 28", "2026-11-21,2026-11-28"),
        ("วันที่ 20 วันเสาร์", "2026-11-20,2026-11-21"),
        ("พรุ่งนี้วันศุกร์ใช่ไหม", "2026-11-19,2026-11-20"),
    ],
)
def test_an_unclear_day_comes_with_what_it_could_be(finder: EntityFinder, text: str, choices: str) -> None:
    assert _values(finder, text) == {"date_unclear": choices}


@pytest.mark.parametrize(
    ("day", "text", "choices"),
    [
        (21, "เสาร์นี้", "2026-11-21,2026-11-28"),
        (21, "วันเสาร์", "2026-11-21,2026-11-28"),
        (21, "จันทร์หน้า", "2026-11-23,2026-11-30"),
        (22, "เสาร์หน้า", "2026-11-28,2026-12-05"),
    ],
)
def test_near_and_next_days_are_asked_where_people_differ(
    finder: EntityFinder, day: int, text: str, choices: str
) -> None:
    now = datetime(2026, 11, day, 2, tzinfo=UTC)

    assert _values(finder, text, now=now) == {"date_unclear": choices}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("อาทิตย์หน้า", "2026-11-23/2026-11-29"),
        ("อาทิตย์นี้", "2026-11-18/2026-11-22"),
        ("เสาร์อาทิตย์นี้", "2026-11-21/2026-11-22"),
        ("เดือนหน้า", "2026-12-01/2026-12-31"),
        ("ต้นเดือนหน้า", "2026-12-01/2026-12-10"),
        ("ต้นเดือน", "2026-12-01/2026-12-10"),
        ("ปลายเดือน", "2026-11-21/2026-11-30"),
        ("24-26 พ.ย.", "2026-11-24/2026-11-26"),
        ("วันที่ 20 ถึง 22", "2026-11-20/2026-11-22"),
        ("พรุ่งนี้ถึงวันศุกร์", "2026-11-19/2026-11-20"),
        ("หลังวันที่ 20", "2026-11-21/"),
        ("หลังวันที่ 10 ธันวาไปแล้ว", "2026-12-11/"),
        ("ก่อนวันศุกร์", "/2026-11-19"),
        ("หลังสงกรานต์", "2027-04-16/"),
        ("ก่อนปีใหม่", "/2026-12-31"),
        ("ภายใน 3 วัน", "2026-11-18/2026-11-21"),
        ("อีก 2-3 วัน", "2026-11-20/2026-11-21"),
    ],
)
def test_a_range_of_days_comes_as_a_range(finder: EntityFinder, text: str, span: str) -> None:
    assert _values(finder, text) == {"date_range": span}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("9-11 โมง", "09:00/11:00"),
        ("บ่ายสองถึงบ่ายสี่", "14:00/16:00"),
        ("10.00-12.00 น.", "10:00/12:00"),
        ("between 2 and 3 pm", "14:00/15:00"),
        ("หลัง 5 โมงเย็น", "17:00/"),
        ("ก่อนเที่ยง", "/12:00"),
        ("ช่วงเย็นๆ", "16:00/19:00"),
        ("หลังเลิกงาน", "17:00/"),
        ("หลังบ่ายสอง ก่อนห้าโมงเย็น", "14:00/17:00"),
        ("ไม่เอาเช้านะคะ ขอบ่าย", "13:00/16:00"),
    ],
)
def test_a_range_of_times_comes_as_a_range(finder: EntityFinder, text: str, span: str) -> None:
    assert _values(finder, text) == {"time_range": span}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("เมื่อวาน", "2026-11-17"),
        ("เมื่อวานบ่ายสอง", "2026-11-17"),
        ("ทำเมื่อวันเสาร์", "2026-11-14"),
        ("วันศุกร์ที่ผ่านมา", "2026-11-13"),
        ("3 วันก่อน", "2026-11-15"),
        ("ทำไปวันที่ 10", "2026-11-10"),
        ("ทำเมื่อวันที่ 25", "2026-10-25"),
        ("15 ธ.ค. 68", "2025-12-15"),
        ("อาทิตย์นึงแล้วยังไม่หาย", ""),
        ("สองอาทิตย์ก่อนทำไป", ""),
        ("last friday", "2026-11-13"),
    ],
)
def test_a_day_that_is_over_is_none_for_a_visit(finder: EntityFinder, text: str, day: str) -> None:
    assert _values(finder, text) == {"date_past": day}


@pytest.mark.parametrize(
    "text",
    [
        "โปร 11.11",
        "11.11 ลดกี่เปอร์",
        "โปรวันแม่มีไหม",
        "จันทร์-ศุกร์เปิดกี่โมง",
        "ทุกวันเสาร์เปิดไหม",
        "วันศุกร์หนูไม่ว่างค่ะ",
        "วันเกิดหนู 20 ธันวา",
        "สวัสดีวันจันทร์",
        "คอร์สหมดอายุ 31 ธ.ค.",
        "โอนเงินแล้วค่ะ 14:22",
        "ปลายจมูกเย็นๆ ซีดๆ",
        "บ๊ายบายค่ะ",
        "เช่ารถวันละเท่าไหร่",
        "อยากขอคำปรึกษา",
        "เปิดถึงกี่ทุ่ม",
        "black friday มีไหม",
        "ขอ 1-2 คิวค่ะ",
    ],
)
def test_what_only_looks_like_a_day_or_a_time_is_none(finder: EntityFinder, text: str) -> None:
    assert _values(finder, text) == {}


def test_a_time_of_today_that_has_passed_is_asked(finder: EntityFinder) -> None:
    assert _values(finder, "วันนี้ 8 โมงเช้า") == {"date": "2026-11-18", "time_unclear": ""}
    assert _values(finder, "วันนี้ 10 โมง") == {"date": "2026-11-18", "time": "10:00"}


def test_holidays_that_differ_from_year_to_year_are_those_passed_in(finder: EntityFinder) -> None:
    assert _values(finder, "วันมาฆบูชาเปิดไหม") == {"date": "2027-02-21"}
    assert _values(finder, "วันวิสาขบูชาเปิดไหม") == {"date_unclear": ""}


def test_staff_who_ask_for_leave_name_the_day_they_cannot(finder: EntityFinder) -> None:
    assert _values(finder, "วันนี้ไม่ไหวค่ะ ไข้สูง ขอลานะคะ") == {"date": "2026-11-18"}
