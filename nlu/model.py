"""The trained intent model: one linear layer over letters and sentence vector, kept as plain arrays."""

import json
import secrets
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.letters import LetterTable

SENTENCE_WEIGHT = np.float32(1.0)
"""How much the sentence vector counts beside the letters: .7, 1, 1.3 and 1.5 were measured, as `training.STRENGTH` was."""

_ARRAYS, _WORDS = "model.npz", "model.json"


class DamagedModelError(Exception):
    """The files of a kept model are missing, cut short or not a model."""


@dataclass(frozen=True)
class Thresholds:
    """When a guess is too weak to act upon; found by cross-validation on the training utterances.

    Attributes:
        top: The least probability of the likeliest in-scope intent.
        out_of_scope: The probability of `out_of_scope` from which nothing else is believed.
    """

    top: float
    out_of_scope: float


def chances(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """This function will make one text's scores probabilities, `(intents,)` of both."""
    powers = np.exp(scores.astype(np.float64) - float(scores.max()))
    return np.asarray(powers / powers.sum())


@dataclass(frozen=True)
class IntentModel:
    """What training found out.

    Attributes:
        version: Hash of the data and the code it was made from.
        encoder: Name of the sentence encoder it was trained with.
        intents: Names, one per row of `weights`.
        letters: The letter groups, one per leading column of `weights`.
        weights: `(intents, letters + sentence vector)` float32.
        bias: `(intents,)` float32.
        thresholds: When not to believe it.
    """

    version: str
    encoder: str
    intents: tuple[str, ...]
    letters: LetterTable
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    thresholds: Thresholds

    @property
    def name(self) -> str:
        """The model's id as shown to people: its version and what it is made of."""
        return f"{self.version}+{self.encoder}"

    def probabilities(self, text: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """This function will give the probability of each intent, `(len(intents),)`.

        Args:
            text: The message.
            vector: Its sentence vector, `(encoder width,)`.
        """
        columns, values = self.letters.row(text)
        scores = self.bias + self.weights[:, columns] @ values
        if vector.size:
            scores = scores + self.weights[:, len(self.letters.columns) :] @ (SENTENCE_WEIGHT * vector)
        return chances(scores)

    def save(self, folder: Path) -> None:
        """This function will write the model so that a reader sees all of it or nothing.

        It is written beside its place and moved there whole.
        """
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
        beside.mkdir()
        try:
            np.savez_compressed(
                beside / _ARRAYS,
                weights=self.weights.astype(np.float16),
                bias=self.bias,
                letter_weights=self.letters.weights,
            )
            words = {
                "version": self.version,
                "encoder": self.encoder,
                "intents": self.intents,
                "letters": list(self.letters.columns),
                "thresholds": {"top": self.thresholds.top, "out_of_scope": self.thresholds.out_of_scope},
            }
            (beside / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            _move(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _move(beside: Path, folder: Path) -> None:
    """This function will put a finished folder in its place, and away what stood there before."""
    old = beside.with_name(beside.name + ".old")
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        # Another process put the same model there between the two steps: that one is as good.
        if not (folder / _WORDS).is_file():
            raise
    shutil.rmtree(old, ignore_errors=True)


def load_model(folder: Path) -> IntentModel:
    """This function will read a kept model; nothing in it can run code.

    Raises:
        DamagedModelError: There is none, or it is not whole.
    """
    try:
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        # Opened here, not by numpy, which would leave a damaged file open.
        with (folder / _ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            weights = arrays["weights"].astype(np.float32)
            bias = arrays["bias"]
            letter_weights = arrays["letter_weights"]
        model = IntentModel(
            version=words["version"],
            encoder=words["encoder"],
            intents=tuple(words["intents"]),
            letters=LetterTable({group: at for at, group in enumerate(words["letters"])}, letter_weights),
            weights=weights,
            bias=bias,
            thresholds=Thresholds(**words["thresholds"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise DamagedModelError(f"{folder} holds no whole model: {error}") from error
    fits = model.weights.shape[:1] == model.bias.shape == (len(model.intents),)
    if not fits or len(model.letters.columns) != model.letters.weights.size:
        raise DamagedModelError(f"{folder}: its arrays and its words do not fit together")
    return model
