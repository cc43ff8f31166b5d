"""Parts of the day, and what the words around a time make of it."""

import re
from collections.abc import Callable
from datetime import time

from nlu.mentions import Mention, Rule, span
from nlu.numerals import ABOUT, loose

_NOT_COLD = (
    r"(?<!ประคบ)(?<!ประคบน้ำ)(?<!น้ำ)(?<!ใจ)(?<!แพ็ค)(?<!แพค)(?<!เจล)(?<!แช่)(?<!ความ)(?<!แปะ)(?<!แผ่น)(?<!ตัว)"
)

PARTS: dict[str, tuple[time | None, time | None]] = {
    "after_work": (time(17), None),
    "after_school": (time(16), None),
    "late_morning": (time(9), time(12)),
    "morning": (time(6), time(12)),
    "noon": (time(11), time(13)),
    "afternoon": (time(13), time(16)),
    "evening": (time(16), time(19)),
    "night": (time(18), time(22)),
}
"""From when to when Thais speak of a part of the day. Source: the words of the Royal Institute's dictionary; work ends at five."""

_OPEN = r"(?:(?<=^)|(?<=[ \n])|(?<=ขอ)|(?<=นัด)|(?<=ว่าง)|(?<=เอา)|(?<=เป็น)|(?<=จาก)|(?<=คิว)|(?<=ไป)|(?<=มา)|(?<=จอง)|(?<=ได้)|(?<=หรือ)|(?<=กับ)|(?<=เวลา)|(?<=วัน)|(?<=มี)|(?<=นี้)|(?<=ถึง))"
"""What may stand before a bare part of the day; a day before it was blanked out."""
_ENGLISH = (
    r"(?:(?<=in the )|(?<=this )|(?<=any )|(?<=  )|(?<=late )|(?<=early )|(?<=prefer )|(?<=only )|(?<=so )|(?<=, )"
    r"|(?<=ช่วง )|(?<=ช่วง)|(?<=ตอน )|(?<=ตอน)|(?<=รอบ )|^(?=[a-z]{6,10} (?:please|pls|plz|is|works|would|if|ka|kha|krub|krab)\b))"
)
_PART_WORDS = {
    "after_work": "(?:หลังจาก|หลัง|ตอน|ช่วง)? ?เลิก(?:งาน|ออฟฟิศ|ออฟฟิต|เวร)|(?:ออก|ลง)เวร|after work",
    "after_school": "(?:หลังจาก|หลัง|ตอน|ช่วง)? ?เลิก(?:เรียน|คลาส)|after (?:school|class)",
    "late_morning": "(?:ตอน|ช่วง) ?สาย(?:ๆ)?|สายๆ|สายสาย|ยามสวย|ตอนสวยๆ|late morning",
    "morning": rf"(?:(?<!สวัสดี)(?<!สวัสดี )ตอน|ช่วง|แต่|รอบ) ?เช้า(?:ๆ)?|(?<!สวัสดี)ยาม ?เช้า|(?:ตอน|ช่วง|ยาม) ?(?:เช่า|เช๊า|เซ้า|เซ่า|เจ๊า)|เซ้าๆ|ตอนเจ้า(?=$|[ ๆ]|เน้อ)|หัวเช้า|หัวรุ่ง|เช้าๆ|เช้านี้|{_OPEN}เช้า(?![\u0e30-\u0e3a\u0e45-\u0e4e])|{_ENGLISH}(?:morning|mornin|mornings|mornig|moring|morining)\b",
    "noon": "(?:ตอน|ช่วง|พัก) ?(?:พัก)?เที่ยง(?:ๆ)?(?! ?(?:ครึ่ง|ตรง|\\d))|(?<!after )lunch ?(?:time|break|hour)",
    "afternoon": rf"(?:(?<!สวัสดี)(?<!สวัสดี )ตอน|ช่วง|รอบ) ?บ่าย(?: ?ๆ)?|บ่ายแก่(?: ?ๆ)?|บ่าย ๆ|(?:ตอน|ช่วง) ?(?:บาย|บ้าย)(?:ๆ)?|บ่ายๆ|บ่ายนี้|{_OPEN}บ่าย(?! ?โมง)|\bafter lunch\b|{_ENGLISH}(?:afternoons?|aftrnoon|afternon|afernoon|aftenoon|aftn|arvo)\b",
    "evening": rf"(?:(?<!สวัสดี)(?<!สวัสดี )ตอน|ช่วง|รอบ) ?เย็น(?:ๆ)?|(?:ตอน|ช่วง|รอบ) ?เยน(?:ๆ)?|(?:ตอน|ช่วง|ยาม|มื้อ|เมื่อ) ?แลง(?:ๆ)?|แลงๆ|แลงนี้|หวันเย็น|เย็นนี้|{_OPEN}{_NOT_COLD}เย็น|{_ENGLISH}(?:evenings?|evning|evenning|evenin|eveing)\b",
    "night": rf"(?:ตอน|ช่วง) ?(?:หัว)?ค่ำ(?:ๆ)?|ค่ำๆ|ค่ำนี้|คืนนี้|\b(?:ton(?:ight|ite|igt|ihgt)|2nite)\b|{_OPEN}ค่ำ",
}


def _read(part: str) -> Callable[[re.Match[str]], Mention[time] | None]:
    first, last = PARTS[part]
    return lambda hit: span(hit, first, last)


PART_RULES: tuple[Rule[time], ...] = tuple(
    # Their marks must be there: without them "บ่าย" says goodbye and "เช้า" hires.
    (re.compile(words), _read(part))
    for part, words in _PART_WORDS.items()
)

