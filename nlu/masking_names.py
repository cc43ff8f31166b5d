"""Names of people in a message that is kept to learn from: whoever is called by a title, introduced or signs.

Another matter than `nlu.people`: there a name must be sure, here it must not be missed.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from nlu.examples import DATA
from nlu.people import People
from nlu.told import read_told

NAME = "<name>"

_PEOPLE = People({})
_ENDS = re.compile(
    r"แนะนำ|ก็(?!อก)|แทน(?=ชื่อ)|อยู่|อยุ่|ค่ะ|ค่า|คะ|นะ(?=คะ|ค่ะ|$)|ครับ|คับ|จ้า|จ้ะ|ว่าง|เข้า|ออก|เบอร์|โทร|จอง|ขอ|มา(?=$|แล้ว|ที่|ไหม|หรือ|กี่|วัน|ทำ)|ที่|กับ|ไป|ได้|เป็น|บอก|ให้|และ|หรือ|ฝาก|เคย|ทำ|ฉีด|รับ|ตอบ|ส่ง|ไม่|"
    r"ช่วย|นัด|ด้วย|จะ|วัน|เลย|หน่อย|พรุ่ง|ไหม|มั้ย|มัย|ป่าว|แล้ว|ดู|ใจดี|น่ารัก|เก่ง|มือ|คิว|มี(?=คิว|วัน)|เสาร์|อาทิตย์|ลา(?=ออก|หยุด)|ของ|เมื่อ|คน|ต้อง|ยัง|พูด|ตรวจ|อายุ|เหลือ|ย้าย(?=ไป)|<"
)
_WORD = re.compile(r"[\u0e01-\u0e4ea-z][\u0e01-\u0e4ea-z.'-]{0,30}")
_NOT_ANY = "".join(
    f"(?<!{one} )" for one in ("the", "your", "a", "same", "which", "any", "this", "that", "my", "our")
)
"""What follows "the doctor" is what she does; a name behind it is known by its capital."""

_CAPITAL = re.compile(
    r"(?:\b[Ii](?:'m|’m| am)|\b[Tt]his is|\b[Ii]t'?s|\b[Ff]riend|\b[Ss]ister|\b[Bb]rother|\b[Mm]um|\b[Mm]om|\b[Hh]usband|\b[Ww]ife|\b[Bb]oyfriend|\b[Gg]irlfriend|\b[Dd]aughter|\b[Cc]olleague|\b[Dd]octor|\b[Nn]urse|\b[Dd]r\.?) ([A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_CAPITAL_HERE = re.compile(r"(?:^|[.!?\n] *|[Hh]i,? |[Hh]ello,? )([A-Z][a-z]+) (?:here|speaking|calling)\b")
_SIGNED = re.compile(r"(?P<who>เรา|หนู|นี่|นี้) ?(?P<name>[\u0e01-\u0e4e]{2,12}?)เอง(?=นะ|ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|$| )")
_NO_CAPITAL_NAMES = frozenset(
    {
        "anyone",
        "somebody",
        "right",
        "over",
        "still",
        "not",
        "nobody",
        "thai",
        "ok",
        "botox",
        "filler",
        "hifu",
        "pico",
        "monday",
        "friday",
        "chinese",
        "bangkok",
        "english",
    }
)
_ENDS_OF_ADJECTIVES = ("ing", "ed", "ful", "ous", "ive", "less", "able")


def without_names(text: str, *, typed: str) -> str:
    """This function will put a mark in the place of names in a tidied message.

    Args:
        text: The message, tidied, in small letters; may hold other marks already.
        typed: The same as typed: a capital tells a name behind "I'm".
    """
    for found in _PEOPLE.find(text):
        if not found.value.startswith("<"):
            text = text.replace(found.text, found.text.removesuffix(found.value) + NAME)
    for hit in (*_CAPITAL.finditer(typed), *_CAPITAL_HERE.finditer(typed)):
        name = hit[1].lower()
        if name not in _NO_CAPITAL_NAMES and name not in masking_words()["i_am_no_name"]:
            text = re.sub(rf"(?<![a-z]){re.escape(name)}(?![a-z])", NAME, text)
    text = _SIGNED.sub(_signed, text)
    for titled, name_of in _readers():
        text = _each(text, titled, name_of)
    return text


def _signed(hit: re.Match[str]) -> str:
    """This function will hide who says "it's me, May" ("หนูเมย์เอง"), but leave what she does herself ("หนูทำเอง")."""
    return hit[0] if _no_name().match(hit["name"]) else f"{hit['who']}{NAME}เอง"


def _each(text: str, titled: re.Pattern[str], name_of: Callable[[str, re.Match[str]], int]) -> str:
    """This function will replace what stands behind each title, as far as it is a name."""
    pieces, at = [], 0
    for hit in titled.finditer(text):
        if hit.end() <= at:
            continue
        end = name_of(text, hit)
        if end > hit.end():
            pieces += [text[at : hit.end()], NAME]
            at = end
    return "".join([*pieces, text[at:]])


@cache
def _readers() -> Sequence[tuple[re.Pattern[str], Callable[[str, re.Match[str]], int]]]:
    words = masking_words()
    behind, ahead = words["not_behind"], words["not_ahead"]
    thai = "|".join(
        (rf"(?<!{behind[title]})" if title in behind else "")
        + re.escape(title)
        + (rf"(?!{ahead[title]})" if title in ahead else "")
        for title in sorted((*words["called"], *words["titled"]), key=len, reverse=True)
    )
    english = "|".join(re.escape(title) for title in sorted(words["titled_english"], key=len, reverse=True))
    return (
        (re.compile(rf"(?:{thai})+[ :]*"), _thai_name),
        (re.compile(rf"(?:(?<![a-z]){_NOT_ANY}(?:{english})[. ]+)+"), _english_name),
        (re.compile(r"(?<![a-z])i(?:'m|’m| am) "), _own_name),
    )


def _thai_name(text: str, title: re.Match[str]) -> int:
    """This function will tell where a name ends that stands behind a title; where it begins, if there is none."""
    end = end_of_name(text, title.end())
    if end == title.end():
        return end
    family = re.compile(" ").match(text, end)
    return (
        end_of_name(text, family.end()) if family and end_of_name(text, family.end()) > family.end() else end
    )


def end_of_name(text: str, start: int) -> int:
    """This function will tell where a word ends that is a name; where it begins, if it is none."""
    word = _WORD.match(text, start)
    if (
        word is None
        or _no_name().match(text, start)
        or word[0].rstrip(".") in masking_words()["no_name_english"]
    ):
        return start
    ends = _ENDS.search(word[0], 2)
    return start + (ends.start() if ends else len(word[0]))


def _english_name(text: str, title: re.Match[str]) -> int:
    """This function will tell where one or two words behind an English title end that are no words of a sentence."""
    end = title.end()
    for _ in range(2):
        word = re.compile(r" ?([a-z][a-z'-]+\.?|[a-z]\.)").match(text, end)
        if word is None or word[1].rstrip(".") in masking_words()["no_name_english"]:
            break
        end = word.end()
    return end


def _own_name(text: str, said: re.Match[str]) -> int:
    """This function will tell where a name ends behind "i'm"; only where the sentence ends there, or goes on as one does."""
    word = re.compile(r"([a-z]{2,})(?=$| ?[,.!]| (?:here|speaking|from|booking|calling)\b)").match(
        text, said.end()
    )
    if word is None or word[1] in masking_words()["i_am_no_name"] or word[1].endswith(_ENDS_OF_ADJECTIVES):
        return said.end()
    return word.end()


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile("|".join(masking_words()["no_name"]))


@cache
def masking_words() -> Mapping[str, Any]:
    """This function will give the words by which names are known, and those that are none."""
    content: Mapping[str, Any] = read_told(DATA / "masking_words.yml")
    return content


def patterns_of(names: Iterable[str]) -> Sequence[re.Pattern[str]]:
    """This function will give each tidied name and each part of it as a pattern, the longest first."""
    whole = list(names)
    parts = {part for part in (*whole, *(one for name in whole for one in name.split())) if len(part) > 1}
    return [
        re.compile(rf"(?<![a-z]){re.escape(part)}(?![a-z])" if part.isascii() else re.escape(part))
        for part in sorted(parts, key=len, reverse=True)
        if not part.isdigit()
    ]
