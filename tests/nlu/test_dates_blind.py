"""Days, times and names in phrases that were written down before the rules; half of them were never tuned on."""

from collections import Counter
from collections.abc import Sequence

import pytest

from nlu import Entity
from nlu.entities import EntityFinder
from tests.nlu.answers import RIGHT, WRONG, Phrase, named_in, phrases
from tests.nlu.conftest import BANGKOK, NAMES, NOW

DATES = tuple(phrases("dates_blind.tsv"))
NAMED = tuple(named_in("entities_blind.tsv"))
KINDS = frozenset(
    {"treatment", "brand", "branch", "staff", "person", "phone"}
    | {"amount", "amount_range", "area", "symptom", "no_symptom", "since"}
)


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(NAMES)


def _found(finder: EntityFinder, phrase: Phrase) -> Sequence[Entity]:
    return finder.find(phrase.text, now=phrase.sent_at, zone=BANGKOK)


@pytest.mark.parametrize("phrase", DATES, ids=lambda phrase: phrase.text)
def test_no_day_or_time_is_silently_wrong(finder: EntityFinder, phrase: Phrase) -> None:
    assert phrase.judge(_found(finder, phrase)) != WRONG


def test_nearly_every_day_and_time_is_right(finder: EntityFinder) -> None:
    verdicts = Counter(phrase.judge(_found(finder, phrase)) for phrase in DATES)

    assert verdicts[RIGHT] >= 0.95 * len(DATES), verdicts


def test_nearly_every_name_is_found_and_little_else(finder: EntityFinder) -> None:
    hits = named = found = 0
    for text, meant in NAMED:
        entities = finder.find(text, now=NOW, zone=BANGKOK)
        got = {f"{entity.entity}={entity.value}" for entity in entities if entity.entity in KINDS}
        hits, named, found = hits + len(got & meant), named + len(meant), found + len(got)

    assert hits >= 0.9 * named
    assert hits >= 0.9 * found
