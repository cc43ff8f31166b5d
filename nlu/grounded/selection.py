"""Whether an answer is approved lines and nothing else: whole lines, in their order, up to politeness and an "and".

Words in between cannot be judged by counting them: "no make-up for 24 hours, no sport for 48" with its figures or its
ban swapped has the same words. So none are judged; a line is told letter for letter, or the answer is not told.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import permutations

from nlu.spelling import tidy

MOST_PASSAGES = 3
"""As many as are found at most (retrieval.py); more have too many orders to try."""

_POLITE = re.compile(r" ?(?:นะ ?)?(?:ค่ะ|คะ|ครับ)(?![\u0e00-\u0e7f])|\bplease\b[ ,]*")
# One line ends before the next begins: a comma between two would let the first one's "no" reach into the second.
_NEXT: Mapping[str, str] = {
    "th": r"(?:[ .!]*\n[ \n]*| )(?:(?:และ|นอกจากนี้) ?)?",
    "en": r"(?:[ .!]*\n[ \n]*|[.!] )(?:and |also,? )?",
}


def lines_told(answer: str, texts: Sequence[str], *, language: str) -> frozenset[str] | None:
    """This function will say which approved lines an answer is made of; None where anything else stands in it.

    Args:
        answer: What was written.
        texts: The passages it names, each its title and then its lines. Of each at least one line is told, the lines of
            one passage in their own order and together; a title may stand before them.
        language: "th" or "en".
    """
    if len(texts) > MOST_PASSAGES:
        return None
    read = _plain(answer)
    for order in permutations(range(len(texts))):
        parts = [(f"{place}", texts[place].split("\n")) for place in order]
        pattern = "".join(_passage(name, lines, _NEXT[language]) for name, lines in parts)
        # What ends a line is asked of the last one, too: so none needs a rule of its own.
        found = re.fullmatch(pattern, read + "\n")
        if found is not None:
            return frozenset(
                line
                for name, lines in parts
                for at, line in enumerate(lines)
                if at and found[f"l{name}_{at}"] is not None
            )
    return None


def _passage(name: str, lines: Sequence[str], ends: str) -> str:
    """This function will write a passage as a pattern: each line may be missing, but not all."""
    title, *rest = (re.escape(_plain(line)) for line in lines)
    some = "|".join(rest)
    each = "".join(f"(?P<l{name}_{at}>{one}{ends})?" for at, one in enumerate(rest, 1))
    return f"(?:{title}(?: ?: ?|{ends}))?(?={some}){each}"


def _plain(text: str) -> str:
    """This function will write a text without politeness and without the mark at its end."""
    lines = (" ".join(_POLITE.sub("", line).split()) for line in tidy(text).split("\n"))
    return "\n".join(line for line in lines if line).rstrip(" .!")
