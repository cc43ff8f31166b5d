"""Whether a message tells of a condition of the body, and of which: pregnancy, a disease, a medicine, an allergy, an operation.

Such words are health data, and what is asked with them is a doctor's to answer. Rather too often than too seldom: a
condition counts as denied only where the denial stands right before it ("ไม่ได้ท้อง", "no allergies").
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.spelling import tidy
from nlu.told import read_told

_WORDS = Path(__file__).with_name("conditions.yml")


@dataclass(frozen=True)
class Condition:
    """A condition that words tell of.

    Attributes:
        key: A risk factor of the clinic's catalogue, or a word of the lexicon's own.
        names: What it is called, by language.
        alone: Whether it brings a person by itself.
    """

    key: str
    names: Mapping[str, str]
    alone: bool


def tells_of_condition(text: str) -> bool:
    """This function will say whether a message is about a condition, be it to deny it: that is health data as well."""
    return any(one.alone for one in _named_in(_plain(text)))


def conditions_in(text: str) -> tuple[Condition, ...]:
    """This function will give the conditions that a message tells of, as typed, those that bring a person first.

    What is denied as a whole is not told of; "not any more", "not sure" and a question with a denial in it still are.
    """
    found = _named_in(_denials().sub(" ", _plain(text)))
    return tuple(sorted(found, key=lambda one: not one.alone))


def known_conditions() -> Sequence[str]:
    """This function will give the keys of all conditions that the lexicon has words for."""
    return [one.key for one, _ in _lexicon()[1]]


def _plain(text: str) -> str:
    return _lexicon()[0].sub(" ", tidy(text))


def _named_in(plain: str) -> list[Condition]:
    return [one for one, words in _lexicon()[1] if words.search(plain)]


@lru_cache(maxsize=1)
def _denials() -> re.Pattern[str]:
    """This function will give what denies one condition or several, right before them."""
    any_of = "|".join(f"(?:{words.pattern})" for _, words in _lexicon()[1])
    told = read_told(_WORDS)["denied"]
    more = told["between"]
    return re.compile(f"(?:{told['before']})(?:{any_of})(?:(?:{more})(?:{any_of}))*(?!{told['not_before']})")


@lru_cache(maxsize=1)
def _lexicon() -> tuple[re.Pattern[str], Sequence[tuple[Condition, re.Pattern[str]]]]:
    told = read_told(_WORDS)
    friends = re.compile("|".join(f"(?:{one})" for one in told["not"]))
    return friends, [_entry(key, one) for key, one in {**told["factors"], **told["others"]}.items()]


def _entry(key: str, one: Mapping[str, Any]) -> tuple[Condition, re.Pattern[str]]:
    """This function will read an entry; one without words in both languages is refused by its missing key."""
    words = re.compile(f"(?:{one['th']})|(?:{one['en']})")
    return Condition(key, one["name"], one.get("alone", True)), words
