"""The words of the calendar: months, weekdays, holidays, and what the words around a day make of it."""

import re
from collections.abc import Mapping

from nlu.numerals import ABOUT, loose

_MONTHS = {
    1: "มกราคม|มกราคน|มกรา|มกลาคม|มกลา|มะกรา|ม.ค.|ม.ค|มค|january|janurary|januray|jan", 2: "กุมภาพันธ์|กุมภา|ก.พ.|ก.พ|กพ|february|febuary|feb",
    3: "มีนาคม|มีนา|มี.ค.|มี.ค|มีค|march|mar", 4: "เมษายน|เมษา|เม.ย.|เม.ย|เมย|april|apr",
    5: "พฤษภาคม|พฤษภา|พ.ค.|พ.ค|พค|may", 6: "มิถุนายน|มิถุนา|มิ.ย.|มิ.ย|มิย|june|jun",
    7: "กรกฎาคม|กรกฎา|กรกดา|ก.ค.|ก.ค|กค|july|jul", 8: "สิงหาคม|สิงหา|ส.ค.|ส.ค|สค|august|aug",
    9: "กันยายน|กันยา|ก.ย.|ก.ย|กย|september|sept|sep", 10: "ตุลาคม|ตุลา|ต.ค.|ต.ค|ตค|october|oct",
    11: "พฤศจิกายน|พฤศจิกา|พฤษจิกายน|พฤษจิกา|พฤจิกายน|พฤจิกา|พ.ย.|พ.ย|พย|november|novemeber|novmber|nov", 12: "ธันวาคม|ธันวาคน|ธันวา|ทันวาคม|ทันวา|ธ.ค.|ธ.ค|ธค|december|decemeber|decmber|desember|dec",
}  # fmt: skip
_WEEKDAYS = {
    0: "จันทร์|จันทร|จันท์|จันทน์|จันร์|จัน|monday|moday|munday|mon", 1: "อังคาร|อังค่าน|อังค่าร|อังคาน|อังคาล|อังคา|องคาร|อังครา|tuesday|tuseday|teusday|tuesdy|tues|tue", 2: "พุธ|พุทธ|พุท|พุด|พูธ|พูด|wednesday|wednsday|wensday|wendsday|wendesday|wednesdy|wednesay|weds|wed",
    3: "พฤหัสบดี|พฤ.|พฤหัสฯ|พฤหัส|พฤหัศ|พฤหัด|พฤหัษ|พะหัส|พรึหัส|พรึหัด|พะรึหัส|พะฤหัส|พรหัส|พหัส|พฤ|thursday|thrusday|thusday|thurday|thursdy|thurs|thur|thu", 4: "ศุกร์|ศุกร|ศุก|สุกร์|สุขร์|ศุกต์|ศุกษ์|ศุข|สุข|สุก|friday|firday|frday|fryday|fridy|fri",
    5: "เสาร์|เสาร|เสาว์|เสาห์|เส้าร์|เส้า|เส่า|เซาร์|เสา|สาว|สาท|saturday|satuday|saterday|saturdy|satruday|sat", 6: "อาทิตย์|อาทิตย|อาทิตร์|อาทิต|อาทิด|อาธิตย์|อาทิตน์|sunday|sundy|suday|sun",
}  # fmt: skip
SATURDAY, SUNDAY = 5, 6


def _named(names: Mapping[int, str]) -> tuple[str, Mapping[str, int]]:
    """This function will make one expression of all names, longest first, and a table to read them back."""
    table = {name: number for number, all_of_it in names.items() for name in all_of_it.split("|")}
    ordered = sorted(table, key=len, reverse=True)
    # Not with a mark or vowel that makes another word of it, as "เมย์", a name, is none of "เมย".
    return (
        "|".join(
            rf"\b{name}\b" + "(?! i\\b| we\\b| have\\b)" * (name == "may")
            if name.isascii()
            else re.escape(name) + "(?![\u0e30-\u0e3a\u0e47-\u0e4c])"
            for name in ordered
        ),
        table,
    )


MONTH, MONTH_OF = _named(_MONTHS)
WEEKDAY, WEEKDAY_OF = _named(_WEEKDAYS)
WEEK = loose("อาทิตย์|อาทิตย|อาทิตร์|อาทิต(?!ย)|อาธิตย์|สัปดา(?!ห)|สัปดาร์|สัปดาห(?!์)|อาทิด|สัปดาห์|วีค|วีก") + r"|\bweek\b"
GONE = loose(r"ที่แล้ว|ที่ผ่านมา|ก่อน(?!เที่ยง|บ่าย|เย็น|ค่ำ|วัน|งาน|บิน|เดินทาง|หก|ห้า|สี่| ?\d)")
"""After a day or a week: it is over."""

