"""The groups of complaints that must reach a person at once, and after which treatments each is looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from workflow.catalogue.files import TREATMENTS, read_research

# Source: treatments.yaml red_flags.routing_rule.
ALWAYS = frozenset({"anaphylaxis", "vision", "stroke", "distress", "bleeding", "legal_threat"})
DAYS_AFTER = 90
LATE_DAYS_AFTER = {"nodule_late": 730}  # 24 months


class Urgency(StrEnum):
    """How soon a person must act, the most urgent first."""

    EMERGENCY = "emergency"
    WITHIN_MINUTES = "within_minutes"
    SAME_DAY = "same_day"
    WITHIN_3_DAYS = "within_3_days"


@dataclass(frozen=True)
class RedFlagGroup:
    """One group.

    Attributes:
        key: Its name in the file.
        urgency: How soon a person must act.
        th: What it is, in Thai.
        en: What it is, in English.
        phrases_th: How people say it; the understanding room looks for these.
        after: The treatments after which it counts.
        within_days: For how many days after one of those treatments it counts.
        always: It counts whatever was done, or nothing.
    """

    key: str
    urgency: Urgency
    th: str
    en: str
    phrases_th: tuple[str, ...]
    after: frozenset[str]
    within_days: int
    always: bool


@cache
def red_flag_groups(file: Path = TREATMENTS) -> Mapping[str, RedFlagGroup]:
    """This will give the red flag groups of the clinic's file by their keys.

    Raises:
        CatalogueError: The file cannot be right.
    """
    research = read_research(file)
    every_treatment = frozenset(treatment.id for treatment in research.treatments)
    return {
        key: RedFlagGroup(
            key=key,
            urgency=Urgency(group.urgency),
            th=group.th,
            en=group.en,
            phrases_th=tuple(group.phrases_th),
            after=every_treatment if "all" in group.after else frozenset(group.after),
            within_days=LATE_DAYS_AFTER.get(key, DAYS_AFTER),
            always=key in ALWAYS,
        )
        for key, group in research.groups.items()
    }


def phrases(file: Path = TREATMENTS) -> Mapping[str, Sequence[str]]:
    """This will give the Thai phrases of each group, for the understanding room."""
    return {key: group.phrases_th for key, group in red_flag_groups(file).items()}
