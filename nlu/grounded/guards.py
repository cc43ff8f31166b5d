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
from nlu.spelling import tidy

_WORDS = Path(__file__).parent / "words_never.yml"
NEVER = ("promise", "price", "looks", "link")
"""What neither an answer nor a passage says."""
ONLY_AS_APPROVED = ("diagnosis", "medicine", "advert")
"""What an answer says only in words that stand in the passages it names."""

SUPPORT, SUPPORT_OF_PART = 0.5, 0.3
"""The share of runs of four letters that stand in the passages too: of a whole answer, and of each part of it.
tests/nlu/grounded/answers.tsv: fair phrasings .65 and .60 or more, what is made up .10 in the part that is."""
RUN = 4
SHORTEST_PART = 14
"""Letters. Shorter parts hold no statement, or words that the other guards know."""
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
    PERMITS = "permits"
    UNSUPPORTED = "unsupported"


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
    approved: str
    language: str


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
    """This function will judge the words of an answer by the approved texts it names."""
    case = _Case(answer=answer, approved="\n".join(approved), language=language)
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
    return "\n".join((source.titles[language], *source.lines[language]))


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


_FORBIDS = re.compile(
    r"งด|ห้าม|ไม่ควร|ไม่(?:ถู|นวด|แกะ|เกา|ให้|แว็กซ์|ถอน|ทำ|ต้อง|สามารถ)|เลี่ยง|อย่า|หยุด|ต้องถอด"
    r"|\bno\b|\bnot\b|\bdon'?t\b|\bavoid\b|\bnever\b|\bwithout\b|\bstop\b|\bmust come out\b"
)
_PERMITS = re.compile(
    r"ได้(?!รับ|ผล)|ไม่ต้องกังวล|ไม่เป็นไร|\bcan\b|\bmay\b|\bfine\b|\bok(?:ay)?\b|\ballowed\b|\bsafe\b|\byes\b"
)
_ALARM = re.compile(r"ทันที|1669|โทร|ฉุกเฉิน|รีบ|\bat once\b|\bimmediately\b|\bcall\b|\bemergency\b")


def _permits_what_is_forbidden(case: _Case) -> bool:
    """This function will find leave given where the passages give none, or a ban that the answer dropped."""
    answer, approved = tidy(case.answer), tidy(case.approved)
    permits, forbids = bool(_PERMITS.search(answer)), bool(_FORBIDS.search(answer))
    may_permit, must_forbid = bool(_PERMITS.search(approved)), bool(_FORBIDS.search(approved))
    drops_alarm = bool(_ALARM.search(approved)) and not _ALARM.search(answer)
    return (permits and not may_permit) or (must_forbid and not forbids) or drops_alarm


def _is_unsupported(case: _Case) -> bool:
    whole, weakest = support(case.answer, case.approved)
    return whole < SUPPORT or weakest < SUPPORT_OF_PART


_PART = re.compile(r"(?<![ๆฯ]) (?=[\u0e00-\u0e7f])|[.,;:!?\n]+")


def support(answer: str, approved: str) -> tuple[float, float]:
    """This function will give the share of an answer's runs of letters that stand in the approved texts as well.

    Returns:
        Of the whole answer, and of the part (between marks, or the spaces of Thai) that has least of it.
    """
    known = _runs(approved)
    parts = [_runs(part) for part in _PART.split(tidy(answer))]
    whole = _runs(answer)
    shares = [len(part & known) / len(part) for part in parts if len(part) > SHORTEST_PART - RUN]
    return (len(whole & known) / len(whole) if whole else 0.0), min(shares, default=1.0)


_POLITE = re.compile(r"นะคะ|นะค่ะ|ค่ะ|คะ|\bplease\b|[^\w\u0e00-\u0e7f]+")


def _runs(text: str) -> frozenset[str]:
    squeezed = _POLITE.sub("", tidy(text))
    return frozenset(squeezed[at : at + RUN] for at in range(len(squeezed) - RUN + 1))


_AGAINST: Mapping[Verdict, Callable[[_Case], bool]] = {
    Verdict.EMPTY: lambda case: not case.answer,
    Verdict.TOO_LONG: lambda case: len(case.answer) > LONGEST_ANSWER,
    Verdict.CONTROL_LETTERS: _has_control_letters,
    Verdict.LEAKED: _is_leaked,
    Verdict.SAYS_NEVER: _says_never,
    Verdict.WRONG_LANGUAGE: _is_in_another_language,
    Verdict.NOT_APPROVED: _says_what_is_not_approved,
    Verdict.FIGURES: _has_other_figures,
    Verdict.PERMITS: _permits_what_is_forbidden,
    Verdict.UNSUPPORTED: _is_unsupported,
}