FIXED_HOLIDAYS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "new_year": ((1, 1),), "valentine": ((2, 14),), "songkran": ((4, 13), (4, 14), (4, 15)), "labour_day": ((5, 1),),
    "mothers_day": ((8, 12),), "chulalongkorn": ((10, 23),), "halloween": ((10, 31),), "fathers_day": ((12, 5),),
    "constitution": ((12, 10),), "christmas": ((12, 25),), "christmas_eve": ((12, 24),), "new_years_eve": ((12, 31),),
}  # fmt: skip
"""Days that are the same every year, (month, day). Those the moon decides must be told."""

_HOLIDAYS = {
    "christmas_eve": "(?:วัน|คืน)?คริส(?:ต์)?มาสอีฟ|(?:christmas|xmas) eve",
    "new_years_eve": "คืนข้ามปี|วันสิ้นปี|new year'?s eve", "new_year": "วันขึ้นปีใหม่|ขึ้นปีใหม่|วันปีใหม่|ปีใหม่|new year(?:'?s)?(?: day)?",
    "valentine": "วันวาเลนไทน์|วาเลนไทน์|วาเลนไทน|valentine(?:'?s)?(?: day)?", "songkran": "วันสงกรานต์|สงกรานต์|สงกราน|songkran",
    "labour_day": "วันแรงงาน|labou?r day", "mothers_day": "วันแม่(?!น|ว)|mother'?s day", "fathers_day": "(?<!กลาง)(?<!\\d)(?<!\\d )(?<!กี่)(?<!กี่ )(?<!นึง)(?<!หนึ่ง)(?<!สอง)(?<!สาม)(?<!สี่)(?<!ห้า)(?<!เจ็ด)(?<!สิบ)(?<!หลาย)วันพ[่]อ(?!ดี|ๆ|ใจ|สมควร|แล้ว|ไหว)|father'?s day",
    "chulalongkorn": "วันปิยะ(?:มหาราช)?", "halloween": "วันฮาโลวีน|ฮาโลวีน|halloween", "constitution": "วันรัฐธรรมนูญ",
    "christmas": "วันคริสต์มาส|คริสต์มาส|คริสมาส|christmas|xmas", "makha_bucha": "วันมาฆบูชา|มาฆบูชา|วันมาฆะ|มาฆะ",
    "visakha_bucha": "วันวิสาขบูชา|วิสาขบูชา|วันวิสาขะ|วิสาขะ", "asanha_bucha": "วันอาสาฬหบูชา|อาสาฬหบูชา|วันอาสาฬห",
    "khao_phansa": "วันเข้าพรรษา|เข้าพรรษา", "chakri": "วันจักรี", "coronation": "วันฉัตรมงคล|ฉัตรมงคล",
    "chinese_new_year": "วันตรุษจีน|ตรุษจีน|ตรุดจีน|chinese new year", "loy_krathong": "วันลอยกระทง|ลอยกระทง",
    "king_bhumibol": "วันนวมินทร(?:มหาราช)?", "kings_birthday": "วันเฉลิม(?:พระชนม(?:พรรษา)?)?", "queens_birthday": "วันเฉลิม(?:พระชนม)?ราชินี",
}  # fmt: skip
HOLIDAY = "|".join(f"(?P<{key}>{loose(words)})" for key, words in _HOLIDAYS.items() if key != "new_year") + (
    f"|(?P<new_year>{loose(_HOLIDAYS['new_year'])})"  # last: "chinese new year" holds it
)

SEASON = re.compile(loose("(?:ช่วง)? ?(?:ปีใหม่|new year)"))
"""Without "day", likelier the season than the day."""

