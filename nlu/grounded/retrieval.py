"""Finding the passages that a question is about: by the vectors the engine understands messages with.

What is found may be told to a customer as it stands, so what is not surely about her question is not found at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import Encoder
from nlu.spelling import tidy

NEAR, SURE = 0.42, 0.58
"""From when on a passage may be about the question (the endpoint then says whether it answers it), and from when on it
surely is, so that it may be told as it stands. Cosines, on 18 passages as a clinic writes them beside the 40 of the
catalogue (tests/nlu/grounded). Chosen on asked.tsv; on asked_fresh.tsv, which was written after: `SURE` gives 12 of 26
answerable questions their passage, 0 another one, and none to 16 that nothing answers; `NEAR` 22 of 26 and 3 of 16.
"""
MOST = 3
"""How many passages are handed on at most: more would only bury the right one."""
LONGEST_QUESTION = 300
"""Who writes more than this tells a story; a person reads it."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One approved passage, as far as finding and judging need it.

    Attributes:
        id: Of its row: a new version has a new one.
        treatment: The key of the treatment it is about; None for what holds for all, or for the clinic.
        titles: Its title by language.
        lines: Its sentences by language.
        asked: Questions that people ask about it.
        is_own: Whether the clinic wrote it; else it is a part of the catalogue, which has answers of its own.
    """

    id: UUID
    treatment: str | None
    titles: Mapping[str, str]
    lines: Mapping[str, Sequence[str]]
    asked: Sequence[str] = ()
    is_own: bool = True

    @property
    def readings(self) -> list[str]:
        """Everything by which it may be found."""
        return [*self.titles.values(), *self.asked, *(line for own in self.lines.values() for line in own)]


@dataclass(frozen=True)
class Hit:
    """A passage and how near it is to the question: the cosine of the nearest of its readings."""

    source: Source
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether it may be told as it stands."""
        return self.score >= SURE


class Library:
    """Finds passages. Keeps the vectors of those it has seen; safe to share between threads."""

    def __init__(self, encoder: Encoder, *, floor: float = NEAR, most: int = MOST) -> None:
        """This function will begin without any vectors; without an encoder nothing is ever found."""
        self._encoder = encoder
        self._floor = floor
        self._most = most
        self._vectors: dict[UUID, NDArray[np.float32]] = {}
        self._lock = Lock()

    def find(self, question: str, sources: Sequence[Source], *, treatments: Sequence[str]) -> tuple[Hit, ...]:
        """This function will find what a question is about, the nearest first.

        Args:
            question: As typed.
            sources: What the clinic has approved.
            treatments: The treatments it can be about: passages about others are no answer, however near they are.
        """
        read = tidy(question)
        fitting = [one for one in sources if one.treatment is None or one.treatment in treatments]
        if not read or len(read) > LONGEST_QUESTION or not fitting or not self._encoder.width:
            return ()
        asked = self._encoder.encode([read])[0]
        hits = [Hit(one, float((self._of(one) @ asked).max())) for one in fitting]
        near = sorted((hit for hit in hits if hit.score >= self._floor), key=lambda hit: -hit.score)
        return tuple(near[: self._most])

    def _of(self, source: Source) -> NDArray[np.float32]:
        with self._lock:
            known = self._vectors.get(source.id)
        if known is None:
            known = self._encoder.encode([tidy(reading) for reading in source.readings])
            with self._lock:
                self._vectors[source.id] = known
        return known
