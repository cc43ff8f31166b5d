"""Treatments and brands in a message: what is the clinic's, what could be several of its own, and what it does not have."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from nlu.alone import named_alone
from nlu.bare_names import names_by_place, names_of_bare
from nlu.closed_up import close_up
from nlu.examples import DATA
from nlu.gazetteer import Gazetteer
from nlu.other_treatments import OtherTreatments
from nlu.told import read_told
from nlu.understanding import Entity

Names = Mapping[str, Sequence[str]]


class TreatmentReader:
    """Treatments and brands by the words for them. Never changes once made; safe between threads."""

    def __init__(self, names: Names) -> None:
        """This function will take the clinic's treatments by id with the names people call them."""
        self._own = Gazetteer(names)
        self._others = OtherTreatments(self._own.known)
        self._brands = Gazetteer(_brands())
        self._at = {
            closed: tuple(sorted(ids))
            for called in _areas().values()
            if (ids := self._own.ids_of_names_with([close_up(word)[0] for word in called]))
            for closed in (close_up(word)[0] for word in called)
        }

    def find(self, text: str) -> Iterator[Entity]:
        """This function will find, in a tidied text, treatments that are sure, else what could be several; what is not ours; brands."""
        named = self._own.named(text)
        sure = {
            self._of_place(hit.words, text) or hit.ids[0]: hit.words
            for hit in reversed(named)
            if len(hit.ids) == 1
        }
        yield from (Entity("treatment", key, words) for key, words in reversed(sure.items()))
        unclear = next((hit for hit in named if len(hit.ids) > 1), None)
        if unclear and not sure:
            yield Entity("treatment_unclear", ",".join(unclear.ids), unclear.words)
        others = list(self._others.find(text, beside=named))
        yield from others
        if not named and not others:
            yield from self._at_a_place(text)
        yield from (Entity("brand", key, words) for key, words in self._brands.find(text))

    def _of_place(self, words: str, text: str) -> str | None:
        """This function will find which of those that share a bare word a message means by the place it names ("botox for my jaw")."""
        sharing = names_of_bare(words)
        meant = [name for name in names_by_place(text) if name in sharing] if sharing else []
        ids = {key for hit in self._own.named(meant[0]) for key in hit.ids} if len(meant) == 1 else set()
        return ids.pop() if len(ids) == 1 else None

    def _at_a_place(self, text: str) -> Iterator[Entity]:
        """This function will find what is done at the place on the body that a message names, and nothing else ("แล้วหน้าผากล่ะ")."""
        place = named_alone(text)
        ids = self._at.get(close_up(place)[0]) if place else None
        if ids:
            yield Entity("treatment_unclear", ",".join(ids), place)


@cache
def _areas() -> Names:
    """This function will read the words for places on the body."""
    content: Mapping[str, Names] = read_told(DATA / "body_words.yml")
    return content["areas"]


@cache
def _brands() -> Names:
    """This function will read the brands."""
    content: Names = read_told(DATA / "brand_words.yml")
    return content