NO_VISIT_BEFORE = (
    re.compile(
        loose(
            r"(?:ไม่(?:เอา|ใช่)?|ไม่(?:เลื่อน|เปลี่ยน|ย้าย|ขยับ|จอง|นัด)(?:นัด|คิว)?(?:เป็น|ไป)?|ยกเว้น|เว้น|นอกจาก|ห้าม|แทนที่จะ(?:เป็น|ไป|มา)?|\bnot|except|instead of|rather than|in place of|\b(?:any(?:thing|time| ?day)?|every ?day) but|other than|apart from) ?(?:for|on|this|next)? ?(?:วัน)?$"
        )
    ),
    re.compile(
        loose(
            r"(?:สวัสด(?:ี|ิ์)|หวัดดี|มอร์นิ่ง|good ?(?:morning|afternoon|evening|night)|happy|merry|\bblack|โปร|โปรโมชั่น|โปรโมชัน) ?"
            r"(?:(?:ตอน|ยาม)?(?:เช้า|สาย|บ่าย|เย็น|ค่ำ|คืน))?(?:วัน|ช่วง|on )? ?$"
        )
    ),
    re.compile(
        loose(
            r"ไม่(?:ว่าง|สะดวก|อยู่)(?:ตอน|ช่วง)?(?:วัน)?$|(?:หมดเขต|หมดอายุ|สิ้นสุด|expir(?:es|y|ing)) ?(?:วันที่|วัน|on)? ?$"
        )
    ),
    re.compile(loose(r"(?:โอน|สลิป)[^ ]{0,12}(?: ?(?:ค่ะ|คะ|ครับ))? ?(?:เมื่อ|วันที่|เวลา)? ?$")),
    re.compile(
        loose(
            r"(?:(?:โปร|คอร์ส|แพ[กค]เกจ|บัตร|คูปอง|วอยเชอร์|voucher|promo)[^ ]{0,12} ?(?:หมด|ถึง|สิ้นสุด|ใช้ได้|end|expire|until)[^ ]{0,10}) ?(?:วันที่|วัน|on)? ?$"
            r"|(?:แต่งงาน|งานแต่ง|งานบวช|งานหมั้น|พรีเวด(?:ดิ้ง)?|รับปริญญา|ซ้อมรับ|งานเลี้ยง|ออกงาน|ไปงาน|บิน|ขึ้นเครื่อง|เดินทาง|ไปเที่ยว|ไปทะเล|ไปต่างจังหวัด|ไปตปท"
            r"|กลับ(?:ไทย|บ้าน|มา|ถึง)|สอบ(?!ถาม)(?:เสร็จ)?|ถ่ายแบบ|ถ่ายรูป|สัมภาษณ์|เงินเดือน(?:จะ)?ออก|ผ่าตัด|คลอด|กำหนดคลอด|ติด(?:ธุระ|งาน|ประชุม|เรียน))[^ ]{0,12} ?(?:ตอน|เมื่อ|ช่วง)?(?:วันที่|วัน)? ?$"
            r"|\b(?:wedding|flight|fly(?:ing)?|leav(?:e|ing)|trip|travell?ing|interview|exam|party|graduation|married|back in|arriv(?:e|ing))(?: \w{1,12}){0,3} (?:on|is|the|until|till)? ?$"
        )
    ),
    re.compile(loose(r"(?:เกิด|birthday)[^ ]{0,10} ?(?:วันที่|วัน|is|on)? ?$")),
    re.compile(loose(r"(?:ทุก|ทุกๆ|every) ?(?:วัน)?$")),
    re.compile(
        loose(
            r"(?:ปกติ|ปรกติ|ประจำ|usually|always|normally)(?!.{0,14}(?:ขอ|จอง|นัด|อยาก|ครั้งนี้|รอบนี้))[^,.]{0,14}$"
        )
    ),
)
SUITS_AFTER = re.compile(
    loose(
        r"^ ?(?:นี้|หน้า)? ?(?:ก็)? ?(?:ได้(?!ไป|ไม่|รับ|ยิน)|ว่าง|สะดวก|โอเค|มีคิว|ยังมีคิว|ok\b|okay\b|works\b|instead\b|(?:is|would be|will be|'s) (?:better|fine|good|ok|okay|great|perfect|free))"
    )
)
"""Behind a day that stands after a blank: it suits, whatever is said before it."""
NO_VISIT_AFTER = re.compile(
    loose(
        r"^ ?(?:นี้)? ?(?:(?:หนู|เรา|ก็|ไป|มา|พี่|คือ|น่าจะ|คง){0,3} ?ไม่(?:ว่าง|ได้|สะดวก|เอา|ทัน|ไหว|อยู่|โอเค)"
        r"|(?:หนู|เรา|พี่|ผม|ป้า|ฉัน|ดัน|น่าจะ|คง|ก็|มัน|นี่|ที่ร้าน|ค่ะ|คะ|ครับ| ){0,4}(?:ต้อง)?(?:ติด(?!ต่อ|ตาม|ใจ|เชื้อ)|มี(?:เรียน|สอบ|ประชุม|ธุระ|งาน|เวร)|เข้าเวร|ทำงาน|ไปทำงาน|ไปเรียน|สอบ(?!ถาม))(?![^,]{0,14}(?:ถึง|เสร็จ|เลิก|ครึ่ง|แค่))"
        r"|(?:is |are |'s )(?:(?:not|no) (?:good|possible|ok|okay|available|free|great)|impossible|out\b|bad\b|terrible|busy|packed|too )"
        r"|(?:wo|ca|do)n'?t\b|cannot\b|(?:is |are |was )?not (?:good|possible|ok|available|free)|no good"
        r"|i(?:'m| am) (?:busy|away|working|not free|not available|out of)|i (?:work\b|can'?t|have (?:an? |my )?(?:exam|meeting|work|class|flight|wedding|party))(?! (?:until|till))"
        r"|คน(?:เยอะ|แน่น)(?! ?(?:ไหม|มั้ย|ป่าว|มะ|รึ|หรือ))|(?:เร็ว|ช้า|ดึก|ไกล|นาน)ไป|(?:is |does)?n[o']t (?!(?:on )?(?:mon|tue|wed|thu|fri|sat|sun|the \d|\d|to(?:day|morrow)|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|doesn'?t|[^ ]{0,10} ?(?:ทุก(?:วัน|อาทิตย์|สัปดาห์|เดือน|ครั้ง)|เป็นประจำ)|every\b)"
    )
)
"""What rules a day out: it does not suit, is a greeting, a campaign's name, somebody's birthday, or a habit."""

