from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from nlu import Entity
from nlu.entities import EntityFinder
from tests.nlu.conftest import BANGKOK, NAMES, NOW

Find = Callable[..., tuple[Entity, ...]]


@pytest.fixture(scope="module")
def find() -> Find:
    finder = EntityFinder(NAMES)

    def found(text: str, *, now: datetime = NOW) -> tuple[Entity, ...]:
        return finder.find(text, now=now, zone=BANGKOK)

    return found


def _value(find: Find, text: str, entity: str, *, now: datetime = NOW) -> str | None:
    values = [each.value for each in find(text, now=now) if each.entity == entity]
    assert len(values) <= 1
    return values[0] if values else None


# Now is Wednesday 18 November 2026 (2569), 09:00 in Bangkok.
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("วันนี้ว่างไหมคะ", "2026-11-18"),
        ("เย็นนี้ได้ไหม", "2026-11-18"),
        ("พรุ่งนี้มีคิวไหม", "2026-11-19"),
        ("พรุงนี้มีคิวมั้ย", "2026-11-19"),
        ("พุ่งนี้บ่ายสาม", "2026-11-19"),
        ("มะรืนนี้ค่ะ", "2026-11-20"),
        ("อีก 3 วันค่ะ", "2026-11-21"),
        ("อีกสองวัน", "2026-11-20"),
        ("เสาร์นี้ว่างไหม", "2026-11-21"),
        ("วันเสาร์ว่างไหม", "2026-11-21"),
        ("วันเสาร์นี้ค่ะ", "2026-11-21"),
        ("เสาร์หน้าได้ไหม", "2026-11-28"),
        ("วันศุกร์หน้าค่ะ", "2026-11-27"),
        ("วันอาทิตย์ว่างช่วงไหน", "2026-11-22"),
        ("วันพฤหัสได้ไหมคะ", "2026-11-19"),
        ("นัดจันทร์ 5 โมงเย็น", "2026-11-23"),
        ("วันที่ 25", "2026-11-25"),
        ("วันที่ ๒๕ ค่ะ", "2026-11-25"),
        ("วันที่ 15", "2026-12-15"),
        ("15 ธ.ค. 69", "2026-12-15"),
        ("15 ธค 69 ค่ะ", "2026-12-15"),
        ("15 ธ.ค. 2569", "2026-12-15"),
        ("15 ธันวาคม พ.ศ. 2569", "2026-12-15"),
        ("15 ธันวา", "2026-12-15"),
        ("3 ม.ค.", "2027-01-03"),
        ("3 มกรา 70", "2027-01-03"),
        ("15/12", "2026-12-15"),
        ("วันที่ 15/12/69", "2026-12-15"),
        ("15/12/2026", "2026-12-15"),
        ("2026-12-15", "2026-12-15"),
        ("tomorrow please", "2026-11-19"),
        ("next friday", "2026-11-27"),
        ("on saturday", "2026-11-21"),
        ("15 December", "2026-12-15"),
        ("december 15th", "2026-12-15"),
        ("เลื่อนจากวันเสาร์เป็นวันอาทิตย์ได้ไหม", "2026-11-22"),
        ("ไม่ใช่พรุ่งนี้ค่ะ เปลี่ยนเป็นวันศุกร์", "2026-11-20"),
        ("วันเสาร์ไม่ได้ค่ะ ขอเป็นวันอาทิตย์", "2026-11-22"),
        ("ทำเมื่อวันเสาร์ ขอนัดวันศุกร์ค่ะ", "2026-11-20"),
        ("ขอเลื่อนนัดไปวันศุกร์", "2026-11-20"),
        ("เลื่อนจากเสาร์นี้ไปเสาร์หน้า", "2026-11-28"),
        ("วันศุกร์ที่ 27", "2026-11-27"),
        ("วันศุกร์ที่ 20 พ.ย. เวลา 14.00", "2026-11-20"),
        ("20 พย 10โมง", "2026-11-20"),
        ("this saturday at noon", "2026-11-21"),
        ("อาทิตย์หน้าวันศุกร์", "2026-11-27"),
        ("วันศุกร์อาทิตย์หน้า", "2026-11-27"),
        ("เดือนหน้าวันที่ 25", "2026-12-25"),
        ("28/11 วันเสาร์", "2026-11-28"),
        ("วันศุกร์ 27", "2026-11-27"),
        ("friday 27", "2026-11-27"),
        ("วันที่ 31 เดือนหน้า", "2026-12-31"),
    ],
)
def test_it_resolves_a_day(find: Find, text: str, day: str) -> None:
    assert _value(find, text, "date") == day


