"""How well an engine understands: accuracy, out-of-scope, urgency and speed on utterances it was not trained on."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from nlu.examples import known_intents
from nlu.measures import auroc, by_intent, calibration_error, macro_f1, share
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Understander, Understanding

_COLUMNS = (2, 3)

STYLES = (
    "plain",
    "toneless",
    "typo",
    "repeated",
    "slang",
    "emoji",
    "english",
    "mixed",
    "long",
    "several",
)
"""How a row may say it is written, in the place of its entities: without tone marks, with letters said again and
again, two languages mixed, several wishes in one message."""


class BadRowError(ValueError):
    """A row of the evaluation file cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Row:
    """One utterance with what it means; `entities` and `style` are None where the file does not say."""

    text: str
    intent: str
    entities: frozenset[tuple[str, str]] | None
    style: str | None = None


def read_rows(file: Path) -> tuple[Row, ...]:
    """This function will read `text<TAB>intent[<TAB>entities as JSON, or style]`, one utterance a line.

    Empty lines and lines that start with `#` are passed over. The JSON is a list of objects with `entity` and
    `value`; the styles are `STYLES`.

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
    if parts[2].strip() in STYLES:
        return Row(parts[0], intent, None, parts[2].strip())
    try:
        entities = frozenset((str(each["entity"]), str(each["value"])) for each in json.loads(parts[2]))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadRowError(
            f"{place}: entities are a JSON list of objects with entity and value (or one of {', '.join(STYLES)})"
        ) from error
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
        "urgent_precision", "latency_ms": {"p50", "p95"}}` and `model`, `oos_auroc_top` (by the likeliest in-scope
        intent), `in_scope_accepted`, `right_if_accepted`, `calibration_error` (over all rows), `accuracy_by_language`,
        `accuracy_by_style`, `by_intent`, `entities` (`{"precision", "recall"}`), `confusions` and `mistakes`. A share
        of nothing is None. Accuracy and macro-F1 are over in-scope rows; urgency is judged on `report_side_effect`
        rows.

    Raises:
        BadRowError: See `read_rows`.
    """
    rows = read_rows(file)
    answers, milliseconds = _ask(rows, understander, now=now, zone=zone)
    pairs = list(zip(rows, answers, strict=True))
    inside = [(row, answer) for row, answer in pairs if row.intent != OUT_OF_SCOPE]
    intents = by_intent([(row.intent, answer.intent) for row, answer in inside])
    return {
        "engine": answers[0].engine,
        "model": answers[0].model,
        "n": len(rows),
        "accuracy": share(row.intent == answer.intent for row, answer in inside),
        "macro_f1": macro_f1(intents),
        **_scope(pairs),
        "calibration_error": calibration_error(
            [answer.confidence for answer in answers],
            [row.intent == answer.intent for row, answer in pairs],
        ),
        "urgent_recall": share(answer.urgent for row, answer in pairs if row.intent == SIDE_EFFECT),
        "urgent_precision": share(row.intent == SIDE_EFFECT for row, answer in pairs if answer.urgent),
        "accuracy_by_language": _sliced(inside, _language),
        "accuracy_by_style": _sliced(inside, lambda row: row.style or "not said"),
        "by_intent": intents,
        "entities": _entities(pairs),
        "confusions": _confusions(pairs),
        "mistakes": [
            {
                "text": row.text,
                "meant": row.intent,
                "taken_for": answer.intent,
                "confidence": answer.confidence,
            }
            for row, answer in pairs
            if row.intent != answer.intent
        ],
        "latency_ms": {
            "p50": round(float(np.percentile(milliseconds, 50)), 3),
            "p95": round(float(np.percentile(milliseconds, 95)), 3),
        },
    }


def _scope(pairs: Sequence[tuple[Row, Understanding]]) -> dict[str, float | None]:
    """This function will tell how well what is none of a clinic's business is kept apart from what is."""
    inside = [(row, answer) for row, answer in pairs if row.intent != OUT_OF_SCOPE]
    outside = [answer for row, answer in pairs if row.intent == OUT_OF_SCOPE]
    return {
        "oos_auroc": auroc(
            [1 - answer.probability(OUT_OF_SCOPE) for _, answer in inside],
            [1 - answer.probability(OUT_OF_SCOPE) for answer in outside],
        ),
        "oos_auroc_top": auroc([_top(answer) for _, answer in inside], [_top(answer) for answer in outside]),
        "oos_accepted": share(not answer.fallback for answer in outside),
        "in_scope_accepted": share(not answer.fallback for _, answer in inside),
        "right_if_accepted": share(
            row.intent == answer.intent for row, answer in inside if not answer.fallback
        ),
    }


def _top(answer: Understanding) -> float:
    """This function will give the probability of the likeliest in-scope intent."""
    return max((chance for name, chance in answer.ranking if name != OUT_OF_SCOPE), default=0.0)


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


def _language(row: Row) -> str:
    """This function will tell by its letters whether a row is Thai, English or mixed."""
    thai = any("\u0e01" <= letter <= "\u0e5b" for letter in row.text)
    latin = any(letter.isascii() and letter.isalpha() for letter in row.text)
    return "mixed" if thai and latin else "th" if thai else "en"


def _sliced(
    pairs: Sequence[tuple[Row, Understanding]], kind: Callable[[Row], str]
) -> Mapping[str, float | None]:
    """This function will give accuracy for each kind of row there is."""
    hits: dict[str, list[bool]] = {}
    for row, answer in pairs:
        hits.setdefault(kind(row), []).append(row.intent == answer.intent)
    return {name: share(hits[name]) for name in sorted(hits)}


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
    """This function will count each way of being wrong, the commonest first."""
    counted = Counter((row.intent, answer.intent) for row, answer in pairs if row.intent != answer.intent)
    return [
        {"meant": meant, "taken_for": taken, "times": times}
        for (meant, taken), times in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
