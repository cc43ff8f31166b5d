"""The sums behind the figures of an evaluation, each in one function."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

BINS = 10
"""Equal steps of confidence for the calibration error."""


def share(hits: Iterable[object]) -> float | None:
    """This function will give the share of truths (0-1), or None of nothing."""
    values = [bool(hit) for hit in hits]
    return round(sum(values) / len(values), 4) if values else None


def by_intent(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float | int | None]]:
    """This function will give rows, precision, recall and F1 of each intent that was meant at least once.

    Args:
        pairs: What each row means and what it was taken for.
    """
    found: dict[str, dict[str, float | int | None]] = {}
    for intent in sorted({meant for meant, _ in pairs}):
        hits = sum(meant == intent == taken for meant, taken in pairs)
        rows = sum(meant == intent for meant, _ in pairs)
        taken_for = sum(taken == intent for _, taken in pairs)
        found[intent] = {
            "rows": rows,
            "precision": round(hits / taken_for, 4) if taken_for else None,
            "recall": round(hits / rows, 4),
            "f1": round(2 * hits / (rows + taken_for), 4),
        }
    return found


def macro_f1(intents: Mapping[str, Mapping[str, float | int | None]]) -> float | None:
    """This function will average F1 over the intents that rows have."""
    scores = [float(figures["f1"] or 0) for figures in intents.values()]
    return round(sum(scores) / len(scores), 4) if scores else None


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """This function will give the chance that an in-scope row scores above an out-of-scope one, ties half."""
    if not inside or not outside:
        return None
    difference = np.asarray(inside)[:, None] - np.asarray(outside)[None, :]
    return round(float((difference > 0).mean() + (difference == 0).mean() / 2), 4)


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float | None:
    """This function will give the expected calibration error: how far confidence and truth part, on average.

    Args:
        sure: The probability of the likeliest intent, one per row.
        right: Whether it was the right one.
    """
    if not sure:
        return None
    confidence, truth = np.asarray(sure), np.asarray(right, dtype=float)
    at = np.minimum((confidence * BINS).astype(int), BINS - 1)
    parted = [
        abs(float(truth[at == step].mean() - confidence[at == step].mean())) * float((at == step).mean())
        for step in range(BINS)
        if (at == step).any()
    ]
    return round(sum(parted), 4)
