"""Whether a question about care is about the time before a treatment, or the time after it."""

import re

from nlu.spelling import tidy

_BEFORE = re.compile(
    r"เตรียมตัว|เตรียม(?:อะไร|ยังไง|ผิว)|ก่อน(?:ไป)?(?:ทำ|ฉีด|ยิง|เลเซอร์|ร้อย|นัด|มา)|\bprepar|\bbefore\b"
)
_AFTER = re.compile(r"หลัง(?:จาก)?(?:ทำ|ฉีด|ยิง|เลเซอร์|ร้อย)|ทำไปแล้ว|ทำมาแล้ว|\bafter\b")


def asks_to_prepare(text: str) -> bool:
    """This function will say whether a question about care is about the time before; "before and after" is about after."""
    words = tidy(text)
    return _BEFORE.search(words) is not None and _AFTER.search(words) is None
