"""What she says instead of an answer about her health: that the one before was wrong, not now, why, or what a word means."""

import re

from bot.wording.health_words import NOT_TO_THIS
from bot.wording.short_words import bare

BACK, LATER, SKIP, WHY = "back", "stop", "skip", "why"
"""The answer before is to be changed; the questions are left for now; this one alone is; why it is asked."""

# Of the whole message without politeness and spaces, in small letters; the first that fits counts.
_WHOLE = (
    (
        BACK,
        (
            "(?:ขอ|อยาก)?(?:ย้อน(?:กลับ)?(?:ไป)?|กลับไป)(?:ข้อ(?:ก่อน(?:หน้า)?|ที่แล้ว|เมื่อกี้))?(?:นี้)?(?:ได้ไหม|ได้มั้ย)?|"
            "(?:ขอ|อยาก)?(?:แก้(?:ไข)?|เปลี่ยน)(?:คำตอบ|ข้อ|ก่อนหน้า|ที่แล้ว|เมื่อกี้|นี้)+(?:ได้ไหม|ได้มั้ย)?|"
            "(?:เมื่อกี้|เมื่อกี๊|ข้อ|ก่อนหน้านี้|ก่อนหน้า|ที่แล้ว)*(?:ตอบ|กด|พิมพ์)ผิด(?:ข้อ|ไป|แล้ว)*|"
            "(?:please)?(?:go)?back|(?:please|iwantto|cani)?(?:change|correct|fix)(?:my|the|last|previous|answer|one)+|"
            "(?:thatwas|sorry|itwas)?(?:wronganswer|amistake|mymistake)|i(?:answered|pressed|tapped)(?:it|that)?wrong(?:ly)?"
        ),
    ),
    (
        LATER,
        (
            "(?:พรุ่งนี้|วันหลัง|คราวหน้า|ไว้|เดี๋ยว|แล้ว|ขอ)*(?:ค่อย)?(?:มา)?ตอบ(?:ทีหลัง|วันหลัง|พรุ่งนี้|คราวหน้า|ตอนหลัง)|"
            "(?:พรุ่งนี้|วันหลัง|คราวหน้า|ไว้|เดี๋ยว|แล้ว)+ค่อย(?:มา)?ตอบ|(?:ill)?answer(?:it|this|them|these)?(?:later|tomorrow)"
        ),
    ),
    (
        SKIP,
        (
            "(?:ขอ)?ข้าม(?:ข้อ|นี้|ไป|ก่อน|เลย)*(?:ได้ไหม|ได้มั้ย)?|(?:ขอ)?ไม่(?:อยาก|ขอ|สะดวก)?(?:ที่จะ)?ตอบ(?:ข้อนี้|เรื่องนี้)?|"
            "(?:can)?i?skip(?:this|it|that|one|question)*|(?:id|i)?prefernot(?:to(?:say|answer))?|"
            "i?(?:dont|donot)want(?:to)?(?:say|answer)(?:this|it|that)?"
        ),
    ),
    (
        WHY,
        (
            "ทำไม(?:ต้อง)?(?:ถาม|ตอบ|รู้|อยากรู้).*|(?:จะ)?ถาม(?:เรื่องนี้|อันนี้|ข้อนี้)?(?:ไป)?ทำไม|"
            "(?:จำเป็น)?ต้อง(?:ตอบ|ถาม)(?:ด้วย|หมด|ทุกข้อ)*(?:ไหม|มั้ย|หรอ|เหรอ|หรือ)|"
            "why(?:doyou|areyou|youre)?(?:ask|need|want).*|whyisthat|why|doi(?:haveto|need(?:to)?)(?:answer|say).*"
        ),
    ),
    (
        NOT_TO_THIS,
        (
            "(?:ไม่|เปล่า)(?:มี|เป็น|เคย|ใช่)?(?:เลย|อะไร|สัก)*(?:ทุก(?:ข้อ|อย่าง|อัน)|ทั้งหมด)(?:เลย)?|"
            "(?:no|none|nothing)(?:to|of)(?:all|these|them|theabove|it|ofthem|that)+"
        ),
    ),
)
_ASIDES = tuple((what, re.compile(words)) for what, words in _WHOLE)
_ASKS_MEANING = re.compile(
    r"คือ\s?(?:อะไร|ไร|โรคอะไร|ยาอะไร)|(?:อะไร|ไร)คือ|หมายถึง(?:อะไร|ไร)|หมายความว่า|แปลว่า|ไม่(?:ค่อย)?เข้าใจ(?:คำถาม|คำว่า|ข้อนี้)|"
    r"\bwhat(?:'s|s| is| are| does| do you mean)\b|\bmean(?:s|ing)?\b|\bdon'?t understand\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"ไหม|มั้ย|มัย|ไม๊|หรือเปล่า|หรือยัง|หรือไม่|รึเปล่า|ป่ะ|ปะ(?:คะ|$)|\?|อะไร|ยังไง|อย่างไร|เมื่อไ|ถ้า|สมมติ|"
    r"\b(?:can|may|should|does|do|is|are|if|what|when|how) (?:i|it|this|that|you|we)\b|\bif\b",
    re.IGNORECASE,
)


def health_aside(text: str) -> str | None:
    """This function will say what a whole message says instead of an answer; None where it is none of these."""
    left = bare(text)
    return next((what for what, words in _ASIDES if words.fullmatch(left)), None)


def asks_meaning(text: str) -> bool:
    """This function will say whether a message asks what a word of ours means."""
    return _ASKS_MEANING.search(text) is not None


def asks_or_supposes(text: str) -> bool:
    """This function will say whether a message asks something or only supposes it: then it tells of nothing."""
    return _ASKS.search(text) is not None
