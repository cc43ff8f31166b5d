"""Short messages whose meaning no engine need guess: laughter is nothing to answer, interest is a wish for what was talked of."""

import re

from nlu.spelling import tidy

_END = r"(?:ค่ะ|คะ|ค่า|ครับ|คับ|ค้าบ|จ้า|จ้ะ|นะ|น้า|อ่ะ|อะ|เลย|มาก|ๆ|เด้อ|เจ้า|ka|krub|[ .!~+]|[^\w\s\u0e00-\u0e7f])"
_LAUGHTER = re.compile(
    rf"(?:5{{3,}}|(?:ฮ่า|ฮา|ห้า|อิ|คิ|หุ|แหะ|เหอะ)(?:ๆ|ฮ่า|ฮา|ห้า|อิ|คิ|หุ|แหะ|เหอะ)+|(?:ha){{2,}}h?|(?:he){{2,}}h?|lo+l|lmao|rofl|xd+|[😂🤣😆😹]|{_END}){{1,12}}"
)
_LAUGHS = re.compile(r"555|ฮ|ห้า|อิอิ|คิคิ|หุหุ|แหะ|เหอะ|ๆ|ha|he|lo+l|lmao|rofl|xd|[😂🤣😆😹]")
_INTEREST = re.compile(
    rf"(?:หนู|เรา|พี่|ผม|ดิฉัน|ก็|งั้น|i'?m |i am |very ){{0,3}}(?:สนใจ|interested)(?:ทำ|อยู่|ตัวนี้|อันนี้|โปรนี้|in (?:it|this|that)|{_END}){{0,8}}"
)
_LONGEST = 40
"""A longer message says more than that (letters)."""


def laughs(text: str) -> bool:
    """This function will tell whether a message is laughter and nothing else."""
    read = tidy(text).replace("\n", " ")
    return len(text) <= _LONGEST and bool(_LAUGHTER.fullmatch(read) and _LAUGHS.search(text.lower()))


def shows_interest(text: str) -> bool:
    """This function will tell whether a message says that somebody is interested, and nothing else."""
    return len(text) <= _LONGEST and bool(_INTEREST.fullmatch(tidy(text)))