CAMPAIGN_BEFORE = re.compile(
    loose(
        r"(?:โปร(?:โมชั่น|โมชัน)?|ลด|เซล|แคมเปญ|แคมเปน|\bsale|\bpromo|promotion|ห้อง|ชั้น|เลขที่|ราคา|งบ) ?(?:วันที่)? ?$"
    )
)
NOT_MEANT_BEFORE = re.compile(
    loose(
        r"(?:ตอนนี้|เดี๋ยวนี้|พัก|ข้าว|มื้อ|เมื่อวาน|เมื่อวานนี้|เมื่อคืน|yesterday|yesterday at|ไม่ใช่|ไม่เอา|ไม่ทัน|\bnot|จาก|ปิด|เปิด) ?(?:ตอน|เวลา)? ?$"
    )
)
PAID_BEFORE = re.compile(loose(r"(?:โอน|สลิป)[^ ]{0,12}(?: ?(?:ค่ะ|คะ|ครับ))? ?(?:เมื่อ|วันที่|เวลา)? ?$"))
NOT_MEANT_AFTER = re.compile(
    loose(
        r"^ ?(?:(?:ก็)?ไม่(?:ว่าง|ได้|สะดวก|เอา|ทัน|ไหว)"
        r"|[^ ]{0,10} ?(?:ทุก(?:วัน|คืน|เช้า|เย็น|อาทิตย์|สัปดาห์|มื้อ)|เป็นประจำ)|every\b)"
    )
)
HABIT_BEFORE = re.compile(
    loose(
        r"(?:ตื่น(?:นอน)?|เข้านอน|(?<!ลง)นอน(?:หลับ)?|เข้า(?:งาน|เวร|เรียน|กะ|คลาส|ประชุม|สอบ)|กินข้าว|กินยา|ทายา|(?:wake|woke|get|got) up|sleep|go to bed)(?:ตั้งแต่|ตอน|ประมาณ| at)? ?$"
        r"|(?:ปกติ|ปรกติ|ประจำ|(?<!ได้)(?<!ว่าง)(?<!สะดวก)ทุก(?:วัน|คืน|เช้า|เย็น)|usually|always|normally|every (?:day|night|morning))"
        r"(?!.{0,20}(?:ขอ|จอง|นัด|อยาก|ว่าง|เลิก|หลัง|ก่อน|ครั้งนี้|รอบนี้|คราวนี้))[^,.]{0,20}$"
    )
)
"""When somebody sleeps, wakes or works is no time of a visit."""
LEAVING_BEFORE = re.compile(
    loose(
        r"(?:เลิก(?:งาน|เรียน|ออฟฟิศ|เวร|กะ|คลาส)?|(?:ออก|ลง)(?:เวร|กะ)(?:ดึก|เช้า|บ่าย)?|ออกจาก(?:งาน|ออฟฟิศ))(?:ตอน|ประมาณ|ราวๆ|ก็)? ?$|(?:finish|get off)(?: work)?(?: at)? ?$"
        r"|(?:ทำงาน|เรียน(?:พิเศษ)?|ประชุม|ธุระ|ติดงาน|สอบ)(?:จน)?(?:ถึง|เสร็จ) ?(?:ตอน)?$|\b(?:work|working|busy|class|classes|meeting|meetings) (?:until|till) ?$"
    )
)
"""Work that ends at six leaves the time after it."""
AFTER_BEFORE = re.compile(
    loose(r"(?:หลังจาก|หลัง|ตั้งแต่|(?:(?<=^)|(?<= ))เลย|after|from|since) ?(?:ช่วง|เวลา|ตอน)? ?$")
)
AFTER_AFTER = re.compile(loose(r"^ ?(?:เป็นต้นไป|ขึ้นไป|onwards?|ไปแล้ว)"))
BEFORE_BEFORE = re.compile(
    loose(r"(?:ก่อน|ไม่เกิน|ภายใน|before|b4|no later than|latest(?: by)?|by|until) ?(?:ช่วง|เวลา|ตอน)? ?$")
)
UNSURE_BEFORE = re.compile(loose(r"(?:(?<!หมาย)ถึง|เกือบ|-|–) ?(?:เวลา|ตอน|ช่วง)? ?$"))
ABOUT_BEFORE = re.compile(loose(rf"(?:{ABOUT}|ช่วงๆ|~) ?(?:เวลา|ตอน|ช่วง)? ?$"))
ABOUT_AFTER = re.compile(r"^ ?(?:ๆ|-? ?ish\b)")
"""About noon is the hour of lunch; about any other hour is that hour, which she hears and may change."""
UNSURE_AFTER = re.compile(
    loose(
        r"^ ?(?:กว่า|หรือ|ถึง(?! ?(?:พอดี|แน่|ร้าน|คลินิก|ค่ะ|คะ|ครับ|จ้า|นะ|เลย))|ไม่ก็|หน่อยๆ|ก็ได้ ?หรือ|or\b|to\b|until\b|- ?(?!ish)[^ ]|–|~)"
    )
)
RANGE_BETWEEN = re.compile(loose(r"^ ?(?:-|–|~|ถึง|จนถึง|to|until|till) ?(?:ตอน|เวลา)? ?$"))
OR_BETWEEN = re.compile(loose(r"^ ?(?:/|,|และ|กับ|หรือว่า|หรือ|หรือไม่ก็|ไม่ก็|or|and|ก็ได้ ?หรือ) ?(?:ตอน|เวลา)? ?$"))