SUITS_NOT_BEFORE = re.compile(
    r"\b(?:busy|not free|not available|can'?t (?:do|make|come)|cannot (?:do|make|come))(?: it)?(?: on)? ?$"
)
LEAVE = re.compile(
    loose(
        r"ขอลา|ลาป่วย|ลากิจ|ลางาน|รางาน|ลาพักร้อน|ลาคลอด|ลาครึ่ง|เข้า(?:งาน|กะ|เวร)ไม่ได้|ไม่เข้างาน|มาทำงานไม่(?:ได้|ไหว)|(?:for|swap|cover|work) my (?:\w{1,12} )?shift|be at work|make it to work|days off|be off on|ขอหยุด|ขอออฟ|sick|\b(?:take|taking|need|want|request|ask for|on|apply for|half[- ]day|annual|personal|my|a) leave\b|day off|แลกเวร|เปลี่ยนเวร|เปลี่ยนกะ"
    )
)
"""Staff who ask for leave say of that very day that they cannot."""

OVER_BEFORE = re.compile(
    loose(
        r"(?:เมื่อ|(?:ทำ|ฉีด|ยิง|กด|ร้อย|เติม|เลเซอร์|ไป|มา)(?:มา|ไป)(?:แล้ว)?(?:เมื่อ|ตั้งแต่|ตอน)?|last|since) ?(?:วัน)?$"
        r"|(?:เพิ่ง|พึ่ง|เคย)(?:ไป|มา|ทำ|ฉีด|ยิง|เลเซอร์)[^ ]{0,12}(?:เมื่อ|ตอน)? ?(?:วัน)?$"
        r"|\b(?:(?:was|were) (?:there|here|in)|i (?:went|came|visited)|just (?:did|had|got|came|went))\b(?: \w{1,12}){0,4}?(?: on)?(?: the)? ?$"
        r"|(?:ล่าสุด|(?:ครั้ง|คราว|รอบ)(?:ที่แล้ว|ก่อน))[^ ]{0,12} ?(?:วันที่|วัน)? ?$"
    )
)
OVER_AFTER = re.compile(rf"^ ?(?:{GONE})")

ANY_OF_THEM = re.compile(loose(rf"(?:{WEEKDAY}) ?ไหนก็(?:ได้|ดี)") + rf"|\bany (?:{WEEKDAY})")
"""Any Saturday is no Saturday: which one is asked."""

