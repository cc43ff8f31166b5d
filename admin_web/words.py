"""The words of the owner's pages, Thai first, and how times and shares are written in each language."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.wording.texts import LANGUAGES, Tongue

__all__ = ["LANGUAGES", "MissingWordError", "Words", "load_words"]


class MissingWordError(Exception):
    """A page asks for a text that the catalogue of that language has not. This is a bug."""


class Words:
    """All texts of one language.

    Attributes:
        language: "th" or "en".
    """

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language = language
        self._texts = dict(_flat(texts))
        self._tongue = Tongue(language)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all texts."""
        return frozenset(self._texts)

    def __call__(self, text_id: str, **values: object) -> str:
        """This will give a text with its values put in.

        Raises:
            MissingWordError: There is no such text in this language.
        """
        try:
            text = self._texts[text_id]
        except KeyError:
            raise MissingWordError(f"{self.language}: {text_id}") from None
        return str(text).format(**values) if values else str(text)

    def known(self, prefix: str, word: str) -> str:
        """This will give the text of a word that other rooms may add to, or the word itself."""
        return str(self._texts.get(f"{prefix}.{word}", word.replace("_", " ")))

    def unit(self, unit: str) -> str:
        """This will say a unit of a reading as the bot does; one without a word stays as it is."""
        return self._tongue.say(f"unit.{unit}") if self._tongue.has(f"unit.{unit}") else unit

    def verdict(self, verdict: str) -> str:
        """This will say as the bot does what two photos say of a measure; one without a word stays as it is."""
        return self._tongue.say(f"verdict.{verdict}") if self._tongue.has(f"verdict.{verdict}") else verdict

    def incomparable(self, reason: str) -> str:
        """This will say as the bot does why two photos cannot be compared."""
        known = self._tongue.has(f"incomparable.{reason}")
        return self._tongue.say(f"incomparable.{reason}" if known else "incomparable.other")

    def why_not(self, reason: str) -> str:
        """This will say as the bot does why something could not be measured."""
        known = self._tongue.has(f"why_not.{reason}")
        return self._tongue.say(f"why_not.{reason}") if known else self.known("reason", reason)

    def of(self, names: Mapping[str, str | None] | None) -> str | None:
        """This will pick the name in this language."""
        return None if names is None else names.get(self.language)

    def day(self, day: date) -> str:
        """This will write a date as the bot does; in Thai by the Buddhist era."""
        return self._tongue.day(day, "UTC")

    def time(self, at: datetime, zone: ZoneInfo) -> str:
        """This will write the time of day by the wall clock of the zone."""
        return _kept_together(self._tongue.clock(at.isoformat(), zone.key))

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """This will write date and time by the wall clock of the zone."""
        return _kept_together(self._tongue.moment(at.isoformat(), zone.key))

    def near(self, at: datetime, zone: ZoneInfo, today: date) -> str:
        """This will write an instant as people say it: yesterday, today and tomorrow by their names."""
        apart = (at.astimezone(zone).date() - today).days
        name = {-1: "near.yesterday", 0: "near.today", 1: "near.tomorrow"}.get(apart)
        return self.moment(at, zone) if name is None else self(name, time=self.time(at, zone))

    def until(self, at: datetime, zone: ZoneInfo, today: date) -> str:
        """This will write an end as people say it: midnight is the end of the day before, not a time of the next."""
        local = at.astimezone(zone)
        if local.timetz().replace(tzinfo=None) != time():
            return f" {self.near(at, zone, today)}"
        last = local.date() - timedelta(days=1)
        return self("near.end_of_today") if last == today else self("near.end_of_day", day=self.day(last))

    def share(self, value: float | None) -> str:
        """This will write a share of one as per cent, and an unknown one as a dash."""
        return self("unknown") if value is None else f"{value:.0%}"


def _kept_together(written: str) -> str:
    """This will keep a time and its unit on one line, however narrow the page."""
    return re.sub(r"(\d:\d\d) ", "\\1\N{NO-BREAK SPACE}", written)


@cache
def load_words(folder: Path) -> Mapping[str, Words]:
    """This will read the catalogue of each language, once in a process."""
    return {
        language: Words(language, _read((folder / f"{language}.yml").read_text(encoding="utf-8")))
        for language in LANGUAGES
    }


def _read(words: str) -> Mapping[str, Any]:
    """This will read a catalogue; with libyaml it is as safe as `safe_load`, and seven times as fast."""
    told: Mapping[str, Any] = yaml.load(words, Loader=yaml.CSafeLoader)
    return told


def _flat(texts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """This will name each text by its way through the file: board.title."""
    for key, value in texts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