@pytest.mark.parametrize(
    "text",
    [
        "โปร 11.11 มีอะไรบ้าง",
        "โปร 12.12",
        "อาทิตย์นึงแล้วยังไม่หาย",
        "สองอาทิตย์ก่อนทำไป",
        "อาทิตย์หน้าว่างไหม",
        "ทำเมื่อวันเสาร์",
        "เมื่อวานบ่ายสอง",
        "วันเสาร์ที่แล้ว",
        "วันศุกร์ที่ผ่านมาค่ะ",
        "ทำไปวันที่ 10",
        "ไปทำมาวันจันทร์",
        "ไม่เอาวันเสาร์",
        "พรุ่งนี้ไม่ว่าง",
        "พรุ่งนี้หรือมะรืน",
        "วันศุกร์ที่ 26",  # the 26th is a Thursday
        "วันอาทิตย์หน้า",  # the end of this week, or of the next?
        "2-3 วันนี้",
        "วันสองวันนี้",
        "จันทร์ถึงศุกร์เปิดไหม",
        "จันทร์-ศุกร์",
        "ผ่อน 3/6 เดือน",
        "1/2 หน้า",
        "เกิด 15 ธ.ค. 2540",
        "มีนา 5 คน",
        "last monday",
        "the sun is hot",
        "เสาร์หรืออาทิตย์ก็ได้",
        "วันเสาร์หรือวันอาทิตย์",
        "เสาร์-อาทิตย์ว่างไหม",
        "เสาร์อาทิตย์เปิดไหม",
        "วันพุธค่ะ",  # It is Wednesday: today, or in a week?
        "หลังวันที่ 20",
        "วันที่ 20-22",
        "31 ก.พ.",
        "15 พ.ย.",  # Three days ago, or in a year?
        "15 ธ.ค. 68",
        "5/12",  # without a Thai letter: May or December?
        "คุณจันทร์อยู่ไหมคะ",
        "สิ้นเดือนค่ะ",
        "ทุกวันเสาร์",
        "99/99",
        "อยากสุขภาพดี สุกใสเลย",
        "เสาไฟหน้าร้าน",
    ],
)
def test_it_does_not_guess_a_day(find: Find, text: str) -> None:
    assert _value(find, text, "date") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("บ่ายสาม", "15:00"),
        ("บ่าย 2 โมง", "14:00"),
        ("บ่ายโมง", "13:00"),
        ("บ่ายโมงครึ่ง", "13:30"),
        ("บ่ายสามครึ่ง", "15:30"),
        ("5 โมงเย็น", "17:00"),
        ("ห้าโมงเย็น", "17:00"),
        ("หกโมงครึ่งเย็น", "18:30"),
        ("4 โมงเย็น", "16:00"),
        ("10 โมง", "10:00"),
        ("สิบเอ็ดโมง", "11:00"),
        ("9 โมงเช้า", "09:00"),
        ("10 โมงครึ่ง", "10:30"),
        ("เที่ยง", "12:00"),
        ("เที่ยงครึ่ง", "12:30"),
        ("ตอนเที่ยงครึ่ง", "12:30"),
        ("ตอนเที่ยงตรง", "12:00"),
        ("ทุ่มครึ่ง", "19:30"),
        ("ทุ่มนึง", "19:00"),
        ("1 ทุ่ม", "19:00"),
        ("สองทุ่ม", "20:00"),
        ("13.00 น.", "13:00"),
        ("๑๓.๐๐ น.", "13:00"),
        ("13:30", "13:30"),
        ("10.30 น.", "10:30"),
        ("10.30", "10:30"),
        ("3 pm", "15:00"),
        ("3:30pm", "15:30"),
        ("at noon", "12:00"),
        ("จาก 5 โมงเย็นเปลี่ยนเป็นทุ่มนึง", "19:00"),
    ],
)
def test_it_resolves_a_time_of_day(find: Find, text: str, moment: str) -> None:
    assert _value(find, text, "time") == moment


