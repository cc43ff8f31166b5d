"""The red-flag gate: words of danger, found before any intent is guessed and whatever the engine thinks.

Recall comes first: a false alarm costs a look, a miss may cost an eye. The clinic's file says which groups there
are and gives phrases; the files `data/red_flags_{th,en}.yml` add the ways people really type them, and name the
false friends. Narrowing to what was done to this customer is the caller's work.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from nlu.examples import DATA
from nlu.spelling import fold, tidy

_GAP = r"[^\n,.!?]{0,12}?"
"""What `..` in a phrase stands for: up to 12 letters within one clause ("ตา..มัว" finds "ตาข้างซ้ายมัว")."""

# Body parts whose letters also begin other words, which a gap would run into: "ตา" (eye) begins "ตาม" (follow), "คอ"
# (neck) begins "คอร์ส" and "คอลลาเจน". What may follow an eye is named.
_LONGER_WORD = {"ตา": r"(?!ม(?!ว|ัว|ืด|อง|าน|ี|ิด))", "คอ": r"(?![รลน])"}

_NEAR = 60
"""Letters before and after a phrase in which a denial of it is looked for."""

# The tone mark is all that parts "burnt" from the question word and from threads, and "before" from "lump": these two
# must not be folded away, so they are written with letters that no other word has.
_KEPT = (("ไหม้", "ไฆษ"), ("ก่อน", "กฬน"))
_TYPED = (
    (re.compile("ม่าย|มั่ย|มะ(?=เห[น็]|ได้|มี|ชัด|ออก|ลง|ขึ้น|ไหว|หาย)"), "ไม่"),
    (re.compile("ไม่ค่อย(?:จะ)?"), "ไม่"),
    (re.compile("หาย(?:จัย|ไจ)"), "หายใจ"),
    (re.compile("ลมพิ[ดศส]"), "ลมพิษ"),
    (re.compile("ๅ"), "า"),
)


def _kept(text: str) -> str:
    """This function will save the words that folding would make one with others."""
    for word, kept in _KEPT:
        text = text.replace(word, kept)
    return text


def _letters(text: str) -> str:
    """This function will reduce a text to the letters that matter: folded, blanks and emoji taken out.

    Thai uses blanks freely; line ends, commas and stops part clauses and stay.
    """
    text = tidy(text).replace("ใ", "ไ")
    for pattern, meant in _TYPED:
        text = pattern.sub(meant.replace("ใ", "ไ"), text)
    folded = fold(_kept(text))
    return re.sub(r"[^\w\u0e00-\u0e7f\n,.!?/]+|_|\u0e46", "", folded)


def _expression(words: str) -> re.Pattern[str]:
    """This function will compile an expression over folded letters from one written in whole words."""
    return re.compile(fold(_kept(words)))


# "Not", and the words that may stand between it and what is denied.
_DENIED_BEFORE = _expression(
    r"(?:ไม่(?:ได้|มี|เป็น|เคย|พบ|เจอ|เห็น|รู้สึก|ว่า|อาการ|อะไร|แล้ว|ยัง|แบบ|ให้)*|ไร้|ปราศจาก)$"
)
_DENIED_IDIOM = _expression(r"ไม่(?:มี|ได้|อาการ)*(?:ปวด|บวม|แดง)+$")
"""Pain, swelling, redness and heat are said in one breath and denied in one: "ไม่ปวดบวมแดงร้อน"."""
_IDIOM = tuple(map(fold, ("บวม", "แดง", "ร้อน")))
_DENIED_LIST = _expression(r"ไม่(?:ได้)?(?:มี|เป็น)[^\n,.!?]{1,20}หรือ(?:มี|เป็น)?$")
"""A denial reaches over "or", never over "and": that may as well begin a complaint."""
_DENIED_INSIDE = _expression("ไม่|หาย|เลิก")
_BUT, _WILL = fold("แต่"), "จะ"
_ONCE_BEFORE = _expression("เคย(?:เป็น|มี)?$")
_WORSE_THAN_EVER = _expression("^.{0,8}(?:ขนาดนี้|แบบนี้|เท่านี้|มาก่อน)")
_WILL_BEFORE = _expression("จะ(?:มี|เป็น|ไม่|ทำให้|เกิด|หนัง|เปลือก|หน้า|ผิว)*$")
_QUESTION_AFTER = _expression("^.{0,6}(?:ไหม|มั้ย|ัย|หรือเปล่า|รึเปล่า|หรือป่าว|ป่ะ|ปะ)")


# What is feared, read about, long over, born with, laughed about or another's is no news of the writer's face.
_FEARED_BEFORE = _expression(
    r"(?:กลัว|เสี่ยง|โอกาส|ป้องกัน)(?:ว่า|ที่|ต่อ|จะ|เป็น|มี|เกิด|ไม่ให้)*$"
    r"|(?:ข่าว|ได้ยินว่า|อ่านเจอ|อ่านมา|ในคลิป|ในรีวิว)[^\n,.!?]{0,18}$"
)
_OVER_AFTER = _expression(
    r"^(?!.{0,4}ไม่).{0,6}(?:หาย|ยุบ|ลด|แห้ง|ดีขึ้น|จาง)(?:ไป|ลง|หมด|สนิท|เยอะ|เกลี้ยง|ดี)*แล้ว"
    r"(?!.{0,6}(?:กลับ|ขึ้นใหม่|เป็นใหม่|ขึ้นอีก|เป็นอีก|มาอีก))"
)
_INBORN_AFTER = _expression("^.{0,6}(?:แต่กำเนิด|ตั้งแต่เกิด|ตั้งแต่เด็ก|ตามวัย|ตามอายุ|กรรมพันธุ์)")
_RUMOUR_AFTER = _expression("^.{0,4}จริง(?:ไหม|มั้ย|หรอ|เหรอ|ป่ะ|ปะ|ป่าว|หรือเปล่า|รึเปล่า)")
_IN_FUN_BEFORE = _expression("(?:ขำ|หล่อ|สวย|น่ารัก|แพง)(?:มาก)*(?:จน|แทบ)(?:จะ)?$")
_IN_FUN_AFTER = _expression("^.{0,4}(?:หมอ|แอด|พี่)?(?:หล่อ(?!ก)|น่ารัก)")
_PET_BEFORE = _expression(r"(?:หมา|แมว|สุนัข)[^\n,.!?]{0,8}$")
_CHILD_BEFORE = _expression("ลูก(?:ชาย|สาว|น้อย|คนโต|คนเล็ก)?(?:มี|เป็น)?$")
_CANNOT_COME_AFTER = _expression("เลื่อน|ยกเลิก|ขอลา|ไปไม่ได้|มาไม่ได้")
_IF_BEFORE = _expression(r"(?:ถ้า|หาก)[^\n,.!?]{0,10}$")
_ASKED_AHEAD_AFTER = _expression("ถามไว้ก่อน|ถามไว้|ถามเผื่อ|เผื่อไว้")
_HARMLESS_BEFORE = (_FEARED_BEFORE, _IN_FUN_BEFORE, _PET_BEFORE)
_HARMLESS_AFTER = (_OVER_AFTER, _INBORN_AFTER, _RUMOUR_AFTER, _IN_FUN_AFTER)
_HARMLESS_AROUND = ((_CHILD_BEFORE, _CANNOT_COME_AFTER), (_IF_BEFORE, _ASKED_AHEAD_AFTER))

_ENGLISH_DENIED = re.compile(
    r"\b(?:no|not|never|without|don'?t|doesn'?t|didn'?t|isn'?t|haven'?t|hasn'?t|no longer)"
    r"(?: (?:have|had|having|any|a|an|the|feel|feeling|felt|see|get|got|more|longer|sign|signs|of|real|is|been|seen))*"
    r"(?: \w+ or)? ?$"
)
_ENGLISH_WONDERED = re.compile(
    r"^\W*(?:(?:and|so|but|hi|hello|also|ok) )*(?:does|do you|will|would|is there (?:a |any )?(?:risk|chance)"
    r"|what are the (?:chances|risks)|how likely|how (?:much|many|long)|what if)\b"
    r"|\b(?:risk of|chance of|chances of|scared of|afraid of|worried about|in case of)\b[^.!?]{0,20}$"
)
_ENGLISH_NOW = re.compile(r"\b(?:i have|i've|i'm|i am|i can't|i cant|i feel|since|right now|already|help)\b")
_ENGLISH_OVER = re.compile(
    r"^ ?(?:is |are |has |have |'s )?(?:all |now |completely |already )*"
    r"(?:gone|went away|healed|cleared|disappeared|went down|better now)"
)
_ENGLISH_WORSE_THAN_EVER = re.compile(r"^.{0,12}\b(?:like this|this bad|this much|before)\b")


@dataclass(frozen=True)
class _Phrase:
    """One Thai phrase of one group, ready to be looked for where the letters stand with which it begins."""

    group: str
    beginning: str
    pattern: re.Pattern[str]
    friends: tuple[str, ...]
    starts_with_not: bool

    @classmethod
    def prepare(cls, group: str, phrase: str, friends: Sequence[str]) -> "_Phrase":
        beginning, *others = (_letters(part) for part in phrase.split(".."))
        patterns = [re.escape(part) for part in (beginning, *others)]
        if others:
            patterns[0] += _LONGER_WORD.get(beginning, "")
        return cls(
            group=group,
            beginning=beginning,
            pattern=re.compile(f"(?P<gap>{_GAP})".join(patterns)),
            friends=tuple(tidy(friend).replace(" ", "") for friend in friends),
            starts_with_not=phrase.startswith("ไม่"),
        )

    def stands_in(self, written: str, exact: str) -> bool:
        """This function will tell whether the phrase is said in earnest at least once.

        Args:
            written: The line as `_letters` leaves it.
            exact: The line as typed, without blanks: false friends are told by their tone marks. Each excuses as
                many hits as it stands there, so that "เริ่มเป็นเริม" still counts.
        """
        hits = [hit for hit in _all_hits(self.pattern, written) if not self._is_denied(hit, written)]
        excused = sum(exact.count(friend) for friend in self.friends) if hits else 0
        return len(hits) > excused

    def _is_denied(self, hit: re.Match[str], written: str) -> bool:
        """This function will tell whether the message says that there is no such thing, or asks if there will be."""
        before, after = _around(hit, written)
        gap = hit.groupdict().get("gap") or ""
        if _DENIED_INSIDE.search(gap.split(_BUT)[-1]):
            return True
        if self.starts_with_not:
            return False
        if _ONCE_BEFORE.search(before):
            return not _WORSE_THAN_EVER.search(after)
        will = _WILL_BEFORE.search(before) or gap.endswith(_WILL)
        if (will and _QUESTION_AFTER.search(after)) or _is_harmless(before, after):
            return True
        idiom = hit[0].startswith(_IDIOM) and _DENIED_IDIOM.search(before)
        return bool(idiom or _DENIED_BEFORE.search(before) or _DENIED_LIST.search(before))


def _is_harmless(before: str, after: str) -> bool:
    """This function will tell whether the words around a phrase take it out of the here and now of the writer."""
    return (
        any(words.search(before) for words in _HARMLESS_BEFORE)
        or any(words.search(after) for words in _HARMLESS_AFTER)
        or any(first.search(before) and then.search(after) for first, then in _HARMLESS_AROUND)
    )


def _all_hits(pattern: re.Pattern[str], written: str) -> Iterator[re.Match[str]]:
    """This function will find every place where the pattern begins, those within another hit included."""
    hit = pattern.search(written)
    while hit:
        yield hit
        hit = pattern.search(written, hit.start() + 1)


class RedFlagGate:
    """The phrases of all groups, ready to be looked for. Never changes once made; safe between threads."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        """This function will prepare the clinic's phrases and our own for the groups that the clinic knows."""
        thai, english = _own_words("th"), _own_words("en")
        friends: Mapping[str, Sequence[str]] = thai["false_friends"]
        self._thai = tuple(
            _Phrase.prepare(group, phrase, friends.get(phrase, ()))
            for group, given in phrases.items()
            for phrase in (*given, *thai["phrases"].get(group, ()))
        )
        self._english = tuple(
            (group, phrase.split("..")[0].strip(), _english_pattern(phrase))
            for group in phrases
            for phrase in english["phrases"].get(group, ())
        )
        self._harmless = tuple(re.compile(re.escape(words)) for words in english["false_friends"])
        self._order = tuple(phrases)

    def groups_in(self, text: str) -> tuple[str, ...]:
        """This function will name the groups whose words stand in the text and are not denied, in file order."""
        found = {
            group for line in text.splitlines() for group in (*self._in_thai(line), *self._in_english(line))
        }
        return tuple(group for group in self._order if group in found)

    def _in_thai(self, line: str) -> Iterator[str]:
        written, exact = _letters(line), re.sub(r"\s", "", tidy(line))
        # Most phrases are not there, and letters are found ten times as fast as expressions.
        return (
            phrase.group
            for phrase in self._thai
            if phrase.beginning in written and phrase.stands_in(written, exact)
        )

    def _in_english(self, line: str) -> Iterator[str]:
        written = re.sub(r"[^\w'/,.!?]+", " ", line.lower().replace("’", "'")).strip()
        for harmless in self._harmless:
            written = harmless.sub(" ", written)
        return (
            group
            for group, beginning, pattern in self._english
            if beginning in written and _is_said(pattern, written)
        )


