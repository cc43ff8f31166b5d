"""What a bare answer chooses of a short list that was named: "อันแรก", "ข้อ 2", "the second one", "ทั้งสองไม่ใช่"."""

import re

from bot.wording.short_words import asks_or_waits, bare, place_said, says_no, says_yes

NEITHER = -1
"""None of what was named."""

_NEITHER = re.compile(
    r"(?:ทั้งสอง|ทั้งคู่|สองอัน|ทุกอัน)?(?:ไม่ใช่(?:ทั้งสอง|ทั้งคู่|สัก|ซัก)?(?:อัน|อย่าง|เรื่อง|ข้อ)?|(?:อย่าง|เรื่อง|อัน)อื่น|ไม่มี"
    r"|neither(?:ofthem|ofthose)?|none(?:ofthem|ofthose|ofthese)?|somethingelse|other)"
)
_BOTH = re.compile(r"(?:เอา|ขอ)*(?:ทั้งสอง|ทั้งคู่|ทั้ง2|both)(?:อย่าง|อัน|เรื่อง|ข้อ)?(?:ofthem|ofthose)?")


def chosen_in(text: str, *, among: int) -> tuple[int, ...]:
    """This function will give which of a list words choose, from 0; `NEITHER` for none of it, nothing where they do not say.

    Args:
        text: The whole message.
        among: How many there are to choose from.
    """
    said = bare(text)
    if _NEITHER.fullmatch(said) or says_no(text):
        return (NEITHER,)
    if among > 1 and _BOTH.fullmatch(said):
        return tuple(range(among))
    at = place_said(text, among=among, plain_numbers=True)
    return () if at is None else (at,)


def says_yes_to_it(text: str, *, is_heard: bool) -> bool:
    """This function will say whether words are a yes to the one thing that was named.

    Args:
        text: The whole message.
        is_heard: Whether the engine takes them for a yes; who asks back says none.
    """
    return says_yes(text) or (is_heard and not asks_or_waits(text))
