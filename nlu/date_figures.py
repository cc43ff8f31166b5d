"""How well days and times are read: what is right, asked needlessly and wrong over phrases whose answers are known."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nlu.time_words import PARTS
from nlu.understanding import Entity

ASKED, NONE, OVER, PART = "?", "-", "<", "~"
BOTH_RIGHT = "|"
"""Between answers that are right, each day with the time that stands at its place."""
RIGHT, ASKS, WRONG = "right", "asks", "wrong"
SENT_ON = date(2026, 11, 18)
"""The day a phrase is sent where its row names none: a Wednesday."""
SENT_AT = time(9)


class BadDateRowError(ValueError):
    """A row of the file cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class DatedPhrase:
    """A phrase and what it means.

    Attributes:
        text: As typed.
        answers: The day and the time of day, as `read_dated_phrases` tells; several where more than one is right.
        sent_at: When it was typed, in UTC.
    """

    text: str
    answers: tuple[tuple[str, str], ...]
    sent_at: datetime

    def judge(self, found: Iterable[Entity]) -> str:
        """This method will say right, or asked needlessly, or wrong, which is worse: the kindest answer counts."""
        entities = list(found)
        verdicts = {_judged(day, moment, entities) for day, moment in self.answers}
        return next(verdict for verdict in (RIGHT, ASKS, WRONG) if verdict in verdicts)


def read_dated_phrases(file: Path, *, zone: ZoneInfo) -> tuple[DatedPhrase, ...]:
    """This function will read a TSV of a phrase, its day, its time and, where it is not `SENT_ON`, the day it was sent.

    A day is `2026-11-21`, a range `2026-11-21/2026-11-22` (open at an end: `2027-04-16/`), a day gone by `<2026-11-17`
    (or `<` for any); a time `15:00`, `09:00/11:00`, or a part of the day (`~morning`); `?` must be asked, `-` is none.
    `|` stands between answers that are both right, each day with the time at its place, or with the only one. Empty
    lines and lines that start with `#` are passed over.

    Raises:
        BadDateRowError: It is not UTF-8, a row has too few columns or unlike numbers of days and times, or there is none.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadDateRowError(f"{file}: not UTF-8 text (byte {error.start})") from error
    rows = []
    for at, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                rows.append(_phrase(line, zone))
            except (KeyError, ValueError) as error:
                raise BadDateRowError(
                    f"{file}, line {at}: wants a phrase, a day, a time and perhaps the day it was sent, with tabs between"
                ) from error
    if not rows:
        raise BadDateRowError(f"{file}: holds no rows")
    return tuple(rows)


def date_figures(
    rows: Sequence[DatedPhrase], read: Callable[[DatedPhrase], Iterable[Entity]]
) -> dict[str, Any]:
    """This function will hold a way of reading days and times against phrases.

    Args:
        rows: The phrases.
        read: Gives the entities of a phrase.

    Returns:
        `{"n", "right", "asked_needlessly", "wrong", "share_right", "asked", "misread"}`; the last two list the phrases.
    """
    verdicts = [(row.text, row.judge(read(row))) for row in rows]
    counts = Counter(verdict for _, verdict in verdicts)
    return {
        "n": len(rows),
        "right": counts[RIGHT],
        "asked_needlessly": counts[ASKS],
        "wrong": counts[WRONG],
        "share_right": round(counts[RIGHT] / len(rows), 4),
        "asked": [text for text, verdict in verdicts if verdict == ASKS],
        "misread": [text for text, verdict in verdicts if verdict == WRONG],
    }


def _phrase(line: str, zone: ZoneInfo) -> DatedPhrase:
    text, day, moment, *sent = line.split("\t")
    on = date.fromisoformat(sent[0]) if sent and sent[0] else SENT_ON
    days, moments = day.split(BOTH_RIGHT), moment.split(BOTH_RIGHT)
    # A day or a time that is the same in every answer is written once.
    days = days * len(moments) if len(days) == 1 else days
    moments = moments * len(days) if len(moments) == 1 else moments
    return DatedPhrase(
        text,
        tuple((day, _part(moment)) for day, moment in zip(days, moments, strict=True)),
        datetime.combine(on, SENT_AT, zone).astimezone(UTC),
    )


def _part(moment: str) -> str:
    if not moment.startswith(PART):
        return moment
    return "/".join(at.isoformat("minutes") if at else "" for at in PARTS[moment.removeprefix(PART)])


def _judged(day: str, moment: str, entities: Sequence[Entity]) -> str:
    """This function will judge by one answer: a day as well as its time must be right."""
    of_day = [_judge(day, said) for said in _said(entities, "date")]
    of_time = [_judge(moment, said) for said in _said(entities, "time")]
    verdicts = {
        next(one for one in (RIGHT, ASKS, WRONG) if one in of_day),
        next(one for one in (RIGHT, ASKS, WRONG) if one in of_time),
    }
    return next(verdict for verdict in (WRONG, ASKS, RIGHT) if verdict in verdicts)


def _said(found: Iterable[Entity], kind: str) -> Sequence[str]:
    """This function will put what was found as answers are written.

    A visit that stands already is named beside no wish, so its day may be meant, or none; of days gone by, any may be.
    """
    said = [(entity.entity, entity.value) for entity in found]
    sure = [value for name, value in said if name in {kind, f"{kind}_range"}]
    if sure:
        return sure[:1]
    if any(name == f"{kind}_unclear" for name, _ in said):
        return [ASKED]
    past = [OVER + value for name, value in said if name == f"{kind}_past"]
    return [*(value for name, value in said if name == f"{kind}_standing"), *(past or [NONE])]


def _judge(meant: str, said: str) -> str:
    is_sure = said != NONE and not said.startswith((ASKED, OVER))
    if meant == ASKED:
        return WRONG if is_sure else RIGHT
    if meant == NONE:
        return RIGHT if said == NONE or said.startswith(OVER) else WRONG if is_sure else ASKS
    if meant == OVER:
        return RIGHT if said.startswith(OVER) else WRONG if is_sure else ASKS
    if meant == said:
        return RIGHT
    return WRONG if is_sure or (meant.startswith(OVER) and said.startswith(OVER) and said != OVER) else ASKS
