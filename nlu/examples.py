"""Training utterances in Rasa's own format, and how they are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.told import read_told

DATA = Path(__file__).parent / "data"
LANGUAGES = ("th", "en")

# Rasa marks an entity inside an utterance as [words](kind) or [words]{"entity": "kind"}.
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class BadExamplesError(ValueError):
    """A training file cannot be used; the message names the file and the place in it."""


@dataclass(frozen=True)
class Example:
    """One utterance and what it means."""

    text: str
    intent: str
    language: str


def example_files() -> tuple[Path, ...]:
    """This function will name the training files, one per language."""
    return tuple(DATA / language / "nlu.yml" for language in LANGUAGES)


def read_examples(file: Path) -> tuple[Example, ...]:
    """This function will read one Rasa 3.1 training file; its folder's name is the language.

    Raises:
        BadExamplesError: It is not a Rasa training file, or an intent has no utterances.
    """
    content = read_told(file)
    if not isinstance(content, dict) or not isinstance(content.get("nlu"), list):
        raise BadExamplesError(f"{file}: a Rasa training file has a list under `nlu`")
    found: list[Example] = []
    for place, block in enumerate(content["nlu"], start=1):
        if not isinstance(block, dict) or "intent" not in block or "examples" not in block:
            raise BadExamplesError(f"{file}: block {place} needs `intent` and `examples`")
        found += _utterances(str(block["intent"]), str(block["examples"]), file=file)
    return tuple(found)


def _utterances(intent: str, examples: str, *, file: Path) -> Sequence[Example]:
    """This function will split the text block of one intent into utterances without their annotations."""
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    for line in lines:
        if not line.startswith("- "):
            raise BadExamplesError(f"{file}: intent {intent}: each utterance starts with `- `, not {line!r}")
    if not lines:
        raise BadExamplesError(f"{file}: intent {intent} has no utterances")
    return [
        Example(text=_ANNOTATION.sub(r"\1", line[2:]).strip(), intent=intent, language=file.parent.name)
        for line in lines
    ]


def all_examples() -> tuple[Example, ...]:
    """This function will read the training files of every language."""
    return tuple(example for file in example_files() for example in read_examples(file))


def known_intents() -> tuple[str, ...]:
    """This function will list the intents that `domain.yml` promises, in its order."""
    domain = read_told(DATA / "domain.yml")
    return tuple(domain["intents"])
