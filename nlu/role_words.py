"""What tells what a day or time is of: the tables of words in `data/role_words.yml`, and how a message is cut into clauses.

Nearest word first; of words that are equally near, the earlier in a table's order. The roles are weighed in `nlu.roles`.
"""

import re
from collections.abc import Mapping, Sequence

from nlu.examples import DATA
from nlu.numerals import ABOUT, loose
from nlu.told import read_told

_TOLD: Mapping[str, Mapping[str, Sequence[str]]] = read_told(DATA / "role_words.yml")


def _table(name: str) -> re.Pattern[str]:
    """This function will make one expression of a table's words: of Thai, marks may be left out; English are whole words."""
    told = _TOLD[name]
    return re.compile(loose("|".join(told["thai"])) + rf"|\b(?:{'|'.join(told['english'])})\b")


VISIT = _table("visit")
"""Who says so wants a day or time, asks for it, offers it, or moves to it."""

MAY = _table("may")
"""Who says so may speak of a visit: where nothing else in the clause tells of another thing, she does."""

OTHER = _table("other")
"""What these tell of is no visit: money, offers, work and school, journeys, events, duties, habits, the body."""

ASIDE = _table("aside")
"""Of another thing too, unless a word of wishing stands in the clause."""

OPEN = _table("open")
"""Who asks whether the house is open wants no visit yet."""

OLD = _table("old")
"""Who says so calls a visit off: its day is no new wish."""

STANDS = _table("stands")
"""The day or time of a visit that stands already."""

AWAY = _table("away")
"""Who says so will not be there then, or not yet: the day or time that stands is no wish."""

DONE = _table("done")
"""What is told of as done."""

AFTER_THAT = re.compile(loose("หลังจากนั้น|หลัง(?=สอบ(?:เลย|เสร็จ|ค่ะ|ครับ|นะ| |$))") + r"|\bafter (?:that|then)\b")

SUITS_AFTER_THAT = re.compile(
    loose("(?<!หรือ)(?<!หรือ )หลังจากนั้น(?!.{0,8}ไม่).{0,14}(?:ได้|ว่าง|สะดวก)")
    + r"|(?<!or )\bafter (?:that|then)\b(?!.{0,8}not).{0,16}\b(?:any|free|ok|fine|works|can)\b"
)
"""Days after that one suit: whatever that day itself is of, it is not the one of the visit."""

BEFORE_THAT = re.compile(
    loose(r"ก่อน(?:ไป|บิน|เดินทาง|วันงาน|งาน|หน้านั้น(?! ?(?:สัก|ซัก|\d|หนึ่ง|สอง|อาทิตย์|เดือน))|นั้น|วันนั้น|กลับ)(?! ?กี่|ไป)")
    + r"|\bbefore (?:that|then|my flight|i (?:go|fly|leave))\b"
)

THAT_DAY = re.compile(
    loose("(?:จอง|ขอ|เอา|นัด|ไป|ลง)(?:เป็น)?วันนั้น") + r"|\b(?:book|come|on) (?:on )?that day\b"
)
"""A visit after, before or on the day of another thing."""

HARD = re.compile(
    loose(
        r"\n+|[?!;]+|(?<=\D)[.,](?= )|,(?=[^\d])|(?:ค่ะ|คะ|ครับ|คับ|ค่า|จ้า|จ้ะ|นะคะ|เจ้า|เด้อ|ไหม|มั้ย)(?= |$)|(?:(?<!ตั้ง)(?<!ตั่ง)(?<!ตัง)แต่(?!ง|ละ|แรก)|เพราะ|เนื่องจาก|เผื่อ|พอดี(?= ?(?:มี|ติด|ต้อง|จะ|ช่วง)))"
    )
    + r"|\s(?:and then|but|because|cuz|since|so(?! much| many)|when|while|as)\s|\s[-–—]\s"
)
"""Where a clause ends for certain. A connective begins the next one."""

CONNECTIVE = re.compile("แต|เพราะ|เนื่อง|เผื่อ|พอดี")
"""These begin the next clause; everything else ends one."""

SOFT = re.compile("(?<=[\u0e01-\u0e5b¤]) +(?=[\u0e01-\u0e5b])|(?<=[\u0e01-\u0e5b]) +(?=[\u0e01-\u0e5b¤])")
"""A blank between Thai words may part two thoughts, or not."""

_FILLING = _TOLD["filling"]
FILLING = re.compile(
    "|".join(
        (
            ABOUT,
            *(loose(word) for word in sorted(_FILLING["thai"], key=len, reverse=True)),
            rf"\b(?:{'|'.join(_FILLING['english'])})\b",
            r"[\W\d_]",
        )
    )
)
"""Words that tell nothing of what a day is of: a clause of nothing else is an answer."""
