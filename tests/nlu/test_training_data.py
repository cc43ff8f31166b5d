"""The training files are read by people and by Rasa; these are the faults that neither would notice."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from nlu import OUT_OF_SCOPE, known_intents
from nlu.evaluate import read_rows
from nlu.examples import DATA, BadExamplesError, all_examples, read_examples

HELD_OUT = [Path(__file__).parent / name for name in ("held_out.tsv", "held_out_hard.tsv")]


def _same(text: str) -> str:
    """Two utterances that differ only by blanks, case and final punctuation are one."""
    return re.sub(r"[\s?!.]+", "", text.lower()) or text


def test_the_files_and_the_domain_name_the_same_intents() -> None:
    intents = known_intents()

    assert len(intents) == len(set(intents)) >= 25
    for language in ("th", "en"):
        assert {example.intent for example in all_examples() if example.language == language} == set(intents)


@pytest.mark.parametrize(("language", "least"), [("th", 30), ("en", 10)])
def test_no_intent_is_thin(language: str, least: int) -> None:
    counted = Counter(example.intent for example in all_examples() if example.language == language)

    assert {intent: count for intent, count in counted.items() if count < least} == {}


@pytest.mark.parametrize("intent", ["check_status", "open_admin", "my_tasks", "withdraw_consent"])
def test_the_intents_of_our_own_are_rich(intent: str) -> None:
    assert sum(example.intent == intent and example.language == "th" for example in all_examples()) >= 40


def test_no_utterance_is_there_twice() -> None:
    seen: dict[str, str] = {}
    twice = []
    for example in all_examples():
        key = _same(example.text)
        if key in seen:
            twice.append((example.text, seen[key], example.intent))
        seen[key] = example.intent

    assert twice == []


def test_no_utterance_to_judge_by_is_trained_on() -> None:
    trained = {_same(example.text) for example in all_examples()}

    assert [row.text for file in HELD_OUT for row in read_rows(file) if _same(row.text) in trained] == []


def test_thai_utterances_are_thai() -> None:
    strangers = [
        example.text
        for example in all_examples()
        if example.language == "th" and not re.search("[\u0e01-\u0e5b]", example.text)
    ]

    assert [text for text in strangers if not re.fullmatch(r"[\d\s+=?]+", text)] == []


def test_out_of_scope_is_the_largest_class() -> None:
    counted = Counter(example.intent for example in all_examples())

    assert counted.most_common(1)[0][0] == OUT_OF_SCOPE


def test_every_entity_in_the_data_stands_in_the_domain() -> None:
    domain = yaml.safe_load((DATA / "domain.yml").read_text(encoding="utf-8"))
    used = {
        kind
        for language in ("th", "en")
        for kind in re.findall(r"\]\((\w+)\)", (DATA / language / "nlu.yml").read_text(encoding="utf-8"))
    }

    assert used <= set(domain["entities"])


def test_every_group_of_our_red_flags_is_one_of_the_clinics_or_a_part_of_one(
    shared_clinic: dict[str, object],
) -> None:
    parts = yaml.safe_load((DATA / "red_flags_th.yml").read_text(encoding="utf-8"))["part_of"]
    groups = {name for name, group in shared_clinic["red_flags"].items() if isinstance(group, dict)}  # type: ignore[attr-defined]
    assert set(parts.values()) <= groups

    for language in ("th", "en"):
        own = yaml.safe_load((DATA / f"red_flags_{language}.yml").read_text(encoding="utf-8"))
        assert set(own["phrases"]) == groups | set(parts)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("- hello", "has a list under `nlu`"),
        ("nlu: hello", "has a list under `nlu`"),
        ("nlu:\n- intent: greet", "block 1 needs"),
        ("nlu:\n- intent: greet\n  examples: |\n    hello\n", "intent greet: each utterance starts with"),
        ("nlu:\n- intent: greet\n  examples: ''\n", "intent greet has no utterances"),
    ],
)
def test_a_file_that_is_no_training_file_is_refused_by_name(
    tmp_path: Path, content: str, complaint: str
) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(BadExamplesError, match=complaint) as refused:
        read_examples(file)
    assert str(file) in str(refused.value)


def test_annotations_are_read_as_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(
        'nlu:\n- intent: greet\n  examples: |\n    - ทำ[โบ](treatment) [พรุ่งนี้]{"entity": "date"}ค่ะ\n',
        encoding="utf-8",
    )

    assert [example.text for example in read_examples(file)] == ["ทำโบ พรุ่งนี้ค่ะ"]
