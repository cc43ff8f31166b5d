"""How the intent model is made from the training utterances."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from threadpoolctl import threadpool_limits  # it ships no types

from nlu.encoder import Encoder
from nlu.examples import Example, all_examples
from nlu.letters import LetterTable
from nlu.model import SENTENCE_WEIGHT, IntentModel
from nlu.version import version_of


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
    from nlu.head import make_head  # noqa: PLC0415 - scikit-learn takes over a second to import, at every start of `aura`

    texts = [example.text for example in learnt]
    vectors = encoder.encode(texts)
    table = LetterTable.learn(texts)
    head = make_head(feature_rows(table, texts, vectors), [example.intent for example in learnt], texts=texts)
    return IntentModel(
        version=version_of(encoder.name),
        encoder=encoder.name,
        intents=head.intents,
        letters=table,
        weights=head.weights,
        bias=head.bias,
        thresholds=head.thresholds,
    )


def feature_rows(table: LetterTable, texts: Sequence[str], vectors: NDArray[np.float32]) -> csr_matrix:
    """This function will put the letters and the weighted sentence vectors side by side, one row per text."""
    return hstack([letter_rows(table, texts), csr_matrix(SENTENCE_WEIGHT * vectors)], format="csr")


def letter_rows(table: LetterTable, texts: Sequence[str]) -> csr_matrix:
    """This function will give each text's letter groups as a row, `(texts, groups)`."""
    rows = [table.row(text) for text in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    return csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([columns for columns, _ in rows]),
            starts,
        ),
        shape=(len(texts), len(table.columns)),
    )
