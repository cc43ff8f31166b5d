"""Words about cancelling: a plain cancellation, one that is denied, and all else that must be asked about first."""

import re
from collections.abc import Sequence

from bot.wording.short_words import bare, says_yes

_DENIED = re.compile(
    r"(?:ไม่|มิ)(?:ได้|อยาก|ขอ|ต้อง|ต้องการ|คิด|จะ|ให้|เคย|ใช่|ควร)*(?:ยกเลิก|แคนเซิล|แคนเซล)|(?:อย่า|ห้าม)(?:เพิ่ง|พึ่ง)?(?:ยกเลิก|แคนเซิล|แคนเซล)|"
    r"\b(?:not|never|don'?t|won'?t|didn'?t|no need to|without)\b(?:\s+\w+){0,3}\s+cancel",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:ขอ|อยาก|ต้องการ|จะ|รบกวน|ช่วย|ให้|งั้น|หนู|เรา|พี่|ผม|ดิฉัน|ฉัน|สวัสดี|โอเค|ok|hi|hello|i|wantto|wouldliketo|idliketo|needto|haveto|must)*"
    r"(?:ยกเลิก|แคนเซิล|แคนเซล|cancel)"
    r"(?:คำขอ|การ|นัด(?:หมาย)?|จอง|คิว|เวลา|วัน|ตอน|ที่|ของ|หนู|เรา|ทั้ง(?:หมด|คู่|สอง)|ทุก(?:อัน|นัด|รายการ|คำขอ)|หมด|เลย|นี้|นั้น|แล้ว|ก่อน|หน่อย|ให้|ด้วย|ไป|ไว้|ทำ|ฉีด|"
    r"my|the|this|that|it|all|both|everything|appointments?|bookings?|requests?|for|on|at|of|now|time)*"
)
"""Bare words: without politeness, spaces and signs."""

_KEEPS = re.compile(
    r"(?:งั้น|ถ้างั้น|โอเค|ok|หนู|เรา|พี่|ผม|ฉัน|ดิฉัน|ขอ)*"
    r"(?:ไม่(?:ต้อง|ขอ|ได้)?(?:เลื่อน|เปลี่ยน(?!ใจ))(?:นัด|วัน|เวลา|คิว)*(?:แล้ว|ละ|ดีกว่า)?"
    r"|(?:ขอ|เอา|ใช้|คง|ตาม|เป็น|ให้)*(?:นัด|คิว|วันเวลา|เหมือน)เดิม(?:ดีกว่า|ก็ได้|แล้วกัน|ละกัน|ได้)*"
    r"|(?:actually|ok|no)*(?:iwont|iwillnot|idont(?:wantto|needto)?|dont|donot|noneedto|nolongerneedto)(?:move|change|reschedule)"
    r"(?:it|that|my|the|appointment|booking|time|day|afterall|anymore|now)*"
    r"|(?:ill|iwill|lets|please)*(?:keep|leave)(?:it|my|the|same|original|old|appointment|booking|time|day|asitis|asis)+)"
)
"""Bare words."""

_STAYS = re.compile(
    r"ไม่(?:ได้|มี)?(?:จะ)?ไปไหน|อยู่บ้าน(?!นอก)|\b(?:not|n't|no plans of) going anywhere\b", re.IGNORECASE
)
_CANNOT = re.compile(
    r"(?:ขอโทษ|พอดี|คือ|ว่า|หนู|เรา|พี่|ผม|ฉัน|ดิฉัน|คง|น่าจะ|อาจ(?:จะ)?|วันนั้น|แล้ว)*"
    r"(?:(?:ไป|มา|เข้า)(?:ตามนัด|คลินิก)?ไม่(?:ได้|ทัน|ไหว)|ไม่(?:ได้)?(?:ไป|มา)(?:แล้ว|ตามนัด)|ไม่(?:ว่าง|สะดวก)(?:ไป|มา)?แล้ว|ติดธุระ)(?:แล้ว|ด่วน|อะ|อ่ะ|จริงๆ)*"
    r"|(?:sorry|oh|so|well)*(?:i|we)(?:cant|cannot|cantmake|cannotmake|wontbeableto|amnotableto|wont)(?:come|makeit|make|it|beable|anymore|afterall|there|then)*"
)
"""Bare words."""

_CONFIRMED = re.compile(
    r"(?:ยืนยัน|คอนเฟิร์ม|คอนเฟิม|จอง|นัด|คิว)(?:นัด|คิว|เวลา|ให้|ได้|แล้ว|เรียบร้อย|หนู|เรา)*\s*(?:(?:แล้ว)?(?:หรือ|รึ)?(?:ยัง)(?!ไม่)|แล้วใช่(?:ไหม|มั้ย|ป่ะ|ปะ)|ได้(?:คิว|นัด)?ยัง)"
    r"|ได้(?:คิว|นัด|เวลา)(?:แล้ว)?(?:หรือ|รึ)?ยัง|\b(?:is|was|has|have|am|are)\b[^.?!]{0,40}\b(?:confirmed|booked|approved)\b|\bconfirmed (?:yet|already|or not)\b|\bconfirmed\s*\?",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"ทั้งหมด|ทั้งคู่|ทั้งสอง|ทุก(?:อัน|นัด|รายการ|คำขอ)|หมดเลย|\b(?:all|both|everything)\b", re.IGNORECASE
)
_ASKS = re.compile(r"[?？]|ไหม|มั้ย|มัย|ไม๊|หรือ|รึ|ป่ะ|ถ้า|หาก|เผื่อ|\b(?:if|can|could|may|in case)\b", re.IGNORECASE)


def keeps_as_it_is(text: str) -> bool:
    """This function will say whether the whole message leaves an appointment where it is: "I won't move it after all"."""
    return _KEEPS.fullmatch(bare(text)) is not None


def cannot_come(text: str) -> bool:
    """This function will say whether the whole message tells that somebody cannot come, without naming when."""
    return _CANNOT.fullmatch(bare(text)) is not None


def asks_standing(text: str) -> bool:
    """This function will say whether a message asks whether a time is confirmed by now."""
    return _CONFIRMED.search(text) is not None and not says_yes(text)


def says_all(text: str) -> bool:
    """This function will say whether all is meant, and not one of several."""
    return _ALL.search(text) is not None


def is_free_then(text: str) -> bool:
    """This function will say whether somebody tells that she stays at home: she goes nowhere, and could come."""
    return _STAYS.search(text) is not None


def without_staying(text: str) -> str | None:
    """This function will give the words around that somebody stays at home; None where she does not say so."""
    return _STAYS.sub(" ", text) if is_free_then(text) else None


def denies_cancelling(text: str) -> bool:
    """This function will say whether words are against cancelling ("I do not want to cancel")."""
    return _DENIED.search(text) is not None


def cancels_plainly(text: str, named: Sequence[str]) -> bool:
    """This function will say whether the whole message is a cancellation: no question, no condition, nothing beside it.

    Args:
        text: The message.
        named: The words in it that name a treatment, a day or a time.
    """
    if denies_cancelling(text) or _ASKS.search(text):
        return False
    left = text.casefold()
    for words in sorted(named, key=len, reverse=True):
        left = left.replace(words.casefold(), " ", 1) if words else left
    return _PLAIN.fullmatch(bare(left)) is not None
