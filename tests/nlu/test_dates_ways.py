"""Ways of naming a day or a time that the phrases of strangers brought up, each with its neighbours."""

import pytest

from nlu.entities import EntityFinder
from tests.nlu.conftest import BANGKOK, NAMES, NOW

_MOMENTS = ("date", "time")


def _said(text: str) -> dict[str, str]:
    """What is said of days and times on Wednesday 18 November 2026."""
    found = EntityFinder(NAMES).find(text, now=NOW, zone=BANGKOK)
    return {each.entity: each.value for each in found if each.entity.startswith(_MOMENTS)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("วันที่ยี่สิบห้านะคะ", "2026-11-25"),
        ("วันพุธที่สองธันวาคม", "2026-12-02"),
        ("วันที่สามสิบเอ็ดธันวา", "2026-12-31"),
        ("เดือนหน้าวันที่สิบห้า", "2026-12-15"),
        ("มกราคมปีหน้า วันที่ 8", "2027-01-08"),
        ("วันอังคานหน้า", "2026-11-24"),
        ("พฤหัดนี้", "2026-11-19"),
        ("วันสุขนี้", "2026-11-20"),
        ("มื้ออื่นไปได้บ่", "2026-11-19"),
        ("ต่อเช้าไปได้ม่าย", "2026-11-19"),
        ("วันพูกไปได้ก่อเจ้า", "2026-11-19"),
        ("มื้อฮือว่างบ่", "2026-11-20"),
        ("คืนคริสต์มาสอีฟ", "2026-12-24"),
        ("อีกสองอาทิตย์ตรงวันศุกร์", "2026-12-04"),
        ("in two weeks on wednesday", "2026-12-02"),
        ("3 days from now", "2026-11-21"),
        ("day after tmr", "2026-11-20"),
        ("วันเสาร์ เอ๊ย วันอาทิตย์", "2026-11-22"),
        ("friday, sorry I mean saturday", "2026-11-21"),
        ("not Friday, Monday is better", "2026-11-23"),
        ("move it from friday to saturday please", "2026-11-21"),
        ("เสาร์ที่แล้วไปมา เสาร์นี้ไปอีกได้ไหม", "2026-11-21"),
        ("ออกงานวันเสาร์นี้ ขอคิวศุกร์นี้", "2026-11-20"),
        ("my wedding is december 12, free on dec 5?", "2026-12-05"),
        ("ปกติไปวันเสาร์ แต่ครั้งนี้ขอวันอาทิตย์", "2026-11-22"),
        ("ติดประชุมวันพุธ ขอพฤหัสหน้าแทน", "2026-11-26"),
    ],
)
def test_a_day_is_read_however_it_is_said(text: str, day: str) -> None:
    assert _said(text).get("date") == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("ปกติตื่นสิบเอ็ดโมง ขอบ่ายสาม", "15:00"),
        ("พรุ่งนี้สิบสามนาฬิกาสามสิบนาที", "13:30"),
        ("quarter past five in the afternoon", "17:15"),
        ("half past ten in the morning", "10:30"),
        ("ten to four pm", "15:50"),
        ("ขอเลื่อนจากสิบโมงเป็นบ่ายสองวันเดียวกัน", "14:00"),
        ("next friday 3 in the afternoon", "15:00"),
    ],
)
def test_a_time_is_read_however_it_is_said(text: str, moment: str) -> None:
    assert _said(text).get("time") == moment


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("เลิกเรียนบ่ายสาม ไปได้หลังสี่โมงเย็น", "16:00/"),
        ("มื้ออื่นตอนแลง", "16:00/19:00"),
        ("ศุกร์นี้ตอนเยนๆ", "16:00/19:00"),
        ("tmr evening after 6", "18:00/"),
        ("หนูเข้ากะสองทุ่ม ขอก่อนหกโมงเย็น", "/18:00"),
    ],
)
def test_a_span_of_the_day_is_read_however_it_is_said(text: str, span: str) -> None:
    assert _said(text).get("time_range") == span


@pytest.mark.parametrize(
    "text",
    [
        "วันเสาร์ที่ 21 หรือ 28 ก็ได้",
        "สองวันก่อนสงกรานต์",
        "ต้นสัปดาห์หน้า",
        "วันเสาร์ถัดไป",
        "อีกสองอาทิตย์ วันจันทร์",
        "อาทิตย์ที่จะถึงนี้",
    ],
)
def test_a_day_that_could_be_another_is_asked(text: str) -> None:
    said = _said(text)

    assert "date_unclear" in said
    assert not said.keys() & {"date", "date_range"}


@pytest.mark.parametrize(
    "text",
    [
        "ปกติตื่นสิบเอ็ดโมงทุกวันค่ะ",
        "นอนตีสองทุกคืนเลย",
        "วันที่สองหลังทำบวมมาก",
        "anything but Friday",
        "บินวันศุกร์นี้ ทำก่อนได้ไหม",
        "งานแต่งวันที่ 12 ธันวา",
        "โปรหมดวันที่ 30 ใช่ไหม",
        "ตอนนี้บ่ายสองแล้ว หมอยังอยู่ไหม",
    ],
)
def test_what_is_of_another_thing_is_no_day_or_time_of_a_visit(text: str) -> None:
    assert _said(text) == {}


def test_of_two_times_in_one_breath_neither_is_chosen() -> None:
    assert _said("สิบโมงสิบเอ็ดโมง") == {"time_unclear": "10:00,11:00"}