BEFORE_AFTER = re.compile("^ ?ก่อน")
FIRST_AFTER = re.compile(loose(r"^ ?ก่อน(?= ?(?:นะ|น้า|ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|ได้|ก็|ละ|เลย|$))"))
FIRST_BEFORE = re.compile(
    loose(r"(?:ขอ|เอา|จอง|นัด|ลง|เป็น|ยกเลิก|แคนเซิล|เลื่อน|งด|พัก)[^ ]{0,24} ?(?:วันที่|วัน)?$|cancel.{0,24}$")
)
"""Before or after a weekday: ก่อน says "first" or "for now" there, not "ago"; after a date it always does."""

GONE_BEFORE = re.compile(loose(r"(?:ไป|มา|เมื่อ|แล้ว) ?(?:ตอน)?(?:วัน)?$"))
"""Right before "this Monday": it may have been done on that of this week."""

AHEAD = re.compile(loose("(?:นี้|หน้า)$"))
"""A weekday with this or next is ahead, whatever was done before: "ทำเสาร์ที่แล้วมา เสาร์นี้ไปอีก"."""

DONE_AT_BEFORE = re.compile(
    loose(
        r"(?:ทำ|ฉีด|ยิง|กด|ร้อย|เติม|เลเซอร์|ผ่า)(?!ได้)[^ ]{1,16}(?:ไป|มา)(?:แล้ว)?(?:เมื่อ|ตั้งแต่|ตอน)? ?(?:วันที่|วัน)?$"
    )
)
DONE_BEFORE = re.compile(
    loose(r"(?:ทำ|ฉีด|ยิง|กด|ร้อย|เติม|เลเซอร์|โบ|โบท็อก|โบท็อกซ์|ฟิลเลอร์|ไฮฟู|ไฮฟู่|did|done) ?(?:ตอน|on)? ?(?:วัน)?$")
)
WISH = re.compile(
    loose(
        r"ขอ(?!บ)|จอง|อยาก|นัด|จะ|ว่าง|คิว|ได้(?:ไหม|มั้ย|ป่|ปะ|รึ|หรือ|ป้)|เลื่อน|สะดวก|\bcan\b|\bcould\b|book|\bwant|like to|please|pls|slot"
    )
)
"""A treatment and a day, and no word of wishing: it may have been done then."""

SLIP = loose(
    r"เอ๊ย|เอ๋ย|อุ๊ย|อุ้ย|อุ๊บ|ไม่สิ|ไม่ใช่(?:สิ|ซิ|ๆ|ค่ะ|ครับ)|พิม(?:พ์)?(?:ผิด|พลาด)|(?:พูด|จำ|ดู|กด|บอก)ผิด|แก้เป็น|หมายถึง|โทษที|ขอโทษ|เปลี่ยนใจ|i mean|no,? wait|\bsorry\b|\bactually\b|scratch that|make that|oops|typo|\*"
)
"""Who says this between two days takes the first one back."""

AFTER_AFTER = re.compile(loose(r"^ ?(?:เสร็จ|ผ่านไป|ไปแล้วค่อย)"))
AFTER_BEFORE = re.compile(loose(r"(?:หลังจาก|หลัง|พ้น|after) ?(?:ช่วง|วันที่|วัน|the)? ?$"))
FROM_BEFORE = re.compile(loose(r"ตั้งแต่ ?(?:วันที่|วัน)? ?$"))
FROM_AFTER = re.compile(loose(r"^ ?(?:เป็นต้นไป|ขึ้นไป|onwards?)"))
UNTIL_BEFORE = re.compile(loose(r"(?:ไม่เกิน|ภายใน|by|until) ?(?:ช่วง|วันที่|วัน|the)? ?$"))
BEFORE_BEFORE = re.compile(
    loose(r"(?:(?:(?<![ก-๙])ก่อน|before|b4) ?(?:ช่วง|วันที่|วัน|the)? ?|ก่อน(?:(?:ช่วง|วันที่|วัน) ?)?)$")
)
UNSURE_BEFORE = re.compile(
    loose(rf"(?:(?<=[ก-๙])ก่อน (?=วัน|$)|(?<!หมาย)ถึง|-|{ABOUT}|(?:days?|weeks?|months?) from) ?(?:วัน)?$")
)
UNSURE_AFTER = re.compile(
    loose(
        rf"^ ?(?:หรือ(?! ?(?:เปล่า|ป่าว|ยัง|ไม่(?! ?ก)|คะ|ครับ))|ไม่ก็|- ?[^ ]|ถึง(?! ?กี่)|or\b(?! (?:is|do|should|not|would|are)\b)|to\b|until\b|(?:วัน)?(?:{WEEK})|ถัดไป|โน้น|โน่น|เดือน(?!นี้)|สุดท้าย|แรก|ไหน|เว้น|after next|ของเดือน|(?:ต้น|กลาง|ปลาย|สิ้น)เดือน|ปีหน้า|ปีโน้น|next year|of next)"
    )
)
"""A day that is one end of a range, one of several, or of another week: it must be asked."""

