"""What a bare answer chooses of a short list: "อันแรก", "ข้อ 2", "the second one", "ทั้งสองไม่ใช่"."""

import re

NEITHER = -1
"""None of what was named."""

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_FILLER = r"(?:(?:เอา|ขอ|เลือก|เป็น|หมายถึง|คือ|it'?s|i mean|the|number|no\.?|option|choice|#|ข้อ|อัน|ตัว|แบบ|อย่าง|เรื่อง|ที่)\s*)*"
_ENDS = r"(?:\s*(?:เลย|นะ|น่ะ|จ้า|จ้ะ|ค่ะ|คะ|คับ|ครับ|ค้าบ|ค่า|please|one|option|choice|[.)!~ๆ]))*"
_PLACES = (
    r"(?:แรก|หนึ่ง|นึง|บน|ซ้าย|1|first|1st|one|former|a)",
    r"(?:สอง|ล่าง|หลัง|ขวา|ท้าย|สุดท้าย|2|second|2nd|two|latter|last|b)",
    r"(?:สาม|3|third|3rd|three|c)",
)
_PLACE = tuple(re.compile(rf"^{_FILLER}{place}{_ENDS}$", re.IGNORECASE) for place in _PLACES)
_NEITHER = re.compile(
    r"^(?:ทั้งสอง|ทั้งคู่|สองอัน|ทุกอัน)?\s*(?:ไม่ใช่(?:ทั้งสอง|ทั้งคู่|สักอัน|ซักอัน|เลย)?|ไม่ใช่ทั้งสองอัน|อย่างอื่น|เรื่องอื่น|อันอื่น|ไม่มี"
    rf"|neither(?: of (?:them|those))?|none(?: of (?:them|those|these))?|something else|other){_ENDS}$",
    re.IGNORECASE,
)
_BOTH = re.compile(
    rf"^(?:ทั้งสอง|ทั้งคู่|ทั้ง ?2|both)(?:อย่าง|อัน|เรื่อง)?(?: of (?:them|those))?{_ENDS}$", re.IGNORECASE
)


def chosen_in(text: str, *, among: int) -> tuple[int, ...]:
    """This function will give which of a list words choose, from 0; `NEITHER` for none of it, nothing where they do not say.

    Args:
        text: The whole message.
        among: How many there are to choose from.
    """
    said = text.translate(_DIGITS).strip().rstrip("!.~ ")
    if _NEITHER.match(said):
        return (NEITHER,)
    if among > 1 and _BOTH.match(said):
        return tuple(range(among))
    return tuple(at for at, place in enumerate(_PLACE[:among]) if place.match(said))
