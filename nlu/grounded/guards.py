"""Whether what came back may be told: a table of reasons against it, the first that holds is the verdict.

A reason too many costs nothing: the approved passage is told as it stands instead. So each guard rather refuses.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlu.grounded.asking import LONGEST_ANSWER, RULES, name_of
from nlu.grounded.figures import figures_in
from nlu.grounded.retrieval import Source
from nlu.grounded.selection import lines_told
from nlu.spelling import tidy

_WORDS = Path(__file__).parent / "words_never.yml"
NEVER = ("promise", "price", "looks", "link")
"""What neither an answer nor a passage says."""
ONLY_AS_APPROVED = ("diagnosis", "medicine", "advert")
"""What an answer says only in words that stand in the passages it names."""

LEAKED = 24
"""So many letters of our own rules in a row are no chance."""
LARGEST_SHARE_OF_OTHER_LETTERS = 0.35


class Verdict(StrEnum):
    """What the guards say."""

    TOLD = "told"
    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    NOT_ENOUGH = "not_enough"
    UNCITED = "uncited"
    UNKNOWN_PASSAGE = "unknown_passage"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_LETTERS = "control_letters"
    WRONG_LANGUAGE = "wrong_language"
    LEAKED = "leaked"
    SAYS_NEVER = "says_never"
    NOT_APPROVED = "not_approved_words"
    FIGURES = "figures"
    UNSUPPORTED = "unsupported"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Judged:
    """The verdict, and the answer where it may be told.

    Attributes:
        verdict: Why, or why not.
        answer: What may be told; None unless the verdict is `TOLD`.
        sources: The passages it names, in the order they were given.
    """

    verdict: Verdict
    answer: str | None = None
    sources: tuple[Source, ...] = ()


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str
    passage_ids: list[str] = Field(max_length=20)
    enough: bool


@dataclass(frozen=True)
class _Case:
    """An answer before its judges, all in the spelling they read."""

    answer: str
    texts: tuple[str, ...]
    language: str

    @property
    def approved(self) -> str:
        """All that it may draw on, as one text."""
        return "\n".join(self.texts)


def judge(content: str, sources: Sequence[Source], *, language: str) -> Judged:
    """This function will judge what the endpoint wrote.

    Args:
        content: The message as it came: a JSON object, if the endpoint did as it was told.
        sources: The passages it was given, in the order they were given.
        language: The language it was asked for.
    """
    try:
        said = _Answer.model_validate(json.loads(content))
    except (json.JSONDecodeError, RecursionError):
        return Judged(Verdict.NOT_JSON)
    except ValidationError:
        return Judged(Verdict.WRONG_SHAPE)
    given = {name_of(place): one for place, one in enumerate(sources)}
    if not said.enough:
        return Judged(Verdict.NOT_ENOUGH)
    if not said.passage_ids:
        return Judged(Verdict.UNCITED)
    if not given.keys() >= set(said.passage_ids):
        return Judged(Verdict.UNKNOWN_PASSAGE)
    cited = tuple(one for name, one in given.items() if name in said.passage_ids)
    answer = said.answer.strip()
    verdict = verdict_on(answer, [_text(one, language) for one in cited], language=language)
    return Judged(verdict, answer if verdict is Verdict.TOLD else None, cited)


def verdict_on(answer: str, approved: Sequence[str], *, language: str) -> Verdict:
    """This function will judge the words of an answer by the approved texts it names: each a title, then its lines."""
    case = _Case(answer=answer, texts=tuple(approved), language=language)
    return next((verdict for verdict, holds in _AGAINST.items() if holds(case)), Verdict.TOLD)


def words_against(text: str, kinds: Sequence[str] = NEVER) -> tuple[str, ...]:
    """This function will name what a text says that may never be said, as it stands there."""
    # Tidying takes letters that are typed three times for one: "ระบบบอก" is read as it stands, too.
    readings = dict.fromkeys((tidy(text), text.lower()))
    found = (
        hit[0]
        for kind in kinds
        for pattern in _patterns()[kind]
        for read in readings
        for hit in pattern.finditer(read)
    )
    return tuple(dict.fromkeys(found))


def _text(source: Source, language: str) -> str:
    return "\n".join(" ".join(line.split()) for line in (source.titles[language], *source.lines[language]))


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    told = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {kind: tuple(re.compile(pattern) for pattern in patterns) for kind, patterns in told.items()}


def _has_control_letters(case: _Case) -> bool:
    return any(not letter.isprintable() and letter != "\n" for letter in case.answer)


_THAI = re.compile("[\u0e00-\u0e7f]")
_LATIN = re.compile("[A-Za-z]")
_OTHER = re.compile(r"[^\W\d_]")


def _is_in_another_language(case: _Case) -> bool:
    """This function will count letters; of a Thai answer some are Latin (SPF, HIFU), as far as the passages' are."""
    thai, latin = len(_THAI.findall(case.answer)), len(_LATIN.findall(case.answer))
    # Thai vowels and tone marks above a letter are no letters to Python; a script we do not know is.
    strange = sum(not (_THAI.match(one) or one.isascii()) for one in _OTHER.findall(case.answer))
    others = (latin if case.language == "th" else thai) + strange
    share = max(LARGEST_SHARE_OF_OTHER_LETTERS, _share_of_others(case.approved, case.language))
    return others > share * max(thai + latin + strange, 1)


