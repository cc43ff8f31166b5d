"""The sentences of one language, and how times, money and names are written in it.

Source of the Thai manners (พ.ศ., "อา. 22 พ.ย. 2569 14:00 น.", no decimals, คุณ + name): facts/CLINIC.md section 6.3.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).parent
LANGUAGES = ("th", "en")
BUDDHIST_YEARS = 543
LONGEST_NAME = 60
_NO_BREAK = "\N{NO-BREAK SPACE}"

_THAI_DAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
_THAI_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=len(LANGUAGES))
def sentences(language: str) -> Mapping[str, str]:
    """This function will read all sentences of a language, by dotted key.

    Args:
        language: "th" or "en".
    """
    words = (HERE / f"{language}.yml").read_bytes()
    tree = yaml.load(words, Loader=yaml.CSafeLoader)  # as safe as `safe_load`, and ten times as fast
    return dict(_flat(tree, ""))


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", _kept_together(str(value).strip())))
    return found


def _kept_together(words: str) -> str:
    """This function will keep a time and its unit on one line: in a narrow bubble the unit wrapped alone."""
    return words.replace(" น.", f"{_NO_BREAK}น.")


@lru_cache(maxsize=len(LANGUAGES))
def consent_version(language: str) -> str:
    """This function will name the wording a customer is asked with: a fingerprint, so that it can never be wrong."""
    asked = [
        f"{key}={text}" for key, text in sorted(sentences(language).items()) if key.startswith("consent.")
    ]
    return f"{language}-{hashlib.sha256(chr(10).join(asked).encode()).hexdigest()[:12]}"


@lru_cache(maxsize=16)
def tongue_of(language: str) -> "Tongue":
    """This function will give a language as the cards use it, the same one each time.

    Args:
        language: "th" or "en"; an unknown one is Thai.
    """
    return Tongue(language)


class Tongue:
    """One language, as the cards use it."""

    def __init__(self, language: str) -> None:
        """This will choose the language; an unknown one is Thai."""
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._sentences = sentences(self.language)

    def say(self, key: str, **facts: object) -> str:
        """This function will give a sentence with its facts filled in.

        Raises:
            KeyError: There is no such sentence, or a fact is missing. That is a bug.
        """
        return self._sentences[key].format(**facts)

    def has(self, key: str) -> bool:
        """This function will say whether there is such a sentence."""
        return key in self._sentences

    def name(self, given: str | None) -> str:
        """This function will give a name as it is written in a sentence: cut where it is absurdly long."""
        name = " ".join((given or "").split())
        if not name:
            return self.say("words.somebody")
        return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"

    def of(self, row: Mapping[str, Any], field: str) -> Any:  # noqa: ANN401 - text or list of texts
        """This function will take `<field>_th` or `<field>_en` of a row; Thai where the other is missing."""
        return row.get(f"{field}_{self.language}") or row.get(f"{field}_th") or row.get(f"{field}_en") or ""

    def day(self, when: str | date, zone: str) -> str:
        """This function will write a day: "อา. 22 พ.ย. 2569" or "Sun 22 Nov 2026"."""
        on = _local(when, zone)
        if self.language == "th":
            return (
                f"{_THAI_DAYS[on.weekday()]} {on.day} {_THAI_MONTHS[on.month - 1]} {on.year + BUDDHIST_YEARS}"
            )
        return f"{_ENGLISH_DAYS[on.weekday()]} {on.day} {_ENGLISH_MONTHS[on.month - 1]} {on.year}"

    def date(self, when: str | date, zone: str, *, with_year: bool = True) -> str:
        """This function will write a day without its weekday: "22 พ.ย. 2569" or "22 Nov 2026"; "22 พ.ย." or "22 Nov"."""
        on = _local(when, zone)
        months = _THAI_MONTHS if self.language == "th" else _ENGLISH_MONTHS
        year = on.year + BUDDHIST_YEARS if self.language == "th" else on.year
        return f"{on.day} {months[on.month - 1]} {year}" if with_year else f"{on.day} {months[on.month - 1]}"

    def month(self, when: str) -> str:
        """This function will write a month: "พ.ย. 2569" or "Nov 2026"."""
        on = date.fromisoformat(when)
        if self.language == "th":
            return f"{_THAI_MONTHS[on.month - 1]} {on.year + BUDDHIST_YEARS}"
        return f"{_ENGLISH_MONTHS[on.month - 1]} {on.year}"

    def birthday(self, day_and_month: str) -> str:
        """This function will write a day without a year ("02-14"): "14 ก.พ." or "14 Feb"."""
        month, day = (int(part) for part in day_and_month.split("-"))
        months = _THAI_MONTHS if self.language == "th" else _ENGLISH_MONTHS
        return f"{day} {months[month - 1]}"

    def clock(self, when: str, zone: str) -> str:
        """This function will write a time of day: "14:00 น." or "14:00"."""
        time = datetime.fromisoformat(when).astimezone(ZoneInfo(zone))
        return _kept_together(f"{time:%H:%M} น.") if self.language == "th" else f"{time:%H:%M}"

    def wall_clock(self, time: str) -> str:
        """This function will write a time of the branch's own clock ("14:00"): "14:00 น." or "14:00"."""
        return _kept_together(f"{time} น.") if self.language == "th" else time

    def moment(self, when: str, zone: str) -> str:
        """This function will write an instant: "อา. 22 พ.ย. 2569 14:00 น."."""
        return f"{self.day(when, zone)} {self.clock(when, zone)}"

    def until(self, when: str, zone: str) -> str:
        """This function will write an end: midnight is the end of the day before ("สิ้นวัน อา. 22 พ.ย. 2569")."""
        at = datetime.fromisoformat(when).astimezone(ZoneInfo(zone))
        if (at.hour, at.minute) != (0, 0):
            return self.moment(when, zone)
        return self.say("words.end_of_day", day=self.day(at.date() - timedelta(days=1), zone))

    def baht(self, satang: int | None) -> str:
        """This function will write an amount: "1,234 บาท"; without a list price, that it is told in person."""
        if satang is None:
            return self.say("words.price_on_request")
        amount = f"{satang // 100:,}" if satang % 100 == 0 else f"{satang / 100:,.2f}"
        return self.say("words.baht", amount=amount)


def _local(when: str | date, zone: str) -> date:
    if isinstance(when, str) and "T" in when:
        return datetime.fromisoformat(when).astimezone(ZoneInfo(zone)).date()
    return date.fromisoformat(when) if isinstance(when, str) else when
