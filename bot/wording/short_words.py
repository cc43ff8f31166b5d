"""Short answers that people type instead of pressing a button: yes, no, never mind, the second one. Only whole messages count."""

import re
import unicodedata

# What politeness adds to an answer and does not change it.
POLITE_WORDS = (
    r"นะคะ|นะค่ะ|นะครับ|ค่ะ|คะ|ค้า|คับ|ครับ|ค่า|จ้า|จ้ะ|จ๊ะ|นะ|เลย|น่ะ|ล่ะ|ละ|ขอบคุณ(?:มาก)?|"
    r"\bplease\b|\bpls\b|\bthank(?:s| you)\b"
)
_POLITE = re.compile(rf"(?:{POLITE_WORDS}|[^\w\u0e00-\u0e7f])+", re.IGNORECASE)
_YES = re.compile(
    r"(?:ใช่(?:แล้ว|เลย)?|โอ(?:เค(?:ร|เลย)?)?|เค(?:ร)?|ตกลง|ได้|ยืนยัน|คอนเฟิ(?:ร์)?ม|ถูก(?:ต้อง|แล้ว)*|เอา(?:เลย|ด้วย)?|(?:เอา)?ตาม(?:นี้|นั้น)|"
    r"จอง(?:ได้|ให้ด้วย|ให้)?|จัด(?:ไป|มา)?|เรียบร้อย|แน่นอน|เออ|"
    r"ok(?:ay|i|ie)?|k|yes+|yep|yeah?|yup|ya|y|sure|correct|right|thats(?:right|correct|fine)|confirm(?:ed)?|soundsgood|looksgood|"
    r"goahead|bookit|perfect){1,5}"
)
_POLITE_YES = re.compile(r"(?:ค่ะ|คั?บ|ครับ(?:ผม)?|ค่า|จ้า|จ้ะ|ฮะ|\N{THUMBS UP SIGN}|\N{OK HAND SIGN})+[ๆ.!~]*")
_ASKS_OR_WAITS = re.compile(
    r"[?？]|ไหม|มั้ย|มัย|ไม๊|หรือ(?:เปล่า|ป่าว)|รึ(?:เปล่า|ป่าว)|ป่ะ|ปะ(?=$|[ ค])|เดี๋ยว|เด๋ว|แป๊บ|รอก่อน|ถ้า|แต่|\b(?:wait|if|but|is it|are you|hold on)\b",
    re.IGNORECASE,
)
_NO = frozenset(
    {"ไม่", "ไม่ใช่", "ไม่ใช่แล้ว", "ไม่ถูก", "ผิด", "ยัง", "ยังไม่ใช่", "no", "nope", "n", "wrong", "notright"}
)
_STOP = re.compile(
    r"(?:ขอ)?(?:ไม่(?:เอา|ทำ|นัด|จอง|ตอบ|บอก|สะดวกตอบ|อยากตอบ)แล้ว|ไม่(?:จอง|นัด|ตอบ)|ยกเลิก(?:การ)?(?:จอง)?|เลิก|หยุด|พอแล้ว|พอก่อน|"
    r"ไม่(?:ต้อง|ขอ)?(?:เลื่อน|เปลี่ยน)(?:นัด|วัน|เวลา|คิว)*(?:แล้ว|ละ)|"
    r"i?(?:wont|willnot|dont(?:wantto|needto)?|noneedto)(?:move|reschedule)(?:it|my|appointment|afterall|anymore)*|"
    r"เปลี่ยนใจ(?:แล้ว)?|ไว้ก่อน|ไว้คราวหน้า|ไว้วันหลัง|ไว้ค่อย(?:จอง|ว่ากัน)|"
    r"cancel(?:it|that|booking)?|stop(?:it)?|nevermind|forgetit|notnow|later|changedmymind)"
)
_UNSURE = re.compile(
    r"(?:ยัง)?ไม่(?:แน่ใจ|รู้|ทราบ|แน่)|แนะนำ(?:หน่อย|ให้หน่อย)?|(?:อะไร|วันไหน|เมื่อไหร่|เวลาไหน|กี่โมง|ตอนไหน|ยังไง)ก็ได้|แล้วแต่|any(?:day|time)?|notsure|dontknow|idontknow|recommend|anything"
)
_WELL = re.compile(
    r"(?:ก็)?(?:(?:ทุกอย่าง|อาการ|ผิว)?(?:ก็)?(?:ปกติ|โอเค|เรียบร้อย|สบาย|โอ)?(?:ดี|ดีมาก|ดีแล้ว|ดีหมด|ดีขึ้น|ดีขึ้นมาก|ดีขึ้นแล้ว)|ปกติ|สบายมาก|เรียบร้อย|"
    r"ไม่มี(?:อะไร|อาการ|อาการอะไร|อะไรผิดปกติ|อาการผิดปกติ|ปัญหา)?|ไม่มีอะไร(?:น่า)?กังวล|ไม่เป็นอะไร|ไม่เป็นไร|หายแล้ว|"
    r"all(?:is)?(?:good|well|fine)|good|fine|great|im(?:fine|good|ok|okay)|its(?:fine|good|ok|okay)|better|noproblems?|noissues?)"
)
_WORRIED = re.compile(
    r"(?:ยัง)?(?:ก็)?(?:มี(?:เรื่อง)?(?:กังวล|ปัญหา|อาการ|ผิดปกติ)|กังวล|ไม่ค่อย(?:ดี|โอเค|ปกติ|สบายใจ)|ไม่(?:ดี|โอเค|ปกติ|สบายใจ)|แย่(?:ลง|มาก|ลงมาก)?|ผิดปกติ|"
    r"not(?:so|very|really)?(?:good|well|fine|great|ok|okay)|bad|worse|worried|(?:im)?alittleworried|somethingworriesme)"
)
_INTAKE = re.compile(
    r"(?:ขอ)?(?:ตอบ|ทำ|กรอก)?(?:คำถาม|แบบ(?:สอบถาม|ประเมิน|ฟอร์ม)?)สุขภาพ|(?:answer)?(?:the)?healthquestions?"
)
_PLACES = {
    **dict.fromkeys(("แรก", "แรกสุด", "บน", "บนสุด", "หนึ่ง", "นึง", "one", "first", "1st", "former"), 1),
    **dict.fromkeys(("สอง", "two", "second", "2nd"), 2),
    **dict.fromkeys(("สาม", "three", "third", "3rd"), 3),
    **dict.fromkeys(("หลัง", "หลังสุด", "สุดท้าย", "ท้ายสุด", "ล่าง", "ล่างสุด", "last", "latter"), -1),
}
"""Words for the place of one of several: -1 is the last."""
_AS_WELL = r"(?:ก็ได้|ก็แล้วกัน|แล้วกัน|ละกัน|กัน|ดีกว่า)*"
_NTH = re.compile(
    r"(?:ขอ|เอา|เลือก|เป็น|หมายถึง|คือ|its|imean)*(?:ข้อ|อัน|ตัว|วัน|เวลา|ตัวเลือก|แบบ|อย่าง|เรื่อง|number|no|option|choice|the)*(?:ที่)?"
    rf"(?P<place>\d{{1,2}}|{'|'.join(_PLACES)})(?:one|option|choice)?{_AS_WELL}"
)
_FEELS = {"1": "good", "๑": "good", "ข้อ1": "good", "2": "odd", "๒": "odd", "ข้อ2": "odd"}
"""In the order of the two buttons."""
_SAYS_NO_PLACE = re.compile(rf"(?:ขอ|เอา|เป็น|วันที่?|เวลา)*(?:\d+|หนึ่ง|สอง|สาม|one|two|three){_AS_WELL}")
"""A number that may be an hour or a day of the month."""
_DENIAL = re.compile(
    r"\s*(?:(?:อ้าว|เอ้ย|เอ๊ย|อุ๊ย|โทษที|ขอโทษ(?:ค่ะ|ครับ)?|oops|sorry|wait)[\s,.!…]*)?"
    r"(?:ไม่ใช่|ไม่เอา|ไม่|no|not that|nope)(?:ค่ะ|คะ|ครับ|นะคะ)?[\sๆ,.!…]+(?=\S)",
    re.IGNORECASE,
)
# What may stand around a bare day, time or name without making it another matter.
_AROUND = re.compile(
    r"งั้น|อ้าว|เอ้ย|เอ๊ย|อุ๊ย|โทษที|ขอโทษ|เอ่อ|อืม+|จริงๆ|ขอเป็น|ขอเปลี่ยนเป็น|เปลี่ยนเป็น|ขอ|เอาเป็น|เอา|เป็น|อยากได้|สะดวก|วันที่|วัน|ตอน|ช่วง|เวลา|ได้ไหม|ได้มั้ย|ได้ปะ|ได้ป่ะ|ได้|ก็|ดีกว่า|แล้วกัน|"
    r"น่าจะ|สัก|ประมาณ|ไม่เกิน|ภายใน|หลัง|ก่อน|ตั้งแต่|แทน|จอง|นัด|คิว|ทำ|ฉีด|ไม่ใช่|\b(?:at|on|the|for|a|is|ok|to|make|it|please|change|after|before|by|until|then|instead|from|"
    r"actually|rather|sorry|oops|hmm+|wait|mean|this|next|how|about|let'?s|do|want|book|would|like|i|can|we)\b",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """This function will give an answer without politeness, spaces and signs, in small letters."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("'", "")
    return re.sub(r"\s+", "", _POLITE.sub(" ", plain))


def says_yes(text: str) -> bool:
    """This function will say whether the whole message is a plain yes; a bare "ค่ะ" or a thumb is one.

    Thanks alone is none, nor "คะ" ("pardon?"), nor whatever asks or waits.
    """
    if asks_or_waits(text):
        return False
    typed = re.sub(r"[\s\ufe0f\U0001f3fb-\U0001f3ff]+", "", text)
    return _YES.fullmatch(bare(text)) is not None or _POLITE_YES.fullmatch(typed) is not None


def asks_or_waits(text: str) -> bool:
    """This function will say whether words ask back, or put something off: then a yes in them is none yet."""
    return _ASKS_OR_WAITS.search(text) is not None


def says_no(text: str) -> bool:
    """This function will say whether the whole message is a no."""
    return bare(text) in _NO


def says_stop(text: str) -> bool:
    """This function will say whether the whole message gives up what was begun."""
    return _STOP.fullmatch(bare(text)) is not None


def says_unsure(text: str) -> bool:
    """This function will say whether the whole message leaves the choice to us."""
    return _UNSURE.fullmatch(bare(text)) is not None


def feels_said(text: str) -> str | None:
    """This function will read a short answer to how the skin is: "good" or "odd", as the two buttons and 1 and 2 say it.

    Whatever says more is None: what it tells is read as words, trouble first.
    """
    left = bare(text)
    if left in _FEELS:
        return _FEELS[left]
    if _WORRIED.fullmatch(left):
        return "odd"
    return "good" if _WELL.fullmatch(left) else None


def asks_for_intake(text: str) -> bool:
    """This function will say whether the whole message asks for the questions about health."""
    return _INTAKE.fullmatch(bare(text)) is not None


def nth_said(text: str, *, plain_numbers: bool) -> int | None:
    """This function will give which of several was named by its place: 1 is the first, -1 the last.

    Args:
        text: The message.
        plain_numbers: Whether a number alone is a place; where times are offered, 2 may be two o'clock.
    """
    left = bare(text)
    hit = _NTH.fullmatch(left)
    if hit is None or (_SAYS_NO_PLACE.fullmatch(left) and not plain_numbers):
        return None
    place = hit["place"]
    return int(place) if place.isdigit() else _PLACES[place]


def place_said(text: str, *, among: int, plain_numbers: bool) -> int | None:
    """This function will give which of a list was named by its place, from 0; None where there is no such place."""
    nth = nth_said(text, plain_numbers=plain_numbers)
    if not nth or abs(nth) > among:
        return None
    return nth - 1 if nth > 0 else among + nth


def without_denial(text: str) -> str | None:
    """This function will give what follows a leading no ("no, this Saturday"); None where none leads."""
    hit = _DENIAL.match(text)
    return text[hit.end() :] if hit else None


def is_only(text: str, named: list[str]) -> bool:
    """This function will say whether a message names some things and little else, so that it can only be an answer.

    Args:
        text: The message.
        named: The words that were read as something, as typed.
    """
    rest = text
    for words in named:
        rest = rest.replace(words, " ")
    return bool(named) and only_leads_on(rest)


def only_leads_on(text: str) -> bool:
    """This function will say whether words only stand around a day, time or name ("after", "ขอเป็น"), and want nothing themselves."""
    return len(bare(_AROUND.sub(" ", text))) <= 2  # noqa: PLR2004 - a letter or two are a slip
