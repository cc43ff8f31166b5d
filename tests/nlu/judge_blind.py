"""Prints how days, times and names come out on the blind phrases: `python -m tests.nlu.judge_blind`."""

from collections import Counter

from nlu.entities import EntityFinder
from tests.nlu.answers import named_in, phrases
from tests.nlu.conftest import BANGKOK, NAMES, NOW

KINDS = frozenset(
    {"treatment", "brand", "branch", "staff", "person", "phone"}
    | {"amount", "amount_range", "area", "symptom", "no_symptom", "since"}
)
HALVES = {"odd rows, tuned on": 0, "even rows, looked at once": 1}


def verdicts(
    finder: EntityFinder, start: int = 0, step: int = 1, *, file: str = "dates_blind.tsv"
) -> Counter[str]:
    """This function will count what is right, asked needlessly and wrong, of every `step`th phrase."""
    every = tuple(phrases(file))[start::step]
    return Counter(each.judge(finder.find(each.text, now=each.sent_at, zone=BANGKOK)) for each in every)


def hits_named_found(finder: EntityFinder, start: int = 0, step: int = 1) -> tuple[int, int, int]:
    """This function will count the names found rightly, those there are, and those found, of every `step`th phrase."""
    hits = named = found = 0
    for text, meant in tuple(named_in("entities_blind.tsv"))[start::step]:
        entities = finder.find(text, now=NOW, zone=BANGKOK)
        got = {f"{entity.entity}={entity.value}" for entity in entities if entity.entity in KINDS}
        hits, named, found = hits + len(got & meant), named + len(meant), found + len(got)
    return hits, named, found


if __name__ == "__main__":
    of = EntityFinder(NAMES)
    for name in (
        "third",
        "fresh",
        "voices",
        "strangers",
        "neighbours",
        "broad",
        "mixed",
        "several",
        "ordinary",
        "week",
        "short",
    ):
        print(f"{name} set: days and times {dict(verdicts(of, file=f'dates_{name}.tsv'))}")  # noqa: T201 - that is what it is for
    for half, first in HALVES.items():
        hits, named, found = hits_named_found(of, first, 2)
        print(f"{half}: days and times {dict(verdicts(of, first, 2))}")  # noqa: T201
        print(f"{half}: names precision {hits / found:.3f} recall {hits / named:.3f}")  # noqa: T201
