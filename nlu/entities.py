"""What a message names: treatments, phone numbers, days and times."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu.dates import days_in
from nlu.gazetteer import Gazetteer
from nlu.numerals import loose
from nlu.spelling import tidy
from nlu.times import times_in
from nlu.understanding import Entity

_PHONE = re.compile(r"(?<!\d)(?:\+?66[ -]?\(?0?\)?|0)[ -]?(?:[689]\d|[2-57])(?:[ -]?\d){7}(?!\d)")
"""Thai numbers: 10 digits for mobiles (06, 08, 09), 9 for fixed lines (02-05, 07), 66 for the leading 0 from abroad."""

_MOVED_TO = re.compile(loose(r"(?:เป็น|ไปเป็น|ไป|เปลี่ยนเป็น|แทน|to)\s*(?:วัน)?\s*$"))
_MOVED_FROM = re.compile(loose("จาก|ไม่ใช่|from"))


class EntityFinder:
    """The rules and the clinic's names, ready for use. Never changes once made; safe between threads."""

    def __init__(self, treatments: Mapping[str, Sequence[str]]) -> None:
        """This function will take a treatment's id with the names people call it."""
        self._treatments = Gazetteer(treatments)

    def find(self, text: str, *, now: datetime, zone: ZoneInfo) -> tuple[Entity, ...]:
        """This function will find what the message names.

        At most one day and one time come back: where a message names several and does not say that it moves from
        one to the other, none does, for it would be a guess which is meant.

        Args:
            text: The message as typed.
            now: When it was sent, aware UTC.
            zone: The branch's time zone.
        """
        tidied = tidy(text)
        without_phones = _PHONE.sub(lambda hit: " " * len(hit[0]), tidied)
        found = [Entity("treatment", treatment, words) for treatment, words in self._treatments.find(tidied)]
        found += [Entity("phone", _digits(hit[0]), hit[0]) for hit in _PHONE.finditer(tidied)]
        today = now.astimezone(zone).date()
        days = [
            (day.on.isoformat() if day.on else "", day.start, day.end)
            for day in days_in(without_phones, today=today)
        ]
        moments = [
            (moment.at.isoformat("minutes") if moment.at else "", moment.start, moment.end)
            for moment in times_in(_blanked(without_phones, days))
        ]
        found += [Entity("date", value, words) for value, words in _the_one(days, tidied)]
        found += [Entity("time", value, words) for value, words in _the_one(moments, tidied)]
        return tuple(sorted(found, key=lambda entity: tidied.find(entity.text)))


def _digits(written: str) -> str:
    """This function will write a phone number as Thais dial it: digits only, 0 in front."""
    digits = re.sub(r"\D", "", written)
    return "0" + digits.removeprefix("66").removeprefix("0") if digits.startswith("66") else digits


def _blanked(text: str, spans: Sequence[tuple[str, int, int]]) -> str:
    """This function will blank out what was read as a day, so that "15/12" is not read as a time too."""
    for _, start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _the_one(mentions: Sequence[tuple[str, int, int]], text: str) -> Iterator[tuple[str, str]]:
    """This function will choose the mention that is meant, if there is only one to choose."""
    values = {value for value, _, _ in mentions}
    if (
        len(values) > 1
        and _MOVED_FROM.search(text[: mentions[-1][1]])
        and _MOVED_TO.search(text[: mentions[-1][1]])
    ):
        mentions, values = mentions[-1:], {mentions[-1][0]}
    if len(values) == 1 and "" not in values:
        value, start, end = mentions[0]
        yield value, text[start:end].strip()
