"""What `/model/parse` asks and answers, in Rasa's own shape: written by the embedded engine, read from either."""

import json
import math
from collections.abc import Collection, Mapping
from typing import Any

from nlu.engine import Guess
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT

PATH = "/model/parse"

_NO_ORDER = "\u200b"
"""Rasa takes a text that begins with `/` for an order: `/report_side_effect` is that intent with probability 1. What people
write is never an order; behind a sign that `nlu.spelling.tidy` drops it is a text like any other."""


class BadAnswerError(ValueError):
    """What came back is no answer of an engine that knows our intents."""


def question(text: str) -> dict[str, str]:
    """This function will give the body of a request; half a sign, which no UTF-8 can hold, becomes a question mark."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return {"text": _NO_ORDER + text if text.lstrip().startswith("/") else text}


def answer(text: str, guess: Guess | None) -> dict[str, Any]:
    """This function will say a guess as Rasa says it.

    Args:
        text: What was asked about.
        guess: None where nothing was written.

    Returns:
        `text`, `intent`, `entities` and, with a guess, `intent_ranking` and `model_id`. Entities are always empty, from
        either engine: which day and which person is meant depends on the clinic and the time, which neither knows.
    """
    if guess is None:
        return {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}
    ranking = [{"name": name, "confidence": chance} for name, chance in guess.ranking]
    return {
        "text": text,
        "intent": ranking[0],
        "entities": [],
        "intent_ranking": ranking,
        "model_id": guess.model,
    }


def read_answer(body: bytes, *, intents: Collection[str]) -> Guess:
    """This function will read the answer of an engine elsewhere.

    Args:
        body: As it came.
        intents: What the product knows. Other names are dropped (`nlu_fallback` is Rasa's policy; ours stands above), and
            those that are missing count as impossible.

    Raises:
        BadAnswerError: It is no JSON of that shape, a probability is none, or danger or what is out of scope is not
            ranked at all: then nobody would hear of it.
    """
    try:
        told = json.loads(body)
        chances = {str(each["name"]): _chance(each["confidence"]) for each in told["intent_ranking"]}
        model = str(told.get("model_id") or "unnamed")
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise BadAnswerError("it is no answer of /model/parse") from error
    if missing := {OUT_OF_SCOPE, SIDE_EFFECT} - chances.keys():
        raise BadAnswerError(f"it ranks no {', '.join(sorted(missing))}")
    return Guess(_ranked(chances, intents), engine="rasa", model=model[:80])


def _chance(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise ValueError("a probability is a number")
    if not 0 <= told <= 1:
        raise ValueError("a probability is between 0 and 1")
    return round(float(told), 6)


def _ranked(chances: Mapping[str, float], intents: Collection[str]) -> tuple[tuple[str, float], ...]:
    pairs = ((name, chances.get(name, 0.0)) for name in intents)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