def _share_of_others(text: str, language: str) -> float:
    thai, latin = len(_THAI.findall(text)), len(_LATIN.findall(text))
    return (latin if language == "th" else thai) / max(thai + latin, 1)


def _is_leaked(case: _Case) -> bool:
    """This function will find our own rules in an answer, or talk about them."""
    squeezed = " ".join(case.answer.lower().split())
    rules = " ".join(RULES.lower().split())
    in_a_row = any(squeezed[at : at + LEAKED] in rules for at in range(max(len(squeezed) - LEAKED + 1, 0)))
    return in_a_row or bool(words_against(case.answer, ("leak",)))


def _says_never(case: _Case) -> bool:
    return bool(words_against(case.answer))


def _says_what_is_not_approved(case: _Case) -> bool:
    approved = f"{tidy(case.approved)}\n{case.approved.lower()}"
    return any(word not in approved for word in words_against(case.answer, ONLY_AS_APPROVED))


def _has_other_figures(case: _Case) -> bool:
    return not figures_in(case.answer) <= figures_in(case.approved)


# A line that holds one of these is never left out of a passage that is named.
_WARNS = re.compile(
    r"งด|ห้าม|ไม่|เลี่ยง|อย่า|หยุด|ต้อง|หาก|ถ้า|ก่อน|เว้น|ระวัง|แพทย์|หมอ|ทันที|1669|โทร|ฉุกเฉิน|รีบ"
    r"|\bno\b|\bnot\b|n't\b|\bavoid\b|\bnever\b|\bwithout\b|\bstop\b|\bmust\b|\bif\b|\bunless\b|\bbefore\b|\buntil\b"
    r"|\bexcept\b|\bonly\b|\bbut\b|\bdoctor\b|\bat once\b|\bimmediately\b|\bcall\b|\bemergency\b"
)


def _is_unsupported(case: _Case) -> bool:
    return lines_told(case.answer, case.texts, language=case.language) is None


def _drops_a_warning(case: _Case) -> bool:
    told = lines_told(case.answer, case.texts, language=case.language) or frozenset()
    lines = (line for text in case.texts for line in text.split("\n")[1:])
    return any(_WARNS.search(tidy(line)) and line not in told for line in lines)


_AGAINST: Mapping[Verdict, Callable[[_Case], bool]] = {
    Verdict.EMPTY: lambda case: not case.answer,
    Verdict.TOO_LONG: lambda case: len(case.answer) > LONGEST_ANSWER,
    Verdict.CONTROL_LETTERS: _has_control_letters,
    Verdict.LEAKED: _is_leaked,
    Verdict.SAYS_NEVER: _says_never,
    Verdict.WRONG_LANGUAGE: _is_in_another_language,
    Verdict.NOT_APPROVED: _says_what_is_not_approved,
    Verdict.FIGURES: _has_other_figures,
    Verdict.UNSUPPORTED: _is_unsupported,
    Verdict.DROPPED: _drops_a_warning,
}
