"""Names of people: the clinic's own staff as they are known, and whoever else is named with a title."""

import re
from collections.abc import Iterator, Mapping, Sequence

from nlu.numerals import loose
from nlu.staff_names import StaffNames
from nlu.understanding import Entity

_BEFORE_NAME = re.compile(
    loose(
        r"(?:(?<!ขอบ)(?<!ขอบพระ)คุณ(?!หมอ|แม่|พ่อ|ลูก|ผู้|ภาพ|สมบัติ|ค่า|แอด|พี่|น้า|ป้า|ลุง|ตา|ยาย|ประโยชน์|ธรรม|ครู|สามี|แฟน|น้อง|ชอบ|คือ|ต้อง|อยู่|สนใจ|ไม่|เคย|ช่วย|คะ|ค่ะ|ครับ|จะ|มี)"
        r"|(?<!เ)(?<!ไม่มี)(?<!แก้)(?<!เปลี่ยน)(?<!สะกด)(?<!ลืม)(?<!ลง)ชื่อ(?:เล่น|จริง|ว่า)?(?: ?คุณ(?!หมอ|แม่|พ่อ|ลูก|อะไร))?(?!อะไร|ไร|ใคร|ใน|หนู|พี่|เรา|เค้า|เขา|ผม|ฉัน|ทั้ง|ตาม|ลูก|แม่|โปร|ร้าน|คลินิก|ยา|รุ่น|ยี่ห้อ|คอร์ส|แพ็ก|แพ็ค|ครีม|เซรั่ม|เครื่อง|ทรีต|ไลน์|ไลน|หัตถการ|บริษัท|เพจ|แบรนด์|นี้|เดิม|ใหม่|หมอ|คุณหมอ|ผิด|บัญชี|สาขา|คน|ไหน|ที่|ของ|จอง)|\bmy name is|\bi'?m called) ?:? ?"
    )
)
_NAME = re.compile(r"[\u0e01-\u0e4ea-z]{2,24}(?: [\u0e01-\u0e4ea-z]{2,24})?")
_ENDS_NAME = re.compile(
    loose(
        r"แนะนำ|อยู่|ค่ะ|ค่า|คะ|นะ|ครับ|คับ|จ้า|จ้ะ|ว่าง|เข้า|เบอร์|โทร|จอง|ขอ|มา(?![\u0e01-\u0e2eล])|ที่|กับ|ไป|ได้|เป็น|บอก|ให้|และ|ฝาก|เคย|ทำ|รับ|ตอบ|ส่ง|ไม่|ช่วย|นัด"
        r"|ด้วย|จะ|วัน|เลย|หน่อย|พรุ่ง|ไหม|มั้ย|\btel\b|\bphone\b|\bka\b|\bkha\b|\band\b|\bcan\b|\bfrom\b"
    )
)
_NOT_AFTER_SPACE = re.compile(
    loose(r"^(?:ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|นะ|เบอร์|โทร|ขอ|จอง|อายุ|จะ|นัด|ไม่|เป็น|สนใจ|อยาก|ทำ|มา|ได้)")
)


class People:
    """The clinic's staff by the names people call them. Never changes once made; safe between threads."""

    def __init__(self, staff: Mapping[str, Sequence[str]]) -> None:
        """This function will take a person's id with names, with or without a title; a shared name names nobody."""
        self._staff = StaffNames(staff)

    def find(self, text: str) -> Iterator[Entity]:
        """This function will find staff called by title and name, and others introduced as คุณ or ชื่อ, in a tidied text."""
        taken: list[tuple[int, int]] = []
        seen: set[str] = set()
        for key, start, end in self._staff.find(text):
            taken.append((start, end))
            if key and key not in seen:
                seen.add(key)
                yield Entity("staff", key, text[start:end])
        for hit in _BEFORE_NAME.finditer(text):
            if any(start <= hit.start() < end for start, end in taken):
                continue
            name = _name_at(text, hit.end())
            if name and name not in seen:
                seen.add(name)
                yield Entity("person", name, hit[0] + name)


def _name_at(text: str, start: int) -> str:
    """This function will cut a name out of words that run on without a space."""
    found = _NAME.match(text, start)
    if not found:
        return ""
    first, *rest = found[0].split(" ")
    end = _ENDS_NAME.search(first)
    if end:
        return first[: end.start()] if end.start() > 1 else ""
    last = rest[0] if rest and not _NOT_AFTER_SPACE.match(rest[0]) else ""
    end = _ENDS_NAME.search(last)
    if end:
        last = last[: end.start()]
    return f"{first} {last}".strip() if len(first) > 1 else ""
