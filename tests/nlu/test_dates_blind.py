"""Days, times and names in phrases that were written down before the rules; half of them were never tuned on."""

import pytest

from nlu.date_figures import RIGHT, WRONG, DatedPhrase
from nlu.entities import EntityFinder
from tests.nlu.answers import phrases
from tests.nlu.conftest import BANGKOK, NAMES
from tests.nlu.judge_blind import hits_named_found, verdicts


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(NAMES)


PHRASES = tuple(
    phrase
    for file in (
        "dates_blind.tsv",
        "dates_third.tsv",
        "dates_voices.tsv",
        "dates_strangers.tsv",
        "dates_neighbours.tsv",
        "dates_broad.tsv",
    )
    for phrase in phrases(file)
)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text)
def test_no_day_or_time_is_silently_wrong(finder: EntityFinder, phrase: DatedPhrase) -> None:
    assert phrase.judge(finder.find(phrase.text, now=phrase.sent_at, zone=BANGKOK)) != WRONG


@pytest.mark.parametrize(
    "file",
    [
        "dates_blind.tsv",
        "dates_third.tsv",
        "dates_fresh.tsv",
        "dates_voices.tsv",
        "dates_strangers.tsv",
        "dates_neighbours.tsv",
    ],
)
def test_nearly_every_day_and_time_is_right(finder: EntityFinder, file: str) -> None:
    counted = verdicts(finder, file=file)

    assert counted[RIGHT] >= 0.95 * counted.total(), counted


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("broad", 200, 0),
        ("mixed", 187, 1),
        ("several", 130, 7),
        ("ordinary", 114, 0),
        ("week", 104, 3),
        ("short", 106, 2),
    ],
)
def test_long_and_many_sided_messages_are_read_no_worse_than_they_were(
    finder: EntityFinder, file: str, right: int, wrong: int
) -> None:
    counted = verdicts(finder, file=f"dates_{file}.tsv")

    assert counted[RIGHT] >= right, counted
    assert counted[WRONG] <= wrong, counted


def test_nearly_every_name_is_found_and_little_else(finder: EntityFinder) -> None:
    hits, named, found = hits_named_found(finder)

    assert hits >= 0.95 * named
    assert hits >= 0.95 * found
