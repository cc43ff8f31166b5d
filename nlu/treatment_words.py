"""The words for treatments that every clinic's customers use (`data/treatment_words.yml`), made ready to look for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.closed_up import close_up
from nlu.examples import DATA
from nlu.numerals import loose
from nlu.told import read_told


@dataclass(frozen=True)
class ShortName:
    """A name of so few letters that it counts only as typed, between words that can stand beside it.

    Attributes:
        of: The name, closed up, of the treatment it stands for.
        word: As it is typed.
        pattern: Finds it in a tidied text, as the group `name`.
    """

    of: str
    word: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class TreatmentWords:
    """Words for treatments; all but the patterns closed up.

    Attributes:
        names: The names as written, by the name closed up.
        others: Other words for a name.
        short: Names of two or three letters.
        alone: What stands for a name where the message names nothing else.
        several: What could be any of several names.
        exact_only: Names that bear no misspelling.
        false_friends: Everyday words that hold a name.
    """

    names: Mapping[str, str]
    others: Mapping[str, frozenset[str]]
    short: tuple[ShortName, ...]
    alone: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    exact_only: frozenset[str]
    false_friends: tuple[str, ...]


@cache
def treatment_words() -> TreatmentWords:
    """This function will read the words."""
    content = read_told(DATA / "treatment_words.yml")
    return TreatmentWords(
        names={_one(name): name for name in content["other_words"]},
        others={_one(name): frozenset(map(_one, words)) for name, words in content["other_words"].items()},
        short=tuple(
            ShortName(_one(name), word, _between(word, content))
            for name, words in content["short"].items()
            for word in words
        ),
        alone={_one(word): _one(name) for name, words in content["alone"].items() for word in words},
        several={_one(word): tuple(map(_one, names)) for word, names in content["several"].items()},
        exact_only=frozenset(map(_one, content["exact_only"])),
        false_friends=tuple(map(_one, content["false_friends"])),
    )


def _one(words: str) -> str:
    return close_up(words)[0]


def _between(word: str, content: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """This function will write a short name as an expression with what may stand before and behind it."""
    no_title = "".join(rf"(?<!{title} )" for title in content["titles"])
    before = "|".join(f"(?<={one})" for one in content["before_short"])
    after = "|".join(map(loose, content["after_short"]))
    return re.compile(
        rf"(?:(?<![\u0e00-\u0e7f]){no_title}|{before})(?P<name>{word})(?=$|[^\u0e00-\u0e7f]| ?(?:{after}))(?! ?เอง)"
    )
