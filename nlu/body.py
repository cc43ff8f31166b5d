"""Where on the body something is, what is wrong there or no longer wrong, and since when."""

import re
from collections.abc import Iterator, Mapping, Sequence

from nlu.examples import DATA
from nlu.numerals import COUNT, ENGLISH_NUMBER, loose, number_of
from nlu.told import read_told
from nlu.understanding import Entity

_BENDS_FROM = 5
"""Letters, without marks, from which a word is known by its letters alone."""

_LOOK = 24
"""So many letters before and after a symptom can change what is said of it."""

_DENIED_BEFORE = re.compile(
    loose(
        r"(?:ไม่|ไม่มี|ไม่ได้|ไม่เคย|หาย|เลิก|หมด|\bno|\bno more|\bnot|\bwithout|n't) ?(?:มี|เป็น|รู้สึก|ค่อย)? ?(?:อาการ)? ?$"
    )
)
_DENIED_AFTER = re.compile(
    loose(r"^(?:ๆ)? ?(?:ก็|มัน|นั้น|is|has)? ?(?:หายไป|หาย|ยุบ|gone|went away)(?:ไป)?(?:แล้ว|หมด|ละ|$| )")
)
_FADING = re.compile(
    loose(r"^(?:ๆ)? ?(?:ก็|เริ่ม|ค่อยๆ|มัน)? ?(?:จาง|ลดลง|ดีขึ้น|น้อยลง|เบาลง|ยุบลง|ลง(?:เยอะ|แล้ว|บ้าง)|getting better)")
)
_SUPPOSED_BEFORE = re.compile(
    loose(
        r"(?:จะ|ถ้า|หาก|กลัว|กัน|ลด|แก้|รักษา|อาจ|อาจจะ|เดี๋ยว|มีโอกาส|\bwill it|\bif|\bwill) ?(?:มี|เป็น|เกิด|มัน|ว่า|be)? ?(?:อาการ|รอย)? ?$"
    )
    + r"|(?:^|[.?!] )(?:does|do|will|is|are) (?!there)[a-z ]{0,20}$"
)
_ASKED_AFTER = re.compile(
    loose(
        r"^(?:ๆ)? ?(?:มาก|เยอะ|นาน|บ้าง)? ?(?:ไหม|มั้ย|มัย|ไม[๊้]|มะ(?!รืน)|ป่าว|ปะ(?=$|[ ค])|ป่ะ|ประมาณไหน|แค่ไหน|ขนาดไหน|หรือเปล่า|รึเปล่า|หรือไม่|กี่วัน|นานไหม|กี่โมง)"
    )
)
_UNIT = {"ชม": "PT{}H", "ชั่วโมง": "PT{}H", "วัน": "P{}D", "คืน": "P{}D", "อาทิตย์": "P{}W", "สัปดาห์": "P{}W", "เดือน": "P{}M",
         "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M"}  # fmt: skip
_UNITS = loose("ชม\\.?|ชั่วโมง|วัน|คืน|อาทิตย์|สัปดาห์|เดือน")
_MARK = re.compile("[\u0e47-\u0e4c.]")
_UNIT_OF = {_MARK.sub("", word): form for word, form in _UNIT.items()}
_SINCE = re.compile(
    loose(
        rf"(?:(?P<n>{COUNT}) ?)?(?P<unit>{_UNITS}) ?(?:นึง|หนึ่ง|กว่าๆ|กว่า)? ?(?:แล้ว|ละ(?![\u0e01-\u0e2e])|มาแล้ว)"
    )
    + loose(rf"|มา(?:ได้)? ?(?P<n2>{COUNT}) ?(?P<unit2>{_UNITS})")
    + loose(rf"|ตั้งแต่ ?(?P<n3>{COUNT}) ?(?P<unit3>{_UNITS}) ?(?:ที่แล้ว|ก่อน)")
    + loose(rf"|มา(?:ได้)? ?(?P<unit5>{_UNITS}) ?(?:นึง|หนึ่ง|กว่าๆ|กว่า)")
    + rf"|\bfor (?:about |almost |over )?(?P<n4>{ENGLISH_NUMBER}|an?) (?P<unit4>hour|day|week|month)s?\b"
)
_SINCE_YESTERDAY = re.compile(loose("(?:ตั้งแต่|since|มาตั้งแต่) ?(?:เมื่อวานซืน|เมื่อวาน|เมื่อคืน|yesterday|last night)"))
_TREATED_BEFORE = re.compile(loose(r"(?:ทำ|ฉีด|ยิง|ร้อย|เติม|ผ่าน) ?(?:ไป|มา)? ?$"))


