"""A wish for a treatment in so few words that no engine need guess: "จองไฮดราวันนี้", "อยากทำ thermage", "book hydra saturday"."""

import re
from collections.abc import Collection

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

_WISH = (
    r"จอง|นัด|คิว|(?:อยาก|ขอ|จะ)(?:ไป|มา|เข้า|ได้)?(?:ทำ|ฉีด)|"
    r"\b(?:book(?:ing)?|reserve|(?:want|like)(?: to)?(?: do| get| have| try)?)\b"
)
_AROUND = (
    r"ขอ|อยาก|จะ|ต้องการ|สนใจ|รบกวน|ช่วย|ให้|ทำ|ฉีด|หน่อย|ด้วย|วัน|ตอน|เวลา|ช่วง|ที่|สาขา|คอร์ส|สวัสดี|ดี|หนู|เรา|พี่|ผม|"
    r"ค่ะ|คะ|ค่า|ครับ|คับ|ค้าบ|จ้า|จ้ะ|นะ|เลย|\b(?:i|i'd|we|please|pls|an?|the|for|on|at|in|appointment|my|me|hi|hello|some|to|would)\b"
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
