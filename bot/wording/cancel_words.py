"""Words about cancelling: a plain cancellation, one that is denied, and all else that must be asked about first."""

import re
from collections.abc import Sequence

from bot.wording.short_words import bare

_DENIED = re.compile(
    r"(?:ไม่|มิ)(?:ได้|อยาก|ขอ|ต้อง|ต้องการ|คิด|จะ|ให้|เคย|ใช่|ควร)*(?:ยกเลิก|แคนเซิล|แคนเซล)|(?:อย่า|ห้าม)(?:เพิ่ง|พึ่ง)?(?:ยกเลิก|แคนเซิล|แคนเซล)|"
    r"\b(?:not|never|don'?t|won'?t|didn'?t|no need to|without)\b(?:\s+\w+){0,3}\s+cancel",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:ขอ|อยาก|ต้องการ|จะ|รบกวน|ช่วย|ให้|งั้น|หนู|เรา|พี่|ผม|ดิฉัน|ฉัน|สวัสดี|โอเค|ok|hi|hello|i|wantto|wouldliketo|idliketo|needto|haveto|must)*"
    r"(?:ยกเลิก|แคนเซิล|แคนเซล|cancel)"
    r"(?:คำขอ|การ|นัด(?:หมาย)?|จอง|คิว|เวลา|วัน|ตอน|ที่|ของ|หนู|เรา|ทั้งหมด|หมด|นี้|นั้น|แล้ว|ก่อน|หน่อย|ให้|ด้วย|ไป|ไว้|ทำ|ฉีด|"
    r"my|the|this|that|it|all|everything|appointments?|bookings?|requests?|for|on|at|of|now|time)*"
)
"""Bare words: without politeness, spaces and signs."""

_ASKS = re.compile(r"[?？]|ไหม|มั้ย|มัย|ไม๊|หรือ|รึ|ป่ะ|ถ้า|หาก|เผื่อ|\b(?:if|can|could|may|in case)\b", re.IGNORECASE)


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
