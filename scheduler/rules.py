"""What a rule of the clock is: what rings, when, for whom, what becomes of a missed time, and which work it is."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.times import Times
from workflow.schedules import Missed
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions


class Per(StrEnum):
    """For whom a rule rings, each by its own wall clock."""

    CLINIC = "clinic"  # by the clock of its first branch
    BRANCH = "branch"


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One time that is rung for.

    Attributes:
        clinic_id: Whose work it is.
        branch_id: The branch; for a whole clinic its first.
        zone: Of that branch.
        slot: The time itself (aware UTC); in a late ring it lies before `now`.
        now: Aware UTC.
        rules: What the clinic has set.
    """

    clinic_id: uuid.UUID
    branch_id: uuid.UUID
    zone: ZoneInfo
    slot: datetime
    now: datetime
    rules: ClinicRules

    @property
    def day(self) -> date:
        """The date of the slot by the wall clock there; what is told is keyed by it, so that it is told once."""
        return self.slot.astimezone(self.zone).date()


# Does the work of one ring in its transaction, and says how much it made.
Job = Callable[[Session, Ring], int]


@dataclass(frozen=True)
class InPortions:
    """Work that is too much for one transaction: done in many, before the ring is marked as done.

    Attributes:
        work: Opens its own transactions and says how much it made; it must bear being done again, by two at once, or
            being cut off in the middle.
    """

    work: Callable[[Sessions, Ring], int]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the table in scheduler/table.py.

    Attributes:
        what: Its name: in the schedule's key, the log, the runbook.
        per: For whom it rings.
        when: When it rings, as the clinic has set; None where the clinic wants none.
        missed: What becomes of times at which nobody ran.
        job: The work.
    """

    what: str
    per: Per
    when: Callable[[ClinicRules], Times | None]
    missed: Missed
    job: Job | InPortions
