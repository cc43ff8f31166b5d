"""Reading the files of phrases with their right answers, and judging what was found by them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from nlu import Entity
from nlu.time_words import PARTS
from tests.nlu.conftest import BANGKOK

HERE = Path(__file__).parent
ASKED, NONE, OVER, PART = "?", "-", "<", "~"
BOTH_RIGHT = "|"
"""Between answers that are right, each day with the time that stands at its place."""
RIGHT, ASKS, WRONG = "right", "asks", "wrong"


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it means.

    Attributes:
        text: As typed.
        answers: The day and the time of day, as the head of the file tells; several where more than one is right.
        sent_at: When it was typed.
    """

    text: str
    answers: tuple[tuple[str, str], ...]
    sent_at: datetime

    def judge(self, found: Iterable[Entity]) -> str:
        """Right, or asked needlessly, or wrong, which is worse: nobody would notice. The kindest answer counts."""
        entities = list(found)
        verdicts = {_judged(day, moment, entities) for day, moment in self.answers}
        return next(verdict for verdict in (RIGHT, ASKS, WRONG) if verdict in verdicts)


def phrases(file: str) -> Iterator[Phrase]:
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, day, moment, *sent = line.split("\t")
            on = date.fromisoformat(sent[0] if sent else "2026-11-18")
            answers = zip(day.split(BOTH_RIGHT), moment.split(BOTH_RIGHT), strict=True)
            yield Phrase(
                text,
                tuple((day, _part(moment)) for day, moment in answers),
                datetime.combine(on, time(9), BANGKOK).astimezone(UTC),
            )


def named_in(file: str) -> Iterator[tuple[str, frozenset[str]]]:
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, named = line.split("\t")
            yield text, frozenset(named.split(";")) - {NONE}


def _part(moment: str) -> str:
    if not moment.startswith(PART):
        return moment
    return "/".join(at.isoformat("minutes") if at else "" for at in PARTS[moment.removeprefix(PART)])


def _said(found: list[Entity], kind: str) -> str:
    by_kind = {entity.entity: entity.value for entity in found}
    if kind in by_kind or f"{kind}_range" in by_kind:
        return by_kind.get(kind) or by_kind[f"{kind}_range"]
    if f"{kind}_unclear" in by_kind:
        return ASKED
    return OVER + by_kind[f"{kind}_past"] if f"{kind}_past" in by_kind else NONE


def _judged(day: str, moment: str, entities: list[Entity]) -> str:
    verdicts = {_judge(day, _said(entities, "date")), _judge(moment, _said(entities, "time"))}
    return next(verdict for verdict in (WRONG, ASKS, RIGHT) if verdict in verdicts)


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


DATES_AND_TIMES = (
    *("วันนี้", "พรุ่งนี้", "มะรืนนี้", "เมื่อวาน", "เสาร์นี้", "เสาร์หน้า", "วันพุธ", "วันอาทิตย์ที่ 5", "อาทิตย์หน้า", "เดือนหน้า"),
    *(
        "วันที่ 31",
        "วันที่ 5",
        "5 เดือนหน้า",
        "15 ธ.ค. 69",
        "29 ก.พ.",
        "1 มกรา",
        "31/12",
        "3/4/70",
        "2027-02-28",
        "ต้นเดือน",
    ),
    *(
        "สิ้นเดือน",
        "กลางเดือนหน้า",
        "สงกรานต์",
        "หลังปีใหม่",
        "ก่อนวันที่ 10",
        "อีก 3 วัน",
        "3 วันก่อน",
        "24-26 พ.ย.",
        "ทุกวันเสาร์",
    ),
    *("next friday", "this weekend", "on monday", "dec 5", "the 25th", "yesterday", "in 3 days", "last week"),
    *(
        "บ่ายสาม",
        "3 โมง",
        "ทุ่มครึ่ง",
        "13.30 น.",
        "9-11 โมง",
        "หลังเลิกงาน",
        "เที่ยง",
        "ตี 2",
        "3 pm",
        "ช่วงเย็นๆ",
        "หลัง 5 โมงเย็น",
    ),
)
"""Pieces to make messages of."""
