"""Treatments and brands in a message: what is the clinic's, what could be several of its own, and what it does not have."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import yaml

from nlu.examples import DATA
from nlu.gazetteer import Gazetteer
from nlu.other_treatments import OtherTreatments
from nlu.understanding import Entity

Names = Mapping[str, Sequence[str]]


class TreatmentReader:
    """Treatments and brands by the words for them. Never changes once made; safe between threads."""

    def __init__(self, names: Names) -> None:
        """This function will take the clinic's treatments by id with the names people call them."""
        self._own = Gazetteer(names)
        self._others = OtherTreatments(self._own.known)
        self._brands = Gazetteer(_brands())

    def find(self, text: str) -> Iterator[Entity]:
        """This function will find, in a tidied text, treatments that are sure, else what could be several; what is not ours; brands."""
        named = self._own.named(text)
        sure = {hit.ids[0]: hit.words for hit in reversed(named) if len(hit.ids) == 1}
        yield from (Entity("treatment", key, words) for key, words in reversed(sure.items()))
        unclear = next((hit for hit in named if len(hit.ids) > 1), None)
        if unclear and not sure:
            yield Entity("treatment_unclear", ",".join(unclear.ids), unclear.words)
        yield from self._others.find(text, beside=named)
        yield from (Entity("brand", key, words) for key, words in self._brands.find(text))


@cache
def _brands() -> Names:
    """This function will read the brands."""
    content: Names = yaml.safe_load((DATA / "brand_words.yml").read_text(encoding="utf-8"))
    return content
