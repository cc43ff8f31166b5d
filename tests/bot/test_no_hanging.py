"""No message hangs a worker: whatever small word is typed over and over, every expression that reads them comes to an end."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest

from bot.wording.contact_words import name_said, number_said, says_skip
from bot.wording.talk_words import refuses_consent, says_later
from nlu.alone import named_alone, without_small_words

_MODULES = (
    "bot.wording.talk_words",
    "bot.wording.choices",
    "bot.wording.short_words",
    "bot.wording.health_words",
    "bot.wording.contact_words",
    "nlu.alone",
    "nlu.following",
    "nlu.unsuited",
    "nlu.context",
    "nlu.aspects",
)
_TIMES = 40
_HANGS_AFTER = 30.0
"""Seconds for some thousands of texts of a few hundred letters; what hangs takes years."""

_READ_ALL = """
import json, re, sys
for name, pattern, flags, texts in json.load(sys.stdin):
    print(name, file=sys.stderr, flush=True)
    words = re.compile(pattern, flags)
    for text in texts:
        words.fullmatch(text)
        words.sub("", text)
"""
_ONE_WAY = 3
"""So many ways through the words before and inside a repetition are tried."""


def _ways(tree: Any) -> list[str]:
    """This function will write texts that a parsed expression takes: one for each of its words, not each mix of them."""
    texts = [""]
    for kind, of in tree:
        own = _ways_of(str(kind), of)
        texts = [text + own[0] for text in texts] + [texts[0] + way for way in own[1:]]
    return texts


def _ways_of(kind: str, of: Any) -> list[str]:
    if kind == "LITERAL":
        return [chr(of)]
    if kind == "BRANCH":
        return [way for branch in of[1] for way in _ways(branch)]
    if kind == "SUBPATTERN":
        return _ways(of[-1])
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        most = [way for way in _ways(of[2]) if way]
        return most if of[0] else ["", *most]
    if kind in {"IN", "ANY", "NOT_LITERAL", "CATEGORY"}:
        return [" " if "SPACE" in str(of) else "1" if "DIGIT" in str(of) else "a"]
    return [""]


def _repeated(tree: Any, lead: Sequence[str] = ("",)) -> Iterator[tuple[str, str]]:
    """This function will give what may be repeated in a parsed expression, each with what leads up to it."""
    leads = list(lead)
    for kind, of in tree:
        if str(kind) == "BRANCH":
            for branch in of[1]:
                yield from _repeated(branch, leads)
        elif str(kind) == "SUBPATTERN":
            yield from _repeated(of[-1], leads)
        elif str(kind) in {"MAX_REPEAT", "MIN_REPEAT"}:
            yield from _repeated(of[2], leads)
            if of[1] > 1:
                yield from ((one, way) for one in leads for way in _ways(of[2]) if way)
        leads = [one + way for one in leads for way in _ways_of(str(kind), of)[:_ONE_WAY]][:_ONE_WAY]


def _expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in _MODULES:
        for name, value in vars(import_module(module)).items():
            kept = value.values() if isinstance(value, dict) else [value]
            yield from ((f"{module}.{name}", one) for one in kept if isinstance(one, re.Pattern))


def test_every_expression_of_small_words_comes_to_an_end() -> None:
    parser = import_module("re._parser")
    probes = []
    for name, one in _expressions():
        repeated = set(_repeated(parser.parse(one.pattern, one.flags)))
        texts = sorted({lead + way * _TIMES + "\x00" for lead, way in repeated})
        probes.append((name, one.pattern, one.flags, texts))
    assert sum(len(texts) for *_, texts in probes) > len(_MODULES), "there is something to read"

    with subprocess.Popen(
        [sys.executable, "-c", _READ_ALL], text=True, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        try:
            _, read = reading.communicate(json.dumps(probes), timeout=_HANGS_AFTER)
        except subprocess.TimeoutExpired:
            reading.kill()
            _, read = reading.communicate()

    assert reading.returncode == 0, f"it hangs in the last of these:\n{read}"


@pytest.mark.parametrize("words", ["ขอคิดดู" + "ก่อน" * 40, "กลับไป" * 40 + "ขอคิดดูก่อน"])
def test_what_is_long_is_no_short_answer(words: str) -> None:
    assert not says_later(words)
    assert not refuses_consent("ไม่ให้ความยินยอม" + words)
    assert not says_skip("ข้าม" + "ไปก่อน" * 40)
    assert name_said("นะคะ" * 40) is None
    assert number_said("เบอร์" * 40 + "0812345678") is None


@pytest.mark.parametrize("words", ["แล้ว" * 40 + "กราม", "ราคา" * 40 + "มีไหม"])
def test_what_is_long_names_nothing_alone(words: str) -> None:
    assert named_alone(words) == words
    assert without_small_words(words) == words
