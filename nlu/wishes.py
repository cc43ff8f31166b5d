"""A wish for a treatment in so few words that no engine need guess: "จองไฮดราวันนี้", "อยากทำ thermage", "book hydra saturday"."""

import re
from collections.abc import Collection

from nlu.concerns import concerns_in
from nlu.spelling import tidy
from nlu.understanding import Entity

_TREATMENTS = frozenset({"treatment", "treatment_unclear", "brand"})
_PLACED = _TREATMENTS | {
    "date",
    "date_range",
    "date_unclear",
    "time",
    "time_range",
    "time_unclear",
    "branch",
    "area",
}
"""What may stand beside the wish; whatever else is named (a symptom, a person) makes it another matter."""

_LONGEST = 160
"""A longer message says more than a wish (letters); the longest name in a catalogue has 70."""

_SHORT = 60
"""A longer message may tell of something wrong (letters)."""

_WISH = (
    r"จอง|นัด|คิว|(?:อยาก|ขอ|จะ)(?:ไป|มา|เข้า|ได้)?(?:ทำ|ฉีด)|"
    r"\b(?:book(?:ing)?|reserve|(?:want|like)(?: to)?(?: do| get| have| try)?)\b"
)
_AROUND = (
    r"ขอ|อยาก|จะ|ต้องการ|สนใจ|รบกวน|ช่วย|ให้|ทำ|ฉีด|หน่อย|ด้วย|วัน|ตอน|เวลา|ช่วง|ที่|สาขา|คอร์ส|สวัสดี|ดี|หนู|เรา|พี่|ผม|"
    r"ค่ะ|คะ|ค่า|ครับ|คับ|ค้าบ|จ้า|จ้ะ|นะ|เลย|\b(?:i|i'd|we|please|pls|an?|the|for|on|at|in|appointment|my|me|hi|hello|some|to|would)\b"
)
_OFFERED = re.compile(
    r"(?:(?:ที่นี่|ร้าน|คลินิก|สาขา(?:นี้)?)\s*)?(?:มี|รับ)\s*(?:ฉีด|ทำ|บริการ|โปร)*\s*X+\s*(?:ขาว|ใส)?\s*(?:ไหม|มั้ย|มัย|หรือเปล่า|รึเปล่า)"
    r"|do you (?:have|offer|do)\s*X+"
)
"""X is a treatment, or a service that the clinic does not have."""
_BARE_MOMENT = re.compile(
    r"(?:X|ก่อน|หลัง|ตั้งแต่|ประมาณ|สัก|ตอน|ช่วง|วัน|โน้น|นู้น|นั้น|นี้|หน้า|from|after|before|on|at|the|next|in|(?:two|three|four|a|\d)? ?(?:weeks?|days?)|\s)+"
)
_WHY = re.compile(r"ทำไม(?:หรอ|เหรอ|ล่ะ|ละ|อะ|อ่ะ)?|why(?: not| so| is that)?")
_POLITE = re.compile(r"(?:ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|นะ|[\s?!.,~])+$")
_DAYS = frozenset({"date", "date_range", "date_unclear", "time", "time_range", "time_unclear"})
_OFFERS = frozenset({"treatment", "treatment_unclear", "brand", "other_treatment"})
_ON_THE_BODY = frozenset({"area", "symptom"})
_WOULD_HAVE = re.compile(
    r"อยาก(?:ให้|ได้|มี)?(?!\s*(?:รู้|ทราบ|ถาม|จอง|ทำ|ฉีด|คุย|ดู|เห็น|ไป|มา|นัด|เลื่อน|ยกเลิก|ซื้อ|ลอง|ปรึกษา|ขอ|ตัวนี้|อันนี้|แบบนี้|ผล))"
    r"|\bi (?:really )?(?:want|would like|wish) (?:a |an |my |to look |to have )"
)
_QUESTION = re.compile(
    r"[?？]|ไหม|มั้ย|มัย|ไม๊|ป่าว|ป่ะ|ปะ(?=$|[ คน])|หรือเปล่า|หรือยัง|รึ|หรอ|เหรอ|กี่|เท่า|ยังไง|ไงบ้าง|อะไร|ไหน|เมื่อไ|ทำไม|ใคร|ล่ะ|บ้าง"
    r"|\b(?:how|what|which|when|where|why|who|does|do|did|is it|are|can|could|will|would|should)\b"
)
_ONLY = re.compile(rf"(?:{_WISH}|{_AROUND}|[\W_])+")
_SAYS_WISH = re.compile(_WISH)


def wishes_for(text: str, entities: Collection[Entity]) -> bool:
    """This function will say whether a message names a treatment and wishes for it, and says nothing else.

    Args:
        text: The message.
        entities: What it names.
    """
    named = {one.entity for one in entities}
    if len(text) > _LONGEST or not named & _TREATMENTS or not named <= _PLACED or re.search(r"[?？]", text):
        return False
    left = tidy(text)
    for entity in sorted(entities, key=lambda one: -len(one.text)):
        if entity.text:
            left = left.replace(tidy(entity.text), " ", 1)
    return _ONLY.fullmatch(left) is not None and _SAYS_WISH.search(left) is not None


def wants_of_its_own(text: str, entities: Collection[Entity]) -> bool:
    """This function will say whether a message tells what somebody would have otherwise ("ขมับบุ๋ม", "อยากปากอวบ").

    That is about no treatment talked of before. A question is: "does it help against wrinkles?".

    Args:
        text: The message.
        entities: What it names.
    """
    written = tidy(text)
    if _WOULD_HAVE.search(written):
        return True
    tells = any(one.entity in _ON_THE_BODY for one in entities) or bool(concerns_in(text))
    return tells and _QUESTION.search(written) is None


def tells_nothing_wrong(text: str, entities: Collection[Entity]) -> bool:
    """This function will say whether a message is only a day or time, asks whether something is offered, or asks "why".

    Args:
        text: The message.
        entities: What it names.
    """
    named = {one.entity for one in entities}
    if len(text) > _SHORT or not named <= _DAYS | _OFFERS:
        return False
    left = tidy(text)
    for entity in sorted(entities, key=lambda one: -len(one.text)):
        if entity.text:
            left = left.replace(tidy(entity.text), "X", 1)
    left = _POLITE.sub("", left)
    if not named:
        return _WHY.fullmatch(left) is not None
    form = _BARE_MOMENT if named <= _DAYS else _OFFERED
    return form.fullmatch(left) is not None
