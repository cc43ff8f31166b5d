"""Branches of a clinic by the names people call them, misspelt or not."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from nlu.closed_up import as_typed, close_up
from nlu.gazetteer import Gazetteer

_SHORT = 5
"""Thai names of fewer letters are parts of other words too: they count after a word for a place, or by themselves."""

_NEAR_ENOUGH = 0.7
"""Least likeness of what stands after the word for a branch: there nothing but a name is expected."""

_SAYS_BRANCH = re.compile("สาขา")
_PLACE = ("สาขา", "ที่", "แถว", "ตรง", "ไป", "มา", "ฝั่ง", "ของ", "ใกล้", "อยู่", "จาก", "เป็น")
_TITLES = ("คุณ", "พี่", "หมอ", "น้อง", "ชื่อ", "ป้า", "น้า", "ลุง")


def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(close_up(word)[0] for word in words)})$")


_AT_A_PLACE, _A_PERSON = _one_of(_PLACE), _one_of(_TITLES)
_NO_NAME = frozenset(
    close_up(word)[0]
    for word in (
        "ไหน",
        "นี้",
        "นั้น",
        "ใกล้",
        "อื่น",
        "เดิม",
        "ใหม่",
        "ไหนก็ได้",
        "แรก",
        "ใหญ่",
        "กี่",
        "อะไร",
        "ทั้งหมด",
        "ที่",
        "หลัก",
    )
)
_OF_THE_KIND = re.compile(r"^ *สาขา *|\bbranch\b", re.IGNORECASE)


class BranchNames:
    """The branches of a clinic by their names. Never changes once made; safe between threads."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """This function will take a branch's key with its names, with or without the word branch; a shared name names none."""
        bare = {
            key: [short for name in called if (short := _OF_THE_KIND.sub("", name).strip())]
            for key, called in names.items()
        }
        long = {key: [name for name in called if not _is_short(name)] for key, called in bare.items()}
        self._long = Gazetteer(long)
        owners: dict[str, set[str]] = {}
        for key, called in bare.items():
            for name in called:
                owners.setdefault(close_up(name)[0], set()).add(key)
        self._owners = {name: next(iter(keys)) for name, keys in owners.items() if name and len(keys) == 1}
        self._short = tuple(name for name in self._owners if _is_short(name))

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """This function will give each branch named in a tidied text once, with the words as typed."""
        if not self._owners:
            return
        written, places = close_up(text)
        seen: set[str] = set()
        for key, words in (
            *self._long.find(text),
            *self._named_short(text, written, places),
            *self._nearly_named(text, written, places),
        ):
            if key not in seen:
                seen.add(key)
                yield key, words

    def _named_short(self, text: str, written: str, places: Sequence[int]) -> Iterator[tuple[str, str]]:
        """This function will find short names where a place is spoken of, or where they stand by themselves."""
        for name in self._short:
            for hit in re.finditer(re.escape(name), written):
                before = written[: hit.start()]
                stands_free = not before or text[places[hit.start()] - 1].isspace()
                if _A_PERSON.search(before) or not (stands_free or _AT_A_PLACE.search(before)):
                    continue
                yield self._owners[name], as_typed(text, places, *hit.span())

    def _nearly_named(self, text: str, written: str, places: Sequence[int]) -> Iterator[tuple[str, str]]:
        """This function will find the one name that what follows the word for a branch is nearest to."""
        for said in _SAYS_BRANCH.finditer(written):
            best: list[tuple[float, str, int]] = []
            for name in self._owners:
                for length in range(max(2, len(name) - 1), len(name) + 2):
                    part = written[said.end() : said.end() + length].strip()
                    if part.startswith(tuple(_NO_NAME)):
                        continue
                    alike = OSA.normalized_similarity(name, part)
                    if alike >= _NEAR_ENOUGH:
                        best.append((alike, self._owners[name], said.end() + length))
            keys = {key for alike, key, _ in best if alike == max(best)[0]}
            if len(keys) == 1:
                _, key, end = max(best)
                yield key, as_typed(text, places, said.end(), min(end, len(written)))


def _is_short(name: str) -> bool:
    folded = close_up(name)[0]
    return not folded.isascii() and len(folded) < _SHORT
