"""Treatments by the names people call them, misspelt or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nlu.examples import DATA
from nlu.spelling import fold

NEAR_ENOUGH = 0.82
"""Least likeness (edits over length) of a misspelt name. Source: facts/NLU.md section 4, measured."""

_SHORTEST_MISSPELT = 6
"""A shorter name must stand there as it is: among few letters, one wrong letter makes another word."""


_SILENT = re.compile(r"[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
"""A letter that is written and not spoken, as the last of "โบท็อกซ์"; people leave it out, or write another."""

_MARKS = re.compile(rf"[\u0e47-\u0e4e]+(?:{_SILENT.pattern})?|{_SILENT.pattern}")
"""Marks above a letter, and silent letters after it, belong to it, though folding drops them."""


_SOUNDS_ALIKE = str.maketrans("ูีืศษ", "ุิึสส")
"""Long and short vowels of one sound, and letters of one sound: names from abroad are typed with either."""


@dataclass(frozen=True)
class _Name:
    folded: str
    pattern: re.Pattern[str]
    owners: tuple[str, ...]
    may_bend: bool

    @classmethod
    def prepare(cls, folded: str, owners: Iterable[str], *, may_bend: bool) -> "_Name":
        edge = r"(?<![a-z0-9]){}(?![a-z0-9])" if folded.isascii() else "{}"
        pattern = re.compile(edge.format(re.escape(folded)))
        return cls(folded, pattern, tuple(sorted(owners)), may_bend)


@dataclass(frozen=True)
class FoundTreatment:
    """A treatment named in a message: its id, and where it stands in the folded text."""

    id: str
    start: int
    end: int


class Gazetteer:
    """The names of a clinic's treatments. Never changes once made; safe between threads."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """This function will fold the names; a name shared by several treatments will name none of them."""
        others, exact_only, self._friends = _everyday_words()
        owners: dict[str, set[str]] = {}
        for treatment, called in names.items():
            known = {folded for name in called if (folded := close_up(name)[0])}
            for folded in known.union(*(others.get(name, ()) for name in known)):
                owners.setdefault(folded, set()).add(treatment)
        ordered = sorted(owners, key=len, reverse=True)
        self._names = tuple(
            _Name.prepare(name, owners[name], may_bend=_may_bend(name, exact_only)) for name in ordered
        )

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """This function will give each treatment named once, with the words as typed, in the order of the words."""
        written, places = close_up(text)
        taken = [
            FoundTreatment("", *hit.span())
            for friend in self._friends
            for hit in re.finditer(re.escape(friend), written)
        ]
        for name in self._names:
            taken += self._exact(name, written, taken)
        for name in self._names:
            taken += self._misspelt(name, written, taken)
        seen: set[str] = set()
        for hit in sorted(taken, key=lambda hit: hit.start):
            if hit.id and hit.id not in seen:
                seen.add(hit.id)
                yield hit.id, as_typed(text, places, hit.start, hit.end)

    @staticmethod
    def _exact(name: _Name, written: str, taken: Sequence[FoundTreatment]) -> list[FoundTreatment]:
        if name.folded not in written:  # nearly always; ten times as fast as to search for it with its edges
            return []
        return [
            FoundTreatment(_owner(name), *hit.span())
            for hit in name.pattern.finditer(written)
            if _is_free(*hit.span(), taken)
        ]

    @staticmethod
    def _misspelt(name: _Name, written: str, taken: Sequence[FoundTreatment]) -> list[FoundTreatment]:
        if not name.may_bend or len(written) < _SHORTEST_MISSPELT:
            return []
        near = fuzz.partial_ratio_alignment(name.folded, written, score_cutoff=100 * NEAR_ENOUGH)
        if near is None:
            return []
        start, end = near.dest_start, near.dest_end
        if name.folded.isascii():  # a whole word, or it is another: "killer" of "painkiller"
            start, end = _to_the_edges(written, start, end)
        alike = OSA.normalized_similarity(name.folded, written[start:end])
        if alike < NEAR_ENOUGH or not _is_free(start, end, taken):
            return []
        return [FoundTreatment(_owner(name), start, end)]


def _everyday_words() -> tuple[Mapping[str, frozenset[str]], frozenset[str], tuple[str, ...]]:
    """This function will read, folded: other words for names, names that bear no misspelling, and false friends."""
    content = yaml.safe_load((DATA / "treatment_words.yml").read_text(encoding="utf-8"))
    others = {
        close_up(name)[0]: frozenset(close_up(word)[0] for word in words)
        for name, words in content["other_words"].items()
    }
    exact_only = frozenset(close_up(name)[0] for name in content["exact_only"])
    return others, exact_only, tuple(close_up(words)[0] for words in content["false_friends"])


def _may_bend(name: str, exact_only: frozenset[str]) -> bool:
    return len(name) >= _SHORTEST_MISSPELT and name not in exact_only


def _to_the_edges(written: str, start: int, end: int) -> tuple[int, int]:
    """This function will widen a place to whole words of Latin letters."""
    while start > 0 and _is_latin(written[start - 1]) and _is_latin(written[start]):
        start -= 1
    while end < len(written) and _is_latin(written[end]) and _is_latin(written[end - 1]):
        end += 1
    return start, end


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _owner(name: _Name) -> str:
    """This function will give the one treatment of a name, or nothing where several share it."""
    return name.owners[0] if len(name.owners) == 1 else ""


def _is_free(start: int, end: int, taken: Sequence[FoundTreatment]) -> bool:
    return all(end <= other.start or other.end <= start for other in taken)


@lru_cache(maxsize=2000)
def _folded(letter: str) -> str:
    return fold(letter).translate(_SOUNDS_ALIKE)


def as_typed(text: str, places: Sequence[int], start: int, end: int) -> str:
    """This function will give the words as typed of a stretch of a text that was closed up, with the marks of the last letter."""
    last = places[end - 1] + 1
    marks = _MARKS.match(text, last)
    return text[places[start] : marks.end() if marks else last]


def close_up(text: str) -> tuple[str, list[int]]:
    """This function will fold a text letter by letter, blanks of Thai closed up and silent letters left out, keeping where each letter stood.

    Blanks between Latin letters stay: there they part words.
    """
    written: list[str] = []
    places: list[int] = []
    silent = {place for hit in _SILENT.finditer(text) for place in range(*hit.span())}
    for place, letter in enumerate(text):
        folded = "" if place in silent else _folded(letter)
        if not folded:
            folded = (
                " " if letter.isspace() and written and written[-1].isascii() and written[-1] != " " else ""
            )
        if folded and not (written and written[-1] == folded and not folded.isascii()):
            written.append(folded)
            places.append(place)
    return "".join(written), places