RANGE_BETWEEN = re.compile(loose(r"^ ?(?:-|–|~|ถึง|จนถึง|ยัน|to|until|till) ?(?:วันที่|วัน|the)? ?$"))
MOVED = re.compile(r"\b(?:move|moving|change|changing|reschedule|switch|push|shift|swap)\b")
MOVED_BETWEEN = re.compile(r"^ ?to ?(?:the)? ?$")
OR_BETWEEN = re.compile(
    loose(
        r"^ ?(?:ค่ะ|คะ|ครับ)? ?(?:/|,|และ|กับ|หรือว่า|หรือ|หรือไม่ก็|ไม่ก็|or|and|&) ?(?:จะ|เป็น|อาจจะ|ไม่ก็)? ?(?:วันที่|วัน|the|on)? ?$"
    )
)
EITHER_BEFORE = re.compile(loose("ไม่(?:ใช่|เป็น)? ?(?:วัน)?$"))
EITHER_BETWEEN = re.compile(loose(r"^ ?(?:ค่ะ|คะ|ครับ)? ?ก็ ?(?:คง|น่าจะ|เป็น|อาจจะ)? ?(?:วันที่|วัน)? ?$"))
"""ไม่ X ก็ Y is either of the two; ไม่ X alone is not X."""
DENIED_BEFORE = re.compile(loose(r"(?:ไม่เอา|ไม่ใช่|\bnot) ?(?:on|for)? ?(?:วัน)?$"))
"""What is denied settles what could be two days: "วันอาทิตย์หน้า ไม่ใช่อาทิตย์นี้"."""

MOVED_TO_BEFORE = re.compile(
    loose(r"(?:เลื่อน|ย้าย|ขยับ|เปลี่ยน)[^ ]{0,12} ?(?:ไป)?(?:เป็น|อีก)? ?$") + r"|\b(?:move|push|change).{0,16} to $"
)
"""Before "the day after": of the day that is moved, whichever it is."""
FOLLOWING = re.compile(loose("ถัดไป$"))

NEXT_DAY = r"วัน(?:ถัดไป|ถัดมา|รุ่งขึ้น|ต่อไป|ต่อมา|หลังจากนั้น)|\bthe (?:next|following) day|\bday after that\b"
DAY_BEFORE = r"วันก่อนหน้า(?:นั้น|นี้)?|\bthe day before(?= that\b)"
BESIDE = re.compile(f"(?P<next>{NEXT_DAY})|{DAY_BEFORE}")
"""The day beside another one that the message names."""
BESIDE_WISHED_BEFORE = re.compile(
    loose(r"(?:ขอ|เอา|เป็น|จอง|นัด|เลื่อน|หรือ|\bor|book|make it|what about|how about|prefer) ?(?:ไป|เป็น)? ?$")
)
BESIDE_WISHED_AFTER = re.compile(
    loose(r"^ ?(?:ได้(?:ไหม|มั้ย|ไม๊|มะ|ป่ะ|ปะ|เลย|รึ|หรือ)|ก็ได้|แทน|ว่าง|มีคิว|please|pls|instead|works|is fine)")
)
CLOSING_AFTER = re.compile(
    loose(r"^ ?(?:นี้)? ?(?:ร้าน|คลินิก)? ?(?:ปิด|หยุด|เปิด)[^ ]{0,4}(?:ไหม|มั้ย|ไม๊|มัย|หรือ|รึ|ป่ะ|ปะ|ป่าว)")
)
ASKED_FOR_BEFORE = re.compile(loose(r"(?:ขอ|เอา|จอง|นัด|book) ?(?:เป็น|คิว)? ?(?:วันที่|วัน)? ?$"))
"""Who asks whether a season is closed, and then asks for a day, means the day."""

AGREES_BETWEEN = re.compile(r"^ ?(?:ที่|,)? ?(?:วันที่|the)? ?$")
"""Between a weekday and the date it stands beside."""
