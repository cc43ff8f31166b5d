"""How well an engine understands: accuracy, out-of-scope, urgency and speed on utterances it was not trained on."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from nlu.examples import known_intents
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Understander, Understanding

_COLUMNS = (2, 3)


class BadRowError(ValueError):
    """A row of the evaluation file cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Row:
    """One utterance with what it means; `entities` is None where the file does not say."""

    text: str
    intent: str
    entities: frozenset[tuple[str, str]] | None


def read_rows(file: Path) -> tuple[Row, ...]:
    """This function will read `text<TAB>intent[<TAB>entities as JSON]`, one utterance a line.

    Empty lines and lines that start with `#` are passed over. The JSON is a list of objects with `entity` and
    `value`.

    Raises:
        BadRowError: A line has another shape, an intent that does not exist, or there is no row at all.
    """
    intents = frozenset(known_intents())
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadRowError(f"{file}: not UTF-8 text (byte {error.start})") from error
    rows = tuple(
        _row(line, intents=intents, place=f"{file}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    )
    if not rows:
        raise BadRowError(f"{file}: holds no rows")
    return rows


def _row(line: str, *, intents: frozenset[str], place: str) -> Row:
    parts = line.split("\t")
    if len(parts) not in _COLUMNS or not parts[0].strip():
        raise BadRowError(
            f"{place}: expected text<TAB>intent[<TAB>entities as JSON], found {len(parts)} column(s)"
        )
    intent = parts[1].strip()
    if intent not in intents:
        raise BadRowError(f"{place}: no intent is called {intent!r}")
    if len(parts) == min(_COLUMNS) or not parts[2].strip():
        return Row(parts[0], intent, None)
    try:
        entities = frozenset((str(each["entity"]), str(each["value"])) for each in json.loads(parts[2]))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadRowError(f"{place}: entities are a JSON list of objects with entity and value") from error
    return Row(parts[0], intent, entities)


def evaluate(file: Path, understander: Understander, *, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """This function will hold an engine against a file of utterances.

    Args:
        file: See `read_rows`.
        understander: The engine.
        now: When the utterances count as sent, aware UTC; dates in them are resolved from it.
        zone: The branch's time zone.

    Returns:
        `{"engine", "n", "accuracy", "macro_f1", "oos_auroc", "oos_accepted", "urgent_recall",
        "urgent_precision", "latency_ms": {"p50", "p95"}}` and `model`, `in_scope_accepted`, `right_if_accepted`,
        `accuracy_by_language`, `entities` (`{"precision", "recall"}`), `confusions`. A share of nothing is None.
        Accuracy and macro-F1 are over in-scope rows; urgency is judged on `report_side_effect` rows.

    Raises:
        BadRowError: See `read_rows`.
    """
    rows = read_rows(file)
    answers, milliseconds = _ask(rows, understander, now=now, zone=zone)
    pairs = list(zip(rows, answers, strict=True))
    inside = [(row, answer) for row, answer in pairs if row.intent != OUT_OF_SCOPE]
    outside = [answer for row, answer in pairs if row.intent == OUT_OF_SCOPE]
    accepted = [(row, answer) for row, answer in inside if not answer.fallback]
    urgent = [row for row, answer in pairs if answer.urgent]
    return {
        "engine": answers[0].engine,
        "model": answers[0].model,
        "n": len(rows),
        "accuracy": _share(row.intent == answer.intent for row, answer in inside),
        "macro_f1": _macro_f1(inside),
        "oos_auroc": _auroc(
            [1 - answer.probability(OUT_OF_SCOPE) for _, answer in inside],
            [1 - answer.probability(OUT_OF_SCOPE) for answer in outside],
        ),
        "oos_accepted": _share(not answer.fallback for answer in outside),
        "in_scope_accepted": _share(not answer.fallback for _, answer in inside),
        "right_if_accepted": _share(row.intent == answer.intent for row, answer in accepted),
        "urgent_recall": _share(answer.urgent for row, answer in pairs if row.intent == SIDE_EFFECT),
        "urgent_precision": _share(row.intent == SIDE_EFFECT for row in urgent),
        "accuracy_by_language": _by_language(inside),
        "entities": _entities(pairs),
        "confusions": _confusions(inside),
        "latency_ms": {
            "p50": round(float(np.percentile(milliseconds, 50)), 3),
            "p95": round(float(np.percentile(milliseconds, 95)), 3),
        },
    }


def _ask(
    rows: Sequence[Row], understander: Understander, *, now: datetime, zone: ZoneInfo
) -> tuple[list[Understanding], list[float]]:
    """This function will understand every row and time each, in milliseconds."""
    answers: list[Understanding] = []
    milliseconds: list[float] = []
    for row in rows:
        start = time.perf_counter()
        answers.append(understander.understand(row.text, now=now, zone=zone))
        milliseconds.append(1000 * (time.perf_counter() - start))
    return answers, milliseconds


def _share(hits: Any) -> float | None:  # noqa: ANN401 - any iterable of truths
    """This function will give the share of truths, or None of nothing."""
    values = [bool(hit) for hit in hits]
    return round(sum(values) / len(values), 4) if values else None


def _macro_f1(pairs: Sequence[tuple[Row, Understanding]]) -> float | None:
    """This function will average F1 over the intents that the rows have."""
    scores = []
    for intent in sorted({row.intent for row, _ in pairs}):
        hits = sum(row.intent == intent == answer.intent for row, answer in pairs)
        wrong = sum((row.intent == intent) != (answer.intent == intent) for row, answer in pairs)
        scores.append(2 * hits / (2 * hits + wrong))
    return round(sum(scores) / len(scores), 4) if scores else None


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """This function will give the chance that an in-scope row scores above an out-of-scope one, ties half."""
    if not inside or not outside:
        return None
    difference = np.asarray(inside)[:, None] - np.asarray(outside)[None, :]
    return round(float((difference > 0).mean() + (difference == 0).mean() / 2), 4)


def _by_language(pairs: Sequence[tuple[Row, Understanding]]) -> Mapping[str, float | None]:
    """This function will give accuracy for rows in Thai letters, Latin letters and both."""
    sorted_out: dict[str, list[bool]] = {"th": [], "en": [], "mixed": []}
    for row, answer in pairs:
        thai = any("\u0e01" <= letter <= "\u0e5b" for letter in row.text)
        latin = any(letter.isascii() and letter.isalpha() for letter in row.text)
        sorted_out["mixed" if thai and latin else "th" if thai else "en"].append(row.intent == answer.intent)
    return {language: _share(hits) for language, hits in sorted_out.items()}


def _entities(pairs: Sequence[tuple[Row, Understanding]]) -> Mapping[str, float | None]:
    """This function will compare values of entities on the rows that name theirs, of the kinds that any row names."""
    kinds = {kind for row, _ in pairs for kind, _ in row.entities or ()}
    hits = named = found = 0
    for row, answer in pairs:
        if row.entities is not None:
            got = {(entity.entity, entity.value) for entity in answer.entities if entity.entity in kinds}
            hits, named, found = hits + len(got & row.entities), named + len(row.entities), found + len(got)
    return {
        "precision": round(hits / found, 4) if found else None,
        "recall": round(hits / named, 4) if named else None,
    }


def _confusions(pairs: Sequence[tuple[Row, Understanding]]) -> list[dict[str, Any]]:
    """This function will list the ten commonest mistakes."""
    counted = Counter((row.intent, answer.intent) for row, answer in pairs if row.intent != answer.intent)
    return [
        {"meant": meant, "taken_for": taken, "times": times}
        for (meant, taken), times in counted.most_common(10)
    ]
