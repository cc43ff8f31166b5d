"""What a message rules out: the day or time beside the word that does it, and nothing else."""

from datetime import date

import pytest

from nlu.calendar_days import Calendar
from nlu.unsuited import unsuited_in

MONDAY = Calendar(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "days", "times", "rest"),
    [
        ("พรุ่งนี้ไม่ได้ค่ะ", ["2026-11-24"], [], "ค่ะ"),
        ("tomorrow doesn't work", ["2026-11-24"], [], ""),
        ("ไม่เอาวันศุกร์", ["w4"], [], ""),
        ("friday I can't", ["w4"], [], ""),
        ("วันศุกร์ไม่เอา เอาวันเสาร์", ["w4"], [], "เอาวันเสาร์"),
        ("ขอเสาร์ ไม่เอาศุกร์", ["w4"], [], "ขอเสาร์"),
        ("saturday, not friday", ["w4"], [], "saturday,"),
        ("พรุ่งนี้ไม่ได้ ขอเสาร์นี้", ["2026-11-24"], [], "ขอเสาร์นี้"),
        ("สัปดาห์หน้าไม่ได้ค่ะ", ["2026-11-30/2026-12-06"], [], "ค่ะ"),
        ("เสาร์กับอาทิตย์ไม่ได้ค่ะ", ["2026-11-28", "2026-11-29"], [], "ค่ะ"),
        ("ไม่เอาช่วงเช้า", [], ["06:00/12:00"], ""),
        ("not before 2pm", [], ["/13:59"], "before"),
        ("วันนั้นไม่ได้", ["that"], [], "วันนั้น"),
        ("เวลานี้ไม่สะดวก", [], ["that"], "เวลานี้"),
        ("พุธนี้ติดงานค่ะ พฤหัสได้", ["2026-11-25"], [], "ค่ะ พฤหัสได้"),
        ("ไม่ใช่ศุกร์ เสาร์", ["w4"], [], "เสาร์"),
        ("ไม่ใช่เสาร์ อาทิตย์", ["w5"], [], "อาทิตย์"),
        ("not saturday, sunday", ["w5"], [], ", sunday"),
        ("can't do friday, saturday is fine", ["w4"], [], ", saturday is fine"),
        ("ไม่สะดวกพรุ่งนี้ มะรืนแทน", ["2026-11-24"], [], "มะรืนแทน"),
        ("ไม่ว่างวันเสาร์ วันอาทิตย์ได้", ["w5"], [], "วันอาทิตย์ได้"),
        ("ไม่สะดวกวันศุกร์ วันเสาร์ได้ไหม", ["w4"], [], "วันเสาร์ได้ไหม"),
        ("ไม่ว่างวันศุกร์และวันเสาร์", ["2026-11-27", "2026-11-28"], [], ""),
        ("ไม่ว่างเสาร์ อาทิตย์ค่ะ", ["w5", "w6"], [], "ค่ะ"),
        ("จองไฮดราวันเสาร์นี้ ไม่เอาก่อนบ่ายสอง", [], ["/13:59"], "จองไฮดราวันเสาร์นี้ ก่อน"),
        ("ขอเป็นเช้าวันอาทิตย์ ไม่เอาก่อน 11 โมง", [], ["/10:59"], "ขอเป็นเช้าวันอาทิตย์ ก่อน"),
        ("เสาร์นี้ไม่เอาบ่ายสอง", [], ["14:00"], "เสาร์นี้"),
        ("จันทร์ไม่ว่าง อังคารก็ไม่ว่าง พุธติดงาน อยากจองไฮดรา", ["w0", "w1", "w2"], [], "อยากจองไฮดรา"),
        ("จันทร์ อังคารไม่ว่าง", ["w0", "w1"], [], ""),
        ("จันทร์ อังคาร พุธไม่ว่างค่ะ", ["w0", "w1", "w2"], [], "ค่ะ"),
        ("วันจันทร์ วันอังคารไม่สะดวก", ["w0", "w1"], [], ""),
        ("ขอวันเสาร์ อังคารไม่ว่าง", ["w1"], [], "ขอวันเสาร์"),
        ("จันทร์ได้ อังคารไม่ว่าง", ["w1"], [], "จันทร์ได้"),
        ("i'm busy on friday, thursday is better", ["w4"], [], ", thursday is better"),
    ],
)
def test_what_is_ruled_out_stands_apart_from_what_is_meant(
    text: str, days: list[str], times: list[str], rest: str
) -> None:
    found = unsuited_in(text, calendar=MONDAY)

    assert found is not None
    assert (list(found.days), list(found.times), " ".join(found.rest.split())) == (days, times, rest)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("พรุ่งนี้บ่ายสามไม่ได้", ["2026-11-24 15:00"]),
        ("พรุ่งนี้ไม่ว่างตอนเช้า", ["2026-11-24 06:00/12:00"]),
        ("busy on friday afternoon", ["w4 13:00/16:00"]),
        ("ไม่ว่างเช้าวันเสาร์ค่ะ", ["w5 06:00/12:00"]),
        ("ไม่เอาวันเสาร์ตอนเช้า", ["w5 06:00/12:00"]),
        ("เสาร์นี้ช่วงบ่ายไม่ว่าง", ["2026-11-28 13:00/16:00"]),
    ],
)
def test_a_part_of_a_day_rules_out_that_part_of_it_only(text: str, parts: list[str]) -> None:
    found = unsuited_in(text, calendar=MONDAY)

    assert found is not None
    assert (found.days, found.times, list(found.parts)) == ((), (), parts)


@pytest.mark.parametrize(
    "text",
    [
        "พรุ่งนี้ไม่ได้เหรอคะ",
        "พรุ่งนี้ไม่ได้ไปไหน",
        "พรุ่งนี้ได้ไม่ได้",
        "ไม่ว่างค่ะ",
        "no, this saturday",
        "เสาร์นี้ค่ะ",
        "i'm not sure",
    ],
)
def test_questions_and_free_days_rule_nothing_out(text: str) -> None:
    assert unsuited_in(text, calendar=MONDAY) is None


@pytest.mark.parametrize(("text", "is_close"), [("ไม่ใช่ เสาร์นี้", False), ("ไม่ใช่เสาร์นี้", True)])
def test_not_so_may_be_a_correction(text: str, *, is_close: bool) -> None:
    found = unsuited_in(text, calendar=MONDAY)

    assert found is not None
    assert (found.denied, found.is_close) == ("เสาร์นี้", is_close)
