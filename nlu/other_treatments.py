"""What people ask aesthetic clinics for and this clinic does not have in its list: known as a service, by its own name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from nlu.alone import named_alone
from nlu.closed_up import as_typed, close_up
from nlu.examples import DATA
from nlu.gazetteer import FoundTreatment
from nlu.told import read_told
from nlu.treatment_words import treatment_words
from nlu.understanding import Entity

OTHER = "other_treatment"
"""The kind of entity of what the clinic does not have."""


class OtherTreatments:
    """Services that a clinic does not have in its list. Never changes once made; safe between threads."""

    def __init__(self, own: Collection[str]) -> None:
        """This function will leave out the clinic's own names, which come closed up."""
        content = _content()
        keys = _keys(content["words"]) | _known_elsewhere()
        self._keys = {word: key for word, key in keys.items() if word not in own}
        self._alone = {word: key for word, key in _keys(content["alone"]).items() if word not in own}
        every = sorted(self._keys, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_edged, every)))
        self._told_before = re.compile(rf"(?:{'|'.join(map(_shut, content['before']))}) ?$")
        self._told_behind = re.compile(rf" ?(?:{'|'.join(map(_shut, content['behind']))})(?!ก)")

    def find(self, text: str, *, beside: Sequence[FoundTreatment]) -> Iterator[Entity]:
        """This function will find services in a tidied text; not where the clinic's own treatments are named.

        What is told as done before is none: "I had a nose job" asks for no nose.
        """
        written, places = close_up(text)
        seen: set[str] = set()
        for hit in self._pattern.finditer(written):
            if any(hit.start() < own.end and own.start < hit.end() for own in beside):
                continue
            if self._told_before.search(written[: hit.start()]) or self._told_behind.match(
                written, hit.end()
            ):
                continue
            key = self._keys[hit[0]]
            if key not in seen:
                seen.add(key)
                yield Entity(OTHER, key, as_typed(text, places, *hit.span()))
        bare = named_alone(text)
        key = self._alone.get(close_up(bare)[0], "")
        if key and not seen and not beside:
            yield Entity(OTHER, key, bare)


def _keys(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {close_up(word)[0]: key for key, called in words.items() for word in called}


def _known_elsewhere() -> dict[str, str]:
    """This function will give the treatments that other clinics have, each by the name that stands in the words."""
    words = treatment_words()
    others = {word: words.names[name] for name, called in words.others.items() for word in called}
    return others | dict(words.names)


def _edged(word: str) -> str:
    """This function will write a word as an expression; Latin letters stand for a whole word only."""
    return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word)


def _shut(words: str) -> str:
    return re.escape(close_up(words)[0])


@cache
def _content() -> Mapping[str, Mapping[str, Sequence[str]]]:
    content: Mapping[str, Mapping[str, Sequence[str]]] = read_told(DATA / "other_treatment_words.yml")
    return content
