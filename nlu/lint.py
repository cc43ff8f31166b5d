"""What a careful reader would object to in the training files; `aura nlu lint` prints it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from nlu.examples import Example, known_intents
from nlu.spelling import fold

LEAST = 40
"""Utterances an intent needs over both languages. Source: facts/NLU.md section 1, the learning curve rises so far."""

LEAST_IN_ENGLISH = 36

TWIN_FROM = 0.9
"""Likeness (0-1, shared letters in order) from which two long utterances of one intent teach the same thing."""

LEAK_FROM = 0.92
"""Likeness from which an utterance to judge by counts as trained on."""

LONG_ENOUGH = 14
"""Letters below which likeness says little: "ใช่ค่ะ" and "ได้ค่ะ" differ by one letter and by their meaning."""

SAME_MOULD = 4
"""Utterances of one intent that may share beginning and end and differ in between."""

_BEGINNING, _END = 6, 5

_PARTICLES = re.compile("(?:นะ)?(?:ค[่้๊]?ะ|ค่า+|คร[ั้ๅ]*[บช]|คับ|จ้า*|จ้ะ|น้า|หน่อย|อะ|อ่ะ)$")
_NOT_LETTERS = re.compile(r"[^\w\u0e00-\u0e7f]+|_")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffd")
_DECOMPOSED = ("\u0e4d\u0e32", "เเ")
_JOINED_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]\u200d")


@dataclass(frozen=True)
class Finding:
    """One objection.

    Attributes:
        rule: `twice`, `twin`, `leak`, `thin`, `mould`, `letters` or `unknown`.
        intent: Where it is.
        texts: The utterances it is about; for `thin` how many there are.
    """

    rule: str
    intent: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule:8} {self.intent:22} {'  |  '.join(self.texts)}"


def findings(examples: Sequence[Example], *, judged_by: Sequence[str] = ()) -> tuple[Finding, ...]:
    """This function will list what is wrong with training utterances, in a fixed order.

    Args:
        examples: The utterances.
        judged_by: Utterances that engines are judged by, which must not be among them.
    """
    return tuple(
        found for rule in (_unknown, _thin, _letters, _twice, _twins, _moulds) for found in rule(examples)
    ) + tuple(_leaks(examples, judged_by))


def _unknown(examples: Sequence[Example]) -> Iterator[Finding]:
    known = frozenset(known_intents())
    for example in examples:
        if example.intent not in known:
            yield Finding("unknown", example.intent, (example.text,))


def _thin(examples: Sequence[Example]) -> Iterator[Finding]:
    counted = Counter(example.intent for example in examples)
    english = Counter(example.intent for example in examples if example.language == "en")
    for intent in known_intents():
        if counted[intent] < LEAST:
            yield Finding("thin", intent, (str(counted[intent]),))
        if english[intent] < LEAST_IN_ENGLISH:
            yield Finding("thin", intent, (f"{english[intent]} in English",))


def _letters(examples: Sequence[Example]) -> Iterator[Finding]:
    """This function will find letters nobody sees, letters taken apart and vowels without a letter to stand on."""
    for example in examples:
        text = _JOINED_EMOJI.sub("", example.text)
        if (
            _INVISIBLE & frozenset(text)
            or unicodedata.normalize("NFC", text) != text
            or any(apart in text for apart in _DECOMPOSED)
            or any(unicodedata.category(letter) in {"Cc", "Co", "Cn"} for letter in text)
            or (text and unicodedata.category(text[0]) == "Mn")
        ):
            yield Finding(
                "letters", example.intent, (example.text.encode("unicode_escape").decode(), example.text)
            )


def _twice(examples: Sequence[Example]) -> Iterator[Finding]:
    """This function will find utterances that differ only by blanks, case and final points."""
    seen: dict[str, Example] = {}
    for example in examples:
        first = seen.setdefault(squeezed(example.text), example)
        if first is not example:
            yield Finding("twice", example.intent, (first.text, example.text))


def squeezed(text: str) -> str:
    """This function will leave out what does not make two utterances two: blanks, case, points."""
    return re.sub(r"[\s?!.]+", "", text.lower()) or text


def _bare(text: str) -> str:
    """This function will leave the letters that carry meaning: no tone marks, blanks, emoji or final particles."""
    bare = _NOT_LETTERS.sub("", text.lower())
    while (shorter := _PARTICLES.sub("", bare)) != bare:
        bare = shorter
    return fold(bare)


def _twins(examples: Sequence[Example]) -> Iterator[Finding]:
    """This function will find long utterances of one intent that say the same in almost the same letters."""
    by_intent: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for example in examples:
        bare = _bare(example.text)
        if len(bare) >= LONG_ENOUGH:
            by_intent[example.intent].append((bare, example.text))
    for intent, pairs in by_intent.items():
        bares = [bare for bare, _ in pairs]
        like = process.cdist(bares, bares, scorer=Indel.normalized_similarity, score_cutoff=TWIN_FROM)
        for one, other in np.argwhere(np.triu(like, k=1) > 0):
            yield Finding("twin", intent, (pairs[one][1], pairs[other][1]))


def _moulds(examples: Sequence[Example]) -> Iterator[Finding]:
    """This function will find utterances that read as if one word of a template had been changed again and again."""
    by_mould: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for example in examples:
        bare = _bare(example.text)
        if len(bare) >= LONG_ENOUGH:
            by_mould[example.intent, bare[:_BEGINNING], bare[-_END:]].append(example.text)
    for (intent, _, _), texts in by_mould.items():
        if len(texts) > SAME_MOULD:
            yield Finding("mould", intent, tuple(texts))


def _leaks(examples: Sequence[Example], judged_by: Sequence[str]) -> Iterator[Finding]:
    """This function will find utterances to judge by that are trained on, word for word or nearly."""
    trained = {squeezed(example.text): example for example in examples}
    for text in judged_by:
        if same := trained.get(squeezed(text)):
            yield Finding("leak", same.intent, (same.text, text))
    long = [(bare, example) for example in examples if len(bare := _bare(example.text)) >= LONG_ENOUGH]
    asked = [(bare, text) for text in judged_by if len(bare := _bare(text)) >= LONG_ENOUGH]
    if not long or not asked:
        return
    like = process.cdist(
        [bare for bare, _ in asked],
        [bare for bare, _ in long],
        scorer=Indel.normalized_similarity,
        score_cutoff=LEAK_FROM,
    )
    for at, where in np.argwhere(like > 0):
        example = long[where][1]
        if squeezed(example.text) != squeezed(asked[at][1]):
            yield Finding("leak", example.intent, (example.text, asked[at][1]))


def texts_of(file: Path) -> tuple[str, ...]:
    """This function will read the first column of a file to judge by, whatever its others hold."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return tuple(line.split("\t")[0] for line in lines if line.strip() and not line.startswith("#"))