@pytest.mark.parametrize(
    "text",
    [
        "3 โมง",  # Morning, counted the old way, or afternoon?
        "สามโมงครึ่ง",
        "3 โมงเช้า",
        "3:30",
        "10-11 โมง",
        "หลัง 5 โมงเย็น",
        "ก่อนเที่ยง",
        "บ่ายสองหรือบ่ายสาม",
        "ช่วงบ่าย",
        "ตอนเย็นๆ",
        "พักเที่ยง",
        "งบ 13.00 บาท",
        "ห้อง 12.30",
        "เปิด 10.00-20.00 ใช่ไหม",
        "between 2 and 3 pm",
        "2-3pm",
        "บ่ายสามกว่าๆ",
        "แถวๆ 3 โมง",
        "ฟิลเลอร์ 1.30 ซีซี",
        "2 ชั่วโมง",
        "เปิดกี่โมง",
        "โปร 11.11",
        "โปร 12.12 มีไหม",
        "ราคา 1.50",
        "รอบ 2",
        "เที่ยงคืน",
        "บ่ายสามเป็นต้นไป",
        "3 น.",
        "25:00",
        "081-234-5678",
    ],
)
def test_it_does_not_guess_a_time(find: Find, text: str) -> None:
    assert _value(find, text, "time") is None


def test_a_day_and_a_time_are_read_together(find: Find) -> None:
    text = "จองคิวโบท็อก 15 ธ.ค. 69 เวลา 13.00 น."

    assert _value(find, text, "date") == "2026-12-15"
    assert _value(find, text, "time") == "13:00"


def test_today_is_the_branchs_today(find: Find) -> None:
    # 18:30 UTC is half past one in the morning of the next day in Bangkok.
    late = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)

    assert _value(find, "วันนี้ค่ะ", "date", now=late) == "2026-11-19"
    assert _value(find, "พรุ่งนี้ค่ะ", "date", now=late) == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "treatment", "words"),
    [
        ("อยากทำโบท็อกซ์", "botox_upper_face", "โบท็อกซ์"),
        ("โบท๊อกเท่าไหร่", "botox_upper_face", "โบท๊อก"),
        ("โบทอกซ์กี่บาท", "botox_upper_face", "โบทอกซ์"),
        ("โบท็อกกรามค่ะ", "botox_masseter", "โบท็อกกราม"),
        ("ฟิลเล่อปาก", "ha_filler", "ฟิลเล่อ"),
        ("ฟิวเลอร์ใต้ตา", "ha_filler", None),
        ("ไฮฟู่กี่บาท", "hifu", "ไฮฟู่"),
        ("HIFU ราคา", "hifu", "hifu"),
        ("ทำ rf ไหม", "rf_monopolar", "rf"),
        ("ร้อย ไหม", "thread_lift", "ร้อย ไหม"),
        ("พิโคเลเซอ", "pico", None),
        ("can I get a thread lift", "thread_lift", "thread lift"),
        ("Ultherapy ราคา", "hifu", "ultherapy"),
        ("ฟิลปากเท่าไหร่", "ha_filler", "ฟิลปาก"),
        ("fillerr price", "ha_filler", "fillerr"),
        ("โบทอกซ์กรามค่ะ", "botox_masseter", "โบทอกซ์กราม"),
        ("ทำไฮฟุค่ะ", "hifu", "ไฮฟุ"),
    ],
)
def test_it_knows_a_treatment_by_its_names(find: Find, text: str, treatment: str, words: str | None) -> None:
    found = [entity for entity in find(text) if entity.entity == "treatment"]

    assert [entity.value for entity in found] == [treatment]
    assert words is None or found[0].text == words


@pytest.mark.parametrize(
    "text",
    [
        "เลเซอร์หลุมสิว",
        "perfect",
        "ผ่านไหมคะ",
        "ขอบคุณค่ะ",
        "อยากนัดหมอ",
        "surf",
        "sculptra",
        "การจองเรียบร้อยไหมคะ",
        "อันตรายไหม",
        "which painkiller is ok",
    ],
)
def test_it_names_no_treatment_where_none_or_several_are_meant(find: Find, text: str) -> None:
    assert [entity for entity in find(text) if entity.entity == "treatment"] == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("เบอร์ 0812345678 ค่ะ", "0812345678"),
        ("081-234-5678", "0812345678"),
        ("081 234 5678", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("๐๘๑๒๓๔๕๖๗๘", "0812345678"),
        ("02-123-4567", "021234567"),
    ],
)
def test_it_reads_a_phone_number(find: Find, text: str, digits: str) -> None:
    assert _value(find, text, "phone") == digits


@pytest.mark.parametrize("text", ["12345", "08123456789012", "ราคา 5900", "15/12/2569"])
def test_other_figures_are_no_phone_number(find: Find, text: str) -> None:
    assert _value(find, text, "phone") is None
