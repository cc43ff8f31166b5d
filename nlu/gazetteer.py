"""Treatments by the names people call them, misspelt or not."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nlu.alone import named_alone
from nlu.closed_up import as_typed, close_up
from nlu.treatment_words import treatment_words

NEAR_ENOUGH = 0.82
"""Least likeness (edits over length) of a misspelt name. Source: facts/NLU.md section 4, measured."""

_SHORTEST_MISSPELT = 6
"""A shorter name must stand there as it is: among few letters, one wrong letter makes another word."""

_WRITTEN_FIRST = "\u0e40\u0e41\u0e42\u0e43\u0e44"
"""The Thai vowels that are written before their consonant: a name that begins with one does not lose it."""

_LONG_ENOUGH = 3
"""A word of fewer letters is in too many names to say anything."""


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
    """A treatment named in a message: what it could be, and where it stands in the text closed up (see `close_up`).

    Attributes:
        ids: One where it is sure, several where a name is shared, none of what is no treatment.
        start: Where its letters begin.
        end: Where they end.
        words: The same as typed.
    """

    ids: tuple[str, ...]
    start: int
    end: int
    words: str = ""


class Gazetteer:
    """The names of a clinic's treatments. Never changes once made; safe between threads."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """This function will fold the names; a name shared by several treatments will name none of them for sure."""
        words = treatment_words()
        self._friends = words.false_friends
        owners: dict[str, set[str]] = {}
        for treatment, called in names.items():
            known = {folded for name in called if (folded := close_up(name)[0])}
            for folded in known.union(*(words.others.get(name, ()) for name in known)):
                owners.setdefault(folded, set()).add(treatment)
        for folded, meant in words.several.items():
            could_be = set[str]().union(*(owners.get(name, ()) for name in meant))
            if could_be and folded not in owners:
                owners[folded] = could_be
        self.known = frozenset(owners)
        ordered = sorted(owners, key=len, reverse=True)
        self._names = tuple(
            _Name.prepare(
                name,
                owners[name],
                may_bend=_may_bend(name, words.exact_only) and name not in words.several,
            )
            for name in ordered
        )
        self._short = tuple(
            (short.word, short.pattern, tuple(sorted(owners[short.of])))
            for short in words.short
            if short.of in owners
        )
        self._alone = {
            alone: tuple(sorted(owners[name]))
            for alone, name in words.alone.items()
            if name in owners and alone not in owners
        }

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """This function will give each treatment named once, with the words as typed, in the order of the words.

        A name that several share is left out.
        """
        seen: set[str] = set()
        for hit in self.named(text):
            if len(hit.ids) == 1 and hit.ids[0] not in seen:
                seen.add(hit.ids[0])
                yield hit.ids[0], hit.words

    def ids_of_names_with(self, words: Sequence[str]) -> frozenset[str]:
        """This function will give the treatments of whose names one holds one of some words, which come closed up."""
        long = [word for word in words if len(word) >= _LONG_ENOUGH and not word.isascii()]
        return frozenset(
            owner
            for name in self._names
            if any(word in name.folded for word in long)
            for owner in name.owners
        )

    def named(self, text: str) -> list[FoundTreatment]:
        """This function will find all names, those that several share included, in the order of the words."""
        written, places = close_up(text)
        taken = [
            FoundTreatment((), *hit.span())
            for friend in self._friends
            if friend in written
            for hit in re.finditer(re.escape(friend), written)
        ]
        for name in self._names:
            taken += self._exact(name, written, taken)
        taken += self._shortly(text, places, taken)
        for name in self._names:
            taken += self._misspelt(name, written, taken)
        found = sorted((hit for hit in taken if hit.ids), key=lambda hit: hit.start)
        found = found or self._all_alone(text, written)
        return [replace(hit, words=as_typed(text, places, hit.start, hit.end)) for hit in found]

    def _shortly(
        self, text: str, places: Sequence[int], taken: Sequence[FoundTreatment]
    ) -> list[FoundTreatment]:
        """This function will find short names, which are looked for as typed."""
        hits = [
            FoundTreatment(ids, bisect_left(places, hit.start("name")), bisect_left(places, hit.end("name")))
            for word, pattern, ids in self._short
            if word in text
            for hit in pattern.finditer(text)
        ]
        return [hit for hit in hits if _is_free(hit.start, hit.end, taken)]

    def _all_alone(self, text: str, written: str) -> list[FoundTreatment]:
        """This function will find what is a treatment's name only where the message names nothing else."""
        bare = close_up(named_alone(text))[0]
        start = written.find(bare)
        return (
            [FoundTreatment(self._alone[bare], start, start + len(bare))]
            if bare in self._alone and start >= 0
            else []
        )

    @staticmethod
    def _exact(name: _Name, written: str, taken: Sequence[FoundTreatment]) -> list[FoundTreatment]:
        if name.folded not in written:  # nearly always; ten times as fast as to search for it with its edges
            return []
        return [
            FoundTreatment(name.owners, *hit.span())
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
        elif _is_cut_off(name.folded, written, start):
            return []
        alike = OSA.normalized_similarity(name.folded, written[start:end])
        if alike < NEAR_ENOUGH or not _is_free(start, end, taken):
            return []
        return [FoundTreatment(name.owners, start, end)]


def _may_bend(name: str, exact_only: frozenset[str]) -> bool:
    return len(name) >= _SHORTEST_MISSPELT and name not in exact_only


def _to_the_edges(written: str, start: int, end: int) -> tuple[int, int]:
    """This function will widen a place to whole words of Latin letters."""
    while start > 0 and _is_latin(written[start - 1]) and _is_latin(written[start]):
        start -= 1
    while end < len(written) and _is_latin(written[end]) and _is_latin(written[end - 1]):
        end += 1
    return start, end


def _is_cut_off(name: str, written: str, start: int) -> bool:
    """This function will say whether a Thai name would begin within another word: "กับหางตา" names no "โบหางตา".

    A letter behind a short a belongs to the syllable before it, and so does one that lost the vowel its name begins with.
    """
    before = written[start - 1 : start]
    is_thai = "\u0e01" <= before <= "\u0e4e"
    return before == "\u0e31" or (
        is_thai and name[0] in _WRITTEN_FIRST and written[start] not in _WRITTEN_FIRST
    )


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _is_free(start: int, end: int, taken: Sequence[FoundTreatment]) -> bool:
    return all(end <= other.start or other.end <= start for other in taken)
