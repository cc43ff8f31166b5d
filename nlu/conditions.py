"""Whether a message tells of a condition of the body: pregnancy, a disease, a medicine, an allergy, an operation.

Such words are health data, and what is asked with them is a doctor's to answer. Rather too often than too seldom.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.spelling import tidy

_WORDS = Path(__file__).with_name("conditions.yml")


def tells_of_condition(text: str) -> bool:
    """This function will say whether a message holds words of the lexicon, as typed."""
    friends, tells = _patterns()
    return tells.search(friends.sub(" ", tidy(text))) is not None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    friends, tells = (re.compile("|".join(f"(?:{one})" for one in told[kind])) for kind in ("not", "tells"))
    return friends, tells
