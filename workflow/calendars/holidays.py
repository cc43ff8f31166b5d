"""The public holidays that are known. Years that are not in the file are unknown, which is not the same as free."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "thai_holidays.yaml"


@dataclass(frozen=True)
class Holiday:
    """One public holiday.

    Attributes:
        on: The date.
        key: What it is, as songkran; a clinic chooses by it.
        name_th: Its name.
        name_en: The same in English.
        instead: It is the working day that stands in for a holiday on a weekend.
    """

    on: date
    key: str
    name_th: str
    name_en: str
    instead: bool


def public_holidays() -> tuple[Holiday, ...]:
    """This will give every holiday of every known year, in order."""
    told = _told()
    names, instead_of = told["names"], told["instead_of"]
    return tuple(
        Holiday(
            on=day["day"],
            key=day["key"],
            name_th=(instead_of["th"] if day.get("instead_of") else "") + names[day["key"]]["th"],
            name_en=f"{instead_of['en']} " * bool(day.get("instead_of")) + names[day["key"]]["en"],
            instead=bool(day.get("instead_of")),
        )
        for year in sorted(told["years"])
        for day in told["years"][year]["days"]
    )


def holiday_keys() -> frozenset[str]:
    """This will give the words by which a clinic chooses."""
    return frozenset(_told()["names"])


def known_years() -> Mapping[int, bool]:
    """This will give the years whose holidays are known; True where the government has announced them."""
    return {year: told["announced"] for year, told in _told()["years"].items()}


def known_until() -> date:
    """This will give the last date of which we know whether it is a holiday."""
    return date(max(_told()["years"]), 12, 31)


def holidays_chosen(keys: Collection[str], *, substitution_days: bool) -> list[Holiday]:
    """This will give the dates of the chosen holidays.

    Args:
        keys: Which holidays.
        substitution_days: Whether the working days that stand in for them count too.
    """
    return [one for one in public_holidays() if one.key in keys and (substitution_days or not one.instead)]


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told
