"""A clinic's own people by the names they are called, misspelt or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from nlu.closed_up import as_typed, close_up
from nlu.numerals import loose

TITLE = loose(
    r"(?:คุณหมอ|หมอ|นพ\.?|พญ\.?|ทพ\.?|คุณ|พี่|น้อง|นาย|นางสาว|นส\.?|พยาบาล|เซลส์|เซล|แอดมิน|ครู|\bdr\.?|\bdoctor|\bkhun|\bp'|\bp(?= )|\bnurse) ?"
)
_CALLED = re.compile(rf"(?:(?<!ขอบ)(?<!ขอบพระ)(?:{TITLE}))+")
_LONGEST = 40
_SHORT = 4
"""A name of fewer letters begins many other words: what follows must be one that can follow a name."""

_MAY_BE_MISSPELT = 4
_FOLLOWS = re.compile(
    loose(
        r"^(?:$|[^a-z\u0e01-\u0e4e]|ว่าง|เข้า|อยู่|อยุ|มั้ย|ไหม|มัย|ม๊าย|ค่ะ|คะ|ค่า|คร[ัา]บ|คับ|นะ|น้า|จ้า|จ้ะ|วัน|พรุ่ง|ตอน|ช่วง|ได้|ที่|กับ|คน|จะ|มา|รึ|หรือ"
        r"|เป็น|ทำ|ฉีด|หน่อย|ด้วย|เลย|ไม่|ให้|บอก|ดู|ของ|แล้ว|ยัง|สาขา|ช่วย|เมื่อ|ก็|คิว|ป่|ปะ|มี|ใจดี|น่ารัก|ลา|ออก|หยุด|ไป|เขา|เค้า|รับ|ตรวจ|ขอ|เอา|อะ|อ่ะ|ว่า|เคย|นัด|โทร|ใช่|เท่า|ทัก|ตอบ|พูด|แนะ|เสาร์|อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์)"
    )
)
_HANGS_ON = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e]")
_SAME_SOUND = str.maketrans("ฐฑธถ", "ทททท")
_FEW_SAY_IT_OF = ("พี่", "คุณ")
_COMMON = frozenset(
    (
        "ใหม่",
        "เก่า",
        "หญิง",
        "ชาย",
        "หนุ่ม",
        "ดี",
        "เดิม",
        "นัด",
        "ฟัน",
        "ผิว",
        "หน้า",
        "เด็ก",
        "ใหญ่",
        "เล็ก",
        "สวย",
        "มา",
        "ว่าง",
        "จริง",
        "ดู",
    )
)
"""Words that after a title are mostly what they mean: a new doctor is nobody's name."""


def called_by(name: str) -> frozenset[str]:
    """This function will give what somebody may be called by: the name without titles, the given name, a name in brackets."""
    outside, *inside = re.split(r"[()]", name.lower())
    bare = [re.sub(rf"^(?:{TITLE})+", "", part.strip()).strip() for part in (outside, *inside)]
    given = [part.split()[0] for part in bare if part]
    return frozenset(part for part in (*bare, *given) if len(part) > 1)


class StaffNames:
    """The clinic's people by their names. Never changes once made; safe between threads."""

    def __init__(self, staff: Mapping[str, Sequence[str]]) -> None:
        """This function will take a person's id with names, with or without a title; a shared name names nobody."""
        owners: dict[str, set[str]] = {}
        self._common: set[str] = set()
        for key, names in staff.items():
            for name in names:
                for bare in _as_heard(called_by(name)):
                    folded = _folded(bare)[0]
                    owners.setdefault(folded, set()).add(key)
                    self._common |= {folded} if bare in _COMMON else set()
        self._owners = {name: next(iter(ids)) if len(ids) == 1 else "" for name, ids in owners.items()}
        self._longest_first = tuple(sorted(self._owners, key=len, reverse=True))

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """This function will give who is called by title and name in a tidied text, with where the words begin and end.

        The id is empty where several have the name.
        """
        if not self._owners:
            return
        for called in _CALLED.finditer(text):
            tail = text[called.end() : called.end() + _LONGEST]
            found = self._at_the_start(tail, title=called[0].strip())
            if found:
                owner, words = found
                yield owner, called.start(), called.end() + len(words)

    def _at_the_start(self, tail: str, *, title: str) -> tuple[str, str] | None:
        """This function will tell whose name a text begins with, and its words as typed."""
        written, places = _folded(tail)
        for name in self._longest_first:
            if not written.startswith(name):
                continue
            words = as_typed(tail, places, 0, len(name))
            if self._ends_well(name, tail[len(words) :]) and not (
                name in self._common and not title.startswith(_FEW_SAY_IT_OF)
            ):
                return self._owners[name], words
        return self._nearly_at_the_start(tail, written, places)

    def _nearly_at_the_start(self, tail: str, written: str, places: Sequence[int]) -> tuple[str, str] | None:
        """This function will find the one longer name that the text begins with, but for one letter that is not its first."""
        hits: dict[str, int] = {}
        for name in self._longest_first:
            for length in range(len(name) - 1, min(len(name) + 1, len(written)) + 1):
                part = written[:length]
                words = as_typed(tail, places, 0, length) if length else ""
                if (
                    len(name) > _MAY_BE_MISSPELT
                    and part[:1] == name[:1]
                    and OSA.distance(name, part, score_cutoff=1) <= 1
                    and _FOLLOWS.match(tail[len(words) :])
                ):
                    hits.setdefault(self._owners[name], len(words))
        return (next(iter(hits)), tail[: next(iter(hits.values()))]) if len(hits) == 1 else None

    @staticmethod
    def _ends_well(name: str, rest: str) -> bool:
        """This function will tell whether a name ends here, and no longer word goes on."""
        if name.isascii():
            return not re.match("[a-z]", rest)
        if _HANGS_ON.match(rest):
            return False
        return len(name) >= _SHORT or bool(_FOLLOWS.match(rest))


def _as_heard(names: Iterable[str]) -> frozenset[str]:
    """This function will add to names how they are typed by ear: หมอน้าม for หมอน้ำ."""
    return frozenset(form for name in names for form in (name, name.replace("ำ", "าม")))


def _folded(text: str) -> tuple[str, list[int]]:
    """This function will close up a text, letters of one sound made one."""
    written, places = close_up(text)
    return written.translate(_SAME_SOUND), places
