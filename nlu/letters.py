"""TF-IDF of letter groups: how a message is spelt, in numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from nlu.spelling import plain

SHORTEST, LONGEST = 1, 4
"""Letter groups of one to four letters. Source: facts/NLU.md, the best of the groups measured."""


def letter_groups(text: str) -> Iterator[str]:
    """This function will give the groups of 1-4 letters of each word, the word's edges marked by spaces.

    A Thai phrase without spaces counts as one word, so no Thai word splitter is needed.
    """
    for word in plain(text).split():
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - size + 1):
                group = padded[start : start + size]
                if group != " ":
                    yield group


@dataclass(frozen=True)
class LetterTable:
    """The groups that count and how much each weighs.

    Attributes:
        columns: A group's column.
        weights: Inverse document frequency per column, `(len(columns),)` float32.
    """

    columns: dict[str, int]
    weights: NDArray[np.float32]

    @classmethod
    def learn(cls, texts: Sequence[str], *, at_least: int = 2) -> "LetterTable":
        """This function will count the groups found in `at_least` of the texts, in alphabetical order."""
        seen = Counter(group for text in texts for group in set(letter_groups(text)))
        kept = sorted(group for group, count in seen.items() if count >= at_least)
        weights = [log((1 + len(texts)) / (1 + seen[group])) + 1 for group in kept]
        return cls(
            {group: column for column, group in enumerate(kept)}, np.asarray(weights, dtype=np.float32)
        )

    def row(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """This function will give a text's columns and values: sublinear counts times weight, length 1."""
        counts = Counter(self.columns[group] for group in letter_groups(text) if group in self.columns)
        columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(times)) * self.weights[columns]
        length = max(float(np.linalg.norm(values)), 1e-9)
        return columns, (values / length).astype(np.float32)
