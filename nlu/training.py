"""How the intent model is made from the training utterances."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits  # it ships no types

from nlu.encoder import Encoder
from nlu.examples import Example, all_examples
from nlu.letters import LetterTable
from nlu.model import SENTENCE_WEIGHT, IntentModel, Thresholds
from nlu.understanding import OUT_OF_SCOPE
from nlu.version import version_of

STRENGTH = 10.0
"""Inverse regularisation (C). Source: facts/NLU.md section 1, measured on held-out rows."""

FOLDS = 3
REFUSED_SHARE = 0.05
"""The share of in-scope training utterances that each threshold may turn away in cross-validation."""


def train(encoder: Encoder, *, examples: Sequence[Example] | None = None) -> IntentModel:
    """This function will train the intent model; the same data always gives the same model.

    Args:
        encoder: Gives the sentence vectors, in training and ever after.
        examples: What to learn from; the product's own training files if left out.
    """
    learnt = tuple(examples if examples is not None else all_examples())
    # One thread: sums come out the same on every machine, and busy cores are not fought over.
    with threadpool_limits(limits=1):
        return _train(encoder, learnt)


def _train(encoder: Encoder, learnt: Sequence[Example]) -> IntentModel:
    texts = [example.text for example in learnt]
    labels = np.asarray([example.intent for example in learnt])
    vectors = encoder.encode(texts)
    table = LetterTable.learn(texts)
    fitted = _fit(_matrix(table, texts, vectors), labels)
    return IntentModel(
        version=version_of(encoder.name),
        encoder=encoder.name,
        intents=tuple(str(name) for name in fitted.classes_),
        letters=table,
        # Kept in half precision, so that a model fresh from training and the same one read back agree exactly.
        weights=fitted.coef_.astype(np.float16).astype(np.float32),
        bias=fitted.intercept_.astype(np.float32),
        thresholds=_thresholds(texts, labels, vectors),
    )


def _matrix(table: LetterTable, texts: Sequence[str], vectors: NDArray[np.float32]) -> csr_matrix:
    """This function will put the letters and the weighted sentence vectors side by side, one row per text."""
    rows = [table.row(text) for text in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    letters = csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([columns for columns, _ in rows]),
            starts,
        ),
        shape=(len(texts), len(table.columns)),
    )
    return hstack([letters, csr_matrix(SENTENCE_WEIGHT * vectors)], format="csr")


def _fit(matrix: csr_matrix, labels: NDArray[np.str_], *, tolerance: float = 1e-4) -> Any:  # noqa: ANN401 - sklearn has no types
    """This function will fit one multinomial logistic regression, rare intents weighing as much as frequent ones."""
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000, tol=tolerance)
    return model.fit(matrix, labels)


def _thresholds(texts: Sequence[str], labels: NDArray[np.str_], vectors: NDArray[np.float32]) -> Thresholds:
    """This function will find by cross-validation below what a guess is too weak to act upon."""
    inside: list[float] = []
    outside: list[float] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learn, judge in folds.split(np.zeros(len(texts)), labels):
        table = LetterTable.learn([texts[at] for at in learn])
        fitted = _fit(
            _matrix(table, [texts[at] for at in learn], vectors[learn]), labels[learn], tolerance=1e-4
        )
        chances = fitted.predict_proba(_matrix(table, [texts[at] for at in judge], vectors[judge]))
        beyond = list(fitted.classes_).index(OUT_OF_SCOPE)
        for row, label in zip(chances, labels[judge], strict=True):
            if label != OUT_OF_SCOPE:
                outside.append(float(row[beyond]))
                inside.append(float(np.delete(row, beyond).max()))
    return Thresholds(
        top=round(float(np.quantile(inside, REFUSED_SHARE)), 4),
        out_of_scope=round(float(np.quantile(outside, 1 - REFUSED_SHARE)), 4),
    )
