"""Reading the files of phrases with their right answers."""

from collections.abc import Iterator
from pathlib import Path

from nlu.date_figures import NONE, DatedPhrase, read_dated_phrases
from tests.nlu.conftest import BANGKOK

HERE = Path(__file__).parent


def phrases(file: str) -> tuple[DatedPhrase, ...]:
    """This function will read a file of days and times that lies beside this one."""
    return read_dated_phrases(HERE / file, zone=BANGKOK)


def named_in(file: str) -> Iterator[tuple[str, frozenset[str]]]:
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, named = line.split("\t")
            yield text, frozenset(named.split(";")) - {NONE}


DATES_AND_TIMES = (
    *("วันนี้", "พรุ่งนี้", "มะรืนนี้", "เมื่อวาน", "เสาร์นี้", "เสาร์หน้า", "วันพุธ", "วันอาทิตย์ที่ 5", "อาทิตย์หน้า", "เดือนหน้า"),
    *(
        "วันที่ 31",
        "วันที่ 5",
        "5 เดือนหน้า",
        "15 ธ.ค. 69",
        "29 ก.พ.",
        "1 มกรา",
        "31/12",
        "3/4/70",
        "2027-02-28",
        "ต้นเดือน",
    ),
    *(
        "สิ้นเดือน",
        "กลางเดือนหน้า",
        "สงกรานต์",
        "หลังปีใหม่",
        "ก่อนวันที่ 10",
        "อีก 3 วัน",
        "3 วันก่อน",
        "24-26 พ.ย.",
        "ทุกวันเสาร์",
    ),
    *("next friday", "this weekend", "on monday", "dec 5", "the 25th", "yesterday", "in 3 days", "last week"),
    *(
        "บ่ายสาม",
        "3 โมง",
        "ทุ่มครึ่ง",
        "13.30 น.",
        "9-11 โมง",
        "หลังเลิกงาน",
        "เที่ยง",
        "ตี 2",
        "3 pm",
        "ช่วงเย็นๆ",
        "หลัง 5 โมงเย็น",
    ),
)
"""Pieces to make messages of."""