class BodyReader:
    """Areas and symptoms by the words for them. Never changes once made; safe between threads."""

    def __init__(self) -> None:
        """This function will read the words."""
        content = read_told(DATA / "body_words.yml")
        self._areas = _Words(content["areas"], content["not_areas"])
        self._symptoms = _Words(content["symptoms"], content["not_symptoms"])

    def find(self, text: str) -> Iterator[Entity]:
        """This function will find areas, symptoms there are or are no more, and since when, in a tidied text.

        Where a symptom is named several times, the last word counts. A question or a fear is no symptom.
        """
        yield from _once(Entity("area", key, hit[0].strip()) for key, hit in self._areas.find(text))
        said: dict[str, Entity] = {}
        for key, hit in self._symptoms.find(text):
            kind = _kind(hit)
            if kind:
                said.pop(key, None)
                said[key] = Entity(kind, key, hit[0])
        yield from said.values()
        if any(entity.entity == "symptom" for entity in said.values()):
            yield from _since(text)


class _Words:
    """An expression that finds many words at once, the longest first."""

    def __init__(self, words: Mapping[str, Sequence[str]], other: Sequence[str]) -> None:
        self._key_of = {_bare(word): key for key, called in words.items() for word in called}
        every = sorted(
            {*other, *(word for called in words.values() for word in called)}, key=len, reverse=True
        )
        self._pattern = re.compile(
            "|".join(
                rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else _bent(word) for word in every
            )
        )

    def find(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        for hit in self._pattern.finditer(text):
            key = self._key_of.get(_bare(hit[0]))
            if key:
                yield key, hit


def _bent(word: str) -> str:
    """This function will let marks be left out or wrong, but not in a short word: "ก่อน" is no "ก้อน"."""
    return loose(word) if len(_bare(word)) >= _BENDS_FROM else re.escape(word)


def _bare(word: str) -> str:
    return re.sub("[\u0e47-\u0e4c]", "", word)


def _once(entities: Iterator[Entity]) -> Iterator[Entity]:
    seen: set[str] = set()
    for entity in entities:
        if entity.value not in seen:
            seen.add(entity.value)
            yield entity


def _kind(hit: re.Match[str]) -> str | None:
    """This function will tell whether a symptom is there, is no more, or is only asked about or fading."""
    before = hit.string[max(0, hit.start() - _LOOK) : hit.start()]
    after = hit.string[hit.end() : hit.end() + _LOOK]
    if _ASKED_AFTER.match(after) or _SUPPOSED_BEFORE.search(before) or _FADING.match(after):
        return None
    return "no_symptom" if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after) else "symptom"


def _since(text: str) -> Iterator[Entity]:
    """This function will read how long it lasts, as an ISO 8601 duration; not how long ago the treatment was."""
    yesterday = _SINCE_YESTERDAY.search(text)
    if yesterday:
        days = 2 if "ซืน" in yesterday[0] else 1
        yield Entity("since", f"P{days}D", yesterday[0])
        return
    for hit in _SINCE.finditer(text):
        if _TREATED_BEFORE.search(text[max(0, hit.start() - _LOOK) : hit.start()]):
            continue
        unit = hit["unit"] or hit["unit2"] or hit["unit3"] or hit["unit4"] or hit["unit5"]
        number = hit["n"] or hit["n2"] or hit["n3"] or hit["n4"] or "a"
        count = 1 if number in ("a", "an") else number_of(number)
        yield Entity("since", _UNIT_OF[_MARK.sub("", unit)].format(count), hit[0].strip())
        return
