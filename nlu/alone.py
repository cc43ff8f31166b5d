"""What is left of a message without the small words around it: "แล้วกรามล่ะคะ" names the jaw, and nothing else."""

import re

_POLITE = "ล่ะ|หล่ะ|ละ|ล่า|อ่ะ|อะ|ด้วย|บ้าง|มั่ง|แทน|นะ|น่ะ|คะ|ค่ะ|ค่า|คับ|ครับ|ค้าบ|จ้า|จ๊ะ|จ้ะ|ฮะ"
_OPENS = re.compile(
    r"^(?:(?:แล้ว?ว|เเล้ว|และ|ละ|ส่วน|ถ้า|งั้น|หรือว่า|หรือ|กับ|แต่|ของ|เป็น|สำหรับ|ก็|อ้อ|เอ่อ|อืม|"
    r"(?:what about|how about|and|or|but|then|also|for|on|at|the|an|a|oh|ok|okay)(?![a-z]))\s*)+",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    rf"(?:(?:{_POLITE}|ได้|ไหม|มั้ย|ม้าย|มะ|ป่ะ|ปะ|(?<![a-z])(?:then|too|please|pls|instead|is ok))\s*)+$",
    re.IGNORECASE,
)
_CLOSES_A_NAME = re.compile(rf"(?:(?:{_POLITE}|(?<![a-z])(?:then|too|please|pls))\s*)+$", re.IGNORECASE)
_IS_THERE = re.compile(
    r"(?:(?:ที่นี่|ร้าน|คลินิก)?(?:มี|รับทำ|รับ|ทำ)\s*)(?P<what>.+?)\s*(?:ไหม|มั้ย|มัย|ไม๊|หรือเปล่า|รึเปล่า|ป่าว|ป่ะ|ปะ)"
    r"|(?P<had>.+?)\s*มี(?:ไหม|มั้ย|มัย|ไม๊|หรือเปล่า|รึเปล่า|ป่าว|ป่ะ|ปะ)"
)
_LONGEST = 80
"""Letters; a longer message says more than a name with small words around it, and is left as it is."""

_SIGNS = " ?!.~…,\n"


def without_small_words(text: str) -> str:
    """This function will take off what opens and closes a short message, its signs, and "is it possible"."""
    if len(text) > _LONGEST:
        return text.strip()
    return _CLOSES.sub("", _opened(text), count=1).strip(_SIGNS)


def named_alone(text: str) -> str:
    """This function will give what a message names or asks for, where it says nothing else about it.

    "Is it possible" stays: of what may be done after a treatment it is asked all the time.
    """
    if len(text) > _LONGEST:
        return text.strip()
    name = _CLOSES_A_NAME.sub("", _opened(text), count=1).strip(_SIGNS)
    asked = _IS_THERE.fullmatch(name)
    return (asked["what"] or asked["had"]) if asked else name


def _opened(text: str) -> str:
    return _OPENS.sub("", text.strip().lower(), count=1).strip(_SIGNS)