@lru_cache(maxsize=8)
def _gate(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> RedFlagGate:
    return RedFlagGate(dict(phrases))


def red_flags_in(text: str, phrases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """This function will name the groups of red flags whose words stand in the text.

    Args:
        text: The message as typed.
        phrases: The clinic's groups with their Thai phrases (`red_flags` of its treatment file). Groups it does
            not name are not looked for.

    Returns:
        The groups hit, in the order of `phrases`; empty if none.
    """
    return _gate(tuple((group, tuple(given)) for group, given in phrases.items())).groups_in(text)


@lru_cache(maxsize=2)
def _own_words(language: str) -> Mapping[str, Any]:
    """This function will read our own phrases and false friends in one language."""
    content: Mapping[str, Any] = yaml.safe_load(
        (DATA / f"red_flags_{language}.yml").read_text(encoding="utf-8")
    )
    return content


def _around(hit: re.Match[str], written: str) -> tuple[str, str]:
    """This function will give the letters near a hit; farther ones say nothing about it and would take long to read."""
    return written[max(0, hit.start() - _NEAR) : hit.start()], written[hit.end() : hit.end() + _NEAR]


def _english_pattern(phrase: str) -> re.Pattern[str]:
    """This function will look for whole words; `..` stands for up to 25 letters within one clause."""
    parts = [re.escape(part.strip()).replace(r"\ ", " ") for part in phrase.split("..")]
    return re.compile(r"\b" + r"\b[^\n,.!?]{0,25}?\b".join(parts) + r"\b")


def _is_said(pattern: re.Pattern[str], written: str) -> bool:
    """This function will tell whether an English phrase is said at least once without being denied."""
    for hit in _all_hits(pattern, written):
        before, after = _around(hit, written)
        clause = re.split(r"[.!?]| but ", before)[-1]
        if _ENGLISH_DENIED.search(clause) and not _ENGLISH_WORSE_THAN_EVER.search(after):
            continue
        if _ENGLISH_OVER.search(after):
            continue
        if not _ENGLISH_WONDERED.search(clause) or _ENGLISH_NOW.search(written):
            return True
    return False
