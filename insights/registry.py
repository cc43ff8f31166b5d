"""The one list of figures. Every page, report and command takes a number from here, so that it is worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy.orm import Session

from insights import cases, customers, waiting
from insights.figure import Figure

_WORDS = Path(__file__).parent / "registry.yml"


class Working(Protocol):
    """How a figure is worked out."""

    def __call__(self, session: Session, *, day: date, zone: ZoneInfo) -> Figure:
        """This will work the figure out for a day by the wall clock of the zone."""


@dataclass(frozen=True, kw_only=True)
class Insight:
    """One figure the clinic can ask for.

    Attributes:
        name: By which it is asked for.
        work_out: The function that works it out.
        title_th: What people see, in Thai.
        title_en: The same in English.
        formula: How it is worked out, in English words.
        formula_th: The same in Thai.
        unit: What it counts.
        period: The time it is about: day, 30 days or now.
    """

    name: str
    work_out: Working
    title_th: str
    title_en: str
    formula: str
    formula_th: str
    unit: str
    period: str

    def title(self, language: str) -> str:
        """This will give the title in Thai or English."""
        return self.title_th if language == "th" else self.title_en

    def explained(self, language: str) -> str:
        """This will say in Thai or English how it is worked out."""
        return self.formula_th if language == "th" else self.formula


_FUNCTIONS: Mapping[str, Working] = {
    "cases_by_stage": cases.cases_by_stage,
    "scanned": cases.scanned,
    "booked": cases.booked,
    "treated": cases.treated,
    "followed_up": cases.followed_up,
    "points_issued": cases.points_issued,
    "red_flags_open": cases.red_flags_open,
    "funnel": cases.funnel,
    "appointments": waiting.appointments,
    "tasks_waiting": waiting.tasks_waiting,
    "tasks_overdue": waiting.tasks_overdue,
    "new_customers": customers.new_customers,
    "answered": customers.answered,
    "red_flags_raised": customers.red_flags_raised,
}


def _load() -> dict[str, Insight]:
    """This will join the functions with their words.

    Raises:
        KeyError: A function has no words.
        TypeError: The words of one are not complete, or have one too many.
    """
    words = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {name: Insight(name=name, work_out=work, **words[name]) for name, work in _FUNCTIONS.items()}


INSIGHTS: Mapping[str, Insight] = _load()
