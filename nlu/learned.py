"""What this deployment learnt from use: reviewed utterances, as training files of its own beside the product's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nlu.examples import LANGUAGES, Example, all_examples, read_examples
from nlu.lint import findings, squeezed

# What an engine is taught in the place of what was masked: the kind of thing that stands there in life, and nobody's.
_ANYWHERE = {
    "link": "https://example.com",
    "email": "name@example.com",
    "line": "@nida99",
    "phone": "0800000000",
    "number": "123456789",
}
_STANDS_IN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "th": {**_ANYWHERE, "date": "1/1/2540", "address": "บ้านเลขที่ 1", "name": "นิดา"},
        "en": {**_ANYWHERE, "date": "1/1/1997", "address": "1 high street", "name": "nida"},
    }
)
_NO_MARK = str.maketrans("", "", "[]{}")  # Rasa would read an entity in them

# Of a finding of the lint, which of its texts is ours; findings of other rules are no reason to refuse.
_OURS: Mapping[str, int] = MappingProxyType({"unknown": 0, "letters": -1, "twice": -1, "leak": 0})
_DISAGREE = "disagree"


@dataclass(frozen=True)
class Sorted:
    """Reviewed utterances, sorted into those that may be trained on and those that may not.

    Attributes:
        fit: To be trained on, in a fixed order.
        refused: The others, each with the rule that refuses it: those of `nlu.lint`, and `disagree` where the same
            words were given two meanings.
    """

    fit: tuple[Example, ...]
    refused: tuple[tuple[Example, str], ...]


def taught(text: str, *, intent: str, language: str) -> Example:
    """This function will make a training utterance of a masked one."""
    for place, word in _STANDS_IN[language].items():
        text = text.replace(f"<{place}>", word)
    return Example(" ".join(text.translate(_NO_MARK).split()), intent, language)


def sort_out(examples: Iterable[Example], *, judged_by: Sequence[str]) -> Sorted:
    """This function will leave out what must not be trained on.

    Args:
        examples: Reviewed utterances of all clinics, as `taught` makes them.
        judged_by: Utterances that models are judged by; what is nearly one of them proves nothing once it is learnt.
    """
    ours = sorted(set(examples), key=lambda each: (each.language, each.intent, each.text))
    meant: dict[str, set[str]] = defaultdict(set)
    for each in ours:
        meant[squeezed(each.text)].add(each.intent)
    refused = {each: _DISAGREE for each in ours if len(meant[squeezed(each.text)]) > 1}
    agreed = [each for each in ours if each not in refused]
    # The product's own first, so that of two that are the same ours is the second.
    known = {squeezed(each.text) for each in all_examples()}
    refused |= {each: "twice" for each in agreed if squeezed(each.text) in known}
    by_text = {each.text: each for each in agreed}
    for found in findings(agreed, judged_by=judged_by):
        at = _OURS.get(found.rule)
        ours_found = by_text.get(found.texts[at]) if at is not None else None
        if ours_found is not None:
            refused.setdefault(ours_found, found.rule)
    return Sorted(
        fit=tuple(each for each in agreed if each not in refused),
        refused=tuple(sorted(refused.items(), key=lambda pair: (pair[1], pair[0].text))),
    )


def write_learned(folder: Path, examples: Sequence[Example]) -> None:
    """This function will write utterances in Rasa's format, one file per language, each whole or not at all."""
    for language in LANGUAGES:
        by_intent: dict[str, list[str]] = defaultdict(list)
        for each in examples:
            if each.language == language:
                by_intent[each.intent].append(each.text)
        file = folder / language / "nlu.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(_as_yaml(by_intent), encoding="utf-8")
        beside.replace(file)


def _as_yaml(by_intent: Mapping[str, Sequence[str]]) -> str:
    """This function will write a training file as people write them, one utterance a line."""
    if not by_intent:
        return 'version: "3.1"\n\nnlu: []\n'
    blocks = [
        f"- intent: {intent}\n  examples: |\n"
        + "".join(f"    - {text}\n" for text in sorted(by_intent[intent]))
        for intent in sorted(by_intent)
    ]
    return 'version: "3.1"\n\nnlu:\n' + "\n".join(blocks)


def read_learned(folder: Path) -> tuple[Example, ...]:
    """This function will read what `write_learned` wrote; nothing where it never did.

    Raises:
        BadExamplesError: Somebody else wrote there.
    """
    files = (folder / language / "nlu.yml" for language in LANGUAGES)
    return tuple(example for file in files if file.is_file() for example in read_examples(file))
