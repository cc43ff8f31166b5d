"""The same features and the same layer on public Thai data: the task-oriented set of Schuster et al. (2019).

The data are not ours and not kept here: whoever has the folder gives it. They lie in the authors' archive as
`th/{train,test}-th_TH.tsv`, and on GitHub in zliucr/Crosslingual-NLU as `data/th/{train,test}-th.tsv`. A line is intent,
slots, utterance, locale and tokens.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # it ships no types

from nlu.encoder import Encoder
from nlu.letters import LetterTable
from nlu.measures import by_intent, macro_f1, share
from nlu.spelling import tidy
from nlu.training import feature_rows

_NAMES = ("{part}-th.tsv", "{part}-th_TH.tsv")
_INTENT, _TEXT = 0, 2

PUBLISHED: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "from English to Thai, the log in zliucr/Crosslingual-NLU": {"accuracy": 0.7642},
        "Rasa DIET with newmm, 40 epochs": {"accuracy": 0.9634},
        "letters and logistic regression": {"accuracy": 0.9669, "macro_f1": 0.930},
        "sentence vectors and logistic regression": {"accuracy": 0.9592},
        "letters, sentence vectors and logistic regression": {"accuracy": 0.9687, "macro_f1": 0.922},
    }
)
"""Accuracy and macro-F1 over the 1,692 utterances of the test part. Source: facts/NLU.md section 3, which read the first
and measured the others."""


class BadPartError(ValueError):
    """A part of the data is missing or cannot be read; the message names file and line."""


def evaluate_schuster(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """This function will train on the Thai train part and judge by the Thai test part, as they are.

    Args:
        folder: Where the files lie, or a folder with them in `th`.
        encoder: Gives the sentence vectors.

    Returns:
        `{"train", "test", "intents", "accuracy", "macro_f1", "by_intent", "published"}`.

    Raises:
        BadPartError: See there.
    """
    from nlu.head import fit  # noqa: PLC0415 - scikit-learn takes over a second to import, at every start of `aura`

    learnt, asked = _part(folder, "train"), _part(folder, "test")
    texts, labels = zip(*learnt, strict=True)
    table = LetterTable.learn(texts)
    with threadpool_limits(limits=1):
        model = fit(feature_rows(table, texts, encoder.encode(texts)), np.asarray(labels))
        questions, meant = zip(*asked, strict=True)
        taken = model.predict(feature_rows(table, questions, encoder.encode(questions)))
    pairs = [(right, str(guess)) for right, guess in zip(meant, taken, strict=True)]
    intents = by_intent(pairs)
    return {
        "train": len(learnt),
        "test": len(asked),
        "intents": len(set(labels)),
        "accuracy": share(right == guess for right, guess in pairs),
        "macro_f1": macro_f1(intents),
        "by_intent": intents,
        "published": {name: dict(figures) for name, figures in PUBLISHED.items()},
    }


def _part(folder: Path, part: str) -> list[tuple[str, str]]:
    """This function will read the utterances of one part with their intents."""
    names = [name.format(part=part) for name in _NAMES]
    places = [place / name for place in (folder, folder / "th") for name in names]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise BadPartError(f"{folder}: holds neither {' nor '.join(names)}")
    rows = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if len(cells) <= _TEXT or not cells[_INTENT].strip() or not tidy(cells[_TEXT]):
                raise BadPartError(
                    f"{file}, line {number}: expected intent, slots and utterance, parted by tabs"
                )
            rows.append((tidy(cells[_TEXT]), cells[_INTENT].strip()))
    if not rows:
        raise BadPartError(f"{file}: holds no rows")
    return rows
